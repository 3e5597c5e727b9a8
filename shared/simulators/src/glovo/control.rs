//! What a test, or a person with `curl`, makes Glovo do.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Glovo, calls::moved, parcels::Parcel};

type Shared = State<Arc<Glovo>>;

fn shown(parcel: Option<Parcel>) -> Response {
    parcel.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |parcel| Json(parcel.shown()).into_response(),
    )
}

pub(super) async fn parcels(State(glovo): Shared) -> Json<Value> {
    let memory = glovo.memory();
    let all = memory.parcels.values().map(|parcel| {
        json!({"trackingNumber": parcel.number, "state": parcel.state, "asked": parcel.asked})
    });
    Json(json!({"parcels": all.collect::<Vec<_>>()}))
}

pub(super) async fn requests(State(glovo): Shared) -> Json<Value> {
    Json(json!({"requests": glovo.memory().requests}))
}

#[derive(Debug, Deserialize)]
pub(super) struct NewSettings {
    price: Option<i64>,
    webhooks: Option<bool>,
}

pub(super) async fn settings(State(glovo): Shared, Json(new): Json<NewSettings>) -> StatusCode {
    let mut memory = glovo.memory();
    memory.price = new.price.unwrap_or(memory.price);
    memory.tells = new.webhooks.unwrap_or(memory.tells);
    StatusCode::NO_CONTENT
}

pub(super) async fn advance(State(glovo): Shared, Path(number): Path<String>) -> Response {
    shown(moved(&glovo, &number, Parcel::advance))
}

#[derive(Debug, Deserialize)]
pub(super) struct NewState {
    state: String,
}

pub(super) async fn status(
    State(glovo): Shared,
    Path(number): Path<String>,
    Json(new): Json<NewState>,
) -> Response {
    shown(moved(&glovo, &number, |parcel, now| {
        parcel.become_(&new.state, now);
        true
    }))
}

pub(super) async fn webhook(State(glovo): Shared, Path(number): Path<String>) -> Response {
    shown(moved(&glovo, &number, |_, _| true))
}

pub(super) async fn expire_tokens(State(glovo): Shared) -> StatusCode {
    glovo.memory().tokens.clear();
    StatusCode::NO_CONTENT
}

#[derive(Debug, Deserialize)]
pub(super) struct NewFault {
    fault: String,
}

pub(super) async fn fault(State(glovo): Shared, Json(new): Json<NewFault>) -> StatusCode {
    if new.fault != "lost_booking" {
        return StatusCode::BAD_REQUEST;
    }
    glovo.memory().loses_next_booking = true;
    StatusCode::NO_CONTENT
}
