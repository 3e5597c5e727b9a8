use contracts::{messages::Party, records::values::MoneyValue};
use serde_json::json;

use super::*;

fn asked(body: Value) -> Result<Decision, Vec<String>> {
    let Value::Object(map) = body else { panic!("an object") };
    read(&map, Currency::Xof).map_err(|errors| errors.into_iter().map(|e| e.field).collect())
}

#[test]
fn every_decision_is_read() {
    let collected = MoneyValue { amount: 46_500, currency: "XOF".into() };
    let delivered = Decision::Delivered { collected };
    let money = json!({ "amount": 46_500, "currency": "XOF" });
    assert_eq!(asked(json!({ "kind": "delivered", "collected": money })), Ok(delivered.clone()));
    assert_eq!(asked(json!({ "kind": "delivered", "collected": 46_500 })), Ok(delivered));
    let failed = Decision::Failed { reason: FailureReason::WrongAddress };
    assert_eq!(asked(json!({ "kind": "failed", "reason": "wrong_address" })), Ok(failed));
    assert_eq!(asked(json!({ "kind": "unlock" })), Ok(Decision::Unlock));
    assert_eq!(asked(json!({ "kind": "undo" })), Ok(Decision::Undo));
    let pays = Decision::CancelService { booking: 2 };
    assert_eq!(asked(json!({ "kind": "cancel_service", "booking": 2 })), Ok(pays));
    let id = "cou_00000000000000000000000004";
    let assign = Decision::Assign { courier: id.parse().unwrap() };
    assert_eq!(asked(json!({ "kind": "assign", "courier": id })), Ok(assign));
}

#[test]
fn every_fault_is_named() {
    for (body, fields) in [
        (json!({}), &["kind"][..]),
        (json!({ "kind": "forget" }), &["kind"]),
        (json!({ "kind": 1 }), &["kind"]),
        (json!({ "kind": "delivered" }), &["collected"]),
        (json!({ "kind": "delivered", "collected": -1 }), &["collected"]),
        (json!({ "kind": "failed" }), &["reason"]),
        (json!({ "kind": "failed", "reason": "rain" }), &["reason"]),
        (json!({ "kind": "cancel_service" }), &["booking"]),
        (json!({ "kind": "cancel_service", "booking": 0 }), &["booking"]),
        (json!({ "kind": "assign" }), &["courier"]),
        (json!({ "kind": "assign", "courier": "ord_00000000000000000000000004" }), &["courier"]),
    ] {
        assert_eq!(asked(body.clone()).unwrap_err(), fields, "{body}");
    }
}

#[test]
fn what_plainly_cannot_be_is_refused() {
    let courier = || "cou_1".to_owned();
    let code = |status: &DeliveryStatusRecord, decision: &Decision| {
        refuse_impossible(status, decision).map_err(|problem| problem.code)
    };
    let failed = Decision::Failed { reason: FailureReason::CustomerAbsent };
    let cancelled = DeliveryStatusRecord::Cancelled { by: Party::Seller };
    assert_eq!(code(&cancelled, &failed), Err("order_over"));
    assert_eq!(code(&cancelled, &Decision::Undo), Ok(()));
    let locked = DeliveryStatusRecord::CodeLocked { courier: courier() };
    assert_eq!(code(&locked, &Decision::Unlock), Ok(()));
    let road = DeliveryStatusRecord::PickedUp { courier: courier() };
    assert_eq!(code(&road, &Decision::Unlock), Err("not_locked"));
    assert_eq!(code(&road, &failed), Ok(()));
    let collected = MoneyValue { amount: 1, currency: "XOF".into() };
    let at = "2026-11-27T10:00:00Z".parse().unwrap();
    let done = DeliveryStatusRecord::Delivered {
        courier: Some(courier()),
        collected: collected.clone(),
        at,
    };
    assert_eq!(code(&done, &failed), Err("order_over"));
    // Another amount corrects the first one.
    assert_eq!(code(&done, &Decision::Delivered { collected }), Ok(()));
}

#[test]
fn nothing_is_paid_to_a_service_that_did_not_ask() {
    let booking = |number, unwanted| BookingRecord {
        number,
        round: 1,
        service: contracts::records::delivery::ServiceValue::Yango,
        at: "2026-11-28T10:00:00Z".parse().unwrap(),
        reference: Some("claim".into()),
        state: None,
        price: None,
        unwanted,
    };
    let bookings = [booking(1, true), booking(2, false)];
    let code = |number| {
        let decision = Decision::CancelService { booking: number };
        refuse_unasked(&bookings, &decision).map_err(|problem| problem.code)
    };
    assert_eq!([code(1), code(2), code(3)], [Ok(()), Err("not_asked"), Err("not_asked")]);
    assert!(refuse_unasked(&bookings, &Decision::Undo).is_ok());
}
