//! How a message fails to reach a push service, and what may be done about it.

use std::time::Duration;

use thiserror::Error;

use crate::http::TransportError;

/// Wait before repeating when the service names none.
const DEFAULT_WAIT: Duration = Duration::from_secs(10);

/// What a caller does with a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Repeat after this long at the least.
    Retry { after: Duration },
    /// The same message cannot succeed.
    GiveUp,
}

/// Why a message was not taken. The service's words are not kept: they may quote the address.
#[derive(Debug, Error)]
pub enum PushError {
    #[error("the push service answered http {http_status}")]
    Refused { http_status: u16, retry_after: Option<Duration> },
    #[error("the push service gave no answer")]
    Transport(#[source] TransportError),
    /// It is too long, or what was drawn for it is no key.
    #[error("the message cannot be encrypted")]
    Unencryptable,
}

impl PushError {
    /// Whether to repeat the call.
    pub fn disposition(&self) -> Disposition {
        let wait = match self {
            Self::Refused { http_status: 408 | 429 | 500.., retry_after } => {
                Some(retry_after.unwrap_or(DEFAULT_WAIT))
            }
            Self::Refused { .. } | Self::Unencryptable => None,
            Self::Transport(error) => error.may_pass().then_some(DEFAULT_WAIT),
        };
        wait.map_or(Disposition::GiveUp, |after| Disposition::Retry { after })
    }

    /// It is not the message that is refused but who sends it (RFC 8292 §4.2).
    pub const fn refuses_us(&self) -> bool {
        matches!(self, Self::Refused { http_status: 401 | 403, .. })
    }

    /// A stable word for the log's `error.code`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused { http_status: 413, .. } => "push_too_large",
            Self::Refused { http_status: 429, .. } => "push_busy",
            Self::Refused { http_status: 500.., .. } => "push_broken",
            Self::Refused { .. } => "push_refused",
            Self::Transport(_) => "push_unreachable",
            Self::Unencryptable => "push_unencryptable",
        }
    }
}
