//! Paid, partly paid, paid too late; taken back, settled by the seller.

use super::*;

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn paid(amount: i64) -> DispatchEvent {
    DispatchEvent::Paid { amount: francs(amount), as_deposit: false, search: search(2) }
}

fn me() -> CourierId {
    courier(1)
}

fn at_the_door() -> Vec<(DispatchEvent, i64)> {
    vec![
        (requested_paying(2, Payment::Offered), 0),
        (answer(1, 1, Answer::Accept), 1),
        (DispatchEvent::HandedOver { courier: me() }, 2),
    ]
}

fn right_code() -> DispatchEvent {
    DispatchEvent::CodeGiven { courier: me(), code: code() }
}

fn told(effects: &[DispatchEffect]) -> Vec<CourierNote> {
    let notes = effects.iter().filter_map(|effect| {
        if let DispatchEffect::TellCourier { note, .. } = effect { Some(*note) } else { None }
    });
    notes.collect()
}

#[test]
fn a_paid_order_closes_with_the_code_alone() {
    let mut events = at_the_door();
    events.push((paid(46_500), 3));
    let door = lived(&events);
    assert!(door.is_paid() && !door.payment_open);
    let closed = step(Some(&door), &right_code(), after(4)).unwrap();
    let expected =
        DeliveryStatus::Delivered { courier: Some(me()), collected: francs(0), at: after(4) };
    assert_eq!(closed.state.status, expected);
    // What was not paid is asked for, to the franc.
    events[3] = (paid(20_000), 3);
    let door = lived(&events);
    assert_eq!(door.left(), francs(26_500));
    let asked = step(Some(&door), &right_code(), after(4)).unwrap();
    assert_eq!(asked.state.status, DeliveryStatus::AwaitingCash { courier: me() });
}

#[test]
fn nobody_is_sent_before_the_deposit_is_there() {
    let deposit = Payment::Deposit { amount: francs(10_000), until: after(1_800) };
    let born = step(None, &requested_paying(2, deposit), start()).unwrap();
    assert!(born.state.attempts.is_empty());
    assert_eq!(
        born.effects[0],
        DispatchEffect::RequestPayment { amount: francs(10_000), is_deposit: true }
    );
    let short = step(Some(&born.state), &paid(9_999), after(60)).unwrap().state;
    assert!(short.attempts.is_empty(), "a franc is missing");
    let there = step(Some(&short), &paid(1), after(61)).unwrap().state;
    assert_eq!(there.attempts.len(), 1);
    assert_eq!(there.left(), francs(36_500));
    // Too late: at its time the order is given up, and its goods go back.
    let retry = DispatchEvent::RetryDue { search: search(2) };
    let early = step(Some(&born.state), &retry, after(1_799));
    assert_eq!(early, Err(DispatchRejection::Early { until: after(1_800) }));
    let over = step(Some(&born.state), &retry, after(1_800)).unwrap();
    assert_eq!(over.state.status, DeliveryStatus::Cancelled { by: Party::Prospect });
    assert!(over.effects.contains(&DispatchEffect::ReturnStock));
    assert!(over.effects.contains(&DispatchEffect::WithdrawPayment));
    let late = step(Some(&over.state), &paid(10_000), after(1_801)).unwrap();
    assert_eq!(
        late.effects,
        [DispatchEffect::TellSeller(SellerNote::PaidTooLate { amount: francs(10_000) })]
    );
    assert_eq!(late.state.paid, francs(10_000), "money is written down whenever it comes");
}

#[test]
fn less_than_the_deposit_is_the_deposit_once_the_seller_takes_it() {
    let deposit = Payment::Deposit { amount: francs(10_000), until: after(1_800) };
    let born = step(None, &requested_paying(2, deposit), start()).unwrap().state;
    let taken = DispatchEvent::Paid { amount: francs(9_000), as_deposit: true, search: search(2) };
    let sent = step(Some(&born), &taken, after(60)).unwrap();
    assert_eq!((sent.state.attempts.len(), sent.state.left()), (1, francs(37_500)));
    // Cancelled meanwhile: nobody is sent, and the seller is told of the money.
    let over = DispatchEvent::RetryDue { search: search(2) };
    let over = step(Some(&born), &over, after(1_800)).unwrap().state;
    let late = step(Some(&over), &taken, after(1_801)).unwrap();
    let told = DispatchEffect::TellSeller(SellerNote::PaidTooLate { amount: francs(9_000) });
    assert_eq!((late.effects, late.state.attempts.len()), (vec![told], 0));
}

#[test]
fn what_was_paid_beyond_the_total_is_said_to_be_owed_back() {
    let assigned = lived(&at_the_door());
    let paid = step(Some(&assigned), &paid(50_000), after(3)).unwrap();
    let note = SellerNote::Paid { amount: francs(50_000), left: francs(0), over: francs(3_500) };
    assert!(paid.effects.contains(&DispatchEffect::TellSeller(note)), "{:?}", paid.effects);
    assert!(paid.state.is_paid());
    let refunded = DispatchEvent::Refunded { amount: francs(3_500) };
    let back = step(Some(&paid.state), &refunded, after(4)).unwrap().state;
    assert_eq!((back.over(), back.left()), (francs(0), francs(0)));
}

#[test]
fn a_wrong_tap_is_taken_back_within_ten_minutes_and_on_record() {
    let mut events = at_the_door();
    events.push((right_code(), 3));
    events.push((DispatchEvent::CashReported { courier: me(), amount: francs(4_650) }, 4));
    let delivered = lived(&events);
    let undo = |by| DispatchEvent::Undone { by };
    let stranger = step(Some(&delivered), &undo(Actor::Courier(courier(2))), after(5));
    assert_eq!(stranger, Err(DispatchRejection::NotYours));
    let too_late = step(Some(&delivered), &undo(Actor::Courier(me())), after(604));
    assert_eq!(too_late, Err(DispatchRejection::NoUndo));
    let back = step(Some(&delivered), &undo(Actor::Courier(me())), after(603)).unwrap();
    assert_eq!(back.state.status, DeliveryStatus::AwaitingCash { courier: me() });
    assert_eq!(told(&back.effects), [CourierNote::Undone]);
    assert!(back.effects.contains(&DispatchEffect::TellProspect(ProspectNews::Reopened)));
    let deeds: Vec<DeedKind> = back.state.history.iter().map(|deed| deed.what).collect();
    assert_eq!(deeds, [DeedKind::HandedOver, DeedKind::Delivered, DeedKind::Undone]);
    let twice = step(Some(&back.state), &undo(Actor::Courier(me())), after(603));
    assert_eq!(twice, Err(DispatchRejection::NoUndo));
}

#[test]
fn a_failure_taken_back_takes_the_goods_again() {
    let refused = DispatchEvent::FailureReported {
        courier: me(),
        reason: DeliveryFailure::CustomerRefused,
        usual: usual(),
    };
    let mut events = at_the_door();
    events.push((refused, 3));
    let failed = lived(&events);
    assert!(failed.units_returned);
    let back =
        step(Some(&failed), &DispatchEvent::Undone { by: Actor::Seller }, after(60)).unwrap();
    assert_eq!(back.state.status, DeliveryStatus::AwaitingCode { courier: me(), wrong: 0 });
    assert!(back.effects.contains(&DispatchEffect::TakeStock));
}

#[test]
fn the_seller_settles_what_three_wrong_codes_locked() {
    let mut events = at_the_door();
    for second in 3..6 {
        let wrong = DispatchEvent::CodeGiven { courier: me(), code: DeliveryCode::drawn("0") };
        events.push((wrong, second));
    }
    let locked = lived(&events);
    let decide = |decision| DispatchEvent::Decided { decision, usual: usual() };
    let unlocked = step(Some(&locked), &decide(Decision::Unlock), after(7)).unwrap();
    assert_eq!(unlocked.state.status, DeliveryStatus::AwaitingCode { courier: me(), wrong: 0 });
    let overridden = decide(Decision::Delivered { collected: due() });
    let closed = step(Some(&locked), &overridden, after(7)).unwrap().state;
    assert_eq!(closed.order_status(), crate::order::OrderStatus::Delivered);
    let last = closed.history.last().unwrap();
    assert_eq!((&last.by, last.what), (&Actor::Seller, DeedKind::Delivered));
}

#[test]
fn the_seller_gives_it_to_a_courier_of_their_choice() {
    let nobody = lived(&[(requested(0), 0)]);
    let assign = |n| DispatchEvent::Decided {
        decision: Decision::Assign { courier: courier(n) },
        usual: usual(),
    };
    let chosen = step(Some(&nobody), &assign(2), after(10)).unwrap();
    assert_eq!(chosen.state.status, DeliveryStatus::Assigned { courier: courier(2) });
    assert_eq!(told(&chosen.effects), [CourierNote::Assigned]);
    let other = step(Some(&chosen.state), &assign(3), after(20)).unwrap();
    assert_eq!(told(&other.effects), [CourierNote::Reassigned, CourierNote::Assigned]);
    let left = lived(&at_the_door());
    assert_eq!(step(Some(&left), &assign(2), after(10)), Err(DispatchRejection::Left));
}

#[test]
fn after_the_last_round_the_prospect_is_not_put_off_again() {
    let tomorrow = DispatchEvent::ProspectChose {
        choice: OrderChoice::Tomorrow,
        usual: usual(),
        goods: goods(),
    };
    let retry = DispatchEvent::RetryDue { search: search(0) };
    let mut state = lived(&[(requested(0), 0)]);
    let mut now = 60;
    for round in 2..=3 {
        state = step(Some(&state), &tomorrow, after(now)).unwrap().state;
        now += 200_000;
        let nobody = step(Some(&state), &retry, after(now)).unwrap();
        let may_wait = round < 3;
        let told = DispatchEffect::TellProspect(ProspectNews::NobodyFound { may_wait });
        assert_eq!(nobody.effects[0], told);
        state = nobody.state;
    }
    assert_eq!(step(Some(&state), &tomorrow, after(now)), Err(DispatchRejection::Stale));
    let pickup = DispatchEvent::ProspectChose {
        choice: OrderChoice::Pickup,
        usual: usual(),
        goods: goods(),
    };
    let fetched = step(Some(&state), &pickup, after(now)).unwrap();
    assert_eq!(fetched.state.status, DeliveryStatus::PickupAtShop);
}

#[test]
fn what_is_fetched_costs_no_delivery_and_no_courier_holds_its_money() {
    let pickup = DispatchEvent::ProspectChose {
        choice: OrderChoice::Pickup,
        usual: usual(),
        goods: goods(),
    };
    let mut nobody = lived(&[(requested_paying(0, Payment::Offered), 0)]);
    let waits = step(Some(&nobody), &pickup, after(60)).unwrap();
    assert_eq!((waits.state.due, waits.state.left()), (goods(), goods()));
    let closes = waits.effects.contains(&DispatchEffect::WithdrawPayment);
    assert_eq!((closes, waits.state.payment_open), (true, false), "it asked for the fee as well");
    nobody.paid = due();
    let paid = step(Some(&nobody), &pickup, after(60)).unwrap().state;
    assert_eq!((paid.left(), paid.over()), (francs(0), francs(1_500)));

    let over = DispatchEvent::Decided {
        decision: Decision::Delivered { collected: goods() },
        usual: usual(),
    };
    let ended = step(Some(&waits.state), &over, after(120)).unwrap();
    let expected = DeliveryStatus::Delivered { courier: None, collected: goods(), at: after(120) };
    assert_eq!((ended.state.status.clone(), ended.state.fetched), (expected, true));
    let news = ProspectNews::Delivered { collected: goods() };
    assert_eq!(ended.effects, [DispatchEffect::TellProspect(news)]);
    assert_eq!(crate::ledger::cash_moves(Some(&waits.state), &ended.state), []);
    // A wrong tap, taken back: it waits at the shop again.
    let undo = DispatchEvent::Undone { by: Actor::Seller };
    let back = step(Some(&ended.state), &undo, after(180)).unwrap().state;
    assert_eq!(back.status, DeliveryStatus::PickupAtShop);
    let brought = DispatchEvent::Decided {
        decision: Decision::Delivered { collected: due() },
        usual: usual(),
    };
    assert!(!step(Some(&lived(&at_the_door())), &brought, after(9)).unwrap().state.fetched);
}
