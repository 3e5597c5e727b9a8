//! Why a request did not succeed, and its one line in the log.

use aws_adapters::{
    CallError, Disposition, queues::QueueError, table::StoreError, vault::VaultError,
};
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use contracts::records::CorruptRecord;
use lambda_support::{
    chain,
    http::{FieldError, Problem},
};

/// A request that did not succeed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Something the seller can act on.
    #[error(transparent)]
    Told(#[from] Problem),
    #[error("the table was no help")]
    Store(#[from] StoreError),
    #[error("the queue was no help")]
    Queue(#[from] QueueError),
    #[error("the vault was no help")]
    Vault(#[from] VaultError),
    #[error("the bucket was no help")]
    Objects(#[from] CallError),
    #[error("what is stored cannot be used")]
    Corrupt(#[from] CorruptRecord),
}

impl From<Vec<FieldError>> for Failure {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Told(Problem::invalid(errors))
    }
}

impl Failure {
    fn problem(&self) -> Problem {
        match self {
            Self::Told(problem) => problem.clone(),
            Self::Store(StoreError::Conflict { .. } | StoreError::Contended) => Problem::conflict(),
            Self::Store(StoreError::ForeignCursor) => {
                Problem::malformed().with_field("cursor", "Cette page n’existe pas.")
            }
            Self::Store(error) => problem_of(error.disposition()),
            Self::Queue(error) => problem_of(error.disposition()),
            Self::Vault(error) => problem_of(error.disposition()),
            Self::Objects(error) => problem_of(error.disposition()),
            Self::Corrupt(_) => Problem::internal(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Told(problem) => problem.code,
            Self::Store(error) => error.code(),
            Self::Queue(error) => error.code(),
            Self::Vault(error) => error.code(),
            Self::Objects(error) => error.code(),
            Self::Corrupt(_) => "record_corrupt",
        }
    }
}

fn problem_of(disposition: Disposition) -> Problem {
    match disposition {
        Disposition::Retry { .. } => Problem::unavailable(),
        Disposition::GiveUp => Problem::internal(),
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let problem = self.problem();
        if problem.status.is_server_error() {
            tracing::error!(
                error.code = self.code(),
                error = %chain::Chain(&self),
                "a request failed on our side"
            );
        }
        problem.to_response::<Body>()
    }
}
