//! A browser vendor's push service, and the browsers behind it: subscriptions with keys of their own,
//! the rules a sender must keep, and devices that decrypt what they are sent.
//! Source: RFC 8030 (the protocol), RFC 8291 (encryption), RFC 8292 (who sends).

mod control;
mod device;
mod rules;
mod vapid;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{Router, routing};
use url::Url;

use self::device::Device;
use crate::time::Clock;

/// The simulator; clones share one state.
#[derive(Clone)]
pub struct PushService(Arc<Inner>);

struct Inner {
    /// What addresses of subscriptions begin with.
    base_url: String,
    devices: Mutex<Vec<Device>>,
    clock: Clock,
}

impl std::fmt::Debug for PushService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PushService").field("base_url", &self.0.base_url).finish_non_exhaustive()
    }
}

impl PushService {
    /// A service whose subscriptions are addresses under `base_url`.
    pub fn new(base_url: &str) -> Self {
        Self(Arc::new(Inner {
            base_url: base_url.trim_end_matches('/').to_owned(),
            devices: Mutex::default(),
            clock: Clock::default(),
        }))
    }

    /// The routes, to be nested at `/sim/push`.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/send/{id}", routing::post(rules::send))
            .nest("/_control", control::routes())
            .with_state(self.clone())
    }

    /// What a token must be made out to (RFC 8292 §2).
    fn origin(&self) -> String {
        Url::parse(&self.0.base_url)
            .map(|url| url.origin().ascii_serialization())
            .unwrap_or_default()
    }

    fn devices(&self) -> MutexGuard<'_, Vec<Device>> {
        self.0.devices.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes a device, if it is there.
    fn with<T>(&self, id: &str, change: impl FnOnce(&mut Device) -> T) -> Option<T> {
        self.devices().iter_mut().find(|device| device.id == id).map(change)
    }
}

#[cfg(test)]
mod tests;
