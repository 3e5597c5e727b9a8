//! Faults that a test orders: what Meta does on a bad day, to the calls that match and no others.

use std::{sync::PoisonError, time::Duration};

use axum::{
    Json,
    body::Body,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use futures::stream;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Graph, call::Call, error::GraphError, nodes, state::digits_of};

/// An order for the next `times` calls that match every given condition.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    /// The call is on this business number.
    phone_number_id: Option<String>,
    /// The call's path contains this.
    path_contains: Option<String>,
    /// The call's message is to this person.
    to: Option<String>,
    #[serde(default = "once")]
    times: u32,
    effect: Effect,
}

/// Exactly one of `http`, `code`, `accept_then_drop`, `delay_ms` and `failed`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Effect {
    /// Answer with this HTTP status (beside `code`: the status of that error).
    http: Option<u16>,
    /// Answer with this error code.
    code: Option<i64>,
    subcode: Option<i64>,
    details: Option<String>,
    /// Do everything, then cut the connection instead of answering.
    #[serde(default)]
    accept_then_drop: bool,
    /// Answer late.
    delay_ms: Option<u64>,
    /// Accept the message, then report this error in a `failed` status.
    failed: Option<i64>,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// Whether the effect says anything at all.
    pub(super) fn is_effective(&self) -> bool {
        let effect = &self.effect;
        effect.accept_then_drop
            || effect.http.is_some()
            || effect.code.is_some()
            || effect.delay_ms.is_some()
            || effect.failed.is_some()
    }

    fn matches(&self, call: &Call) -> bool {
        let to = call.field("to").as_str().map(digits_of);
        self.phone_number_id.as_ref().is_none_or(|id| call.segments.first() == Some(id))
            && self.path_contains.as_ref().is_none_or(|part| call.path.contains(part))
            && self.to.as_ref().is_none_or(|wanted| to.as_ref() == Some(&digits_of(wanted)))
    }
}

impl Graph {
    pub(super) fn add_fault(&self, fault: Fault) {
        self.0.faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    pub(super) fn clear_faults(&self) {
        self.0.faults.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn take_fault(&self, call: &Call) -> Option<Effect> {
        let mut faults = self.0.faults.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = faults.iter_mut().find(|fault| fault.matches(call))?;
        let effect = fault.effect.clone();
        fault.times = fault.times.saturating_sub(1);
        faults.retain(|fault| fault.times > 0);
        Some(effect)
    }
}

/// Answers the call by the rules, or by the fault that was ordered for it.
pub(super) async fn apply(graph: &Graph, call: &Call) -> Response {
    let Some(effect) = graph.take_fault(call) else {
        return respond(nodes::dispatch(graph, call, None).await);
    };
    if let Some(delay) = effect.delay_ms {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    if let Some(code) = effect.code {
        return refusal(code, &effect).into_response();
    }
    if let Some(status) = effect.http {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let code = if status == StatusCode::TOO_MANY_REQUESTS { 4 } else { 2 };
        return GraphError::new(code).http(status).into_response();
    }
    let answer = nodes::dispatch(graph, call, effect.failed).await;
    if effect.accept_then_drop {
        return cut();
    }
    respond(answer)
}

fn respond(answer: Result<Value, GraphError>) -> Response {
    answer.map(Json).into_response()
}

fn refusal(code: i64, effect: &Effect) -> GraphError {
    let mut error = match &effect.details {
        Some(details) => GraphError::with_details(code, details),
        None => GraphError::new(code),
    };
    if let Some(subcode) = effect.subcode {
        error = error.subcode(subcode);
    }
    match effect.http.and_then(|status| StatusCode::from_u16(status).ok()) {
        Some(status) => error.http(status),
        None => error,
    }
}

/// An answer whose body breaks off at once: the caller cannot know what became of its call.
fn cut() -> Response {
    let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    Body::from_stream(stream::once(async move { Err::<Vec<u8>, _>(broken) })).into_response()
}
