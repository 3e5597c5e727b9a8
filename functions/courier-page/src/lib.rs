//! The page behind the link in a courier's text message.
//!
//! Trigger: HTTP `GET` and `POST /c/{token}`.
//! Writes: the queue `dispatch.fifo`.
//! Calls: nobody; reads the link, the order and its delivery.
//!
//! `GET` only shows: whatever follows links to look for harm must not accept a delivery. `POST`
//! asks `dispatch` and leads back to `GET`, which shows that the answer is on its way until the
//! delivery moved. The seal is checked before anything is read; the token is in no log.

mod act;
mod config;
mod page;

use aws_adapters::{
    queues::{Message, Queue},
    ride::{Ride, RideError},
    sdk::{self, Pace, SdkConfig},
    secrets::{SecretError, SecretFields, Secrets},
    table::{Table, keys},
};
use contracts::{
    link::CourierLink,
    messages::{Channel, CourierActed, DispatchMessage, Envelope},
    records::link::CourierLinkRecord,
};
use domain::copy::courier_page as copy;
use jiff::Timestamp;
use lambda_http::{
    Body, Request, RequestExt, Response,
    http::{HeaderValue, Method, StatusCode, header},
};
use lambda_support::{
    BoxError,
    chain::Chain,
    clock,
    http::{self, page::redirect},
};
use secrecy::SecretString;

use act::Posted;
pub use config::Config;

/// A form of ours has three short fields.
const MAX_BODY: usize = 4 * 1024;
/// How often a page that waits looks again by itself.
const LOOKS: u32 = 8;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    table: Table,
    dispatch: Queue,
    link_secret: SecretString,
}

impl Deps {
    /// Opens the clients and fetches the secret.
    ///
    /// # Errors
    /// The secret cannot be read or is empty: the function does not start.
    pub async fn connect(config: Config) -> Result<Self, BoxError> {
        let sdk = sdk::load(Pace::Worker).await;
        let telephony = Secrets::new(&sdk).fetch(&config.telephony_secret_arn).await?;
        Ok(Self::new(&config, &sdk, telephony)?)
    }

    /// The same with AWS clients and secrets given by the caller.
    ///
    /// # Errors
    /// There is no secret to check links with.
    pub fn new(
        config: &Config,
        sdk: &SdkConfig,
        mut telephony: SecretFields,
    ) -> Result<Self, SecretError> {
        Ok(Self {
            table: Table::new(sdk, &config.table_name),
            dispatch: Queue::new(sdk, &config.dispatch_queue_url),
            link_secret: telephony.take("link_secret")?,
        })
    }
}

/// Why there is no ride to show.
enum Stop {
    /// No link of ours.
    Unknown,
    /// It was one.
    Expired,
    Method,
    TooLarge,
    Failed,
}

impl From<RideError> for Stop {
    fn from(error: RideError) -> Self {
        tracing::error!(error.code = error.code(), error = %Chain(&error), "offer not read");
        Self::Failed
    }
}

/// Answers one call.
pub async fn handle(deps: &Deps, request: &Request) -> Response<Body> {
    let answer = show_or_act(deps, request, clock::now()).await;
    let mut response = answer.unwrap_or_else(|stop| match stop {
        Stop::Unknown => page::notice(StatusCode::NOT_FOUND, &copy::unknown_link()),
        Stop::Expired => page::notice(StatusCode::GONE, &copy::expired()),
        Stop::Method => page::notice(StatusCode::METHOD_NOT_ALLOWED, &copy::unknown_link()),
        Stop::TooLarge => page::notice(StatusCode::PAYLOAD_TOO_LARGE, &copy::trouble()),
        Stop::Failed => page::notice(StatusCode::SERVICE_UNAVAILABLE, &copy::trouble()),
    });
    // Nobody who was sent the link by mistake should find it in a search engine.
    let robots = HeaderValue::from_static("noindex, nofollow");
    response.headers_mut().insert("x-robots-tag", robots);
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("fr"));
    response
}

async fn show_or_act(
    deps: &Deps,
    request: &Request,
    now: Timestamp,
) -> Result<Response<Body>, Stop> {
    let path = request.uri().path();
    let token = path.rsplit_once("/c/").map_or("", |(_, token)| token);
    let id = CourierLink::open(&deps.link_secret, token).ok_or(Stop::Unknown)?;
    let ride = ride(deps, id, now).await?;
    match *request.method() {
        Method::GET | Method::HEAD => Ok(show(&ride, request, now)),
        Method::POST => {
            let raw = http::bounded(request.body(), MAX_BODY).map_err(|_long| Stop::TooLarge)?;
            act(deps, id, &ride, raw, now).await
        }
        _ => Err(Stop::Method),
    }
}

async fn ride(deps: &Deps, id: &str, now: Timestamp) -> Result<Ride, Stop> {
    let link = deps.table.get::<CourierLinkRecord>(&keys::courier_link(id)).await;
    let link = link.map_err(RideError::from)?.ok_or(Stop::Expired)?.value;
    if now >= link.expires_at {
        return Err(Stop::Expired);
    }
    let offer = link.offer().map_err(RideError::from)?;
    Ride::load(&deps.table, &offer).await?.ok_or(Stop::Expired)
}

/// The page as it is, or the one that waits while what was sent has not arrived.
fn show(ride: &Ride, request: &Request, now: Timestamp) -> Response<Body> {
    let query = request.query_string_parameters();
    let number = |name| query.first(name).and_then(|value| value.parse::<u64>().ok());
    let look = number("look").and_then(|look| u32::try_from(look).ok()).unwrap_or_default();
    match number("sent") {
        Some(sent) if sent == ride.version && look < LOOKS => {
            page::waiting(&format!("?sent={sent}&look={}", look.saturating_add(1)))
        }
        Some(sent) if sent == ride.version => page::of(ride, Some(copy::not_yet()), now),
        Some(_) | None => page::of(ride, None, now),
    }
}

async fn act(
    deps: &Deps,
    id: &str,
    ride: &Ride,
    raw: &[u8],
    now: Timestamp,
) -> Result<Response<Body>, Stop> {
    let posted = match Posted::read(raw, ride.seller.currency()) {
        Ok(posted) => posted,
        Err(fault) => {
            let page = page::of(ride, Some(fault.in_words()), now);
            return Ok(with_status(page, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let Posted { act, word, step } = posted;
    let offer = ride.offer.clone();
    let acted = CourierActed { of: offer.of, attempt: offer.attempt, via: Channel::Sms, act };
    // The same tap, sent twice by a bad network, is one message.
    let message_id = format!("link.{id}.{word}.{step}");
    let body = DispatchMessage::CourierActed(acted);
    let group = body.group();
    let envelope = Envelope { id: message_id.clone(), at: now, body };
    let text = serde_json::to_string(&envelope).map_err(|error| {
        tracing::error!(error.code = "unserialisable", error = %error, "not enqueued");
        Stop::Failed
    })?;
    deps.dispatch.send(&Message::fifo(text, &group, &message_id)).await.map_err(|error| {
        tracing::error!(error.code = error.code(), error = %Chain(&error), "not enqueued");
        Stop::Failed
    })?;
    tracing::info!(act = word, "act enqueued");
    Ok(redirect(&format!("?sent={step}")))
}

fn with_status(mut response: Response<Body>, status: StatusCode) -> Response<Body> {
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests;
