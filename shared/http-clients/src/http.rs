//! The one HTTP client: one TLS provider (ring) with Mozilla's roots, explicit timeouts.
//!
//! No proxy from the environment, no redirects (a token must not follow one), no retries below us:
//! whether a call may be repeated is decided where its meaning is known.

use std::{sync::Arc, time::Duration};

use reqwest::{
    RequestBuilder, Response,
    header::{HeaderMap, RETRY_AFTER},
    redirect, retry,
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use thiserror::Error;
use url::Url;

/// An idle connection older than this may have been closed while Lambda was frozen; using it
/// would turn a send into an unclear one.
const IDLE: Duration = Duration::from_secs(20);

/// Larger than any documented JSON answer.
pub(crate) const JSON_LIMIT: usize = 4 * 1024 * 1024;

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// To open the connection, TLS included.
    pub connect: Duration,
    /// From the first byte sent to the last received.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), total: Duration::from_secs(10) }
    }
}

/// A connection pool; cheap to clone.
#[derive(Debug, Clone)]
pub struct Http(reqwest::Client);

/// The client cannot be made. Only a wrong build can cause it.
#[derive(Debug, Error)]
#[error("failed to set the http client up")]
pub struct HttpSetupError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl Http {
    /// Makes the client. Plain `http` addresses are allowed, since addresses are configuration.
    pub fn new(timeouts: Timeouts) -> Result<Self, HttpSetupError> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| HttpSetupError(Box::new(error)))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total)
            .pool_idle_timeout(IDLE)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .user_agent("fluxasync/1")
            .build()
            .map_err(|error| HttpSetupError(Box::new(error)))?;
        Ok(Self(client))
    }

    pub(crate) fn get(&self, url: Url) -> RequestBuilder {
        self.0.get(url)
    }

    pub(crate) fn post(&self, url: Url) -> RequestBuilder {
        self.0.post(url)
    }
}

/// Why there is no whole answer.
#[derive(Debug, Error)]
pub enum TransportError {
    /// No connection: nothing was sent.
    #[error("no connection")]
    Connect(#[source] reqwest::Error),
    /// The request could not be written down: nothing was sent.
    #[error("request cannot be built")]
    Request(#[source] reqwest::Error),
    /// The time ran out with the request on its way.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke with the request on its way.
    #[error("connection broke")]
    Broken(#[source] reqwest::Error),
    /// The answer is larger than we accept.
    #[error("answer exceeds {limit} bytes")]
    Oversized { limit: usize },
}

impl TransportError {
    fn of(error: reqwest::Error) -> Self {
        // The address may carry a token or a code.
        let error = error.without_url();
        if error.is_connect() {
            Self::Connect(error)
        } else if error.is_builder() {
            Self::Request(error)
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::Broken(error)
        }
    }

    /// Whether it is certain that the other side got no request.
    pub const fn surely_not_sent(&self) -> bool {
        match self {
            Self::Connect(_) | Self::Request(_) => true,
            Self::TimedOut | Self::Broken(_) | Self::Oversized { .. } => false,
        }
    }

    /// Whether the same call may fare better later.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Connect(_) | Self::TimedOut | Self::Broken(_) => true,
            Self::Request(_) | Self::Oversized { .. } => false,
        }
    }
}

/// A whole answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// Sends a request and reads the answer, of at most `limit` bytes.
pub(crate) async fn call(request: RequestBuilder, limit: usize) -> Result<Answer, TransportError> {
    let mut response = open(request).await?;
    let (status, retry_after) = (response.status().as_u16(), retry_after(response.headers()));
    let body = read(&mut response, limit).await?;
    Ok(Answer { status, retry_after, body })
}

/// Sends a request and hands over the answer, its body unread.
pub(crate) async fn open(request: RequestBuilder) -> Result<Response, TransportError> {
    request.send().await.map_err(TransportError::of)
}

/// Reads a body of at most `limit` bytes, however long it says it is.
pub(crate) async fn read(response: &mut Response, limit: usize) -> Result<Vec<u8>, TransportError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(TransportError::of)? {
        if body.len().saturating_add(chunk.len()) > limit {
            return Err(TransportError::Oversized { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// `Retry-After` in seconds; its other form, a date, would need a clock.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The base URL of a service is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an http(s) address")]
pub struct InvalidEndpoint;

/// Where a service is: a base URL and its version.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint(Url);

impl Endpoint {
    pub(crate) fn new(base_url: &str, version: &str) -> Result<Self, InvalidEndpoint> {
        let url = Url::parse(base_url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let base = Self(url.filter(Url::has_host).ok_or(InvalidEndpoint)?);
        Ok(Self(base.at(&[version])))
    }

    /// The address of a path next to the version instead of under it.
    pub(crate) fn beside(&self, path: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop().pop_if_empty().extend(path);
        }
        url
    }

    /// The address of a path. Each segment is escaped, so that an id cannot lead elsewhere.
    pub(crate) fn at(&self, path: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }
}

#[cfg(test)]
mod tests;
