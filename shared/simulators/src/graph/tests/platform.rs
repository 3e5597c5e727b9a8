//! What stands around the rules: faults, the call log, retries, the state file.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::testing::{APP_SECRET, PERSON, PLATFORM_NUMBER, PLATFORM_TOKEN, World};

fn text(body: &str) -> Value {
    json!({"type": "text", "text": {"body": body}})
}

fn scratch(name: &str) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("simulators-{}-{name}", crate::random::hex()))
}

#[tokio::test]
async fn a_fault_hits_the_calls_it_names_as_often_as_ordered() {
    let mut world = World::new().await;
    world.person_writes(PLATFORM_NUMBER, json!({"type": "text", "text": "Bonjour"})).await;
    let fault = json!({"path_contains": "/messages", "to": format!("+{PERSON}"), "times": 2,
                       "effect": {"code": 131_056}});
    world.post("/sim/graph/_control/faults", "", fault).await;
    let mut other = text("A");
    other["to"] = json!("2250505050505");
    assert_eq!(world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &other).await.0, StatusCode::OK);
    for _ in 0..2 {
        let answer = world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &text("B")).await.1;
        assert_eq!(answer["error"]["code"], 131_056);
    }
    assert_eq!(world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &text("C")).await.0, StatusCode::OK);

    let fault = json!({"phone_number_id": PLATFORM_NUMBER, "effect": {"http": 503}});
    world.post("/sim/graph/_control/faults", "", fault.clone()).await;
    let answer = world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &text("D")).await;
    assert_eq!(
        (answer.0, &answer.1["error"]["is_transient"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!(true))
    );
    world.post("/sim/graph/_control/faults", "", fault).await;
    world.json(Method::DELETE, "/sim/graph/_control/faults", "", None).await;
    assert_eq!(world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &text("E")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_dropped_answer_leaves_the_message_sent() {
    let mut world = World::new().await;
    world.person_writes(PLATFORM_NUMBER, json!({"type": "text", "text": "Bonjour"})).await;
    let fault = json!({"effect": {"accept_then_drop": true}});
    world.post("/sim/graph/_control/faults", "", fault).await;
    let body = json!({"messaging_product": "whatsapp", "to": PERSON, "type": "text",
                      "text": {"body": "Une fois"}});
    let request = axum::http::Request::post(format!("/sim/graph/v25.0/{PLATFORM_NUMBER}/messages"))
        .header("authorization", format!("Bearer {PLATFORM_TOKEN}"))
        .header("content-type", "application/json")
        .body(axum::body::Body::from(body.to_string()))
        .unwrap();
    let response = world.send(request).await;
    assert!(axum::body::to_bytes(response.into_body(), 1024).await.is_err());
    assert_eq!(world.next_status().await["status"], "sent");
    let path =
        format!("/sim/graph/_control/messages?phone_number_id={PLATFORM_NUMBER}&to={PERSON}");
    let sent = world.get(&path, "").await.1;
    assert_eq!(sent["messages"].as_array().unwrap().len(), 1);
    assert_eq!(sent["messages"][0]["body"], body);
}

#[tokio::test]
async fn an_ordered_failure_comes_by_webhook() {
    let mut world = World::new().await;
    world.person_writes(PLATFORM_NUMBER, json!({"type": "text", "text": "Bonjour"})).await;
    world.post("/sim/graph/_control/faults", "", json!({"effect": {"failed": 131_026}})).await;
    assert_eq!(world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &text("A")).await.0, StatusCode::OK);
    assert_eq!(world.next_status().await["errors"][0]["code"], 131_026);
}

#[tokio::test]
async fn the_call_log_holds_every_call_and_no_secret() {
    let path = scratch("calls.jsonl");
    let world = World::with(|settings| settings.call_log = Some(path.clone())).await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    world.message(&shop.number, &shop.token, &text("Bonjour")).await;
    let log = std::fs::read_to_string(&path).unwrap();
    for secret in [shop.token.as_str(), APP_SECRET, "\"123456\"", "code=", "access_token="] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let paths: Vec<&str> = lines.iter().map(|line| line["path"].as_str().unwrap()).collect();
    assert!(paths[0].starts_with("/v25.0/oauth/access_token?client_id=1234567890"));
    assert_eq!(paths[1], "/v25.0/debug_token");
    assert_eq!(lines[4]["body"], json!({"messaging_product": "whatsapp", "pin": "000000"}));
    assert_eq!(lines[5]["method"], "POST");
    assert_eq!(lines[5]["body"]["text"]["body"], "Bonjour");
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_refused_webhook_comes_again_unchanged() {
    let mut world = World::new().await;
    let refusals = [StatusCode::INTERNAL_SERVER_ERROR, StatusCode::ACCEPTED];
    world.answer_with(&refusals);
    let path = format!("/sim/phone/threads/{PLATFORM_NUMBER}/{PERSON}/messages");
    let answer = world.post(&path, "", json!({"type": "text", "text": "Allô"})).await.1;
    assert_eq!(answer["webhook"], "retrying");
    let first = world.next().await;
    for _ in 0..2 {
        assert_eq!(world.next().await.body, first.body);
    }
}

#[tokio::test]
async fn a_webhook_needs_a_subscription() {
    let mut world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    let apps = format!("/sim/graph/v25.0/{}/subscribed_apps", shop.account);
    assert_eq!(world.get(&apps, &shop.token).await.1["data"].as_array().unwrap().len(), 1);
    world.json(Method::DELETE, &apps, &shop.token, None).await;
    let path = format!("/sim/phone/threads/{}/{PERSON}/messages", shop.number);
    let answer = world.post(&path, "", json!({"type": "text", "text": "Allô"})).await.1;
    assert_eq!(answer["webhook"], "not_subscribed");
    assert!(world.nothing_more());
}

#[tokio::test]
async fn the_state_file_brings_everything_back() {
    let path = scratch("state.json");
    let (number, token) = {
        let mut world = World::with(|settings| settings.state_file = Some(path.clone())).await;
        let shop = world.shop("+225 07 11 22 33 44").await;
        world.person_writes(&shop.number, json!({"type": "text", "text": "Bonjour"})).await;
        world.graph.save().unwrap();
        (shop.number, shop.token)
    };
    let mut world = World::with(|settings| settings.state_file = Some(path.clone())).await;
    assert_eq!(world.message(&number, &token, &text("Re")).await.0, StatusCode::OK);
    assert_eq!(world.next_status().await["status"], "sent");
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn the_handshake_is_meta_s() {
    let world = World::new().await;
    let answer = world.post("/sim/graph/_control/verify_webhook", "", json!({})).await.1;
    assert_eq!(answer, json!({"verified": true}));
}

#[tokio::test]
async fn lists_are_paged_by_cursor() {
    let world = World::new().await;
    let base = "/sim/graph/v25.0/100200300400501/message_templates?fields=name&limit=4";
    let first = world.get(base, PLATFORM_TOKEN).await.1;
    assert_eq!(first["data"].as_array().unwrap().len(), 4);
    assert!(first["paging"].get("next").is_some());
    let after = first["paging"]["cursors"]["after"].as_str().unwrap();
    let second = world.get(&format!("{base}&after={after}"), PLATFORM_TOKEN).await.1;
    assert_eq!(second["data"][0]["name"], "seller_cash");
    assert!(second["paging"].get("next").is_none());
}
