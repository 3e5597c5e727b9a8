//! Builds a `GenerateContentResponse`: ids, thought signatures, finish reason and usage.
//!
//! Invariant: only the first function call of a response carries a signature (Gemini API,
//! thought-signatures page).

use serde_json::{Value, json};

use super::models::Model;
use super::script::Call;
use super::state::Simulator;
use super::usage;

/// What the model produced, before it is wrapped.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Utterance {
    Text(String),
    Calls(Vec<Call>),
    Empty,
    Finish { reason: String, text: Option<String> },
    Block(String),
}

/// Wraps an utterance for a request, within the request's output limit.
pub(super) fn render(
    simulator: &Simulator,
    model: Model,
    request: &Value,
    utterance: &Utterance,
) -> Value {
    let (parts, reason) = parts(simulator, utterance);
    let mut counts = usage::count(simulator, request, &parts);
    let mut response = json!({
        "modelVersion": model.version,
        "responseId": simulator.next_id(),
        "modelStatus": {"modelStage": model.stage},
    });
    if let Utterance::Block(reason) = utterance {
        counts.blocked();
        insert(&mut response, "promptFeedback", json!({"blockReason": reason}));
    } else {
        let mut candidate = json!({"index": 0, "finishReason": reason});
        if let Some(cut) = counts.cut(utterance) {
            insert(&mut candidate, "finishReason", json!("MAX_TOKENS"));
            insert(&mut candidate, "content", json!({"role": "model", "parts": cut}));
        } else if !parts.is_empty() || reason == "STOP" {
            insert(&mut candidate, "content", json!({"role": "model", "parts": parts}));
        }
        insert(&mut response, "candidates", json!([candidate]));
    }
    insert(&mut response, "usageMetadata", counts.metadata());
    response
}

/// Remembers the signatures a scripted raw response carries, so that their echo is accepted.
pub(super) fn remember_signatures(simulator: &Simulator, response: &Value) {
    let candidates = response.get("candidates").and_then(Value::as_array);
    for candidate in candidates.into_iter().flatten() {
        let parts = candidate.pointer("/content/parts").and_then(Value::as_array);
        for part in parts.into_iter().flatten() {
            if let (Some(signature), Some(call)) =
                (part.get("thoughtSignature").and_then(Value::as_str), part.get("functionCall"))
            {
                simulator.remember_signature(signature, call);
            }
        }
    }
}

fn parts<'a>(simulator: &Simulator, utterance: &'a Utterance) -> (Vec<Value>, &'a str) {
    let text_part = |text: &str| {
        // Text is signed as well; nobody has to echo it.
        json!({"text": text, "thoughtSignature": simulator.sign(&json!({"name": "", "args": text}))})
    };
    match utterance {
        Utterance::Text(text) => (vec![text_part(text)], "STOP"),
        Utterance::Calls(calls) => (call_parts(simulator, calls), "STOP"),
        Utterance::Empty => (Vec::new(), "STOP"),
        Utterance::Finish { reason, text } => {
            (text.iter().map(|text| text_part(text)).collect(), reason)
        }
        Utterance::Block(_) => (Vec::new(), "OTHER"),
    }
}

fn call_parts(simulator: &Simulator, calls: &[Call]) -> Vec<Value> {
    let mut parts = Vec::with_capacity(calls.len());
    for call in calls {
        let args = if call.args.is_null() { json!({}) } else { call.args.clone() };
        let call = json!({"id": simulator.next_id(), "name": call.name, "args": args});
        let mut part = json!({"functionCall": call});
        if parts.is_empty() {
            insert(&mut part, "thoughtSignature", json!(simulator.sign(&call)));
        }
        parts.push(part);
    }
    parts
}

fn insert(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}
