use domain::{
    country::Country,
    hours::{Day, OpeningHours},
    ids::SellerId,
    phone::Phone,
    seller::ShopSettings,
};
use serde_json::json;
use uuid::Uuid;

use super::*;

fn asked(value: Value) -> Result<String, Vec<String>> {
    asked_of(ShopSettings::default(), value)
}

fn asked_of(settings: ShopSettings, value: Value) -> Result<String, Vec<String>> {
    let Value::Object(map) = value else { panic!("an object") };
    let seller = Seller {
        id: SellerId::from_uuid(Uuid::from_u128(1)),
        first_name: "Awa".into(),
        last_name: "Koné".into(),
        shop_name: "Boutique Awa".into(),
        country: Country::IvoryCoast,
        phone: Phone::parse("0707123456", Country::IvoryCoast).unwrap(),
        email: "awa@example.ci".into(),
        settings,
    };
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    moment_of(&map, &seller, now)
        .map(|moment| format!("{} {:?}", moment.day, moment.period))
        .map_err(|errors| errors.into_iter().map(|error| error.field).collect())
}

#[test]
fn a_moment_is_a_day_and_a_half_that_can_be_kept() {
    let ok = |text: &str| Ok(text.to_owned());
    assert_eq!(asked(json!({ "day": "tomorrow", "period": "morning" })), ok("2026-11-24 Morning"));
    assert_eq!(asked(json!({ "day": "today", "period": "afternoon" })), ok("2026-11-23 Afternoon"));
    assert_eq!(
        asked(json!({ "day": "2026-11-30", "period": "afternoon" })),
        ok("2026-11-30 Afternoon")
    );
}

#[test]
fn what_cannot_be_promised_is_refused_by_field() {
    let refused = |fields: &[&str]| Err(fields.iter().map(|f| (*f).to_owned()).collect());
    assert_eq!(asked(json!({})), refused(&["day", "period"]));
    assert_eq!(asked(json!({ "day": "lundi", "period": "soir" })), refused(&["day", "period"]));
    assert_eq!(asked(json!({ "day": 3, "period": "morning" })).unwrap_err()[0], "day");
    assert_eq!(asked(json!({ "day": "today", "period": "morning" })), refused(&["day"]));
    assert_eq!(asked(json!({ "day": "2027-01-30", "period": "morning" })), refused(&["day"]));
}

#[test]
fn a_closed_day_is_refused() {
    let mut week: [Day; 7] = std::array::from_fn(|_| Day::all());
    // Tuesday.
    week[1] = Day::default();
    let hours = OpeningHours::new(week, std::collections::BTreeSet::new()).unwrap();
    let shop = || ShopSettings { hours: hours.clone(), ..ShopSettings::default() };
    let on = |day: &str| asked_of(shop(), json!({ "day": day, "period": "morning" }));
    assert_eq!(on("2026-11-24"), Err(vec!["day".to_owned()]));
    assert_eq!(on("2026-11-25"), Ok("2026-11-25 Morning".to_owned()));
}

#[test]
fn a_status_is_one_of_five_words() {
    assert_eq!(status_named("pending"), Ok(OrderStatusValue::Pending));
    assert_eq!(status_named("livrée").unwrap_err().errors[0].field, "status");
}
