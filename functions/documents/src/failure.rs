//! Why a paper is not made: the message comes back, or it never can be.

use aws_adapters::{CallError, Disposition, queues::QueueError, table::StoreError};
use contracts::records::CorruptRecord;
use domain::money::MoneyError;
use lambda_support::sqs::Outcome;
use thiserror::Error;

use crate::{fiscal::FiscalError, pdf::Undrawable};

/// What kept a paper from being made.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("the {0} of the order is not there")]
    Missing(&'static str),
    #[error("failed to use the table")]
    Store(#[from] StoreError),
    #[error("what is stored does not read back")]
    Corrupt(#[from] CorruptRecord),
    #[error("the amounts do not add up")]
    Amounts(#[from] MoneyError),
    /// Somebody else was writing each time it was tried.
    #[error("the register was busy")]
    Contended,
    #[error("the paper could not be certified")]
    Fiscal(#[from] FiscalError),
    #[error("the paper could not be drawn")]
    Undrawable(#[from] Undrawable),
    #[error("the file could not be kept")]
    Objects(#[from] CallError),
    #[error("failed to put a message into a queue")]
    Queue(#[from] QueueError),
    #[error("failed to write a message")]
    Unwritable(#[from] serde_json::Error),
}

impl From<Failure> for Outcome {
    fn from(failure: Failure) -> Self {
        let again = Disposition::Retry { after: std::time::Duration::ZERO };
        let (code, disposition) = match &failure {
            Failure::Missing(_) => ("record_missing", Disposition::GiveUp),
            Failure::Store(error) => (error.code(), error.disposition()),
            Failure::Corrupt(_) => ("record_corrupt", Disposition::GiveUp),
            Failure::Amounts(_) => ("amounts", Disposition::GiveUp),
            Failure::Contended => ("register_contended", again),
            Failure::Fiscal(error) => (error.code(), error.disposition()),
            Failure::Undrawable(_) => ("undrawable", Disposition::GiveUp),
            Failure::Objects(error) => (error.code(), error.disposition()),
            Failure::Queue(error) => (error.code(), error.disposition()),
            Failure::Unwritable(_) => ("message_unwritable", Disposition::GiveUp),
        };
        match disposition {
            Disposition::Retry { .. } => Self::retry(code, failure),
            Disposition::GiveUp => Self::park(code, failure),
        }
    }
}
