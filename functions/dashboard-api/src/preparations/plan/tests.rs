use serde_json::{Value, json};

use super::*;

fn order_of(n: u8, period: &str, lines: &[(&str, u32)]) -> Order {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(name, quantity)| {
            json!({"product": "prd_00000000000000000000000004", "variant": name.to_lowercase(),
                   "name": format!("Robe {name}"), "quantity": quantity,
                   "unit_price": {"amount": 15_000, "currency": "XOF"}})
        })
        .collect();
    let record = json!({
        "id": format!("ord_000000000000000000000000{n}0"),
        "seller": "slr_00000000000000000000000004",
        "conversation": "cnv_00000000000000000000000004",
        "status": "confirmed",
        "lines": lines,
        "delivery_fee": {"amount": 1_500, "currency": "XOF"},
        "address": {"commune": "Cocody"},
        "contact_name": "Moussa",
        "contact_phone": "+2250505123456",
        "moment": {"day": "2026-11-28", "period": period},
        "placed_at": format!("2026-11-27T10:00:0{n}Z"),
    });
    let record: contracts::records::order::OrderRecord = serde_json::from_value(record).unwrap();
    Order::try_from(&record).unwrap()
}

fn delivery(order: &Order, status: &Value) -> DeliveryRecord {
    serde_json::from_value(json!({
        "order": order.id.as_str(), "seller": "slr_00000000000000000000000004",
        "requested_at": "2026-11-27T10:00:00Z", "country": "CI",
        "due": {"amount": 16_500, "currency": "XOF"},
        "promised": {"day": "2026-11-28", "period": "morning"},
        "code": "4821", "round": 1, "status": status,
    }))
    .unwrap()
}

fn entry(order: Order, status: Option<Value>, ticked: Option<Vec<Units>>) -> Entry {
    let tick = ticked.map(|units| PreparationRecord {
        order: order.id.to_string(),
        prepared: true,
        at: "2026-11-28T07:00:00Z".parse().unwrap(),
        units,
    });
    let delivery = status.map(|status| delivery(&order, &status));
    Entry { order, delivery, tick }
}

const YAO: &str = "cou_00000000000000000000000004";

fn couriers() -> BTreeMap<String, CourierRecord> {
    let yao = json!({"id": YAO, "name": "Yao", "phone": "+2250707000009", "zones": [],
                     "available": true});
    BTreeMap::from([(YAO.to_owned(), serde_json::from_value(yao).unwrap())])
}

fn shown(entries: &[Entry]) -> Value {
    let day = jiff::civil::date(2026, 11, 28);
    serde_json::to_value(Plan::of(day, entries, &couriers(), false)).unwrap()
}

#[test]
fn a_slot_sums_what_has_not_left() {
    let first = order_of(1, "morning", &[("M", 2), ("L", 1)]);
    let ticked = units(&first);
    let entries = [
        entry(
            order_of(3, "morning", &[("M", 4)]),
            Some(json!({"kind": "picked_up", "courier": YAO})),
            None,
        ),
        entry(
            order_of(2, "morning", &[("M", 1)]),
            Some(json!({"kind": "assigned", "courier": YAO})),
            None,
        ),
        entry(first, Some(json!({"kind": "pickup_at_shop"})), Some(ticked)),
        entry(order_of(4, "afternoon", &[("S", 1)]), None, None),
    ];
    let plan = shown(&entries);
    let morning = &plan["slots"][0];
    assert_eq!((&plan["day"], &morning["period"]), (&json!("2026-11-28"), &json!("morning")));
    let totals: Vec<(&str, u64)> = morning["totals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["name"].as_str().unwrap(), item["quantity"].as_u64().unwrap()))
        .collect();
    assert_eq!(totals, [("Robe L", 1), ("Robe M", 3)]);
    assert_eq!((&morning["prepared"], &morning["to_prepare"]), (&json!(1), &json!(2)));
    let orders = morning["orders"].as_array().unwrap();
    let facts: Vec<_> = orders
        .iter()
        .map(|order| {
            (&order["courier"], &order["picked_up"], &order["pickup_at_shop"], &order["prepared"])
        })
        .collect();
    let (yao, none, yes, no) = (json!("Yao"), Value::Null, json!(true), json!(false));
    assert_eq!(facts, [(&none, &no, &yes, &yes), (&yao, &no, &no, &no), (&yao, &yes, &no, &no)]);
    assert_eq!((&orders[0]["quantity"], &orders[0]["receiver"]), (&json!(3), &json!("Moussa")));
    assert_eq!(plan["slots"][1]["totals"][0]["name"], "Robe S");
}

#[test]
fn a_tick_holds_for_the_contents_it_was_put_behind() {
    let order = order_of(1, "morning", &[("M", 1)]);
    let before = units(&order_of(1, "morning", &[("M", 2)]));
    let same = entry(order.clone(), None, Some(units(&order)));
    let other = entry(order.clone(), None, Some(before));
    let mut taken_back = entry(order.clone(), None, Some(units(&order)));
    taken_back.tick.as_mut().unwrap().prepared = false;
    let facts = |entry: &Entry| {
        let view = serde_json::to_value(entry.view(&couriers())).unwrap();
        (view["prepared"] == true, view["changed"] == true, view["ticked_at"].is_string())
    };
    assert_eq!(facts(&same), (true, false, true));
    assert_eq!(facts(&other), (false, true, true));
    assert_eq!(facts(&taken_back), (false, false, false));
}

#[test]
fn what_is_over_is_not_prepared() {
    use OrderStatus::{Cancelled, Confirmed, Delivered, Failed, Pending};
    let open: Vec<OrderStatus> = [Pending, Confirmed, Delivered, Failed, Cancelled]
        .into_iter()
        .filter(|s| is_to_prepare(*s))
        .collect();
    assert_eq!(open, [Pending, Confirmed]);
}
