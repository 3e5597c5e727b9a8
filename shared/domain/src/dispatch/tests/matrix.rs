//! Every state against every event, as a snapshot: a change of any cell is seen in review.

use std::fmt::Write;

use super::{
    services::{booked, said, searching, seen},
    *,
};
use crate::delivery_service::ServiceState;

/// One delivery in every state, courier 1 being the one on the road.
fn states() -> Vec<(&'static str, Option<Delivery>)> {
    let asked = (requested(3), 0);
    let accepted = (answer(1, 1, Answer::Accept), 1);
    let handed = (DispatchEvent::HandedOver { courier: courier(1) }, 3);
    let wrong = |at| {
        let code = DeliveryCode::drawn("0000");
        (DispatchEvent::CodeGiven { courier: courier(1), code }, at)
    };
    let right = (DispatchEvent::CodeGiven { courier: courier(1), code: code() }, 4);
    let failure = |reason| {
        (DispatchEvent::FailureReported { courier: courier(1), reason, usual: usual() }, 4)
    };
    let road = [asked.clone(), accepted.clone()];
    let on = |more: &[(DispatchEvent, i64)]| Some(lived(&[&road, more].concat()));
    vec![
        ("None", None),
        ("AwaitingRetry", Some(just_born())),
        (
            "AwaitingDeposit",
            Some(lived(&[(
                requested_paying(
                    3,
                    Payment::Deposit {
                        amount: Money::new(10_000, Currency::Xof),
                        until: after(1_800),
                    },
                ),
                0,
            )])),
        ),
        ("WithService", Some(booked().state)),
        ("WithService", Some(carried())),
        ("Offered", Some(lived(std::slice::from_ref(&asked)))),
        ("Assigned", on(&[])),
        ("PickedUp", on(&[(DispatchEvent::PickedUp { courier: courier(1) }, 2)])),
        ("AwaitingCode", on(std::slice::from_ref(&handed))),
        ("CodeLocked", on(&[handed.clone(), wrong(4), wrong(5), wrong(6)])),
        ("AwaitingCash", on(&[handed.clone(), right.clone()])),
        (
            "Delivered",
            on(&[
                handed,
                right,
                (DispatchEvent::CashReported { courier: courier(1), amount: due() }, 5),
            ]),
        ),
        ("NobodyFound", Some(lived(&[(requested(0), 0)]))),
        ("AwaitingRetry", on(&[failure(DeliveryFailure::CustomerAbsent)])),
        (
            "PickupAtShop",
            Some(lived(&[
                (requested(0), 0),
                (
                    DispatchEvent::ProspectChose {
                        choice: OrderChoice::Pickup,
                        usual: usual(),
                        goods: goods(),
                    },
                    1,
                ),
            ])),
        ),
        ("Failed", on(&[failure(DeliveryFailure::CustomerRefused)])),
        ("Cancelled", Some(lived(&[asked, (DispatchEvent::Cancelled { by: Party::Seller }, 1)]))),
    ]
}

/// An order that was amended, moved or cancelled before its search began.
fn just_born() -> Delivery {
    let DispatchEvent::Requested { request, code, .. } = requested(3) else { panic!() };
    Delivery::born(&request, &code, start())
}

/// Every event, with the second it happens at and a name.
fn events() -> Vec<(&'static str, DispatchEvent, i64)> {
    let me = courier(1);
    let chose = |choice| DispatchEvent::ProspectChose { choice, usual: usual(), goods: goods() };
    let failed =
        |reason| DispatchEvent::FailureReported { courier: courier(1), reason, usual: usual() };
    let moved = |day, period, by| DispatchEvent::Rescheduled {
        moment: moment(day, period),
        by,
        search: search(3),
    };
    vec![
        ("requested", requested(3), 10),
        ("accept", answer(1, 1, Answer::Accept), 10),
        ("accept at 299", answer(1, 1, Answer::Accept), 299),
        ("accept at 300", answer(1, 1, Answer::Accept), 300),
        ("refuse", answer(1, 1, Answer::Refuse), 10),
        ("refuse at 300", answer(1, 1, Answer::Refuse), 300),
        ("accept by another", answer(1, 2, Answer::Accept), 10),
        ("accept of no offer", answer(9, 1, Answer::Accept), 10),
        ("expired at 299", DispatchEvent::OfferExpired { attempt: 1, search: search(3) }, 299),
        ("expired at 300", DispatchEvent::OfferExpired { attempt: 1, search: search(3) }, 300),
        (
            "expired, nobody left",
            DispatchEvent::OfferExpired { attempt: 1, search: search(1) },
            300,
        ),
        (
            "expired, other attempt",
            DispatchEvent::OfferExpired { attempt: 2, search: search(3) },
            300,
        ),
        ("second rung at 74", rung_due(1), 74),
        ("second rung at 75", rung_due(1), 75),
        ("third rung at 150", rung_due(2), 150),
        ("whatsapp undeliverable", ended(Channel::WhatsApp, RungEnd::Unreachable), 10),
        ("call not answered", ended(Channel::Call, RungEnd::NoAnswer), 10),
        ("picked up", DispatchEvent::PickedUp { courier: me.clone() }, 10),
        ("picked up by another", DispatchEvent::PickedUp { courier: courier(2) }, 10),
        ("handed over", DispatchEvent::HandedOver { courier: me.clone() }, 10),
        ("right code", DispatchEvent::CodeGiven { courier: me.clone(), code: code() }, 10),
        (
            "wrong code",
            DispatchEvent::CodeGiven { courier: me.clone(), code: DeliveryCode::drawn("1") },
            10,
        ),
        (
            "right code by another",
            DispatchEvent::CodeGiven { courier: courier(2), code: code() },
            10,
        ),
        ("photo", DispatchEvent::Photographed { courier: me.clone(), object: "p".into() }, 10),
        ("other amount", DispatchEvent::OtherAmount { courier: me.clone() }, 10),
        ("cash due", DispatchEvent::CashReported { courier: me.clone(), amount: due() }, 10),
        (
            "less cash",
            DispatchEvent::CashReported {
                courier: me.clone(),
                amount: Money::new(45_000, Currency::Xof),
            },
            10,
        ),
        ("failure started", DispatchEvent::FailureStarted { courier: me }, 10),
        ("customer absent", failed(DeliveryFailure::CustomerAbsent), 10),
        ("customer refused", failed(DeliveryFailure::CustomerRefused), 10),
        ("wrong address", failed(DeliveryFailure::WrongAddress), 10),
        ("courier problem", failed(DeliveryFailure::CourierProblem), 10),
        ("cancelled by prospect", DispatchEvent::Cancelled { by: Party::Prospect }, 10),
        ("cancelled by seller", DispatchEvent::Cancelled { by: Party::Seller }, 10),
        ("moved to today by prospect", moved(23, Period::Morning, Party::Prospect), 10),
        ("moved to Friday by seller", moved(27, Period::Afternoon, Party::Seller), 10),
        ("chose tomorrow", chose(OrderChoice::Tomorrow), 10),
        ("chose pickup", chose(OrderChoice::Pickup), 10),
        ("chose to cancel", chose(OrderChoice::Cancel), 10),
        // Tomorrow at 8h: four hours before the promise ends.
        ("retry due at 7:59:59", DispatchEvent::RetryDue { search: search(3) }, 22 * 3_600 - 1),
        ("retry due at 8h", DispatchEvent::RetryDue { search: search(3) }, 22 * 3_600),
        ("retry due, nobody", DispatchEvent::RetryDue { search: search(0) }, 22 * 3_600),
    ]
}

fn rung_due(rung: u32) -> DispatchEvent {
    DispatchEvent::RungDue { attempt: 1, rung, search: search(3) }
}

fn ended(channel: Channel, end: RungEnd) -> DispatchEvent {
    DispatchEvent::RungEnded { attempt: 1, channel, end, search: search(3) }
}

/// The courier of a service is on the way to the shop.
fn carried() -> Delivery {
    let found = said(1, seen(ServiceState::Assigned));
    step(Some(&booked().state), &found, after(5)).unwrap().state
}

/// What delivery services say, and what is said to them.
fn services() -> Vec<(&'static str, DispatchEvent, i64)> {
    let fee = Some(Money::new(500, Currency::Xof));
    let pays = Decision::CancelService { booking: 1 };
    vec![
        ("service due", DispatchEvent::ServiceDue { booking: 1 }, 10),
        ("service declines", said(1, ServiceWord::Declined), 10),
        ("service has a courier", said(1, seen(ServiceState::Assigned)), 10),
        ("service has the parcel", said(1, seen(ServiceState::PickedUp)), 10),
        ("service delivered", said(1, seen(ServiceState::Delivered)), 10),
        ("service brings it back", said(1, seen(ServiceState::Returned)), 10),
        ("service of no booking", said(9, seen(ServiceState::Delivered)), 10),
        ("service asks for a fee", said(1, ServiceWord::CancelCosts { fee }), 10),
        ("seller: pays the fee", DispatchEvent::Decided { decision: pays, usual: usual() }, 10),
        ("located", DispatchEvent::Located { search: searching() }, 10),
    ]
}

/// What is settled by hand or by money.
fn settlements() -> Vec<(&'static str, DispatchEvent, i64)> {
    let decided = |decision| DispatchEvent::Decided { decision, usual: usual() };
    let undone = |by| DispatchEvent::Undone { by };
    let francs = |amount| Money::new(amount, Currency::Xof);
    let paid = |amount| DispatchEvent::Paid {
        amount: francs(amount),
        as_deposit: false,
        search: search(3),
    };
    vec![
        ("undone by courier", undone(Actor::Courier(courier(1))), 10),
        ("undone by courier at 10 min", undone(Actor::Courier(courier(1))), 4 + 600),
        ("undone by another", undone(Actor::Courier(courier(2))), 10),
        ("undone by seller", undone(Actor::Seller), 10),
        ("seller: delivered", decided(Decision::Delivered { collected: due() }), 10),
        (
            "seller: refused at the door",
            decided(Decision::Failed { reason: DeliveryFailure::CustomerRefused }),
            10,
        ),
        ("seller: unlock", decided(Decision::Unlock), 10),
        ("seller: courier 2 does it", decided(Decision::Assign { courier: courier(2) }), 10),
        ("payment page open", DispatchEvent::PaymentOpened, 10),
        ("paid in full", paid(46_500), 10),
        ("paid in part", paid(20_000), 10),
        ("payment lapsed", DispatchEvent::PaymentLapsed, 10),
        ("refunded", DispatchEvent::Refunded { amount: francs(20_000) }, 10),
    ]
}

/// Other versions of the order.
fn amendments() -> Vec<(&'static str, DispatchEvent, i64)> {
    vec![
        ("amended, other lines alone", amended(terms(), Party::Prospect, 3), 10),
        (
            "amended, less to pay",
            amended(
                Terms { due: Money::new(31_500, Currency::Xof), ..terms() },
                Party::Prospect,
                3,
            ),
            10,
        ),
        (
            "amended, elsewhere in the zone",
            amended(Terms { is_elsewhere: true, ..terms() }, Party::Prospect, 3),
            10,
        ),
        (
            "amended by seller, to a zone courier 1 serves",
            amended(Terms { zone: Some(zone()), ..terms() }, Party::Seller, 3),
            10,
        ),
        (
            "amended, to a zone courier 1 does not serve",
            DispatchEvent::Amended {
                to: Terms { zone: Some(zone()), ..terms() },
                by: Party::Prospect,
                search: search_without_the_first(3),
            },
            10,
        ),
        (
            "amended by prospect, from an older order",
            amended(Terms { is_outdated: true, ..terms() }, Party::Prospect, 3),
            10,
        ),
        (
            "amended by seller, from an older order",
            amended(Terms { is_outdated: true, ..terms() }, Party::Seller, 3),
            10,
        ),
        (
            "amended, to Friday",
            amended(
                Terms { promised: moment(27, Period::Afternoon), ..terms() },
                Party::Prospect,
                3,
            ),
            10,
        ),
    ]
}

#[test]
fn every_state_against_every_event() {
    let mut table = String::new();
    for (name, state) in states() {
        if let Some(delivery) = &state {
            let at = brief(&format!("{:?}", delivery.status));
            assert!(at.starts_with(name), "{at} is not {name}");
            writeln!(
                table,
                "{at}, waits for {}, order {:?}",
                brief(&format!("{:?}", delivery.waits_for())),
                delivery.order_status()
            )
            .unwrap();
        } else {
            writeln!(table, "{name}").unwrap();
        }
        let all = [events(), amendments(), settlements(), services()];
        for (said, event, seconds) in all.into_iter().flatten() {
            write!(table, "  {said}: ").unwrap();
            match step(state.as_ref(), &event, after(seconds)) {
                Ok(Transition { state, effects }) => {
                    writeln!(table, "{}", brief(&format!("{:?}", state.status))).unwrap();
                    for effect in effects {
                        writeln!(table, "    > {}", brief(&format!("{effect:?}"))).unwrap();
                    }
                }
                Err(rejection) => {
                    writeln!(table, "- {}", brief(&format!("{rejection:?}"))).unwrap();
                    for effect in answer_to(&event, &rejection) {
                        writeln!(table, "    > {}", brief(&format!("{effect:?}"))).unwrap();
                    }
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}
