//! The rules of Wave that our client must live with.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::time::MINUTE;

const KEY: &str = "wave_ci_prod_key";

struct World {
    wave: Wave,
}

impl World {
    fn new() -> Self {
        Self { wave: Wave::new("http://localhost:8080/sim/wave/").unwrap() }
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        key: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path);
        if !key.is_empty() {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        request = request.header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_string())).unwrap();
        let (head, body) = self.wave.router().oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        (head.status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn open(&self, idempotency: &str, body: &Value) -> (StatusCode, Value) {
        let headers = [("idempotency-key", idempotency)];
        self.call(Method::POST, "/v1/checkout/sessions", KEY, &headers, body).await
    }

    async fn opened(&self) -> String {
        let (_, session) = self.open("k", &body()).await;
        session["id"].as_str().unwrap().to_owned()
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.call(Method::GET, path, KEY, &[], &Value::Null).await
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.call(Method::POST, path, KEY, &[], &body).await
    }
}

fn body() -> Value {
    json!({"amount": "15000", "currency": "XOF", "client_reference": "pay_1",
        "success_url": "https://wa.me/1", "error_url": "https://wa.me/1"})
}

#[tokio::test]
async fn an_idempotency_key_is_one_session_and_one_body() {
    let world = World::new();
    let (status, first) = world.open("k", &body()).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(first["checkout_status"], "open");
    let url = first["wave_launch_url"].as_str().unwrap();
    assert!(url.starts_with("http://localhost:8080/sim/wave/c/cos-"), "{url}");
    assert_eq!(world.open("k", &body()).await.1["id"], first["id"]);
    let mut other = body();
    other["amount"] = json!("14999");
    let (status, error) = world.open("k", &other).await;
    assert_eq!(
        (status, error["code"].as_str()),
        (StatusCode::CONFLICT, Some("idempotency-mismatch"))
    );
    assert_ne!(world.open("l", &body()).await.1["id"], first["id"]);
}

#[tokio::test]
async fn a_body_that_wave_would_refuse_is_refused() {
    let world = World::new();
    for (field, value) in [
        ("amount", json!(15000)),
        ("amount", json!("15000.00")),
        ("amount", json!("0")),
        ("currency", json!("XAF")),
        ("success_url", json!("http://wa.me/1")),
        ("error_url", Value::Null),
    ] {
        let mut body = body();
        body[field] = value.clone();
        let (status, error) = world.open("k", &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{field} {value}");
        assert_eq!(error["details"][0]["loc"][0], field);
    }
}

#[tokio::test]
async fn keys_are_asked_for_and_sessions_are_their_accounts() {
    let world = World::new();
    let id = world.opened().await;
    let path = format!("/v1/checkout/sessions/{id}");
    for (key, code) in [("", "missing-auth-header"), ("nonsense", "no-matching-api-key")] {
        let (status, error) = world.call(Method::GET, &path, key, &[], &Value::Null).await;
        assert_eq!((status, error["code"].as_str()), (StatusCode::UNAUTHORIZED, Some(code)));
    }
    let (status, _) = world.call(Method::GET, &path, "wave_ci_prod_other", &[], &Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    world.post("/_control/revoke", json!({"key": KEY})).await;
    assert_eq!(world.get(&path).await.1["code"], "api-key-revoked");
}

#[tokio::test]
async fn a_session_is_paid_once_found_by_its_reference_and_refunded_once() {
    let world = World::new();
    let id = world.opened().await;
    let says = json!({"amount": "14999"});
    world.post("/_control/pay", json!({"id": id, "says": says, "transaction_id": "T_9"})).await;
    let (status, _) = world.post("/_control/pay", json!({"id": id})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (_, found) = world.get("/v1/checkout/sessions/search?client_reference=pay_1").await;
    let session = &found["result"][0];
    assert_eq!(
        (session["payment_status"].as_str(), session["amount"].as_str()),
        (Some("succeeded"), Some("14999"))
    );
    assert_eq!(session["transaction_id"], "T_9");
    let (status, _) = world.post(&format!("/v1/checkout/sessions/{id}/expire"), Value::Null).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let refund = format!("/v1/checkout/sessions/{id}/refund");
    assert_eq!(world.post(&refund, Value::Null).await.0, StatusCode::OK);
    assert_eq!(
        world.post(&refund, Value::Null).await.1["code"],
        "checkout-session-already-refunded"
    );
}

#[tokio::test]
async fn time_ends_what_nobody_paid() {
    let world = World::new();
    let id = world.opened().await;
    world.post("/_control/fail", json!({"id": id, "code": "insufficient-funds"})).await;
    let (_, open) = world.get(&format!("/v1/checkout/sessions/{id}")).await;
    assert_eq!(open["last_payment_error"]["code"], "insufficient-funds");
    world.wave.0.clock.advance(30 * MINUTE);
    let (_, session) = world.get(&format!("/v1/checkout/sessions/{id}")).await;
    assert_eq!(session["checkout_status"], "expired");
    assert_eq!(world.post("/_control/pay", json!({"id": id})).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn faults_hit_the_calls_they_are_for() {
    let world = World::new();
    world.post("/_control/faults", json!({"method": "POST", "effect": "accept_then_drop"})).await;
    assert_eq!(world.open("k", &body()).await.1, Value::Null);
    let (_, found) = world.get("/v1/checkout/sessions/search?client_reference=pay_1").await;
    assert_eq!(found["result"].as_array().unwrap().len(), 1);
    world.post("/_control/faults", json!({"effect": {"http": 503}})).await;
    assert_eq!(world.open("k", &body()).await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(world.open("k", &body()).await.0, StatusCode::OK);
}
