//! What may change a delivery, and what our own number must say.

use domain::ids::{CourierId, PaymentId, SellerId};
use serde::{Deserialize, Serialize};

use super::{FailureReason, Notice, OrderRef};
use crate::{
    as_text,
    meta::webhook::InboundMessage,
    records::{
        conversation::LineRecord,
        delivery::ServiceValue,
        values::{AddressValue, MomentValue, MoneyValue, RecipientValue},
    },
};

/// On `dispatch.fifo` (and `offer-timers`): everything that may change a delivery, and what our
/// own number must say. Group: the order, the courier's `wa_id`, or the seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum DispatchMessage {
    /// A prospect confirmed an order; find a courier.
    #[serde(rename = "order_placed.v1")]
    OrderPlaced(OrderRef),
    /// Somebody wrote to our own number: a courier, a seller, a stranger. Id: the wamid.
    #[serde(rename = "platform_message.v1")]
    PlatformMessage(Box<InboundMessage>),
    /// An offer's time is up (a hint: the stored deadline decides).
    #[serde(rename = "offer_expired.v1")]
    OfferExpired(OfferExpired),
    /// A retry's moment has come (a hint: the stored moment decides).
    #[serde(rename = "retry_due.v1")]
    RetryDue(OrderRef),
    /// Stop: the prospect or the seller cancelled.
    #[serde(rename = "cancel_order.v1")]
    Cancel(Cancellation),
    /// Another moment was chosen.
    #[serde(rename = "reschedule_order.v1")]
    Reschedule(Rescheduling),
    /// The prospect shared where the door is.
    #[serde(rename = "position_shared.v1")]
    PositionShared(PositionShared),
    /// What the prospect chose when nobody was found.
    #[serde(rename = "prospect_choice.v1")]
    ProspectChoice(ProspectChoice),
    /// Something the seller must be told on their own WhatsApp.
    #[serde(rename = "seller_notice.v1")]
    SellerNotice(SellerNotice),
    /// The prospect confirmed a change of an order.
    #[serde(rename = "amend_order.v1")]
    Amend(Box<Amendment>),
    /// An offer is to be made by the courier's next channel (a hint: the stored moment decides).
    #[serde(rename = "rung_due.v1")]
    RungDue(RungDue),
    /// A courier pressed a key in a call, or tapped on the page behind their link.
    #[serde(rename = "courier_acted.v1")]
    CourierActed(CourierActed),
    /// A call that made an offer is over and nobody answered it.
    #[serde(rename = "call_ended.v1")]
    CallEnded(CallEnded),
    /// The text message of an offer cannot be delivered.
    #[serde(rename = "sms_failed.v1")]
    SmsFailed(SmsFailed),
    /// The seller settles a delivery by hand.
    #[serde(rename = "seller_decision.v1")]
    SellerDecision(SellerDecision),
    /// What became of a payment, by its provider's own word.
    #[serde(rename = "payment_news.v1")]
    PaymentNews(PaymentNews),
    /// A seller's keys of a delivery service are new: it is told where to call. Group: the seller.
    #[serde(rename = "service_keys_set.v1")]
    ServiceKeysSet(ServiceKeysSet),
    /// A delivery service may have news: it is asked.
    #[serde(rename = "service_hint.v1")]
    ServiceHint(ServiceHint),
    /// The seller has got cash from a courier. Group: the seller.
    #[serde(rename = "remittance.v1")]
    Remittance(Remittance),
    /// A remittance was typed wrongly and did not happen. Group: the seller.
    #[serde(rename = "remittance_recalled.v1")]
    RemittanceRecalled(RemittanceRecall),
    /// It is evening: a courier who holds cash is told how much. Group: the seller.
    #[serde(rename = "cash_reminder.v1")]
    CashReminder(CashReminder),
}

impl DispatchMessage {
    /// The group that keeps such messages in order: the order, the seller, or the person.
    pub fn group(&self) -> String {
        match self {
            Self::SellerNotice(notice) => notice.seller.to_string(),
            Self::Remittance(remittance) => remittance.seller.to_string(),
            Self::RemittanceRecalled(recall) => recall.seller.to_string(),
            Self::CashReminder(reminder) => reminder.seller.to_string(),
            Self::PlatformMessage(message) => message.wamid.as_str().to_owned(),
            Self::OrderPlaced(of) | Self::RetryDue(of) => of.order.to_string(),
            Self::OfferExpired(expired) => expired.of.order.to_string(),
            Self::Cancel(cancellation) => cancellation.of.order.to_string(),
            Self::Reschedule(rescheduling) => rescheduling.of.order.to_string(),
            Self::PositionShared(shared) => shared.of.order.to_string(),
            Self::ProspectChoice(choice) => choice.of.order.to_string(),
            Self::Amend(amendment) => amendment.of.order.to_string(),
            Self::RungDue(rung) => rung.of.order.to_string(),
            Self::CourierActed(acted) => acted.of.order.to_string(),
            Self::CallEnded(call) => call.of.order.to_string(),
            Self::SmsFailed(sms) => sms.of.order.to_string(),
            Self::SellerDecision(decision) => decision.of.order.to_string(),
            Self::PaymentNews(news) => news.of.order.to_string(),
            Self::ServiceHint(hint) => hint.of.order.to_string(),
            Self::ServiceKeysSet(set) => set.seller.to_string(),
        }
    }
}

/// How a courier is reached, and how they answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Buttons on WhatsApp.
    Whatsapp,
    /// A telephone call with a key to press.
    Call,
    /// A text message with a link to a page.
    Sms,
}

/// Which rung of which offer: rungs count from 0, offers from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RungDue {
    pub of: OrderRef,
    pub attempt: u32,
    pub rung: u32,
}

/// What the courier of an offer did by telephone or on the page behind their link. Whoever sends
/// it has verified that it is them: the provider's signature, or the link's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourierActed {
    pub of: OrderRef,
    pub attempt: u32,
    pub via: Channel,
    pub act: CourierAct,
}

/// See [`CourierActed`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CourierAct {
    Accept,
    Refuse,
    PickedUp,
    /// They are at the door: the code is asked for.
    HandedOver,
    /// The prospect's four digits, as typed.
    Code {
        digits: String,
    },
    /// Exactly what was due was collected.
    CashDue,
    /// Another amount was.
    Cash {
        amount: MoneyValue,
    },
    Failed {
        reason: FailureReason,
    },
    /// Their last step was a mistake.
    Undo,
}

/// Never the code.
impl std::fmt::Debug for CourierAct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Accept => "Accept",
            Self::Refuse => "Refuse",
            Self::PickedUp => "PickedUp",
            Self::HandedOver => "HandedOver",
            Self::Code { .. } => "Code(…)",
            Self::CashDue => "CashDue",
            Self::Cash { .. } => "Cash(…)",
            Self::Failed { .. } => "Failed",
            Self::Undo => "Undo",
        })
    }
}

/// How a call that made an offer ended without an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallEnded {
    pub of: OrderRef,
    pub attempt: u32,
    pub end: CallEnd,
}

/// See [`CallEnded`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallEnd {
    NoAnswer,
    Busy,
    /// The network could not place it.
    Failed,
    /// Somebody picked up and pressed no key.
    NoKey,
}

/// Which offer's text message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsFailed {
    pub of: OrderRef,
    pub attempt: u32,
}

/// What the seller decides about a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SellerDecision {
    pub of: OrderRef,
    pub decision: Decision,
}

/// See [`SellerDecision`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decision {
    /// It was handed over, whatever the code; so much was collected.
    Delivered { collected: MoneyValue },
    /// It was not.
    Failed { reason: FailureReason },
    /// The codes counted as wrong are forgiven: the courier may try again.
    Unlock,
    /// This courier does it; they are not asked.
    Assign {
        #[serde(with = "as_text")]
        courier: CourierId,
    },
    /// The last step of the courier or the seller was a mistake.
    Undo,
    /// A delivery service's booking is given up, though that costs something.
    CancelService { booking: u32 },
}

/// What a payment provider says, once it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentNews {
    pub of: OrderRef,
    #[serde(with = "as_text")]
    pub payment: PaymentId,
    pub fact: PaymentFact,
}

/// See [`PaymentNews`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PaymentFact {
    /// A page is open where the prospect can pay.
    Opened,
    Paid {
        amount: MoneyValue,
        /// The seller takes it for the deposit, be it less than was asked for.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        as_deposit: bool,
    },
    /// Nothing was paid in time, or the provider refused for good.
    Lapsed,
    Refunded {
        amount: MoneyValue,
    },
}

/// Which delivery to ask a service about, and which of its references the hint named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceHint {
    pub of: OrderRef,
    pub reference: String,
    /// Our own number of the booking, when it is our timer that hints.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking: Option<u32>,
}

/// Whose keys of which delivery service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceKeysSet {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    pub service: ServiceValue,
}

/// Cash that went from a courier to the seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remittance {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub courier: CourierId,
    pub amount: MoneyValue,
}

/// A line of a courier's ledger that says they handed cash over, and is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemittanceRecall {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub courier: CourierId,
    /// Lines are numbered from 1.
    pub line: u64,
}

/// The evening of a day of the shop's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashReminder {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub courier: CourierId,
    #[serde(with = "as_text")]
    pub day: jiff::civil::Date,
}

/// An order as it is to be from now on. Its units beyond what the order had are already taken from
/// stock; what it has too many goes back with the change, and what was taken with a refusal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    pub of: OrderRef,
    pub lines: Vec<LineRecord>,
    pub delivery_fee: MoneyValue,
    pub address: AddressValue,
    /// E.164.
    pub contact_phone: String,
    /// Absent from messages of before there were any; such orders had none either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    pub moment: MomentValue,
    /// Units that were taken from stock for it.
    pub taken: Vec<Units>,
    /// Who wants it; the prospect in messages older than the seller's own corrections.
    #[serde(default)]
    pub by: Party,
    /// The order's revision it was made from; of older messages it is not known, and not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
}

/// Never the address or the phone.
impl std::fmt::Debug for Amendment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Amendment").field("of", &self.of).finish_non_exhaustive()
    }
}

/// Units of one variant of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    pub product: String,
    pub variant: String,
    pub quantity: u32,
}

/// Which offer of an order; attempts count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferExpired {
    pub of: OrderRef,
    pub attempt: u32,
}

/// Who gave an order up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    pub of: OrderRef,
    pub by: Party,
}

/// One side of a sale.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    #[default]
    Prospect,
    Seller,
}

/// A new promised moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rescheduling {
    pub of: OrderRef,
    pub moment: MomentValue,
    pub by: Party,
}

/// Where the door of an order is, as its prospect's phone says; degrees × 10⁷.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PositionShared {
    pub of: OrderRef,
    pub latitude_e7: i32,
    pub longitude_e7: i32,
}

/// Never the place.
impl std::fmt::Debug for PositionShared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PositionShared").field("of", &self.of).finish_non_exhaustive()
    }
}

/// A prospect's answer to [`News::NobodyFound`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProspectChoice {
    pub of: OrderRef,
    pub choice: Choice,
}

/// What a prospect may do when no courier was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Try again for the next promised moment.
    Tomorrow,
    /// Fetch it at the shop.
    Pickup,
    Cancel,
}

/// A sentence for the seller, sent from our own number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SellerNotice {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    pub notice: Notice,
}
