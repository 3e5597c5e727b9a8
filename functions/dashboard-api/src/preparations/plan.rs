//! A day's preparations: per slot, each order's lines and the sum of them all.

use std::collections::BTreeMap;

use contracts::{
    as_text,
    messages::Units,
    records::{
        courier::CourierRecord, delivery::DeliveryRecord, preparation::PreparationRecord,
        values::PeriodValue,
    },
};
use domain::{
    moment::Period,
    order::{Line, Order, OrderStatus},
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use crate::deliveries;

/// An order with what is known of its delivery and its tick.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) order: Order,
    pub(super) delivery: Option<DeliveryRecord>,
    pub(super) tick: Option<PreparationRecord>,
}

/// A day, its two halves in order.
#[derive(Debug, Serialize)]
pub(super) struct Plan<'a> {
    #[serde(serialize_with = "as_text::serialize")]
    day: Date,
    slots: Vec<Slot<'a>>,
    /// The shop has more orders than were looked through.
    is_partial: bool,
}

/// Half a day. Totals leave out what a courier has already fetched.
#[derive(Debug, Serialize)]
struct Slot<'a> {
    period: PeriodValue,
    orders: Vec<OrderView<'a>>,
    totals: Vec<ItemView>,
    /// Of the orders that have not left, how many are ticked.
    prepared: usize,
    to_prepare: usize,
}

#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one order")]
pub(super) struct OrderView<'a> {
    id: &'a str,
    reference: String,
    lines: Vec<ItemView>,
    /// Units of all its lines.
    quantity: u32,
    /// Who receives it.
    receiver: &'a str,
    /// Who fetches it, once somebody does.
    courier: Option<&'a str>,
    /// The prospect fetches it.
    pickup_at_shop: bool,
    picked_up: bool,
    prepared: bool,
    /// It was ticked, and has other contents since.
    changed: bool,
    #[serde(serialize_with = "as_text::option::serialize")]
    ticked_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ItemView {
    product_id: String,
    variant_id: String,
    name: String,
    quantity: u32,
}

/// Whether somebody still has to hand the order over.
pub(super) const fn is_to_prepare(status: OrderStatus) -> bool {
    match status {
        OrderStatus::Pending | OrderStatus::Confirmed => true,
        OrderStatus::Delivered | OrderStatus::Failed | OrderStatus::Cancelled => false,
    }
}

/// What an order consists of, one entry for each variant.
pub(super) fn units(order: &Order) -> Vec<Units> {
    let units = domain::order::units(&order.lines);
    let units = units.into_iter().map(|((product, variant), quantity)| Units {
        product: product.to_string(),
        variant: variant.to_string(),
        quantity,
    });
    units.collect()
}

impl<'a> Plan<'a> {
    pub(super) fn of(
        day: Date,
        entries: &'a [Entry],
        couriers: &'a BTreeMap<String, CourierRecord>,
        is_partial: bool,
    ) -> Self {
        let slot = |period: Period| Slot::of(period, entries, couriers);
        let slots = vec![slot(Period::Morning), slot(Period::Afternoon)];
        Self { day, slots, is_partial }
    }
}

impl<'a> Slot<'a> {
    fn of(
        period: Period,
        entries: &'a [Entry],
        couriers: &'a BTreeMap<String, CourierRecord>,
    ) -> Self {
        let mut within: Vec<&Entry> =
            entries.iter().filter(|entry| entry.order.moment.period == period).collect();
        // First come, first prepared.
        within.sort_by_key(|entry| (entry.order.placed_at, entry.order.id.clone()));
        let orders: Vec<OrderView<'_>> = within.iter().map(|entry| entry.view(couriers)).collect();
        let here = || within.iter().zip(&orders).filter(|(_, view)| !view.picked_up);
        Self {
            period: match period {
                Period::Morning => PeriodValue::Morning,
                Period::Afternoon => PeriodValue::Afternoon,
            },
            totals: totals(here().flat_map(|(entry, _)| &entry.order.lines)),
            prepared: here().filter(|(_, view)| view.prepared).count(),
            to_prepare: here().count(),
            orders,
        }
    }
}

impl Entry {
    /// The order as it is prepared.
    pub(super) fn view<'a>(
        &'a self,
        couriers: &'a BTreeMap<String, CourierRecord>,
    ) -> OrderView<'a> {
        let standing = self.delivery.as_ref().map(deliveries::standing).unwrap_or_default();
        let ticked = self.tick.as_ref().filter(|tick| tick.prepared);
        let changed = ticked.is_some_and(|tick| tick.units != units(&self.order));
        let lines = totals(self.order.lines.iter());
        OrderView {
            id: self.order.id.as_str(),
            reference: self.order.reference(),
            quantity: lines.iter().fold(0, |sum, line| sum.saturating_add(line.quantity)),
            lines,
            receiver: self.order.receiver_name(),
            courier: standing
                .courier
                .and_then(|id| couriers.get(id))
                .map(|courier| courier.name.as_str()),
            pickup_at_shop: standing.is_at_shop,
            picked_up: standing.has_left,
            prepared: ticked.is_some() && !changed,
            changed,
            ticked_at: ticked.map(|tick| tick.at),
        }
    }
}

/// Lines by product and variant, in the words of the first of each, by name.
fn totals<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<ItemView> {
    let mut sums: BTreeMap<(&str, &str), ItemView> = BTreeMap::new();
    for line in lines {
        let sum = sums.entry((line.product.as_str(), line.variant.as_str())).or_insert_with(|| {
            ItemView {
                product_id: line.product.to_string(),
                variant_id: line.variant.to_string(),
                name: line.name.clone(),
                quantity: 0,
            }
        });
        sum.quantity = sum.quantity.saturating_add(line.quantity);
    }
    let mut items: Vec<ItemView> = sums.into_values().collect();
    items.sort_by(|one, other| (&one.name, &one.variant_id).cmp(&(&other.name, &other.variant_id)));
    items
}

#[cfg(test)]
mod tests;
