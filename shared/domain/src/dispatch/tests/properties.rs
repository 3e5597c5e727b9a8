//! Long random lives: what must hold whatever happens, in whatever order.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{
    services::{rules, seen},
    *,
};
use crate::delivery_service::ServiceState;

/// Couriers 1 to as many as 4, and sometimes services, or only the wish for a point on the map.
fn any_search() -> impl Strategy<Value = Search> {
    (0_u32..=4, 0_u8..3).prop_map(|(couriers, services)| Search {
        services: if services == 0 { rules() } else { Vec::new() },
        wants_position: services == 1,
        ..search(couriers)
    })
}

/// What a service may say of a booking, in any order.
fn any_word() -> impl Strategy<Value = ServiceWord> {
    let states = [
        ServiceState::AwaitingConfirm,
        ServiceState::Searching,
        ServiceState::Assigned,
        ServiceState::AtPickup,
        ServiceState::PickedUp,
        ServiceState::Delivered,
        ServiceState::Returned,
        ServiceState::NoCourier,
        ServiceState::Cancelled,
        ServiceState::Failed,
    ];
    prop_oneof![
        6 => prop::sample::select(states.to_vec()).prop_map(seen),
        1 => Just(ServiceWord::Declined),
        1 => Just(ServiceWord::CancelCosts { fee: None }),
    ]
}

/// An event about couriers 1 to 4 and attempts 1 to 8, mostly plausible.
fn any_event() -> impl Strategy<Value = DispatchEvent> {
    let who = || (1_u32..=4).prop_map(courier);
    let attempt = || 1_u32..=8;
    let couriers = any_search;
    let yes_or_no = prop_oneof![3 => Just(Answer::Accept), 2 => Just(Answer::Refuse)];
    let reason = prop::sample::select(FAILURE_REASONS.to_vec());
    let party = || prop_oneof![Just(Party::Prospect), Just(Party::Seller)];
    let choice = prop_oneof![
        Just(OrderChoice::Tomorrow),
        Just(OrderChoice::Pickup),
        Just(OrderChoice::Cancel)
    ];
    let channel = || prop::sample::select(USUAL_CHANNELS.to_vec());
    let end = prop::sample::select(vec![RungEnd::NoAnswer, RungEnd::NoKey, RungEnd::Unreachable]);
    let actor = prop_oneof![who().prop_map(Actor::Courier), Just(Actor::Seller)];
    let decision = prop_oneof![
        (0_i64..60_000).prop_map(|collected| Decision::Delivered {
            collected: Money::new(collected, Currency::Xof)
        }),
        prop::sample::select(FAILURE_REASONS.to_vec())
            .prop_map(|reason| Decision::Failed { reason }),
        Just(Decision::Unlock),
        who().prop_map(|courier| Decision::Assign { courier }),
        (1_u32..4).prop_map(|booking| Decision::CancelService { booking }),
    ];
    let typed = prop_oneof![Just(code()), Just(DeliveryCode::drawn("0000"))];
    let cash = prop_oneof![Just(46_500), 0_i64..100_000];
    prop_oneof![
        1 => Just(requested(3)),
        8 => (attempt(), who(), yes_or_no, channel(), couriers()).prop_map(
            |(attempt, courier, answer, via, search)| {
                DispatchEvent::CourierAnswered { attempt, courier, answer, via, search }
            },
        ),
        4 => (attempt(), couriers())
            .prop_map(|(attempt, search)| DispatchEvent::OfferExpired { attempt, search }),
        3 => (attempt(), 1_u32..3, couriers())
            .prop_map(|(attempt, rung, search)| DispatchEvent::RungDue { attempt, rung, search }),
        3 => (attempt(), channel(), end, couriers()).prop_map(|(attempt, channel, end, search)| {
            DispatchEvent::RungEnded { attempt, channel, end, search }
        }),
        2 => actor.prop_map(|by| DispatchEvent::Undone { by }),
        2 => decision.prop_map(|decision| DispatchEvent::Decided { decision, usual: usual() }),
        1 => Just(DispatchEvent::PaymentOpened),
        1 => (1_i64..60_000, couriers()).prop_map(|(amount, search)| {
            DispatchEvent::Paid {
                amount: Money::new(amount, Currency::Xof),
                as_deposit: amount % 7 == 0,
                search,
            }
        }),
        2 => couriers().prop_map(|search| DispatchEvent::Paid {
            amount: due(),
            as_deposit: false,
            search,
        }),
        1 => Just(DispatchEvent::PaymentLapsed),
        1 => (1_i64..60_000).prop_map(|amount| DispatchEvent::Refunded {
            amount: Money::new(amount, Currency::Xof),
        }),
        2 => (1_u32..5).prop_map(|booking| DispatchEvent::ServiceDue { booking }),
        8 => (1_u32..5, any_word(), couriers()).prop_map(|(booking, word, search)| {
            DispatchEvent::ServiceSaid { booking, word, search, usual: usual() }
        }),
        2 => couriers().prop_map(|search| DispatchEvent::Located { search }),
        1 => who().prop_map(|courier| DispatchEvent::Photographed { courier, object: "p".into() }),
        2 => couriers().prop_map(|search| DispatchEvent::RetryDue { search }),
        3 => who().prop_map(|courier| DispatchEvent::PickedUp { courier }),
        6 => who().prop_map(|courier| DispatchEvent::HandedOver { courier }),
        9 => (who(), typed).prop_map(|(courier, code)| DispatchEvent::CodeGiven { courier, code }),
        1 => who().prop_map(|courier| DispatchEvent::OtherAmount { courier }),
        6 => (who(), cash).prop_map(|(courier, amount)| DispatchEvent::CashReported {
            courier,
            amount: Money::new(amount, Currency::Xof),
        }),
        1 => who().prop_map(|courier| DispatchEvent::FailureStarted { courier }),
        3 => (who(), reason)
            .prop_map(|(courier, reason)| DispatchEvent::FailureReported { courier, reason, usual: usual() }),
        1 => party().prop_map(|by| DispatchEvent::Cancelled { by }),
        1 => (party(), 23_i8..28, couriers()).prop_map(|(by, day, search)| {
            DispatchEvent::Rescheduled { moment: moment(day, Period::Afternoon), by, search }
        }),
        1 => choice.prop_map(|choice| DispatchEvent::ProspectChose { choice, usual: usual(), goods: goods() }),
        3 => (any_terms(), party(), couriers())
            .prop_map(|(to, by, search)| DispatchEvent::Amended { to, by, search }),
    ]
}

/// Near the first terms, so that each part is often the only one that changes.
fn any_terms() -> impl Strategy<Value = Terms> {
    let amount = prop_oneof![3 => Just(46_500), 1 => 1_i64..100_000];
    let zones = prop_oneof![2 => Just(None), 1 => Just(Some(zone()))];
    (amount, zones, 23_i8..28).prop_map(|(amount, zone, day)| Terms {
        due: Money::new(amount, Currency::Xof),
        zone,
        promised: moment(day, Period::Afternoon),
        is_elsewhere: false,
        is_outdated: false,
    })
}

fn check(before: Option<&Delivery>, event: &DispatchEvent, now: Timestamp, after: &Delivery) {
    let due_before = before.map_or(due(), |delivery| delivery.due);
    let due_now = if let DispatchEvent::Amended { to, .. } = event {
        to.due
    } else if let DispatchEvent::ProspectChose { choice: OrderChoice::Pickup, goods, .. } = event {
        *goods
    } else {
        due_before
    };
    assert_eq!(after.due, due_now, "what is due is what the order amounts to");
    assert_eq!(after.code, code());
    let mut asked = BTreeSet::new();
    for attempt in after.attempts.iter().filter(|a| a.outcome != Outcome::Withdrawn) {
        assert!(asked.insert((attempt.round, &attempt.courier)), "asked twice in a round");
    }
    let open: Vec<_> = after.attempts.iter().filter(|a| a.outcome == Outcome::Open).collect();
    match &after.status {
        DeliveryStatus::Offered { attempt, courier, expires_at, next_rung_at } => {
            assert_eq!(open.len(), 1, "one offer at a time");
            assert_eq!((open[0].number, &open[0].courier), (*attempt, courier));
            // A rung that fails, money that comes: they leave an offer's deadline as it is.
            let is_born = before.is_none_or(|before| before.attempt(*attempt).is_none());
            assert!(*expires_at > now || !is_born, "an offer is born with time left");
            let hopeful = open[0].rungs.iter().any(|rung| rung.end.is_none());
            assert!(hopeful, "nobody can answer this offer");
            let left = open[0].rungs.len() < open[0].channels.len();
            assert_eq!(next_rung_at.is_some(), left, "a rung that is left has its time");
        }
        DeliveryStatus::AwaitingDeposit { .. }
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
        | DeliveryStatus::Cancelled { .. } => {
            assert!(open.is_empty(), "an offer outlived its state");
        }
    }
    for round in 1..=after.round {
        let accepted = after
            .attempts
            .iter()
            .filter(|a| a.round == round && a.outcome == Outcome::Accepted)
            .count();
        assert!(accepted <= 1, "two couriers for one round");
    }
    let was = before.map(|delivery| &delivery.status);
    if was == Some(&after.status) {
        return;
    }
    if let WaitsFor::Deadline(at) = after.waits_for() {
        let climbs = matches!(
            event,
            DispatchEvent::RungDue { .. }
                | DispatchEvent::RungEnded { .. }
                | DispatchEvent::Undone { .. }
        );
        assert!(at > now || climbs, "a deadline that is past wakes nobody");
    }
    let by_seller = matches!(event, DispatchEvent::Decided { .. });
    let undone = matches!(event, DispatchEvent::Undone { .. });
    let right_code =
        matches!(event, DispatchEvent::CodeGiven { code: given, .. } if *given == code());
    if matches!(after.status, DeliveryStatus::Delivered { .. }) {
        let counted = matches!(event, DispatchEvent::CashReported { .. })
            && matches!(was, Some(DeliveryStatus::AwaitingCash { .. }));
        let paid = right_code && after.is_paid();
        let by_service = matches!(event, DispatchEvent::ServiceSaid { .. })
            && matches!(was, Some(DeliveryStatus::WithService { .. }));
        assert!(counted || paid || by_seller || by_service, "closed by {event:?}");
    }
    if matches!(after.status, DeliveryStatus::AwaitingCash { .. }) {
        assert!(right_code || undone, "only the right code leads to the cash");
    }
}

/// A deadline set by a step is armed by the same step.
fn check_armed(effects: &[DispatchEffect], before: Option<&Delivery>, after: &Delivery) {
    let WaitsFor::Deadline(at) = after.waits_for() else { return };
    // A step that is taken back leads to no deadline but one that was armed when it was set.
    let same = before.is_some_and(|delivery| delivery.waits_for() == after.waits_for());
    let armed = effects.iter().any(|effect| match effect {
        DispatchEffect::ArmOfferTimer { at: armed, .. }
        | DispatchEffect::ArmRetry { at: armed, .. }
        | DispatchEffect::ArmService { at: armed, .. } => *armed == at,
        DispatchEffect::SendOffer { .. }
        | DispatchEffect::ArmRung { .. }
        | DispatchEffect::HangUp { .. }
        | DispatchEffect::AskService { .. }
        | DispatchEffect::CancelService { .. }
        | DispatchEffect::RequestPayment { .. }
        | DispatchEffect::WithdrawPayment
        | DispatchEffect::TellCourier { .. }
        | DispatchEffect::TellProspect(_)
        | DispatchEffect::TellSeller(_)
        | DispatchEffect::ReturnStock
        | DispatchEffect::TakeStock => false,
    });
    assert!(armed || same, "nobody will wake it: {effects:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_promises_hold(
        events in prop::collection::vec((any_event(), 1_i64..200), 1..60),
    ) {
        let mut now = start();
        let mut state = Some(step(None, &requested(4), now).unwrap().state);
        let (mut is_returned, mut over) = (false, false);
        for (event, seconds) in &events {
            now = Timestamp::from_second(now.as_second() + seconds).unwrap();
            let Ok(next) = step(state.as_ref(), event, now) else { continue };
            let is_moved = state.as_ref().map(|state| &state.status) != Some(&next.state.status);
            let undone = matches!(event, DispatchEvent::Undone { .. });
            prop_assert!(!over || !is_moved || undone, "a delivery that is over moved");
            check(state.as_ref(), event, now, &next.state);
            check_armed(&next.effects, state.as_ref(), &next.state);
            for effect in &next.effects {
                let returns = *effect == DispatchEffect::ReturnStock;
                if returns || *effect == DispatchEffect::TakeStock {
                    prop_assert_eq!(is_returned, !returns, "units moved twice the same way");
                    is_returned = returns;
                }
            }
            let is_given_up = matches!(
                next.state.status,
                DeliveryStatus::Cancelled { .. } | DeliveryStatus::Failed { .. }
            );
            prop_assert_eq!(is_returned, is_given_up, "units of {:?}", next.state.status);
            over = next.state.waits_for() == WaitsFor::Nothing;
            state = Some(next.state);
        }
    }

    #[test]
    fn said_twice_at_once_changes_nothing_more(
        events in prop::collection::vec(any_event(), 1..40),
    ) {
        // The answers and timers of one instant: the second time is refused, or only speaks.
        let mut state = step(None, &requested(4), start()).unwrap().state;
        for event in &events {
            let Ok(once) = step(Some(&state), event, after(60)) else { continue };
            let again = step(Some(&once.state), event, after(60));
            let harmless = match (event, again) {
                (
                    DispatchEvent::CodeGiven { .. }
                    | DispatchEvent::Rescheduled { .. }
                    | DispatchEvent::RungEnded { .. }
                    // Money is idempotent one floor below: a payment is told once.
                    | DispatchEvent::Paid { .. }
                    | DispatchEvent::Refunded { .. },
                    _,
                )
                | (_, Err(_)) => true,
                (_, Ok(again)) => again.state == once.state,
            };
            prop_assert!(harmless, "{event:?} from {:?}", once.state.status);
            state = once.state;
        }
    }
}
