//! How Graph calls fail, and what may be done about it.
//!
//! A send has no idempotency key, so its failures are told apart by one question: can the message
//! have gone out? Only a plain "no" may be repeated.

use std::time::Duration;

use contracts::meta::{consequence::Consequence, error_class::ErrorClass, graph::Refusal};
use thiserror::Error;

use crate::http::{Answer, TransportError};

/// Wait before repeating when Meta names none.
pub(super) const DEFAULT_WAIT: Duration = Duration::from_secs(2);

/// One message to one person every 6 s (Meta, Cloud API, "Pair rate limits").
const PAIR_WAIT: Duration = Duration::from_secs(6);

/// What a caller does with a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Repeat after this long at the least.
    Retry { after: Duration },
    /// The same call cannot succeed.
    GiveUp,
    /// It may have been done: wait for the status webhook that carries the tag.
    AwaitStatus,
}

impl Disposition {
    fn retry_or_give_up(wait: Option<Duration>) -> Self {
        wait.map_or(Self::GiveUp, |after| Self::Retry { after })
    }
}

/// Graph said no: its codes, without its words (they quote numbers and names).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("graph answered http {http_status}, code {code:?}, subcode {subcode:?} ({})", self.class().name())]
pub struct GraphError {
    /// `None` when the answer was no error of Graph's (a proxy's page).
    pub code: Option<i64>,
    pub subcode: Option<i64>,
    pub http_status: u16,
    pub retry_after: Option<Duration>,
    /// Meta's `fbtrace_id`, for its support.
    pub trace: Option<String>,
    is_transient: bool,
}

impl GraphError {
    pub(super) fn new(refusal: Option<Refusal>, answer: &Answer) -> Self {
        let (http_status, retry_after) = (answer.status, answer.retry_after);
        match refusal {
            Some(Refusal { code, subcode, is_transient, trace }) => {
                Self { code: Some(code), subcode, http_status, retry_after, trace, is_transient }
            }
            None => Self {
                code: None,
                subcode: None,
                http_status,
                retry_after,
                trace: None,
                is_transient: false,
            },
        }
    }

    /// What the error asks of us. The code decides; for codes we do not know, Meta's own hint and
    /// a server error count as "may have gone out".
    pub const fn class(&self) -> ErrorClass {
        let by_code = match self.code {
            Some(code) => ErrorClass::of(code, self.subcode),
            None => ErrorClass::Unrecognised,
        };
        match (by_code, self.http_status) {
            (ErrorClass::Unrecognised, 429) => ErrorClass::RateLimited,
            (ErrorClass::Unrecognised, 408 | 500..) => ErrorClass::AmbiguousMaybeSent,
            (ErrorClass::Unrecognised, _) if self.is_transient => ErrorClass::AmbiguousMaybeSent,
            (class, _) => class,
        }
    }

    /// How long to wait when Graph refused only because of the pace, before doing anything.
    fn pace(&self) -> Option<Duration> {
        let class = self.class();
        let default = if class == ErrorClass::PairRate { PAIR_WAIT } else { DEFAULT_WAIT };
        let paced = matches!(class, ErrorClass::RateLimited | ErrorClass::PairRate);
        paced.then(|| self.retry_after.unwrap_or(default))
    }

    fn may_have_gone_out(&self) -> bool {
        self.class() == ErrorClass::AmbiguousMaybeSent
    }
}

/// Why a call other than a send has no result.
#[derive(Debug, Error)]
pub enum CallError {
    #[error("graph refused the call")]
    Refused(#[source] GraphError),
    #[error("graph gave no answer")]
    Transport(#[source] TransportError),
    /// A success whose body is not what is documented.
    #[error("graph answered http {http_status} with an undocumented body")]
    Unreadable { http_status: u16 },
}

impl CallError {
    /// The class of Graph's refusal, when it was one.
    pub const fn class(&self) -> Option<ErrorClass> {
        match self {
            Self::Refused(error) => Some(error.class()),
            Self::Transport(_) | Self::Unreadable { .. } => None,
        }
    }

    /// For calls that may be repeated: all reads, marking as read, subscribing. Never for
    /// exchanging a code (it works once) or registering (ten times locks a number for 72 h).
    pub fn disposition(&self) -> Disposition {
        let wait = match self {
            Self::Refused(error) if error.may_have_gone_out() => Some(DEFAULT_WAIT),
            Self::Refused(error) => error.pace(),
            Self::Transport(error) => error.may_pass().then_some(DEFAULT_WAIT),
            Self::Unreadable { .. } => None,
        };
        Disposition::retry_or_give_up(wait)
    }
}

/// Why a message has no identifier.
#[derive(Debug, Error)]
pub enum SendError {
    /// Graph refused it: it did not go out. The class says what now.
    #[error("message was refused")]
    NotSent(#[source] GraphError),
    /// Graph was not reached: it did not go out.
    #[error("graph was not reached")]
    ConnectFailed(#[source] TransportError),
    /// It may have gone out; only its status webhook tells.
    #[error("message may have gone out")]
    Unknown(#[source] CallError),
}

impl SendError {
    pub(super) fn of(error: CallError) -> Self {
        match error {
            CallError::Refused(refusal) if !refusal.may_have_gone_out() => Self::NotSent(refusal),
            CallError::Transport(error) if error.surely_not_sent() => Self::ConnectFailed(error),
            CallError::Refused(_) | CallError::Transport(_) | CallError::Unreadable { .. } => {
                Self::Unknown(error)
            }
        }
    }

    /// The class of Graph's refusal, when it was one.
    pub const fn class(&self) -> Option<ErrorClass> {
        match self {
            Self::NotSent(error) => Some(error.class()),
            Self::Unknown(error) => error.class(),
            Self::ConnectFailed(_) => None,
        }
    }

    /// Meta's code, when it gave one.
    pub const fn code(&self) -> Option<i64> {
        match self {
            Self::NotSent(error) | Self::Unknown(CallError::Refused(error)) => error.code,
            Self::Unknown(_) | Self::ConnectFailed(_) => None,
        }
    }

    /// All that Graph's refusal asks for, when it was one.
    pub fn consequence(&self) -> Option<Consequence> {
        let class = self.class()?;
        let by_code = match self {
            Self::NotSent(error) | Self::Unknown(CallError::Refused(error)) => {
                error.code.map(|code| Consequence::of(code, error.subcode))
            }
            Self::Unknown(_) | Self::ConnectFailed(_) => None,
        };
        // A code we do not know is classed by its HTTP status and Meta's hint.
        let is_by_code =
            by_code.filter(|asked| asked.message == Consequence::of_class(class).message);
        Some(is_by_code.unwrap_or(Consequence::of_class(class)))
    }

    /// What to do with the message. After several pair-rate refusals the caller waits longer
    /// each time (Meta: 4ⁿ seconds).
    pub fn disposition(&self) -> Disposition {
        let wait = match self {
            Self::NotSent(error) => error.pace(),
            Self::ConnectFailed(error) => error.may_pass().then_some(DEFAULT_WAIT),
            Self::Unknown(_) => return Disposition::AwaitStatus,
        };
        Disposition::retry_or_give_up(wait)
    }
}

#[cfg(test)]
mod tests;
