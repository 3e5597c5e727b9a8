//! Lives of a payment.

mod acceptance;
mod lies;
mod matrix;
mod polling;
mod properties;

use uuid::Uuid;

use super::*;
use crate::{Transition, money::Currency};

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_420_000 + second).unwrap()
}

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn payment(provider: PaymentProvider) -> Payment {
    let asking = Asking {
        id: PaymentId::from_uuid(Uuid::from_u128(1)),
        seller: SellerId::from_uuid(Uuid::from_u128(2)),
        order: OrderId::from_uuid(Uuid::from_u128(3)),
        conversation: ConversationId::from_uuid(Uuid::from_u128(4)),
        provider,
        purpose: Purpose::Full,
        amount: francs(15_000),
    };
    Payment::asked(asking, moment(0), 30)
}

fn page() -> Page {
    Page {
        reference: "cos-1".into(),
        url: "https://pay.wave.com/c/cos-1".into(),
        until: moment(30 * 60),
    }
}

/// What a provider says in a state, of exactly what was asked for.
fn seen(state: SeenState) -> Seen {
    Seen {
        state,
        reference: "cos-1".into(),
        amount: Some(15_000),
        currency: "XOF".into(),
        client_reference: PaymentId::from_uuid(Uuid::from_u128(1)).to_string(),
        transaction: Some("T_1".into()),
        is_reused: false,
        failure: None,
    }
}

fn after(start: &Payment, events: &[(PaymentEvent, i64)]) -> Payment {
    let live = |state: Payment, (event, second): &(PaymentEvent, i64)| {
        step(&state, event, moment(*second)).unwrap().state
    };
    events.iter().fold(start.clone(), live)
}

fn opened() -> Payment {
    after(&payment(PaymentProvider::Wave), &[(PaymentEvent::Opened(page()), 1)])
}

fn paid(provider: PaymentProvider) -> Payment {
    let events =
        [(PaymentEvent::Opened(page()), 1), (PaymentEvent::Seen(seen(SeenState::Paid)), 60)];
    after(&payment(provider), &events)
}

#[test]
fn a_link_is_told_and_its_money_counts_once() {
    let asked = payment(PaymentProvider::Wave);
    let Transition { state, effects } =
        step(&asked, &PaymentEvent::Opened(page()), moment(1)).unwrap();
    assert_eq!(
        effects,
        [
            PaymentEffect::Tell(Told::Link(page())),
            PaymentEffect::Announce(Fact::Opened),
            PaymentEffect::Check { round: 0, at: moment(31) },
        ]
    );
    let told = step(&state, &PaymentEvent::Seen(seen(SeenState::Paid)), moment(40)).unwrap();
    assert_eq!(
        told.effects,
        [
            PaymentEffect::Use { transaction: "T_1".into() },
            PaymentEffect::Announce(Fact::Paid),
            PaymentEffect::Tell(Told::Received),
        ]
    );
    assert_eq!((told.state.brought(), told.state.next_check_at), (francs(15_000), None));
    let again = step(&told.state, &PaymentEvent::Seen(seen(SeenState::Paid)), moment(41));
    assert_eq!(again, Err(Rejection::Stale));
}

#[test]
fn a_withdrawn_payment_is_silent_unless_it_was_paid() {
    let Transition { state, effects } =
        step(&opened(), &PaymentEvent::Withdrawn, moment(50)).unwrap();
    assert_eq!(effects, [PaymentEffect::Close]);
    let closed = step(&state, &PaymentEvent::Seen(seen(SeenState::Expired)), moment(51)).unwrap();
    assert_eq!(closed.effects, []);
    assert!(matches!(closed.state.status, Status::Lapsed { why: Lapse::Withdrawn, .. }));
    let paid = step(&state, &PaymentEvent::Seen(seen(SeenState::Paid)), moment(51)).unwrap();
    assert!(paid.effects.contains(&PaymentEffect::Announce(Fact::Paid)));
}

#[test]
fn a_page_that_opens_after_the_withdrawal_is_closed_unseen() {
    let withdrawn = after(&payment(PaymentProvider::Wave), &[(PaymentEvent::Withdrawn, 1)]);
    let late = step(&withdrawn, &PaymentEvent::Opened(page()), moment(2)).unwrap();
    assert!(late.effects.contains(&PaymentEffect::Close));
    assert!(!late.effects.iter().any(|it| matches!(it, PaymentEffect::Tell(_))));

    let gone = after(&withdrawn, &[(PaymentEvent::Seen(seen(SeenState::Absent)), 2)]);
    assert!(matches!(gone.status, Status::Lapsed { page: None, why: Lapse::Withdrawn }));
    let late = step(&gone, &PaymentEvent::Opened(page()), moment(3)).unwrap();
    assert_eq!(late.effects, [PaymentEffect::Close]);
}

#[test]
fn money_that_comes_after_the_end_still_counts() {
    let lapsed = after(&opened(), &[(PaymentEvent::Seen(seen(SeenState::Expired)), 1_900)]);
    assert!(matches!(lapsed.status, Status::Lapsed { why: Lapse::TimeUp, .. }));
    let late = step(&lapsed, &PaymentEvent::Seen(seen(SeenState::Paid)), moment(2_000)).unwrap();
    assert!(matches!(late.state.status, Status::Paid(_)));
}

#[test]
fn money_goes_back_as_far_as_its_provider_lets_it() {
    let ask = |amount| PaymentEvent::RefundAsked { amount };
    let wave = paid(PaymentProvider::Wave);
    let part = Some(francs(5_000));
    assert_eq!(step(&wave, &ask(part), moment(90)), Err(Rejection::AllOrNothing));
    assert_eq!(step(&wave, &ask(Some(francs(15_001))), moment(90)), Err(Rejection::TooMuch));
    assert_eq!(step(&wave, &ask(Some(francs(0))), moment(90)), Err(Rejection::TooMuch));
    let xaf = Some(Money::new(15_000, Currency::Xaf));
    assert_eq!(step(&wave, &ask(xaf), moment(90)), Err(Rejection::TooMuch));
    assert_eq!(step(&opened(), &ask(None), moment(90)), Err(Rejection::NotPaid));

    let asked = step(&paid(PaymentProvider::Pawapay), &ask(part), moment(90)).unwrap();
    assert_eq!(asked.effects, [PaymentEffect::Refund { amount: francs(5_000), nth: 1 }]);
    let pending = PaymentEvent::RefundSeen(RefundState::Pending);
    let waiting = step(&asked.state, &pending, moment(91)).unwrap();
    assert_eq!(waiting.effects, [PaymentEffect::Check { round: 1, at: moment(121) }]);
    let done = PaymentEvent::RefundSeen(RefundState::Done);
    let back = step(&waiting.state, &done, moment(122)).unwrap();
    assert_eq!(back.state.brought(), francs(10_000));
    assert_eq!(
        back.effects,
        [
            PaymentEffect::Announce(Fact::Refunded { amount: francs(5_000) }),
            PaymentEffect::Tell(Told::Refunded { amount: francs(5_000) }),
        ]
    );
}

#[test]
fn a_refund_that_is_refused_may_be_tried_again_under_another_number() {
    let no = PaymentEvent::RefundSeen(RefundState::Refused(Failure::Insufficient));
    let ask = PaymentEvent::RefundAsked { amount: None };
    let refused = after(&paid(PaymentProvider::Wave), &[(ask.clone(), 90), (no, 91)]);
    assert_eq!(refused.failure, Some(Failure::Insufficient));
    let again = step(&refused, &ask, moment(200)).unwrap();
    assert_eq!(again.effects, [PaymentEffect::Refund { amount: francs(15_000), nth: 2 }]);
}

#[test]
fn every_failure_reads_back() {
    for failure in Failure::ALL {
        assert_eq!(Failure::of_word(failure.word()), failure);
    }
    assert_eq!(Failure::of_word("new"), Failure::Other);
}
