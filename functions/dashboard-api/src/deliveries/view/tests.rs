use super::*;
use contracts::{
    messages::{Channel, Party},
    records::courier::TierValue,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn record(status: DeliveryStatusRecord) -> DeliveryRecord {
    let attempt = |number, courier: &str, outcome| AttemptRecord {
        number,
        round: 1,
        courier: courier.to_owned(),
        tier: TierValue::Own,
        offered_at: at("2026-11-23T10:00:00Z"),
        channels: vec![Channel::Sms],
        rungs: Vec::new(),
        via: None,
        outcome,
    };
    DeliveryRecord {
        order: "ord_1".to_owned(),
        seller: "slr_1".to_owned(),
        requested_at: at("2026-11-23T09:59:00Z"),
        country: "CI".to_owned(),
        zone: None,
        due: MoneyValue { amount: 46_500, currency: "XOF".to_owned() },
        paid: None,
        refunded: None,
        payment_open: false,
        promised: MomentValue {
            day: "2026-11-24".parse().unwrap(),
            period: contracts::records::values::PeriodValue::Morning,
        },
        lead_hours: 4,
        code: "4321".to_owned(),
        round: 1,
        retried: false,
        units_returned: false,
        position_asked: false,
        photo: None,
        fetched: false,
        exhausted: false,
        bookings: Vec::new(),
        undo: None,
        history: Vec::new(),
        attempts: vec![
            attempt(1, "cou_1", OutcomeValue::Refused),
            attempt(2, "cou_2", OutcomeValue::Open),
        ],
        status,
    }
}

fn shown(status: DeliveryStatusRecord) -> serde_json::Value {
    let moussa = CourierRecord {
        id: "cou_2".to_owned(),
        name: "Moussa".to_owned(),
        phone: "+2250505111111".to_owned(),
        zones: Vec::new(),
        available: true,
        tier: TierValue::Own,
        channels: Vec::new(),
        hours: None,
    };
    let couriers = BTreeMap::from([(moussa.id.clone(), moussa)]);
    serde_json::to_value(DeliveryView::of(&record(status), None, &couriers, None)).unwrap()
}

#[test]
fn the_offer_that_stands_says_until_when() {
    let view = shown(DeliveryStatusRecord::Offered {
        attempt: 2,
        courier: "cou_2".to_owned(),
        expires_at: at("2026-11-23T10:05:00Z"),
        next_rung_at: None,
    });
    insta::assert_snapshot!(view["attempts"].to_string(), @r#"[{"courier_id":"cou_1","courier_name":null,"expires_at":null,"number":1,"offered_at":"2026-11-23T10:00:00Z","outcome":"refused","rungs":[],"tier":"own","via":null},{"courier_id":"cou_2","courier_name":"Moussa","expires_at":"2026-11-23T10:05:00Z","number":2,"offered_at":"2026-11-23T10:00:00Z","outcome":"open","rungs":[],"tier":"own","via":null}]"#);
    assert_eq!((&view["status"], &view["courier"]), (&"offered".into(), &serde_json::Value::Null));
}

#[test]
fn a_delivery_says_who_has_it_and_what_was_collected() {
    let collected = MoneyValue { amount: 46_500, currency: "XOF".to_owned() };
    let view = shown(DeliveryStatusRecord::Delivered {
        courier: Some("cou_2".to_owned()),
        collected,
        at: at("2026-11-24T11:00:00Z"),
    });
    assert_eq!(view["courier"]["name"], "Moussa");
    assert_eq!(view["collected"]["amount"], 46_500);
    // A courier the seller removed keeps their id.
    let gone = shown(DeliveryStatusRecord::Assigned { courier: "cou_9".to_owned() });
    assert_eq!(
        (&gone["courier"]["id"], &gone["courier"]["name"]),
        (&"cou_9".into(), &serde_json::Value::Null)
    );
}

#[test]
fn the_prospects_code_is_never_shown() {
    for status in [
        DeliveryStatusRecord::AwaitingCode { courier: "cou_2".to_owned(), wrong: 1 },
        DeliveryStatusRecord::CodeLocked { courier: "cou_2".to_owned() },
        DeliveryStatusRecord::PickupAtShop,
        DeliveryStatusRecord::Cancelled { by: Party::Seller },
    ] {
        assert!(!shown(status).to_string().contains("4321"));
    }
}
