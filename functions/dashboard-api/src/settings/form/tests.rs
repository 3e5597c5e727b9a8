use serde_json::json;

use super::*;

fn asked(value: Value, before: &ShopSettings) -> Result<ShopSettings, Vec<(String, String)>> {
    let Value::Object(map) = value else { panic!("an object") };
    changed(&map, before)
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
