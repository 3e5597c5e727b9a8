//! What a step of a delivery does to its couriers' cash.

use super::{Kind, Movement};
use crate::{
    dispatch::{Delivery, DeliveryStatus},
    ids::CourierId,
    money::Money,
};

/// The movements of a step, oldest first, to be written in the transaction that keeps `after`.
///
/// Delivered: what was collected is the courier's to hand over. Delivered and then not any more:
/// that is reversed. Delivered otherwise than before, by another courier or for another amount:
/// reversed and collected. An order that was paid for in advance moves no cash.
pub fn cash_moves(before: Option<&Delivery>, after: &Delivery) -> Vec<(CourierId, Movement)> {
    let was = before.and_then(held);
    let is = held(after);
    if was == is {
        return Vec::new();
    }
    let moved =
        |(courier, amount): (&CourierId, Money), kind| (courier.clone(), Movement { kind, amount });
    let order = || after.order.clone();
    let back = was.map(|held| moved(held, Kind::Reversed { order: order() }));
    let taken = is.map(|held| moved(held, Kind::Collected { order: order() }));
    back.into_iter().chain(taken).collect()
}

/// Who has cash for a delivery, and how much.
fn held(delivery: &Delivery) -> Option<(&CourierId, Money)> {
    // Without a courier nobody carries cash: it was handed over in the shop, or by a service.
    let DeliveryStatus::Delivered { courier: Some(courier), collected, .. } = &delivery.status
    else {
        return None;
    };
    (collected.amount() > 0).then_some((courier, *collected))
}
