//! What prospect and seller may change: cancel, move, or choose when nobody was found.
//!
//! Until the code is given the order is still theirs; afterwards the parcel is in the prospect's
//! hands and only the amount is missing.

use jiff::Timestamp;

use super::{
    CourierNote, Delivery, DeliveryStatus, DispatchEffect, DispatchRejection, Outcome, Party,
    ProspectNews, Search, SellerNote, Step, search,
};
use crate::{Transition, conversation::OrderChoice, moment::Moment};

/// The courier on the road is told `note`; one who was only asked learns it from a tap.
fn tell_courier(delivery: &Delivery, note: CourierNote) -> Vec<DispatchEffect> {
    let told = delivery.courier().cloned();
    told.map(|courier| DispatchEffect::TellCourier { courier, note }).into_iter().collect()
}

/// Whether the order can still be changed.
fn changeable(delivery: &Delivery) -> Result<(), DispatchRejection> {
    match delivery.status {
        DeliveryStatus::Offered { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. } => Ok(()),
        DeliveryStatus::AwaitingCash { .. } => Err(DispatchRejection::HandedOver),
        DeliveryStatus::Delivered { .. } | DeliveryStatus::Cancelled { .. } => {
            Err(DispatchRejection::Over)
        }
    }
}

/// The order is given up; its goods can be sold again.
pub(super) fn cancelled(mut delivery: Delivery, by: Party) -> Step {
    changeable(&delivery)?;
    let mut effects = tell_courier(&delivery, CourierNote::Cancelled);
    effects.push(DispatchEffect::TellProspect(ProspectNews::Cancelled));
    match by {
        Party::Prospect => effects.push(DispatchEffect::TellSeller(SellerNote::Cancelled)),
        Party::Seller => {}
    }
    effects.push(DispatchEffect::ReturnStock);
    delivery.end_offer(Outcome::Withdrawn);
    delivery.status = DeliveryStatus::Cancelled { by };
    Ok(Transition { state: delivery, effects })
}

/// Another moment: a new round, in which everybody may be asked again.
pub(super) fn rescheduled(
    delivery: Delivery,
    promised: Moment,
    by: Party,
    search: &Search,
    now: Timestamp,
) -> Step {
    changeable(&delivery)?;
    let mut effects = tell_courier(&delivery, CourierNote::Rescheduled);
    effects.push(DispatchEffect::TellProspect(ProspectNews::Rescheduled { promised }));
    match by {
        Party::Prospect => {
            effects.push(DispatchEffect::TellSeller(SellerNote::Rescheduled { promised }));
        }
        Party::Seller => {}
    }
    Ok(search::another_round(delivery, promised, Some(search), now, effects))
}

/// The prospect chose what to do when nobody was found.
pub(super) fn chosen(
    mut delivery: Delivery,
    choice: OrderChoice,
    usual: Moment,
    now: Timestamp,
) -> Step {
    match delivery.status {
        DeliveryStatus::NobodyFound(_) => {}
        DeliveryStatus::Offered { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::Delivered { .. }
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => return Err(DispatchRejection::Stale),
    }
    match choice {
        OrderChoice::Tomorrow => {
            let promised = usual;
            let effects = vec![
                DispatchEffect::TellProspect(ProspectNews::Rescheduled { promised }),
                DispatchEffect::TellSeller(SellerNote::Rescheduled { promised }),
            ];
            Ok(search::another_round(delivery, promised, None, now, effects))
        }
        OrderChoice::Pickup => {
            delivery.status = DeliveryStatus::PickupAtShop;
            let effects = vec![DispatchEffect::TellSeller(SellerNote::PickupChosen)];
            Ok(Transition { state: delivery, effects })
        }
        OrderChoice::Cancel => cancelled(delivery, Party::Prospect),
    }
}
