//! pawaPay's Merchant API v2: a stateful model of its rules. A checkout is known by the UUID its
//! merchant chose, tries to pay it are deposits, refunds are accepted first and done later, and
//! callbacks are signed with a key that is published. Source: docs.pawapay.io/v2.

mod checkouts;
mod control;
mod rules;
mod signing;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{Router, middleware, routing};
use p256::ecdsa::SigningKey;
use serde_json::Value;

use self::checkouts::Checkout;
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
pub struct Pawapay(Arc<Inner>);

struct Inner {
    /// Where the pay pages are, as a browser sees them.
    base_url: String,
    state: Mutex<State>,
    clock: Clock,
    http: reqwest::Client,
    faults: Faults,
    hooks: Hooks,
    key: SigningKey,
}

#[derive(Debug, Default)]
struct State {
    checkouts: Vec<Checkout>,
    refunds: BTreeMap<String, Refund>,
    revoked: Vec<String>,
}

#[derive(Debug)]
struct Refund {
    owner: String,
    body: Value,
    status: &'static str,
    failure: Option<String>,
}

impl std::fmt::Debug for Pawapay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pawapay").field("base_url", &self.0.base_url).finish_non_exhaustive()
    }
}

impl Pawapay {
    /// A pawaPay whose pay pages are under `base_url`, with a key drawn for its callbacks.
    ///
    /// # Errors
    /// [`http::ClientError`] when there can be no client for its callbacks.
    pub fn new(base_url: &str) -> Result<Self, http::ClientError> {
        Ok(Self(Arc::new(Inner {
            base_url: base_url.trim_end_matches('/').to_owned(),
            state: Mutex::default(),
            clock: Clock::default(),
            http: http::client(Duration::from_secs(10))?,
            faults: Faults::default(),
            hooks: Hooks::default(),
            key: signing::draw(),
        })))
    }

    /// The routes, to be nested at `/sim/pawapay`.
    pub fn router(&self) -> Router {
        let api = Router::new()
            .route("/v2/checkouts", routing::post(rules::open))
            .route("/v2/checkouts/{id}", routing::get(rules::read))
            .route("/v2/checkouts/{id}/expire", routing::post(rules::expire))
            .route("/v2/deposits/{id}", routing::get(rules::deposit))
            .route("/v2/refunds", routing::post(rules::refund))
            .route("/v2/refunds/{id}", routing::get(rules::refund_state))
            .route("/v2/public-key/http", routing::get(signing::public_keys))
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

    /// Changes a checkout, if it is there.
    fn with<T>(&self, id: &str, change: impl FnOnce(&mut Checkout, i64) -> T) -> Option<T> {
        let now = self.0.clock.now();
        self.state().checkouts.iter_mut().find(|checkout| checkout.id == id).map(|checkout| {
            checkout.grow_old(now);
            change(checkout, now)
        })
    }
}

#[cfg(test)]
mod tests;
