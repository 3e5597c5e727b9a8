//! What a shop sold, collected and missed, as sums of a day and a month that are only added to.
//!
//! Each order stands for some figures, by where its delivery is. A step adds the difference
//! between what the order stood for before and after it, on the day of the step, in the step's own
//! transaction. So the sums over all days are those of the orders as they stand, each counted
//! once, and a correction is booked on the day it is made: the sums of one day may be below zero.

use crate::{
    dispatch::{Delivery, DeliveryStatus},
    money::Money,
    order::{Order, OrderStatus},
};

/// Counts, and amounts in whole francs of the shop's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Orders confirmed.
    pub placed: i64,
    pub delivered: i64,
    /// What delivered orders amount to, their fees included.
    pub sales: i64,
    /// Delivery fees, which `sales` includes.
    pub fees: i64,
    /// Cash that couriers were given for delivered orders.
    pub cash: i64,
    /// Mobile money that was paid for delivered orders, before refunds.
    pub mobile: i64,
    /// Delivered orders of which money went back.
    pub refunds: i64,
    /// How much went back.
    pub refunded: i64,
    /// Orders that failed for good and were not sent out again.
    pub failed: i64,
    pub cancelled: i64,
}

/// An order with its delivery at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    pub delivery: &'a Delivery,
    pub order: &'a Order,
    /// All mobile money that came in for it; refunds do not make it less.
    pub paid: Money,
    /// How much of that went back.
    pub refunded: Money,
}

/// What a step changes, to be added to the day's and the month's figures in the transaction that
/// keeps `after`. `before` is `None` for an order nobody has asked a courier for yet.
pub fn figure_changes(before: Option<Standing<'_>>, after: Standing<'_>) -> Figures {
    let was = before.map(Figures::of).unwrap_or_default();
    Figures::of(after).minus(was)
}

impl Figures {
    /// What an order stands for.
    pub fn of(standing: Standing<'_>) -> Self {
        let Standing { delivery, order, paid, refunded } = standing;
        let ends = |status| i64::from(delivery.order_status() == status);
        let placed = Self {
            placed: 1,
            failed: ends(OrderStatus::Failed),
            cancelled: ends(OrderStatus::Cancelled),
            ..Self::default()
        };
        let DeliveryStatus::Delivered { collected, .. } = &delivery.status else { return placed };
        Self {
            delivered: 1,
            sales: order.totals.total.amount(),
            fees: order.totals.delivery_fee.amount(),
            cash: collected.amount(),
            mobile: paid.amount(),
            refunds: i64::from(refunded.amount() > 0),
            refunded: refunded.amount(),
            ..placed
        }
    }

    /// What is left of the sales once money went back.
    pub const fn net(&self) -> i64 {
        self.sales.saturating_sub(self.refunded)
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.with(other, i64::saturating_add)
    }

    /// These without those.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.with(other, i64::saturating_sub)
    }

    /// Whether there is nothing to add.
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    fn with(self, other: Self, f: impl Fn(i64, i64) -> i64) -> Self {
        Self {
            placed: f(self.placed, other.placed),
            delivered: f(self.delivered, other.delivered),
            sales: f(self.sales, other.sales),
            fees: f(self.fees, other.fees),
            cash: f(self.cash, other.cash),
            mobile: f(self.mobile, other.mobile),
            refunds: f(self.refunds, other.refunds),
            refunded: f(self.refunded, other.refunded),
            failed: f(self.failed, other.failed),
            cancelled: f(self.cancelled, other.cancelled),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
