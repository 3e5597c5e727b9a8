//! Faults that a test orders: what a vendor does on a bad day, to the requests that match.

use std::time::Duration;

use axum::{
    Json,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use futures::stream;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Telephony;

/// An order for the next `times` requests that match every given condition.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    /// The request's path contains this.
    path_contains: Option<String>,
    /// It is to this person, digits with or without `+`.
    to: Option<String>,
    #[serde(default = "once")]
    times: u32,
    effect: Effect,
}

/// What happens instead, or besides.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Effect {
    /// Answer with this HTTP status and do nothing.
    pub(super) http: Option<u16>,
    /// Twilio's code beside it.
    pub(super) code: Option<i64>,
    pub(super) retry_after: Option<u32>,
    /// Do everything, then cut the connection instead of answering.
    pub(super) accept_then_drop: bool,
    /// Answer late.
    pub(super) delay_ms: Option<u64>,
    /// Post every callback of the call this many times.
    pub(super) callback_copies: Option<u32>,
}

fn once() -> u32 {
    1
}

impl Telephony {
    pub(super) fn add_fault(&self, fault: Fault) {
        self.state().faults.push(fault);
    }

    pub(super) fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// The fault ordered for a request, the default for none.
    pub(super) fn take_fault(&self, path: &str, to: &str) -> Effect {
        let mut state = self.state();
        let digits = |number: &str| number.trim_start_matches('+').to_owned();
        let found = state.faults.iter_mut().find(|fault| {
            fault.path_contains.as_ref().is_none_or(|part| path.contains(part.as_str()))
                && fault.to.as_ref().is_none_or(|number| digits(number) == digits(to))
        });
        let Some(fault) = found else { return Effect::default() };
        let effect = fault.effect.clone();
        fault.times = fault.times.saturating_sub(1);
        state.faults.retain(|fault| fault.times > 0);
        effect
    }
}

impl Effect {
    /// Waits, and gives the answer that stands for everything else, if one was ordered.
    pub(super) async fn before(&self) -> Option<Response> {
        if let Some(delay) = self.delay_ms {
            tokio::time::sleep(Duration::from_millis(delay)).await;
        }
        let status = self.http.and_then(|status| StatusCode::from_u16(status).ok())?;
        let code = self.code.unwrap_or(if status == StatusCode::TOO_MANY_REQUESTS {
            20_429
        } else {
            20_500
        });
        let body = json!({"code": code, "message": "ordered", "status": status.as_u16()});
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        Some(response)
    }

    /// The answer, or none at all.
    pub(super) fn after(&self, answer: Response) -> Response {
        if !self.accept_then_drop {
            return answer;
        }
        // The body breaks off at once: the caller cannot know what became of its request.
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        let body = stream::once(async move { Err::<Vec<u8>, _>(broken) });
        Body::from_stream(body).into_response()
    }
}
