//! What can go wrong with the table.

use std::{fmt, time::Duration};

use crate::error::{CallError, Disposition, Source};

/// An operation on the table that did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A condition did not hold; nothing was written. `index` counts the writes given.
    #[error("write {index} was refused: {kind}")]
    Conflict { index: usize, kind: ConflictKind },
    /// Another transaction held one of the items; nothing was written.
    #[error("another transaction was writing the same items")]
    Contended,
    /// An item does not read back as what it should be. `key` shows no person.
    #[error("item {key} cannot be read")]
    Corrupt {
        key: String,
        #[source]
        reason: Source,
    },
    /// A value cannot be written as an item.
    #[error("value for {key} cannot be written")]
    Unwritable {
        key: String,
        #[source]
        reason: Source,
    },
    /// A cursor is malformed, or belongs to another list.
    #[error("cursor does not belong to this list")]
    ForeignCursor,
    /// A commit of more than 100 items, which DynamoDB refuses (its quotas page).
    #[error("a transaction cannot write {count} items")]
    TooManyWrites { count: usize },
    #[error(transparent)]
    Call(#[from] CallError),
}

/// Why a condition did not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictKind {
    /// It was to be new and is there.
    AlreadyExists,
    /// It was changed since it was read, or is gone.
    VersionMismatch,
    /// Less is left than was to be taken, or it is not counted at all.
    Insufficient,
    /// It was to be there and is not.
    Missing,
}

impl StoreError {
    /// Whether trying again can succeed.
    pub fn disposition(&self) -> Disposition {
        match self {
            // The caller reads again and decides anew.
            Self::Conflict { .. } => Disposition::Retry { after: Duration::ZERO },
            Self::Contended => Disposition::Retry { after: Duration::from_millis(200) },
            Self::Corrupt { .. }
            | Self::Unwritable { .. }
            | Self::ForeignCursor
            | Self::TooManyWrites { .. } => Disposition::GiveUp,
            Self::Call(error) => error.disposition(),
        }
    }

    /// A stable word for the log's `error.code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Conflict { .. } => "store_conflict",
            Self::Contended => "store_contended",
            Self::Corrupt { .. } => "store_corrupt",
            Self::Unwritable { .. } => "store_unwritable",
            Self::ForeignCursor => "store_foreign_cursor",
            Self::TooManyWrites { .. } => "store_too_many_writes",
            Self::Call(error) => error.code(),
        }
    }

    /// The condition that did not hold, if that is what happened.
    pub fn conflict(&self) -> Option<ConflictKind> {
        match self {
            Self::Conflict { kind, .. } => Some(*kind),
            Self::Contended
            | Self::Corrupt { .. }
            | Self::Unwritable { .. }
            | Self::ForeignCursor
            | Self::TooManyWrites { .. }
            | Self::Call(_) => None,
        }
    }
}

impl fmt::Display for ConflictKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadyExists => "the item already exists",
            Self::VersionMismatch => "the item was changed meanwhile",
            Self::Insufficient => "not enough is left",
            Self::Missing => "the item is missing",
        })
    }
}
