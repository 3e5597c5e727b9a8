//! The stand-in through its routes: the vendor's rules, the control routes, and whole sales.

mod control;
mod dialogues;
mod rules;
mod shop;
mod usage;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;

const MODEL: &str = "/v1beta/models/gemini-3.8-flash:generateContent";

/// Sends a request and returns the status and the body, JSON or a string.
async fn send(router: &Router, method: &str, uri: &str, body: &Value) -> (u16, Value) {
    let headers = [("x-goog-api-key", "AQ.test-key")];
    send_with(router, method, uri, &headers, body.to_string()).await
}

async fn send_with(
    router: &Router,
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: String,
) -> (u16, Value) {
    let mut request =
        Request::builder().method(method).uri(uri).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body)).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

async fn generate(router: &Router, body: &Value) -> (u16, Value) {
    send(router, "POST", MODEL, body).await
}

fn user(text: &str) -> Value {
    json!({"role": "user", "parts": [{"text": text}]})
}

fn text_of(response: &Value) -> &str {
    response.pointer("/candidates/0/content/parts/0/text").and_then(Value::as_str).unwrap_or("")
}

/// The product's seven tools.
fn tools() -> Value {
    let function = |name: &str, required: &[&str]| {
        let properties: serde_json::Map<String, Value> = required
            .iter()
            .map(|name| {
                let kind = if *name == "quantity" { "integer" } else { "string" };
                ((*name).to_owned(), json!({"type": kind}))
            })
            .collect();
        json!({"name": name, "description": name, "parametersJsonSchema": {
            "type": "object", "properties": properties, "required": required}})
    };
    json!([{"functionDeclarations": [
        function("search_catalogue", &["query"]),
        function("update_cart", &["product_id", "quantity"]),
        function("set_delivery_address", &["commune"]),
        function("set_contact_phone", &["phone"]),
        function("set_delivery_moment", &["day", "period"]),
        function("show_recap", &[]),
        function("hand_over_to_human", &["reason"]),
    ]}])
}
