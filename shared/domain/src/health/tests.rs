use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).unwrap()
}

fn stopped(reason: StopReason) -> HealthEvent {
    HealthEvent::Stopped { reason, code: Some(131_042), until: None }
}

fn after(events: &[(HealthEvent, i64)]) -> Health {
    let start = Health::default();
    events.iter().fold(start, |health, (event, second)| step(&health, event, at(*second)).state)
}

fn held(health: &Health, second: i64) -> Option<StopReason> {
    health.held_by(Scope::Everything, at(second)).map(|stop| stop.reason)
}

#[test]
fn a_refused_payment_holds_everything_until_a_message_leaves() {
    let health = after(&[(stopped(StopReason::Payment), 0)]);
    assert_eq!(held(&health, 1), Some(StopReason::Payment));
    let campaigns = health.held_by(Scope::Campaigns, at(1)).unwrap();
    assert_eq!((campaigns.since, campaigns.code), (at(0), Some(131_042)));
    let paid = step(&health, &HealthEvent::Sent, at(60)).state;
    assert_eq!(held(&paid, 61), None);
    // The refusal of before, delivered late.
    assert_eq!(step(&paid, &stopped(StopReason::Payment), at(30)).effects, []);
    assert_eq!(held(&step(&paid, &stopped(StopReason::Payment), at(30)).state, 61), None);
    assert_eq!(
        held(&step(&paid, &stopped(StopReason::Payment), at(90)).state, 91),
        Some(StopReason::Payment)
    );
}

#[test]
fn an_older_message_proves_nothing() {
    let health = after(&[(stopped(StopReason::Payment), 10), (HealthEvent::Sent, 9)]);
    assert_eq!(held(&health, 11), Some(StopReason::Payment));
}

#[test]
fn after_a_rest_one_message_tries_and_the_reason_stays_shown() {
    let health =
        after(&[(stopped(StopReason::Registration), 0), (stopped(StopReason::Registration), 100)]);
    assert_eq!(held(&health, 100 + 15 * 60 - 1), Some(StopReason::Registration));
    assert_eq!(held(&health, 100 + 15 * 60), None);
    let shown = health.shown(Scope::Everything, at(100_000)).unwrap();
    assert_eq!((shown.since, shown.seen), (at(0), at(100)));
}

#[test]
fn a_revoked_token_is_over_with_a_new_connection_and_nothing_else() {
    let revoked = after(&[(stopped(StopReason::TokenRevoked), 0), (HealthEvent::Sent, 5)]);
    let reinstated = step(&revoked, &HealthEvent::Reinstated, at(6)).state;
    assert_eq!(held(&reinstated, 100_000_000), Some(StopReason::TokenRevoked));
    let connected = step(&revoked, &HealthEvent::Connected, at(1_000)).state;
    assert_eq!(held(&connected, 1_001), None);
    // A message that was begun with the old token says nothing of the new one.
    let stale = step(&connected, &stopped(StopReason::TokenRevoked), at(999));
    assert_eq!((held(&stale.state, 1_001), stale.effects), (None, vec![]));
    let again = step(&connected, &stopped(StopReason::TokenRevoked), at(1_001));
    assert_eq!(held(&again.state, 1_002), Some(StopReason::TokenRevoked));
}

#[test]
fn complaints_stop_campaigns_for_a_day_and_answers_never() {
    let health = after(&[(stopped(StopReason::SpamLimited), 0)]);
    assert_eq!(held(&health, 1), None);
    let day = 24 * 3_600;
    assert!(health.held_by(Scope::Campaigns, at(day - 1)).is_some());
    assert!(health.held_by(Scope::Campaigns, at(day)).is_none());
    assert!(health.shown(Scope::Campaigns, at(day)).is_none());
}

#[test]
fn a_restriction_ends_when_meta_says_or_takes_it_back() {
    let restricted =
        HealthEvent::Stopped { reason: StopReason::Restricted, code: None, until: Some(at(500)) };
    let health = after(&[(restricted, 0)]);
    assert_eq!((held(&health, 499), held(&health, 500)), (Some(StopReason::Restricted), None));
    assert_eq!(held(&step(&health, &HealthEvent::Reinstated, at(9)).state, 10), None);
}

#[test]
fn an_account_that_left_is_away_until_it_comes_back() {
    let left = (HealthEvent::Disconnected(Disconnection::PhoneInactive), 10);
    let health = after(std::slice::from_ref(&left));
    assert_eq!(held(&health, 1_000_000), Some(StopReason::Disconnected));
    assert_eq!(health.disconnection, Some(Disconnection::PhoneInactive));
    for back in [HealthEvent::Reconnected, HealthEvent::Connected] {
        let state = step(&health, &back, at(20)).state;
        assert_eq!((held(&state, 21), state.disconnection), (None, None));
    }
    // Told after the new connection it was about.
    let late = after(&[(HealthEvent::Connected, 20), left]);
    assert_eq!(held(&late, 21), None);
}

#[test]
fn a_template_remembers_its_last_word() {
    let status = |status, reason: Option<&str>| HealthEvent::Template {
        name: "relance".into(),
        change: TemplateChange::Status {
            status,
            reason: reason.map(str::to_owned),
            category: Some("UTILITY".into()),
        },
    };
    let health = after(&[
        (status(TemplateStatus::Rejected, Some("INVALID_FORMAT")), 10),
        (status(TemplateStatus::Pending, None), 5),
    ]);
    let template = &health.templates["relance"];
    assert_eq!((template.status, template.since), (TemplateStatus::Rejected, at(10)));
    let told = step(&health, &status(TemplateStatus::Paused, None), at(20)).effects;
    assert_eq!(told, [Alert::TemplatePaused { name: "relance".into() }]);
    let other = HealthEvent::Template {
        name: "relance".into(),
        change: TemplateChange::Category("MARKETING".into()),
    };
    let state = step(&health, &other, at(21)).state;
    assert_eq!(state.templates["relance"].category.as_deref(), Some("MARKETING"));
    assert_eq!(state.templates["relance"].status, TemplateStatus::Rejected);
}

fn any_event() -> impl Strategy<Value = HealthEvent> {
    let reason = prop::sample::select(StopReason::ALL.to_vec());
    let how = prop::sample::select(Disconnection::ALL.to_vec());
    let status = prop::sample::select(TemplateStatus::ALL.to_vec());
    prop_oneof![
        reason.prop_map(stopped),
        Just(HealthEvent::Sent),
        Just(HealthEvent::Connected),
        how.prop_map(HealthEvent::Disconnected),
        Just(HealthEvent::Reconnected),
        Just(HealthEvent::Reinstated),
        Just(HealthEvent::Quality("GREEN".into())),
        (any::<bool>(), any::<Option<bool>>()).prop_map(|(is_subscribed, can_be_charged)| {
            HealthEvent::Checked { is_subscribed, can_be_charged }
        }),
        status.prop_map(|status| HealthEvent::Template {
            name: "t".into(),
            change: TemplateChange::Status { status, reason: None, category: None },
        }),
    ]
}

proptest! {
    #[test]
    fn an_event_that_comes_twice_changes_nothing_the_second_time(
        before in prop::collection::vec((any_event(), 0_i64..3_000), 0..12),
        event in any_event(),
        second in 0_i64..3_000,
    ) {
        let once = step(&after(&before), &event, at(second)).state;
        let twice = step(&once, &event, at(second)).state;
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn a_number_that_is_held_is_shown_to_be_and_campaigns_are_held_with_it(
        events in prop::collection::vec((any_event(), 0_i64..3_000), 0..20),
        second in 0_i64..100_000,
    ) {
        let health = after(&events);
        for scope in [Scope::Everything, Scope::Campaigns] {
            let held = health.held_by(scope, at(second));
            prop_assert!(held.is_none() || health.shown(scope, at(second)).is_some());
        }
        let everything = health.held_by(Scope::Everything, at(second)).is_some();
        prop_assert!(!everything || health.held_by(Scope::Campaigns, at(second)).is_some());
    }

    #[test]
    fn a_fresh_connection_sends(
        events in prop::collection::vec((any_event(), 0_i64..3_000), 0..20),
    ) {
        let health = step(&after(&events), &HealthEvent::Connected, at(3_000)).state;
        for own in [StopReason::TokenRevoked, StopReason::Disconnected, StopReason::Registration] {
            prop_assert!(!health.stops.contains_key(&own));
        }
    }
}
