use serde_json::json;
use uuid::Uuid;

use super::*;

fn map(value: Value) -> Map<String, Value> {
    let Value::Object(map) = value else { panic!("an object") };
    map
}

fn zone(n: u128, name: &str) -> Zone {
    Zone {
        id: ZoneId::from_uuid(Uuid::from_u128(n)),
        name: name.into(),
        communes: vec!["Riviera".into()],
        fee: Money::new(1_500, Currency::Xof),
    }
}

#[test]
fn a_zone_needs_a_name_and_a_fee() {
    let required = ["name", "fee"];
    let errors = read(&map(json!({ "communes": [3] })), Currency::Xof, &required).unwrap_err();
    let named: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(named, ["name", "fee", "communes[0]"]);
    let free = map(json!({ "name": "Retrait", "fee": { "amount": 0, "currency": "XOF" } }));
    assert!(read(&free, Currency::Xof, &required).is_ok());
}

#[test]
fn a_change_keeps_what_it_does_not_name() {
    let before = zone(1, "Cocody");
    let form = read(&map(json!({ "fee": 2000 })), Currency::Xof, &[]).unwrap();
    let after = form.applied_to(&before);
    assert_eq!(after, Zone { fee: Money::new(2_000, Currency::Xof), ..before });
}

#[test]
fn two_zones_never_share_a_name() {
    let zones = [zone(1, "Cocody")];
    assert!(refuse_taken(&zones, &zone(2, " COCODY ")).is_err());
    assert!(refuse_taken(&zones, &zone(1, "Cocody")).is_ok());
    assert!(refuse_taken(&zones, &zone(2, "Plateau")).is_ok());
}
