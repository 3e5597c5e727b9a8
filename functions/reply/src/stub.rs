//! A model for tests that answers what it is told to, over Gemini's wire on a port of its own.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::post,
};
use http_clients::{
    gemini::Gemini,
    http::{Http, Timeouts},
};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::{self, Model};

/// One answer of the model's. The last of a script is given for ever.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    Text(String),
    /// Functions and their arguments, whatever their shape.
    Calls(Vec<(String, Value)>),
    /// Says word for word what it was last given.
    Echo(Echo),
    /// This text so many times.
    Times(String, usize),
    /// A candidate, as it is.
    Candidate(Value),
    /// A body, as it is.
    Body(String),
    Empty,
    /// Takes the request and never answers.
    Hang,
}

/// What an obedient model may be asked to repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Echo {
    /// The answers of its last tools.
    Tools,
    /// Its instructions.
    Instructions,
    /// What the system told it of the thread.
    Context,
    /// The prospect's last message.
    Prospect,
}

/// A server on a port of its own; it ends with the test's runtime.
pub(crate) struct Stub {
    pub(crate) model: Model,
    state: Arc<Mutex<Script>>,
}

#[derive(Debug, Default)]
struct Script {
    answers: VecDeque<Answer>,
    /// The models asked, in order.
    asked: Vec<String>,
}

type Shared = Arc<Mutex<Script>>;

impl Stub {
    pub(crate) async fn new() -> Self {
        let state = Shared::default();
        let routes =
            Router::new().route("/v1/models/{call}", post(generate)).with_state(Arc::clone(&state));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let http = Http::new(Timeouts::default()).unwrap();
        let model = Model {
            gemini: Gemini::new(&url, "v1", SecretString::from("key"), http).unwrap(),
            main: "main".to_owned(),
            fallback: "fallback".to_owned(),
            call: model::CALL,
        };
        Self { model, state }
    }

    /// Forgets what was asked, and answers this from now on.
    pub(crate) fn answer(&self, answers: &[Answer]) {
        let mut script = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *script = Script { answers: answers.iter().cloned().collect(), ..Script::default() };
    }

    /// The models that were asked since.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).asked.clone()
    }
}

async fn generate(State(state): State<Shared>, Path(call): Path<String>, body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).unwrap();
    let model = call.split(':').next().unwrap_or_default().to_owned();
    let answer = {
        let mut script = state.lock().unwrap_or_else(PoisonError::into_inner);
        script.asked.push(model);
        let next = script.answers.pop_front().unwrap_or(Answer::Empty);
        if script.answers.is_empty() {
            script.answers.push_back(next.clone());
        }
        next
    };
    match answer {
        Answer::Text(text) => said(&text),
        Answer::Times(text, times) => said(&text.repeat(times)),
        Answer::Echo(echo) => said(&echoed(echo, &request)),
        Answer::Calls(calls) => {
            let part = |(name, args): &(String, Value)| json!({"functionCall": {"id": "c", "name": name, "args": args}});
            candidate(&json!({"finishReason": "STOP", "content": {
                "role": "model", "parts": calls.iter().map(part).collect::<Vec<_>>(),
            }}))
        }
        Answer::Candidate(value) => candidate(&value),
        Answer::Body(body) => body.into_response(),
        Answer::Empty => candidate(&json!({"finishReason": "STOP", "content": {"parts": []}})),
        Answer::Hang => std::future::pending().await,
    }
}

fn said(text: &str) -> Response {
    candidate(&json!({"finishReason": "STOP", "content": {
        "role": "model", "parts": [{"text": text}],
    }}))
}

fn candidate(candidate: &Value) -> Response {
    json!({"candidates": [candidate], "modelVersion": "stub"}).to_string().into_response()
}

fn echoed(echo: Echo, request: &Value) -> String {
    let texts = |value: &Value| {
        let parts = value["parts"].as_array().cloned().unwrap_or_default();
        parts.iter().filter_map(|part| part["text"].as_str().map(str::to_owned)).collect()
    };
    let contents = request["contents"].as_array().cloned().unwrap_or_default();
    match echo {
        Echo::Instructions => {
            let texts: Vec<String> = texts(&request["systemInstruction"]);
            texts.join("\n")
        }
        Echo::Tools => contents.last().map(|last| last["parts"].to_string()).unwrap_or_default(),
        Echo::Context => {
            let all: Vec<String> = contents.iter().flat_map(texts).collect();
            all.into_iter().rfind(|text| text.starts_with("CONTEXT")).unwrap_or_default()
        }
        Echo::Prospect => {
            let all: Vec<String> = contents.iter().flat_map(texts).collect();
            all.into_iter().next_back().unwrap_or_default()
        }
    }
}
