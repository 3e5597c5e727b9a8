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
fn how_and_when_a_courier_is_asked_is_the_sellers_to_say() {
    let usual = courier(1, "0505111111");
    assert_eq!((usual.tier, usual.hours), (Tier::Own, None));
    assert_eq!(usual.channels, USUAL_CHANNELS);
    let chosen = json!({
        "name": "M", "phone": "0505111111", "tier": "partner", "channels": ["call", "WhatsApp"],
        "hours": ["07:00", "19:00"],
    });
    let chosen = form(chosen).unwrap().applied_to(usual);
    assert_eq!(chosen.tier, Tier::Partner);
    assert_eq!(chosen.channels, [Channel::Call, Channel::WhatsApp]);
    assert_eq!(chosen.hours, Span::new(420, 1_140).ok());
    let again = |hours: Value| {
        let body = json!({ "name": "M", "phone": "0505111111", "hours": hours });
        form(body).unwrap().applied_to(chosen.clone()).hours
    };
    assert_eq!(again(json!(null)), None);
    assert_eq!(again(json!([])), None);
    let untouched = form(json!({ "name": "M", "phone": "0505111111" })).unwrap();
    assert_eq!(untouched.applied_to(chosen.clone()), chosen);
}

#[test]
fn what_cannot_be_chosen_is_refused() {
    for (field, value) in [
        ("tier", json!("pool")),
        ("tier", json!(1)),
        ("channels", json!([])),
        ("channels", json!(["call", "call"])),
        ("channels", json!(["pigeon"])),
        ("channels", json!("call")),
        ("hours", json!(["19:00", "07:00"])),
        ("hours", json!(["07:00"])),
        ("hours", json!(["07:00", 19, "20:00"])),
        ("hours", json!({ "from": "07:00" })),
    ] {
        let mut body = json!({ "name": "M", "phone": "0505111111" });
        body[field] = value.clone();
        let errors = form(body).unwrap_err();
        assert_eq!((errors.len(), &*errors[0].field), (1, field), "{value}");
    }
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
    let sheet = "Nom;Téléphone;Zones;Disponible;Type;Canaux;Horaires\n\
                 Moussa;05 05 11 11 11;Cocody, Plateau;non;Partenaire;appel, sms;07:00 - 19:00\n";
    let rows = sheet::read(sheet, COLUMNS).unwrap();
    let read = read(&rows[0].fields, &shop(), &["name", "phone"]).unwrap();
    assert_eq!((read.zones.map(|zones| zones.len()), read.available), (Some(2), Some(false)));
    assert_eq!(read.tier, Some(Tier::Partner));
    assert_eq!(read.channels, Some(vec![Channel::Call, Channel::Sms]));
    assert_eq!(read.hours, Span::new(420, 1_140).ok().map(Working::Within));
}
