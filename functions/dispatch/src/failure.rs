//! Everything that keeps a message from being done, and whether it comes back.

use aws_adapters::{
    CallError, Disposition,
    queues::QueueError,
    table::{ConflictKind, StoreError},
};
use contracts::{messages::OrderRef, meta::send::InvalidOutgoing, records::CorruptRecord};
use http_clients::meta::{Disposition as SendDisposition, SendError};
use jiff::Timestamp;
use lambda_support::sqs::Outcome;
use thiserror::Error;

/// Why a message is not done.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("body is not a message for dispatch")]
    Unreadable(#[source] serde_json::Error),
    #[error("order {} or its seller is not there", .0.order)]
    UnknownOrder(OrderRef),
    #[error("seller is not there")]
    UnknownSeller,
    #[error("stored item does not read back")]
    Corrupt(#[from] CorruptRecord),
    #[error("failed to use the table")]
    Store(#[from] StoreError),
    #[error("a condition of the commit did not hold: {0}")]
    Condition(ConflictKind),
    #[error("failed to put a message into a queue")]
    Queue(#[from] QueueError),
    #[error("failed to set a timer")]
    Timer(#[source] CallError),
    #[error("failed to write a message or an effect down")]
    Unwritable(#[source] serde_json::Error),
    #[error("a sentence breaks a limit of whatsapp")]
    Unsendable(#[from] InvalidOutgoing),
    #[error("failed to send")]
    Send(#[source] SendError),
    /// An earlier send may have gone out: its status is waited for.
    #[error("an earlier send is in doubt")]
    InDoubt,
    #[error("somebody else runs the effect until {until}")]
    Held { until: Timestamp },
    #[error("the delivery changed too often")]
    Contended,
}

impl Failure {
    /// The stable word of the log and of a parked record.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "message_unreadable",
            Self::UnknownOrder(_) => "order_unknown",
            Self::UnknownSeller => "seller_unknown",
            Self::Corrupt(_) => "record_corrupt",
            Self::Store(error) => error.code(),
            Self::Condition(_) => "commit_condition",
            Self::Queue(error) => error.code(),
            Self::Timer(error) => error.code(),
            Self::Unwritable(_) => "effect_unwritable",
            Self::Unsendable(_) => "message_unsendable",
            Self::Send(error) => error.class().map_or("send_unreached", |class| class.name()),
            Self::InDoubt => "send_in_doubt",
            Self::Held { .. } => "effect_held",
            Self::Contended => "delivery_contended",
        }
    }

    /// Whether the same message can succeed later.
    pub(crate) fn may_pass(&self) -> bool {
        let passes = |disposition| match disposition {
            Disposition::Retry { .. } => true,
            Disposition::GiveUp => false,
        };
        match self {
            Self::Store(error) => passes(error.disposition()),
            Self::Queue(error) => passes(error.disposition()),
            Self::Timer(error) => passes(error.disposition()),
            Self::Send(error) => match error.disposition() {
                SendDisposition::Retry { .. } | SendDisposition::AwaitStatus => true,
                SendDisposition::GiveUp => false,
            },
            Self::InDoubt | Self::Held { .. } | Self::Contended | Self::Condition(_) => true,
            Self::Unreadable(_)
            | Self::UnknownOrder(_)
            | Self::UnknownSeller
            | Self::Corrupt(_)
            | Self::Unwritable(_)
            | Self::Unsendable(_) => false,
        }
    }

    /// Whether it is certain that nobody was written to.
    pub(crate) const fn surely_not_sent(&self) -> bool {
        !matches!(self, Self::Send(SendError::Unknown(_)))
    }

    /// What becomes of the record.
    pub(crate) fn outcome(self) -> Outcome {
        let code = self.code();
        if self.may_pass() { Outcome::retry(code, self) } else { Outcome::park(code, self) }
    }
}
