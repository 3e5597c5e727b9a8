//! Why a record is not done: it comes back, or it never can.

use std::time::Duration;

use aws_adapters::{Disposition, queues::QueueError, table::StoreError, vault::VaultError};
use contracts::records::CorruptRecord;
use http_clients::payments::{Disposition as Pays, PayError};
use lambda_support::sqs::Outcome;
use thiserror::Error;

/// Pause before a message comes back that nothing is wrong with; it grows with every time.
const PAUSE: Duration = Duration::from_secs(10);

/// What kept a record from being done.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("failed to use the table")]
    Store(#[from] StoreError),
    #[error("failed to put a message into a queue")]
    Queue(#[from] QueueError),
    #[error("failed to open the seller's keys")]
    Vault(#[from] VaultError),
    #[error("failed to write or read what was written")]
    Unreadable(#[from] serde_json::Error),
    #[error("an item is damaged")]
    Corrupt(#[from] CorruptRecord),
    #[error("the provider gave no result")]
    Provider(#[from] PayError),
    /// A provider may be faster than we are; if it does not appear, somebody must look.
    #[error("no such payment, or not yet")]
    Unknown,
    #[error("the page is still open after it was closed")]
    StillOpen,
    #[error("others were faster every time")]
    Contended,
    /// It can never succeed, and names why.
    #[error("{0}")]
    Impossible(&'static str),
}

impl Failure {
    /// What becomes of a record that was received for the `tries`-th time.
    pub(crate) fn outcome(self, tries: u32) -> Outcome {
        let growing = PAUSE.saturating_mul(tries.max(1));
        let (code, pause) = match &self {
            Self::Store(error) => (error.code(), ours(error.disposition())),
            Self::Queue(error) => (error.code(), ours(error.disposition())),
            Self::Vault(error) => (error.code(), ours(error.disposition())),
            Self::Unreadable(_) | Self::Corrupt(_) => ("unreadable", None),
            Self::Provider(error) => (
                error.code(),
                match error.disposition() {
                    Pays::Retry { after } => Some(after.max(growing)),
                    Pays::GiveUp => None,
                },
            ),
            Self::Unknown => ("payment_unknown", Some(growing)),
            Self::StillOpen => ("payment_still_open", Some(growing)),
            Self::Contended => ("payment_contended", Some(Duration::from_secs(1))),
            Self::Impossible(code) => (*code, None),
        };
        match pause {
            Some(after) => Outcome::retry_after(code, self, after),
            None => Outcome::park(code, self),
        }
    }
}

fn ours(disposition: Disposition) -> Option<Duration> {
    match disposition {
        Disposition::Retry { after } => Some(after.max(Duration::from_secs(1))),
        Disposition::GiveUp => None,
    }
}
