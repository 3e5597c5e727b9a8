//! Everything that keeps a message from being done, and whether it comes back.

use std::time::Duration;

use aws_adapters::{
    CallError, Disposition,
    queues::QueueError,
    table::{ConflictKind, StoreError},
    vault::VaultError,
};
use contracts::{
    messages::OrderRef,
    meta::{consequence::Consequence, error_class::ErrorClass, send::InvalidOutgoing},
    records::CorruptRecord,
};
use domain::ledger::LedgerError;
use http_clients::delivery::ServiceError;
use http_clients::meta::{Disposition as SendDisposition, FileError, SendError};
use jiff::Timestamp;
use lambda_support::sqs::Outcome;
use thiserror::Error;

/// Long enough for somebody else to be done.
const MOMENT: Duration = Duration::from_secs(1);

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
    /// Cash that cannot be booked: the line would contradict the ledger.
    #[error("the cash ledger refuses a line")]
    Ledger(#[source] LedgerError),
    #[error("failed to open a seller's keys")]
    Vault(#[from] VaultError),
    #[error("failed to ask a delivery service")]
    Service(#[source] ServiceError),
    #[error("failed to fetch a photo")]
    File(#[source] FileError),
    #[error("failed to keep a photo")]
    Object(#[source] CallError),
}

impl Failure {
    /// A stored item that does not read back.
    pub(crate) const fn corrupt(record: &'static str) -> Self {
        Self::Corrupt(CorruptRecord::new(record, "id"))
    }

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
            Self::Timer(error) | Self::Object(error) => error.code(),
            Self::Unwritable(_) => "effect_unwritable",
            Self::Unsendable(_) => "message_unsendable",
            Self::Send(error) => error.class().map_or("send_unreached", |class| class.name()),
            Self::InDoubt => "send_in_doubt",
            Self::Held { .. } => "effect_held",
            Self::Contended => "delivery_contended",
            Self::Ledger(_) => "ledger_refused",
            Self::Vault(error) => error.code(),
            Self::Service(_) => "service_failed",
            Self::File(error) => error.code(),
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
            Self::Timer(error) | Self::Object(error) => passes(error.disposition()),
            Self::Vault(error) => passes(error.disposition()),
            Self::Send(error) => match error.disposition() {
                SendDisposition::Retry { .. } | SendDisposition::AwaitStatus => true,
                SendDisposition::GiveUp => false,
            },
            Self::InDoubt
            | Self::Held { .. }
            | Self::Contended
            | Self::Condition(_)
            | Self::File(_)
            | Self::Service(_) => true,
            Self::Unreadable(_)
            | Self::UnknownOrder(_)
            | Self::UnknownSeller
            | Self::Corrupt(_)
            | Self::Unwritable(_)
            | Self::Unsendable(_)
            | Self::Ledger(_) => false,
        }
    }

    /// Whether it is certain that nobody was written to.
    pub(crate) const fn surely_not_sent(&self) -> bool {
        !matches!(self, Self::Send(SendError::Unknown(_)))
    }

    /// What becomes of the record, which was delivered for the `receive_count`th time.
    pub(crate) fn outcome(self, receive_count: u32, now: Timestamp) -> Outcome {
        let code = self.code();
        match self.pause(receive_count, now) {
            Some(after) => Outcome::retry_after(code, self, after),
            None if self.may_pass() => Outcome::retry(code, self),
            None => Outcome::park(code, self),
        }
    }

    /// How long until the record can succeed, where that is known. An outage is left to the queue:
    /// short returns would use up its deliveries before it is over.
    fn pause(&self, receive_count: u32, now: Timestamp) -> Option<Duration> {
        let of_class = |class| Consequence::of_class(class).pause(receive_count);
        match self {
            Self::InDoubt => of_class(ErrorClass::AmbiguousMaybeSent),
            Self::Send(error) => match (error.disposition(), error.class()) {
                (SendDisposition::AwaitStatus, _) => of_class(ErrorClass::AmbiguousMaybeSent),
                (SendDisposition::Retry { after }, Some(class)) => {
                    Some(of_class(class).map_or(after, |pause| pause.max(after)))
                }
                (SendDisposition::Retry { .. }, None) | (SendDisposition::GiveUp, _) => None,
            },
            Self::Held { until } => {
                let left = Duration::try_from(until.duration_since(now)).unwrap_or_default();
                Some(left.saturating_add(MOMENT))
            }
            Self::Contended => Some(MOMENT),
            Self::Unreadable(_)
            | Self::UnknownOrder(_)
            | Self::UnknownSeller
            | Self::Corrupt(_)
            | Self::Store(_)
            | Self::Condition(_)
            | Self::Queue(_)
            | Self::Timer(_)
            | Self::Unwritable(_)
            | Self::Unsendable(_)
            | Self::Ledger(_)
            | Self::Vault(_)
            | Self::File(_)
            | Self::Object(_)
            | Self::Service(_) => None,
        }
    }
}
