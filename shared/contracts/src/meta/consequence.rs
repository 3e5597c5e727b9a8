//! What each of Meta's refusals asks for: of the message, of the number it left from, of its
//! template, of the person it went to. The same for refused calls and for failed statuses.
//!
//! (Meta, Cloud API, "Error codes", "Pair rate limits", "Per-user marketing template message
//! limits".)

use std::time::Duration;

use domain::{
    health::{StopReason, TemplateStatus},
    receipt::Undelivered,
};

use super::error_class::ErrorClass;
use crate::messages::Lesson;

/// The first pause when Meta names none.
const PAUSE: Duration = Duration::from_secs(2);
/// Longer than the 20 s after which a message whose status never came is sent again.
const STATUS_WAIT: Duration = Duration::from_secs(25);
/// 4⁴ s is the longest pause between messages to one person.
const MAX_PAIR_POWER: u32 = 4;

/// What becomes of the refused message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Refused before anything was done: again after a pause that grows.
    Again,
    /// The same to one person: again after 4ⁿ s.
    AgainPaced,
    /// It may have gone out: its status tells, and only then, once, again.
    AwaitStatus,
    /// Not like this: as a template outside the window, as words without the file, to the phone
    /// instead of the business-scoped id, in words without the template.
    InAnotherForm,
    /// Never.
    Never,
}

/// All that a refusal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Consequence {
    pub message: Fate,
    /// The seller's number stops, wholly or for campaigns ([`StopReason::scope`]).
    pub number: Option<StopReason>,
    /// The template is shown so, and not sent.
    pub template: Option<TemplateStatus>,
    /// What the thread and its contact must remember.
    pub lesson: Option<Lesson>,
    /// What the seller is told when the message ends undelivered.
    pub undelivered: Undelivered,
    /// It is our mistake or our permission: an operator must look.
    pub is_ours: bool,
}

impl Consequence {
    /// What a code asks for. Codes we do not know ask for nothing but to be told.
    pub const fn of(code: i64, subcode: Option<i64>) -> Self {
        let class = ErrorClass::of(code, subcode);
        let base = Self::of_class(class);
        match code {
            // A marketing experiment of Meta's says nothing of the person.
            130_472 => Self { lesson: None, undelivered: Undelivered::Capped, ..base },
            _ => Self { template: template(code), ..base },
        }
    }

    /// What a class asks for, whatever the template.
    pub const fn of_class(class: ErrorClass) -> Self {
        Self {
            message: fate(class),
            number: number(class),
            template: None,
            lesson: lesson(class),
            undelivered: undelivered(class),
            is_ours: is_ours(class),
        }
    }

    /// The pause before the message is tried again; `None` when it is not, or not like this.
    /// `attempt` counts from 1.
    pub fn pause(&self, attempt: u32) -> Option<Duration> {
        let power = attempt.min(MAX_PAIR_POWER);
        match self.message {
            Fate::Again => {
                Some(PAUSE.saturating_mul(2_u32.saturating_pow(power.saturating_sub(1))))
            }
            Fate::AgainPaced => Some(Duration::from_secs(4_u64.saturating_pow(power))),
            Fate::AwaitStatus => Some(STATUS_WAIT),
            Fate::InAnotherForm | Fate::Never => None,
        }
    }
}

const fn fate(class: ErrorClass) -> Fate {
    match class {
        ErrorClass::RateLimited => Fate::Again,
        ErrorClass::PairRate => Fate::AgainPaced,
        ErrorClass::AmbiguousMaybeSent => Fate::AwaitStatus,
        ErrorClass::WindowClosed
        | ErrorClass::NeedsPhone
        | ErrorClass::Media
        | ErrorClass::TemplateUnavailable => Fate::InAnotherForm,
        ErrorClass::TokenRevoked
        | ErrorClass::Permission
        | ErrorClass::SpamLimited
        | ErrorClass::MarketingCapped
        | ErrorClass::OptedOut
        | ErrorClass::Undeliverable
        | ErrorClass::BadRequest
        | ErrorClass::CodeRejected
        | ErrorClass::Payment
        | ErrorClass::Locked
        | ErrorClass::Registration
        | ErrorClass::PinRefused
        | ErrorClass::AlreadyDone
        | ErrorClass::Unrecognised => Fate::Never,
    }
}

const fn number(class: ErrorClass) -> Option<StopReason> {
    match class {
        ErrorClass::TokenRevoked => Some(StopReason::TokenRevoked),
        ErrorClass::Payment => Some(StopReason::Payment),
        ErrorClass::Locked => Some(StopReason::Locked),
        ErrorClass::Registration => Some(StopReason::Registration),
        ErrorClass::SpamLimited => Some(StopReason::SpamLimited),
        ErrorClass::Permission
        | ErrorClass::RateLimited
        | ErrorClass::PairRate
        | ErrorClass::MarketingCapped
        | ErrorClass::OptedOut
        | ErrorClass::WindowClosed
        | ErrorClass::Undeliverable
        | ErrorClass::NeedsPhone
        | ErrorClass::BadRequest
        | ErrorClass::CodeRejected
        | ErrorClass::Media
        | ErrorClass::PinRefused
        | ErrorClass::TemplateUnavailable
        | ErrorClass::AlreadyDone
        | ErrorClass::AmbiguousMaybeSent
        | ErrorClass::Unrecognised => None,
    }
}

const fn template(code: i64) -> Option<TemplateStatus> {
    match code {
        132_001 => Some(TemplateStatus::Missing),
        132_015 => Some(TemplateStatus::Paused),
        132_016 => Some(TemplateStatus::Disabled),
        131_064 => Some(TemplateStatus::LimitExceeded),
        132_000..=132_999 => Some(TemplateStatus::Misfit),
        _ => None,
    }
}

const fn lesson(class: ErrorClass) -> Option<Lesson> {
    match class {
        ErrorClass::WindowClosed => Some(Lesson::WindowClosed),
        ErrorClass::OptedOut => Some(Lesson::OptedOut),
        ErrorClass::MarketingCapped => Some(Lesson::MarketingCapped),
        ErrorClass::Undeliverable => Some(Lesson::Unreachable),
        ErrorClass::NeedsPhone => Some(Lesson::NeedsPhone),
        ErrorClass::TokenRevoked
        | ErrorClass::Permission
        | ErrorClass::RateLimited
        | ErrorClass::PairRate
        | ErrorClass::SpamLimited
        | ErrorClass::BadRequest
        | ErrorClass::CodeRejected
        | ErrorClass::Media
        | ErrorClass::Payment
        | ErrorClass::Locked
        | ErrorClass::Registration
        | ErrorClass::PinRefused
        | ErrorClass::TemplateUnavailable
        | ErrorClass::AlreadyDone
        | ErrorClass::AmbiguousMaybeSent
        | ErrorClass::Unrecognised => None,
    }
}

const fn undelivered(class: ErrorClass) -> Undelivered {
    match class {
        ErrorClass::WindowClosed => Undelivered::WindowClosed,
        ErrorClass::OptedOut => Undelivered::OptedOut,
        ErrorClass::MarketingCapped => Undelivered::Capped,
        ErrorClass::Undeliverable => Undelivered::Unreachable,
        ErrorClass::NeedsPhone => Undelivered::NeedsPhone,
        ErrorClass::TokenRevoked
        | ErrorClass::Permission
        | ErrorClass::SpamLimited
        | ErrorClass::Payment
        | ErrorClass::Locked
        | ErrorClass::Registration
        | ErrorClass::PinRefused => Undelivered::Number,
        ErrorClass::TemplateUnavailable => Undelivered::Template,
        ErrorClass::Media => Undelivered::Media,
        ErrorClass::RateLimited | ErrorClass::PairRate | ErrorClass::AmbiguousMaybeSent => {
            Undelivered::Passing
        }
        ErrorClass::BadRequest
        | ErrorClass::CodeRejected
        | ErrorClass::AlreadyDone
        | ErrorClass::Unrecognised => Undelivered::Unknown,
    }
}

const fn is_ours(class: ErrorClass) -> bool {
    match class {
        ErrorClass::Permission | ErrorClass::BadRequest | ErrorClass::Unrecognised => true,
        ErrorClass::TokenRevoked
        | ErrorClass::RateLimited
        | ErrorClass::PairRate
        | ErrorClass::SpamLimited
        | ErrorClass::MarketingCapped
        | ErrorClass::OptedOut
        | ErrorClass::WindowClosed
        | ErrorClass::Undeliverable
        | ErrorClass::NeedsPhone
        | ErrorClass::CodeRejected
        | ErrorClass::Media
        | ErrorClass::Payment
        | ErrorClass::Locked
        | ErrorClass::Registration
        | ErrorClass::PinRefused
        | ErrorClass::TemplateUnavailable
        | ErrorClass::AlreadyDone
        | ErrorClass::AmbiguousMaybeSent => false,
    }
}

#[cfg(test)]
mod tests;
