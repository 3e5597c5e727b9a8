//! The ways in which one courier is asked while their offer stands: WhatsApp, a call, a text
//! message, each a rung above the one that was not answered.

use jiff::{SignedDuration, Timestamp};

use super::{
    Attempt, Delivery, DeliveryStatus, DispatchEffect, DispatchRejection, Outcome, Rung, RungEnd,
    Search, Step, search,
};
use crate::{Transition, courier::Channel};

/// Asks by the next channel of the open offer. Rungs share the offer's time evenly, and the last
/// one has its share too: of 300 s, a call comes after 75 and a text message after 150.
///
/// Without a channel left, the deadline is waited for while an answer can still come, and the next
/// courier is asked at once when none can.
pub(super) fn climb(
    mut delivery: Delivery,
    search: &Search,
    now: Timestamp,
    mut before: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    let may_call = search.call_hours.holds(delivery.country.time_zone().to_datetime(now));
    let DeliveryStatus::Offered { attempt, courier, expires_at, .. } = delivery.status.clone()
    else {
        return Transition { state: delivery, effects: before };
    };
    let Some(offer) = delivery.attempts.iter_mut().find(|offer| offer.number == attempt) else {
        return Transition { state: delivery, effects: before };
    };
    let mut next_rung_at = None;
    while let Some(channel) = offer.channels.get(offer.rungs.len()).copied() {
        let skipped = channel == Channel::Call && !may_call;
        let end = skipped.then_some(RungEnd::NotNow);
        offer.rungs.push(Rung { channel, at: now, end });
        if skipped {
            continue;
        }
        before.push(DispatchEffect::SendOffer { attempt, courier: courier.clone(), channel });
        if offer.rungs.len() < offer.channels.len() {
            let at = due(offer, expires_at);
            // A rung that is due already, because an earlier one failed late, is climbed at once.
            let at = at.max(now);
            let rung = u32::try_from(offer.rungs.len()).unwrap_or(u32::MAX);
            before.push(DispatchEffect::ArmRung { attempt, rung, at });
            next_rung_at = Some(at);
        }
        break;
    }
    let is_hopeless = !offer.rungs.iter().any(|rung| rung.end.is_none());
    if is_hopeless {
        let was_reached = offer.rungs.iter().any(|rung| rung.end.is_some_and(is_silence));
        let outcome = if was_reached { Outcome::Expired } else { Outcome::Unreachable };
        before.extend(delivery.end_offer(outcome, None));
        return search::ask_next(delivery, search, now, before);
    }
    delivery.status = DeliveryStatus::Offered { attempt, courier, expires_at, next_rung_at };
    Transition { state: delivery, effects: before }
}

/// Whether a rung ended with a person who could have answered.
const fn is_silence(end: RungEnd) -> bool {
    match end {
        RungEnd::NoAnswer | RungEnd::Busy | RungEnd::NoKey => true,
        RungEnd::Unreachable | RungEnd::NotNow => false,
    }
}

/// When the rung after those climbed is due.
fn due(offer: &Attempt, expires_at: Timestamp) -> Timestamp {
    let (climbed, shares) = (offer.rungs.len(), offer.channels.len().saturating_add(1));
    let standing = expires_at.duration_since(offer.offered_at).as_millis();
    let part = |count: usize| i128::try_from(count).unwrap_or(1);
    let after = standing.saturating_mul(part(climbed)) / part(shares).max(1);
    let after = SignedDuration::from_millis(i64::try_from(after).unwrap_or(i64::MAX));
    offer.offered_at.saturating_add(after).unwrap_or(Timestamp::MAX)
}

/// A timer says that the next channel is due.
pub(super) fn rung_due(
    delivery: Delivery,
    (wanted, rung): (u32, u32),
    search: &Search,
    now: Timestamp,
) -> Step {
    let expires_at = search::open_offer(&delivery, wanted)?;
    let DeliveryStatus::Offered { next_rung_at: Some(due), .. } = delivery.status else {
        return Err(DispatchRejection::Stale);
    };
    let climbed = delivery.attempt(wanted).map_or(0, |offer| offer.rungs.len());
    if u32::try_from(climbed) != Ok(rung) || now >= expires_at {
        return Err(DispatchRejection::Stale);
    }
    if now < due {
        return Err(DispatchRejection::Early { until: due });
    }
    Ok(climb(delivery, search, now, Vec::new()))
}

/// No answer will come by this channel: the next one is tried at once.
pub(super) fn rung_ended(
    mut delivery: Delivery,
    (wanted, channel): (u32, Channel),
    end: RungEnd,
    search: &Search,
    now: Timestamp,
) -> Step {
    let expires_at = search::open_offer(&delivery, wanted)?;
    let offer = delivery.attempts.iter_mut().find(|offer| offer.number == wanted);
    let rungs = offer.map(|offer| &mut offer.rungs).ok_or(DispatchRejection::Stale)?;
    let is_last = rungs.last().is_some_and(|rung| rung.channel == channel);
    let known = rungs.iter_mut().find(|rung| rung.channel == channel && rung.end.is_none());
    known.ok_or(DispatchRejection::Stale)?.end = Some(end);
    if now >= expires_at {
        return search::expired(delivery, wanted, search, now);
    }
    let hopeless = !rungs.iter().any(|rung| rung.end.is_none());
    if is_last || hopeless {
        return Ok(climb(delivery, search, now, Vec::new()));
    }
    Ok(Transition { state: delivery, effects: Vec::new() })
}
