//! The API's own rules: who may ask, what a session may be, what a key stands for.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Wave, sessions::Session, webhooks};
use crate::{
    money::{hooks::Mode, is_amount, text},
    random,
};

/// A refusal as Wave writes it.
#[derive(Debug)]
pub(super) struct Refused(StatusCode, &'static str, Value);

impl Refused {
    const fn new(status: StatusCode, code: &'static str) -> Self {
        Self(status, code, Value::Null)
    }

    fn invalid(field: &str, why: &str) -> Self {
        let details = json!([{"loc": [field], "msg": why}]);
        Self(StatusCode::BAD_REQUEST, "request-validation-error", details)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(status, code, details) = self;
        (status, Json(json!({"code": code, "message": code, "details": details}))).into_response()
    }
}

type Answer = Result<Json<Value>, Refused>;

/// The account of a call. Keys look like `wave_ci_prod_…`.
fn account(wave: &Wave, headers: &HeaderMap) -> Result<String, Refused> {
    let no = |code| Refused::new(StatusCode::UNAUTHORIZED, code);
    let value = headers.get(header::AUTHORIZATION).ok_or_else(|| no("missing-auth-header"))?;
    let key = value.to_str().unwrap_or_default();
    let key = key.strip_prefix("Bearer ").ok_or_else(|| no("invalid-auth"))?;
    let is_key = key.starts_with("wave_") && key.contains("_prod_");
    if !is_key {
        return Err(no("no-matching-api-key"));
    }
    if wave.state().revoked.iter().any(|revoked| revoked == key) {
        return Err(no("api-key-revoked"));
    }
    Ok(key.to_owned())
}

fn checked(raw: &[u8]) -> Result<Value, Refused> {
    let body: Value =
        serde_json::from_slice(raw).map_err(|_error| Refused::invalid("body", "not JSON"))?;
    if !is_amount(body.get("amount")) {
        return Err(Refused::invalid("amount", "a text without decimals"));
    }
    if text(&body, "currency") != "XOF" {
        return Err(Refused::invalid("currency", "not the wallet's"));
    }
    for name in ["success_url", "error_url"] {
        if !text(&body, name).starts_with("https://") {
            return Err(Refused::invalid(name, "must be https"));
        }
    }
    if text(&body, "client_reference").chars().count() > 255 {
        return Err(Refused::invalid("client_reference", "at most 255 characters"));
    }
    Ok(body)
}

pub(super) async fn open(State(wave): State<Wave>, headers: HeaderMap, raw: Bytes) -> Answer {
    let key = account(&wave, &headers)?;
    let body = checked(&raw)?;
    let idempotency = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let idempotency = idempotency.map(|it| (key.clone(), it.to_owned()));
    if let Some(known) =
        idempotency.as_ref().and_then(|it| wave.state().idempotency.get(it).cloned())
    {
        let (id, first) = known;
        if first != body {
            return Err(Refused::new(StatusCode::CONFLICT, "idempotency-mismatch"));
        }
        let session = wave.with(&id, |session, _| session.to_json());
        return session.map(Json).ok_or_else(not_found);
    }
    let id = format!("cos-{}", random::hex());
    let session = Session::new(id.clone(), &key, &body, &wave.0.base_url, wave.0.clock.now());
    let answer = session.to_json();
    {
        let mut state = wave.state();
        state.sessions.push(session);
        if let Some(it) = idempotency {
            state.idempotency.insert(it, (id.clone(), body.clone()));
        }
    }
    if wave.0.hooks.mode() == Mode::Early {
        webhooks::post(&wave, &id, "checkout.session.completed").await;
    }
    Ok(Json(answer))
}

pub(super) async fn read(
    State(wave): State<Wave>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    of_account(&wave, &headers, &id)?;
    wave.with(&id, |session, _| session.to_json()).map(Json).ok_or_else(not_found)
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    client_reference: String,
}

pub(super) async fn search(
    State(wave): State<Wave>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let key = account(&wave, &headers)?;
    let state = wave.state();
    let found = state.sessions.iter().filter(|session| {
        session.owner == key && session.client_reference == wanted.client_reference
    });
    let found: Vec<Value> = found.map(Session::to_json).collect();
    Ok(Json(json!({"result": found})))
}

pub(super) async fn expire(
    State(wave): State<Wave>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    of_account(&wave, &headers, &id)?;
    match wave.with(&id, Session::close) {
        Some(true) => Ok(Json(Value::Null)),
        Some(false) => Err(Refused::new(StatusCode::CONFLICT, "checkout-session-not-open")),
        None => Err(not_found()),
    }
}

pub(super) async fn refund(
    State(wave): State<Wave>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    of_account(&wave, &headers, &id)?;
    match wave.with(&id, Session::refund) {
        Some(Ok(())) => Ok(Json(Value::Null)),
        Some(Err(code)) => Err(Refused::new(StatusCode::CONFLICT, code)),
        None => Err(not_found()),
    }
}

/// A session of another account is as good as none.
fn of_account(wave: &Wave, headers: &HeaderMap, id: &str) -> Result<(), Refused> {
    let key = account(wave, headers)?;
    let is_theirs = wave.with(id, |session, _| session.owner == key);
    if is_theirs == Some(true) { Ok(()) } else { Err(not_found()) }
}

const fn not_found() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, "not-found")
}
