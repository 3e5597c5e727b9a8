//! Why a file was not fetched.

use std::time::Duration;

use thiserror::Error;

use super::super::{CallError, Disposition, error::DEFAULT_WAIT};
use crate::http::TransportError;

/// Why there is no file. No address, type or name of a stranger's is kept.
#[derive(Debug, Error)]
pub enum FileError {
    /// Graph did not say where the file is.
    #[error("the file's address is not known")]
    Lookup(#[source] CallError),
    /// The address is on a server that must not see the token.
    #[error("the file is not on an allowed origin")]
    ForbiddenOrigin,
    /// The server sends us elsewhere, which is where a token would be stolen.
    #[error("the file's server redirected (http {http_status})")]
    Redirected { http_status: u16 },
    /// The address is too old, or the file was deleted.
    #[error("the file is gone")]
    Gone,
    #[error("the file was refused (http {http_status})")]
    Refused { http_status: u16 },
    #[error("the file's server is in trouble (http {http_status})")]
    Unavailable { http_status: u16, retry_after: Option<Duration> },
    #[error("the file did not arrive")]
    Transport(#[source] TransportError),
    #[error("the file exceeds {limit} bytes")]
    TooLarge { limit: usize },
    /// It says it is of a type that is not taken for its kind.
    #[error("the file is of a type that is not taken")]
    WrongType,
    /// It does not begin as files of the type it says.
    #[error("the file is not what it says")]
    Disguised,
    /// Its digest is not the one Meta announced.
    #[error("the file is not the one that was sent")]
    Altered,
}

impl FileError {
    /// A stable word for the log's `error.code` and for the message's record.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Lookup(_) => "media_lookup",
            Self::ForbiddenOrigin => "media_forbidden_origin",
            Self::Redirected { .. } => "media_redirected",
            Self::Gone => "media_gone",
            Self::Refused { .. } => "media_refused",
            Self::Unavailable { .. } => "media_unavailable",
            Self::Transport(TransportError::TimedOut) => "media_too_slow",
            Self::Transport(_) => "media_transport",
            Self::TooLarge { .. } => "media_too_large",
            Self::WrongType => "media_wrong_type",
            Self::Disguised => "media_disguised",
            Self::Altered => "media_altered",
        }
    }

    /// Whether asking again can give the file.
    pub fn disposition(&self) -> Disposition {
        match self {
            Self::Lookup(error) => error.disposition(),
            Self::Unavailable { retry_after, .. } => {
                Disposition::Retry { after: retry_after.unwrap_or(DEFAULT_WAIT) }
            }
            Self::Transport(error) if error.may_pass() => {
                Disposition::Retry { after: DEFAULT_WAIT }
            }
            Self::Transport(_)
            | Self::ForbiddenOrigin
            | Self::Redirected { .. }
            | Self::Gone
            | Self::Refused { .. }
            | Self::TooLarge { .. }
            | Self::WrongType
            | Self::Disguised
            | Self::Altered => Disposition::GiveUp,
        }
    }
}
