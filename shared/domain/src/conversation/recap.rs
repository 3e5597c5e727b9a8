//! What a prospect is asked to confirm, to the franc; an order is made of it and of nothing else.

use jiff::{Timestamp, ToSpan};

use crate::{
    ids::{OrderId, RecapId},
    moment::Moment,
    order::{Address, Line, Totals},
    phone::Phone,
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
    pub moment: Moment,
    pub shown_at: Timestamp,
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
}

/// The order that confirming a recap makes.
pub fn order_of(recap: &RecapId) -> OrderId {
    OrderId::from_uuid(recap.uuid())
}
