//! What a prospect is asked to confirm, to the franc; an order is made of it and of nothing else.
//!
//! While a recap is young its units are kept from others. Afterwards it can still be confirmed, if
//! they are still there.

use jiff::{Timestamp, ToSpan};

use crate::{
    ids::{OrderId, RecapId},
    moment::Moment,
    order::{Address, Line, Recipient, Totals},
    phone::Phone,
    stock::Units,
};

/// Hours a recap may be confirmed: prices and promises are the shop's of that day.
const VALID_HOURS: i64 = 12;

/// A recap as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recap {
    pub id: RecapId,
    pub lines: Vec<Line>,
    pub totals: Totals,
    pub address: Address,
    pub contact_phone: Phone,
    pub recipient: Option<Recipient>,
    pub payer: Option<String>,
    pub moment: Moment,
    pub shown_at: Timestamp,
    /// When it left for the prospect's phone; nobody has read it before.
    pub left_at: Option<Timestamp>,
    /// The confirmed order it changes, when it makes no new one.
    pub amends: Option<OrderId>,
    /// The revision of that order it was made from, when it is known.
    pub revision: Option<u32>,
    /// Units it takes from stock: all of a new order's, what a changed one has not yet.
    pub takes: Vec<Units>,
    /// Until when those units are kept aside; `None` when they are not.
    pub held_until: Option<Timestamp>,
}

impl Recap {
    /// Whether it may still be confirmed.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.shown_at.saturating_add(VALID_HOURS.hours()).is_ok_and(|end| now < end)
    }

    /// The order it becomes. One recap is one order, however often it is confirmed.
    pub fn order_id(&self) -> OrderId {
        order_of(&self.id)
    }

    /// Whether words sent at that moment can be an answer to it: whole seconds are Meta's precision.
    pub fn was_read_by(&self, sent_at: Timestamp) -> bool {
        self.left_at.is_some_and(|left| sent_at.as_second() >= left.as_second())
    }

    /// Units that are kept aside for it.
    pub fn held_units(&self) -> &[Units] {
        if self.held_until.is_some() { &self.takes } else { &[] }
    }

    /// Units that are not kept aside and must be taken when it is confirmed.
    pub fn units_to_take(&self) -> &[Units] {
        if self.held_until.is_some() { &[] } else { &self.takes }
    }
}

/// The order that confirming a recap makes.
pub fn order_of(recap: &RecapId) -> OrderId {
    OrderId::from_uuid(recap.uuid())
}
