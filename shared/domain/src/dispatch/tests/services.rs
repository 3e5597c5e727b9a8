//! A delivery service as the last rung: asked when no courier accepted, believed when it was read.

use super::*;
use crate::{
    delivery_service::ServiceState,
    order::OrderStatus,
    seller::{DeliveryService, ServiceRule},
};

fn rules() -> Vec<ServiceRule> {
    [DeliveryService::Yango, DeliveryService::Glovo]
        .map(|service| ServiceRule { service, max_price: 3_000 })
        .to_vec()
}

fn searching() -> Search {
    Search { services: rules(), ..search(0) }
}

fn asked() -> DispatchEvent {
    let DispatchEvent::Requested { request, code, .. } = requested(0) else { panic!() };
    DispatchEvent::Requested { request, code, search: searching() }
}

fn said(booking: u32, word: ServiceWord) -> DispatchEvent {
    DispatchEvent::ServiceSaid { booking, word, search: searching(), usual: usual() }
}

fn seen(state: ServiceState) -> ServiceWord {
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
    let first = step(None, &asked(), start()).unwrap();
    assert_eq!(first.effects[0], DispatchEffect::AskService { booking: 1 });
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
    let first = step(None, &asked(), start()).unwrap().state;
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
    let first = step(None, &asked(), start()).unwrap().state;
    let seeking = step(Some(&first), &said(1, seen(ServiceState::Searching)), after(1));
    let seeking = seeking.unwrap().state;
    let cancel = DispatchEvent::Cancelled { by: Party::Prospect };
    let given_up = step(Some(&seeking), &cancel, after(2)).unwrap();
    assert!(given_up.effects.contains(&DispatchEffect::CancelService { booking: 1 }));
    let carried = step(Some(&seeking), &said(1, seen(ServiceState::PickedUp)), after(2));
    let carried = carried.unwrap().state;
    assert_eq!(step(Some(&carried), &cancel, after(3)), Err(DispatchRejection::Left));
    // Twenty minutes without a courier are enough.
    let patient = step(Some(&seeking), &said(1, seen(ServiceState::Searching)), after(1_199));
    assert_eq!(patient, Err(DispatchRejection::Stale));
    let tired = step(Some(&seeking), &said(1, seen(ServiceState::Searching)), after(1_201));
    let tired = tired.unwrap();
    assert_eq!(tired.effects[0], DispatchEffect::CancelService { booking: 1 });
    assert_eq!(tired.state.bookings.len(), 2);
}

#[test]
fn a_parcel_that_a_service_loses_is_a_failed_delivery() {
    let first = step(None, &asked(), start()).unwrap().state;
    let carried = step(Some(&first), &said(1, seen(ServiceState::PickedUp)), after(1));
    let back =
        step(Some(&carried.unwrap().state), &said(1, seen(ServiceState::Returned)), after(2));
    let back = back.unwrap();
    assert_eq!(back.state.order_status(), OrderStatus::Failed);
    assert!(back.effects.contains(&DispatchEffect::ReturnStock));
}
