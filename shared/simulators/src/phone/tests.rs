//! The phone page's API: what people see, what they send and what the page is told.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use futures::StreamExt as _;
use serde_json::{Value, json};

use crate::testing::{PERSON, PLATFORM_NUMBER, PLATFORM_TOKEN, World};

fn thread_path() -> String {
    format!("/sim/phone/threads/{PLATFORM_NUMBER}/{PERSON}")
}

#[tokio::test]
async fn people_businesses_and_threads_are_listed() {
    let mut world = World::new().await;
    for name in ["Moussa", "Moussa K."] {
        let person = json!({"wa_id": format!("+{PERSON}"), "name": name, "role": "courier"});
        assert_eq!(world.post("/sim/phone/people", "", person).await.0, StatusCode::OK);
    }
    let value =
        world.person_writes(PLATFORM_NUMBER, json!({"type": "text", "text": "Salut"})).await;
    assert_eq!(value["contacts"][0]["profile"]["name"], "Moussa K.");
    let state = world.get("/sim/phone/state", "").await.1;
    assert_eq!(state["people"].as_array().unwrap().len(), 1);
    assert_eq!(state["people"][0]["role"], "courier");
    assert_eq!(state["people"][0]["user_id"], value["contacts"][0]["user_id"]);
    assert_eq!(state["businesses"][0]["kind"], "platform");
    assert_eq!(state["threads"][0]["preview"], "Salut");
    assert_eq!(state["threads"][0]["unread"], 0);
}

#[tokio::test]
async fn every_kind_arrives_in_meta_s_shape() {
    let mut world = World::new().await;
    let cases = [
        (json!({"type": "text", "text": "Salut"}), "/text", json!({"body": "Salut"})),
        (
            json!({"type": "location", "latitude": 5.35, "longitude": -4.01, "name": "Marché"}),
            "/location",
            json!({"latitude": 5.35, "longitude": -4.01, "name": "Marché"}),
        ),
        (
            json!({"type": "button_reply", "id": "ok", "title": "Confirmer", "context_wamid": "w"}),
            "/interactive",
            json!({"type": "button_reply", "button_reply": {"id": "ok", "title": "Confirmer"}}),
        ),
        (
            json!({"type": "list_reply", "id": "1", "title": "Robe", "context_wamid": "w"}),
            "/interactive",
            json!({"type": "list_reply", "list_reply": {"id": "1", "title": "Robe"}}),
        ),
        (
            json!({"type": "template_button", "payload": "accept:1", "text": "Accepter",
                   "context_wamid": "w"}),
            "/button",
            json!({"payload": "accept:1", "text": "Accepter"}),
        ),
        (
            json!({"type": "audio", "data_base64": "c291bmQ=", "mime_type": "audio/ogg"}),
            "/audio/voice",
            json!(true),
        ),
        (
            json!({"type": "image", "data_base64": "aGVsbG8=", "mime_type": "image/jpeg"}),
            "/image/sha256",
            json!("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
        ),
        (
            json!({"type": "video", "data_base64": "aGVsbG8=", "mime_type": "video/mp4",
                   "caption": "Regardez"}),
            "/video/caption",
            json!("Regardez"),
        ),
        (
            json!({"type": "document", "data_base64": "aGVsbG8=", "mime_type": "application/pdf",
                   "filename": "bon.pdf"}),
            "/document/filename",
            json!("bon.pdf"),
        ),
        (
            json!({"type": "sticker", "data_base64": "aGVsbG8=", "mime_type": "image/webp"}),
            "/sticker/mime_type",
            json!("image/webp"),
        ),
    ];
    for (draft, place, expected) in cases {
        let replies = draft.get("context_wamid").is_some();
        let value = world.person_writes(PLATFORM_NUMBER, draft).await;
        let message = &value["messages"][0];
        assert_eq!(message.pointer(place), Some(&expected), "{message}");
        assert_eq!(message["from"], PERSON);
        assert_eq!(message["from_user_id"], value["contacts"][0]["user_id"]);
        assert_eq!(message["context"]["from"] == "2250700000000", replies);
        assert!(message["timestamp"].as_str().unwrap().parse::<u64>().is_ok());
    }
}

#[tokio::test]
async fn an_ad_click_opens_a_free_entry_point() {
    let mut world = World::new().await;
    let draft = json!({"type": "text", "text": "Dispo ?", "referral": {
        "headline": "Robes wax", "source_id": "120", "ctwa_clid": "clid"}});
    let value = world.person_writes(PLATFORM_NUMBER, draft).await;
    assert_eq!(value["messages"][0]["referral"]["ctwa_clid"], "clid");
    assert_eq!(value["messages"][0]["referral"]["source_type"], "ad");
    let answer = json!({"type": "text", "text": {"body": "Oui"}});
    world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &answer).await;
    assert_eq!(world.next_status().await["status"], "sent");
    let delivered = world.next_status().await;
    assert_eq!(delivered["pricing"]["type"], "free_entry_point");
    assert_eq!(delivered["conversation"]["origin"]["type"], "referral_conversion");
}

#[tokio::test]
async fn a_replay_is_the_same_webhook_again() {
    let mut world = World::new().await;
    for parallel in [false, true] {
        let draft = json!({"type": "text", "text": "Oui", "times": 3, "parallel": parallel});
        world.post(&format!("{}/messages", thread_path()), "", draft).await;
        let first = world.next().await;
        for _ in 0..2 {
            let again = world.next().await;
            assert_eq!((&again.body, &again.signature), (&first.body, &first.signature));
        }
    }
    let thread = world.get(&thread_path(), "").await.1;
    assert_eq!(thread["messages"].as_array().unwrap().len(), 2);
    assert_eq!(thread["messages"][0]["status"], "delivered");
}

#[tokio::test]
async fn reading_waits_for_the_thread_to_be_opened_when_told_to() {
    let mut world = World::new().await;
    world.post("/sim/graph/_control/behaviour", "", json!({"auto_read": false})).await;
    world.person_writes(PLATFORM_NUMBER, json!({"type": "text", "text": "Salut"})).await;
    let answer = json!({"type": "text", "text": {"body": "Bonjour"}});
    world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &answer).await;
    assert_eq!(world.next_status().await["status"], "sent");
    assert_eq!(world.next_status().await["status"], "delivered");
    assert_eq!(world.get("/sim/phone/state", "").await.1["threads"][0]["unread"], 1);
    let opened = world.post(&format!("{}/open", thread_path()), "", json!({})).await;
    assert_eq!(opened.0, StatusCode::NO_CONTENT);
    assert_eq!(world.next_status().await["status"], "read");
    assert_eq!(world.get("/sim/phone/state", "").await.1["threads"][0]["unread"], 0);
}

#[tokio::test]
async fn the_page_is_told_of_every_change() {
    let mut world = World::new().await;
    let request = Request::get("/sim/phone/events").body(Body::empty()).unwrap();
    let mut events = world.send(request).await.into_body().into_data_stream();
    world.person_writes(PLATFORM_NUMBER, json!({"type": "text", "text": "Salut"})).await;
    let event = events.next().await.unwrap().unwrap();
    let text = std::str::from_utf8(&event).unwrap().strip_prefix("data: ").unwrap();
    let change: Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(change, json!({"phone_number_id": PLATFORM_NUMBER, "wa_id": PERSON}));
}

#[tokio::test]
async fn a_number_that_does_not_exist_is_said_so() {
    let world = World::new().await;
    let path = format!("/sim/phone/threads/404/{PERSON}");
    assert_eq!(world.get(&path, "").await.0, StatusCode::NOT_FOUND);
    let draft = json!({"type": "text", "text": "Allô"});
    let answer = world.post(&format!("{path}/messages"), "", draft).await;
    assert_eq!(answer.0, StatusCode::NOT_FOUND);
}
