//! What a provider says that is not what was asked for pays nothing, and the seller hears of it.

use super::*;

fn suspicion(lie: impl Fn(&mut Seen)) -> Suspicion {
    let mut said = seen(SeenState::Paid);
    lie(&mut said);
    let told = step(&opened(), &PaymentEvent::Seen(said), moment(60)).unwrap();
    let Status::Suspicious { why, .. } = told.state.status else {
        panic!("{:?}", told.state.status);
    };
    assert_eq!(
        told.effects,
        [PaymentEffect::Warn(Warning::Suspicious(why)), PaymentEffect::Announce(Fact::Lapsed)]
    );
    assert_eq!(told.state.brought(), francs(0));
    why
}

#[test]
fn one_franc_less_is_not_the_amount() {
    let less = suspicion(|seen| seen.amount = Some(14_999));
    assert_eq!(less, Suspicion::Amount { said: Some(14_999) });
    let more = suspicion(|seen| seen.amount = Some(15_001));
    assert_eq!(more, Suspicion::Amount { said: Some(15_001) });
    assert_eq!(suspicion(|seen| seen.amount = None), Suspicion::Amount { said: None });
}

#[test]
fn another_currency_reference_or_transaction_is_not_ours() {
    assert_eq!(suspicion(|seen| seen.currency = "XAF".into()), Suspicion::Currency);
    assert_eq!(suspicion(|seen| seen.currency = "xof".into()), Suspicion::Currency);
    assert_eq!(suspicion(|seen| seen.client_reference.push('0')), Suspicion::Reference);
    assert_eq!(suspicion(|seen| seen.client_reference.clear()), Suspicion::Reference);
    assert_eq!(suspicion(|seen| seen.transaction = None), Suspicion::NoTransaction);
    assert_eq!(suspicion(|seen| seen.transaction = Some(" ".into())), Suspicion::NoTransaction);
    assert_eq!(suspicion(|seen| seen.is_reused = true), Suspicion::Reused);
}

#[test]
fn the_same_lie_is_told_once_and_the_truth_may_follow() {
    let mut lie = seen(SeenState::Paid);
    lie.amount = Some(14_999);
    let doubted = after(&opened(), &[(PaymentEvent::Seen(lie.clone()), 60)]);
    assert_eq!(step(&doubted, &PaymentEvent::Seen(lie), moment(61)), Err(Rejection::Stale));
    let right = step(&doubted, &PaymentEvent::Seen(seen(SeenState::Paid)), moment(62)).unwrap();
    assert!(matches!(right.state.status, Status::Paid(_)));
}
