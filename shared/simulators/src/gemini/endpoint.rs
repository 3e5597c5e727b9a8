//! `POST /{version}/models/{model}:generateContent`: credentials, model, wire rules, then an answer.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use super::answer::{self, Utterance};
use super::credentials;
use super::error::ApiError;
use super::models::{self, Model};
use super::perception::{self, Told};
use super::sales;
use super::script::{Play, Refinement, ScriptedResponse};
use super::state::Simulator;
use super::wire;

const BAD_GATEWAY: &str = "<!DOCTYPE html>\n<html lang=en>\n<title>Error 502 (Server Error)!!1</title>\n\
    <p><b>502.</b> <ins>That's an error.</ins>\n<p>The server encountered a temporary error and \
    could not complete your request.\n</html>\n";

/// The one method the product uses.
pub(super) async fn generate_content(
    State(simulator): State<Arc<Simulator>>,
    Path((version, call)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let raw = String::from_utf8_lossy(&body);
    let model_id = call.split(':').next().unwrap_or_default();
    let accepted = credentials::check(&headers, query.as_deref(), &simulator)
        .and_then(|()| find_model(&version, &call))
        .and_then(|model| accept(&simulator, model, &raw).map(|request| (model, request)));
    let (model, request) = match accepted {
        Ok(accepted) => accepted,
        Err(refusal) => {
            simulator.record(&version, model_id, &raw, (refusal.code, &refusal.body()));
            return refusal.into_response();
        }
    };
    let scripted = simulator.take_scripted(&raw, &request);
    let delay = scripted.as_ref().map(|scripted| scripted.delay).unwrap_or_default();
    let (status, payload) = respond(&simulator, model, &raw, &request, scripted);
    // Recorded before the delay: a client that gives up still made the request.
    simulator.record(&version, model_id, &raw, (status.as_u16(), payload.as_json()));
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match payload {
        Payload::Json(body) => (status, Json(body)).into_response(),
        Payload::Page => (status, Html(BAD_GATEWAY)).into_response(),
    }
}

enum Payload {
    Json(Value),
    Page,
}

impl Payload {
    fn as_json(&self) -> &Value {
        match self {
            Self::Json(body) => body,
            Self::Page => &Value::Null,
        }
    }
}

fn find_model(version: &str, call: &str) -> Result<Model, ApiError> {
    let unknown_url =
        || ApiError::new(404, "The requested URL was not found on this server.".to_owned());
    let (model, method) = call.split_once(':').ok_or_else(unknown_url)?;
    if !matches!(version, "v1" | "v1beta") || method != "generateContent" {
        return Err(unknown_url());
    }
    models::find(version, model)
}

fn accept(simulator: &Simulator, model: Model, raw: &str) -> Result<Value, ApiError> {
    let body: Value = serde_json::from_str(raw)
        .map_err(|error| ApiError::invalid(format!("Invalid JSON payload received. {error}")))?;
    let request = wire::accept(body, model)?;
    wire::signatures::check(&request, |signature, call| simulator.has_signed(signature, call))?;
    Ok(request)
}

fn respond(
    simulator: &Simulator,
    model: Model,
    raw: &str,
    request: &Value,
    scripted: Option<ScriptedResponse>,
) -> (StatusCode, Payload) {
    let ok = |body| (StatusCode::OK, Payload::Json(body));
    let say = |utterance| ok(answer::render(simulator, model, request, &utterance));
    match scripted.map_or(Play::Model, |scripted| scripted.play) {
        Play::Error { code, body: Some(body), .. } => (status(code), Payload::Json(body)),
        Play::Error { code, body: None, refinement } => {
            (status(code), Payload::Json(outage(code, refinement).body()))
        }
        Play::ArrayError { code, refinement } => {
            (status(code), Payload::Json(json!([outage(code, refinement).body()])))
        }
        Play::Raw(body) => {
            answer::remember_signatures(simulator, &body);
            ok(body)
        }
        Play::Html502 => (StatusCode::BAD_GATEWAY, Payload::Page),
        Play::Text(text) => say(Utterance::Text(text)),
        Play::Calls(calls) => say(Utterance::Calls(calls)),
        Play::Empty => say(Utterance::Empty),
        Play::Finish { reason, text } => say(Utterance::Finish { reason, text }),
        Play::Block(reason) => say(Utterance::Block(reason)),
        Play::Model => {
            let told = Told { transcript: simulator.transcript(raw), sight: simulator.sight(raw) };
            say(perception::answer(request, &told)
                .unwrap_or_else(|| sales::answer(request, told.transcript.as_deref())))
        }
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The envelope Google sends when it is the one in trouble.
fn outage(code: u16, refinement: Refinement) -> ApiError {
    let usual = match code {
        429 => "You exceeded your current quota, please check your plan and billing details.",
        500 => "An internal error has occurred. Please retry.",
        503 => "The model is overloaded. Please try again later.",
        504 => "The request timed out. Please try again.",
        _ => "The request could not be served.",
    };
    let mut error = ApiError::new(code, refinement.message.unwrap_or_else(|| usual.to_owned()));
    if let Some(quota_id) = refinement.quota_id {
        error = error.with_quota(&quota_id);
    }
    if let Some(delay) = refinement.retry_delay {
        error = error.with_retry_delay(&delay);
    }
    error
}
