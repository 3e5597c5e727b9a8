//! Where callbacks go, as a seller would have set it in the provider's portal, and whether they go.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Json, extract::State, response::Response};
use serde::Deserialize;
use url::Url;

use super::{done, refused};

/// The callbacks of every account, by the key it is used with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hooks(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    by_key: BTreeMap<String, Hook>,
    mode: Mode,
}

/// Where one account is called back, and how Wave proves itself.
#[derive(Clone, Debug)]
pub(crate) struct Hook {
    pub(crate) url: Url,
    pub(crate) secret: String,
    pub(crate) strategy: String,
}

/// `{"key", "url", "secret"?, "strategy"?}`: one account's callback.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registration {
    key: String,
    url: String,
    /// Wave's webhook secret.
    #[serde(default)]
    secret: String,
    /// Wave's proof: `signature` (also without it) or `shared_secret`.
    #[serde(default)]
    strategy: String,
}

/// How callbacks behave.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mode {
    #[default]
    On,
    /// None is sent: the provider must be asked.
    Off,
    /// Each is sent twice.
    Twice,
    /// One is sent as soon as a page is opened, before the call that opens it is answered.
    Early,
}

impl Mode {
    /// How often something that happened is called about.
    pub(crate) const fn times(self) -> usize {
        match self {
            Self::Off => 0,
            Self::On | Self::Early => 1,
            Self::Twice => 2,
        }
    }
}

impl Hooks {
    pub(crate) fn mode(&self) -> Mode {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).mode
    }

    pub(crate) fn of(&self, key: &str) -> Option<Hook> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).by_key.get(key).cloned()
    }
}

/// `POST /_control/webhooks`.
pub(crate) async fn register(
    State(hooks): State<Hooks>,
    Json(asked): Json<Registration>,
) -> Response {
    let Ok(url) = Url::parse(&asked.url) else { return refused("not a URL") };
    let hook = Hook { url, secret: asked.secret, strategy: asked.strategy };
    hooks.0.lock().unwrap_or_else(PoisonError::into_inner).by_key.insert(asked.key, hook);
    done()
}

#[derive(Deserialize)]
pub(crate) struct Setting {
    mode: Mode,
}

/// `POST /_control/callbacks` with `{"mode": "on" | "off" | "twice" | "early"}`.
pub(crate) async fn set_mode(State(hooks): State<Hooks>, Json(setting): Json<Setting>) -> Response {
    hooks.0.lock().unwrap_or_else(PoisonError::into_inner).mode = setting.mode;
    done()
}

/// Posts a callback once; whether it was taken.
pub(crate) async fn post(request: reqwest::RequestBuilder) -> bool {
    match request.header("content-type", "application/json").send().await {
        Ok(answer) => answer.status().is_success(),
        Err(error) => {
            tracing::warn!(error = %error.without_url(), "a callback did not arrive");
            false
        }
    }
}
