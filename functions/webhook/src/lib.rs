//! Takes what Meta reports and puts it into queues.
//!
//! Trigger: HTTP `GET` and `POST /webhooks/meta`.
//! Writes: the queues `inbound.fifo`, `dispatch.fifo`, `statuses`, `quarantine`.
//! Calls: nobody else; no database, no Meta.
//!
//! 200 means that the queues have everything. Anything else makes Meta send it again, for up to
//! seven days; so what is signed but unreadable is set aside and answered 200, or it would never
//! stop coming.

mod config;
mod sorting;

use std::collections::BTreeMap;

use aws_adapters::{
    queues::{Message, Queue, QueueError},
    sdk::{self, Pace},
    secrets::Secrets,
};
use contracts::{
    meta::webhook,
    signature::{SIGNATURE_HEADER, SignatureError, VerifiedBody},
};
use lambda_http::{Body, Request, RequestExt, Response, http::Method, http::StatusCode};
use lambda_support::{
    BoxError,
    chain::Chain,
    clock,
    http::{self, Problem},
};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

pub use config::Config;
use sorting::{Destination, Sorted};

/// Meta's limit of a webhook call (Meta, "Webhooks", payload size).
const MAX_BODY: usize = 3 * 1024 * 1024;
/// An SQS message takes 1 MiB; what is set aside is for a human to look at.
const MAX_QUARANTINED: usize = 200 * 1024;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    inbound: Queue,
    dispatch: Queue,
    statuses: Queue,
    quarantine: Queue,
    app_secrets: Vec<SecretString>,
    verify_token: SecretString,
    platform_phone_number_id: String,
}

impl Deps {
    /// Opens the clients and fetches the secrets.
    ///
    /// # Errors
    /// A secret cannot be read: the function does not start.
    pub async fn connect(config: Config) -> Result<Self, BoxError> {
        let sdk = sdk::load(Pace::Webhook).await;
        let mut meta = Secrets::new(&sdk).fetch(&config.meta_secret_arn).await?;
        Ok(Self {
            inbound: Queue::new(&sdk, &config.inbound_queue_url),
            dispatch: Queue::new(&sdk, &config.dispatch_queue_url),
            statuses: Queue::new(&sdk, &config.statuses_queue_url),
            quarantine: Queue::new(&sdk, &config.quarantine_queue_url),
            app_secrets: vec![meta.take("app_secret")?],
            verify_token: meta.take("verify_token")?,
            platform_phone_number_id: config.platform_phone_number_id,
        })
    }

    fn queue(&self, destination: Destination) -> &Queue {
        match destination {
            Destination::Inbound => &self.inbound,
            Destination::Dispatch => &self.dispatch,
            Destination::Statuses => &self.statuses,
            Destination::Quarantine => &self.quarantine,
        }
    }
}

/// Answers one call.
pub async fn handle(deps: &Deps, request: &Request) -> Response<Body> {
    let answer = if request.method() == Method::GET {
        handshake(deps, request)
    } else {
        receive(deps, request).await
    };
    http::secure(answer.unwrap_or_else(|problem| problem.to_response()))
}

/// Meta proves that the address is ours before it sends anything (Meta, "Verification Requests").
fn handshake(deps: &Deps, request: &Request) -> Result<Response<Body>, Problem> {
    let query = request.query_string_parameters();
    let asked = |name| query.first(name).unwrap_or_default();
    let expected = deps.verify_token.expose_secret().as_bytes();
    let is_meta = asked("hub.mode") == "subscribe"
        && bool::from(asked("hub.verify_token").as_bytes().ct_eq(expected));
    if is_meta {
        Ok(http::page::text(StatusCode::OK, asked("hub.challenge").to_owned()))
    } else {
        Err(forbidden())
    }
}

fn forbidden() -> Problem {
    let detail = "Le jeton de vérification n'est pas celui attendu.";
    Problem::new(StatusCode::FORBIDDEN, "wrong_verify_token", "Refusé", detail)
}

fn wrong_signature(error: SignatureError) -> Problem {
    tracing::warn!(error.code = "wrong_signature", error = %error, "webhook refused");
    let detail = "La signature ne correspond pas au contenu.";
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_signature", "Signature invalide", detail)
}

async fn receive(deps: &Deps, request: &Request) -> Result<Response<Body>, Problem> {
    let raw = http::bounded(request.body(), MAX_BODY)?;
    let header = request.headers().get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    let body = VerifiedBody::verify(&deps.app_secrets, header, raw).map_err(wrong_signature)?;
    let sorted = match webhook::parse(&body) {
        Ok(notifications) => {
            let now = clock::now();
            let number = deps.platform_phone_number_id.as_str();
            let sorted = notifications.into_iter().map(|n| sorting::sort(n, number, now));
            let sorted = sorted.collect::<Result<Vec<_>, _>>().map_err(|error| {
                tracing::error!(error.code = "unserialisable", error = %error, "webhook refused");
                Problem::internal()
            });
            sorted?.into_iter().flatten().collect()
        }
        Err(error) => {
            tracing::warn!(error.code = "unreadable", error = %error, size = raw.len(), "body set aside");
            vec![set_aside(raw)]
        }
    };
    let count = sorted.len();
    enqueue(deps, sorted).await.map_err(|error| {
        tracing::error!(error.code = error.code(), error = %Chain(&error), "not enqueued");
        Problem::unavailable()
    })?;
    tracing::info!(size = raw.len(), notifications = count, "webhook enqueued");
    Ok(http::page::text(StatusCode::OK, String::new()))
}

/// A signed body of which nothing can be made, whole if it fits.
fn set_aside(raw: &[u8]) -> Sorted {
    let kept = raw.get(..raw.len().min(MAX_QUARANTINED)).unwrap_or_default();
    let kept = String::from_utf8_lossy(kept);
    Sorted {
        destination: Destination::Quarantine,
        group: String::new(),
        id: contracts::fingerprint::of(raw),
        body: serde_json::json!({"size": raw.len(), "raw": kept}).to_string(),
    }
}

async fn enqueue(deps: &Deps, sorted: Vec<Sorted>) -> Result<(), QueueError> {
    let mut by_queue: BTreeMap<Destination, Vec<Message>> = BTreeMap::new();
    for Sorted { destination, group, id, body } in sorted {
        let entry = match destination {
            Destination::Inbound | Destination::Dispatch => Message::fifo(body, &group, &id),
            Destination::Statuses | Destination::Quarantine => Message::standard(body),
        };
        by_queue.entry(destination).or_default().push(entry);
    }
    for (destination, entries) in by_queue {
        deps.queue(destination).send_batch(&entries).await?;
    }
    Ok(())
}
