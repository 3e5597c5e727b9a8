//! Long random lives: what must hold whatever happens, in whatever order.

use proptest::prelude::*;

use super::*;

fn any_seen() -> impl Strategy<Value = Seen> {
    let state = prop::sample::select(vec![
        SeenState::Absent,
        SeenState::Open,
        SeenState::Paid,
        SeenState::Paid,
        SeenState::Failed,
        SeenState::Expired,
        SeenState::Refunded,
    ]);
    let amount = prop_oneof![3 => Just(Some(15_000)), 1 => Just(Some(14_999)), 1 => Just(None)];
    let currency = prop_oneof![4 => Just("XOF"), 1 => Just("XAF")];
    let ours = prop::bool::weighted(0.8);
    let transaction = prop_oneof![4 => Just(Some("T_1")), 1 => Just(None)];
    (state, amount, currency, ours, transaction, prop::bool::weighted(0.1)).prop_map(
        |(state, amount, currency, ours, transaction, is_reused)| {
            let mut said = seen(state);
            said.amount = amount;
            said.currency = currency.into();
            said.transaction = transaction.map(Into::into);
            said.is_reused = is_reused;
            if !ours {
                said.client_reference = "pay_other".into();
            }
            said
        },
    )
}

fn any_event() -> impl Strategy<Value = PaymentEvent> {
    let failure = prop::sample::select(Failure::ALL.to_vec());
    let refund = prop_oneof![
        Just(RefundState::Done),
        Just(RefundState::Pending),
        Just(RefundState::Refused(Failure::Down))
    ];
    let amount = prop_oneof![Just(None), (0_i64..20_000).prop_map(|it| Some(francs(it)))];
    prop_oneof![
        4 => Just(PaymentEvent::Opened(page())),
        1 => failure.prop_map(PaymentEvent::OpeningFailed),
        1 => Just(PaymentEvent::AskedAgain),
        6 => any_seen().prop_map(PaymentEvent::Seen),
        6 => (0_u32..4, any_seen()).prop_map(|(round, seen)| PaymentEvent::Looked { round, seen }),
        1 => Just(PaymentEvent::Withdrawn),
        3 => any_seen().prop_map(|seen| PaymentEvent::Accepted { amount: francs(14_999), seen }),
        2 => amount.prop_map(|amount| PaymentEvent::RefundAsked { amount }),
        3 => refund.prop_map(PaymentEvent::RefundSeen),
    ]
}

fn is_truth(seen: &Seen, amount: Money) -> bool {
    seen.state == SeenState::Paid
        && seen.amount == Some(amount.amount())
        && seen.currency == "XOF"
        && seen.client_reference == payment(PaymentProvider::Wave).id.as_str()
        && seen.transaction.is_some()
        && !seen.is_reused
}

proptest! {
    #[test]
    fn money_comes_only_from_the_truth_and_only_once(
        events in prop::collection::vec((any_event(), 0_i64..400), 1..40),
        is_wave in any::<bool>(),
    ) {
        let provider = if is_wave { PaymentProvider::Wave } else { PaymentProvider::Pawapay };
        let mut state = payment(provider);
        let (mut clock, mut received) = (0, 0);
        for (event, pause) in events {
            clock += pause;
            let Ok(to) = step(&state, &event, moment(clock)) else { continue };
            let paid = to.effects.iter().filter(|it| **it == PaymentEffect::Announce(Fact::Paid));
            if paid.count() == 1 {
                received += 1;
                let (PaymentEvent::Seen(seen)
                | PaymentEvent::Looked { seen, .. }
                | PaymentEvent::Accepted { seen, .. }) = &event
                else {
                    panic!("{event:?}");
                };
                prop_assert!(is_truth(seen, to.state.brought()), "{seen:?}");
                // Another amount counts only by the seller's word.
                let is_taken = matches!(event, PaymentEvent::Accepted { .. });
                prop_assert!(is_taken || to.state.brought() == to.state.amount);
                let used = |it: &PaymentEffect| matches!(it, PaymentEffect::Use { .. });
                prop_assert!(to.effects.iter().any(used));
            }
            prop_assert!(to.state.brought().amount() >= 0);
            prop_assert!(to.state.brought() <= to.state.amount);
            // What can still be paid is always looked at again.
            if matches!(to.state.status, Status::Opened(_)) {
                prop_assert!(to.state.next_check_at.is_some());
            }
            for effect in &to.effects {
                let PaymentEffect::Check { round, at } = *effect else { continue };
                prop_assert_eq!(Some(at), to.state.next_check_at);
                prop_assert_eq!(round, to.state.round);
                prop_assert!(at > moment(clock));
            }
            prop_assert_eq!((&to.state.id, to.state.amount), (&state.id, state.amount));
            state = to.state;
        }
        prop_assert!(received <= 1);
    }
}
