//! The telephone network with two vendors on it: calls that ring at people's phones, are answered,
//! read aloud and listen to keys, and text messages that arrive.
//!
//! Twilio and Infobip share the network, so that a person's phone is one whoever calls. All state
//! is behind one lock that is never held across an await.

mod callbacks;
mod control;
mod faults;
mod infobip;
mod line;
mod script;
mod twilio;
mod twiml;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{Router, routing};
use tokio::sync::broadcast;

use self::{
    faults::Fault,
    line::{Line, Text},
};
use crate::{
    http::{self, ClientError},
    time::{Clock, UnixMs},
};

/// What the simulator has to agree on with the product.
#[derive(Clone)]
pub struct Settings {
    /// The number that calls come from and that couriers call back, E.164.
    pub our_number: String,
    /// Twilio's account.
    pub account_sid: String,
    /// Authenticates requests and signs callbacks.
    pub auth_token: String,
    /// Infobip's key.
    pub infobip_api_key: String,
    /// Where a call to our number is asked what to do with it.
    pub inbound_url: String,
    /// How long a second of a call lasts; `None`: nothing happens by itself, which is for tests.
    pub second: Option<Duration>,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("our_number", &self.our_number)
            .field("inbound_url", &self.inbound_url)
            .finish_non_exhaustive()
    }
}

/// What a phone is like; one that was never spoken of is reachable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Behaviour {
    #[default]
    Reachable,
    /// Calls are refused as busy.
    Busy,
    /// Neither calls nor messages arrive.
    Unreachable,
    /// Takes calls and no messages.
    Landline,
    /// Said STOP to messages.
    OptedOut,
    /// In a country that the account may not call.
    BlockedCountry,
}

/// Says that something changed at somebody's phone.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Change {
    /// Digits without `+`, as WhatsApp writes people.
    pub(crate) wa_id: String,
}

#[derive(Debug, Default)]
struct State {
    lines: Vec<Line>,
    texts: Vec<Text>,
    phones: BTreeMap<String, Behaviour>,
    faults: Vec<Fault>,
}

/// The simulator; clones share one state.
#[derive(Clone)]
pub struct Telephony(Arc<Inner>);

struct Inner {
    settings: Settings,
    state: Mutex<State>,
    clock: Clock,
    http: reqwest::Client,
    changes: broadcast::Sender<Change>,
}

impl std::fmt::Debug for Telephony {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Telephony").field(&self.0.settings).finish()
    }
}

impl Telephony {
    /// Opens the network.
    ///
    /// # Errors
    /// There is no HTTP client for the callbacks.
    pub fn open(settings: Settings) -> Result<Self, ClientError> {
        let (changes, _) = broadcast::channel(256);
        Ok(Self(Arc::new(Inner {
            settings,
            state: Mutex::default(),
            clock: Clock::default(),
            http: http::client(Duration::from_secs(30))?,
            changes,
        })))
    }

    /// The routes, to be nested at `/sim/telephony`; `stopping` turns true when the process is
    /// leaving, which ends the event streams.
    pub fn router(&self, stopping: tokio::sync::watch::Receiver<bool>) -> Router {
        let twilio = Router::new()
            .route("/2010-04-01/Accounts/{account}/{resource}", routing::post(twilio::create))
            .route("/2010-04-01/Accounts/{account}/Calls/{file}", routing::post(twilio::update));
        let infobip = Router::new()
            .route("/tts/3/advanced", routing::post(infobip::call))
            .route("/sms/3/messages", routing::post(infobip::text));
        Router::new()
            .nest("/twilio", twilio)
            .nest("/infobip", infobip)
            .nest("/_control", control::routes(self.clone(), stopping))
            .with_state(self.clone())
    }

    fn settings(&self) -> &Settings {
        &self.0.settings
    }

    fn now(&self) -> UnixMs {
        self.0.clock.now()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic in one request leaves plain data behind, good enough to go on with.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state())
    }

    fn behaviour(&self, phone: &str) -> Behaviour {
        self.read(|state| state.phones.get(phone).copied().unwrap_or_default())
    }

    /// Changes a call, and tells who watches the phone; `None` when there is no such call.
    fn change<T>(&self, id: &str, change: impl FnOnce(&mut Line) -> T) -> Option<T> {
        let (result, phone) = {
            let mut state = self.state();
            // Infobip takes our ids: a second call under one is another call.
            let line = state.lines.iter_mut().rev().find(|line| line.id == id)?;
            let result = change(line);
            (result, line.phone.clone())
        };
        self.changed(&phone);
        Some(result)
    }

    fn line(&self, id: &str) -> Option<Line> {
        self.read(|state| state.lines.iter().rev().find(|line| line.id == id).cloned())
    }

    fn add_line(&self, line: Line) {
        let phone = line.phone.clone();
        self.state().lines.push(line);
        self.changed(&phone);
    }

    fn add_text(&self, text: Text) {
        let phone = text.to.clone();
        self.state().texts.push(text);
        self.changed(&phone);
    }

    fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.0.changes.subscribe()
    }

    fn changed(&self, phone: &str) {
        let change = Change { wa_id: phone.trim_start_matches('+').to_owned() };
        // Nobody watching is the normal case.
        if self.0.changes.send(change).is_err() {
            tracing::trace!("no page is open");
        }
    }

    /// Lets `seconds` of a call pass.
    async fn pass(&self, seconds: u32) {
        if let Some(second) = self.settings().second {
            tokio::time::sleep(second.saturating_mul(seconds)).await;
        }
    }
}

/// Whether a text is a number in E.164.
fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests;
