//! A payment by mobile money as it is kept, and the keys it is made with. Only `payments` writes
//! payments, only the dashboard seals keys.

mod keys;

use domain::{
    ids::{ConversationId, OrderId, PaymentId, SellerId},
    money::Money,
    payment::{Failure, Lapse, Page, Payment, Purpose, Receipt, Status, Suspicion},
    seller::PaymentProvider as Provider,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::keys::{
    GlovoKeys, PawapayKeys, UnreadableKeys, WaveKeys, WebhookStrategy, YangoKeys,
};
use super::{CorruptRecord, values::MoneyValue};
use crate::{
    as_text,
    messages::{PaymentProvider, PaymentPurpose},
    meta::redacted::redacted_debug,
};

/// A payment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRecord {
    #[serde(with = "as_text")]
    pub id: PaymentId,
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub order: OrderId,
    #[serde(with = "as_text")]
    pub conversation: ConversationId,
    pub provider: PaymentProvider,
    pub purpose: PaymentPurpose,
    pub amount: MoneyValue,
    #[serde(with = "as_text")]
    pub created_at: Timestamp,
    #[serde(with = "as_text")]
    pub ends_at: Timestamp,
    pub status: PaymentStatusRecord,
    /// What really came, where the seller took another amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<MoneyValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<LapseValue>,
    pub round: u32,
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub next_check_at: Option<Timestamp>,
    /// A word of [`Failure`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    #[serde(default)]
    pub refunds: u32,
}

/// Where it stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PaymentStatusRecord {
    Requested,
    Opened {
        page: PageRecord,
    },
    Paid {
        paid: ReceiptRecord,
    },
    Lapsed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<PageRecord>,
        why: LapseValue,
    },
    Suspicious {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<PageRecord>,
        why: SuspicionValue,
    },
    Refunding {
        paid: ReceiptRecord,
        amount: MoneyValue,
        #[serde(with = "as_text")]
        since: Timestamp,
    },
    Refunded {
        paid: ReceiptRecord,
        amount: MoneyValue,
    },
}

/// The provider's page. Whoever has its address can see what is asked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRecord {
    pub reference: String,
    pub url: String,
    #[serde(with = "as_text")]
    pub until: Timestamp,
}

/// The money that came.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRecord {
    pub reference: String,
    pub transaction: String,
    #[serde(with = "as_text")]
    pub at: Timestamp,
}

redacted_debug!(PaymentStatusRecord, PageRecord, ReceiptRecord);

/// Why nothing was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LapseValue {
    TimeUp,
    Refused,
    Withdrawn,
}

/// Why a provider's word about money is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SuspicionValue {
    Amount {
        #[serde(default)]
        said: Option<i64>,
    },
    Currency,
    Reference,
    NoTransaction,
    Reused,
}

/// Which payment a provider's transaction paid for; the item that makes it pay once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedTransaction {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub payment: PaymentId,
}

/// That an order has a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentOfOrder {
    #[serde(with = "as_text")]
    pub payment: PaymentId,
}

impl PaymentStatusRecord {
    /// The word of the API for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Opened { .. } => "opened",
            Self::Paid { .. } => "paid",
            Self::Lapsed { .. } => "lapsed",
            Self::Suspicious { .. } => "suspicious",
            Self::Refunding { .. } => "refunding",
            Self::Refunded { .. } => "refunded",
        }
    }
}

impl From<&Payment> for PaymentRecord {
    fn from(payment: &Payment) -> Self {
        Self {
            id: payment.id.clone(),
            seller: payment.seller.clone(),
            order: payment.order.clone(),
            conversation: payment.conversation.clone(),
            provider: payment.provider.into(),
            purpose: payment.purpose.into(),
            amount: payment.amount.into(),
            created_at: payment.created_at,
            ends_at: payment.ends_at,
            status: PaymentStatusRecord::from(&payment.status),
            accepted: payment.accepted.map(Into::into),
            closing: payment.closing.map(LapseValue::from),
            round: payment.round,
            next_check_at: payment.next_check_at,
            failure: payment.failure.map(|failure| failure.word().to_owned()),
            refunds: payment.refunds,
        }
    }
}

impl TryFrom<&PaymentRecord> for Payment {
    type Error = CorruptRecord;

    fn try_from(record: &PaymentRecord) -> Result<Self, CorruptRecord> {
        Ok(Self {
            id: record.id.clone(),
            seller: record.seller.clone(),
            order: record.order.clone(),
            conversation: record.conversation.clone(),
            provider: record.provider.into(),
            purpose: record.purpose.into(),
            amount: Money::try_from(&record.amount)?,
            created_at: record.created_at,
            ends_at: record.ends_at,
            status: Status::try_from(&record.status)?,
            accepted: record.accepted.as_ref().map(Money::try_from).transpose()?,
            closing: record.closing.map(Lapse::from),
            round: record.round,
            next_check_at: record.next_check_at,
            failure: record.failure.as_deref().map(Failure::of_word),
            refunds: record.refunds,
        })
    }
}

impl From<&Status> for PaymentStatusRecord {
    fn from(status: &Status) -> Self {
        match status {
            Status::Requested => Self::Requested,
            Status::Opened(page) => Self::Opened { page: page.into() },
            Status::Paid(paid) => Self::Paid { paid: paid.into() },
            Status::Lapsed { page, why } => {
                Self::Lapsed { page: page.as_ref().map(Into::into), why: (*why).into() }
            }
            Status::Suspicious { page, why } => {
                Self::Suspicious { page: page.as_ref().map(Into::into), why: (*why).into() }
            }
            Status::Refunding { paid, amount, since } => {
                Self::Refunding { paid: paid.into(), amount: (*amount).into(), since: *since }
            }
            Status::Refunded { paid, amount } => {
                Self::Refunded { paid: paid.into(), amount: (*amount).into() }
            }
        }
    }
}

impl TryFrom<&PaymentStatusRecord> for Status {
    type Error = CorruptRecord;

    fn try_from(record: &PaymentStatusRecord) -> Result<Self, CorruptRecord> {
        type Record = PaymentStatusRecord;
        Ok(match record {
            Record::Requested => Self::Requested,
            Record::Opened { page } => Self::Opened(page.into()),
            Record::Paid { paid } => Self::Paid(paid.into()),
            Record::Lapsed { page, why } => {
                Self::Lapsed { page: page.as_ref().map(Into::into), why: (*why).into() }
            }
            Record::Suspicious { page, why } => {
                Self::Suspicious { page: page.as_ref().map(Into::into), why: (*why).into() }
            }
            Record::Refunding { paid, amount, since } => Self::Refunding {
                paid: paid.into(),
                amount: Money::try_from(amount)?,
                since: *since,
            },
            Record::Refunded { paid, amount } => {
                Self::Refunded { paid: paid.into(), amount: Money::try_from(amount)? }
            }
        })
    }
}

impl From<&Page> for PageRecord {
    fn from(page: &Page) -> Self {
        Self { reference: page.reference.clone(), url: page.url.clone(), until: page.until }
    }
}

impl From<&PageRecord> for Page {
    fn from(record: &PageRecord) -> Self {
        Self { reference: record.reference.clone(), url: record.url.clone(), until: record.until }
    }
}

impl From<&Receipt> for ReceiptRecord {
    fn from(paid: &Receipt) -> Self {
        let (reference, transaction) = (paid.reference.clone(), paid.transaction.clone());
        Self { reference, transaction, at: paid.at }
    }
}

impl From<&ReceiptRecord> for Receipt {
    fn from(record: &ReceiptRecord) -> Self {
        let (reference, transaction) = (record.reference.clone(), record.transaction.clone());
        Self { reference, transaction, at: record.at }
    }
}

/// Two enums of the same variants without data, either way.
macro_rules! same_words {
    ($($here:ident = $there:ident { $($variant:ident),* })*) => {$(
        impl From<$there> for $here {
            fn from(value: $there) -> Self {
                match value { $($there::$variant => Self::$variant),* }
            }
        }

        impl From<$here> for $there {
            fn from(value: $here) -> Self {
                match value { $($here::$variant => Self::$variant),* }
            }
        }
    )*};
}

same_words! {
    LapseValue = Lapse { TimeUp, Refused, Withdrawn }
    PaymentProvider = Provider { Wave, Pawapay }
    PaymentPurpose = Purpose { Full, Deposit }
}

impl From<Suspicion> for SuspicionValue {
    fn from(why: Suspicion) -> Self {
        match why {
            Suspicion::Amount { said } => Self::Amount { said },
            Suspicion::Currency => Self::Currency,
            Suspicion::Reference => Self::Reference,
            Suspicion::NoTransaction => Self::NoTransaction,
            Suspicion::Reused => Self::Reused,
        }
    }
}

impl From<SuspicionValue> for Suspicion {
    fn from(why: SuspicionValue) -> Self {
        match why {
            SuspicionValue::Amount { said } => Self::Amount { said },
            SuspicionValue::Currency => Self::Currency,
            SuspicionValue::Reference => Self::Reference,
            SuspicionValue::NoTransaction => Self::NoTransaction,
            SuspicionValue::Reused => Self::Reused,
        }
    }
}

/// Neither the page's address nor the provider's references.
impl std::fmt::Debug for PaymentRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PaymentRecord")
            .field("id", &self.id)
            .field("status", &self.status.word())
            .field("round", &self.round)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
