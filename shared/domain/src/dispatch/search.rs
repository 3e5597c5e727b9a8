//! Finding a courier: one offer at a time, dead at its deadline, the next one at once.

use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{
    Answer, Attempt, CourierNote, Delivery, DeliveryCode, DeliveryStatus, DispatchEffect,
    DispatchRejection, Outcome, ProspectNews, Request, Search, SellerNote, Step,
};
use crate::{Transition, courier, ids::CourierId, moment::Moment};

/// A postponed delivery looks for its courier this long before the promise ends.
const SEARCH_LEAD_HOURS: i64 = 4;

/// A delivery is born and the first courier is asked.
pub(super) fn open(
    request: &Request,
    code: &DeliveryCode,
    search: &Search,
    now: Timestamp,
) -> Transition<Delivery, DispatchEffect> {
    ask_next(Delivery::born(request, code, now), search, now, Vec::new())
}

/// Asks the next courier of this round, or says that there is none. `before` are the effects of
/// what led here.
pub(super) fn ask_next(
    mut delivery: Delivery,
    search: &Search,
    now: Timestamp,
    mut before: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    let next = courier::next(&search.couriers, delivery.zone.as_ref(), &delivery.asked());
    if let Some(courier) = next {
        return ask(delivery, &courier.id, search, now, before);
    }
    let tally = delivery.tally();
    delivery.status = DeliveryStatus::NobodyFound(tally);
    before.push(DispatchEffect::TellProspect(ProspectNews::NobodyFound));
    before.push(DispatchEffect::TellSeller(SellerNote::NobodyFound(tally)));
    Transition { state: delivery, effects: before }
}

/// Makes this courier an offer.
pub(super) fn ask(
    mut delivery: Delivery,
    courier: &CourierId,
    search: &Search,
    now: Timestamp,
    mut before: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    let attempt = delivery.attempts.last().map_or(1, |last| last.number.saturating_add(1));
    let standing = SignedDuration::from_secs(i64::from(search.offer_seconds));
    let expires_at = now.saturating_add(standing).unwrap_or(Timestamp::MAX);
    delivery.attempts.push(Attempt {
        number: attempt,
        round: delivery.round,
        courier: courier.clone(),
        offered_at: now,
        outcome: Outcome::Open,
    });
    before.push(DispatchEffect::SendOffer { attempt, courier: courier.clone() });
    before.push(DispatchEffect::ArmOfferTimer { attempt, at: expires_at });
    delivery.status = DeliveryStatus::Offered { attempt, courier: courier.clone(), expires_at };
    Transition { state: delivery, effects: before }
}

/// Starts another round for a new promise: at once when its time is near, else when it comes.
pub(super) fn another_round(
    mut delivery: Delivery,
    promised: Moment,
    search: Option<&Search>,
    now: Timestamp,
    mut before: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    delivery.end_offer(Outcome::Withdrawn);
    delivery.promised = promised;
    delivery.round = delivery.round.saturating_add(1);
    let start = promised
        .ends_at(&delivery.country.time_zone())
        .and_then(|end| end.saturating_sub(SEARCH_LEAD_HOURS.hours()).ok())
        .map_or(now, |start| start.max(now));
    match search {
        Some(search) if start <= now => ask_next(delivery, search, now, before),
        Some(_) | None => {
            before.push(DispatchEffect::ArmRetry { round: delivery.round, at: start });
            delivery.status = DeliveryStatus::AwaitingRetry { at: start };
            Transition { state: delivery, effects: before }
        }
    }
}

/// A courier tapped « J'accepte » or « Je refuse » on the offer `(attempt, courier)`.
pub(super) fn answered(
    mut delivery: Delivery,
    (attempt, courier): (u32, &CourierId),
    answer: Answer,
    search: &Search,
    now: Timestamp,
) -> Step {
    let offer = match delivery.attempt(attempt) {
        Some(offer) if offer.courier == *courier => offer,
        Some(_) | None => return Err(DispatchRejection::NotYours),
    };
    let expires_at = match (&delivery.status, offer.outcome) {
        (DeliveryStatus::Offered { attempt: open, expires_at, .. }, Outcome::Open)
            if *open == attempt =>
        {
            *expires_at
        }
        (_, Outcome::Open | Outcome::Withdrawn | Outcome::Unreachable) => {
            return Err(DispatchRejection::Gone);
        }
        (_, Outcome::Expired) => return Err(DispatchRejection::Late),
        (_, Outcome::Refused) => return Err(DispatchRejection::AlreadyAnswered),
        (_, Outcome::Accepted) if delivery.courier() == Some(courier) => {
            return Err(DispatchRejection::AlreadyAccepted);
        }
        (_, Outcome::Accepted) => return Err(DispatchRejection::Over),
    };
    let tell = |note| DispatchEffect::TellCourier { courier: courier.clone(), note };
    let in_time = now < expires_at;
    match answer {
        Answer::Accept if in_time => {
            delivery.end_offer(Outcome::Accepted);
            delivery.status = DeliveryStatus::Assigned { courier: courier.clone() };
            let first = delivery.round == 1;
            let effects = vec![
                tell(CourierNote::Accepted),
                DispatchEffect::TellProspect(ProspectNews::CourierFound {
                    courier: courier.clone(),
                }),
                DispatchEffect::TellSeller(if first {
                    SellerNote::ToPrepare
                } else {
                    SellerNote::ToPrepareAgain
                }),
            ];
            Ok(Transition { state: delivery, effects })
        }
        // A tap on a dead offer whose timer is late does the timer's work.
        Answer::Accept => {
            delivery.end_offer(Outcome::Expired);
            Ok(ask_next(delivery, search, now, vec![tell(CourierNote::TooLate)]))
        }
        Answer::Refuse => {
            delivery.end_offer(if in_time { Outcome::Refused } else { Outcome::Expired });
            Ok(ask_next(delivery, search, now, vec![tell(CourierNote::RefusalNoted)]))
        }
    }
}

/// A timer says that an offer's time is up.
pub(super) fn expired(
    mut delivery: Delivery,
    attempt: u32,
    search: &Search,
    now: Timestamp,
) -> Step {
    let until = open_offer(&delivery, attempt)?;
    if now < until {
        return Err(DispatchRejection::Early { until });
    }
    delivery.end_offer(Outcome::Expired);
    Ok(ask_next(delivery, search, now, Vec::new()))
}

/// WhatsApp refused an offer for good: nobody waits for its deadline.
pub(super) fn undeliverable(
    mut delivery: Delivery,
    attempt: u32,
    search: &Search,
    now: Timestamp,
) -> Step {
    open_offer(&delivery, attempt)?;
    delivery.end_offer(Outcome::Unreachable);
    Ok(ask_next(delivery, search, now, Vec::new()))
}

/// The deadline of the open offer, if it is that attempt.
fn open_offer(delivery: &Delivery, wanted: u32) -> Result<Timestamp, DispatchRejection> {
    match &delivery.status {
        DeliveryStatus::Offered { attempt, expires_at, .. } if *attempt == wanted => {
            Ok(*expires_at)
        }
        DeliveryStatus::Offered { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::Delivered { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => Err(DispatchRejection::Stale),
    }
}

/// A timer says that a postponed search may start.
pub(super) fn retry_due(delivery: Delivery, search: &Search, now: Timestamp) -> Step {
    match delivery.status {
        DeliveryStatus::AwaitingRetry { at } if now < at => {
            Err(DispatchRejection::Early { until: at })
        }
        DeliveryStatus::AwaitingRetry { .. } => Ok(ask_next(delivery, search, now, Vec::new())),
        DeliveryStatus::Offered { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::Delivered { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => Err(DispatchRejection::Stale),
    }
}
