//! Stand-in for Yango Delivery's claims API: claims that are priced, accepted, searched for and
//! carried, each change a version and an unsigned callback.
//!
//! What Yango would refuse is refused here: no language, coordinates the wrong way round, an old
//! version, an offer older than ten minutes.

mod calls;
mod claims;
mod control;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    routing::{get, post},
};

use self::claims::Memory;
use crate::{
    http::{ClientError, client},
    time::Clock,
};

/// How long a callback may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// One simulator with a memory of its own.
#[derive(Debug)]
struct Yango {
    memory: Mutex<Memory>,
    clock: Clock,
    client: reqwest::Client,
}

impl Yango {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the owner of a claim that it changed. Nobody waits for it, as with Yango.
    fn call_back(&self, address: String) {
        let client = self.client.clone();
        tokio::spawn(async move {
            match client.post(address).send().await {
                Ok(answer) => tracing::debug!(status = answer.status().as_u16(), "called back"),
                Err(error) => {
                    let error = error.without_url();
                    tracing::warn!(%error, "a callback of Yango's did not arrive");
                }
            }
        });
    }
}

/// The routes, relative to where the caller nests them: Yango's under
/// `/b2b/cargo/integration/v2`, and
///
/// - `GET /_control/claims`, `GET /_control/requests`
/// - `POST /_control/settings` `{"price":"1500","claim_price":"1800","cancel_fee":"500",
///   "cancel_state":"free","callbacks":true}`, all optional
/// - `POST /_control/claims/{id}/advance`: the next step of the usual way
/// - `POST /_control/claims/{id}/status` `{"status":"performer_not_found"}`
/// - `POST /_control/claims/{id}/callback` `{"times":2,"updated_ts":"…"}`: again, or an old one
/// - `POST /_control/faults` `{"call":"claims/create","fault":"lost_answer","times":1}`
/// - `POST /_control/clock` `{"advance_seconds":600}`
///
/// # Errors
/// No HTTP client can be made.
pub fn router() -> Result<Router, ClientError> {
    let yango =
        Yango { memory: Mutex::default(), clock: Clock::default(), client: client(PATIENCE)? };
    let vendor = Router::new()
        .route("/check-price", post(calls::check_price))
        .route("/claims/create", post(calls::create))
        .route("/claims/info", post(calls::info))
        .route("/claims/accept", post(calls::accept))
        .route("/claims/cancel-info", post(calls::cancel_info))
        .route("/claims/cancel", post(calls::cancel))
        .route("/claims/tracking-links", get(calls::tracking_links))
        .route("/driver-voiceforwarding", post(calls::voice_forwarding));
    Ok(Router::new()
        .nest("/b2b/cargo/integration/v2", vendor)
        .route("/_control/claims", get(control::claims))
        .route("/_control/requests", get(control::requests))
        .route("/_control/settings", post(control::settings))
        .route("/_control/claims/{id}/advance", post(control::advance))
        .route("/_control/claims/{id}/status", post(control::status))
        .route("/_control/claims/{id}/callback", post(control::callback))
        .route("/_control/faults", post(control::fault))
        .route("/_control/clock", post(control::clock))
        .with_state(Arc::new(yango)))
}

#[cfg(test)]
mod tests;
