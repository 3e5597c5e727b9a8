//! A provider that never calls is asked, less and less often, until the end.

use super::*;

/// The moments at which an open payment is looked at, in seconds, and how it ends.
fn looks(mut state: Payment, until_closed: impl Fn(i64) -> bool) -> (Vec<i64>, Payment) {
    let mut at = Vec::new();
    while let Some(next) = state.next_check_at {
        let second = next.as_second() - moment(0).as_second();
        at.push(second);
        let answer = if until_closed(second) { SeenState::Expired } else { SeenState::Open };
        let looked = PaymentEvent::Looked { round: state.round, seen: seen(answer) };
        state = step(&state, &looked, next).unwrap().state;
        assert!(at.len() < 200, "it never ends");
    }
    (at, state)
}

#[test]
fn looks_grow_rare_and_the_last_is_after_the_end() {
    let (at, state) = looks(opened(), |second| second >= 1_800);
    let early: Vec<i64> = at.iter().take(11).copied().collect();
    assert_eq!(early, [31, 61, 91, 121, 151, 181, 211, 241, 271, 301, 421]);
    assert_eq!(at.last(), Some(&1_805));
    assert!(matches!(state.status, Status::Lapsed { why: Lapse::TimeUp, .. }));
}

#[test]
fn a_long_page_is_looked_at_seldom_after_an_hour() {
    let mut state = payment(PaymentProvider::Wave);
    state.ends_at = moment(24 * 3_600);
    let long = Page { until: moment(24 * 3_600), ..page() };
    let (at, _) =
        looks(after(&state, &[(PaymentEvent::Opened(long), 1)]), |second| second >= 24 * 3_600);
    assert!(at.len() < 140, "{}", at.len());
    let gaps = at.windows(2).map(|pair| pair[1] - pair[0]);
    assert_eq!(gaps.max(), Some(900));
}

#[test]
fn at_the_end_the_page_is_closed_before_anybody_is_told() {
    let late = PaymentEvent::Looked { round: 0, seen: seen(SeenState::Open) };
    let told = step(&opened(), &late, moment(1_805)).unwrap();
    assert_eq!(told.effects.first(), Some(&PaymentEffect::Close));
    assert!(!told.effects.iter().any(|it| matches!(it, PaymentEffect::Tell(_))));
    let closed =
        step(&told.state, &PaymentEvent::Seen(seen(SeenState::Expired)), moment(1_806)).unwrap();
    assert_eq!(
        closed.effects,
        [PaymentEffect::Announce(Fact::Lapsed), PaymentEffect::Tell(Told::Expired)]
    );
}

#[test]
fn timers_of_another_round_change_nothing() {
    let looked = |round| PaymentEvent::Looked { round, seen: seen(SeenState::Open) };
    let once = after(&opened(), &[(looked(0), 31)]);
    assert_eq!(step(&once, &looked(0), moment(32)), Err(Rejection::Stale));
    assert_eq!(step(&once, &looked(2), moment(32)), Err(Rejection::Stale));
    assert_eq!(step(&paid(PaymentProvider::Wave), &looked(0), moment(90)), Err(Rejection::Stale));
}
