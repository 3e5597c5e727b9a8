//! Providers of mobile money: Wave's Checkout and pawaPay's, behind one set of questions.
//!
//! Every call may be repeated: a page is opened under our own id, and one whose answer was lost is
//! found again by it. Nothing here decides what counts as paid: a provider's words come back as
//! [`Seen`], for the domain to compare. No error holds a key, a phone or a provider's sentence.

mod codes;
mod error;
mod pawapay;
mod wave;
mod wire;

use domain::{
    country::Country,
    ids::PaymentId,
    money::Money,
    payment::{Page, Receipt, RefundState, Seen},
};
use jiff::Timestamp;
use secrecy::SecretString;

pub use self::{
    error::{Disposition, PayError, Refusal},
    pawapay::Pawapay,
    wave::Wave,
};

/// A page to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub payment: PaymentId,
    pub amount: Money,
    pub country: Country,
    /// What the page says it is for: `Commande 7K2M9P`.
    pub label: String,
    /// Where the provider sends the prospect afterwards; it proves nothing.
    pub success_url: String,
    pub error_url: String,
    /// Minutes the prospect has, where the provider lets us choose.
    pub minutes: u32,
    /// The end of the page when the provider names none.
    pub ends_at: Timestamp,
}

/// What a provider knows of one of our payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The page, while the provider still has one.
    pub page: Option<Page>,
    pub seen: Seen,
}

/// Money to be given back. `id` is ours: the same one twice is one refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundAsked {
    pub payment: PaymentId,
    pub paid: Receipt,
    pub amount: Money,
    pub id: String,
}

/// A seller's account at a provider.
#[derive(Debug, Clone)]
pub enum Wallet {
    Wave(Wave, SecretString),
    Pawapay(Pawapay, SecretString),
}

impl Wallet {
    /// Opens a page. Asking twice for one payment opens one.
    pub async fn open(&self, asked: &Asked) -> Result<Page, PayError> {
        match self {
            Self::Wave(wave, key) => wave.open(key, asked).await,
            Self::Pawapay(pawapay, token) => pawapay.open(token, asked).await,
        }
    }

    /// Looks a payment up by our own id: what to do after an answer was lost. `ends_at` is the
    /// page's end when the provider names none.
    pub async fn find(
        &self,
        payment: &PaymentId,
        ends_at: Timestamp,
    ) -> Result<Option<Found>, PayError> {
        match self {
            Self::Wave(wave, key) => wave.find(key, payment, ends_at).await,
            Self::Pawapay(pawapay, token) => pawapay.find(token, payment, ends_at).await,
        }
    }

    /// What the provider says of a session or checkout.
    pub async fn read(&self, reference: &str) -> Result<Seen, PayError> {
        match self {
            Self::Wave(wave, key) => wave.read(key, reference).await,
            Self::Pawapay(pawapay, token) => pawapay.read(token, reference).await,
        }
    }

    /// Closes a page. One that is closed already, or paid, is left as it is: read it afterwards.
    pub async fn close(&self, reference: &str) -> Result<(), PayError> {
        match self {
            Self::Wave(wave, key) => wave.close(key, reference).await,
            Self::Pawapay(pawapay, token) => pawapay.close(token, reference).await,
        }
    }

    /// Gives money back.
    pub async fn refund(&self, refund: &RefundAsked) -> Result<RefundState, PayError> {
        match self {
            Self::Wave(wave, key) => wave.refund(key, refund).await,
            Self::Pawapay(pawapay, token) => pawapay.refund(token, refund).await,
        }
    }

    /// How far a refund is. One the provider never heard of is asked for again.
    pub async fn refund_state(&self, refund: &RefundAsked) -> Result<RefundState, PayError> {
        match self {
            // Wave gives back at once or not at all; asking again changes nothing.
            Self::Wave(wave, key) => wave.refund(key, refund).await,
            Self::Pawapay(pawapay, token) => pawapay.refund_state(token, refund).await,
        }
    }
}

#[cfg(test)]
mod tests;
