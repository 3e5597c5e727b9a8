use super::*;
use crate::fixture::{courier_id, now, of};

fn person(jobs: &[(Awaited, i64)]) -> Person {
    let jobs = jobs.iter().map(|(awaits, second)| JobRecord {
        seller: of().seller.to_string(),
        order: of().order.to_string(),
        courier: courier_id(1).to_string(),
        awaits: *awaits,
        since: Timestamp::from_second(*second).unwrap(),
    });
    Person {
        wa_id: WaId::new("2250700000001"),
        desk: DeskRecord { last_inbound_at: Some(now()), told_at: None },
        jobs: jobs.collect(),
        is_courier: true,
    }
}

fn typed(person: &Person) -> Option<Typed> {
    match person.asked_to_type("4821").unwrap() {
        Some((_, Trigger::Typed { typed, .. })) => Some(typed),
        Some(_) | None => None,
    }
}

#[test]
fn taps_texts_and_noise_are_told_apart() {
    let tap = Content::ButtonReply { id: "x".into(), title: "Livré".into() };
    assert_eq!(reading(&tap), Reading::Tap("x"));
    let quick = Content::TemplateButton { payload: "y".into(), text: "J'accepte".into() };
    assert_eq!(reading(&quick), Reading::Tap("y"));
    assert_eq!(reading(&Content::Text { body: "dispo".into() }), Reading::Text("dispo"));
    assert_eq!(reading(&Content::Unknown { kind: "poll".into() }), Reading::Other);
    let reaction = Content::Reaction {
        message_id: domain::ids::Wamid::new("wamid.1"),
        emoji: Some("👍".into()),
    };
    assert_eq!(reading(&reaction), Reading::Nothing);
}

#[test]
fn a_text_goes_to_the_delivery_that_asked_last() {
    let busy = person(&[(Awaited::Code, 10), (Awaited::Cash, 20), (Awaited::Nothing, 30)]);
    assert!(matches!(typed(&busy), Some(Typed::Amount(_))));
    let other = person(&[(Awaited::Code, 30), (Awaited::Cash, 20)]);
    assert!(matches!(typed(&other), Some(Typed::Code(_))));
    assert!(typed(&person(&[(Awaited::Answer, 10), (Awaited::Nothing, 20)])).is_none());
}

#[test]
fn a_damaged_job_is_an_error_and_not_a_guess() {
    let mut damaged = person(&[(Awaited::Code, 10)]);
    damaged.jobs[0].order = "ord_1".into();
    assert!(matches!(damaged.asked_to_type("4821"), Err(Failure::Corrupt(_))));
}

#[test]
fn everybody_gets_their_own_sentence() {
    let said = |person: &Person, text, seller| person.sentence(text, seller, "https://x.test/").0;
    let stranger = person(&[]);
    assert_eq!(said(&stranger, "Bonjour", false), copy::unknown_sender());
    assert_eq!(said(&stranger, "Je suis DISPO !", false), copy::thanks_for_writing());
    assert_eq!(said(&stranger, "Bonjour", true), seller_copy::use_dashboard("https://x.test/"));
    let known = person(&[(Awaited::Nothing, 1)]);
    assert_eq!(said(&known, "Bonjour", false), copy::thanks_for_writing());
    let asked = person(&[(Awaited::Answer, 1), (Awaited::Nothing, 2)]);
    assert_eq!(said(&asked, "oui", false), copy::use_buttons());
}
