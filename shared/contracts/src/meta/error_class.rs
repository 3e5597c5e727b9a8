//! Meta's error codes by what they ask of us, for refused calls and failed statuses alike.
//!
//! The code decides, never the text or the HTTP status. Codes we do not know are
//! [`ErrorClass::Unrecognised`]. (Meta, Cloud API, "Error codes".)

/// What an error of the Graph API means for whoever made the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// The token was revoked or has expired: the number is disconnected, the seller signs up again.
    TokenRevoked,
    /// The token is good and does not allow this.
    Permission,
    /// Too many calls. Refused before processing, so waiting and repeating is safe.
    RateLimited,
    /// Too many messages to this person (one in 6 s, 45 in advance). Safe to repeat later.
    PairRate,
    /// The number's quality stopped it: no more campaigns, no repetition.
    SpamLimited,
    /// Meta held a marketing message back from this person; not again within 24 h.
    MarketingCapped,
    /// The person stopped marketing messages from this business.
    OptedOut,
    /// Free-form text outside the 24 h window: only a template passes.
    WindowClosed,
    /// This person cannot be reached from this number.
    Undeliverable,
    /// The address must be a phone; a business-scoped id is not accepted here.
    NeedsPhone,
    /// Our mistake: the same request will be refused again.
    BadRequest,
    /// The one-time code was used, has expired, or belongs to another redirect URI.
    CodeRejected,
    /// A file could not be fetched, stored or understood.
    Media,
    /// No valid payment method, or the account may not be billed.
    Payment,
    /// Meta locked the account or blocked it for a policy violation.
    Locked,
    /// The number must be registered (again) before it can send.
    Registration,
    /// The two-step PIN is wrong or locked: ask for it, never try in a loop.
    PinRefused,
    /// The template is missing, paused, disabled or filled wrongly.
    TemplateUnavailable,
    /// A step that was done already or that its owner declined (coexistence, duplicate onboarding).
    AlreadyDone,
    /// Meta's own failure: the message **may have gone out**.
    AmbiguousMaybeSent,
    /// A code this version does not know.
    Unrecognised,
}

impl ErrorClass {
    /// The class of a code and, where it matters, its subcode.
    pub const fn of(code: i64, subcode: Option<i64>) -> Self {
        match (code, subcode) {
            (100, Some(36_007..=36_009)) => return Self::CodeRejected,
            // Some codes arrive as the subcode of a general one.
            (100, Some(sub @ (2_593_107..=2_593_109 | 1_752_041))) => return Self::of(sub, None),
            _ => {}
        }
        match code {
            0 | 102 | 190 => Self::TokenRevoked,
            3 | 10 | 200..=299 | 131_005 => Self::Permission,
            4 | 17 | 32 | 613 | 80_000..=80_014 | 130_429 => Self::RateLimited,
            131_056 => Self::PairRate,
            131_048 => Self::SpamLimited,
            131_049 => Self::MarketingCapped,
            131_050 => Self::OptedOut,
            131_047 => Self::WindowClosed,
            130_403 | 130_472 | 130_497 | 131_021 | 131_026 | 131_030 => Self::Undeliverable,
            131_062 => Self::NeedsPhone,
            33 | 100 | 131_008 | 131_009 | 135_000 | 147_001..=147_005 => Self::BadRequest,
            131_051..=131_053 => Self::Media,
            131_042 | 134_011 => Self::Payment,
            368 | 131_031 => Self::Locked,
            131_037 | 131_045 | 133_000 | 133_006 | 133_010 | 133_015 => Self::Registration,
            133_005 | 133_008 | 133_009 | 133_016 => Self::PinRefused,
            131_064 | 132_000..=132_999 => Self::TemplateUnavailable,
            1_752_041 | 2_593_107..=2_593_109 => Self::AlreadyDone,
            1 | 2 | 131_000 | 131_016 | 131_057 | 133_004 => Self::AmbiguousMaybeSent,
            _ => Self::Unrecognised,
        }
    }

    /// A stable name for logs and records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TokenRevoked => "token_revoked",
            Self::Permission => "permission",
            Self::RateLimited => "rate_limited",
            Self::PairRate => "pair_rate",
            Self::SpamLimited => "spam_limited",
            Self::MarketingCapped => "marketing_capped",
            Self::OptedOut => "opted_out",
            Self::WindowClosed => "window_closed",
            Self::Undeliverable => "undeliverable",
            Self::NeedsPhone => "needs_phone",
            Self::BadRequest => "bad_request",
            Self::CodeRejected => "code_rejected",
            Self::Media => "media",
            Self::Payment => "payment",
            Self::Locked => "locked",
            Self::Registration => "registration",
            Self::PinRefused => "pin_refused",
            Self::TemplateUnavailable => "template_unavailable",
            Self::AlreadyDone => "already_done",
            Self::AmbiguousMaybeSent => "ambiguous_maybe_sent",
            Self::Unrecognised => "unrecognised",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_fall_into_the_class_that_says_what_to_do() {
        for (codes, class) in [
            (&[0, 190][..], ErrorClass::TokenRevoked),
            (&[3, 10, 200, 299, 131_005], ErrorClass::Permission),
            (&[4, 80_007, 130_429], ErrorClass::RateLimited),
            (&[131_056], ErrorClass::PairRate),
            (&[131_048], ErrorClass::SpamLimited),
            (&[131_049], ErrorClass::MarketingCapped),
            (&[131_050], ErrorClass::OptedOut),
            (&[131_047], ErrorClass::WindowClosed),
            (&[131_026, 130_403, 130_472, 130_497, 131_021, 131_030], ErrorClass::Undeliverable),
            (&[131_062], ErrorClass::NeedsPhone),
            (&[33, 100, 131_008, 131_009, 135_000], ErrorClass::BadRequest),
            (&[131_051, 131_052, 131_053], ErrorClass::Media),
            (&[131_042, 134_011], ErrorClass::Payment),
            (&[368, 131_031], ErrorClass::Locked),
            (&[131_037, 131_045, 133_000, 133_006, 133_010, 133_015], ErrorClass::Registration),
            (&[133_005, 133_008, 133_009, 133_016], ErrorClass::PinRefused),
            (
                &[132_000, 132_001, 132_005, 132_007, 132_012, 132_015, 132_016, 132_068, 131_064],
                ErrorClass::TemplateUnavailable,
            ),
            (&[2_593_107, 2_593_108, 2_593_109, 1_752_041], ErrorClass::AlreadyDone),
            (&[1, 2, 131_000, 131_016, 131_057, 133_004], ErrorClass::AmbiguousMaybeSent),
            (&[-1, 5, 199, 300, 131_999, i64::MAX], ErrorClass::Unrecognised),
        ] {
            for code in codes {
                assert_eq!(ErrorClass::of(*code, None), class, "{code}");
            }
        }
    }

    #[test]
    fn a_spent_code_is_told_from_another_bad_parameter() {
        for subcode in [36_007, 36_008, 36_009] {
            assert_eq!(ErrorClass::of(100, Some(subcode)), ErrorClass::CodeRejected);
        }
        assert_eq!(ErrorClass::of(100, Some(33)), ErrorClass::BadRequest);
        assert_eq!(ErrorClass::of(190, Some(463)), ErrorClass::TokenRevoked);
    }
}
