//! What waits beside the state until it is done, as it is stored.
//!
//! Words are rendered when they are decided, so that what a courier reads is what was true at
//! that moment; whether they go as buttons or as a template is decided when they are sent.

use contracts::{
    as_text,
    messages::{CashReminder, OrderNews, OrderRef, PaymentRequest},
    meta::send::{FreeForm, Template},
};
use domain::ids::SellerId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something to do outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum StoredEffect {
    /// Our own number says something.
    Say(Box<Say>),
    /// The prospect is told by `reply`.
    TellProspect(OrderNews),
    /// Wake up when an offer's time is over.
    ArmOffer {
        of: OrderRef,
        attempt: u32,
        #[serde(with = "as_text")]
        at: Timestamp,
    },
    /// Wake up when the courier's next channel is due.
    ArmRung {
        of: OrderRef,
        attempt: u32,
        rung: u32,
        #[serde(with = "as_text")]
        at: Timestamp,
    },
    /// Wake up when the next search may start.
    ArmRetry {
        of: OrderRef,
        round: u32,
        #[serde(with = "as_text")]
        at: Timestamp,
    },
    /// Wake up in the evening of a day on which a courier took cash.
    ArmCashReminder {
        reminder: CashReminder,
        #[serde(with = "as_text")]
        at: Timestamp,
    },
    /// A telephone call that makes an offer.
    Call(Box<Call>),
    /// A text message to a courier.
    Text(Box<Text>),
    /// End the call that made an offer.
    HangUp { of: OrderRef, attempt: u32 },
    /// Book a delivery service, or ask it how the booking stands.
    AskService { of: OrderRef, booking: u32 },
    /// Wake up when it is time to ask again.
    ArmService {
        of: OrderRef,
        booking: u32,
        #[serde(with = "as_text")]
        at: Timestamp,
    },
    /// Give a booking up; with `pays`, also when that costs something.
    CancelService {
        of: OrderRef,
        booking: u32,
        #[serde(default)]
        pays: bool,
    },
    /// `payments` opens a page for the prospect.
    RequestPayment(PaymentRequest),
    /// `payments` closes what is open.
    WithdrawPayment(OrderRef),
    /// `documents` makes the receipt.
    MakeReceipt(OrderRef),
}

/// A telephone call that makes an offer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Call {
    /// E.164.
    pub(crate) to: String,
    pub(crate) prompt: String,
    pub(crate) offer: Offered,
}

/// A text message to a courier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Text {
    /// E.164.
    pub(crate) to: String,
    pub(crate) words: String,
    /// The id of the link that follows the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
    pub(crate) of: OrderRef,
    pub(crate) attempt: u32,
    /// Set when it makes the offer, which must still stand when it goes out.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "as_text::option")]
    pub(crate) expires_at: Option<Timestamp>,
}

/// Neither the number nor the words.
impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("offer", &self.offer).finish_non_exhaustive()
    }
}

/// Neither the number nor the words nor the link.
impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text").field("of", &self.of).finish_non_exhaustive()
    }
}

/// A message of our own number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Say {
    /// The person, as Meta addresses them.
    pub(crate) to: String,
    /// Inside the 24 h window.
    pub(crate) words: FreeForm,
    /// Outside it; `None` when the message only makes sense as an answer.
    pub(crate) template: Option<Template>,
    /// The offer it is, which must still stand when it goes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) offer: Option<Offered>,
    /// Set when the person is a seller, who is then known by this phone.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "as_text::option")]
    pub(crate) seller: Option<SellerId>,
}

/// Which offer a message is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Offered {
    pub(crate) of: OrderRef,
    pub(crate) attempt: u32,
    #[serde(with = "as_text")]
    pub(crate) expires_at: Timestamp,
}

/// Neither the person nor the words.
impl std::fmt::Debug for Say {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Say")
            .field("words", &self.words)
            .field("template", &self.template)
            .field("offer", &self.offer)
            .finish_non_exhaustive()
    }
}
