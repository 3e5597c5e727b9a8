//! What is set right by hand: a wrong tap taken back, a delivery the seller settles.

use jiff::{Timestamp, ToSpan};

use super::{
    Actor, Attempt, CourierNote, Decision, DeedKind, Delivery, DeliveryStatus, DispatchEffect,
    DispatchEvent, DispatchRejection, Outcome, ProspectNews, SellerNote, Step, UNDO_MINUTES, Undo,
    road, service,
};
use crate::{
    Transition,
    conversation::DeliveryFailure,
    courier::{Channel, Tier},
    ids::CourierId,
    moment::Moment,
    money::Money,
};

/// Keeps what a step of people was made from, so that it can be taken back; any other change ends
/// that. Runs after every step.
pub(super) fn keep_undo(
    before: &Delivery,
    event: &DispatchEvent,
    mut next: Transition<Delivery, DispatchEffect>,
    now: Timestamp,
) -> Transition<Delivery, DispatchEffect> {
    if next.state.status == before.status {
        return next;
    }
    next.state.undo = is_a_deed(event).then(|| Undo {
        at: now,
        status: Box::new(before.status.clone()),
        promised: before.promised,
        round: before.round,
        retried: before.retried,
    });
    next
}

/// Whether an event is a tap that somebody can have made by mistake.
const fn is_a_deed(event: &DispatchEvent) -> bool {
    match event {
        DispatchEvent::PickedUp { .. }
        | DispatchEvent::HandedOver { .. }
        | DispatchEvent::CashReported { .. }
        | DispatchEvent::FailureReported { .. }
        | DispatchEvent::Decided {
            decision: Decision::Delivered { .. } | Decision::Failed { .. } | Decision::Unlock,
            ..
        } => true,
        // Another courier is one more decision away, and the former one has been told already. What
        // a service was paid to stay away is not given back. The
        // right code of a paid order closes it; a wrong one cannot be unsaid.
        DispatchEvent::Decided {
            decision: Decision::Assign { .. } | Decision::CancelService { .. },
            ..
        }
        | DispatchEvent::CodeGiven { .. }
        | DispatchEvent::Photographed { .. }
        | DispatchEvent::Requested { .. }
        | DispatchEvent::CourierAnswered { .. }
        | DispatchEvent::OfferExpired { .. }
        | DispatchEvent::RungDue { .. }
        | DispatchEvent::RungEnded { .. }
        | DispatchEvent::RetryDue { .. }
        | DispatchEvent::OtherAmount { .. }
        | DispatchEvent::FailureStarted { .. }
        | DispatchEvent::Undone { .. }
        | DispatchEvent::ServiceDue { .. }
        | DispatchEvent::ServiceSaid { .. }
        | DispatchEvent::PaymentOpened
        | DispatchEvent::Paid { .. }
        | DispatchEvent::PaymentLapsed
        | DispatchEvent::Refunded { .. }
        | DispatchEvent::Cancelled { .. }
        | DispatchEvent::Rescheduled { .. }
        | DispatchEvent::ProspectChose { .. }
        | DispatchEvent::Located { .. }
        | DispatchEvent::Amended { .. } => false,
    }
}

/// The last step is taken back, within ten minutes, by who made it or by the seller.
pub(super) fn undone(mut delivery: Delivery, by: &Actor, now: Timestamp) -> Step {
    let undo = delivery.undo.take().ok_or(DispatchRejection::NoUndo)?;
    let until = undo.at.saturating_add(UNDO_MINUTES.minutes());
    if until.is_ok_and(|until| now >= until) {
        return Err(DispatchRejection::NoUndo);
    }
    let courier = undo.status.courier();
    match by {
        Actor::Courier(who) if courier == Some(who) => {}
        Actor::Courier(_) => return Err(DispatchRejection::NotYours),
        Actor::Seller => {}
    }
    let courier = courier.cloned();
    let was_told = match delivery.status {
        DeliveryStatus::Delivered { .. }
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::AwaitingRetry { .. } => true,
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Cancelled { .. } => false,
    };
    let mut effects: Vec<DispatchEffect> = delivery.take_units().into_iter().collect();
    let tell = |courier| DispatchEffect::TellCourier { courier, note: CourierNote::Undone };
    effects.extend(courier.map(tell));
    if was_told {
        effects.push(DispatchEffect::TellProspect(ProspectNews::Reopened));
        effects.push(DispatchEffect::TellSeller(SellerNote::Undone));
    }
    delivery.remember(by.clone(), DeedKind::Undone, now);
    delivery.status = *undo.status;
    delivery.promised = undo.promised;
    delivery.round = undo.round;
    delivery.retried = undo.retried;
    Ok(Transition { state: delivery, effects })
}

/// The seller settles it.
pub(super) fn decided(
    delivery: Delivery,
    decision: &Decision,
    usual: Moment,
    now: Timestamp,
) -> Step {
    match decision {
        Decision::Delivered { collected } => delivered(delivery, *collected, now),
        Decision::Failed { reason } => failed(delivery, *reason, usual, now),
        Decision::Unlock => unlocked(delivery, now),
        Decision::Assign { courier } => assigned(delivery, courier, now),
        Decision::CancelService { booking } => service::cancel_paid(delivery, *booking),
    }
}

/// What is with a courier, or waits at the shop, can be said to be handed over.
fn delivered(mut delivery: Delivery, collected: Money, now: Timestamp) -> Step {
    let courier = on_the_road(&delivery)?;
    delivery.remember(Actor::Seller, DeedKind::Delivered, now);
    let tell = |courier| DispatchEffect::TellCourier { courier, note: CourierNote::Thanks };
    let mut effects: Vec<DispatchEffect> = courier.clone().map(tell).into_iter().collect();
    effects.push(DispatchEffect::TellProspect(ProspectNews::Delivered { collected }));
    effects.extend(delivery.withdraw_payment());
    delivery.fetched = delivery.status == DeliveryStatus::PickupAtShop;
    delivery.status = DeliveryStatus::Delivered { courier, collected, at: now };
    Ok(Transition { state: delivery, effects })
}

fn failed(mut delivery: Delivery, reason: DeliveryFailure, usual: Moment, now: Timestamp) -> Step {
    let courier = on_the_road(&delivery)?;
    delivery.remember(Actor::Seller, DeedKind::Failed, now);
    Ok(road::failed(delivery, courier.as_ref(), reason, usual, now))
}

/// The courier who has it; nobody, when it waits at the shop.
fn on_the_road(delivery: &Delivery) -> Result<Option<CourierId>, DispatchRejection> {
    match &delivery.status {
        DeliveryStatus::Assigned { courier }
        | DeliveryStatus::PickedUp { courier }
        | DeliveryStatus::AwaitingCode { courier, .. }
        | DeliveryStatus::CodeLocked { courier }
        | DeliveryStatus::AwaitingCash { courier } => Ok(Some(courier.clone())),
        DeliveryStatus::PickupAtShop | DeliveryStatus::WithService { .. } => Ok(None),
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. } => Err(DispatchRejection::Stale),
        DeliveryStatus::Delivered { .. }
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => Err(DispatchRejection::Over),
    }
}

fn unlocked(mut delivery: Delivery, now: Timestamp) -> Step {
    let DeliveryStatus::CodeLocked { courier } = delivery.status.clone() else {
        return Err(DispatchRejection::Stale);
    };
    delivery.remember(Actor::Seller, DeedKind::Unlocked, now);
    let told = DispatchEffect::TellCourier { courier: courier.clone(), note: CourierNote::AskCode };
    delivery.status = DeliveryStatus::AwaitingCode { courier, wrong: 0 };
    Ok(Transition { state: delivery, effects: vec![told] })
}

/// This courier does it: whoever was asked or on the way to the shop is told that they do not.
fn assigned(mut delivery: Delivery, courier: &CourierId, now: Timestamp) -> Step {
    match &delivery.status {
        DeliveryStatus::Assigned { courier: already } if already == courier => {
            return Err(DispatchRejection::Stale);
        }
        DeliveryStatus::WithService { .. } if service::has_left(&delivery) => {
            return Err(DispatchRejection::Left);
        }
        DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. } => {}
        DeliveryStatus::AwaitingDeposit { .. } => return Err(DispatchRejection::Stale),
        DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. } => return Err(DispatchRejection::Left),
        DeliveryStatus::Delivered { .. } | DeliveryStatus::Cancelled { .. } => {
            return Err(DispatchRejection::Over);
        }
    }
    let tell = |courier, note| DispatchEffect::TellCourier { courier, note };
    let mut effects = Vec::new();
    if let Some(former) = delivery.courier().cloned() {
        effects.push(tell(former, CourierNote::Reassigned));
    }
    if let DeliveryStatus::Offered { courier: asked, .. } = &delivery.status
        && asked != courier
    {
        effects.push(tell(asked.clone(), CourierNote::OfferGone));
    }
    effects.extend(delivery.end_offer(Outcome::Withdrawn, None));
    effects.extend(service::leave(&delivery));
    effects.extend(delivery.take_units());
    // Chosen by hand, they join a round of their own: who was asked before stays on record.
    delivery.round = delivery.round.saturating_add(1);
    let number = delivery.attempts.last().map_or(1, |last| last.number.saturating_add(1));
    delivery.attempts.push(Attempt {
        number,
        round: delivery.round,
        courier: courier.clone(),
        tier: Tier::Own,
        offered_at: now,
        channels: Vec::new(),
        rungs: Vec::new(),
        via: Some(Channel::WhatsApp),
        outcome: Outcome::Accepted,
    });
    delivery.remember(Actor::Seller, DeedKind::Assigned, now);
    effects.push(tell(courier.clone(), CourierNote::Assigned));
    let found = ProspectNews::CourierFound { courier: courier.clone() };
    effects.push(DispatchEffect::TellProspect(found));
    delivery.status = DeliveryStatus::Assigned { courier: courier.clone() };
    Ok(Transition { state: delivery, effects })
}
