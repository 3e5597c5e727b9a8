//! The control routes tests use: scripts, what voice notes say and pictures
//! show, recorded requests.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::script::ScriptedResponse;
use super::state::Simulator;

/// `{"when_contains": "...", "responses": [...]}`.
#[derive(Debug, Deserialize)]
pub(super) struct NewScript {
    when_contains: String,
    responses: Vec<Value>,
}

/// `{"when_contains": "...", "transcript": "..."}`: what the voice note of a request says.
#[derive(Debug, Deserialize)]
pub(super) struct NewTranscript {
    when_contains: String,
    transcript: String,
}

/// `{"when_contains": "...", "kind": "product", "description": "...", "product": "..."}`: what the
/// picture of a request shows.
#[derive(Debug, Deserialize)]
pub(super) struct NewSight {
    when_contains: String,
    kind: String,
    #[serde(default)]
    description: String,
    product: Option<String>,
}

/// `{"key": "..."}`: a key to refuse from now on.
#[derive(Debug, Deserialize)]
pub(super) struct NewInvalidKey {
    key: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ScriptFilter {
    when_contains: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct RequestFilter {
    #[serde(default)]
    contains: String,
}

pub(super) async fn add_script(
    State(simulator): State<Arc<Simulator>>,
    Json(script): Json<NewScript>,
) -> Response {
    if script.when_contains.is_empty() {
        return refused("when_contains must not be empty");
    }
    let parsed: Result<Vec<_>, String> =
        script.responses.into_iter().map(ScriptedResponse::parse).collect();
    match parsed {
        Ok(responses) => {
            let queued = responses.len();
            simulator.add_script(script.when_contains, responses);
            (StatusCode::CREATED, Json(json!({"queued": queued}))).into_response()
        }
        Err(reason) => refused(&reason),
    }
}

pub(super) async fn remove_scripts(
    State(simulator): State<Arc<Simulator>>,
    Query(filter): Query<ScriptFilter>,
) -> Json<Value> {
    Json(json!({"removed": simulator.remove_scripts(&filter.when_contains)}))
}

pub(super) async fn add_transcript(
    State(simulator): State<Arc<Simulator>>,
    Json(new): Json<NewTranscript>,
) -> StatusCode {
    simulator.add_transcript(new.when_contains, new.transcript);
    StatusCode::CREATED
}

pub(super) async fn add_sight(
    State(simulator): State<Arc<Simulator>>,
    Json(new): Json<NewSight>,
) -> StatusCode {
    let NewSight { when_contains, kind, description, product } = new;
    let sight = json!({"kind": kind, "description": description, "product": product});
    simulator.add_sight(when_contains, sight);
    StatusCode::CREATED
}

pub(super) async fn add_invalid_key(
    State(simulator): State<Arc<Simulator>>,
    Json(new): Json<NewInvalidKey>,
) -> StatusCode {
    simulator.add_invalid_key(new.key);
    StatusCode::CREATED
}

/// `[{"version", "model", "body", "status", "response"}]`, oldest first, without keys.
pub(super) async fn requests(
    State(simulator): State<Arc<Simulator>>,
    Query(filter): Query<RequestFilter>,
) -> Json<Value> {
    Json(Value::Array(simulator.recorded(&filter.contains)))
}

fn refused(reason: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": reason}))).into_response()
}
