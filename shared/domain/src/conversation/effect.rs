//! What a thread makes happen, and why it does not.

use jiff::Timestamp;

use super::{OrderChoice, Tap};
use crate::{
    ids::{OrderId, RecapId, Wamid},
    moment::Moment,
    order::{Address, Line, Order, Pin, Recipient, Totals},
    phone::Phone,
    stock::Units,
    template::Filled,
    usage::ModelUsage,
    window::OpenWindow,
};

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

/// A button that opens an address, alone under its bubble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkButton {
    /// At most 20 characters.
    pub title: String,
    pub url: String,
}

/// A file that a message carries; its text is the caption then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The paper's number, as people read it: `2026-0042`. Editions of one paper share it.
    pub number: String,
    /// Where it lies in the documents bucket.
    pub object: String,
    /// As the prospect sees it: `Reçu 2026-0042.pdf`.
    pub file_name: String,
}

/// One message to the prospect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bubble {
    pub author: Author,
    pub text: String,
    pub buttons: Vec<Button>,
    /// Instead of buttons.
    pub link: Option<LinkButton>,
    pub document: Option<Document>,
    /// WhatsApp's own button under it shares where the person is.
    pub asks_position: bool,
    /// It leaves as this template, whose text it shows.
    pub template: Option<Filled>,
}

impl Bubble {
    /// Words alone.
    pub fn plain(author: Author, text: impl Into<String>) -> Self {
        Self {
            author,
            text: text.into(),
            buttons: Vec::new(),
            link: None,
            document: None,
            asks_position: false,
            template: None,
        }
    }

    /// A template by which a human writes.
    pub fn of_template(filled: Filled) -> Self {
        let text = filled.text.clone();
        Self { template: Some(filled), ..Self::plain(Author::Human, text) }
    }

    /// The recap that it offers to confirm.
    pub fn offers(&self) -> Option<&RecapId> {
        self.buttons.iter().find_map(|button| match &button.tap {
            Tap::Confirm(recap) => Some(recap),
            Tap::Change(_) | Tap::Choose(..) | Tap::Cancel(_) | Tap::Keep(_) | Tap::Pick(_) => None,
        })
    }
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
    /// The other side answers like a machine.
    LoopSuspected,
    /// The day's turns or tokens are spent.
    LimitReached,
    /// WhatsApp does not deliver to this person any more.
    Unreachable,
}

/// A confirmed order as it is to be from now on; `dispatch` decides whether it still can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amended {
    pub order: OrderId,
    /// The revision of the order that was changed; `None` in threads older than revisions.
    pub revision: Option<u32>,
    pub lines: Vec<Line>,
    pub totals: Totals,
    pub address: Address,
    pub contact_phone: Phone,
    pub recipient: Option<Recipient>,
    pub payer: Option<String>,
    pub moment: Moment,
    /// Units that were taken from stock for the change.
    pub taken: Vec<Units>,
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
    /// The window proves that free-form text may be sent. With `only_at`, the bubble dies unless
    /// the thread is still the AI's and still at that turn at the instant of sending.
    Say {
        bubble: Bubble,
        window: OpenWindow,
        only_at: Option<u64>,
    },
    /// Send a template, which needs no window.
    Invite {
        bubble: Bubble,
    },
    /// Take units from stock, in the commit itself, or the commit fails.
    Take(Vec<Units>),
    /// Give units back, in the commit itself.
    Return(Vec<Units>),
    /// Wake the thread when a recap has kept its units for long enough.
    ArmHold {
        recap: RecapId,
        at: Timestamp,
    },
    /// Create the order, in the commit itself.
    Place(Box<Order>),
    /// Ask `dispatch` to change an order.
    Amend(Box<Amended>),
    /// Ask `dispatch`: what the prospect chose when nobody was found.
    Choose {
        order: OrderId,
        choice: OrderChoice,
    },
    /// Tell `dispatch` where the door of an order is.
    SharePosition {
        order: OrderId,
        pin: Pin,
    },
    /// Ask `dispatch` to cancel an order for its prospect.
    Cancel {
        order: OrderId,
    },
    CallSeller {
        reason: HandOverReason,
    },
    ArmReminder {
        turn: u64,
        at: Timestamp,
    },
    /// Wake the thread when the human's time is over: somebody waits.
    ArmReturn {
        turn: u64,
        at: Timestamp,
    },
    /// Add to the seller's figures of the day.
    Meter(ModelUsage),
}

impl Effect {
    /// Whether a human's own bubble leaves by it.
    pub fn is_a_humans(&self) -> bool {
        matches!(
            self,
            Self::Say { bubble, .. } | Self::Invite { bubble } if bubble.author == Author::Human
        )
    }
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
    #[error("the day's turns are spent")]
    LimitReached,
    #[error("an order's amounts do not add up")]
    Amounts,
}
