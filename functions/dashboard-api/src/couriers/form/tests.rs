use domain::money::{Currency, Money};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::sheet;

fn shop() -> Shop {
    let zone = |n, name: &str| Zone {
        id: ZoneId::from_uuid(Uuid::from_u128(n)),
        name: name.into(),
        communes: Vec::new(),
        fee: Money::zero(Currency::Xof),
    };
    Shop { country: Country::IvoryCoast, zones: vec![zone(1, "Cocody"), zone(2, "Plateau")] }
}

fn form(value: Value) -> Result<CourierForm, Vec<FieldError>> {
    let Value::Object(map) = value else { panic!("an object") };
    read(&map, &shop(), &["name", "phone"])
}

fn courier(n: u128, phone: &str) -> Courier {
    let form = form(json!({ "name": "Moussa", "phone": phone })).unwrap();
    form.create(CourierId::from_uuid(Uuid::from_u128(n))).unwrap()
}

#[test]
fn zones_are_named_by_id_or_by_name() {
    let shop = shop();
    let zones = json!(["plateau", shop.zones[0].id.as_str(), "Cocody"]);
    let read = form(json!({ "name": "M", "phone": "0505111111", "zones": zones })).unwrap();
    assert_eq!(read.zones, Some(vec![shop.zones[1].id.clone(), shop.zones[0].id.clone()]));
    let errors =
        form(json!({ "name": "M", "phone": "0505111111", "zones": ["Bouaké"] })).unwrap_err();
    assert!(errors[0].field == "zones" && errors[0].message.contains("Bouaké"), "{errors:?}");
}

#[test]
fn a_new_courier_is_available_and_serves_everywhere() {
    let courier = courier(1, "+225 05 05 11 11 11");
    assert_eq!((courier.phone.e164(), courier.available), ("+2250505111111", true));
    assert!(courier.zones.is_empty());
    let resting = form(json!({ "name": "M", "phone": "0505111111", "available": false })).unwrap();
    assert!(!resting.applied_to(courier).available);
}

#[test]
fn every_fault_is_named() {
    let errors = form(json!({ "phone": "abc", "zones": "Cocody", "available": 1 })).unwrap_err();
    let named: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(named, ["name", "phone", "zones", "available"]);
}

#[test]
fn one_phone_is_one_courier() {
    let others = [courier(1, "0505111111")];
    assert!(refuse_taken(&others, &courier(2, "+2250505111111")).is_err());
    assert!(refuse_taken(&others, &courier(1, "0505111111")).is_ok());
    assert!(refuse_taken(&others, &courier(2, "0505222222")).is_ok());
}

#[test]
fn a_sheet_of_couriers_is_read() {
    let sheet = "Nom;Téléphone;Zones;Disponible\nMoussa;05 05 11 11 11;Cocody, Plateau;non\n";
    let rows = sheet::read(sheet, COLUMNS).unwrap();
    let read = read(&rows[0].fields, &shop(), &["name", "phone"]).unwrap();
    assert_eq!((read.zones.map(|zones| zones.len()), read.available), (Some(2), Some(false)));
}
