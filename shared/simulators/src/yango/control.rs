//! What a test, or a person with `curl`, makes Yango do.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Yango,
    calls::changed,
    claims::{Claim, Fault},
};
use crate::time::SECOND;

type Shared = State<Arc<Yango>>;

fn shown(claim: Option<Claim>) -> Response {
    match claim {
        Some(claim) => {
            let mut shown = claim.shown();
            if let Some(shown) = shown.as_object_mut() {
                shown.insert("callback_url".to_owned(), json!(claim.callback_url));
                shown.insert("asked".to_owned(), claim.asked);
            }
            Json(shown).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

pub(super) async fn claims(State(yango): Shared) -> Json<Value> {
    let memory = yango.memory();
    let all = memory.claims.values().map(|claim| {
        json!({"id": claim.id, "status": claim.status, "version": claim.version,
               "price": claim.price, "callback_url": claim.callback_url, "asked": claim.asked})
    });
    Json(json!({"claims": all.collect::<Vec<_>>()}))
}

pub(super) async fn requests(State(yango): Shared) -> Json<Value> {
    Json(json!({"requests": yango.memory().requests}))
}

#[derive(Debug, Deserialize)]
pub(super) struct NewSettings {
    price: Option<String>,
    claim_price: Option<String>,
    cancel_fee: Option<String>,
    cancel_state: Option<String>,
    callbacks: Option<bool>,
}

pub(super) async fn settings(State(yango): Shared, Json(new): Json<NewSettings>) -> StatusCode {
    let mut memory = yango.memory();
    let settings = &mut memory.settings;
    if let Some(price) = new.price {
        settings.price = price;
    }
    if let Some(fee) = new.cancel_fee {
        settings.cancel_fee = fee;
    }
    if let Some(callbacks) = new.callbacks {
        settings.callbacks = callbacks;
    }
    // An empty text is back to what is usual.
    if let Some(price) = new.claim_price {
        settings.claim_price = Some(price).filter(|price| !price.is_empty());
    }
    if let Some(state) = new.cancel_state {
        settings.cancel_state = Some(state).filter(|state| !state.is_empty());
    }
    StatusCode::NO_CONTENT
}

pub(super) async fn advance(State(yango): Shared, Path(id): Path<String>) -> Response {
    shown(changed(&yango, &id, Claim::advance))
}

#[derive(Debug, Deserialize)]
pub(super) struct NewStatus {
    status: String,
    /// A new price of an offer that waits.
    price: Option<String>,
}

pub(super) async fn status(
    State(yango): Shared,
    Path(id): Path<String>,
    Json(new): Json<NewStatus>,
) -> Response {
    shown(changed(&yango, &id, |claim, now| {
        match new.price {
            Some(price) => claim.reprice(&price, now),
            None => claim.become_(&new.status, now),
        }
        true
    }))
}

#[derive(Debug, Deserialize)]
pub(super) struct Again {
    #[serde(default = "once")]
    times: usize,
    updated_ts: Option<String>,
}

const fn once() -> usize {
    1
}

pub(super) async fn callback(
    State(yango): Shared,
    Path(id): Path<String>,
    Json(again): Json<Again>,
) -> StatusCode {
    let claim = yango.memory().claims.get(&id).cloned();
    let Some(address) = claim.and_then(|claim| claim.callback(again.updated_ts.as_deref())) else {
        return StatusCode::NOT_FOUND;
    };
    for _ in 0..again.times {
        yango.call_back(address.clone());
    }
    StatusCode::ACCEPTED
}

#[derive(Debug, Deserialize)]
pub(super) struct NewFault {
    call: String,
    fault: String,
    #[serde(default = "once")]
    times: usize,
}

pub(super) async fn fault(State(yango): Shared, Json(new): Json<NewFault>) -> StatusCode {
    let fault = match new.fault.as_str() {
        "lost_answer" => Fault::LostAnswer,
        "rate_limited" => Fault::RateLimited,
        "outage" => Fault::Outage,
        "error_in_success" => Fault::ErrorInSuccess,
        _ => return StatusCode::BAD_REQUEST,
    };
    yango.memory().add_fault(&new.call, fault, new.times);
    StatusCode::NO_CONTENT
}

#[derive(Debug, Deserialize)]
pub(super) struct Later {
    advance_seconds: i64,
}

pub(super) async fn clock(State(yango): Shared, Json(later): Json<Later>) -> StatusCode {
    yango.clock.advance(later.advance_seconds.saturating_mul(SECOND));
    StatusCode::NO_CONTENT
}
