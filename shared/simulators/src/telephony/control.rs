//! The people's side of the telephone, for the phone page and for tests: what rings, what was said,
//! what arrived, and what the person does. A request about a call is answered once the call waits
//! for keys again or is over.

use std::convert::Infallible;

use axum::{
    Json, Router,
    extract::{Path, Query, State as Extension},
    http::StatusCode,
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing,
};
use futures::stream::{self, Stream};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::{broadcast::error::RecvError, watch};

use super::{
    Behaviour, Telephony,
    faults::Fault,
    is_e164,
    line::{Line, Status, Vendor},
};
use crate::random;

pub(super) fn routes(telephony: Telephony, stopping: watch::Receiver<bool>) -> Router<Telephony> {
    Router::new()
        .route("/calls", routing::get(calls).post(call_in))
        .route("/calls/{id}/answer", routing::post(answer))
        .route("/calls/{id}/press", routing::post(press))
        .route("/calls/{id}/stay_silent", routing::post(stay_silent))
        .route("/calls/{id}/hang_up", routing::post(hang_up))
        .route("/calls/{id}/ring_out", routing::post(ring_out))
        .route("/texts", routing::get(texts))
        .route("/phones", routing::post(set_phone))
        .route("/faults", routing::post(add_fault).delete(clear_faults))
        .route("/events", routing::get(events).with_state((telephony, stopping)))
}

fn problem(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({"error": why}))).into_response()
}

fn e164(phone: &str) -> String {
    format!("+{}", phone.trim_start_matches('+'))
}

#[derive(Deserialize)]
struct Of {
    phone: Option<String>,
}

/// Every call, oldest first.
async fn calls(Extension(telephony): Extension<Telephony>, Query(of): Query<Of>) -> Response {
    let phone = of.phone.as_deref().map(e164);
    let found = telephony.read(|state| {
        let lines = state.lines.iter();
        let of_phone = lines.filter(|line| phone.as_ref().is_none_or(|it| line.phone == *it));
        of_phone.cloned().collect::<Vec<_>>()
    });
    Json(json!({"calls": found})).into_response()
}

/// Every text message, oldest first.
async fn texts(Extension(telephony): Extension<Telephony>, Query(of): Query<Of>) -> Response {
    let phone = of.phone.as_deref().map(e164);
    let found = telephony.read(|state| {
        let texts = state.texts.iter();
        let of_phone = texts.filter(|text| phone.as_ref().is_none_or(|it| text.to == *it));
        of_phone.cloned().collect::<Vec<_>>()
    });
    Json(json!({"texts": found})).into_response()
}

#[derive(Deserialize)]
struct Caller {
    phone: String,
}

/// The person calls our number.
async fn call_in(Extension(telephony): Extension<Telephony>, Json(by): Json<Caller>) -> Response {
    let phone = e164(&by.phone);
    if !is_e164(&phone) {
        return problem(StatusCode::BAD_REQUEST, "phone is not a number");
    }
    let id = format!("CA{}", random::hex());
    let ours = telephony.settings().our_number.clone();
    let mut line = Line::new(id.clone(), Vendor::Twilio, phone, ours, telephony.now());
    line.is_inbound = true;
    line.status = Status::InProgress;
    line.url.clone_from(&telephony.settings().inbound_url);
    let calling = telephony.clone();
    whole(&telephony, &id, async move {
        calling.call_in(line).await;
        true
    })
    .await
}

async fn answer(Extension(telephony): Extension<Telephony>, Path(id): Path<String>) -> Response {
    let (acting, of) = (telephony.clone(), id.clone());
    whole(&telephony, &id, async move { acting.answer(&of).await }).await
}

#[derive(Deserialize)]
struct Keys {
    digits: String,
}

async fn press(
    Extension(telephony): Extension<Telephony>,
    Path(id): Path<String>,
    Json(keys): Json<Keys>,
) -> Response {
    if keys.digits.is_empty() || !keys.digits.chars().all(|key| "0123456789*#".contains(key)) {
        return problem(StatusCode::BAD_REQUEST, "digits are 0-9, * and #");
    }
    let (acting, of) = (telephony.clone(), id.clone());
    whole(&telephony, &id, async move { acting.press(&of, &keys.digits).await }).await
}

async fn stay_silent(
    Extension(telephony): Extension<Telephony>,
    Path(id): Path<String>,
) -> Response {
    let (acting, of) = (telephony.clone(), id.clone());
    whole(&telephony, &id, async move { acting.stay_silent(&of).await }).await
}

/// A ringing call is declined, which the network reports as busy.
async fn hang_up(Extension(telephony): Extension<Telephony>, Path(id): Path<String>) -> Response {
    let (acting, of) = (telephony.clone(), id.clone());
    whole(&telephony, &id, async move {
        let rings = acting.line(&of).is_some_and(|line| line.status == Status::Ringing);
        acting.end(&of, if rings { Status::Busy } else { Status::Completed }).await;
        true
    })
    .await
}

/// Nobody takes the call.
async fn ring_out(Extension(telephony): Extension<Telephony>, Path(id): Path<String>) -> Response {
    let (acting, of) = (telephony.clone(), id.clone());
    whole(&telephony, &id, async move {
        let rings = acting.line(&of).is_some_and(|line| line.status == Status::Ringing);
        if rings {
            acting.end(&of, Status::NoAnswer).await;
        }
        rings
    })
    .await
}

/// Does something in a call to its end, even if who asked goes away, and shows the call.
async fn whole(
    telephony: &Telephony,
    id: &str,
    act: impl Future<Output = bool> + Send + 'static,
) -> Response {
    let done = tokio::spawn(act).await.unwrap_or(false);
    match telephony.line(id) {
        None => problem(StatusCode::NOT_FOUND, "there is no such call"),
        Some(_) if !done => problem(StatusCode::CONFLICT, "the call is not at that point"),
        Some(line) => Json(json!(line)).into_response(),
    }
}

#[derive(Deserialize)]
struct Phone {
    phone: String,
    behaviour: Behaviour,
}

async fn set_phone(Extension(telephony): Extension<Telephony>, Json(it): Json<Phone>) -> Response {
    let phone = e164(&it.phone);
    telephony.state().phones.insert(phone.clone(), it.behaviour);
    telephony.changed(&phone);
    Json(json!({"phone": phone, "behaviour": it.behaviour})).into_response()
}

/// `{"path_contains"?, "to"?, "times"?, "effect"}`, the effect of `http`, `code`, `retry_after`,
/// `accept_then_drop`, `delay_ms`, `callback_copies`.
async fn add_fault(
    Extension(telephony): Extension<Telephony>,
    Json(fault): Json<Fault>,
) -> StatusCode {
    telephony.add_fault(fault);
    StatusCode::NO_CONTENT
}

async fn clear_faults(Extension(telephony): Extension<Telephony>) -> StatusCode {
    telephony.clear_faults();
    StatusCode::NO_CONTENT
}

/// One `{"wa_id"}` for every change at somebody's phone, nothing to replay.
async fn events(
    Extension((telephony, stopping)): Extension<(Telephony, watch::Receiver<bool>)>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let state = (telephony.subscribe(), stopping);
    let events = stream::unfold(state, |(mut changes, mut stopping)| async move {
        let event = tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return None,
            change = changes.recv() => match change {
                Ok(change) => Event::default().json_data(&change).unwrap_or_default(),
                // A slow page is told that something changed, it will fetch everything.
                Err(RecvError::Lagged(_)) => Event::default().data(r#"{"wa_id":""}"#),
                Err(RecvError::Closed) => return None,
            },
        };
        Some((Ok(event), (changes, stopping)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
