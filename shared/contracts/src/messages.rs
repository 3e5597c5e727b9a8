//! What functions say to each other over queues.
//!
//! Every body is an [`Envelope`]. A message's `id` is its idempotency key: the same fact, said
//! twice, has the same id. A new meaning is a new `.v2`, and consumers deploy before producers;
//! `tests/golden/` keeps every version ever sent parsing.

mod alert;
mod dispatch;
mod document;
mod notice;
mod payment;

use domain::{
    ids::{ConversationId, OrderId, PhoneNumberId, RecapId, SellerId},
    template::ShopTemplate,
};
use serde::{Deserialize, Serialize};

pub use self::{
    alert::{AlertMessage, DeliveryStuck, ThreadWaits, TroubleValue, WaitingValue},
    dispatch::{
        Amendment, CallEnd, CallEnded, Cancellation, CashReminder, Channel, Choice, CourierAct,
        CourierActed, Decision, DispatchMessage, OfferExpired, Party, PaymentFact, PaymentNews,
        PositionShared, ProspectChoice, Remittance, RemittanceRecall, Rescheduling, RungDue,
        SellerDecision, SellerNotice, ServiceHint, ServiceKeysSet, SmsFailed, Units,
    },
    document::{DocumentMessage, DocumentReady},
    notice::{HandOverReason, Notice, PaymentTrouble},
    payment::{
        PaymentAcceptance, PaymentCheck, PaymentHint, PaymentMessage, PaymentProvider,
        PaymentPurpose, PaymentRequest, PaymentWithdrawal, Refund,
    },
};
use crate::{
    as_text,
    meta::webhook::{Contact, Echo, InboundMessage, MessageStatus},
    records::values::{MomentValue, MoneyValue},
};

/// The wrapping of every queue message. `T` is one of the enums below, which gives `type` and
/// `data`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope<T> {
    /// What happened, once: the key under which its effect is remembered.
    pub id: String,
    /// When it happened.
    #[serde(with = "as_text")]
    pub at: jiff::Timestamp,
    pub body: T,
}

/// Which conversation of which seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversationRef {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub conversation: ConversationId,
}

/// Which order of which seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderRef {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub order: OrderId,
}

/// On `inbound.fifo`: everything that may change a conversation. Group: the conversation, or the
/// business number and the person while the conversation is not known yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum ConversationMessage {
    /// A person wrote to a seller's number. Id: the wamid.
    #[serde(rename = "inbound_message.v1")]
    Inbound(Box<InboundMessage>),
    /// The seller writes from the dashboard.
    #[serde(rename = "human_message.v1")]
    Human(HumanMessage),
    /// The seller writes from the dashboard by a template.
    #[serde(rename = "template_message.v1")]
    Template(TemplateMessage),
    /// The seller has read the conversation.
    #[serde(rename = "conversation_read.v1")]
    Read(ConversationRead),
    /// The seller takes the conversation over.
    #[serde(rename = "takeover.v1")]
    TakeOver(ConversationRef),
    /// The seller gives it back to the AI.
    #[serde(rename = "release.v1")]
    Release(ConversationRef),
    /// Something the prospect must be told about an order.
    #[serde(rename = "order_news.v1")]
    OrderNews(OrderNews),
    /// The prospect has been silent with an open cart for long enough.
    #[serde(rename = "reminder_due.v1")]
    ReminderDue(Silence),
    /// The seller takes the conversation over for a while.
    #[serde(rename = "takeover.v2")]
    TakeOverFor(TimedTakeOver),
    /// The seller wrote from the phone of a coexistence number. Id: the wamid.
    #[serde(rename = "owner_message.v1")]
    OwnerMessage(Box<Echo>),
    /// A person's business-scoped id changed, and nothing was written.
    #[serde(rename = "identity_changed.v1")]
    IdentityChanged(IdentityChange),
    /// Another application took the thread, or gave it to us.
    #[serde(rename = "control_changed.v1")]
    ControlChanged(ControlChange),
    /// The person stopped or resumed marketing messages in WhatsApp's own settings.
    #[serde(rename = "marketing_preference.v1")]
    MarketingPreference(MarketingPreference),
    /// Meta refused a message of ours, and the reason is one the thread must remember.
    #[serde(rename = "thread_corrected.v1")]
    ThreadCorrected(ThreadCorrection),
    /// The time for which a recap keeps its units is over (a hint: the stored moment decides).
    #[serde(rename = "hold_due.v1")]
    HoldDue(Hold),
    /// The time a human had the thread for is over, and somebody waits (a hint, too).
    #[serde(rename = "return_due.v1")]
    ReturnDue(Silence),
    /// A recap left after all, though its sender could not know.
    #[serde(rename = "recap_shown.v1")]
    RecapShown(Hold),
    /// WhatsApp did not deliver a recap: nobody has read it.
    #[serde(rename = "recap_undelivered.v1")]
    RecapUndelivered(Hold),
    /// A document for the prospect lies in the bucket.
    #[serde(rename = "document_ready.v1")]
    DocumentReady(DocumentReady),
}

/// A take-over that ends by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimedTakeOver {
    pub of: ConversationRef,
    pub minutes: u32,
}

/// A person of a business number, known by another business-scoped id from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityChange {
    #[serde(with = "crate::meta::foreign")]
    pub phone_number_id: PhoneNumberId,
    /// As they were known.
    pub before: Contact,
    /// As they are known now.
    pub after: Contact,
}

/// Who holds a thread when several applications share a number (Meta, Conversation Routing).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlChange {
    #[serde(with = "crate::meta::foreign")]
    pub phone_number_id: PhoneNumberId,
    pub person: Contact,
    /// Whether the thread is ours from now on.
    pub is_ours: bool,
}

/// What a person chose under « Offers and announcements ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarketingPreference {
    #[serde(with = "crate::meta::foreign")]
    pub phone_number_id: PhoneNumberId,
    pub person: Contact,
    pub stopped: bool,
}

/// What a refusal of Meta's teaches about a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreadCorrection {
    pub of: ConversationRef,
    pub lesson: Lesson,
    /// When the refused message was written: what happened since may have overtaken the lesson.
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<jiff::Timestamp>,
}

/// See [`ThreadCorrection`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lesson {
    /// The 24 h window is closed, whatever we believed (131047).
    WindowClosed,
    /// The person stopped marketing from this business (131050).
    OptedOut,
    /// Meta holds marketing back from this person; not again for a day (131049).
    MarketingCapped,
    /// The person cannot be reached from this number (131026 and its like).
    Unreachable,
    /// A business-scoped id is not accepted here: the phone must be asked for (131062).
    NeedsPhone,
}

/// A recap that keeps units aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    pub of: ConversationRef,
    #[serde(with = "as_text")]
    pub recap: RecapId,
}

/// A seller's own words to a prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HumanMessage {
    pub to: ConversationRef,
    pub text: String,
}

/// A seller's words that need no open window, because Meta approved them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateMessage {
    pub to: ConversationRef,
    #[serde(with = "as_text")]
    pub template: ShopTemplate,
}

/// How far a seller has read a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversationRead {
    pub of: ConversationRef,
    /// When the latest message that they saw was said.
    #[serde(with = "as_text")]
    pub through: jiff::Timestamp,
}

/// News of an order for its prospect. `dispatch` says what happened, `reply` finds the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderNews {
    pub of: OrderRef,
    #[serde(with = "as_text")]
    pub conversation: ConversationId,
    pub news: News,
}

/// What happened to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum News {
    /// A courier accepted. `courier_phone` is E.164; `code` is what the prospect gives on delivery.
    CourierFound {
        courier_name: String,
        courier_phone: String,
        code: String,
        promised: MomentValue,
    },
    /// The courier has the parcel.
    PickedUp { courier_name: String },
    /// A delivery service comes for it: its name, who carries it and where to follow it, as far as
    /// it tells.
    ServiceFound {
        service: String,
        courier_name: Option<String>,
        tracking: Option<String>,
        promised: MomentValue,
    },
    /// The service's courier has the parcel.
    ServicePickedUp { service: String },
    /// Handed over against the code.
    Delivered {
        collected: MoneyValue,
        /// The prospect fetched it at the shop.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        fetched: bool,
    },
    /// It failed; `retry` is the new promise when there is one.
    DeliveryFailed { reason: FailureReason, retry: Option<MomentValue> },
    /// Nobody accepted: the prospect chooses what now. `may_wait`: another moment is one of the
    /// ways out; it was in messages that do not say.
    NobodyFound {
        #[serde(default = "yes", skip_serializing_if = "is_yes")]
        may_wait: bool,
    },
    /// A new moment was agreed.
    Rescheduled { promised: MomentValue },
    /// The order is cancelled.
    Cancelled,
    /// The order is now as the prospect wanted it changed.
    Amended { total: MoneyValue, promised: MomentValue },
    /// The change came too late or cannot be made; the order stands as it was.
    AmendmentRefused { reason: AmendmentRefusal },
    /// The order could not be cancelled any more; it stands as it was.
    CancellationRefused { reason: CancellationRefusal },
    /// The prospect fetches it at the shop, as they chose, and pays there what is left.
    PickupAgreed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<MoneyValue>,
    },
    /// What the prospect chose was offered before the order went on; nothing changed.
    ChoiceOutdated,
    /// Where to pay by mobile money; `until` is when the page closes, if its provider says so.
    PaymentLink {
        url: String,
        amount: MoneyValue,
        purpose: PaymentPurpose,
        #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
        until: Option<jiff::Timestamp>,
    },
    /// The provider says that it has the money; `left` is due on delivery, unless the order is over
    /// already.
    PaymentReceived {
        amount: MoneyValue,
        left: MoneyValue,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_over: bool,
    },
    /// The payment page closed and nothing was paid.
    PaymentExpired { purpose: PaymentPurpose },
    /// Money went back to who paid.
    PaymentRefunded { amount: MoneyValue },
    /// The delivery that was reported is not done after all (a wrong tap, undone).
    DeliveryReopened,
    /// A delivery service can come once the door is known on the map.
    PositionWanted,
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde calls")]
const fn is_yes(flag: &bool) -> bool {
    *flag
}

/// Why an order is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmendmentRefusal {
    /// The parcel has left the shop.
    Left,
    /// The order is delivered, failed or cancelled.
    Over,
    /// The order is not any more what the change was made from.
    Outdated,
    /// Fewer units are left than the change needs.
    SoldOut,
}

/// Why an order is not cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancellationRefusal {
    /// The parcel has left the shop.
    Left,
    /// The order is delivered or cancelled.
    Over,
}

/// Why a delivery failed, from the courier's short list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureReason {
    CustomerAbsent,
    CustomerRefused,
    WrongAddress,
    CourierProblem,
}

/// A silence that may deserve a reminder. `episode` grows with every message of the prospect: a
/// reminder for an older one is stale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    pub of: ConversationRef,
    pub episode: u64,
}

/// On `turns`: it is time to answer, unless something newer arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum TurnMessage {
    #[serde(rename = "turn_due.v1")]
    Due(TurnDue),
}

/// `turn` is the conversation's turn number when the message was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnDue {
    pub of: ConversationRef,
    pub turn: u64,
}

/// On `relaunch`: timers of silence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum RelaunchMessage {
    #[serde(rename = "silence_due.v1")]
    SilenceDue(Silence),
    /// A recap has kept units aside for long enough.
    #[serde(rename = "hold_due.v1")]
    HoldDue(Hold),
    /// A human's time is over, and somebody waits.
    #[serde(rename = "return_due.v1")]
    ReturnDue(Silence),
}

/// On `statuses`: what Meta reports that is no message of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum StatusMessage {
    /// Sent, delivered, read, failed.
    #[serde(rename = "message_status.v1")]
    Status(Box<MessageStatus>),
    /// Any other field of the webhook, kept as it came.
    #[serde(rename = "account_event.v1")]
    AccountEvent(AccountEvent),
}

/// A change of a field that is about an account, a number or a template, or that we only keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEvent {
    pub field: String,
    /// `entry[].id`: a WABA, or a business portfolio for partner events.
    pub entry_id: String,
    pub phone_number_id: Option<String>,
    pub value: serde_json::Value,
}
