//! One courier, three ways to ask: what is tried when, and that one answer ends the others.

use super::*;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(start().as_millisecond() + millis).unwrap()
}

fn rung_due(attempt: u32, rung: u32) -> DispatchEvent {
    DispatchEvent::RungDue { attempt, rung, search: search(2) }
}

fn ended(attempt: u32, channel: Channel, end: RungEnd) -> DispatchEvent {
    DispatchEvent::RungEnded { attempt, channel, end, search: search(2) }
}

fn by(via: Channel, answer: Answer) -> DispatchEvent {
    DispatchEvent::CourierAnswered {
        attempt: 1,
        courier: courier(1),
        answer,
        via,
        search: search(2),
    }
}

/// The channels an offer went out by, and the rung armed after it, in the order of the effects.
fn asked(effects: &[DispatchEffect]) -> Vec<String> {
    let told = effects.iter().filter_map(|effect| match effect {
        DispatchEffect::SendOffer { channel, attempt, .. } => {
            Some(format!("{attempt}:{channel:?}"))
        }
        DispatchEffect::ArmRung { at: due, rung, .. } => {
            let seconds = due.duration_since(start()).as_secs();
            Some(format!("rung {rung} at {seconds}"))
        }
        DispatchEffect::HangUp { attempt } => Some(format!("hang up {attempt}")),
        DispatchEffect::ArmOfferTimer { .. }
        | DispatchEffect::ArmRetry { .. }
        | DispatchEffect::AskService { .. }
        | DispatchEffect::ArmService { .. }
        | DispatchEffect::CancelService { .. }
        | DispatchEffect::RequestPayment { .. }
        | DispatchEffect::WithdrawPayment
        | DispatchEffect::TellCourier { .. }
        | DispatchEffect::TellProspect(_)
        | DispatchEffect::TellSeller(_)
        | DispatchEffect::ReturnStock
        | DispatchEffect::TakeStock => None,
    });
    told.collect()
}

#[test]
fn whatsapp_then_a_call_then_a_text_message() {
    let first = step(None, &requested(2), start()).unwrap();
    assert_eq!(asked(&first.effects), ["1:WhatsApp", "rung 1 at 75"]);
    let early = step(Some(&first.state), &rung_due(1, 1), after(74));
    assert_eq!(early, Err(DispatchRejection::Early { until: after(75) }));
    let call = step(Some(&first.state), &rung_due(1, 1), after(76)).unwrap();
    assert_eq!(asked(&call.effects), ["1:Call", "rung 2 at 150"]);
    let again = step(Some(&call.state), &rung_due(1, 1), after(76));
    assert_eq!(again, Err(DispatchRejection::Stale));
    let text = step(Some(&call.state), &rung_due(1, 2), after(150)).unwrap();
    assert_eq!(asked(&text.effects), ["1:Sms"]);
    // The first channel still counts.
    let answered = step(Some(&text.state), &by(Channel::WhatsApp, Answer::Accept), after(299));
    let answered = answered.unwrap();
    assert_eq!(answered.state.status, DeliveryStatus::Assigned { courier: courier(1) });
    assert_eq!(asked(&answered.effects), ["hang up 1"]);
    assert_eq!(answered.state.reached_by(), Channel::WhatsApp);
}

#[test]
fn a_call_nobody_takes_is_followed_by_the_text_message_at_once() {
    let call = lived(&[(requested(2), 0), (rung_due(1, 1), 75)]);
    let rang_out = step(Some(&call), &ended(1, Channel::Call, RungEnd::NoAnswer), after(118));
    let rang_out = rang_out.unwrap();
    assert_eq!(asked(&rang_out.effects), ["1:Sms"]);
    let twice =
        step(Some(&rang_out.state), &ended(1, Channel::Call, RungEnd::NoAnswer), after(119));
    assert_eq!(twice, Err(DispatchRejection::Stale));
    let answered = step(Some(&rang_out.state), &by(Channel::Sms, Answer::Accept), after(130));
    // Nothing rings any more, so nothing is hung up.
    assert_eq!(asked(&answered.unwrap().effects), Vec::<String>::new());
}

#[test]
fn a_courier_no_channel_reaches_is_passed_over_at_once() {
    let mut state = lived(&[(requested(2), 0)]);
    for (channel, end) in [
        (Channel::WhatsApp, RungEnd::Unreachable),
        (Channel::Call, RungEnd::Unreachable),
        (Channel::Sms, RungEnd::Unreachable),
    ] {
        state = step(Some(&state), &ended(1, channel, end), after(5)).unwrap().state;
    }
    assert_eq!(state.attempts[0].outcome, Outcome::Unreachable);
    assert_eq!(state.attempts[1].courier, courier(2));
    // Called in vain is silent, not unreachable: it counts as an offer let pass.
    let mut phone_only = search(1);
    phone_only.couriers[0].channels = vec![Channel::Call];
    let DispatchEvent::Requested { request, code, .. } = requested(1) else { panic!() };
    let called = DispatchEvent::Requested { request, code, search: phone_only };
    let called = step(None, &called, start()).unwrap().state;
    let silent = step(Some(&called), &ended(1, Channel::Call, RungEnd::NoAnswer), after(45));
    let silent = silent.unwrap().state;
    let tally = Tally { asked: 1, refused: 0, silent: 1, unreachable: 0 };
    assert_eq!(
        silent.status,
        DeliveryStatus::Offered {
            attempt: 2,
            courier: courier(2),
            expires_at: after(345),
            next_rung_at: Some(after(120)),
        }
    );
    assert_eq!(silent.attempts[0].outcome, Outcome::Expired);
    assert_eq!(tally.silent, 1);
}

#[test]
fn nobody_is_called_at_night() {
    let mut night = search(1);
    night.call_hours = Span::new(11 * 60, 21 * 60).unwrap();
    let DispatchEvent::Requested { request, code, .. } = requested(1) else { panic!() };
    let event = DispatchEvent::Requested { request, code, search: night.clone() };
    let first = step(None, &event, start()).unwrap();
    let due = DispatchEvent::RungDue { attempt: 1, rung: 1, search: night };
    let second = step(Some(&first.state), &due, after(75)).unwrap();
    assert_eq!(asked(&second.effects), ["1:Sms"]);
    assert_eq!(second.state.attempts[0].rungs[1].end, Some(RungEnd::NotNow));
}

#[test]
fn the_fifth_minute_is_the_last_to_the_tenth_of_a_second() {
    let offered = lived(&[(requested(2), 0)]);
    for via in USUAL_CHANNELS {
        let in_time = step(Some(&offered), &by(via, Answer::Accept), at(299_900)).unwrap();
        assert_eq!(in_time.state.status, DeliveryStatus::Assigned { courier: courier(1) });
        let late = step(Some(&offered), &by(via, Answer::Accept), at(300_100)).unwrap();
        assert_eq!(
            late.effects[0],
            DispatchEffect::TellCourier { courier: courier(1), note: CourierNote::TooLate }
        );
        assert_eq!(late.state.attempts[1].courier, courier(2));
    }
    let timer = DispatchEvent::OfferExpired { attempt: 1, search: search(2) };
    let early = step(Some(&offered), &timer, at(299_900));
    assert_eq!(early, Err(DispatchRejection::Early { until: after(300) }));
    let next = step(Some(&offered), &timer, at(300_100)).unwrap().state;
    assert_eq!(step(Some(&next), &timer, at(300_200)), Err(DispatchRejection::Stale));
    // The timer that never comes: the late tap itself asks the next courier (above), and a rung
    // that is due after the deadline asks nobody.
    assert_eq!(step(Some(&offered), &rung_due(1, 1), at(300_100)), Err(DispatchRejection::Stale));
}

/// A tiny generator, so that a failing race can be named by its number.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn of_a_thousand_races_on_two_channels_each_has_one_winner() {
    for race in 0..1_000_u64 {
        let mut seed = race;
        // Two couriers, both asked: the first let the offer pass, the second has one that stands;
        // both answer in the same second, by different channels, in either order.
        let expired = DispatchEvent::OfferExpired { attempt: 1, search: search(2) };
        let mut state = lived(&[(requested(2), 0), (expired, 300)]);
        let second = 300 + i64::try_from(next(&mut seed) % 299).unwrap();
        let first_via = USUAL_CHANNELS[usize::try_from(next(&mut seed) % 3).unwrap()];
        let second_via = USUAL_CHANNELS[usize::try_from(next(&mut seed) % 3).unwrap()];
        let answer = |attempt, n, via| DispatchEvent::CourierAnswered {
            attempt,
            courier: courier(n),
            answer: Answer::Accept,
            via,
            search: search(2),
        };
        let mut answers =
            [answer(1, 1, first_via), answer(2, 2, second_via), answer(2, 2, first_via)];
        if next(&mut seed).is_multiple_of(2) {
            answers.reverse();
        }
        let (mut won, mut refused) = (0, 0);
        for event in &answers {
            match step(Some(&state), event, after(second)) {
                Ok(transition) => {
                    won += 1;
                    state = transition.state;
                }
                Err(rejection) => {
                    refused += 1;
                    assert!(rejection.note().is_some(), "race {race}: refused without a word");
                }
            }
        }
        assert_eq!((won, refused), (1, 2), "race {race}");
        assert_eq!(state.status, DeliveryStatus::Assigned { courier: courier(2) }, "race {race}");
        assert_eq!(state.attempts.len(), 2, "race {race}: nothing else happened");
    }
}
