//! What a test does in a browser's place, and what it orders of the service.

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    PushService,
    device::{Device, Fault},
};
use crate::money::{done, refused};

pub(super) fn routes() -> Router<PushService> {
    Router::new()
        .route("/subscriptions", routing::post(subscribe))
        .route("/subscriptions/{id}", routing::delete(unsubscribe))
        .route("/subscriptions/{id}/messages", routing::get(messages))
        .route("/subscriptions/{id}/faults", routing::post(order_faults))
        .route("/subscriptions/{id}/network", routing::post(set_network))
        .route("/clock", routing::post(advance))
}

/// `{"application_server_key"}`: what `PushManager.subscribe` is given, in base64url.
#[derive(Deserialize)]
struct Subscribing {
    application_server_key: String,
}

async fn subscribe(State(service): State<PushService>, Json(asked): Json<Subscribing>) -> Response {
    let Some(device) = Device::subscribing(asked.application_server_key) else {
        return refused("draw again");
    };
    let answer = device.subscription(&service.0.base_url);
    service.devices().push(device);
    (StatusCode::CREATED, Json(answer)).into_response()
}

/// The browser unsubscribes, or is uninstalled: what is sent there is answered 410.
async fn unsubscribe(State(service): State<PushService>, Path(id): Path<String>) -> Response {
    service.devices().retain(|device| device.id != id);
    done()
}

/// What the device was handed, decrypted, oldest first.
async fn messages(State(service): State<PushService>, Path(id): Path<String>) -> Json<Value> {
    let heard = service.with(&id, |device| device.heard());
    Json(json!({"messages": heard.unwrap_or_default()}))
}

/// `{"status", "retry_after"?, "times"?}`: what the next sends to the device are answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ordered {
    status: u16,
    retry_after: Option<u32>,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

async fn order_faults(
    State(service): State<PushService>,
    Path(id): Path<String>,
    Json(ordered): Json<Ordered>,
) -> Response {
    let fault = Fault { status: ordered.status, retry_after: ordered.retry_after };
    let told = service.with(&id, |device| {
        device.faults.extend(std::iter::repeat_n(fault, ordered.times));
    });
    told.map_or_else(|| refused("no such device"), |()| done())
}

#[derive(Deserialize)]
struct Network {
    is_online: bool,
}

async fn set_network(
    State(service): State<PushService>,
    Path(id): Path<String>,
    Json(network): Json<Network>,
) -> Response {
    let now = service.0.clock.now();
    let told = service.with(&id, |device| device.go(network.is_online, now));
    told.map_or_else(|| refused("no such device"), |()| done())
}

#[derive(Deserialize)]
struct Advance {
    milliseconds: i64,
}

async fn advance(State(service): State<PushService>, Json(by): Json<Advance>) -> Response {
    service.0.clock.advance(by.milliseconds);
    done()
}
