//! How calls of delivery services fail, and what may be done about it.

use std::time::Duration;

use thiserror::Error;

use crate::http::{Answer, TransportError};

/// Wait before repeating when the service names none.
const DEFAULT_WAIT: Duration = Duration::from_secs(2);
/// A code longer than this is no code.
const CODE_MAX: usize = 60;

/// What a caller does with a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Repeat after this long at the least.
    Retry { after: Duration },
    /// The same call cannot succeed.
    GiveUp,
    /// It may have been done, and the service cannot be asked: a person has to look.
    Unclear,
}

/// What a refusal means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalClass {
    RateLimited,
    /// The seller's keys are not, or no longer, good.
    BadKeys,
    /// No such address, or no way there: this service cannot deliver this order.
    NoRoute,
    /// The booking has changed since it was read.
    OutdatedVersion,
    /// The price of the booking is no longer good: book anew.
    OfferExpired,
    /// The booking costs another price than the one that was approved.
    PriceChanged,
    /// Giving it up costs something else than was agreed to.
    TermsChanged,
    /// Not in the booking's state.
    WrongState,
    /// No such booking.
    Unknown,
    /// Our mistake, or something new: the same fails again.
    Invalid,
    /// The service is down.
    Outage,
}

impl RefusalClass {
    /// A stable word for logs and figures.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RateLimited => "rate_limited",
            Self::BadKeys => "bad_keys",
            Self::NoRoute => "no_route",
            Self::OutdatedVersion => "outdated_version",
            Self::OfferExpired => "offer_expired",
            Self::PriceChanged => "price_changed",
            Self::TermsChanged => "terms_changed",
            Self::WrongState => "wrong_state",
            Self::Unknown => "unknown",
            Self::Invalid => "invalid",
            Self::Outage => "outage",
        }
    }

    /// By the service's code first, then by the HTTP status.
    fn of(http_status: u16, code: Option<&str>) -> Self {
        match (code.unwrap_or_default(), http_status) {
            (_, 429) => Self::RateLimited,
            (_, 401 | 403) => Self::BadKeys,
            ("old_version", _) => Self::OutdatedVersion,
            ("offer_expired", _) => Self::OfferExpired,
            ("free_cancel_is_unavailable", _) => Self::TermsChanged,
            ("inappropriate_status" | "state_mismatch", _) => Self::WrongState,
            ("address_not_found", _) => Self::NoRoute,
            (code, _) if code.starts_with("estimating.") => Self::NoRoute,
            (_, 404) => Self::Unknown,
            (_, 409) => Self::WrongState,
            (_, 408 | 500..) => Self::Outage,
            _ => Self::Invalid,
        }
    }
}

/// The service said no: its code, without its words (they quote names and addresses).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("service answered http {http_status}, code {code:?} ({})", class.name())]
pub struct ServiceRefusal {
    pub class: RefusalClass,
    pub http_status: u16,
    pub code: Option<String>,
    pub retry_after: Option<Duration>,
}

/// Why a call has no result.
#[derive(Debug, Error)]
pub enum ServiceError {
    #[error("service refused the call")]
    Refused(#[source] ServiceRefusal),
    #[error("service gave no answer")]
    Transport(#[source] TransportError),
    /// A success whose body is not what is documented.
    #[error("service answered http {http_status} with an undocumented body")]
    Unreadable { http_status: u16 },
    /// The seller's keys are not what such keys look like.
    #[error("keys of the service are unusable")]
    UnusableKeys,
    /// It may have been booked, and the service has no way to tell.
    #[error("delivery may have been booked")]
    MaybeBooked(#[source] Box<Self>),
}

impl ServiceRefusal {
    pub(super) fn of(answer: &Answer, code: Option<&str>) -> Self {
        let code = code.and_then(word);
        Self {
            class: RefusalClass::of(answer.status, code.as_deref()),
            http_status: answer.status,
            code,
            retry_after: answer.retry_after,
        }
    }

    /// A refusal of our own: the service was not asked.
    pub(super) const fn ours(class: RefusalClass) -> Self {
        Self { class, http_status: 0, code: None, retry_after: None }
    }
}

impl ServiceError {
    pub(super) const fn ours(class: RefusalClass) -> Self {
        Self::Refused(ServiceRefusal::ours(class))
    }

    /// What the refusal means, when it was one.
    pub const fn class(&self) -> Option<RefusalClass> {
        match self {
            Self::Refused(refusal) => Some(refusal.class),
            Self::UnusableKeys => Some(RefusalClass::BadKeys),
            Self::Transport(_) | Self::Unreadable { .. } | Self::MaybeBooked(_) => None,
        }
    }

    /// What to do with the call.
    pub fn disposition(&self) -> Disposition {
        let wait = match self {
            Self::Refused(refusal) => match refusal.class {
                RefusalClass::RateLimited | RefusalClass::Outage => {
                    Some(refusal.retry_after.unwrap_or(DEFAULT_WAIT))
                }
                RefusalClass::BadKeys
                | RefusalClass::NoRoute
                | RefusalClass::OutdatedVersion
                | RefusalClass::OfferExpired
                | RefusalClass::PriceChanged
                | RefusalClass::TermsChanged
                | RefusalClass::WrongState
                | RefusalClass::Unknown
                | RefusalClass::Invalid => None,
            },
            Self::Transport(error) => error.may_pass().then_some(DEFAULT_WAIT),
            Self::Unreadable { .. } | Self::UnusableKeys => None,
            Self::MaybeBooked(_) => return Disposition::Unclear,
        };
        wait.map_or(Disposition::GiveUp, |after| Disposition::Retry { after })
    }

    /// A stable word for the log's `error.code`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "service_refused",
            Self::Transport(_) => "service_transport",
            Self::Unreadable { .. } => "service_unreadable",
            Self::UnusableKeys => "service_keys",
            Self::MaybeBooked(_) => "service_maybe_booked",
        }
    }

    /// The same of a booking that cannot be asked for again: whether it was made is not known.
    pub(super) fn of_booking(self) -> Self {
        let is_clear = match &self {
            Self::Refused(refusal) => refusal.class != RefusalClass::Outage,
            Self::Transport(error) => error.surely_not_sent(),
            Self::UnusableKeys | Self::MaybeBooked(_) => true,
            Self::Unreadable { .. } => false,
        };
        if is_clear { self } else { Self::MaybeBooked(Box::new(self)) }
    }
}

/// A code, if it is one: letters, dots and underscores, so that it can hold no number or name.
pub(super) fn word(code: &str) -> Option<String> {
    let is_code = (1..=CODE_MAX).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '.'));
    is_code.then(|| code.to_owned())
}
