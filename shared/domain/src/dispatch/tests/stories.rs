//! Lives that people tell: nobody answers, three wrong codes, an absent customer.

use super::*;

#[test]
fn four_are_asked_one_after_the_other_and_the_prospect_is_told() {
    let expired = |attempt| DispatchEvent::OfferExpired { attempt, search: search(4) };
    let refused = |attempt| DispatchEvent::CourierAnswered {
        attempt,
        courier: courier(attempt),
        answer: Answer::Refuse,
        search: search(4),
    };
    let before =
        lived(&[(requested(4), 0), (expired(1), 300), (refused(2), 310), (refused(3), 320)]);
    assert_eq!(before.attempts.len(), 4);
    let last = step(Some(&before), &expired(4), after(620)).unwrap();
    let tally = Tally { asked: 4, refused: 2, silent: 2, unreachable: 0 };
    assert_eq!(last.state.status, DeliveryStatus::NobodyFound(tally));
    assert_eq!(
        last.effects,
        [
            DispatchEffect::TellProspect(ProspectNews::NobodyFound),
            DispatchEffect::TellSeller(SellerNote::NobodyFound(tally)),
        ]
    );
}

#[test]
fn a_tap_after_the_deadline_is_refused_kindly_and_asks_the_next() {
    let offered = lived(&[(requested(3), 0)]);
    let tapped = step(Some(&offered), &answer(1, 1, Answer::Accept), after(300)).unwrap();
    assert_eq!(
        tapped.effects[0],
        DispatchEffect::TellCourier { courier: courier(1), note: CourierNote::TooLate }
    );
    assert_eq!(tapped.state.attempts[1].courier, courier(2));
    let again = step(Some(&tapped.state), &answer(1, 1, Answer::Accept), after(301));
    let rejection = again.unwrap_err();
    assert_eq!(rejection, DispatchRejection::Late);
    assert_eq!(rejection.note(), Some(CourierNote::TooLate));
}

#[test]
fn three_wrong_codes_lock_the_delivery_even_for_the_right_one() {
    let given = |code: &str| DispatchEvent::CodeGiven {
        courier: courier(1),
        code: DeliveryCode::drawn(code),
    };
    let locked = lived(&[
        (requested(3), 0),
        (answer(1, 1, Answer::Accept), 1),
        (DispatchEvent::HandedOver { courier: courier(1) }, 2),
        (given("0001"), 3),
        (given("0002"), 4),
        (given("0003"), 5),
    ]);
    assert_eq!(locked.waits_for(), WaitsFor::Seller);
    assert_eq!(step(Some(&locked), &given("4821"), after(6)), Err(DispatchRejection::Locked));
    assert!(step(Some(&locked), &DispatchEvent::Cancelled { by: Party::Seller }, after(7)).is_ok());
}

#[test]
fn an_absent_customer_gets_one_more_moment_and_then_the_seller_decides() {
    let absent = || DispatchEvent::FailureReported {
        courier: courier(1),
        reason: DeliveryFailure::CustomerAbsent,
        usual: usual(),
    };
    let retried = lived(&[(requested(1), 0), (answer(1, 1, Answer::Accept), 1), (absent(), 2)]);
    assert_eq!(retried.promised, moment(24, Period::Morning));
    let eight: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
    assert_eq!(retried.status, DeliveryStatus::AwaitingRetry { at: eight });
    // The same courier may be asked again in the new round.
    let second = lived(&[
        (requested(1), 0),
        (answer(1, 1, Answer::Accept), 1),
        (absent(), 2),
        (DispatchEvent::RetryDue { search: search(1) }, 22 * 3_600),
        (answer(2, 1, Answer::Accept), 22 * 3_600 + 1),
        (absent(), 22 * 3_600 + 2),
    ]);
    assert_eq!(second.waits_for(), WaitsFor::Seller);
    assert!(matches!(second.status, DeliveryStatus::Failed { .. }));
}

#[test]
fn moving_an_order_to_a_near_moment_searches_at_once() {
    let moved = DispatchEvent::Rescheduled {
        moment: moment(23, Period::Morning),
        by: Party::Seller,
        search: search(2),
    };
    let state = lived(&[(requested(2), 0), (answer(1, 1, Answer::Accept), 1), (moved, 2)]);
    assert_eq!(state.round, 2);
    assert!(matches!(state.status, DeliveryStatus::Offered { attempt: 2, .. }));
}
