//! Why an alert is not done: it comes back, or it never can.

use std::time::Duration;

use aws_adapters::{Disposition, table::StoreError};
use contracts::records::CorruptRecord;
use http_clients::push::PushError;
use lambda_support::sqs::Outcome;
use thiserror::Error;

use crate::ring;

/// What kept an alert from being done.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("failed to use the table")]
    Store(#[from] StoreError),
    #[error("an item is damaged")]
    Corrupt(#[from] CorruptRecord),
    #[error("failed to write what a device is sent")]
    Unwritable(#[from] serde_json::Error),
    /// A push service does not take it now.
    #[error("a device is to be told later")]
    Later { after: Duration, source: PushError },
}

impl Failure {
    /// How long at the least before another try.
    pub(crate) fn wait(&self) -> Duration {
        match self {
            Self::Later { after, .. } => *after,
            Self::Store(_) | Self::Corrupt(_) | Self::Unwritable(_) => Duration::ZERO,
        }
    }

    /// What becomes of a record that was received for the `tries`-th time.
    pub(crate) fn outcome(self, tries: u32) -> Outcome {
        let after = self.wait().max(ring::pause(tries));
        let (code, may_pass) = match &self {
            Self::Store(error) => {
                (error.code(), matches!(error.disposition(), Disposition::Retry { .. }))
            }
            Self::Corrupt(_) => ("record_corrupt", false),
            Self::Unwritable(_) => ("message_unwritable", false),
            Self::Later { source, .. } => (source.code(), true),
        };
        if may_pass { Outcome::retry_after(code, self, after) } else { Outcome::park(code, self) }
    }
}
