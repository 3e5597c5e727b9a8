use domain::{
    order::Pin,
    seller::{DeliveryService, DepositRule, PaymentProvider, PaymentRules},
};
use serde_json::json;

use super::*;
use crate::settings::view::Settings;

fn asked(value: Value, before: &ShopSettings) -> Result<ShopSettings, Vec<(String, String)>> {
    let Value::Object(map) = value else { panic!("an object") };
    changed(&map, before, Currency::Xof)
        .map_err(|errors| errors.into_iter().map(|e| (e.field, e.message)).collect())
}

fn refused(value: Value) -> Vec<String> {
    let errors = asked(value, &ShopSettings::default()).unwrap_err();
    assert!(errors.iter().all(|(_, message)| !message.is_empty()));
    errors.into_iter().map(|(field, _)| field).collect()
}

#[test]
fn only_what_is_given_changes() {
    let usual = ShopSettings::default();
    assert_eq!(asked(json!({}), &usual).as_ref(), Ok(&usual));
    let chosen = asked(
        json!({
            "manner": "tu", "takeover_minutes": 30, "about": " Retours sous 7 jours. ",
            "turns_per_day": 100, "tokens_per_day": 200_000, "turns_per_contact_per_day": 20,
            "hours": { "sat": [["09:00", "13:00"]], "sun": [] }, "holidays": ["2026-12-25"],
        }),
        &usual,
    )
    .unwrap();
    assert_eq!((chosen.manner, chosen.takeover_minutes), (Manner::Tu, 30));
    assert_eq!((chosen.turns_per_day, chosen.tokens_per_day), (100, 200_000));
    assert_eq!((chosen.turns_per_contact_per_day, &*chosen.about), (20, "Retours sous 7 jours."));
    assert_eq!(chosen.hours.in_words(), "du lundi au vendredi 24h sur 24, le samedi de 9h à 13h");
    assert_eq!(chosen.hours.holidays().len(), 1);
    let sunday = json!({ "hours": { "sun": [["10:00", "12:00"], ["08:00", "09:30"]] } });
    let again = asked(sunday, &chosen).unwrap();
    assert_eq!(
        again.hours.in_words(),
        "du lundi au vendredi 24h sur 24, le samedi de 9h à 13h, le dimanche de 8h à 9h30 et de \
         10h à 12h"
    );
    assert_eq!(ShopSettings { hours: chosen.hours.clone(), ..again }, chosen);
    assert_eq!(asked(json!({ "about": "" }), &chosen).unwrap().about, "");
}

#[test]
fn every_fault_is_named() {
    assert_eq!(
        refused(json!({
            "manner": "usted", "takeover_minutes": 0, "turns_per_contact_per_day": 501,
            "turns_per_day": "beaucoup", "tokens_per_day": 49_999, "about": "a".repeat(1_001),
        })),
        [
            "manner",
            "takeover_minutes",
            "turns_per_contact_per_day",
            "turns_per_day",
            "tokens_per_day",
            "about"
        ]
    );
    assert_eq!(
        refused(json!({ "hours": {
            "mon": [["08:00"]], "tue": [["8h", "9h"]], "wed": [["19:00", "08:00"]],
            "thu": [["08:00", "12:00"], ["11:00", "13:00"]], "fri": "24h", "lundi": [],
        } })),
        ["hours.mon", "hours.tue", "hours.wed", "hours.thu", "hours.fri", "hours.lundi"]
    );
    assert_eq!(refused(json!({ "hours": [] })), ["hours"]);
    assert_eq!(refused(json!({ "holidays": ["Noël"] })), ["holidays"]);
    let closed: Map<String, Value> =
        DAYS.map(|day| (day.to_owned(), json!([]))).into_iter().collect();
    assert_eq!(refused(json!({ "hours": closed })), ["hours"]);
}

#[test]
fn how_parcels_travel_and_are_paid_is_chosen_field_by_field() {
    let usual = ShopSettings::default();
    let chosen = asked(
        json!({
            "delivery": {
                "shares_pool": true, "cash_ceiling": 50_000, "max_rounds": 2,
                "pickup_place": "Cocody,\nface à la pharmacie",
                "pickup_pin": { "lat": 5.36, "lng": "-4.0083001" },
                "services": [
                    { "service": "glovo", "max_price": { "amount": 2_500, "currency": "XOF" } },
                    { "service": "yango", "max_price": 2_000 },
                ],
            },
            "payment": {
                "provider": "wave",
                "deposit": { "percent": 30, "from_total": 50_000, "minutes": 30 },
            },
        }),
        &usual,
    )
    .unwrap();
    let delivery = &chosen.delivery;
    assert!(delivery.shares_pool);
    assert_eq!((delivery.cash_ceiling, delivery.max_rounds), (50_000, 2));
    assert_eq!(delivery.pickup_place, "Cocody, face à la pharmacie");
    let pin = Pin { latitude_e7: 53_600_000, longitude_e7: -40_083_001 };
    assert_eq!(delivery.pickup_pin, Some(pin));
    let services: Vec<_> =
        delivery.services.iter().map(|rule| (rule.service, rule.max_price)).collect();
    assert_eq!(services, [(DeliveryService::Glovo, 2_500), (DeliveryService::Yango, 2_000)]);
    assert_eq!(chosen.payment.provider, Some(PaymentProvider::Wave));
    let deposit = DepositRule { percent: 30, from_total: 50_000, minutes: 30 };
    assert_eq!(chosen.payment.deposit, Some(deposit));

    let more = json!({ "payment": { "deposit": { "percent": 50 } } });
    let more = asked(more, &chosen).unwrap();
    assert_eq!(more.payment.deposit, Some(DepositRule { percent: 50, ..deposit }));
    assert_eq!(more.delivery, chosen.delivery);
    let less = json!({
        "delivery": { "services": [], "pickup_pin": null, "pickup_place": "" },
        "payment": { "provider": null, "deposit": null },
    });
    let less = asked(less, &chosen).unwrap();
    assert_eq!(less.payment, PaymentRules::default());
    assert!(less.delivery.pickup_pin.is_none() && less.delivery.services.is_empty());
    assert!(less.delivery.pickup_place.is_empty() && less.delivery.shares_pool);
}

#[test]
fn every_fault_of_delivery_and_payment_is_named() {
    assert_eq!(
        refused(json!({ "delivery": {
            "shares_pool": "oui", "cash_ceiling": -1, "max_rounds": 11,
            "pickup_place": "a".repeat(201), "pickup_pin": { "lat": 91, "lng": "est" },
            "services": [{ "service": "uber", "max_price": 1 }, 5], "pool": true,
        } })),
        [
            "delivery.pool",
            "delivery.cash_ceiling",
            "delivery.pickup_place",
            "delivery.shares_pool",
            "delivery.max_rounds",
            "delivery.pickup_pin.lat",
            "delivery.pickup_pin.lng",
            "delivery.services[0].service",
            "delivery.services[1]",
        ]
    );
    let yango = json!({ "service": "yango", "max_price": 2_000 });
    let pin = json!({ "lat": 5, "lng": -4 });
    let twice = json!({ "delivery": { "services": [yango, yango], "pickup_pin": pin } });
    assert_eq!(refused(twice), ["delivery.services[1].service"]);
    let nowhere = json!({ "delivery": { "services": [yango] } });
    assert_eq!(refused(nowhere), ["delivery.pickup_pin"]);
    assert_eq!(refused(json!({ "payment": { "provider": "paypal" } })), ["payment.provider"]);
    let deposit = json!({ "percent": 0, "from_total": -1, "minutes": 4 });
    let wave = json!({ "payment": { "provider": "wave", "deposit": deposit } });
    assert_eq!(
        refused(wave),
        ["payment.deposit.percent", "payment.deposit.from_total", "payment.deposit.minutes"]
    );
    let partial = json!({ "payment": { "provider": "wave", "deposit": { "percent": 30 } } });
    assert_eq!(refused(partial), ["payment.deposit.from_total", "payment.deposit.minutes"]);
    let alone = json!({ "percent": 30, "from_total": 0, "minutes": 30 });
    assert_eq!(refused(json!({ "payment": { "deposit": alone } })), ["payment.provider"]);
    assert_eq!(refused(json!({ "delivery": 1, "payment": [] })), ["delivery", "payment"]);
}

#[test]
fn what_is_shown_can_be_sent_back() {
    let body = json!({
        "delivery": {
            "cash_ceiling": 50_000, "pickup_pin": { "lat": -5.36, "lng": 4 },
            "services": [{ "service": "yango", "max_price": 2_000 }],
        },
        "payment": {
            "provider": "pawapay",
            "deposit": { "percent": 30, "from_total": 50_000, "minutes": 30 },
        },
    });
    for settings in [asked(body, &ShopSettings::default()).unwrap(), ShopSettings::default()] {
        let shown = Settings::of(&settings, Currency::Xof);
        let shown = serde_json::to_value(shown).unwrap();
        let again = asked(shown["settings"].clone(), &settings);
        assert_eq!(again.as_ref(), Ok(&settings));
    }
}
