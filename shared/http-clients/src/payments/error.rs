//! How a provider's calls fail, and what may be done about it. Since every call may be repeated,
//! only two things are told apart: it may pass, or it will not.

use std::time::Duration;

use domain::payment::Failure;
use thiserror::Error;

use crate::http::TransportError;

/// Wait before repeating when the provider names none.
const DEFAULT_WAIT: Duration = Duration::from_secs(2);
/// The longest code that is kept; a longer one is a sentence.
const CODE_MAX: usize = 64;

/// What a caller does with a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Repeat after this long at the least.
    Retry { after: Duration },
    /// The same call cannot succeed.
    GiveUp,
}

/// A provider said no: its code, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the provider answered http {http_status}, code {code:?}")]
pub struct Refusal {
    pub http_status: u16,
    /// The provider's own code, if it looks like one.
    pub code: Option<String>,
    pub failure: Failure,
    pub retry_after: Option<Duration>,
}

/// Why a call has no result.
#[derive(Debug, Error)]
pub enum PayError {
    #[error("the provider refused the call")]
    Refused(#[source] Refusal),
    #[error("the provider gave no answer")]
    Transport(#[source] TransportError),
    /// A success whose body is not what is documented.
    #[error("the provider answered http {http_status} with an undocumented body")]
    Unreadable { http_status: u16 },
    #[error("the provider does not serve this country")]
    Unserved,
}

impl Refusal {
    pub(super) fn new(
        http_status: u16,
        code: Option<&str>,
        failure: Failure,
        retry_after: Option<Duration>,
    ) -> Self {
        let is_code = |code: &&str| {
            !code.is_empty()
                && code.len() <= CODE_MAX
                && code
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        let code = code.filter(is_code).map(str::to_owned);
        Self { http_status, code, failure, retry_after }
    }

    /// The provider is asked too often, or does not work: nothing about the call is wrong.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self.http_status, 408 | 429 | 500..) || self.failure == Failure::Down
    }
}

impl PayError {
    /// Whether to repeat the call.
    pub fn disposition(&self) -> Disposition {
        let wait = match self {
            Self::Refused(refusal) => {
                refusal.may_pass().then(|| refusal.retry_after.unwrap_or(DEFAULT_WAIT))
            }
            Self::Transport(error) => error.may_pass().then_some(DEFAULT_WAIT),
            // A proxy's page, most likely.
            Self::Unreadable { .. } => Some(DEFAULT_WAIT),
            Self::Unserved => None,
        };
        wait.map_or(Disposition::GiveUp, |after| Disposition::Retry { after })
    }

    /// The reason as people are told.
    pub const fn failure(&self) -> Failure {
        match self {
            Self::Refused(refusal) => refusal.failure,
            Self::Transport(_) | Self::Unreadable { .. } => Failure::Down,
            Self::Unserved => Failure::Other,
        }
    }

    /// A stable word for the log's `error.code`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) if matches!(refusal.failure, Failure::Keys) => {
                "provider_keys_refused"
            }
            Self::Refused(_) => "provider_refused",
            Self::Transport(_) => "provider_unreachable",
            Self::Unreadable { .. } => "provider_unreadable",
            Self::Unserved => "provider_unserved",
        }
    }
}
