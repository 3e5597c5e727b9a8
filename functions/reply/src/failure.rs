//! Why a message is not done: it comes back, or it never can.

use std::time::Duration;

use aws_adapters::{
    CallError, Disposition, queues::QueueError, table::StoreError, vault::VaultError,
};
use domain::ids::InvalidId;
use lambda_support::{BoxError, sqs::Outcome};

use crate::{shop::ShopError, thread::ThreadError};

/// Long enough for another transaction to be over.
const MOMENT: Duration = Duration::from_secs(1);

/// A failure with a stable code.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something outside may recover.
    Passing(&'static str, BoxError),
    /// It can never succeed.
    Permanent(&'static str, BoxError),
    /// Nothing is wrong; it is not the moment.
    Later(&'static str),
    /// The same, and the moment is known: this long from now.
    After(&'static str, Duration),
}

impl Failure {
    pub(crate) fn corrupt(error: serde_json::Error) -> Self {
        Self::Permanent("unreadable", error.into())
    }

    pub(crate) fn corrupt_id(error: InvalidId) -> Self {
        Self::Permanent("unreadable", error.into())
    }

    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Passing(code, _)
            | Self::Permanent(code, _)
            | Self::Later(code)
            | Self::After(code, _) => code,
        }
    }

    fn of(disposition: Disposition, code: &'static str, error: impl Into<BoxError>) -> Self {
        match disposition {
            Disposition::Retry { .. } => Self::Passing(code, error.into()),
            Disposition::GiveUp => Self::Permanent(code, error.into()),
        }
    }
}

impl From<Failure> for Outcome {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Passing(code, error) => Self::retry(code, error),
            Failure::Permanent(code, error) => Self::park(code, error),
            Failure::Later(code) => Self::retry(code, "not the moment yet"),
            Failure::After(code, after) => Self::retry_after(code, "not the moment yet", after),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Contended) {
            return Self::After(error.code(), MOMENT);
        }
        Self::of(error.disposition(), error.code(), error)
    }
}

impl From<QueueError> for Failure {
    fn from(error: QueueError) -> Self {
        Self::of(error.disposition(), error.code(), error)
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Self::of(error.disposition(), error.code(), error)
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        Self::of(error.disposition(), error.code(), error)
    }
}

impl From<ThreadError> for Failure {
    fn from(error: ThreadError) -> Self {
        match error {
            ThreadError::Store(error) => error.into(),
            ThreadError::Corrupt(error) => Self::Permanent("thread_corrupt", error.into()),
            ThreadError::Unknown => Self::Permanent("thread_unknown", error.into()),
            ThreadError::Unwritable(error) => Self::corrupt(error),
        }
    }
}

impl From<ShopError> for Failure {
    fn from(error: ShopError) -> Self {
        match error {
            ShopError::Store(error) => error.into(),
            ShopError::NoSeller => Self::Permanent("seller_unknown", error.into()),
            ShopError::Corrupt(error) => Self::Permanent("shop_corrupt", error.into()),
        }
    }
}
