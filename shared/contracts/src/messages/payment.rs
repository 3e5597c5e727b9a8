//! Mobile money: what `payments` is asked, and the hints that make it look again.

use domain::ids::{ConversationId, PaymentId, SellerId};
use serde::{Deserialize, Serialize};

use super::OrderRef;
use crate::{as_text, records::values::MoneyValue};

/// On `payments`: everything that may change a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum PaymentMessage {
    /// The prospect is to get a page to pay on.
    #[serde(rename = "payment_requested.v1")]
    Requested(PaymentRequest),
    /// A provider called back: it is asked what is true.
    #[serde(rename = "payment_hint.v1")]
    Hint(PaymentHint),
    /// It is time to ask a provider again (a hint: the stored moment decides).
    #[serde(rename = "payment_check.v1")]
    Check(PaymentCheck),
    /// The order is over or paid otherwise: what is open is closed.
    #[serde(rename = "payment_withdrawn.v1")]
    Withdrawn(PaymentWithdrawal),
    /// The seller gives money back.
    #[serde(rename = "refund_requested.v1")]
    Refund(Refund),
    /// The seller takes another amount than was asked for, as it is.
    #[serde(rename = "payment_accepted.v1")]
    Accepted(PaymentAcceptance),
}

/// Who moves the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentProvider {
    Wave,
    Pawapay,
}

/// What a payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentPurpose {
    /// All of the order.
    Full,
    /// A part of it, without which nobody is sent.
    Deposit,
}

/// See [`PaymentMessage::Requested`]. `amount` was computed by code from the stored order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentRequest {
    pub of: OrderRef,
    #[serde(with = "as_text")]
    pub conversation: ConversationId,
    pub purpose: PaymentPurpose,
    pub amount: MoneyValue,
}

/// What a provider's callback named; nothing of it is believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentHint {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    pub provider: PaymentProvider,
    /// Our own id of the payment, when the callback named one that reads as such.
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentId>,
    /// The provider's id of the session, checkout or deposit.
    pub reference: String,
}

/// Asks again; `round` counts from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentCheck {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub payment: PaymentId,
    pub round: u32,
}

/// The payments of an order that are still open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentWithdrawal {
    pub of: OrderRef,
}

/// Money that goes back; without an amount, all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refund {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub payment: PaymentId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyValue>,
}

/// The amount that the seller saw, in the order's currency; another one is not accepted by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentAcceptance {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub payment: PaymentId,
    pub amount: MoneyValue,
}
