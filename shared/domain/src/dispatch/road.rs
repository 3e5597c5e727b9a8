//! From acceptance to the door: pickup, code, cash, or a failure with its reason.
//!
//! Only the courier in charge acts here, and nothing closes without the right code.

use jiff::Timestamp;

use super::{
    Actor, CourierNote, DeedKind, Delivery, DeliveryCode, DeliveryStatus, DispatchEffect,
    DispatchRejection, Photo, ProspectNews, SellerNote, Step, search,
};
use crate::{
    Transition, conversation::DeliveryFailure, ids::CourierId, moment::Moment, money::Money,
};

/// Wrong codes before the delivery is locked and the seller called.
const MAX_WRONG_CODES: u32 = 3;

/// Where the courier in charge stands: a copy of the status without its courier.
enum Point {
    Assigned,
    PickedUp,
    AwaitingCode { wrong: u32 },
    CodeLocked,
    AwaitingCash,
}

/// The point the road is at, if `courier` is the one on it.
fn point(delivery: &Delivery, courier: &CourierId) -> Result<Point, DispatchRejection> {
    let (point, in_charge) = match &delivery.status {
        DeliveryStatus::Assigned { courier } => (Point::Assigned, courier),
        DeliveryStatus::PickedUp { courier } => (Point::PickedUp, courier),
        DeliveryStatus::AwaitingCode { courier, wrong } => {
            (Point::AwaitingCode { wrong: *wrong }, courier)
        }
        DeliveryStatus::CodeLocked { courier } => (Point::CodeLocked, courier),
        DeliveryStatus::AwaitingCash { courier } => (Point::AwaitingCash, courier),
        DeliveryStatus::Delivered { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => return Err(DispatchRejection::Over),
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. } => {
            return Err(DispatchRejection::NotYours);
        }
    };
    if in_charge == courier { Ok(point) } else { Err(DispatchRejection::NotYours) }
}

fn tell(courier: &CourierId, note: CourierNote) -> DispatchEffect {
    DispatchEffect::TellCourier { courier: courier.clone(), note }
}

fn not_now(instead: CourierNote) -> Step {
    Err(DispatchRejection::NotNow { instead })
}

fn moved(
    mut delivery: Delivery,
    status: DeliveryStatus,
    effects: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    delivery.status = status;
    Transition { state: delivery, effects }
}

/// Says something and changes nothing.
fn stays(
    delivery: Delivery,
    courier: &CourierId,
    note: CourierNote,
) -> Transition<Delivery, DispatchEffect> {
    Transition { state: delivery, effects: vec![tell(courier, note)] }
}

/// The courier has the parcel.
pub(super) fn picked_up(mut delivery: Delivery, courier: &CourierId, now: Timestamp) -> Step {
    match point(&delivery, courier)? {
        Point::Assigned => {
            delivery.remember(Actor::Courier(courier.clone()), DeedKind::PickedUp, now);
            let status = DeliveryStatus::PickedUp { courier: courier.clone() };
            let news = ProspectNews::PickedUp { courier: courier.clone() };
            let effects =
                vec![tell(courier, CourierNote::OnTheRoad), DispatchEffect::TellProspect(news)];
            Ok(moved(delivery, status, effects))
        }
        Point::PickedUp => not_now(CourierNote::OnTheRoad),
        Point::AwaitingCode { .. } => not_now(CourierNote::AskCode),
        Point::CodeLocked => Err(DispatchRejection::Locked),
        Point::AwaitingCash => Err(DispatchRejection::HandedOver),
    }
}

/// A photo of the parcel, from who has it or has handed it over. It proves nothing by itself and
/// moves nothing: it is there for the day somebody asks. A later one replaces it.
pub(super) fn photographed(
    mut delivery: Delivery,
    courier: &CourierId,
    object: &str,
    now: Timestamp,
) -> Step {
    if delivery.courier() != Some(courier) {
        return Err(DispatchRejection::NotYours);
    }
    if delivery.photo.as_ref().is_some_and(|known| known.object == object) {
        return Err(DispatchRejection::Stale);
    }
    delivery.photo = Some(Photo { object: object.to_owned(), at: now });
    delivery.remember(Actor::Courier(courier.clone()), DeedKind::Photographed, now);
    Ok(Transition { state: delivery, effects: vec![tell(courier, CourierNote::PhotoKept)] })
}

/// « Livré »: the code proves it. A courier may have skipped « Récupéré ».
pub(super) fn handed_over(mut delivery: Delivery, courier: &CourierId, now: Timestamp) -> Step {
    match point(&delivery, courier)? {
        Point::Assigned | Point::PickedUp => {
            delivery.remember(Actor::Courier(courier.clone()), DeedKind::HandedOver, now);
            let status = DeliveryStatus::AwaitingCode { courier: courier.clone(), wrong: 0 };
            Ok(moved(delivery, status, vec![tell(courier, CourierNote::AskCode)]))
        }
        Point::AwaitingCode { .. } => not_now(CourierNote::AskCode),
        Point::CodeLocked => Err(DispatchRejection::Locked),
        Point::AwaitingCash => Err(DispatchRejection::HandedOver),
    }
}

/// The courier typed a code. The right one closes a delivery that is paid already.
pub(super) fn code_given(
    mut delivery: Delivery,
    courier: &CourierId,
    code: &DeliveryCode,
    now: Timestamp,
) -> Step {
    match point(&delivery, courier)? {
        Point::AwaitingCode { .. } if delivery.code == *code && delivery.is_paid() => {
            let nothing = delivery.left();
            Ok(delivered(delivery, courier, nothing, now))
        }
        Point::AwaitingCode { .. } if delivery.code == *code => {
            let status = DeliveryStatus::AwaitingCash { courier: courier.clone() };
            Ok(moved(delivery, status, vec![tell(courier, CourierNote::AskCash)]))
        }
        Point::AwaitingCode { wrong } => {
            delivery.remember(Actor::Courier(courier.clone()), DeedKind::WrongCode, now);
            let wrong = wrong.saturating_add(1);
            let left = MAX_WRONG_CODES.saturating_sub(wrong);
            let courier = courier.clone();
            if left == 0 {
                let effects = vec![
                    tell(&courier, CourierNote::CodeLocked),
                    DispatchEffect::TellSeller(SellerNote::CodeLocked),
                ];
                return Ok(moved(delivery, DeliveryStatus::CodeLocked { courier }, effects));
            }
            let effects = vec![tell(&courier, CourierNote::WrongCode { left })];
            Ok(moved(delivery, DeliveryStatus::AwaitingCode { courier, wrong }, effects))
        }
        Point::Assigned => not_now(CourierNote::Accepted),
        Point::PickedUp => not_now(CourierNote::OnTheRoad),
        Point::CodeLocked => Err(DispatchRejection::Locked),
        Point::AwaitingCash => Err(DispatchRejection::HandedOver),
    }
}

/// « Autre montant »: the courier will type it.
pub(super) fn other_amount(delivery: Delivery, courier: &CourierId) -> Step {
    match point(&delivery, courier)? {
        Point::AwaitingCash => Ok(stays(delivery, courier, CourierNote::AskAmount)),
        Point::Assigned => not_now(CourierNote::Accepted),
        Point::PickedUp => not_now(CourierNote::OnTheRoad),
        Point::AwaitingCode { .. } => not_now(CourierNote::AskCode),
        Point::CodeLocked => Err(DispatchRejection::Locked),
    }
}

/// The amount closes the delivery; one that is not what was due is recorded as it is, and the
/// seller's message shows both.
pub(super) fn cash_reported(
    delivery: Delivery,
    courier: &CourierId,
    amount: Money,
    now: Timestamp,
) -> Step {
    match point(&delivery, courier)? {
        Point::AwaitingCash => Ok(delivered(delivery, courier, amount, now)),
        Point::Assigned => not_now(CourierNote::Accepted),
        Point::PickedUp => not_now(CourierNote::OnTheRoad),
        Point::AwaitingCode { .. } => not_now(CourierNote::AskCode),
        Point::CodeLocked => Err(DispatchRejection::Locked),
    }
}

/// In the prospect's hands, and so much in the courier's.
fn delivered(
    mut delivery: Delivery,
    courier: &CourierId,
    collected: Money,
    now: Timestamp,
) -> Transition<Delivery, DispatchEffect> {
    delivery.remember(Actor::Courier(courier.clone()), DeedKind::Delivered, now);
    let mut effects = vec![
        tell(courier, CourierNote::Thanks),
        DispatchEffect::TellProspect(ProspectNews::Delivered { collected }),
        DispatchEffect::TellSeller(SellerNote::Delivered { collected }),
    ];
    effects.extend(delivery.withdraw_payment());
    let status = DeliveryStatus::Delivered { courier: Some(courier.clone()), collected, at: now };
    moved(delivery, status, effects)
}

/// « Échec »: why?
pub(super) fn failure_started(delivery: Delivery, courier: &CourierId) -> Step {
    match point(&delivery, courier)? {
        Point::Assigned | Point::PickedUp | Point::AwaitingCode { .. } | Point::CodeLocked => {
            Ok(stays(delivery, courier, CourierNote::AskReason))
        }
        Point::AwaitingCash => Err(DispatchRejection::HandedOver),
    }
}

/// A failure and its reason. An absent customer gets the shop's next usual moment, once; whatever
/// else fails has failed for good, and its units can be sold again.
pub(super) fn failure_reported(
    mut delivery: Delivery,
    courier: &CourierId,
    reason: DeliveryFailure,
    usual: Moment,
    now: Timestamp,
) -> Step {
    match point(&delivery, courier)? {
        Point::Assigned | Point::PickedUp | Point::AwaitingCode { .. } | Point::CodeLocked => {}
        Point::AwaitingCash => return Err(DispatchRejection::HandedOver),
    }
    delivery.remember(Actor::Courier(courier.clone()), DeedKind::Failed, now);
    Ok(failed(delivery, Some(courier), reason, usual, now))
}

/// It failed: another round for an absent customer, else for good. Who is told depends on who says
/// so.
pub(super) fn failed(
    mut delivery: Delivery,
    courier: Option<&CourierId>,
    reason: DeliveryFailure,
    usual: Moment,
    now: Timestamp,
) -> Transition<Delivery, DispatchEffect> {
    let absent = match reason {
        DeliveryFailure::CustomerAbsent => true,
        DeliveryFailure::CustomerRefused
        | DeliveryFailure::WrongAddress
        | DeliveryFailure::CourierProblem => false,
    };
    let retry = (absent && !delivery.retried).then_some(usual);
    let mut effects: Vec<DispatchEffect> =
        courier.map(|courier| tell(courier, CourierNote::FailureNoted)).into_iter().collect();
    effects.extend([
        DispatchEffect::TellProspect(ProspectNews::DeliveryFailed { reason, retry }),
        DispatchEffect::TellSeller(SellerNote::Failed { reason, retry }),
    ]);
    if let Some(promised) = retry {
        delivery.retried = true;
        return search::another_round(delivery, promised, None, now, effects);
    }
    effects.extend(delivery.return_units());
    moved(delivery, DeliveryStatus::Failed { reason, at: now }, effects)
}
