//! The rules of pawaPay that our client must live with.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;

const ID: &str = "afb57b93-7849-49aa-babb-4c3ccbfe3d79";

struct World(Pawapay);

impl World {
    fn new() -> Self {
        Self(Pawapay::new("http://localhost:8080/sim/pawapay").unwrap())
    }

    async fn call(&self, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", "Bearer token")
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let (head, body) = self.0.router().oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (head.status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.call(Method::POST, path, &body).await.1
    }

    async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, &Value::Null).await.1
    }
}

fn body() -> Value {
    json!({"checkoutId": ID, "returnUrl": "https://wa.me/1", "defaultLanguage": "fr",
        "countries": ["CIV"], "expiresAfter": 30, "clientReferenceId": "pay_1",
        "amounts": [{"country": "CIV", "currency": "XOF", "amount": "15000"}],
        "reason": {"fr": "Commande 1"}})
}

#[tokio::test]
async fn a_checkout_is_accepted_once_and_looked_up_by_its_id() {
    let world = World::new();
    let accepted = world.post("/v2/checkouts", body()).await;
    assert_eq!(accepted["status"], "ACCEPTED");
    assert!(accepted["redirectUrl"].as_str().unwrap().ends_with(&format!("/c/{ID}")));
    assert_eq!(world.post("/v2/checkouts", body()).await["status"], "DUPLICATE_IGNORED");
    let found = world.get(&format!("/v2/checkouts/{ID}")).await;
    assert_eq!(
        (found["status"].as_str(), found["data"]["status"].as_str()),
        (Some("FOUND"), Some("WAITING_PAYMENT"))
    );
    let other = "/v2/checkouts/afb57b93-7849-49aa-babb-4c3ccbfe3d70";
    assert_eq!(world.get(other).await["status"], "NOT_FOUND");
}

#[tokio::test]
async fn what_it_would_reject_is_rejected_with_a_code() {
    let world = World::new();
    for (pointer, value, code) in [
        ("/checkoutId", json!("pay_1"), "INVALID_PARAMETER"),
        ("/checkoutId", json!("afb57b93-7849-79aa-babb-4c3ccbfe3d79"), "INVALID_PARAMETER"),
        ("/amounts/0/amount", json!(15000), "INVALID_AMOUNT"),
        ("/amounts/0/currency", json!("XAF"), "INVALID_CURRENCY"),
        ("/amounts/0/country", json!("TGO"), "INVALID_PARAMETER"),
    ] {
        let mut body = body();
        *body.pointer_mut(pointer).unwrap() = value;
        let answer = world.post("/v2/checkouts", body).await;
        assert_eq!(
            (answer["status"].as_str(), answer["failureReason"]["failureCode"].as_str()),
            (Some("REJECTED"), Some(code))
        );
    }
}

#[tokio::test]
async fn tries_are_deposits_and_the_one_that_completes_tells_the_amount() {
    let world = World::new();
    world.post("/v2/checkouts", body()).await;
    world.post("/_control/fail", json!({"id": ID, "code": "INSUFFICIENT_BALANCE"})).await;
    let says = json!({"amount": "14999"});
    let pay = json!({"id": ID, "deposit_id": "dep-1", "says": says});
    world.post("/_control/pay", pay).await;
    let checkout = world.get(&format!("/v2/checkouts/{ID}")).await;
    assert_eq!(checkout["data"]["depositsHistory"].as_array().unwrap().len(), 2);
    assert_eq!(checkout["data"]["deposit"]["depositId"], "dep-1");
    let deposit = world.get("/v2/deposits/dep-1").await;
    assert_eq!(deposit["data"]["amount"], "14999");
    let (status, _) =
        world.call(Method::POST, &format!("/v2/checkouts/{ID}/expire"), &json!({})).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_refund_is_accepted_followed_and_never_more_than_was_paid() {
    let world = World::new();
    world.post("/v2/checkouts", body()).await;
    world.post("/_control/pay", json!({"id": ID, "deposit_id": "dep-1"})).await;
    let refund = |id: &str, amount: &str| json!({"refundId": id, "depositId": "dep-1", "amount": amount, "currency": "XOF"});
    assert_eq!(world.post("/v2/refunds", refund("r-1", "10000")).await["status"], "ACCEPTED");
    let again = world.post("/v2/refunds", refund("r-1", "10000")).await;
    assert_eq!(again["status"], "DUPLICATE_IGNORED");
    let more = world.post("/v2/refunds", refund("r-2", "5001")).await;
    assert_eq!(more["failureReason"]["failureCode"], "AMOUNT_TOO_LARGE");
    let states = [
        world.get("/v2/refunds/r-1").await["data"]["status"].clone(),
        world.get("/v2/refunds/r-1").await["data"]["status"].clone(),
    ];
    assert_eq!(states, ["PROCESSING", "COMPLETED"]);
    assert_eq!(world.get("/v2/refunds/r-2").await["status"], "NOT_FOUND");
}

#[tokio::test]
async fn its_key_is_published_under_its_id() {
    let keys = World::new().get("/v2/public-key/http").await;
    assert_eq!(keys[0]["id"], "HTTP_EC_P256_KEY:1");
    assert!(keys[0]["key"].as_str().unwrap().starts_with("-----BEGIN PUBLIC KEY-----"));
}
