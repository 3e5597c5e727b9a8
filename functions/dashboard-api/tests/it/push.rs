use axum::http::StatusCode;
use contracts::push::Endpoint;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::stage::{Stage, fresh};

/// The keys of RFC 8291 §5.
const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// A browser's subscription, and its path.
fn subscription() -> (String, Value) {
    let address = format!("https://eu.push.example/send/{}", fresh());
    let endpoint = Endpoint::read(&address, &"https://*.push.example".parse().unwrap()).unwrap();
    let body = json!({
        "endpoint": address, "keys": {"p256dh": P256DH, "auth": AUTH},
        "application_server_key": "our-key", "language": "fr",
    });
    (format!("/push/subscriptions/{}", endpoint.device()), body)
}

async fn put(stage: &Stage, sub: Uuid, path: &str, body: &Value) -> (StatusCode, Value) {
    stage.ask(sub, "PUT", path, Some(body.clone())).await
}

#[tokio::test]
async fn a_browser_rings_for_one_seller_until_they_say_otherwise() {
    let stage = Stage::new().await;
    let (awa, fatou) = (fresh(), fresh());
    let (status, key) = stage.ask(awa, "GET", "/push/key", None).await;
    assert_eq!((status, key), (StatusCode::OK, json!({"key": "our-key"})));
    let (path, body) = subscription();
    for sub in [awa, awa, fatou] {
        assert_eq!(put(&stage, sub, &path, &body).await, (StatusCode::NO_CONTENT, Value::Null));
    }
    assert_eq!((stage.devices(awa).await, stage.devices(fatou).await), (0, 1));
    // Another seller's browser is unknown here.
    stage.ask(awa, "DELETE", &path, None).await;
    assert_eq!(stage.devices(fatou).await, 1);
    let (status, _) = stage.ask(fatou, "DELETE", &path, None).await;
    assert_eq!((status, stage.devices(fatou).await), (StatusCode::NO_CONTENT, 0));
}

#[tokio::test]
async fn signing_out_everywhere_silences_every_device() {
    let stage = Stage::new().await;
    let (awa, fatou) = (fresh(), fresh());
    for sub in [awa, awa, fatou] {
        let (path, body) = subscription();
        put(&stage, sub, &path, &body).await;
    }
    let (status, _) = stage.ask(awa, "DELETE", "/push/subscriptions", None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!((stage.devices(awa).await, stage.devices(fatou).await), (0, 1));
}

#[tokio::test]
async fn what_cannot_ring_is_refused_by_its_field() {
    let stage = Stage::new().await;
    let awa = fresh();
    for (field, pointer, wrong) in [
        ("endpoint", "/endpoint", json!("https://169.254.169.254/latest/meta-data")),
        ("endpoint", "/endpoint", json!("http://eu.push.example/send/1")),
        // One that is reached elsewhere than its path says.
        ("endpoint", "/endpoint", json!("https://eu.push.example/send/1")),
        ("endpoint", "/endpoint", Value::Null),
        ("keys", "/keys", Value::Null),
        ("keys.p256dh", "/keys/p256dh", json!(AUTH)),
        ("keys.auth", "/keys/auth", json!(P256DH)),
        ("keys.auth", "/keys/auth", Value::Null),
        ("application_server_key", "/application_server_key", json!("a former key")),
        ("language", "/language", json!("wo")),
    ] {
        let (path, mut body) = subscription();
        *body.pointer_mut(pointer).unwrap() = wrong;
        let (status, problem) = put(&stage, awa, &path, &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{pointer}: {problem}");
        let errors = problem["errors"].as_array().unwrap();
        let [error] = errors.as_slice() else { panic!("{problem}") };
        assert_eq!(error["field"], field);
        assert_ne!(error["message"], "");
    }
    assert_eq!(stage.devices(awa).await, 0);
}
