//! A delivery service as the last rung: asked when no courier accepted, believed when it was read.

use super::*;
use crate::{
    delivery_service::ServiceState,
    order::OrderStatus,
    seller::{DeliveryService, ServiceRule},
};

pub(super) fn rules() -> Vec<ServiceRule> {
    [DeliveryService::Yango, DeliveryService::Glovo]
        .map(|service| ServiceRule { service, max_price: 3_000 })
        .to_vec()
}

pub(super) fn searching() -> Search {
    Search { services: rules(), ..search(0) }
}

/// The delivery of an order that was paid before anybody was asked, and what its booking began.
pub(super) fn booked() -> Transition<Delivery, DispatchEffect> {
    let born = step(None, &asked(), start()).unwrap().state;
    assert!(matches!(born.status, DeliveryStatus::NobodyFound(_)), "cash is for couriers");
    let paid = DispatchEvent::Paid { amount: born.due, as_deposit: false, search: searching() };
    step(Some(&born), &paid, start()).unwrap()
}

fn asked() -> DispatchEvent {
    let DispatchEvent::Requested { request, code, .. } = requested(0) else { panic!() };
    DispatchEvent::Requested { request, code, search: searching() }
}

pub(super) fn said(booking: u32, word: ServiceWord) -> DispatchEvent {
    DispatchEvent::ServiceSaid { booking, word, search: searching(), usual: usual() }
}

pub(super) fn seen(state: ServiceState) -> ServiceWord {
    ServiceWord::Seen {
        reference: "claim-1".into(),
        state: Some(state),
        price: Some(Money::new(1_800, Currency::Xof)),
        courier: Some("Adama".into()),
        tracking: None,
    }
}

#[test]
fn a_service_is_asked_when_nobody_accepts_and_its_word_moves_the_order() {
    let first = booked();
    assert_eq!(first.effects[1], DispatchEffect::AskService { booking: 1 });
    assert_eq!(first.state.order_status(), OrderStatus::Pending);
    let lives = [
        (ServiceState::AwaitingConfirm, OrderStatus::Pending),
        (ServiceState::Searching, OrderStatus::Pending),
        (ServiceState::Assigned, OrderStatus::Confirmed),
        (ServiceState::PickedUp, OrderStatus::Confirmed),
        (ServiceState::Delivered, OrderStatus::Delivered),
    ];
    let mut state = first.state;
    for ((said_now, status), second) in lives.into_iter().zip(1..) {
        let next = step(Some(&state), &said(1, seen(said_now)), after(second)).unwrap();
        assert_eq!(next.state.order_status(), status, "{said_now:?}");
        // The same word again, or an older one, is nothing new.
        let again = step(Some(&next.state), &said(1, seen(said_now)), after(second));
        assert!(again.is_err(), "{said_now:?} twice");
        state = next.state;
    }
    let collected = Money::new(0, Currency::Xof);
    assert_eq!(state.status, DeliveryStatus::Delivered { courier: None, collected, at: after(5) });
}

#[test]
fn a_service_that_declines_or_finds_nobody_makes_room_for_the_next() {
    let first = booked().state;
    let second = step(Some(&first), &said(1, ServiceWord::Declined), after(1)).unwrap();
    assert_eq!(second.effects[0], DispatchEffect::AskService { booking: 2 });
    assert_eq!(second.state.bookings[1].service, DeliveryService::Glovo);
    let stale = step(Some(&second.state), &said(1, seen(ServiceState::Assigned)), after(2));
    assert_eq!(stale, Err(DispatchRejection::Stale));
    let nobody = step(Some(&second.state), &said(2, seen(ServiceState::NoCourier)), after(3));
    assert!(matches!(nobody.unwrap().state.status, DeliveryStatus::NobodyFound(_)));
}

#[test]
fn what_a_service_carries_is_not_cancelled_and_what_it_seeks_is_given_up() {
    let first = booked().state;
    let seeking = step(Some(&first), &said(1, seen(ServiceState::Searching)), after(1));
    let seeking = seeking.unwrap().state;
    let cancel = DispatchEvent::Cancelled { by: Party::Prospect };
    let given_up = step(Some(&seeking), &cancel, after(2)).unwrap();
    assert!(given_up.effects.contains(&DispatchEffect::CancelService { booking: 1, pays: false }));
    let carried = step(Some(&seeking), &said(1, seen(ServiceState::PickedUp)), after(2));
    let carried = carried.unwrap().state;
    assert_eq!(step(Some(&carried), &cancel, after(3)), Err(DispatchRejection::Left));
    // Twenty minutes without a courier are enough.
    let patient = step(Some(&seeking), &said(1, seen(ServiceState::Searching)), after(1_199));
    assert_eq!(patient, Err(DispatchRejection::Stale));
    let tired = step(Some(&seeking), &said(1, seen(ServiceState::Searching)), after(1_201));
    let tired = tired.unwrap();
    assert_eq!(tired.effects[0], DispatchEffect::CancelService { booking: 1, pays: false });
    assert_eq!(tired.state.bookings.len(), 2);
}

#[test]
fn a_parcel_that_a_service_loses_is_a_failed_delivery() {
    let first = booked().state;
    let carried = step(Some(&first), &said(1, seen(ServiceState::PickedUp)), after(1));
    let back =
        step(Some(&carried.unwrap().state), &said(1, seen(ServiceState::Returned)), after(2));
    let back = back.unwrap();
    assert_eq!(back.state.order_status(), OrderStatus::Failed);
    assert!(back.effects.contains(&DispatchEffect::ReturnStock));
}

#[test]
fn a_service_that_asks_for_money_is_given_up_only_with_the_seller_s_consent() {
    let first = booked().state;
    let seeking = step(Some(&first), &said(1, seen(ServiceState::Assigned)), after(1));
    let cancel = DispatchEvent::Cancelled { by: Party::Seller };
    let over = step(Some(&seeking.unwrap().state), &cancel, after(2)).unwrap().state;
    let agree = |booking| DispatchEvent::Decided {
        decision: Decision::CancelService { booking },
        usual: usual(),
    };
    assert_eq!(step(Some(&over), &agree(1), after(3)), Err(DispatchRejection::Stale));
    let fee = Some(Money::new(800, Currency::Xof));
    let costs = said(1, ServiceWord::CancelCosts { fee });
    let asks = step(Some(&over), &costs, after(3)).unwrap();
    let service = DeliveryService::Yango;
    let note = SellerNote::ServiceCancelCosts { service, booking: 1, fee };
    assert_eq!(asks.effects, [DispatchEffect::TellSeller(note)]);
    assert_eq!(asks.state.order_status(), OrderStatus::Cancelled);
    // Asked once; consented once; another booking was never in question.
    assert_eq!(step(Some(&asks.state), &costs, after(4)), Err(DispatchRejection::Stale));
    assert_eq!(step(Some(&asks.state), &agree(2), after(4)), Err(DispatchRejection::Stale));
    let paid = step(Some(&asks.state), &agree(1), after(4)).unwrap();
    assert_eq!(paid.effects, [DispatchEffect::CancelService { booking: 1, pays: true }]);
    assert_eq!(step(Some(&paid.state), &agree(1), after(5)), Err(DispatchRejection::Stale));
}

/// A paid order whose door is not on the map, with `couriers` to ask first.
fn paid_without_a_position(couriers: u32) -> Delivery {
    let DispatchEvent::Requested { request, code, .. } = requested(0) else { panic!() };
    let search = Search { wants_position: true, ..search(couriers) };
    let asked = DispatchEvent::Requested { request, code, search: search.clone() };
    let born = step(None, &asked, start()).unwrap();
    assert!(!born.effects.contains(&wanted()), "it is not paid yet");
    let paid = DispatchEvent::Paid { amount: born.state.due, as_deposit: false, search };
    step(Some(&born.state), &paid, after(1)).unwrap().state
}

const fn wanted() -> DispatchEffect {
    DispatchEffect::TellProspect(ProspectNews::PositionWanted)
}

#[test]
fn paid_after_nobody_was_found_a_service_or_the_position_is_next() {
    let born = step(None, &asked(), start()).unwrap().state;
    let paid = |amount, search| DispatchEvent::Paid { amount, as_deposit: false, search };
    let half = paid(Money::new(1_000, Currency::Xof), searching());
    let still = step(Some(&born), &half, after(1)).unwrap();
    assert!(matches!(still.state.status, DeliveryStatus::NobodyFound(_)));
    let search = Search { wants_position: true, ..search(0) };
    let asks = step(Some(&born), &paid(born.due, search.clone()), after(1)).unwrap();
    assert!(asks.effects.contains(&wanted()) && asks.state.position_asked);
    assert!(matches!(asks.state.status, DeliveryStatus::NobodyFound(_)));
    let more = step(Some(&asks.state), &paid(born.due, search), after(2)).unwrap();
    assert!(!more.effects.contains(&wanted()), "once is enough");
}

#[test]
fn the_prospect_is_asked_for_a_position_once_when_a_service_may_be_next() {
    let state = paid_without_a_position(2);
    let searching = |n| Search { wants_position: true, ..search(n) };
    let refused = |attempt, courier| DispatchEvent::CourierAnswered {
        attempt,
        courier,
        answer: Answer::Refuse,
        via: Channel::WhatsApp,
        search: searching(2),
    };
    let first = state.attempts[0].courier.clone();
    let second = step(Some(&state), &refused(1, first), after(2)).unwrap();
    assert_eq!(second.effects.iter().filter(|effect| **effect == wanted()).count(), 1);
    let other = second.state.attempts[1].courier.clone();
    let nobody = step(Some(&second.state), &refused(2, other), after(3)).unwrap();
    assert!(!nobody.effects.contains(&wanted()), "once is enough");
    assert!(matches!(nobody.state.status, DeliveryStatus::NobodyFound(_)));
    // With the position a service is booked at once; on the road it changes nothing.
    let located = DispatchEvent::Located { search: searching_services() };
    let booked = step(Some(&nobody.state), &located, after(4)).unwrap();
    assert_eq!(booked.effects[0], DispatchEffect::AskService { booking: 1 });
    assert!(step(Some(&booked.state), &located, after(5)).is_err());
    let waiting = step(Some(&second.state), &located, after(4)).unwrap();
    assert_eq!((waiting.effects, waiting.state), (Vec::new(), second.state));
}

fn searching_services() -> Search {
    Search { services: rules(), ..search(2) }
}
