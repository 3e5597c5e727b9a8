//! What can happen to a thread.

use jiff::Timestamp;

use super::{Cart, Document, Recap, Tap};
use crate::{
    ids::{OrderId, RecapId, Wamid},
    moment::Moment,
    money::Money,
    order::Pin,
    payment::{Known, Purpose},
    person::Identity,
    phone::Phone,
    template::ShopTemplate,
    usage::ModelUsage,
};

/// The ad a prospect came by (Meta, `referral` of a message).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ad {
    pub id: String,
    pub headline: String,
    pub body: String,
    /// Absent for ads in WhatsApp Status; never made up.
    pub click_id: Option<String>,
}

/// A person's message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub wamid: Wamid,
    pub identity: Identity,
    /// When the person sent it, by Meta's clock: a message delivered late opens no new window.
    pub sent_at: Timestamp,
    /// The WhatsApp profile's name, when sent.
    pub name: Option<String>,
    pub ad: Option<Ad>,
    pub content: Content,
}

/// What a message holds, as far as the thread's rules tell kinds apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// New words for an earlier message. Never a confirmation: what was confirmed may be gone.
    Edited(String),
    /// One of our buttons.
    Tap(Tap),
    Pin {
        pin: Pin,
        place: String,
    },
    /// A shared contact whose phone reads as a number.
    ContactPhone(Phone),
    /// Something to be heard, seen or read first: a voice note, an image, a document, a cart of
    /// WhatsApp's catalogue.
    Media,
    /// A sticker: a smile, unless it is the very first thing.
    Sticker,
    /// An earlier message was taken back. `others_wait`: another one still waits for an answer.
    Revoked {
        others_wait: bool,
    },
    /// The person has another number or another id from now on.
    Moved(Identity),
    /// Something that asks for no answer and opens no window: a system notice.
    Silent,
    /// A reaction: opens the window, asks for no answer.
    Reaction,
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
    /// A text that passed [`super::claims::check`].
    Say(String),
    /// A question that passed the same check, with answers to touch.
    Ask { question: String, choices: Vec<String> },
    /// The recap, made by code of the cart.
    Show(Box<Recap>),
    /// What was asked is none of the shop's business; code says so.
    OffTopic,
    /// Code asks whether an order is really to be cancelled.
    AskToCancel(OrderId),
    /// Code says what is known of an order's money.
    TellPayment { order: OrderId, known: Known },
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

/// What a refusal of Meta's teaches about a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lesson {
    /// The 24 h window is closed, whatever we believed.
    WindowClosed,
    /// The person stopped marketing from this business.
    OptedOut,
    /// Meta holds marketing back from this person for a day.
    MarketingCapped,
    /// The person cannot be reached from this number.
    Unreachable,
    /// The business-scoped id is not accepted: the phone is needed.
    NeedsPhone,
}

/// Something happened that concerns the thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Arrived(Box<Arrival>),
    Drafted {
        turn: u64,
        draft: Box<Draft>,
        usage: ModelUsage,
    },
    ModelFailed {
        turn: u64,
        failure: ModelFailure,
        usage: ModelUsage,
    },
    /// The day's turns or tokens are spent, so nothing was thought.
    LimitReached {
        turn: u64,
    },
    /// What this message confirmed went to somebody else.
    SoldOut {
        arrival: Box<Arrival>,
        name: String,
    },
    /// What a recap was to keep aside went to somebody else while the model was thinking.
    HoldRefused {
        turn: u64,
        draft: Box<Draft>,
        usage: ModelUsage,
        name: String,
    },
    /// A draft that nobody will read was paid for.
    Wasted {
        usage: ModelUsage,
    },
    /// The seller takes the thread in the dashboard, for so long when they said.
    TakenOver {
        minutes: Option<u32>,
    },
    Released,
    /// The seller writes from the dashboard.
    HumanSaid {
        text: String,
    },
    /// The seller writes from the dashboard by a template, which needs no window.
    HumanInvited {
        template: ShopTemplate,
    },
    /// The seller has read the thread; so many messages of the prospect came after what they saw.
    Read {
        later: u32,
    },
    /// The seller wrote from the phone of a coexistence number.
    OwnerWrote,
    /// Another application took the thread, or gave it to us.
    ControlChanged {
        is_ours: bool,
    },
    /// The person is known by other ids from now on.
    IdentityChanged(Identity),
    /// The person stopped or resumed marketing in WhatsApp's settings.
    MarketingChanged {
        stopped: bool,
    },
    /// A refusal of a message that was sent at that moment.
    Learned {
        lesson: Lesson,
        sent_at: Timestamp,
    },
    News(News),
    /// The paper of an order lies ready.
    PaperReady(Document),
    /// The silence began when the thread was at this turn.
    ReminderDue {
        turn: u64,
    },
    /// The time for which this recap keeps its units may be over.
    HoldDue {
        recap: RecapId,
    },
    /// The time a human had the thread for may be over, and somebody has waited since this turn.
    ReturnDue {
        turn: u64,
    },
    /// This recap left for the prospect's phone.
    Shown {
        recap: RecapId,
    },
    /// A bubble was decided and did not reach the prospect: somebody had written or taken over
    /// meanwhile (`dropped`), or WhatsApp refused it.
    Unsaid {
        recap: Option<RecapId>,
        dropped: bool,
    },
}

/// What happened to an order, for its prospect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    CourierFound {
        order: OrderId,
        name: String,
        phone: Phone,
        code: String,
        promised: Moment,
    },
    PickedUp {
        order: OrderId,
        name: String,
    },
    /// A delivery service, by its name, comes for it.
    ServiceFound {
        order: OrderId,
        service: String,
        courier: Option<String>,
        tracking: Option<String>,
        promised: Moment,
    },
    ServicePickedUp {
        order: OrderId,
        service: String,
    },
    /// `fetched`: at the shop, nobody brought it.
    Delivered {
        order: OrderId,
        collected: Money,
        fetched: bool,
    },
    DeliveryFailed {
        order: OrderId,
        why: DeliveryFailure,
        retry: Option<Moment>,
    },
    /// `may_wait`: another moment is one of the ways out.
    NobodyFound {
        order: OrderId,
        may_wait: bool,
    },
    Rescheduled {
        order: OrderId,
        promised: Moment,
    },
    Cancelled {
        order: OrderId,
    },
    Amended {
        order: OrderId,
        total: Money,
        promised: Moment,
    },
    AmendmentRefused {
        order: OrderId,
        why: AmendmentRefusal,
    },
    CancellationRefused {
        order: OrderId,
        why: CancellationRefusal,
    },
    /// `left` is paid at the shop; `None` in messages older than that it was said.
    PickupAgreed {
        order: OrderId,
        left: Option<Money>,
    },
    /// A button was touched that the order had left behind.
    ChoiceOutdated {
        order: OrderId,
    },
    /// Where to pay by mobile money.
    PaymentLink {
        order: OrderId,
        url: String,
        amount: Money,
        purpose: Purpose,
        until: Option<Timestamp>,
    },
    /// The provider has the money; `left` is due on delivery, unless the order is over.
    PaymentReceived {
        order: OrderId,
        amount: Money,
        left: Money,
        is_over: bool,
    },
    PaymentExpired {
        order: OrderId,
        purpose: Purpose,
    },
    PaymentRefunded {
        order: OrderId,
        amount: Money,
    },
    /// A reported delivery is not done after all.
    DeliveryReopened {
        order: OrderId,
    },
    /// A delivery service can come for it once the door is known on the map.
    PositionWanted {
        order: OrderId,
    },
}

impl News {
    /// The order that the news is about.
    pub fn order(&self) -> &OrderId {
        match self {
            Self::CourierFound { order, .. }
            | Self::PickedUp { order, .. }
            | Self::ServiceFound { order, .. }
            | Self::ServicePickedUp { order, .. }
            | Self::Delivered { order, .. }
            | Self::DeliveryFailed { order, .. }
            | Self::NobodyFound { order, .. }
            | Self::Rescheduled { order, .. }
            | Self::Cancelled { order }
            | Self::Amended { order, .. }
            | Self::AmendmentRefused { order, .. }
            | Self::CancellationRefused { order, .. }
            | Self::PickupAgreed { order, .. }
            | Self::ChoiceOutdated { order }
            | Self::PaymentLink { order, .. }
            | Self::PaymentReceived { order, .. }
            | Self::PaymentExpired { order, .. }
            | Self::PaymentRefunded { order, .. }
            | Self::DeliveryReopened { order }
            | Self::PositionWanted { order } => order,
        }
    }
}

/// Why an order stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CancellationRefusal {
    /// The parcel has left the shop.
    Left,
    /// The order is delivered or cancelled.
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
