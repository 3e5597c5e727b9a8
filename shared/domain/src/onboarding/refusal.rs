//! Why a connection stops, who must act, and whether the attempt can go on from where it is.

use jiff::Timestamp;

/// A call to Meta on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Call {
    ExchangeCode,
    InspectToken,
    FindAccounts,
    ListNumbers,
    Subscribe,
    Register,
}

impl Call {
    /// Every call, in their order.
    pub const ALL: [Self; 6] = [
        Self::ExchangeCode,
        Self::InspectToken,
        Self::FindAccounts,
        Self::ListNumbers,
        Self::Subscribe,
        Self::Register,
    ];

    /// A stable word for programs and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ExchangeCode => "exchange_code",
            Self::InspectToken => "inspect_token",
            Self::FindAccounts => "find_accounts",
            Self::ListNumbers => "list_numbers",
            Self::Subscribe => "subscribe",
            Self::Register => "register",
        }
    }
}

/// Who must do something next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    Seller,
    /// Us: an application or a redirect address is set up wrong.
    Operator,
    /// Nobody: it passes by itself.
    Time,
}

/// What said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The seller closed Meta's dialog or declined.
    AccessDenied,
    /// The link is none of ours.
    LinkUnknown,
    LinkUsed,
    LinkExpired,
    /// Graph 100/36009.
    CodeUsed,
    /// Graph 100/36007: a code lives half a minute.
    CodeExpired,
    /// Graph 100/36008.
    RedirectMismatch,
    /// Graph 190, or `is_valid` is false.
    TokenInvalid,
    /// The token was issued to another application.
    WrongApp,
    /// One of the two WhatsApp permissions is missing.
    MissingPermission,
    /// The token opens no WhatsApp Business account.
    NoAccount,
    /// The accounts have no number.
    NoNumber,
    /// Another seller has connected the number.
    NumberTaken,
    /// Graph 133006, 133015.
    NumberUnverified,
    /// Graph 368, 131031.
    AccountLocked,
    /// Graph 133005: the number has a two-step PIN that is not ours.
    PinMismatch,
    /// Graph 133008, 133009: too many wrong PINs, or too fast.
    PinLocked,
    /// Graph 133016: ten registrations within 72 hours.
    RegisterLocked {
        until: Timestamp,
    },
    /// Meta did not answer, or asked to come back later.
    Unavailable(Call),
    /// Meta refused for a reason that is ours to look into.
    Unexpected(Call),
}

impl Refusal {
    /// Every refusal that says nothing more than its name.
    pub const PLAIN: [Self; 17] = [
        Self::AccessDenied,
        Self::LinkUnknown,
        Self::LinkUsed,
        Self::LinkExpired,
        Self::CodeUsed,
        Self::CodeExpired,
        Self::RedirectMismatch,
        Self::TokenInvalid,
        Self::WrongApp,
        Self::MissingPermission,
        Self::NoAccount,
        Self::NoNumber,
        Self::NumberTaken,
        Self::NumberUnverified,
        Self::AccountLocked,
        Self::PinMismatch,
        Self::PinLocked,
    ];

    /// Whether it happened before there was a token: an earlier attempt is not touched by it.
    pub const fn is_of_the_link(self) -> bool {
        match self {
            Self::AccessDenied
            | Self::LinkUnknown
            | Self::LinkUsed
            | Self::LinkExpired
            | Self::CodeUsed
            | Self::CodeExpired
            | Self::RedirectMismatch
            | Self::Unavailable(Call::ExchangeCode)
            | Self::Unexpected(Call::ExchangeCode) => true,
            Self::TokenInvalid
            | Self::WrongApp
            | Self::MissingPermission
            | Self::NoAccount
            | Self::NoNumber
            | Self::NumberTaken
            | Self::NumberUnverified
            | Self::AccountLocked
            | Self::PinMismatch
            | Self::PinLocked
            | Self::RegisterLocked { .. }
            | Self::Unavailable(_)
            | Self::Unexpected(_) => false,
        }
    }

    /// Whether only a new link helps: there is no token, or what it grants is not enough.
    pub const fn needs_new_link(self) -> bool {
        self.is_of_the_link()
            || matches!(
                self,
                Self::TokenInvalid | Self::WrongApp | Self::MissingPermission | Self::NoAccount
            )
    }

    /// Who must act.
    pub const fn actor(self) -> Actor {
        match self {
            Self::RedirectMismatch | Self::WrongApp | Self::Unexpected(_) => Actor::Operator,
            Self::RegisterLocked { .. } | Self::PinLocked | Self::Unavailable(_) => Actor::Time,
            Self::AccessDenied
            | Self::LinkUnknown
            | Self::LinkUsed
            | Self::LinkExpired
            | Self::CodeUsed
            | Self::CodeExpired
            | Self::TokenInvalid
            | Self::MissingPermission
            | Self::NoAccount
            | Self::NoNumber
            | Self::NumberTaken
            | Self::NumberUnverified
            | Self::AccountLocked
            | Self::PinMismatch => Actor::Seller,
        }
    }

    /// A stable word for programs and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::LinkUnknown => "link_unknown",
            Self::LinkUsed => "link_used",
            Self::LinkExpired => "link_expired",
            Self::CodeUsed => "code_used",
            Self::CodeExpired => "code_expired",
            Self::RedirectMismatch => "redirect_mismatch",
            Self::TokenInvalid => "token_invalid",
            Self::WrongApp => "wrong_app",
            Self::MissingPermission => "missing_permission",
            Self::NoAccount => "no_account",
            Self::NoNumber => "no_number",
            Self::NumberTaken => "number_taken",
            Self::NumberUnverified => "number_unverified",
            Self::AccountLocked => "account_locked",
            Self::PinMismatch => "pin_mismatch",
            Self::PinLocked => "pin_locked",
            Self::RegisterLocked { .. } => "register_locked",
            Self::Unavailable(_) => "meta_unavailable",
            Self::Unexpected(_) => "meta_refused",
        }
    }
}
