use contracts::records::conversation::OwnerRecord;
use domain::{
    ids::{Bsuid, ConversationId, PhoneNumberId, SellerId, WaId},
    language::{Heard, LocalLanguage},
    model_price::MicroUsd,
    person::Identity,
    usage::ModelUsage,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

fn t(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    t("2026-11-23T10:00:00Z")
}

fn thread() -> Conversation {
    let who = Identity::new(Some(WaId::new("2250701020304")), None).unwrap();
    Conversation::new(
        ConversationId::from_uuid(Uuid::from_u128(1)),
        SellerId::from_uuid(Uuid::from_u128(2)),
        PhoneNumberId::new("106"),
        who,
    )
}

fn record(thread: &Conversation) -> ConversationRecord {
    ConversationRecord::of(thread, "Bonjour".to_owned(), now())
}

fn shown(record: &ConversationRecord, now: Timestamp) -> Value {
    serde_json::to_value(ConversationView::of(record, now).unwrap()).unwrap()
}

#[test]
fn a_thread_is_shown_like_this() {
    let mut thread = thread();
    thread.contact_name = "Mariam".into();
    thread.contact.last_inbound_at = Some(t("2026-11-23T09:00:00Z"));
    thread.contact.clicked_at = Some(t("2026-11-23T09:00:00Z"));
    thread.contact.answered(t("2026-11-23T09:01:00Z"));
    thread.heard = Some(Heard::Local(LocalLanguage::Nouchi));
    thread.usage = ModelUsage {
        turns: 2,
        calls: 3,
        prompt: 15_000,
        cached: 12_300,
        output: 750,
        cost: MicroUsd::new(5_760),
        unpriced_calls: 0,
    };
    insta::assert_json_snapshot!(shown(&record(&thread), now()));
}

#[test]
fn what_may_be_sent_and_its_price_follow_the_last_message_and_the_ad() {
    let mut thread = thread();
    let windows = |thread: &Conversation, now: &str| {
        let view = shown(&record(thread), t(now));
        assert_eq!(view["window_open_until"], view["window"]["free_form_until"]);
        let billing = |what: &str| view["window"][what]["billing"].clone();
        (billing("next_message"), billing("template"))
    };
    assert_eq!(windows(&thread, "2026-11-23T10:00:00Z"), (Value::Null, json!("utility")));
    thread.contact.last_inbound_at = Some(t("2026-11-23T09:00:00Z"));
    let service = (json!("service"), json!("utility"));
    assert_eq!(windows(&thread, "2026-11-24T08:59:59Z"), service);
    assert_eq!(windows(&thread, "2026-11-24T09:00:00Z"), (Value::Null, json!("utility")));
    thread.contact.clicked_at = Some(t("2026-11-23T09:00:00Z"));
    thread.contact.answered(t("2026-11-23T09:00:00Z"));
    let free = json!("free_entry_point");
    assert_eq!(windows(&thread, "2026-11-23T10:00:00Z"), (free.clone(), free.clone()));
    assert_eq!(windows(&thread, "2026-11-25T10:00:00Z"), (Value::Null, free));
    assert_eq!(windows(&thread, "2026-11-26T09:00:00Z"), (Value::Null, json!("utility")));
}

#[test]
fn whoever_answers_is_named_with_the_hour_the_ai_comes_back() {
    let named = |owner: OwnerRecord| {
        let view = shown(&ConversationRecord { owner, ..record(&thread()) }, now());
        (view["owner"].clone(), view["owner_until"].clone())
    };
    let until = |text: &str| OwnerRecord::Human { until: Some(t(text)) };
    assert_eq!(named(OwnerRecord::Ai), (json!("ai"), Value::Null));
    assert_eq!(named(OwnerRecord::Human { until: None }), (json!("human"), Value::Null));
    let later = "2026-11-23T10:30:00Z";
    assert_eq!(named(until(later)), (json!("human"), json!(later)));
    assert_eq!(named(until("2026-11-23T10:00:00Z")), (json!("ai"), Value::Null));
    let elsewhere = ConversationRecord { other_app: true, ..record(&thread()) };
    let view = shown(&elsewhere, now());
    assert_eq!((&view["owner"], &view["owner_until"]), (&json!("other_app"), &Value::Null));
}

#[test]
fn a_person_without_a_usable_address_is_out_of_reach() {
    let mut thread = thread();
    let is_reachable = |thread: &Conversation| shown(&record(thread), now())["reachable"].clone();
    thread.reach.needs_phone = true;
    assert_eq!(is_reachable(&thread), json!(true), "the phone is known");
    thread.reach.failures = 3;
    assert_eq!(is_reachable(&thread), json!(false));
    thread.reach.failures = 0;
    thread.identity = Identity::new(None, Some(Bsuid::new("CI.13"))).unwrap();
    assert_eq!(is_reachable(&thread), json!(false));
    thread.reach.needs_phone = false;
    assert_eq!(is_reachable(&thread), json!(true));
}

#[test]
fn a_stop_and_a_merge_are_shown() {
    let mut thread = thread();
    thread.reach.opted_out_at = Some(now());
    let other = ConversationId::from_uuid(Uuid::from_u128(9));
    thread.merged_into = Some(other.clone());
    let view = shown(&record(&thread), now());
    assert_eq!(view["opted_out"], json!(true));
    assert_eq!(view["merged_into"], json!(other.to_string()));
}
