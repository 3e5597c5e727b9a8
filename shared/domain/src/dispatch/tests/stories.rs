//! Lives that people tell: nobody answers, three wrong codes, an absent customer.

use super::*;
use crate::order::OrderStatus;

#[test]
fn four_are_asked_one_after_the_other_and_the_prospect_is_told() {
    let expired = |attempt| DispatchEvent::OfferExpired { attempt, search: search(4) };
    let refused = |attempt| DispatchEvent::CourierAnswered {
        attempt,
        courier: courier(attempt),
        answer: Answer::Refuse,
        via: Channel::WhatsApp,
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
            DispatchEffect::TellProspect(ProspectNews::NobodyFound { may_wait: true }),
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

#[test]
fn nobody_found_leaves_the_order_pending_until_somebody_decides() {
    let nobody = lived(&[(requested(0), 0)]);
    assert_eq!(nobody.order_status(), OrderStatus::Pending);
    let chose = |choice| {
        lived(&[
            (requested(0), 0),
            (DispatchEvent::ProspectChose { choice, usual: usual(), goods: goods() }, 60),
        ])
    };
    assert_eq!(chose(OrderChoice::Tomorrow).order_status(), OrderStatus::Pending);
    assert_eq!(chose(OrderChoice::Pickup).order_status(), OrderStatus::Confirmed);
    assert_eq!(chose(OrderChoice::Cancel).order_status(), OrderStatus::Cancelled);
}

fn failed(reason: DeliveryFailure) -> DispatchEvent {
    DispatchEvent::FailureReported { courier: courier(1), reason, usual: usual() }
}

#[test]
fn units_go_back_when_a_delivery_fails_for_good_and_never_twice() {
    let road = lived(&[(requested(1), 0), (answer(1, 1, Answer::Accept), 1)]);
    let retried = step(Some(&road), &failed(DeliveryFailure::CustomerAbsent), after(2)).unwrap();
    assert!(!retried.effects.contains(&DispatchEffect::ReturnStock), "it is tried again");
    let lost = step(Some(&road), &failed(DeliveryFailure::CustomerRefused), after(2)).unwrap();
    assert_eq!(lost.effects.last(), Some(&DispatchEffect::ReturnStock));
    let given_up = DispatchEvent::Cancelled { by: Party::Seller };
    let cancelled = step(Some(&lost.state), &given_up, after(3)).unwrap();
    assert!(!cancelled.effects.contains(&DispatchEffect::ReturnStock), "they are back already");
}

#[test]
fn a_failed_order_that_goes_out_again_takes_its_units_again() {
    let lost = lived(&[
        (requested(1), 0),
        (answer(1, 1, Answer::Accept), 1),
        (failed(DeliveryFailure::WrongAddress), 2),
    ]);
    let moved = DispatchEvent::Rescheduled {
        moment: moment(24, Period::Morning),
        by: Party::Seller,
        search: search(1),
    };
    let again = step(Some(&lost), &moved, after(3)).unwrap();
    assert!(again.effects.contains(&DispatchEffect::TakeStock));
    let cancelled =
        step(Some(&again.state), &DispatchEvent::Cancelled { by: Party::Seller }, after(4));
    assert!(cancelled.unwrap().effects.contains(&DispatchEffect::ReturnStock));
}

#[test]
fn an_offer_whose_words_became_wrong_is_made_again_to_the_same_courier() {
    let offered = lived(&[(requested(3), 0)]);
    let dearer = Terms { due: Money::new(91_500, Currency::Xof), ..terms() };
    let next = step(Some(&offered), &amended(dearer, Party::Prospect, 3), after(100)).unwrap();
    let again = DeliveryStatus::Offered {
        attempt: 2,
        courier: courier(1),
        expires_at: after(400),
        next_rung_at: Some(after(175)),
    };
    assert_eq!(next.state.status, again);
    assert_eq!(next.state.round, 1);
    let old = step(Some(&next.state), &answer(1, 1, Answer::Accept), after(110));
    assert_eq!(old, Err(DispatchRejection::Gone));
    // The timer of the offer that was taken back finds nothing to end.
    let timer = DispatchEvent::OfferExpired { attempt: 1, search: search(3) };
    assert_eq!(step(Some(&next.state), &timer, after(300)), Err(DispatchRejection::Stale));
    let taken = step(Some(&next.state), &answer(2, 1, Answer::Accept), after(399)).unwrap();
    assert!(taken.effects.contains(&DispatchEffect::TellSeller(SellerNote::ToPrepare)));
}

#[test]
fn a_courier_who_refused_is_not_asked_again_because_of_an_amendment() {
    let refused = lived(&[(requested(3), 0), (answer(1, 1, Answer::Refuse), 10)]);
    let dearer = Terms { due: Money::new(91_500, Currency::Xof), ..terms() };
    let changed = step(Some(&refused), &amended(dearer, Party::Prospect, 3), after(20)).unwrap();
    let next = step(Some(&changed.state), &answer(3, 2, Answer::Refuse), after(30)).unwrap();
    assert_eq!(next.state.attempts.last().map(|a| &a.courier), Some(&courier(3)));
    let tally = Tally { asked: 3, refused: 3, silent: 0, unreachable: 0 };
    let last = step(Some(&next.state), &answer(4, 3, Answer::Refuse), after(40)).unwrap();
    assert_eq!(last.state.status, DeliveryStatus::NobodyFound(tally));
}

#[test]
fn an_address_out_of_the_couriers_zone_goes_to_another_one() {
    let road = lived(&[(requested(3), 0), (answer(1, 1, Answer::Accept), 1)]);
    let away = DispatchEvent::Amended {
        to: Terms { zone: Some(zone()), ..terms() },
        by: Party::Prospect,
        search: search_without_the_first(3),
    };
    let next = step(Some(&road), &away, after(20)).unwrap();
    assert_eq!(
        next.effects[0],
        DispatchEffect::TellCourier { courier: courier(1), note: CourierNote::Reassigned }
    );
    assert!(
        matches!(&next.state.status, DeliveryStatus::Offered { courier: c, .. } if *c == courier(2))
    );
    let old = step(Some(&next.state), &DispatchEvent::PickedUp { courier: courier(1) }, after(30));
    assert_eq!(old, Err(DispatchRejection::NotYours));
}

#[test]
fn what_left_the_shop_is_the_sellers_to_stop() {
    let left = lived(&[
        (requested(1), 0),
        (answer(1, 1, Answer::Accept), 1),
        (DispatchEvent::PickedUp { courier: courier(1) }, 2),
    ]);
    let wish = DispatchEvent::Cancelled { by: Party::Prospect };
    let rejection = step(Some(&left), &wish, after(3)).unwrap_err();
    assert_eq!(
        answer_to(&wish, &rejection),
        [
            DispatchEffect::TellProspect(ProspectNews::CancellationRefused(
                CancellationRefusal::Left
            )),
            DispatchEffect::TellSeller(SellerNote::CancellationWanted),
        ]
    );
    assert!(step(Some(&left), &DispatchEvent::Cancelled { by: Party::Seller }, after(4)).is_ok());
}

#[test]
fn every_choice_of_the_prospect_ends_in_one_sentence_to_them() {
    let nobody = lived(&[(requested(0), 0)]);
    let found = lived(&[(requested(1), 0), (answer(1, 1, Answer::Accept), 1)]);
    let left = lived(&[
        (requested(1), 0),
        (answer(1, 1, Answer::Accept), 1),
        (DispatchEvent::PickedUp { courier: courier(1) }, 2),
    ]);
    let cancelled = DispatchEvent::Cancelled { by: Party::Seller };
    let over = lived(&[(requested(0), 0), (cancelled, 1)]);
    let told = |delivery: &Delivery, choice| {
        let event = DispatchEvent::ProspectChose { choice, usual: usual(), goods: goods() };
        let effects = match step(Some(delivery), &event, after(60)) {
            Ok(transition) => transition.effects,
            Err(rejection) => answer_to(&event, &rejection),
        };
        let news: Vec<ProspectNews> = effects
            .into_iter()
            .filter_map(|effect| match effect {
                DispatchEffect::TellProspect(news) => Some(news),
                DispatchEffect::SendOffer { .. }
                | DispatchEffect::ArmRung { .. }
                | DispatchEffect::HangUp { .. }
                | DispatchEffect::AskService { .. }
                | DispatchEffect::ArmService { .. }
                | DispatchEffect::CancelService { .. }
                | DispatchEffect::RequestPayment { .. }
                | DispatchEffect::WithdrawPayment
                | DispatchEffect::ArmOfferTimer { .. }
                | DispatchEffect::ArmRetry { .. }
                | DispatchEffect::TellCourier { .. }
                | DispatchEffect::TellSeller(_)
                | DispatchEffect::ReturnStock
                | DispatchEffect::TakeStock => None,
            })
            .collect();
        let [one] = news.as_slice() else { panic!("{choice:?}: {news:?}") };
        one.clone()
    };
    let (tomorrow, pickup) = (OrderChoice::Tomorrow, OrderChoice::Pickup);
    assert_eq!(told(&nobody, tomorrow), ProspectNews::Rescheduled { promised: usual() });
    assert_eq!(told(&nobody, pickup), ProspectNews::PickupAgreed);
    for delivery in [&found, &left, &over] {
        assert_eq!(told(delivery, tomorrow), ProspectNews::ChoiceOutdated);
        assert_eq!(told(delivery, pickup), ProspectNews::ChoiceOutdated);
    }
    for (delivery, news) in [
        (&nobody, ProspectNews::Cancelled),
        (&found, ProspectNews::Cancelled),
        (&left, ProspectNews::CancellationRefused(CancellationRefusal::Left)),
        (&over, ProspectNews::CancellationRefused(CancellationRefusal::Over)),
    ] {
        assert_eq!(told(delivery, OrderChoice::Cancel), news);
    }
}
