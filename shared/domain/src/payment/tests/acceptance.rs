//! The seller takes another amount than was asked for.

use super::*;

fn said(amount: i64) -> Seen {
    Seen { amount: Some(amount), ..seen(SeenState::Paid) }
}

fn doubted(amount: i64) -> Payment {
    after(&opened(), &[(PaymentEvent::Seen(said(amount)), 60)])
}

fn accept(amount: i64, seen: Seen) -> PaymentEvent {
    PaymentEvent::Accepted { amount: francs(amount), seen }
}

#[test]
fn what_came_counts_to_the_franc_be_it_less_or_more() {
    for amount in [1, 14_999, 15_001] {
        let before = doubted(amount);
        assert_eq!(before.acceptable(), Some(francs(amount)));
        let taken = step(&before, &accept(amount, said(amount)), moment(90)).unwrap();
        assert_eq!(
            taken.effects,
            [
                PaymentEffect::Use { transaction: "T_1".into() },
                PaymentEffect::Announce(Fact::Paid),
                PaymentEffect::Tell(Told::Received),
            ]
        );
        let state = taken.state;
        assert_eq!((state.brought(), state.amount), (francs(amount), francs(15_000)));
        assert_eq!(state.acceptable(), None);
        assert_eq!(step(&state, &accept(amount, said(amount)), moment(91)), Err(Rejection::Stale));
    }
}

#[test]
fn what_goes_back_is_what_came() {
    let taken = after(&doubted(14_999), &[(accept(14_999, said(14_999)), 90)]);
    let all = step(&taken, &PaymentEvent::RefundAsked { amount: None }, moment(100)).unwrap();
    assert_eq!(all.effects, [PaymentEffect::Refund { amount: francs(14_999), nth: 1 }]);
    let more = PaymentEvent::RefundAsked { amount: Some(francs(15_000)) };
    assert_eq!(step(&taken, &more, moment(100)), Err(Rejection::TooMuch));
    let done = PaymentEvent::RefundSeen(RefundState::Done);
    let back = after(&all.state, &[(done, 101)]);
    assert_eq!(back.brought(), francs(0));
    assert_eq!(step(&back, &accept(14_999, said(14_999)), moment(102)), Err(Rejection::Stale));
    let counter = PaymentEvent::Seen(seen(SeenState::Refunded));
    assert_eq!(after(&taken, &[(counter, 100)]).brought(), francs(0));
}

#[test]
fn another_amount_than_the_seller_saw_is_another_question() {
    let asked = step(&doubted(14_999), &accept(14_999, said(9_000)), moment(90)).unwrap();
    assert_eq!(asked.state.acceptable(), Some(francs(9_000)));
    let why = Suspicion::Amount { said: Some(9_000) };
    assert_eq!(asked.effects, [PaymentEffect::Warn(Warning::Suspicious(why))]);
    assert_eq!((asked.state.brought(), asked.state.accepted), (francs(0), None));
    // The truth after all: it needs nobody's word.
    let right = step(&doubted(14_999), &accept(14_999, said(15_000)), moment(90)).unwrap();
    assert_eq!((right.state.brought(), right.state.accepted), (francs(15_000), None));
}

#[test]
fn money_that_the_provider_does_not_confirm_is_not_taken() {
    for state in [SeenState::Absent, SeenState::Open, SeenState::Expired, SeenState::Refunded] {
        let asked = step(&doubted(14_999), &accept(14_999, seen(state)), moment(90)).unwrap();
        assert_eq!(asked.effects, [PaymentEffect::Warn(Warning::NotAccepted)], "{state:?}");
        assert_eq!(asked.state, doubted(14_999));
    }
}

#[test]
fn only_the_amount_may_be_wrong() {
    let wrong: [fn(&mut Seen); 4] = [
        |seen| seen.currency = "XAF".into(),
        |seen| seen.client_reference.push('0'),
        |seen| seen.transaction = None,
        |seen| seen.is_reused = true,
    ];
    for lie in wrong {
        let mut seen = said(14_999);
        lie(&mut seen);
        let asked = step(&doubted(14_999), &accept(14_999, seen), moment(90)).unwrap();
        assert!(matches!(asked.state.status, Status::Suspicious { .. }));
        assert_eq!((asked.state.brought(), asked.state.acceptable()), (francs(0), None));
        let told = asked.effects.iter().all(|effect| matches!(effect, PaymentEffect::Warn(_)));
        assert!(told, "{:?}", asked.effects);
    }
    let nothing = step(&doubted(0), &accept(0, said(0)), moment(90)).unwrap();
    assert_eq!((doubted(0).acceptable(), nothing.state.brought()), (None, francs(0)));
    let foreign = Money::new(14_999, Currency::Xaf);
    let foreign = PaymentEvent::Accepted { amount: foreign, seen: said(14_999) };
    let foreign = step(&doubted(14_999), &foreign, moment(90)).unwrap();
    assert_eq!(foreign.state.brought(), francs(0));
}

#[test]
fn nothing_is_accepted_that_nobody_doubted() {
    let amount = PaymentEvent::Accepted { amount: francs(15_000), seen: said(15_000) };
    assert_eq!(step(&opened(), &amount, moment(60)), Err(Rejection::NotPaid));
    let gone = after(&opened(), &[(PaymentEvent::Seen(seen(SeenState::Expired)), 1_900)]);
    assert_eq!(step(&gone, &amount, moment(2_000)), Err(Rejection::NotPaid));
}
