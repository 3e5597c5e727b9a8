//! Scripts, recorded requests, transcripts.

use std::time::Duration;

use axum::Router;
use serde_json::{Value, json};

use super::{generate, send, text_of, tools, user};
use crate::gemini::router;

async fn script(router: &Router, when_contains: &str, responses: Value) {
    let body = json!({"when_contains": when_contains, "responses": responses});
    let answer = send(router, "POST", "/_control/scripts", &body).await;
    assert_eq!(answer.0, 201, "{answer:?}");
}

async fn ask(router: &Router, text: &str) -> (u16, Value) {
    generate(router, &json!({"contents": [user(text)], "tools": tools()})).await
}

#[tokio::test]
async fn responses_come_in_order_and_only_to_matching_requests() {
    let router = router();
    script(&router, "conversation-7", json!([{"text": "un"}, {"text": "deux"}])).await;
    assert!(text_of(&ask(&router, "bonjour").await.1).contains("Bonjour"));
    assert_eq!(text_of(&ask(&router, "a conversation-7").await.1), "un");
    assert_eq!(text_of(&ask(&router, "b conversation-7").await.1), "deux");
    assert_ne!(text_of(&ask(&router, "c conversation-7").await.1), "deux");
}

#[tokio::test]
async fn a_repeated_response_stays_until_removed() {
    let router = router();
    script(&router, "tag \"9\"", json!([{"status": 503}, {"text": "enfin", "repeat": true}])).await;
    let (status, body) = ask(&router, "tag \"9\"").await;
    assert_eq!((status, body["error"]["status"].as_str()), (503, Some("UNAVAILABLE")));
    for _ in 0..3 {
        assert_eq!(text_of(&ask(&router, "tag \"9\"").await.1), "enfin");
    }
    let uri = "/_control/scripts?when_contains=tag%20%229%22";
    assert_eq!(send(&router, "DELETE", uri, &Value::Null).await.1, json!({"removed": 1}));
    assert_ne!(text_of(&ask(&router, "tag \"9\"").await.1), "enfin");
}

#[tokio::test]
async fn errors_of_every_shape() {
    let router = router();
    script(
        &router,
        "bonjour",
        json!([
            {"status": 418, "body": {"odd": true}},
            {"array_error": 429, "retry_delay": "12.77s", "quota_id": "PerMinutePerProject"},
            {"html502": true},
            {"status": 500, "message": "mine"},
        ]),
    )
    .await;
    assert_eq!(ask(&router, "bonjour").await, (418, json!({"odd": true})));
    let (status, body) = ask(&router, "bonjour").await;
    assert_eq!(status, 429);
    assert_eq!(body[0]["error"]["status"], "RESOURCE_EXHAUSTED");
    let details = &body[0]["error"]["details"];
    assert_eq!(details[0]["violations"][0]["quotaId"], "PerMinutePerProject");
    assert_eq!(details[1]["retryDelay"], "12.77s");
    let (status, body) = ask(&router, "bonjour").await;
    assert_eq!(status, 502);
    assert!(body.as_str().unwrap().starts_with("<!DOCTYPE html>"));
    assert_eq!(ask(&router, "bonjour").await.1["error"]["message"], "mine");
}

#[tokio::test]
async fn odd_candidates() {
    let router = router();
    script(
        &router,
        "bonjour",
        json!([
            {"empty": true},
            {"finish": "SAFETY"},
            {"finish": "MAX_TOKENS", "text": "Je vous"},
            {"block": "PROHIBITED_CONTENT"},
            {"raw": {"candidates": []}},
        ]),
    )
    .await;
    let empty = ask(&router, "bonjour").await.1;
    assert_eq!(empty["candidates"][0]["content"]["parts"], json!([]));
    assert_eq!(empty["candidates"][0]["finishReason"], "STOP");
    let unsafe_one = ask(&router, "bonjour").await.1;
    assert_eq!(unsafe_one["candidates"][0]["finishReason"], "SAFETY");
    assert!(unsafe_one["candidates"][0].get("content").is_none());
    let cut = ask(&router, "bonjour").await.1;
    assert_eq!(cut["candidates"][0]["finishReason"], "MAX_TOKENS");
    assert_eq!(text_of(&cut), "Je vous");
    let blocked = ask(&router, "bonjour").await.1;
    assert_eq!(blocked["promptFeedback"]["blockReason"], "PROHIBITED_CONTENT");
    assert!(blocked.get("candidates").is_none());
    assert_eq!(ask(&router, "bonjour").await.1, json!({"candidates": []}));
}

#[tokio::test]
async fn scripted_calls_are_signed_and_their_echo_is_accepted() {
    let router = router();
    let raw = json!({"candidates": [{"content": {"role": "model", "parts": [
        {"functionCall": {"name": "show_recap", "args": {}}, "thoughtSignature": "bWluZQ=="}]}}]});
    script(
        &router,
        "bonjour",
        json!([
            {"call": {"name": "update_cart", "args": {"product_id": "x", "quantity": 1}}},
            {"raw": raw},
            {"calls": [{"name": "a"}, {"name": "b"}]},
            {"text": "voilà"},
        ]),
    )
    .await;
    let mut contents = vec![user("bonjour")];
    for expected in [1, 1, 2] {
        let body = json!({"contents": contents, "tools": tools()});
        let (status, response) = generate(&router, &body).await;
        assert_eq!(status, 200, "{response}");
        let content = response["candidates"][0]["content"].clone();
        let parts = content["parts"].as_array().unwrap();
        assert_eq!(parts.len(), expected);
        let results: Vec<Value> = parts
            .iter()
            .map(|part| {
                json!({"functionResponse":
                    {"name": part["functionCall"]["name"], "response": {"ok": true}}})
            })
            .collect();
        contents.push(content.clone());
        contents.push(json!({"role": "user", "parts": results}));
    }
    let body = json!({"contents": contents, "tools": tools()});
    assert_eq!(text_of(&generate(&router, &body).await.1), "voilà");
}

#[tokio::test]
async fn a_delay_comes_before_the_response() {
    let router = router();
    let slow = json!([{"delay_ms": 600_000, "then": {"text": "jamais"}},
        {"delay_ms": 1, "then": {"text": "tard"}}, {"delay_ms": 1}]);
    script(&router, "bonjour", slow).await;
    // The client hangs up while the answer is held back; the request was made all the same.
    let hung_up = tokio::time::timeout(Duration::ZERO, ask(&router, "bonjour")).await;
    assert!(hung_up.is_err());
    let uri = "/_control/requests?contains=bonjour";
    let (_, recorded) = send(&router, "GET", uri, &Value::Null).await;
    assert_eq!(text_of(&recorded[0]["response"]), "jamais");
    assert_eq!(text_of(&ask(&router, "bonjour").await.1), "tard");
    assert!(text_of(&ask(&router, "bonjour").await.1).contains("Quel article"));
}

#[tokio::test]
async fn a_refused_request_consumes_no_script() {
    let router = router();
    script(&router, "bonjour", json!([{"text": "gardé"}])).await;
    let bad = json!({"contents": [user("bonjour")], "nope": 1});
    assert_eq!(generate(&router, &bad).await.0, 400);
    assert_eq!(text_of(&ask(&router, "bonjour").await.1), "gardé");
}

#[tokio::test]
async fn requests_are_recorded_without_the_key() {
    let router = router();
    ask(&router, "premier \"essai\"").await;
    ask(&router, "second").await;
    generate(&router, &json!({"contents": [user("premier refus")], "nope": 1})).await;
    let uri = "/_control/requests?contains=premier";
    let (_, recorded) = send(&router, "GET", uri, &Value::Null).await;
    let statuses: Vec<&Value> =
        recorded.as_array().unwrap().iter().map(|request| &request["status"]).collect();
    assert_eq!(statuses, [200, 400]);
    assert_eq!(recorded[0]["model"], "gemini-3.8-flash");
    assert_eq!(recorded[0]["body"]["contents"][0]["parts"][0]["text"], "premier \"essai\"");
    assert!(!recorded.to_string().contains("AQ.test-key"));
    let uri = "/_control/requests?contains=%22essai%22";
    assert_eq!(send(&router, "GET", uri, &Value::Null).await.1.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn wrong_scripts_are_refused() {
    let router = router();
    for responses in [json!([{}]), json!([{"txt": "a"}]), json!([{"delay_ms": 1, "then": {}}])] {
        let body = json!({"when_contains": "x", "responses": responses});
        assert_eq!(send(&router, "POST", "/_control/scripts", &body).await.0, 400, "{body}");
    }
    let body = json!({"when_contains": "", "responses": [{"text": "a"}]});
    assert_eq!(send(&router, "POST", "/_control/scripts", &body).await.0, 400);
}

#[tokio::test]
async fn a_file_is_put_into_the_words_a_test_told() {
    let router = router();
    let perceive = async |mime: &str, data: &str, property: &str| {
        let body = json!({
            "contents": [{"role": "user", "parts": [{"text": "CATALOGUE []"},
                {"inlineData": {"mimeType": mime, "data": data}}]}],
            "generationConfig": {"responseMimeType": "application/json",
                "responseJsonSchema": {"type": "object", "properties": {property: {}}}},
        });
        let (_, answer) = generate(&router, &body).await;
        serde_json::from_str::<Value>(text_of(&answer)).unwrap()
    };
    let usual = perceive("audio/ogg", "T2dnUw==", "transcript").await;
    assert_eq!(usual["transcript"], "Bonjour, qu'est-ce que vous vendez ?");
    let usual = perceive("image/jpeg", "/9j/4A==", "kind").await;
    assert_eq!((&usual["kind"], &usual["product"]), (&json!("other"), &Value::Null));
    for (control, told) in [
        ("transcripts", json!({"when_contains": "T2dnUw==", "transcript": "deux sacs"})),
        ("sights", json!({"when_contains": "/9j/4A==", "kind": "product", "product": "Sac"})),
    ] {
        let uri = format!("/_control/{control}");
        assert_eq!(send(&router, "POST", &uri, &told).await.0, 201, "{control}");
    }
    assert_eq!(perceive("audio/ogg", "T2dnUw==", "transcript").await["transcript"], "deux sacs");
    let told = perceive("image/jpeg", "/9j/4A==", "kind").await;
    assert_eq!((&told["kind"], &told["product"]), (&json!("product"), &json!("Sac")));
    let other = perceive("image/jpeg", "/9j/4AA=", "kind").await;
    assert_eq!(other["kind"], "other");
}

#[tokio::test]
async fn a_voice_note_says_what_its_transcript_says() {
    let router = router();
    let transcript = json!({"when_contains": "T2dnUw==", "transcript": "je veux un humain"});
    assert_eq!(send(&router, "POST", "/_control/transcripts", &transcript).await.0, 201);
    let note = json!({"role": "user", "parts": [
        {"text": "CONTEXT {}"}, {"inlineData": {"mimeType": "audio/ogg", "data": "T2dnUw=="}}]});
    let body = json!({"contents": [note], "tools": tools()});
    let (_, response) = generate(&router, &body).await;
    let call = &response["candidates"][0]["content"]["parts"][0]["functionCall"];
    assert_eq!(call["name"], "hand_over_to_human");
    // Without tools or context, the note is only written down.
    let bare = json!({"contents": [{"role": "user", "parts": [{"text": "Transcris."},
        {"inlineData": {"mimeType": "audio/ogg", "data": "T2dnUw=="}}]}]});
    assert_eq!(text_of(&generate(&router, &bare).await.1), "je veux un humain");
}
