//! Stand-in for Google's `generateContent`: the vendor's rules, then either a scripted response or a
//! small deterministic salesperson.
//!
//! Invariant: a request Google would refuse is refused here with Google's envelope, before any script
//! is consumed, so that a client bug cannot hide behind a scripted answer.

mod answer;
mod control;
mod credentials;
mod endpoint;
mod error;
mod models;
mod perception;
mod sales;
mod script;
mod state;
mod usage;
mod wire;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use self::state::Simulator;

/// Largest request Google accepts with inline media (Gemini API changelog, January 2026).
const MAX_BODY_BYTES: usize = 100 * 1024 * 1024;

/// The routes, relative to where the caller nests them:
///
/// - `POST /{v1|v1beta}/models/{model}:generateContent`
/// - `POST|DELETE /_control/scripts`, `GET /_control/requests`
/// - `POST /_control/transcripts`, `POST /_control/sights`, `POST /_control/invalid-keys`
///
/// Every call makes a simulator with its own, empty memory.
pub fn router() -> Router {
    Router::new()
        .route("/_control/scripts", post(control::add_script).delete(control::remove_scripts))
        .route("/_control/requests", get(control::requests))
        .route("/_control/transcripts", post(control::add_transcript))
        .route("/_control/sights", post(control::add_sight))
        .route("/_control/invalid-keys", post(control::add_invalid_key))
        .route("/{version}/models/{call}", post(endpoint::generate_content))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(Arc::new(Simulator::default()))
}

#[cfg(test)]
mod tests;
