//! One prospect's thread with one seller: who speaks, what is in the cart, what may be confirmed.
//!
//! Nothing here trusts the model: it proposes a [`Draft`], and what leaves is decided by
//! [`step`]. An order exists only when the prospect confirmed the [`Recap`] that is outstanding.

pub mod assent;
pub mod cart;
pub mod claims;
pub mod recap;
mod step;
pub mod tap;

use jiff::Timestamp;

use crate::{
    ids::{ConversationId, OrderId, PhoneNumberId, SellerId, Wamid},
    moment::Moment,
    money::Money,
    order::{Order, Pin},
    person::Identity,
    phone::Phone,
    window::OpenWindow,
};
pub use cart::Cart;
pub use recap::Recap;
pub use step::{may_think, step};
pub use tap::{OrderChoice, Tap};

/// How a thread's pace and patience are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// Seconds without a new message before an answer is thought of.
    pub debounce_seconds: u32,
    /// Seconds of silence after which an open cart is recalled, once.
    pub reminder_after_seconds: u32,
}

/// Who answers the prospect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Ai,
    /// A human, until they give it back or `until` has passed.
    Human {
        until: Option<Timestamp>,
    },
}

/// The ad a prospect came by (Meta, `referral` of a message).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ad {
    pub id: String,
    pub headline: String,
    pub body: String,
    /// Absent for ads in WhatsApp Status; never made up.
    pub click_id: Option<String>,
}

/// The state of a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    pub id: ConversationId,
    pub seller: SellerId,
    /// The seller's number it is on.
    pub number: PhoneNumberId,
    pub identity: Identity,
    pub contact_name: String,
    pub owner: Owner,
    /// When the prospect last wrote: opens the 24 h window.
    pub last_inbound_at: Option<Timestamp>,
    /// Grows with everything that makes an answer being thought of stale.
    pub turn: u64,
    /// Since when the prospect waits for an answer.
    pub waiting_since: Option<Timestamp>,
    pub cart: Cart,
    /// The recap the prospect may confirm.
    pub recap: Option<Recap>,
    /// The thread's orders, oldest first.
    pub orders: Vec<OrderId>,
    /// Whether the open cart was recalled since the prospect last wrote.
    pub reminded: bool,
    pub ad: Option<Ad>,
    /// Messages the seller has not read.
    pub unread: u32,
}

impl Conversation {
    /// A thread before its first message.
    pub fn new(id: ConversationId, seller: SellerId, number: PhoneNumberId, who: Identity) -> Self {
        Self {
            id,
            seller,
            number,
            identity: who,
            contact_name: String::new(),
            owner: Owner::Ai,
            last_inbound_at: None,
            turn: 0,
            waiting_since: None,
            cart: Cart::default(),
            recap: None,
            orders: Vec::new(),
            reminded: false,
            ad: None,
            unread: 0,
        }
    }

    /// Whether the AI may speak at `now`.
    pub fn is_ais(&self, now: Timestamp) -> bool {
        match self.owner {
            Owner::Ai => true,
            Owner::Human { until } => until.is_some_and(|until| until <= now),
        }
    }
}

/// A person's message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub wamid: Wamid,
    pub identity: Identity,
    /// The WhatsApp profile's name, when sent.
    pub name: Option<String>,
    pub ad: Option<Ad>,
    pub content: Content,
}

/// What a message holds, as far as the thread's rules tell kinds apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// One of our buttons.
    Tap(Tap),
    Pin {
        pin: Pin,
        place: String,
    },
    /// A shared contact whose phone reads as a number.
    ContactPhone(Phone),
    /// Something the model reads: a voice note, an image, a document.
    Media,
    /// Something that asks for no answer: a reaction, an edit, a system notice.
    Silent,
    /// Something WhatsApp or we cannot show.
    Unsupported,
}

/// What the model proposes at the end of a turn, after its tools were run on a copy of the cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub cart: Cart,
    pub proposal: Proposal,
}

/// How a turn ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// A text that passed [`claims::check`].
    Say(String),
    /// The recap, made by code of the cart.
    Show(Box<Recap>),
    /// A human should take over.
    HandOver,
}

/// Why the AI could not end a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModelFailure {
    /// Down, slow, blocked, empty.
    Unavailable,
    /// Its answer contradicted the catalogue, or called what does not exist.
    Unreliable,
}

/// Something happened that concerns the thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Arrived(Box<Arrival>),
    Drafted {
        turn: u64,
        draft: Box<Draft>,
    },
    ModelFailed {
        turn: u64,
        failure: ModelFailure,
    },
    /// A confirmed line could not be reserved: its stock went to somebody else.
    SoldOut {
        name: String,
    },
    TakenOver,
    Released,
    /// The seller writes from the dashboard.
    HumanSaid {
        text: String,
    },
    News(News),
    /// The silence began when the thread was at this turn.
    ReminderDue {
        turn: u64,
    },
}

/// What happened to an order, for its prospect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    CourierFound { order: OrderId, name: String, phone: Phone, code: String, promised: Moment },
    PickedUp { order: OrderId, name: String },
    Delivered { order: OrderId, collected: Money },
    DeliveryFailed { order: OrderId, why: DeliveryFailure, retry: Option<Moment> },
    NobodyFound { order: OrderId },
    Rescheduled { order: OrderId, promised: Moment },
    Cancelled { order: OrderId },
    Amended { order: OrderId, total: Money, promised: Moment },
    AmendmentRefused { order: OrderId, why: AmendmentRefusal },
}

/// Why an order stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AmendmentRefusal {
    /// The parcel has left the shop.
    Left,
    /// The order is delivered, failed or cancelled.
    Over,
}

/// Why a delivery failed, as the prospect is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryFailure {
    CustomerAbsent,
    CustomerRefused,
    WrongAddress,
    CourierProblem,
}

/// Who a bubble is signed by on the seller's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Author {
    Ai,
    Human,
    /// Code: recaps, confirmations, news, fixed sentences.
    System,
}

/// A button under a bubble. WhatsApp shows at most 20 characters of its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    pub tap: Tap,
    pub title: String,
}

/// One message to the prospect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bubble {
    pub author: Author,
    pub text: String,
    pub buttons: Vec<Button>,
}

/// Why the seller is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HandOverReason {
    Asked,
    AiUnavailable,
    AiUnreliable,
    Unsupported,
    /// There is news, but free-form text may no longer be sent.
    WindowClosed,
}

/// What must now happen outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Look at the thread again in a moment, for this turn.
    Wake {
        turn: u64,
        after_seconds: u32,
    },
    /// Blue ticks and « écrit… ».
    MarkRead {
        wamid: Wamid,
    },
    /// The window proves that free-form text may be sent.
    Say {
        bubble: Bubble,
        window: OpenWindow,
    },
    /// Create the order and reserve its stock, in the commit itself.
    Place(Box<Order>),
    /// Ask `dispatch`.
    Choose {
        order: OrderId,
        choice: OrderChoice,
    },
    CallSeller {
        reason: HandOverReason,
    },
    ArmReminder {
        turn: u64,
        at: Timestamp,
    },
}

/// Why an event changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Rejection {
    /// Something newer happened since: a message, a human.
    #[error("the turn is no longer the thread's")]
    Stale,
    #[error("a human has the thread")]
    HumanHasIt,
    #[error("free-form text may not be sent any more")]
    WindowClosed,
    #[error("there is nothing to recall")]
    NothingToRecall,
    #[error("an order's amounts do not add up")]
    Amounts,
}

#[cfg(test)]
mod tests;
