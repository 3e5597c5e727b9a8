//! Wave's Checkout API: a stateful model of its rules. Sessions belong to the key that opened them,
//! amounts are texts, an idempotency key stands for one body, and what expired cannot be paid.
//! Source: docs.wave.com, "Checkout API" and "Webhooks".

mod control;
mod rules;
mod sessions;
mod webhooks;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{Router, middleware, routing};

use self::sessions::Session;
use crate::{
    http,
    money::{
        faults::{self, Faults},
        hooks::{self, Hooks},
    },
    time::Clock,
};

/// The simulator; clones share one state.
#[derive(Clone)]
pub struct Wave(Arc<Inner>);

struct Inner {
    /// Where the pay pages are, as a browser sees them.
    base_url: String,
    state: Mutex<State>,
    clock: Clock,
    http: reqwest::Client,
    faults: Faults,
    hooks: Hooks,
}

#[derive(Debug, Default)]
struct State {
    /// By id, in the order they were opened.
    sessions: Vec<Session>,
    /// The session of an idempotency key of an account, and the body it was used with.
    idempotency: BTreeMap<(String, String), (String, serde_json::Value)>,
    revoked: Vec<String>,
}

impl std::fmt::Debug for Wave {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wave").field("base_url", &self.0.base_url).finish_non_exhaustive()
    }
}

impl Wave {
    /// A Wave whose pay pages are under `base_url`.
    ///
    /// # Errors
    /// [`http::ClientError`] when there can be no client for its webhooks.
    pub fn new(base_url: &str) -> Result<Self, http::ClientError> {
        Ok(Self(Arc::new(Inner {
            base_url: base_url.trim_end_matches('/').to_owned(),
            state: Mutex::default(),
            clock: Clock::default(),
            http: http::client(Duration::from_secs(10))?,
            faults: Faults::default(),
            hooks: Hooks::default(),
        })))
    }

    /// The routes, to be nested at `/sim/wave`.
    pub fn router(&self) -> Router {
        let api = Router::new()
            .route("/v1/checkout/sessions", routing::post(rules::open))
            .route("/v1/checkout/sessions/search", routing::get(rules::search))
            .route("/v1/checkout/sessions/{id}", routing::get(rules::read))
            .route("/v1/checkout/sessions/{id}/expire", routing::post(rules::expire))
            .route("/v1/checkout/sessions/{id}/refund", routing::post(rules::refund))
            .layer(middleware::from_fn_with_state(self.0.faults.clone(), faults::apply));
        let faults = routing::post(faults::add).delete(faults::clear);
        Router::new()
            .merge(api)
            .nest("/_control", control::routes())
            .route("/c/{id}", routing::get(control::page))
            .route("/c/{id}/pay", routing::post(control::pay_by_hand))
            .route("/c/{id}/fail", routing::post(control::fail_by_hand))
            .with_state(self.clone())
            .route("/_control/faults", faults.with_state(self.0.faults.clone()))
            .route(
                "/_control/webhooks",
                routing::post(hooks::register).with_state(self.0.hooks.clone()),
            )
            .route(
                "/_control/callbacks",
                routing::post(hooks::set_mode).with_state(self.0.hooks.clone()),
            )
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes a session, if it is there.
    fn with<T>(&self, id: &str, change: impl FnOnce(&mut Session, i64) -> T) -> Option<T> {
        let now = self.0.clock.now();
        self.state().sessions.iter_mut().find(|session| session.id == id).map(|session| {
            session.grow_old(now);
            change(session, now)
        })
    }
}

#[cfg(test)]
mod tests;
