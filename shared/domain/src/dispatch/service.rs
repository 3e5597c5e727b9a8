//! Delivery services: the last rung of a search, when no courier accepted.
//!
//! What a service says is believed only when it was asked, and only ever moves a booking forward.
//! Only paid orders are booked, so that its « delivered » closes the delivery without cash.

use jiff::{SignedDuration, Timestamp};

use super::{
    Booking, Delivery, DeliveryStatus, DispatchEffect, DispatchRejection, ProspectNews, Search,
    SellerNote, ServiceWord, Step, road, search,
};
use crate::{
    Transition,
    conversation::DeliveryFailure,
    delivery_service::{ServiceState, takes_cash},
    moment::Moment,
    money::Money,
    seller::ServiceRule,
};

/// How often a booking is looked at, callbacks or not.
const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_secs(60);
/// A service that found nobody in this long is given up.
const PATIENCE: SignedDuration = SignedDuration::from_mins(20);

/// The service to ask now: the first of the seller's that was not asked in this round.
pub(super) fn next(delivery: &Delivery, search: &Search) -> Option<ServiceRule> {
    let may = |rule: &&ServiceRule| delivery.is_paid() || takes_cash(rule.service);
    let asked = |rule: &&ServiceRule| {
        let mut bookings = delivery.bookings.iter();
        bookings.any(|known| known.round == delivery.round && known.service == rule.service)
    };
    search.services.iter().find(|rule| may(rule) && !asked(rule)).copied()
}

/// Asks the prospect for the point on the map that a service needs, once.
pub(super) fn ask_position(delivery: &mut Delivery, search: &Search) -> Option<DispatchEffect> {
    let is_due = search.wants_position && delivery.is_paid() && !delivery.position_asked;
    delivery.position_asked |= is_due;
    is_due.then_some(DispatchEffect::TellProspect(ProspectNews::PositionWanted))
}

/// Asks a service to carry it.
pub(super) fn book(
    mut delivery: Delivery,
    rule: ServiceRule,
    now: Timestamp,
    mut before: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    let number = delivery.bookings.last().map_or(1, |last| last.number.saturating_add(1));
    delivery.bookings.push(Booking {
        number,
        round: delivery.round,
        service: rule.service,
        at: now,
        reference: None,
        state: None,
        price: None,
        unwanted: false,
    });
    before.push(DispatchEffect::AskService { booking: number });
    watch(delivery, number, now, before)
}

/// Looks again in a while.
fn watch(
    mut delivery: Delivery,
    booking: u32,
    now: Timestamp,
    mut effects: Vec<DispatchEffect>,
) -> Transition<Delivery, DispatchEffect> {
    let check_at = now.saturating_add(BETWEEN_LOOKS).unwrap_or(Timestamp::MAX);
    effects.push(DispatchEffect::ArmService { booking, at: check_at });
    delivery.status = DeliveryStatus::WithService { booking, check_at };
    Transition { state: delivery, effects }
}

/// The booking under way, if it is that one.
fn current(delivery: &Delivery, wanted: u32) -> Result<&Booking, DispatchRejection> {
    delivery.booking().filter(|known| known.number == wanted).ok_or(DispatchRejection::Stale)
}

/// A timer or a callback says that there may be news. Hints may come at any time.
pub(super) fn due(delivery: Delivery, booking: u32, now: Timestamp) -> Step {
    current(&delivery, booking)?;
    Ok(watch(delivery, booking, now, vec![DispatchEffect::AskService { booking }]))
}

/// What the service said when it was asked.
pub(super) fn said(
    mut delivery: Delivery,
    number: u32,
    word: &ServiceWord,
    search: &Search,
    usual: Moment,
    now: Timestamp,
) -> Step {
    if let ServiceWord::CancelCosts { fee } = word {
        return cancel_costs(delivery, number, *fee);
    }
    let known = current(&delivery, number)?.clone();
    let (reference, state, price, courier, tracking) = match word {
        ServiceWord::Declined => {
            return Ok(search::ask_next(delivery, search, now, Vec::new()));
        }
        ServiceWord::CancelCosts { .. } => return Err(DispatchRejection::Stale),
        ServiceWord::Seen { reference, state, price, courier, tracking } => {
            (reference, state, price, courier, tracking)
        }
    };
    let before = known.state.unwrap_or(ServiceState::AwaitingConfirm);
    let moved = match (known.state, state) {
        (None, Some(state)) => Some(*state),
        (Some(was), Some(state)) => was.advance(*state),
        (_, None) => None,
    };
    let is_new = known.reference.is_none();
    if moved.is_none() && !is_new {
        let waited = now.duration_since(known.at);
        if before == ServiceState::Searching && waited >= PATIENCE {
            let effects = vec![DispatchEffect::CancelService { booking: number, pays: false }];
            return Ok(search::ask_next(delivery, search, now, effects));
        }
        return Err(DispatchRejection::Stale);
    }
    for booking in delivery.bookings.iter_mut().filter(|booking| booking.number == number) {
        booking.reference = Some(reference.clone());
        booking.state = moved.or(booking.state);
        booking.price = price.or(booking.price);
    }
    let Some(state) = moved else {
        return Ok(Transition { state: delivery, effects: Vec::new() });
    };
    if state.frees_the_order(before) {
        return Ok(search::ask_next(delivery, search, now, Vec::new()));
    }
    let service = known.service;
    let mut effects = Vec::new();
    if state.is_carried() && !before.is_carried() {
        effects.push(DispatchEffect::TellProspect(ProspectNews::ServiceFound {
            service,
            courier: courier.clone(),
            tracking: tracking.clone(),
        }));
        effects.push(DispatchEffect::TellSeller(SellerNote::ServiceComing {
            service,
            price: price.or(known.price),
        }));
    }
    if state.has_parcel() && !before.has_parcel() {
        let news = ProspectNews::ServicePickedUp { service };
        effects.push(DispatchEffect::TellProspect(news));
    }
    if state == ServiceState::Delivered {
        let collected = Money::new(0, delivery.due.currency());
        effects.push(DispatchEffect::TellProspect(ProspectNews::Delivered { collected }));
        effects.push(DispatchEffect::TellSeller(SellerNote::Delivered { collected }));
        effects.extend(delivery.withdraw_payment());
        delivery.status = DeliveryStatus::Delivered { courier: None, collected, at: now };
        return Ok(Transition { state: delivery, effects });
    }
    if state.is_over() {
        // It had the parcel and did not hand it over: it comes back, or somebody must look for it.
        let mut failed = road::failed(delivery, None, DeliveryFailure::CourierProblem, usual, now);
        effects.append(&mut failed.effects);
        return Ok(Transition { state: failed.state, effects });
    }
    Ok(Transition { state: delivery, effects })
}

/// Whether a service's courier has the parcel.
pub(super) fn has_left(delivery: &Delivery) -> bool {
    let state = delivery.booking().and_then(|booking| booking.state);
    state.is_some_and(ServiceState::has_parcel)
}

/// Gives up the booking under way, if there is one.
pub(super) fn leave(delivery: &Delivery) -> Option<DispatchEffect> {
    let booking = delivery.booking()?.number;
    Some(DispatchEffect::CancelService { booking, pays: false })
}

/// A booking was to be given up, and its service asks for money: whatever the delivery does
/// meanwhile, the seller is asked once.
fn cancel_costs(mut delivery: Delivery, number: u32, fee: Option<Money>) -> Step {
    let mut bookings = delivery.bookings.iter_mut();
    let booking = bookings.find(|known| known.number == number && !known.unwanted);
    let booking = booking.ok_or(DispatchRejection::Stale)?;
    booking.unwanted = true;
    let service = booking.service;
    let note = SellerNote::ServiceCancelCosts { service, booking: number, fee };
    Ok(Transition { state: delivery, effects: vec![DispatchEffect::TellSeller(note)] })
}

/// The seller agrees to what giving an unwanted booking up costs.
pub(super) fn cancel_paid(mut delivery: Delivery, number: u32) -> Step {
    let mut bookings = delivery.bookings.iter_mut();
    let booking = bookings.find(|known| known.number == number && known.unwanted);
    booking.ok_or(DispatchRejection::Stale)?.unwanted = false;
    let effects = vec![DispatchEffect::CancelService { booking: number, pays: true }];
    Ok(Transition { state: delivery, effects })
}
