//! Glovo's calls.

use std::sync::Arc;

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use serde_json::{Value, json};

use super::{
    Glovo,
    parcels::{Parcel, QUOTE_LIFE, Quote, Webhook, timestamp},
};
use crate::random;

type Shared = State<Arc<Glovo>>;

/// Why not: the HTTP status and Glovo's word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refusal(StatusCode, &'static str);

/// What a call answers.
type Answer = Result<Response, Refusal>;

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(status, code) = self;
        (status, Json(json!({"error": {"code": code, "message": code}}))).into_response()
    }
}

/// Whose token it is.
fn client_of(
    glovo: &Glovo,
    headers: &HeaderMap,
    call: &str,
    body: &Value,
) -> Result<String, Refusal> {
    let mut memory = glovo.memory();
    memory.record(json!({"call": call, "body": body}));
    let said = headers.get(header::AUTHORIZATION).and_then(|said| said.to_str().ok());
    let client = said.and_then(|said| memory.tokens.get(said.strip_prefix("Bearer ")?));
    client.cloned().ok_or(Refusal(StatusCode::UNAUTHORIZED, "TOKEN_EXPIRED"))
}

pub(super) async fn token(State(glovo): Shared, Json(body): Json<Value>) -> Answer {
    glovo.memory().record(json!({"call": "oauth/token"}));
    let of = |name| body.get(name).and_then(Value::as_str);
    let is_wrong = of("grantType") != Some("client_credentials")
        || matches!(of("clientSecret"), None | Some("wrong"));
    let Some(client) = body.get("clientId").filter(|_| !is_wrong) else {
        return Err(Refusal(StatusCode::UNAUTHORIZED, "INVALID_CLIENT"));
    };
    let token = random::hex();
    glovo.memory().tokens.insert(token.clone(), client.to_string());
    let issued = json!({"accessToken": token, "refreshToken": random::hex(), "expiresIn": 1_199});
    Ok(Json(issued).into_response())
}

pub(super) async fn quote(
    State(glovo): Shared,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    client_of(&glovo, &headers, "quotes", &body)?;
    let degrees = |name: &str| {
        body.pointer(&format!("/deliveryAddress/coordinates/{name}")).and_then(Value::as_f64)
    };
    // Côte d'Ivoire, the only country of ours that Glovo serves.
    let is_served = degrees("latitude").is_some_and(|north| (4.0..=11.0).contains(&north))
        && degrees("longitude").is_some_and(|east| (-9.0..=-2.0).contains(&east));
    if body.pointer("/pickupDetails/addressBook/id").and_then(Value::as_str).is_none() {
        return Err(Refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST"));
    }
    if !is_served {
        return Err(Refusal(StatusCode::BAD_REQUEST, "address_not_found"));
    }
    let (id, until) = (random::hex(), glovo.clock.now() + QUOTE_LIFE);
    let mut memory = glovo.memory();
    let price = memory.price;
    memory.quotes.insert(id.clone(), Quote { price, until, asked: body });
    drop(memory);
    Ok(Json(json!({
        "quoteId": id, "quotePrice": price, "currencyCode": "XOF",
        "expiresAt": timestamp(until),
        "estimatedTimeOfDelivery": {"lowerBound": "PT25M", "upperBound": "PT45M"},
    }))
    .into_response())
}

pub(super) async fn book(
    State(glovo): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    let client = client_of(&glovo, &headers, "parcels", &body)?;
    if body.pointer("/contact/phone").and_then(Value::as_str).is_none() {
        return Err(Refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST"));
    }
    let now = glovo.clock.now();
    let mut memory = glovo.memory();
    let Some(quote) = memory.quotes.remove(&id).filter(|quote| now < quote.until) else {
        return Err(Refusal(StatusCode::CONFLICT, "offer_expired"));
    };
    let mut asked = body;
    if let Some(asked) = asked.as_object_mut() {
        asked.insert("quote".to_owned(), quote.asked);
    }
    let parcel = Parcel {
        number: random::digits(12),
        client,
        state: "CREATED".to_owned(),
        price: quote.price,
        asked,
        updated_at: now,
    };
    memory.parcels.insert(parcel.number.clone(), parcel.clone());
    let is_lost = std::mem::take(&mut memory.loses_next_booking);
    drop(memory);
    if is_lost {
        let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other("lost"))]);
        return Ok(Response::new(Body::from_stream(broken)));
    }
    Ok((StatusCode::CREATED, Json(parcel.shown())).into_response())
}

fn parcel_of(
    glovo: &Glovo,
    headers: &HeaderMap,
    call: &str,
    number: &str,
) -> Result<Parcel, Refusal> {
    let client = client_of(glovo, headers, call, &Value::Null)?;
    let found = glovo.memory().parcels.get(number).cloned();
    found
        .filter(|parcel| parcel.client == client)
        .ok_or(Refusal(StatusCode::NOT_FOUND, "NOT_FOUND"))
}

pub(super) async fn parcel(
    State(glovo): Shared,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Ok(Json(parcel_of(&glovo, &headers, "parcel", &number)?.shown()).into_response())
}

pub(super) async fn status(
    State(glovo): Shared,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let parcel = parcel_of(&glovo, &headers, "status", &number)?;
    let at = timestamp(parcel.updated_at);
    Ok(Json(json!({"state": parcel.state, "updateTime": at})).into_response())
}

pub(super) async fn cancel(
    State(glovo): Shared,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let parcel = parcel_of(&glovo, &headers, "cancel", &number)?;
    if !parcel.can_be_cancelled() {
        return Err(Refusal(StatusCode::CONFLICT, "inappropriate_status"));
    }
    moved(&glovo, &number, |parcel, now| {
        parcel.become_("CANCELLED", now);
        true
    });
    Ok(StatusCode::OK.into_response())
}

/// Changes a parcel and tells whoever registered; the parcel as it is then.
pub(super) fn moved(
    glovo: &Glovo,
    number: &str,
    change: impl FnOnce(&mut Parcel, crate::time::UnixMs) -> bool,
) -> Option<Parcel> {
    let now = glovo.clock.now();
    let mut memory = glovo.memory();
    let parcel = memory.parcels.get_mut(number)?;
    let did = change(parcel, now);
    let parcel = parcel.clone();
    let tells = memory.tells && did;
    drop(memory);
    if tells {
        glovo.tell(&parcel);
    }
    Some(parcel)
}

pub(super) async fn webhook(
    State(glovo): Shared,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    let client = client_of(&glovo, &headers, "webhooks", &Value::Null)?;
    let of = |name| body.get(name).and_then(Value::as_str);
    let (Some(url), Some(secret), Some("STATUS_UPDATE")) =
        (of("callbackUrl"), of("partnerSecret"), of("eventType"))
    else {
        return Err(Refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST"));
    };
    let webhook = Webhook { client, url: url.to_owned(), secret: secret.to_owned() };
    glovo.memory().register(webhook);
    Ok((StatusCode::CREATED, Json(json!({"id": random::hex()}))).into_response())
}
