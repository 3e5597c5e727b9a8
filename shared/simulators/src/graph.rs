//! Meta's Graph API as far as WhatsApp needs it: a stateful model of Meta's rules, not canned
//! answers. All state is behind one lock that is never held across an await, and every call that
//! arrives is on the call log before anything is decided about it.

mod access;
mod accounts;
mod call;
mod call_log;
mod control;
mod dialog;
mod error;
mod faults;
mod limits;
pub(crate) mod media;
pub(crate) mod messages;
mod nodes;
mod numbers;
mod oauth;
mod seed;
mod snapshot;
pub(crate) mod state;
mod statuses;
mod templates;
pub(crate) mod webhooks;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::{Request, State as Extension},
    response::{IntoResponse as _, Response},
    routing,
};
use tokio::sync::{Notify, broadcast};
use url::Url;

pub use self::snapshot::SnapshotError;

use self::{call::Call, faults::Fault, media::faults::FileFault, state::State};
use crate::{http, time::Clock};

/// What the simulator has to agree on with the product.
#[derive(Clone)]
pub struct Settings {
    /// Where webhooks are posted.
    pub webhook_url: Url,
    /// The app's id, the `client_id` of the login dialog.
    pub app_id: String,
    /// Signs webhooks and authenticates code exchanges.
    pub app_secret: String,
    /// What the webhook's verification handshake must carry.
    pub verify_token: String,
    /// Our own number, which exists from the start.
    pub platform_phone_number_id: String,
    /// The token that number is used with.
    pub platform_token: String,
    /// File that every Graph call is appended to, one JSON object a line.
    pub call_log: Option<PathBuf>,
    /// File that keeps the state across restarts.
    pub state_file: Option<PathBuf>,
    /// Pauses before the second, third … attempt of a webhook that was not answered with 200.
    pub retry_delays: Vec<Duration>,
}

impl Settings {
    /// Meta retries for days with growing pauses; five attempts in 15 seconds are enough here.
    pub fn default_retry_delays() -> Vec<Duration> {
        [1, 2, 4, 8].map(Duration::from_secs).to_vec()
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("webhook_url", &self.webhook_url.as_str())
            .field("app_id", &self.app_id)
            .finish_non_exhaustive()
    }
}

/// The simulator cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No HTTP client for the webhooks.
    #[error("the webhook client cannot be built")]
    Client(#[from] http::ClientError),
    /// The call log cannot be appended to.
    #[error("the call log {} cannot be opened", .path.display())]
    CallLog {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        #[source]
        source: std::io::Error,
    },
    /// The state file exists and is not ours.
    #[error("the state file cannot be read")]
    Snapshot(#[source] SnapshotError),
}

/// Says that a thread changed and should be fetched again.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Change {
    pub(crate) phone_number_id: String,
    pub(crate) wa_id: String,
}

/// The simulator; clones share one state.
#[derive(Clone)]
pub struct Graph(Arc<Inner>);

struct Inner {
    settings: Settings,
    state: Mutex<State>,
    faults: Mutex<Vec<Fault>>,
    file_faults: Mutex<Vec<FileFault>>,
    clock: Clock,
    http: reqwest::Client,
    changes: broadcast::Sender<Change>,
    call_log: call_log::CallLog,
    dirty: Notify,
}

impl std::fmt::Debug for Graph {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Graph").field(&self.0.settings).finish()
    }
}

impl Graph {
    /// Opens the call log, reads the state file if there is one, and makes sure that our own
    /// number and its templates exist.
    ///
    /// # Errors
    /// [`StartError`] when a file cannot be used.
    pub fn open(settings: Settings) -> Result<Self, StartError> {
        let call_log = call_log::CallLog::open(settings.call_log.as_deref()).map_err(|source| {
            StartError::CallLog { path: settings.call_log.clone().unwrap_or_default(), source }
        })?;
        let clock = Clock::default();
        let mut state =
            snapshot::read(settings.state_file.as_deref()).map_err(StartError::Snapshot)?;
        seed::platform(&mut state, &settings, clock.now());
        let (changes, _) = broadcast::channel(256);
        Ok(Self(Arc::new(Inner {
            state: Mutex::new(state),
            faults: Mutex::default(),
            file_faults: Mutex::default(),
            clock,
            http: http::client(Duration::from_secs(30))?,
            changes,
            call_log,
            dirty: Notify::new(),
            settings,
        })))
    }

    /// The routes, to be nested at `/sim/graph`.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/{version}/dialog/oauth", routing::get(dialog::page))
            .route("/dialog/complete", routing::post(dialog::complete))
            .route("/_media/{ticket}", routing::get(media::download))
            .nest("/_control", control::routes())
            .fallback(answer)
            .with_state(self.clone())
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state())
    }

    /// Changes the state and has it saved soon.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.state());
        self.0.dirty.notify_one();
        result
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.0.changes.subscribe()
    }

    pub(crate) fn thread_changed(&self, phone_number_id: &str, wa_id: &str) {
        let change =
            Change { phone_number_id: phone_number_id.to_owned(), wa_id: wa_id.to_owned() };
        // Nobody watching is the normal case.
        if self.0.changes.send(change).is_err() {
            tracing::trace!("no page is open");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic in one request leaves plain data behind, good enough to go on with.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes one Graph call: log, fault, rule.
async fn answer(Extension(graph): Extension<Graph>, request: Request) -> Response {
    let call = match Call::read(request).await {
        Ok(call) => call,
        Err(error) => return error.into_response(),
    };
    graph.0.call_log.append(&call);
    faults::apply(&graph, &call).await
}

#[cfg(test)]
mod tests;
