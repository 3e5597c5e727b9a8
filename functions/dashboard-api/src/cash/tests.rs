use domain::{
    country::Country,
    ids::OrderId,
    ledger::{Kind, Movement, post},
    money::Currency,
    phone::Phone,
    seller::{Seller, ShopSettings},
};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::*;

pub(super) fn seller() -> Seller {
    Seller {
        id: SellerId::from_uuid(Uuid::from_u128(1)),
        first_name: "Awa".into(),
        last_name: "Koné".into(),
        shop_name: "Awa".into(),
        country: Country::IvoryCoast,
        phone: Phone::of_e164("+2250707123456").unwrap(),
        email: "awa@example.com".into(),
        settings: ShopSettings::default(),
    }
}

pub(super) fn courier(n: u128, name: &str) -> CourierRecord {
    let id = CourierId::from_uuid(Uuid::from_u128(n));
    let phone = Phone::of_e164("+2250505111111").unwrap();
    CourierRecord::from(&domain::courier::Courier::own(id, name.into(), phone))
}

fn balance(amounts: &[(Kind, i64)]) -> Balance {
    let at: Timestamp = "2026-11-27T18:00:00Z".parse().unwrap();
    amounts.iter().fold(Balance::zero(Currency::Xof), |balance, (kind, amount)| {
        let amount = Money::new(*amount, Currency::Xof);
        post(&balance, &Movement { kind: kind.clone(), amount }, at).unwrap().0
    })
}

fn of_order() -> OrderId {
    OrderId::from_uuid(Uuid::from_u128(7))
}

fn collected(amount: i64) -> Balance {
    balance(&[(Kind::Collected { order: of_order() }, amount)])
}

fn asked(body: Value, balance: &Balance) -> Result<i64, String> {
    let Value::Object(map) = body else { panic!("an object") };
    match remitted(&map, "Koffi", balance) {
        Ok(amount) => Ok(amount.amount()),
        Err(errors) => Err(format!("{} {}", errors[0].field, errors[0].message)),
    }
}

#[test]
fn what_is_owed_can_be_handed_over_and_no_more() {
    let owes = collected(47_500);
    assert_eq!(asked(json!({ "amount": 47_500 }), &owes), Ok(47_500));
    let money = json!({ "amount": { "amount": 40_000, "currency": "XOF" } });
    assert_eq!(asked(money, &owes), Ok(40_000));
    let more = "amount Koffi n’a que 47 500 FCFA à vous remettre.";
    assert_eq!(asked(json!({ "amount": 47_501 }), &owes), Err(more.into()));
    let nothing = "amount Koffi n’a rien à vous remettre.";
    let none = Balance::zero(Currency::Xof);
    assert_eq!(asked(json!({ "amount": 1 }), &none), Err(nothing.into()));
    let zero = "amount Le montant doit être supérieur à zéro.";
    assert_eq!(asked(json!({ "amount": 0 }), &owes), Err(zero.into()));
    for bad in
        [json!({}), json!({ "amount": -5 }), json!({ "amount": 1.5 }), json!({ "amount": "x" })]
    {
        assert!(asked(bad, &owes).is_err());
    }
    let other = json!({ "amount": { "amount": 5, "currency": "XAF" } });
    assert!(asked(other, &owes).unwrap_err().starts_with("amount.currency"));
}

#[test]
fn a_balance_is_shown_with_its_ceiling() {
    let koffi = courier(1, "Koffi");
    let amounts = [(Kind::Collected { order: of_order() }, 150_000), (Kind::Remitted, 50_000)];
    let seller = seller();
    let shown = BalanceView::of(&koffi.id, Some(&koffi), &balance(&amounts), &seller);
    insta::assert_json_snapshot!(shown);
    let less = BalanceView::of("cou_1", None, &collected(99_999), &seller);
    let less = serde_json::to_value(less).unwrap();
    assert_eq!((&less["at_ceiling"], &less["courier"]["name"]), (&json!(false), &Value::Null));
}

#[test]
fn a_line_is_shown_with_its_order() {
    let record: EntryRecord = serde_json::from_value(json!({
        "courier": "cou_00000000000000000000000004", "nth": 3, "at": "2026-11-27T18:00:00Z",
        "kind": "reversed", "order": "ord_000000000000000000001234e4",
        "amount": { "amount": 500, "currency": "XOF" },
        "owed_after": { "amount": -500, "currency": "XOF" },
    }))
    .unwrap();
    insta::assert_json_snapshot!(EntryView::of(&record).unwrap());
    let bad = EntryRecord { kind: EntryKind::Collected { order: "x".into() }, ..record };
    assert!(EntryView::of(&bad).is_err());
}
