//! One prospect's thread with one seller: who speaks, what is in the cart, what may be confirmed.
//!
//! Nothing here trusts the model: it proposes a [`Draft`], and what leaves is decided by
//! [`step`]. An order exists only when the prospect confirmed the [`Recap`] that is outstanding.

pub mod assent;
pub mod budget;
pub mod cart;
pub mod claims;
pub mod effect;
pub mod event;
mod merge;
pub mod pace;
pub mod reach;
pub mod recap;
mod step;
pub mod tap;

use jiff::Timestamp;

use crate::{
    ids::{ConversationId, OrderId, PhoneNumberId, RecapId, SellerId},
    language::{Heard, Language},
    person::Identity,
    usage::ModelUsage,
    window::{self, Window},
};
pub use budget::Budget;
pub use cart::Cart;
pub use effect::{
    Amended, Author, Bubble, Button, Document, Effect, HandOverReason, LinkButton, Rejection,
};
pub use event::{
    Ad, AmendmentRefusal, Arrival, CancellationRefusal, Content, DeliveryFailure, Draft, Event,
    Lesson, ModelFailure, News, Proposal,
};
pub use merge::merged;
pub use pace::Pace;
pub use reach::Reach;
pub use recap::Recap;
pub use step::{awaken, may_say, may_think, step};
pub use tap::{OrderChoice, Tap};

/// How a thread's pace and patience are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// Seconds without a new message before an answer is thought of.
    pub debounce_seconds: u32,
    /// Seconds of silence after which an open cart is recalled, once.
    pub reminder_after_seconds: u32,
    /// Seconds for which an open recap keeps its units from others.
    pub hold_seconds: u32,
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

/// A reminder of the open cart: it leaves at that moment if the thread is still at that turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderSet {
    pub turn: u64,
    pub at: Timestamp,
}

/// What a seller is shown of the reminder of an open cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// It leaves then, unless something happens before.
    Planned(Timestamp),
    /// It left, and the prospect has been silent since.
    Sent(Timestamp),
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
    /// Another application on the same number has the thread, until it passes it to us. Nothing
    /// of ours is said meanwhile but a human's own words.
    pub other_app: bool,
    /// What the windows are computed from.
    pub contact: window::Contact,
    /// Grows with everything that makes an answer being thought of stale.
    pub turn: u64,
    /// Since when the prospect waits for an answer.
    pub waiting_since: Option<Timestamp>,
    /// Since when the prospect waits for a human who was called.
    pub called_since: Option<Timestamp>,
    pub cart: Cart,
    /// The recap the prospect may confirm.
    pub recap: Option<Recap>,
    /// Recaps of changed orders that were confirmed: a second tap changes nothing.
    pub confirmed_changes: Vec<RecapId>,
    /// The thread's orders, oldest first.
    pub orders: Vec<OrderId>,
    /// The order whose door was asked for: the next position is its, and no other's.
    pub position_for: Option<OrderId>,
    /// Whether the open cart was recalled since the prospect last wrote.
    pub reminded: bool,
    /// When that was.
    pub reminded_at: Option<Timestamp>,
    /// The reminder that is set, if the thread stays as it is.
    pub reminder_set: Option<ReminderSet>,
    pub ad: Option<Ad>,
    /// Messages the seller has not read.
    pub unread: u32,
    /// What language the prospect writes in, as far as it was clear.
    pub heard: Option<Heard>,
    pub pace: Pace,
    pub reach: Reach,
    pub budget: Budget,
    /// What the model was used for in all of the thread's life.
    pub usage: ModelUsage,
    /// The part of it since the last order, which the next order will carry.
    pub usage_since_order: ModelUsage,
    /// Papers that could not be handed over when they were ready, oldest first.
    pub papers: Vec<Document>,
    /// The thread that took this one in, when both turned out to be one person.
    pub merged_into: Option<ConversationId>,
    /// Threads that this one took in.
    pub merged: Vec<ConversationId>,
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
            other_app: false,
            contact: window::Contact::default(),
            turn: 0,
            waiting_since: None,
            called_since: None,
            cart: Cart::default(),
            recap: None,
            confirmed_changes: Vec::new(),
            orders: Vec::new(),
            position_for: None,
            reminded: false,
            reminded_at: None,
            reminder_set: None,
            ad: None,
            unread: 0,
            heard: None,
            pace: Pace::default(),
            reach: Reach::default(),
            budget: Budget::default(),
            usage: ModelUsage::default(),
            usage_since_order: ModelUsage::default(),
            papers: Vec::new(),
            merged_into: None,
            merged: Vec::new(),
        }
    }

    /// The thread goes on where its person is heard now: a seller may have connected another number.
    /// A window, and another application's hold, were the former number's.
    pub fn goes_on_at(&mut self, number: &PhoneNumberId) {
        if self.number != *number {
            self.number.clone_from(number);
            self.contact = window::Contact::default();
            self.other_app = false;
        }
    }

    /// Whether the AI may speak at `now`.
    pub fn is_ais(&self, now: Timestamp) -> bool {
        let is_no_humans = match self.owner {
            Owner::Ai => true,
            Owner::Human { until } => until.is_some_and(|until| until <= now),
        };
        is_no_humans && !self.other_app
    }

    /// Since when the prospect waits for a word, the AI's or a human's.
    pub fn awaits_since(&self) -> Option<Timestamp> {
        self.called_since.or(self.waiting_since)
    }

    /// Since when the prospect waits for a word that only a human will say. Who was told that one
    /// comes waits on, though the AI's pause may be over.
    pub fn awaits_human_since(&self, now: Timestamp) -> Option<Timestamp> {
        self.called_since.or_else(|| self.waiting_since.filter(|_| !self.is_ais(now)))
    }

    /// The reminder of the open cart, planned or sent, as long as it is one.
    pub fn reminder(&self, now: Timestamp) -> Option<Reminder> {
        if self.cart.lines.is_empty() {
            return None;
        }
        if self.reminded {
            return self.reminded_at.map(Reminder::Sent);
        }
        let set = self.reminder_set.filter(|set| set.turn == self.turn);
        let leaves = self.is_ais(now) && self.reach.takes_marketing(now);
        set.filter(|_| leaves).map(|set| Reminder::Planned(set.at))
    }

    /// What code speaks to the prospect.
    pub fn language(&self) -> Language {
        self.heard.map_or_else(Language::default, Heard::answered_in)
    }

    /// When and at what price the person may be written to.
    pub fn window(&self, now: Timestamp) -> Window {
        window::of(self.contact, now)
    }
}

#[cfg(test)]
mod tests;
