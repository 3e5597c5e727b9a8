//! Stand-in for Glovo On-Demand v2: tokens that end, quotes that become parcels once,
//! webhooks that bring the partner's secret.

mod calls;
mod control;
mod parcels;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    http::header,
    routing::{get, post},
};
use serde_json::json;

use self::parcels::{Memory, Parcel};
use crate::{
    http::{ClientError, client},
    random,
    time::Clock,
};

/// How long a webhook may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// One simulator with a memory of its own.
#[derive(Debug)]
struct Glovo {
    memory: Mutex<Memory>,
    clock: Clock,
    client: reqwest::Client,
}

impl Glovo {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells everybody who registered with the parcel's client. Nobody waits for it.
    fn tell(&self, parcel: &Parcel) {
        let webhooks = self.memory().webhooks_of(&parcel.client);
        for webhook in webhooks {
            let body = json!({
                "webhookId": random::hex(),
                "eventType": "STATUS_UPDATE",
                "trackingNumber": parcel.number,
                "status": parcel.state,
                "date": parcels::timestamp(parcel.updated_at),
            });
            let call = self.client.post(&webhook.url).json(&body);
            let call = call.header(header::AUTHORIZATION, webhook.secret);
            tokio::spawn(async move {
                match call.send().await {
                    Ok(answer) => tracing::debug!(status = answer.status().as_u16(), "told"),
                    Err(error) => {
                        let error = error.without_url();
                        tracing::warn!(%error, "a webhook of Glovo's did not arrive");
                    }
                }
            });
        }
    }
}

/// The routes, relative to where the caller nests them: Glovo's, and
///
/// - `GET /_control/parcels`, `GET /_control/requests`
/// - `POST /_control/settings` `{"price":1700,"webhooks":true}`
/// - `POST /_control/parcels/{number}/advance`: the next step of the usual way
/// - `POST /_control/parcels/{number}/status` `{"state":"REJECTED"}`
/// - `POST /_control/parcels/{number}/webhook`: once more, as it stands
/// - `POST /_control/expire-tokens`
/// - `POST /_control/faults` `{"fault":"lost_booking"}`: the next booking's answer is lost
///
/// # Errors
/// No HTTP client can be made.
pub fn router() -> Result<Router, ClientError> {
    let glovo =
        Glovo { memory: Mutex::default(), clock: Clock::default(), client: client(PATIENCE)? };
    Ok(Router::new()
        .route("/oauth/token", post(calls::token))
        .route("/v2/laas/quotes", post(calls::quote))
        .route("/v2/laas/quotes/{id}/parcels", post(calls::book))
        .route("/v2/laas/parcels/{number}", get(calls::parcel))
        .route("/v2/laas/parcels/{number}/status", get(calls::status))
        .route("/v2/laas/parcels/{number}/cancel", post(calls::cancel))
        .route("/v2/laas/webhooks", post(calls::webhook))
        .route("/_control/parcels", get(control::parcels))
        .route("/_control/requests", get(control::requests))
        .route("/_control/settings", post(control::settings))
        .route("/_control/parcels/{number}/advance", post(control::advance))
        .route("/_control/parcels/{number}/status", post(control::status))
        .route("/_control/parcels/{number}/webhook", post(control::webhook))
        .route("/_control/expire-tokens", post(control::expire_tokens))
        .route("/_control/faults", post(control::fault))
        .with_state(Arc::new(glovo)))
}

#[cfg(test)]
mod tests;
