use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::Transition;

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn connection(number: &str, coexistence: bool) -> Connection {
    Connection {
        account: WabaId::new("waba-1"),
        number: PhoneNumberId::new(number),
        display_number: "+225 07 07 12 34 56".into(),
        verified_name: "Chez Awa".into(),
        coexistence,
        token_expires_at: None,
    }
}

fn listed(id: &str) -> ListedNumber {
    ListedNumber {
        id: PhoneNumberId::new(id),
        display_number: "+225 07 07 12 34 56".into(),
        verified_name: "Chez Awa".into(),
        coexistence: false,
        onboarded_at: None,
    }
}

fn report(accounts: &[&str]) -> TokenReport {
    TokenReport {
        is_valid: true,
        is_ours: true,
        scopes: PERMISSIONS.map(String::from).to_vec(),
        expires_at: None,
        accounts: accounts.iter().map(|id| WabaId::new(*id)).collect(),
    }
}

fn at(step: Step) -> Onboarding {
    Onboarding { step, ..Onboarding::new(SellerId::from_uuid(Uuid::from_u128(1))) }
}

fn steps() -> Vec<Step> {
    vec![
        Step::Registered,
        Step::LinkIssued { expires_at: now() },
        Step::CodeExchanged,
        Step::TokenVerified { token_expires_at: None },
        Step::AccountChosen {
            account: WabaId::new("waba-1"),
            others: vec![WabaId::new("waba-2")],
            token_expires_at: None,
        },
        Step::NumberChosen(connection("n1", false)),
        Step::NumberClaimed(connection("n1", false)),
        Step::Subscribed(connection("n1", false)),
        Step::Active,
    ]
}

fn events() -> Vec<(&'static str, Event)> {
    vec![
        ("link asked", Event::LinkAsked),
        ("code exchanged", Event::CodeExchanged),
        ("token inspected", Event::TokenInspected(report(&["waba-1"]))),
        ("token of nothing", Event::TokenInspected(report(&[]))),
        ("accounts found", Event::AccountsFound(vec![WabaId::new("waba-1")])),
        ("no account found", Event::AccountsFound(Vec::new())),
        (
            "numbers listed",
            Event::NumbersListed { numbers: vec![listed("n1")], form_digits: String::new() },
        ),
        (
            "no number listed",
            Event::NumbersListed { numbers: Vec::new(), form_digits: String::new() },
        ),
        ("claimed", Event::NumberClaimed),
        ("subscribed", Event::Subscribed),
        ("registered", Event::NumberRegistered),
        ("denied", Event::Refused(Refusal::AccessDenied)),
        ("token invalid", Event::Refused(Refusal::TokenInvalid)),
        ("taken", Event::Refused(Refusal::NumberTaken)),
        ("unavailable", Event::Refused(Refusal::Unavailable(Call::Subscribe))),
        ("resumed", Event::Resumed),
    ]
}

fn name(step: &Step) -> String {
    let text = format!("{step:?}");
    text.split([' ', '(']).next().unwrap().to_owned()
}

fn said(outcome: &Result<Transition<Onboarding, Effect>, Rejection>) -> String {
    match outcome {
        Err(rejection) => format!("✗ {rejection:?}"),
        Ok(Transition { state, effects }) => {
            let refusal = state.refusal.map(|r| format!(" !{}", r.code())).unwrap_or_default();
            let effects: Vec<String> = effects
                .iter()
                .map(|e| format!("{e:?}").split([' ', '(']).next().unwrap().to_owned())
                .collect();
            format!("{}{refusal} [{}]", name(&state.step), effects.join(" "))
        }
    }
}

#[test]
fn the_whole_matrix() {
    let mut lines = Vec::new();
    for state in steps() {
        for (title, event) in events() {
            let outcome = step(&at(state.clone()), &event, now());
            lines.push(format!("{:<14} {title:<17} → {}", name(&state), said(&outcome)));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// Applies events that must all be accepted, and returns the last transition.
fn walk(mut state: Onboarding, events: Vec<Event>) -> Transition<Onboarding, Effect> {
    let mut effects = Vec::new();
    for event in events {
        let transition = step(&state, &event, now()).unwrap();
        state = transition.state;
        effects = transition.effects;
    }
    Transition { state, effects }
}

fn whole_way(number: &str) -> Vec<Event> {
    vec![
        Event::CodeExchanged,
        Event::TokenInspected(report(&["waba-1"])),
        Event::NumbersListed { numbers: vec![listed(number)], form_digits: String::new() },
        Event::NumberClaimed,
        Event::Subscribed,
        Event::NumberRegistered,
    ]
}

#[test]
fn a_seller_who_goes_the_whole_way_is_active() {
    let end = walk(at(Step::Registered), whole_way("n1"));
    assert_eq!(end.state.status(), Status::Active);
    assert_eq!(end.effects, [Effect::Connect(connection("n1", false))]);
}

#[test]
fn a_number_shared_with_the_app_is_never_registered() {
    let end = walk(at(Step::NumberClaimed(connection("n1", true))), vec![Event::Subscribed]);
    assert_eq!(end.state.step, Step::Active);
    assert_eq!(end.effects, [Effect::Connect(connection("n1", true))]);
}

#[test]
fn connecting_again_keeps_the_connection_until_the_end() {
    let active = walk(at(Step::Registered), whole_way("n1")).state;
    let failed = walk(
        active.clone(),
        vec![Event::CodeExchanged, Event::Refused(Refusal::MissingPermission)],
    );
    assert_eq!(failed.state.status(), Status::Active);
    assert_eq!(failed.state.step, Step::Active);
    assert_eq!(failed.state.connected, active.connected);
    let same = walk(active.clone(), whole_way("n1"));
    assert_eq!(same.effects, [Effect::Connect(connection("n1", false))]);
    let other = walk(active, whole_way("n2"));
    let gone = Effect::Release { number: PhoneNumberId::new("n1") };
    assert_eq!(other.effects, [Effect::Connect(connection("n2", false)), gone]);
}

#[test]
fn an_attempt_given_up_releases_its_claim_but_never_the_connected_number() {
    let stuck = at(Step::Subscribed(connection("n1", false)));
    let again = step(&stuck, &Event::CodeExchanged, now()).unwrap();
    let gone = Effect::Release { number: PhoneNumberId::new("n1") };
    assert_eq!(again.effects, [gone, Effect::InspectToken]);
    let mut reconnecting = stuck;
    reconnecting.connected = Some(connection("n1", false));
    let again = step(&reconnecting, &Event::CodeExchanged, now()).unwrap();
    assert_eq!(again.effects, [Effect::InspectToken]);
}

#[test]
fn every_account_is_looked_at_before_giving_up() {
    let first = at(Step::CodeExchanged);
    let none = || Event::NumbersListed { numbers: Vec::new(), form_digits: String::new() };
    let second = walk(first, vec![Event::TokenInspected(report(&["waba-1", "waba-2"])), none()]);
    assert_eq!(second.effects, [Effect::ListNumbers { account: WabaId::new("waba-2") }]);
    let end = walk(second.state, vec![none()]).state;
    assert_eq!((end.step.clone(), end.refusal), (Step::CodeExchanged, Some(Refusal::NoNumber)));
    assert_eq!(walk(end, vec![Event::Resumed]).effects, [Effect::InspectToken]);
}

#[test]
fn a_token_is_checked_before_it_is_believed() {
    let refusal = |report| {
        let event = Event::TokenInspected(report);
        step(&at(Step::CodeExchanged), &event, now()).unwrap().state.refusal
    };
    let good = report(&["waba-1"]);
    assert_eq!(refusal(good.clone()), None);
    let dead = TokenReport { is_valid: false, ..good.clone() };
    assert_eq!(refusal(dead), Some(Refusal::TokenInvalid));
    let foreign = TokenReport { is_ours: false, ..good.clone() };
    assert_eq!(refusal(foreign), Some(Refusal::WrongApp));
    for granted in PERMISSIONS {
        let partial = TokenReport { scopes: vec![granted.to_owned()], ..good.clone() };
        assert_eq!(refusal(partial), Some(Refusal::MissingPermission));
    }
}

#[test]
fn a_locked_registration_is_not_tried_again_before_its_hour() {
    let until = now().saturating_add(jiff::SignedDuration::from_hours(72)).unwrap();
    let locked = walk(
        at(Step::Subscribed(connection("n1", false))),
        vec![Event::Refused(Refusal::RegisterLocked { until })],
    );
    let resume = |now| step(&locked.state, &Event::Resumed, now).map(|t| t.effects);
    assert_eq!(resume(now()), Err(Rejection::Locked { until }));
    let number = PhoneNumberId::new("n1");
    assert_eq!(resume(until), Ok(vec![Effect::RegisterNumber { number }]));
}

proptest! {
    /// Whatever happens in whatever order: one call to Meta at a time, an active step has its
    /// connection, and a connection is never lost.
    #[test]
    fn any_sequence_keeps_the_promises(picks in proptest::collection::vec(0_usize..16, 0..40)) {
        let events = events();
        let mut state = at(Step::Registered);
        for pick in picks {
            let Ok(next) = step(&state, &events[pick].1, now()) else { continue };
            let calls = next.effects.iter().filter(|effect| {
                !matches!(effect, Effect::Connect(_) | Effect::Release { .. })
            });
            prop_assert!(calls.count() <= 1);
            prop_assert!(next.state.step != Step::Active || next.state.connected.is_some());
            prop_assert!(state.connected.is_none() || next.state.connected.is_some());
            state = next.state;
        }
    }
}
