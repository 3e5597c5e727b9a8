//! Why a message is not done: it comes back, or it never can.

use std::time::Duration;

use aws_adapters::{
    CallError, Disposition, queues::QueueError, table::StoreError, vault::VaultError,
};
use contracts::meta::consequence::Consequence;
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
    /// The same; the pause grows with every time the message came.
    Paced(&'static str, Consequence),
}

impl Failure {
    pub(crate) fn corrupt(error: serde_json::Error) -> Self {
        Self::Permanent("unreadable", error.into())
    }

    pub(crate) fn corrupt_id(error: InvalidId) -> Self {
        Self::Permanent("unreadable", error.into())
    }

    /// Others were faster every time; the wait for a whole visibility timeout would be felt.
    pub(crate) const fn contended() -> Self {
        Self::After("thread_contended", MOMENT)
    }

    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Passing(code, _)
            | Self::Permanent(code, _)
            | Self::Later(code)
            | Self::After(code, _)
            | Self::Paced(code, _) => code,
        }
    }

    fn of(disposition: Disposition, code: &'static str, error: impl Into<BoxError>) -> Self {
        match disposition {
            Disposition::Retry { .. } => Self::Passing(code, error.into()),
            Disposition::GiveUp => Self::Permanent(code, error.into()),
        }
    }
}

impl Failure {
    /// What becomes of a record that was received for the `count`-th time.
    pub(crate) fn outcome(self, count: u32) -> Outcome {
        match self {
            Self::Passing(code, error) => Outcome::retry(code, error),
            Self::Permanent(code, error) => Outcome::park(code, error),
            Self::Later(code) => Outcome::retry(code, "not the moment yet"),
            Self::After(code, after) => Outcome::retry_after(code, "not the moment yet", after),
            Self::Paced(code, asked) => match asked.pause(count) {
                Some(after) => Outcome::retry_after(code, "not the moment yet", after),
                None => Outcome::retry(code, "not the moment yet"),
            },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_others_wrote_to_is_tried_again_in_a_moment() {
        for failure in [Failure::contended(), StoreError::Contended.into()] {
            let outcome = failure.outcome(1);
            let Outcome::RetryAfter { after, .. } = outcome else { panic!("{outcome:?}") };
            assert_eq!(after, MOMENT);
        }
    }
}
