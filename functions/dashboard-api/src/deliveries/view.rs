//! A delivery as the dashboard sees it.

use std::collections::BTreeMap;

use contracts::{
    as_text,
    messages::{Channel, FailureReason},
    records::{
        courier::{CourierRecord, TierValue},
        delivery::{
            AttemptRecord, BookingRecord, DeedRecord, DeliveryRecord, DeliveryStatusRecord,
            OutcomeValue, RungRecord,
        },
        values::{MomentValue, MoneyValue},
    },
};
use jiff::Timestamp;
use serde::Serialize;

use crate::orders::OrderView;

/// The delivery of an order, under the order's id.
#[derive(Debug, Serialize)]
pub(super) struct DeliveryView<'a> {
    id: &'a str,
    status: &'static str,
    /// Who accepted it.
    courier: Option<CourierView<'a>>,
    /// Everybody asked, oldest first.
    attempts: Vec<AttemptView<'a>>,
    /// Delivery services that were asked, oldest first.
    bookings: &'a [BookingRecord],
    due: &'a MoneyValue,
    /// What payment providers have of it.
    paid: Option<&'a MoneyValue>,
    collected: Option<&'a MoneyValue>,
    failure_reason: Option<FailureReason>,
    promised: &'a MomentValue,
    /// When the next search starts, while it waits for one.
    #[serde(serialize_with = "as_text::option::serialize")]
    retry_at: Option<Timestamp>,
    #[serde(serialize_with = "as_text::option::serialize")]
    delivered_at: Option<Timestamp>,
    #[serde(serialize_with = "as_text::serialize")]
    created_at: Timestamp,
    /// Who did what when, oldest first.
    history: &'a [DeedRecord],
    photo: Option<PhotoView>,
    order: Option<OrderView>,
}

/// The courier's photo of the parcel, at an address that is good for five minutes.
#[derive(Debug, Serialize)]
pub(super) struct PhotoView {
    pub(super) url: String,
    #[serde(serialize_with = "as_text::serialize")]
    pub(super) at: Timestamp,
}

/// `name` and `phone` are null once the seller removed the courier.
#[derive(Debug, Serialize)]
struct CourierView<'a> {
    id: &'a str,
    name: Option<&'a str>,
    phone: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct AttemptView<'a> {
    number: u32,
    courier_id: &'a str,
    courier_name: Option<&'a str>,
    tier: TierValue,
    outcome: OutcomeValue,
    /// By which channels they were asked, and what came of each.
    rungs: &'a [RungRecord],
    /// How they answered.
    via: Option<Channel>,
    #[serde(serialize_with = "as_text::serialize")]
    offered_at: Timestamp,
    /// Of the offer that still stands.
    #[serde(serialize_with = "as_text::option::serialize")]
    expires_at: Option<Timestamp>,
}

/// What a status says beside its name.
#[derive(Default)]
struct Told<'a> {
    name: &'static str,
    courier: Option<&'a str>,
    collected: Option<&'a MoneyValue>,
    reason: Option<FailureReason>,
    open: Option<(u32, Timestamp)>,
    retry_at: Option<Timestamp>,
    delivered_at: Option<Timestamp>,
}

impl<'a> DeliveryView<'a> {
    pub(super) fn of(
        record: &'a DeliveryRecord,
        order: Option<OrderView>,
        couriers: &'a BTreeMap<String, CourierRecord>,
        photo: Option<PhotoView>,
    ) -> Self {
        let told = told(&record.status);
        let attempts = record.attempts.iter();
        Self {
            id: &record.order,
            status: told.name,
            courier: told.courier.map(|id| CourierView {
                id,
                name: couriers.get(id).map(|courier| courier.name.as_str()),
                phone: couriers.get(id).map(|courier| courier.phone.as_str()),
            }),
            attempts: attempts
                .map(|attempt| AttemptView::of(attempt, told.open, couriers))
                .collect(),
            bookings: &record.bookings,
            due: &record.due,
            paid: record.paid.as_ref(),
            collected: told.collected,
            failure_reason: told.reason,
            promised: &record.promised,
            retry_at: told.retry_at,
            delivered_at: told.delivered_at,
            created_at: record.requested_at,
            history: &record.history,
            photo,
            order,
        }
    }
}

impl<'a> AttemptView<'a> {
    fn of(
        attempt: &'a AttemptRecord,
        open: Option<(u32, Timestamp)>,
        couriers: &'a BTreeMap<String, CourierRecord>,
    ) -> Self {
        let until = open.filter(|(number, _)| *number == attempt.number);
        Self {
            number: attempt.number,
            courier_id: &attempt.courier,
            courier_name: couriers.get(&attempt.courier).map(|courier| courier.name.as_str()),
            tier: attempt.tier,
            outcome: attempt.outcome,
            rungs: &attempt.rungs,
            via: attempt.via,
            offered_at: attempt.offered_at,
            expires_at: until.map(|(_, expires_at)| expires_at),
        }
    }
}

/// What matters to who prepares the parcel.
#[derive(Debug, Default)]
pub(crate) struct Standing<'a> {
    /// Who fetches it.
    pub(crate) courier: Option<&'a str>,
    /// The prospect does.
    pub(crate) is_at_shop: bool,
    /// It is no longer in the shop.
    pub(crate) has_left: bool,
}

/// Where a delivery stands, for who prepares it.
pub(crate) fn standing(record: &DeliveryRecord) -> Standing<'_> {
    let told = told(&record.status);
    let away = ["picked_up", "awaiting_code", "code_locked", "awaiting_cash", "delivered"];
    Standing {
        courier: told.courier,
        is_at_shop: told.name == "pickup_at_shop",
        has_left: away.contains(&told.name),
    }
}

fn told(status: &DeliveryStatusRecord) -> Told<'_> {
    use DeliveryStatusRecord as Kept;
    let in_hands = |name, courier| Told { name, courier: Some(courier), ..Told::default() };
    let plain = |name| Told { name, ..Told::default() };
    match status {
        Kept::Offered { attempt, expires_at, .. } => {
            Told { open: Some((*attempt, *expires_at)), ..plain("offered") }
        }
        Kept::Assigned { courier } => in_hands("assigned", courier),
        Kept::PickedUp { courier } => in_hands("picked_up", courier),
        Kept::AwaitingCode { courier, .. } => in_hands("awaiting_code", courier),
        Kept::CodeLocked { courier } => in_hands("code_locked", courier),
        Kept::AwaitingCash { courier } => in_hands("awaiting_cash", courier),
        Kept::Delivered { courier, collected, at } => Told {
            collected: Some(collected),
            delivered_at: Some(*at),
            courier: courier.as_deref(),
            ..plain("delivered")
        },
        Kept::AwaitingDeposit { until, .. } => {
            Told { retry_at: Some(*until), ..plain("awaiting_deposit") }
        }
        Kept::WithService { .. } => plain("with_service"),
        Kept::NobodyFound { .. } => plain("nobody_found"),
        Kept::AwaitingRetry { at } => Told { retry_at: Some(*at), ..plain("awaiting_retry") },
        Kept::PickupAtShop => plain("pickup_at_shop"),
        Kept::Failed { reason, .. } => Told { reason: Some(*reason), ..plain("failed") },
        Kept::Cancelled { .. } => plain("cancelled"),
    }
}

#[cfg(test)]
mod tests;
