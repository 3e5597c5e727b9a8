//! Why a record is not done: it comes back, or it never can.

use aws_adapters::{Disposition, queues::QueueError, table::StoreError};
use lambda_support::sqs::Outcome;
use thiserror::Error;

/// What kept a record from being done.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("failed to use the table")]
    Store(#[from] StoreError),
    #[error("failed to put a message into a queue")]
    Queue(#[from] QueueError),
    #[error("failed to write a message")]
    Unwritable(#[from] serde_json::Error),
}

impl From<Failure> for Outcome {
    fn from(failure: Failure) -> Self {
        let (code, disposition) = match &failure {
            Failure::Store(error) => (error.code(), error.disposition()),
            Failure::Queue(error) => (error.code(), error.disposition()),
            Failure::Unwritable(_) => ("message_unwritable", Disposition::GiveUp),
        };
        match disposition {
            Disposition::Retry { .. } => Self::retry(code, failure),
            Disposition::GiveUp => Self::park(code, failure),
        }
    }
}
