//! A seller's way from the form to an answering WhatsApp number.
//!
//! Each step is a place to continue from: what was obtained from Meta is never asked of the seller
//! twice while it holds. A seller whose number is connected stays connected while they connect
//! again, until the new attempt has come to its end.

pub mod form;
mod link;
mod number;
mod refusal;
mod step;

use jiff::Timestamp;

use crate::ids::{PhoneNumberId, SellerId, WabaId};
pub use link::Link;
pub use number::{Connection, ListedNumber};
pub use refusal::{Actor, Call, Refusal};
pub use step::step;

/// What a token must be granted (Meta, Embedded Signup, implementation).
pub const PERMISSIONS: [&str; 2] = ["whatsapp_business_management", "whatsapp_business_messaging"];
/// Minutes a connection link can be used.
pub const LINK_MINUTES: i64 = 10;

/// Where a seller stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onboarding {
    pub seller: SellerId,
    /// The attempt at hand.
    pub step: Step,
    /// What stopped the attempt, until something moves it on.
    pub refusal: Option<Refusal>,
    /// The number that answers now, whatever the attempt at hand comes to.
    pub connected: Option<Connection>,
}

impl Onboarding {
    /// A seller who has just filled the form in.
    pub const fn new(seller: SellerId) -> Self {
        Self { seller, step: Step::Registered, refusal: None, connected: None }
    }

    /// The seller's state in one word.
    pub const fn status(&self) -> Status {
        match (&self.connected, &self.step) {
            (Some(_), _) => Status::Active,
            (None, Step::Registered | Step::LinkIssued { .. }) => Status::Registered,
            (
                None,
                Step::CodeExchanged
                | Step::TokenVerified { .. }
                | Step::AccountChosen { .. }
                | Step::NumberChosen(_)
                | Step::NumberClaimed(_)
                | Step::Subscribed(_)
                | Step::Active,
            ) => Status::Connecting,
        }
    }
}

/// A seller's state in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The form is filled in, no number is being connected.
    Registered,
    /// Meta gave access; something is left to do.
    Connecting,
    /// A number is connected.
    Active,
}

/// What has been obtained so far. The next call to Meta follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Registered,
    /// The seller holds a link to Meta's dialog.
    LinkIssued {
        expires_at: Timestamp,
    },
    /// The code became a token, sealed and kept.
    CodeExchanged,
    /// The token is ours and has both permissions, but Meta did not say which accounts it opens.
    TokenVerified {
        token_expires_at: Option<Timestamp>,
    },
    /// The account whose numbers are looked at; `others` come next when it has none.
    AccountChosen {
        account: WabaId,
        others: Vec<WabaId>,
        token_expires_at: Option<Timestamp>,
    },
    NumberChosen(Connection),
    /// The number is this seller's and nobody else's.
    NumberClaimed(Connection),
    /// Meta sends us what the account's numbers receive.
    Subscribed(Connection),
    /// The number is registered; the connection is the one kept as `connected`.
    Active,
}

/// What Meta says of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenReport {
    pub is_valid: bool,
    /// Issued to our app and to no other.
    pub is_ours: bool,
    /// The permissions it was granted.
    pub scopes: Vec<String>,
    /// `None`: never.
    pub expires_at: Option<Timestamp>,
    /// Accounts it opens, most recently onboarded first. Meta may leave them out.
    pub accounts: Vec<WabaId>,
}

/// Something happened that concerns the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The seller asked for a link.
    LinkAsked,
    /// A link was followed to its end and its code exchanged: the new token is sealed.
    CodeExchanged,
    TokenInspected(TokenReport),
    /// The accounts of the business, found without the token's help.
    AccountsFound(Vec<WabaId>),
    NumbersListed {
        numbers: Vec<ListedNumber>,
        /// Digits of the phone given in the form.
        form_digits: String,
    },
    NumberClaimed,
    Subscribed,
    NumberRegistered,
    /// A call to Meta, or the seller, said no.
    Refused(Refusal),
    /// The seller asked to go on.
    Resumed,
}

/// What must now happen outside. At most one of them is a call to Meta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    InspectToken,
    FindAccounts,
    ListNumbers {
        account: WabaId,
    },
    ClaimNumber {
        number: PhoneNumberId,
    },
    Subscribe {
        account: WabaId,
    },
    RegisterNumber {
        number: PhoneNumberId,
    },
    /// Make this the seller's connection, and the new token the one that sends. In the commit.
    Connect(Connection),
    /// Give up a claim that no attempt uses any more. In the commit.
    Release {
        number: PhoneNumberId,
    },
}

/// Why an event changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Rejection {
    /// The attempt is elsewhere by now.
    #[error("the event does not follow from the step")]
    Stale,
    #[error("there is no attempt to go on with")]
    NothingToResume,
    #[error("Meta refuses registrations until {until}")]
    Locked { until: Timestamp },
}

#[cfg(test)]
mod tests;
