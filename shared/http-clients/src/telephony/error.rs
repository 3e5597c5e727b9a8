//! How calls and text messages fail, and what may be done about it.
//!
//! Neither vendor knows our idempotency keys for certain, so failures are told apart by one
//! question, as with Graph: can the telephone have rung? Only a plain "no" may be repeated.

use std::time::Duration;

use thiserror::Error;

use crate::http::{Answer, TransportError};

/// Wait before repeating when the vendor names none.
const DEFAULT_WAIT: Duration = Duration::from_secs(2);

/// What a caller does with a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Repeat after this long at the least.
    Retry { after: Duration },
    /// The same call cannot succeed: take the courier's next channel.
    GiveUp,
    /// It may have been done; only a callback tells.
    UnknownOutcome,
}

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TelephonyErrorClass {
    /// The number is none, or cannot take this: a landline and a text message.
    RefusedNumber,
    /// The person asked not to be written to.
    OptedOut,
    /// The country is not enabled in the account.
    BlockedCountry,
    /// Our number or sender name may not be used there.
    RefusedSender,
    /// Too many at once.
    RateLimited,
    /// The account: wrong key, suspended, out of money. Only an operator helps.
    Account,
    /// What was asked for is over: a call that has ended.
    Over,
    /// Something of the vendor's failed.
    Vendor,
    /// A code we do not know.
    Unrecognised,
}

impl TelephonyErrorClass {
    /// A stable word for logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RefusedNumber => "refused_number",
            Self::OptedOut => "opted_out",
            Self::BlockedCountry => "blocked_country",
            Self::RefusedSender => "refused_sender",
            Self::RateLimited => "rate_limited",
            Self::Account => "account",
            Self::Over => "over",
            Self::Vendor => "vendor",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// The vendor said no: its code, without its words (they quote numbers).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the vendor answered http {http_status}, code {code:?} ({})", .class.name())]
pub struct Refused {
    pub http_status: u16,
    /// Twilio's number, Infobip's word.
    pub code: Option<String>,
    pub class: TelephonyErrorClass,
    pub retry_after: Option<Duration>,
}

impl Refused {
    /// A refusal whose code is known to mean `class`; without a known code the HTTP status decides.
    pub(super) fn new(
        answer: &Answer,
        code: Option<String>,
        class: Option<TelephonyErrorClass>,
    ) -> Self {
        let by_status = match answer.status {
            401..=403 => TelephonyErrorClass::Account,
            429 => TelephonyErrorClass::RateLimited,
            408 | 500.. => TelephonyErrorClass::Vendor,
            _ => TelephonyErrorClass::Unrecognised,
        };
        Self {
            http_status: answer.status,
            code,
            class: class.unwrap_or(by_status),
            retry_after: answer.retry_after,
        }
    }
}

/// Why there is no call or message.
#[derive(Debug, Error)]
pub enum TelephonyError {
    #[error("the vendor refused")]
    Refused(#[source] Refused),
    #[error("the vendor gave no answer")]
    Transport(#[source] TransportError),
    /// A success whose body is not what is documented.
    #[error("the vendor answered http {http_status} with an undocumented body")]
    Unreadable { http_status: u16 },
    /// What was asked for cannot be said on the vendor's wire: an address of ours is none.
    #[error("the request cannot be written: {0}")]
    Unwritable(&'static str),
}

impl TelephonyError {
    /// What the refusal is about, when it was one.
    pub const fn class(&self) -> Option<TelephonyErrorClass> {
        match self {
            Self::Refused(refused) => Some(refused.class),
            Self::Transport(_) | Self::Unreadable { .. } | Self::Unwritable(_) => None,
        }
    }

    /// What to do with a call or a message. Hanging up may always be repeated.
    pub fn disposition(&self) -> Disposition {
        match self {
            Self::Refused(refused) => match refused.class {
                TelephonyErrorClass::RateLimited => {
                    Disposition::Retry { after: refused.retry_after.unwrap_or(DEFAULT_WAIT) }
                }
                // Answered with an error is not the same as not done.
                TelephonyErrorClass::Vendor => Disposition::UnknownOutcome,
                TelephonyErrorClass::RefusedNumber
                | TelephonyErrorClass::OptedOut
                | TelephonyErrorClass::BlockedCountry
                | TelephonyErrorClass::RefusedSender
                | TelephonyErrorClass::Account
                | TelephonyErrorClass::Over
                | TelephonyErrorClass::Unrecognised => Disposition::GiveUp,
            },
            Self::Transport(error) if !error.surely_not_sent() => Disposition::UnknownOutcome,
            Self::Transport(error) if error.may_pass() => {
                Disposition::Retry { after: DEFAULT_WAIT }
            }
            Self::Unreadable { .. } => Disposition::UnknownOutcome,
            Self::Transport(_) | Self::Unwritable(_) => Disposition::GiveUp,
        }
    }

    /// A stable word for the log's `error.code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refused) => refused.class.name(),
            Self::Transport(error) if error.surely_not_sent() => "vendor_unreachable",
            Self::Transport(_) => "vendor_silent",
            Self::Unreadable { .. } => "vendor_unreadable",
            Self::Unwritable(_) => "request_unwritable",
        }
    }
}
