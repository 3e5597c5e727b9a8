//! What a failed call to Graph means for the seller. The code decides, never the text.

use contracts::meta::error_class::ErrorClass;
use domain::onboarding::{Call, Refusal};
use http_clients::meta::{CallError, GraphError};
use jiff::{Timestamp, ToSpan};

/// A number registered ten times is locked for so long (Meta, error 133016).
const LOCK_HOURS: i64 = 72;

/// Why `call` has no result, as the seller is told.
pub(crate) fn refusal_of(call: Call, error: &CallError, now: Timestamp) -> Refusal {
    match error {
        CallError::Refused(error) => of_graph(call, error, now),
        CallError::Transport(error) if error.may_pass() => Refusal::Unavailable(call),
        CallError::Transport(_) | CallError::Unreadable { .. } => Refusal::Unexpected(call),
    }
}

/// Whether the same call, made again at once, can fare better. A code is exchanged once only.
pub(crate) const fn is_worth_a_retry(refusal: Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Unavailable(
            Call::InspectToken
                | Call::FindAccounts
                | Call::ListNumbers
                | Call::Subscribe
                // The same PIN again: an attempt whose answer was lost is confirmed by this one.
                | Call::Register
        )
    )
}

fn of_graph(call: Call, error: &GraphError, now: Timestamp) -> Refusal {
    match (error.code, error.subcode) {
        (Some(100), Some(36_009)) => return Refusal::CodeUsed,
        (Some(100), Some(36_007)) => return Refusal::CodeExpired,
        (Some(100), Some(36_008)) => return Refusal::RedirectMismatch,
        (Some(133_005), _) => return Refusal::PinMismatch,
        (Some(133_008 | 133_009), _) => return Refusal::PinLocked,
        (Some(133_006 | 133_015), _) => return Refusal::NumberUnverified,
        (Some(133_016), _) => {
            let until = now.saturating_add(LOCK_HOURS.hours()).unwrap_or(now);
            return Refusal::RegisterLocked { until };
        }
        _ => {}
    }
    // These two are made with the application's own credentials, not with the seller's.
    let is_ours = matches!(call, Call::ExchangeCode | Call::InspectToken);
    match error.class() {
        ErrorClass::RateLimited | ErrorClass::PairRate | ErrorClass::AmbiguousMaybeSent => {
            Refusal::Unavailable(call)
        }
        // A code that is none, or was cut on its way.
        ErrorClass::BadRequest | ErrorClass::CodeRejected if call == Call::ExchangeCode => {
            Refusal::CodeExpired
        }
        ErrorClass::TokenRevoked if !is_ours => Refusal::TokenInvalid,
        ErrorClass::Permission if !is_ours => Refusal::MissingPermission,
        ErrorClass::Locked => Refusal::AccountLocked,
        ErrorClass::TokenRevoked
        | ErrorClass::Permission
        | ErrorClass::SpamLimited
        | ErrorClass::MarketingCapped
        | ErrorClass::OptedOut
        | ErrorClass::WindowClosed
        | ErrorClass::Undeliverable
        | ErrorClass::NeedsPhone
        | ErrorClass::BadRequest
        | ErrorClass::CodeRejected
        | ErrorClass::Media
        | ErrorClass::Payment
        | ErrorClass::Registration
        | ErrorClass::PinRefused
        | ErrorClass::TemplateUnavailable
        | ErrorClass::AlreadyDone
        | ErrorClass::Unrecognised => Refusal::Unexpected(call),
    }
}
