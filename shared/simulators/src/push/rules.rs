//! What a sender must keep to, and what it is answered.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    PushService,
    device::{self, Fault, Message},
    vapid,
};
use crate::random;

/// What every service takes (RFC 8030 §7.2), in bytes.
const BODY_MAX: usize = 4_096;
const TOPIC_MAX: usize = 32;
const URGENCIES: [&str; 4] = ["very-low", "low", "normal", "high"];

fn refused(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({"message": why}))).into_response()
}

/// `POST /send/{id}`.
pub(super) async fn send(
    State(service): State<PushService>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let bad = |why| refused(StatusCode::BAD_REQUEST, why);
    let now = service.0.clock.now();
    let Some(authorization) = text("authorization") else {
        return refused(StatusCode::UNAUTHORIZED, "who sends?");
    };
    let sender = match vapid::sender(authorization, &service.origin(), now) {
        Ok(sender) => sender,
        Err(why) => return refused(StatusCode::FORBIDDEN, why),
    };
    let Some(ttl) = text("ttl").and_then(|ttl| ttl.parse::<u32>().ok()) else {
        return bad("no TTL");
    };
    let topic = text("topic").map(str::to_owned);
    let is_topic = |topic: &String| {
        let is_url_safe = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        !topic.is_empty() && topic.len() <= TOPIC_MAX && topic.bytes().all(is_url_safe)
    };
    if !topic.as_ref().is_none_or(is_topic) {
        return bad("not a topic");
    }
    let urgency = text("urgency").unwrap_or("normal").to_owned();
    if !URGENCIES.contains(&urgency.as_str()) {
        return bad("not an urgency");
    }
    if text("content-encoding") != Some("aes128gcm") {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not aes128gcm");
    }
    if body.len() > BODY_MAX {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "too long");
    }
    if !device::is_sealed(&body) {
        return bad("not one record with a key");
    }
    let refusal = service.with(&id, |device| {
        if device.sender != sender {
            let status = StatusCode::FORBIDDEN.as_u16();
            return Some(Fault { status, retry_after: None });
        }
        let ordered = device.faults.pop();
        if ordered.is_none() {
            let body = body.to_vec();
            device.take(Message { topic, urgency, ttl: ttl.into(), at: now, body });
        }
        ordered
    });
    match refusal {
        None => refused(StatusCode::GONE, "no such subscription"),
        Some(Some(fault)) => fault.into_response(),
        Some(None) => {
            let location = format!("{}/m/{}", service.0.base_url, random::hex());
            (StatusCode::CREATED, [(header::LOCATION, location)]).into_response()
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = refused(status, "refused");
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
