//! Why nothing changes.

use jiff::Timestamp;
use thiserror::Error;

use super::CourierNote;

/// Why an event changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DispatchRejection {
    #[error("no delivery of that order")]
    Unknown,
    #[error("the delivery exists already")]
    AlreadyRequested,
    #[error("the timer fired before its time")]
    Early { until: Timestamp },
    #[error("the event is about something that is over")]
    Stale,
    #[error("the offer had expired")]
    Late,
    #[error("the offer was taken back")]
    Gone,
    #[error("the offer was answered already")]
    AlreadyAnswered,
    #[error("the offer was accepted already")]
    AlreadyAccepted,
    #[error("another courier is in charge")]
    NotYours,
    #[error("the delivery is not at that point")]
    NotNow { instead: CourierNote },
    #[error("the code is locked after too many wrong ones")]
    Locked,
    #[error("the parcel was handed over already")]
    HandedOver,
    #[error("the parcel has left the shop")]
    Left,
    #[error("the delivery is over")]
    Over,
    #[error("there is nothing to take back, or not any more")]
    NoUndo,
    #[error("the order was changed since")]
    Outdated,
}

impl DispatchRejection {
    /// What the courier whose action was rejected is told; timers and other parties are not.
    pub const fn note(&self) -> Option<CourierNote> {
        match self {
            Self::Unknown
            | Self::AlreadyRequested
            | Self::Early { .. }
            | Self::Stale
            | Self::Left
            | Self::Outdated => None,
            Self::Late => Some(CourierNote::TooLate),
            Self::Gone => Some(CourierNote::Gone),
            Self::AlreadyAnswered => Some(CourierNote::RefusalNoted),
            Self::AlreadyAccepted => Some(CourierNote::AlreadyYours),
            Self::NotYours => Some(CourierNote::NotYours),
            Self::NotNow { instead } => Some(*instead),
            Self::Locked => Some(CourierNote::CodeLocked),
            Self::HandedOver => Some(CourierNote::AskCash),
            Self::Over => Some(CourierNote::Over),
            Self::NoUndo => Some(CourierNote::NoUndo),
        }
    }
}
