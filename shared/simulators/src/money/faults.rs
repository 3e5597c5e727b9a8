//! A bad day on order: the next calls that match are refused, slow, or done and never answered.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures::stream;
use serde::Deserialize;
use serde_json::json;

use super::done;

/// The faults that wait for their calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Arc<Mutex<Vec<Fault>>>);

/// An order for the next `times` calls that match: `{"method"?, "path_contains"?, "times"?,
/// "effect"}`, the effect one of `{"http": status}`, `{"delay_ms": n}` and `"accept_then_drop"`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    method: Option<String>,
    path_contains: Option<String>,
    #[serde(default = "once")]
    times: u32,
    effect: Effect,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Effect {
    /// Answer with this status; nothing happens.
    Http(u16),
    /// Answer late.
    DelayMs(u64),
    /// Do everything, then cut the connection instead of answering.
    AcceptThenDrop,
}

fn once() -> u32 {
    1
}

impl Faults {
    fn take(&self, request: &Request) -> Option<Effect> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let matches = |fault: &&mut Fault| {
            let method = fault.method.as_deref();
            let path = fault.path_contains.as_deref();
            method.is_none_or(|method| request.method().as_str() == method)
                && path.is_none_or(|part| request.uri().path().contains(part))
        };
        let fault = faults.iter_mut().find(matches)?;
        let effect = fault.effect;
        fault.times = fault.times.saturating_sub(1);
        faults.retain(|fault| fault.times > 0);
        Some(effect)
    }
}

/// `POST /_control/faults`.
pub(crate) async fn add(State(faults): State<Faults>, Json(fault): Json<Fault>) -> Response {
    faults.0.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    done()
}

/// `DELETE /_control/faults`.
pub(crate) async fn clear(State(faults): State<Faults>) -> Response {
    faults.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    done()
}

/// Between the network and the rules.
pub(crate) async fn apply(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    match faults.take(&request) {
        None => next.run(request).await,
        Some(Effect::Http(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let code = if status == StatusCode::TOO_MANY_REQUESTS {
                "too-many-requests"
            } else {
                "internal-server-error"
            };
            (status, Json(json!({"code": code, "message": "ordered"}))).into_response()
        }
        Some(Effect::DelayMs(delay)) => {
            tokio::time::sleep(Duration::from_millis(delay)).await;
            next.run(request).await
        }
        Some(Effect::AcceptThenDrop) => {
            next.run(request).await;
            let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
            let cut = stream::once(async move { Err::<Vec<u8>, _>(broken) });
            Body::from_stream(cut).into_response()
        }
    }
}
