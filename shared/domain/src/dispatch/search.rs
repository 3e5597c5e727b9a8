//! Finding a courier: one offer at a time, dead at its deadline, the next one at once.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::DateTime};

use super::{
    Answer, Attempt, CourierNote, Delivery, DeliveryCode, DeliveryStatus, DispatchEffect,
    DispatchRejection, Outcome, Payment, ProspectNews, Request, Search, SellerNote, Step, ladder,
    payment, service,
};
use crate::{
    Transition,
    courier::{self, Channel, Courier, Need},
    ids::CourierId,
    moment::Moment,
};

/// A delivery is born: the first courier is asked, or the deposit is waited for.
pub(super) fn open(
    request: &Request,
    code: &DeliveryCode,
    search: &Search,
    now: Timestamp,
) -> Transition<Delivery, DispatchEffect> {
    let mut delivery = Delivery::born(request, code, now);
    match request.payment {
        Payment::Cash => ask_next(delivery, search, now, Vec::new()),
        Payment::Offered => {
            delivery.payment_open = true;
            let asked = DispatchEffect::RequestPayment { amount: request.due, is_deposit: false };
            ask_next(delivery, search, now, vec![asked])
        }
        Payment::Deposit { amount, until } => {
            delivery.payment_open = true;
            delivery.status = DeliveryStatus::AwaitingDeposit { amount, until };
            let effects = vec![
                DispatchEffect::RequestPayment { amount, is_deposit: true },
                DispatchEffect::ArmRetry { round: delivery.round, at: until },
            ];
            Transition { state: delivery, effects }
        }
    }
}

/// Asks the next courier of this round, or says that there is none. `before` are the effects of
/// what led here.
pub(super) fn ask_next(
    mut delivery: Delivery,
    search: &Search,
    now: Timestamp,
    mut before: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    let asked = delivery.asked();
    let need = Need {
        zone: delivery.zone.as_ref(),
        cash: delivery.left().amount(),
        cash_ceiling: search.cash_ceiling,
        local: local(&delivery, now),
        channels: &search.channels,
        asked: &asked,
    };
    let next = courier::next(&search.couriers, &need);
    // Not while everybody may still accept: most orders never need a point on the map.
    let may_need_it = next.is_none() || !asked.is_empty();
    let asking = may_need_it.then(|| service::ask_position(&mut delivery, search)).flatten();
    if let Some(courier) = next {
        before.extend(asking);
        return ask(delivery, courier, search, now, before);
    }
    if let Some(rule) = service::next(&delivery, search) {
        return service::book(delivery, rule, now, before);
    }
    let tally = delivery.tally();
    delivery.exhausted = delivery.round >= search.max_rounds;
    delivery.status = DeliveryStatus::NobodyFound(tally);
    let may_wait = !delivery.exhausted;
    before.push(DispatchEffect::TellProspect(ProspectNews::NobodyFound { may_wait }));
    before.extend(asking);
    before.push(DispatchEffect::TellSeller(SellerNote::NobodyFound(tally)));
    Transition { state: delivery, effects: before }
}

/// The prospect shared where the door is: a service can come now, if nobody else was found.
pub(super) fn located(delivery: Delivery, search: &Search, now: Timestamp) -> Step {
    match delivery.status {
        DeliveryStatus::NobodyFound(_) if service::next(&delivery, search).is_some() => {
            Ok(ask_next(delivery, search, now, Vec::new()))
        }
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. } => {
            Ok(Transition { state: delivery, effects: Vec::new() })
        }
        DeliveryStatus::WithService { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::Delivered { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => Err(DispatchRejection::Stale),
    }
}

/// The clock on the wall there.
fn local(delivery: &Delivery, now: Timestamp) -> DateTime {
    delivery.country.time_zone().to_datetime(now)
}

/// Makes this courier an offer, by the first of their channels.
pub(super) fn ask(
    mut delivery: Delivery,
    courier: &Courier,
    search: &Search,
    now: Timestamp,
    mut before: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    let attempt = delivery.attempts.last().map_or(1, |last| last.number.saturating_add(1));
    let standing = SignedDuration::from_secs(i64::from(search.offer_seconds));
    let expires_at = now.saturating_add(standing).unwrap_or(Timestamp::MAX);
    let open = |channel: &Channel| search.channels.contains(channel);
    delivery.attempts.push(Attempt {
        number: attempt,
        round: delivery.round,
        courier: courier.id.clone(),
        tier: courier.tier,
        offered_at: now,
        channels: courier.channels.iter().copied().filter(open).collect(),
        rungs: Vec::new(),
        via: None,
        outcome: Outcome::Open,
    });
    before.push(DispatchEffect::ArmOfferTimer { attempt, at: expires_at });
    delivery.status = DeliveryStatus::Offered {
        attempt,
        courier: courier.id.clone(),
        expires_at,
        next_rung_at: None,
    };
    ladder::climb(delivery, search, now, before)
}

/// Starts another round for a new promise: at once when its time is near, else when it comes.
pub(super) fn another_round(
    mut delivery: Delivery,
    promised: Moment,
    search: Option<&Search>,
    now: Timestamp,
    mut before: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    before.extend(delivery.end_offer(Outcome::Withdrawn, None));
    delivery.promised = promised;
    delivery.round = delivery.round.saturating_add(1);
    let start = promised
        .ends_at(&delivery.country.time_zone())
        .and_then(|end| end.saturating_sub(i64::from(delivery.lead_hours).hours()).ok())
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
    (answer, via): (Answer, Channel),
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
            let mut effects: Vec<DispatchEffect> =
                delivery.end_offer(Outcome::Accepted, Some(via)).into_iter().collect();
            delivery.status = DeliveryStatus::Assigned { courier: courier.clone() };
            let first = delivery.round == 1;
            effects.extend([
                tell(CourierNote::Accepted),
                DispatchEffect::TellProspect(ProspectNews::CourierFound {
                    courier: courier.clone(),
                }),
                DispatchEffect::TellSeller(if first {
                    SellerNote::ToPrepare
                } else {
                    SellerNote::ToPrepareAgain
                }),
            ]);
            Ok(Transition { state: delivery, effects })
        }
        // A tap on a dead offer whose timer is late does the timer's work.
        Answer::Accept => {
            let mut effects = vec![tell(CourierNote::TooLate)];
            effects.extend(delivery.end_offer(Outcome::Expired, Some(via)));
            Ok(ask_next(delivery, search, now, effects))
        }
        Answer::Refuse => {
            let outcome = if in_time { Outcome::Refused } else { Outcome::Expired };
            let mut effects = vec![tell(CourierNote::RefusalNoted)];
            effects.extend(delivery.end_offer(outcome, Some(via)));
            Ok(ask_next(delivery, search, now, effects))
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
    let effects = delivery.end_offer(Outcome::Expired, None).into_iter().collect();
    Ok(ask_next(delivery, search, now, effects))
}

/// The deadline of the open offer, if it is that attempt.
pub(super) fn open_offer(delivery: &Delivery, wanted: u32) -> Result<Timestamp, DispatchRejection> {
    match &delivery.status {
        DeliveryStatus::Offered { attempt, expires_at, .. } if *attempt == wanted => {
            Ok(*expires_at)
        }
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
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
        DeliveryStatus::AwaitingRetry { at }
        | DeliveryStatus::AwaitingDeposit { until: at, .. }
            if now < at =>
        {
            Err(DispatchRejection::Early { until: at })
        }
        DeliveryStatus::AwaitingDeposit { .. } => Ok(payment::deposit_missing(delivery)),
        DeliveryStatus::AwaitingRetry { .. } => Ok(ask_next(delivery, search, now, Vec::new())),
        DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
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
