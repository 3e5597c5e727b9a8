use domain::dispatch::{Answer, DeliveryStatus};

use super::*;
use crate::fixture::{
    self, accepted, after, code, code_given, courier_id, handed_over, placed, sender, ways,
};

fn decided(case: &Case, trigger: &Trigger) -> Decision {
    decide(case, trigger, &code(), &ways(), fixture::now())
}

fn tap(n: u8, attempt: u32, action: Action) -> Trigger {
    Trigger::Tapped { sender: sender(n), attempt, action }
}

fn typed(n: u8, typed: Typed) -> Trigger {
    Trigger::Typed { sender: sender(n), courier: courier_id(1), typed }
}

fn status(decision: &Decision) -> &DeliveryStatus {
    let Decision::Changed(transition) = decision else { panic!("{decision:?}") };
    &transition.state.status
}

#[test]
fn an_order_placed_twice_is_dispatched_once() {
    let first = decided(&placed(), &Trigger::Placed);
    assert!(matches!(status(&first), DeliveryStatus::Offered { attempt: 1, .. }));
    let again = decided(&after(&[]), &Trigger::Placed);
    assert_eq!(again, Decision::Nothing(DispatchRejection::AlreadyRequested));
}

#[test]
fn only_the_phone_that_was_asked_can_accept() {
    let accept = Action::Answer(Answer::Accept);
    let offered = after(&[]);
    let by_another = decided(&offered, &tap(2, 1, accept));
    assert_eq!(by_another, Decision::Refused(CourierNote::NotYours));
    let by_them = decided(&offered, &tap(1, 1, accept));
    assert_eq!(*status(&by_them), DeliveryStatus::Assigned { courier: courier_id(1) });
    // An offer that was never made is nobody's.
    let unmade = decided(&offered, &tap(1, 9, accept));
    assert_eq!(unmade, Decision::Refused(CourierNote::NotYours));
}

#[test]
fn a_courier_who_was_removed_can_do_nothing_more() {
    let mut case = after(&[accepted()]);
    case.couriers.remove(0);
    let decision = decided(&case, &tap(1, 1, Action::Delivered));
    assert_eq!(decision, Decision::Refused(CourierNote::NotYours));
}

#[test]
fn a_road_button_counts_for_the_offer_that_was_accepted() {
    let offered = after(&[]);
    let too_soon = decided(&offered, &tap(1, 1, Action::Delivered));
    assert_eq!(too_soon, Decision::Refused(CourierNote::Over));
    let on_the_way = decided(&after(&[accepted()]), &tap(1, 1, Action::Delivered));
    assert!(matches!(status(&on_the_way), DeliveryStatus::AwaitingCode { .. }));
}

#[test]
fn the_button_of_the_due_amount_closes_with_exactly_that() {
    let case = after(&[accepted(), handed_over(), code_given()]);
    let decision = decided(&case, &tap(1, 1, Action::CashDue));
    let DeliveryStatus::Delivered { collected, .. } = status(&decision) else { panic!() };
    assert_eq!(*collected, case.order.totals.total);
}

#[test]
fn texts_are_read_as_what_was_asked_for() {
    let case = after(&[accepted(), handed_over()]);
    let right = decided(&case, &typed(1, Typed::Code("c'est 4821".into())));
    assert!(matches!(status(&right), DeliveryStatus::AwaitingCash { .. }));
    let chatter = decided(&case, &typed(1, Typed::Code("j'arrive".into())));
    assert_eq!(chatter, Decision::NotUnderstood);
    let by_another = decided(&case, &typed(2, Typed::Code("4821".into())));
    assert_eq!(by_another, Decision::Refused(CourierNote::NotYours));

    let case = after(&[accepted(), handed_over(), code_given()]);
    let less = decided(&case, &typed(1, Typed::Amount("45 000".into())));
    let DeliveryStatus::Delivered { collected, .. } = status(&less) else { panic!() };
    assert_eq!(collected.amount(), 45_000);
    let two = decided(&case, &typed(1, Typed::Amount("45 000 et 500".into())));
    assert_eq!(two, Decision::NotUnderstood);
}

#[test]
fn a_courier_is_told_what_a_timer_is_not() {
    let case = after(&[accepted()]);
    let again = decided(&case, &tap(1, 1, Action::Answer(Answer::Accept)));
    assert_eq!(again, Decision::Refused(CourierNote::AlreadyYours));
    let timer = decided(&case, &Trigger::OfferExpired { attempt: 1 });
    assert_eq!(timer, Decision::Nothing(DispatchRejection::Stale));
}

#[test]
fn what_a_courier_typed_is_not_shown() {
    let trigger = typed(1, Typed::Code("4821".into()));
    assert!(!format!("{trigger:?}").contains("4821"));
}
