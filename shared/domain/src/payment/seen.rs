//! What a provider says when it is asked, and whether that is what we asked for.

use super::Payment;
use crate::money::Money;

/// A provider's answer about a session or checkout, in its own amounts and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub state: SeenState,
    /// The provider's id of the session or checkout.
    pub reference: String,
    /// Whole francs; `None` when the provider named none that reads as such.
    pub amount: Option<i64>,
    /// ISO 4217, as the provider wrote it.
    pub currency: String,
    /// What the provider says we called the payment.
    pub client_reference: String,
    /// The provider's id of the movement of money.
    pub transaction: Option<String>,
    /// Whether that transaction already paid for another payment of ours.
    pub is_reused: bool,
    /// Why the last try to pay failed.
    pub failure: Option<Failure>,
}

/// Where a session or checkout stands at its provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeenState {
    /// The provider knows nothing of it.
    Absent,
    Open,
    Paid,
    /// Given up for good.
    Failed,
    Expired,
    /// The money was given back at the provider's own counter.
    Refunded,
}

/// Why money did not move, whatever the provider's word for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failure {
    /// Not enough money in the wallet.
    Insufficient,
    /// Not approved on the phone, or not in time.
    NotApproved,
    /// The phone has no wallet there.
    PayerUnknown,
    /// Another phone than the one allowed.
    OtherPayer,
    /// The wallet is blocked, or too young for it.
    PayerBlocked,
    /// A limit of the wallet or of the seller's account.
    Limit,
    /// Between two countries, which is not allowed.
    CrossBorder,
    /// Another payment of this wallet is under way.
    Busy,
    /// The provider or the operator does not work at the moment.
    Down,
    /// The seller's keys are not accepted.
    Keys,
    /// The amount is outside of what the provider takes.
    Amount,
    /// The prospect gave it up.
    GivenUp,
    /// The provider did not say, or said something new.
    Other,
}

impl Failure {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Insufficient,
        Self::NotApproved,
        Self::PayerUnknown,
        Self::OtherPayer,
        Self::PayerBlocked,
        Self::Limit,
        Self::CrossBorder,
        Self::Busy,
        Self::Down,
        Self::Keys,
        Self::Amount,
        Self::GivenUp,
        Self::Other,
    ];

    /// A stable word, for records and logs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Insufficient => "insufficient",
            Self::NotApproved => "not_approved",
            Self::PayerUnknown => "payer_unknown",
            Self::OtherPayer => "other_payer",
            Self::PayerBlocked => "payer_blocked",
            Self::Limit => "limit",
            Self::CrossBorder => "cross_border",
            Self::Busy => "busy",
            Self::Down => "down",
            Self::Keys => "keys",
            Self::Amount => "amount",
            Self::GivenUp => "given_up",
            Self::Other => "other",
        }
    }

    /// Reads a word; one of another version is [`Failure::Other`].
    pub fn of_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|failure| failure.word() == word).unwrap_or(Self::Other)
    }
}

/// Why what a provider says of money is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suspicion {
    /// Another amount, in whole francs where it reads as such.
    Amount {
        said: Option<i64>,
    },
    Currency,
    /// Not what we called the payment.
    Reference,
    /// No transaction is named.
    NoTransaction,
    /// The transaction paid for something else already.
    Reused,
}

impl Payment {
    /// The transaction that pays for exactly this payment, or why nothing does.
    pub(super) fn judge(&self, seen: &Seen) -> Result<String, Suspicion> {
        self.judge_as(self.amount, seen)
    }

    /// The same, had `amount` been asked for.
    pub(super) fn judge_as(&self, amount: Money, seen: &Seen) -> Result<String, Suspicion> {
        if seen.client_reference != self.id.as_str() {
            return Err(Suspicion::Reference);
        }
        if seen.currency != amount.currency().code() {
            return Err(Suspicion::Currency);
        }
        if seen.amount != Some(amount.amount()) {
            return Err(Suspicion::Amount { said: seen.amount });
        }
        let transaction = seen.transaction.as_deref().filter(|text| !text.trim().is_empty());
        let transaction = transaction.ok_or(Suspicion::NoTransaction)?;
        if seen.is_reused {
            return Err(Suspicion::Reused);
        }
        Ok(transaction.to_owned())
    }
}
