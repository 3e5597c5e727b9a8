//! Every state against every event.

use std::fmt::Write;

use super::*;

fn states() -> Vec<(&'static str, Payment)> {
    let expired = PaymentEvent::Seen(seen(SeenState::Expired));
    let lie = less();
    let refund = PaymentEvent::RefundAsked { amount: None };
    let refunding = after(&paid(PaymentProvider::Wave), &[(refund, 90)]);
    let done = PaymentEvent::RefundSeen(RefundState::Done);
    vec![
        ("requested", payment(PaymentProvider::Wave)),
        ("requested, withdrawn", {
            after(&payment(PaymentProvider::Wave), &[(PaymentEvent::Withdrawn, 1)])
        }),
        ("opened", opened()),
        ("opened, withdrawn", after(&opened(), &[(PaymentEvent::Withdrawn, 60)])),
        ("lapsed", after(&opened(), &[(expired, 1_805)])),
        ("suspicious", after(&opened(), &[(PaymentEvent::Seen(lie), 60)])),
        ("paid", paid(PaymentProvider::Wave)),
        ("refunding", refunding.clone()),
        ("refunded", after(&refunding, &[(done, 91)])),
    ]
}

fn less() -> Seen {
    Seen { amount: Some(14_999), ..seen(SeenState::Paid) }
}

fn events() -> Vec<(&'static str, PaymentEvent)> {
    let mut lie = seen(SeenState::Paid);
    lie.currency = "XAF".into();
    vec![
        ("opened", PaymentEvent::Opened(page())),
        ("opening failed", PaymentEvent::OpeningFailed(Failure::Keys)),
        ("asked again", PaymentEvent::AskedAgain),
        ("seen absent", PaymentEvent::Seen(seen(SeenState::Absent))),
        ("seen open", PaymentEvent::Seen(seen(SeenState::Open))),
        ("seen paid", PaymentEvent::Seen(seen(SeenState::Paid))),
        ("seen paid in another currency", PaymentEvent::Seen(lie)),
        ("seen failed", PaymentEvent::Seen(seen(SeenState::Failed))),
        ("seen expired", PaymentEvent::Seen(seen(SeenState::Expired))),
        ("seen refunded", PaymentEvent::Seen(seen(SeenState::Refunded))),
        ("looked, open", PaymentEvent::Looked { round: 0, seen: seen(SeenState::Open) }),
        ("withdrawn", PaymentEvent::Withdrawn),
        ("accepted, confirmed", PaymentEvent::Accepted { amount: francs(14_999), seen: less() }),
        ("accepted, gone", {
            let seen = seen(SeenState::Absent);
            PaymentEvent::Accepted { amount: francs(14_999), seen }
        }),
        ("refund asked", PaymentEvent::RefundAsked { amount: None }),
        ("refund done", PaymentEvent::RefundSeen(RefundState::Done)),
        ("refund pending", PaymentEvent::RefundSeen(RefundState::Pending)),
        ("refund refused", PaymentEvent::RefundSeen(RefundState::Refused(Failure::Down))),
    ]
}

#[test]
fn every_state_against_every_event() {
    let mut table = String::new();
    for (name, state) in states() {
        writeln!(table, "{name}").unwrap();
        for (event, what) in events() {
            match step(&state, &what, moment(120)) {
                Err(why) => writeln!(table, "  {event}: no, {why}").unwrap(),
                Ok(to) => {
                    let status = format!("{:?}", to.state.status);
                    let status = status.split([' ', '(']).next().unwrap_or_default();
                    let closing = to.state.closing.map(|why| format!(", closing {why:?}"));
                    writeln!(table, "  {event}: {status}{}", closing.unwrap_or_default()).unwrap();
                    for effect in to.effects {
                        writeln!(table, "    > {effect:?}").unwrap();
                    }
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}
