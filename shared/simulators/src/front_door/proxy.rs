//! `/api/*` → the product's HTTP API: method, path, query, headers and body bytes as they came,
//! because a webhook's signature covers the bytes. Only hop-by-hop headers and `Host` change.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::{
    Json, Router,
    body::Body,
    extract::{Request, State as Extension},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing,
};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use crate::http::{self, ClientError};

/// AWS, Lambda quotas: a synchronous invocation takes 6 MB.
const BODY_LIMIT: usize = 6 * 1024 * 1024;
/// AWS, HTTP API quotas: an integration has 30 seconds.
const TIMEOUT: Duration = Duration::from_secs(35);

#[derive(Clone)]
pub(super) struct Proxy {
    api_url: Arc<RwLock<Option<Url>>>,
    client: reqwest::Client,
}

impl Proxy {
    pub(super) fn new(api_url: Option<Url>) -> Result<Self, ClientError> {
        Ok(Self { api_url: Arc::new(RwLock::new(api_url)), client: http::client(TIMEOUT)? })
    }

    pub(super) fn router(self) -> Router {
        Router::new()
            .route("/api", routing::any(forward))
            .route("/api/{*path}", routing::any(forward))
            .route("/sim/_control/api", routing::post(set_api))
            .with_state(self)
    }

    /// Where a request to `/api/…` goes; `None` while the API is unknown.
    fn target(&self, request: &Request) -> Option<String> {
        let base = self.api_url.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        let asked = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let path = asked.strip_prefix("/api").unwrap_or_default();
        Some(format!("{}{path}", base.as_str().trim_end_matches('/')))
    }
}

#[derive(Deserialize)]
struct ApiAddress {
    url: String,
}

async fn set_api(
    Extension(proxy): Extension<Proxy>,
    Json(address): Json<ApiAddress>,
) -> StatusCode {
    let Ok(url) = Url::parse(&address.url) else { return StatusCode::BAD_REQUEST };
    *proxy.api_url.write().unwrap_or_else(PoisonError::into_inner) = Some(url);
    StatusCode::NO_CONTENT
}

async fn forward(Extension(proxy): Extension<Proxy>, request: Request) -> Response {
    let Some(target) = proxy.target(&request) else {
        return problem(StatusCode::SERVICE_UNAVAILABLE, "the API is not deployed yet");
    };
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
        return problem(StatusCode::PAYLOAD_TOO_LARGE, "the body has more than 6 MB");
    };
    let mut headers = end_to_end(&parts.headers);
    headers.remove(header::HOST);
    headers.remove(header::CONTENT_LENGTH);
    let sent = proxy.client.request(parts.method, target).headers(headers).body(body).send().await;
    match sent {
        Ok(answer) => {
            let status = answer.status();
            let headers = end_to_end(answer.headers());
            (status, headers, Body::from_stream(answer.bytes_stream())).into_response()
        }
        Err(error) if error.is_timeout() => {
            problem(StatusCode::GATEWAY_TIMEOUT, "the API did not answer in time")
        }
        Err(error) => {
            tracing::warn!(connect = error.is_connect(), "the API cannot be reached");
            problem(StatusCode::BAD_GATEWAY, "the API cannot be reached")
        }
    }
}

/// The headers without those that belong to one connection (RFC 9110, section 7.6.1).
fn end_to_end(headers: &HeaderMap) -> HeaderMap {
    const HOP_BY_HOP: [HeaderName; 7] = [
        header::CONNECTION,
        header::PROXY_AUTHENTICATE,
        header::PROXY_AUTHORIZATION,
        header::TE,
        header::TRAILER,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
    ];
    let listed: Vec<String> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    headers
        .iter()
        .filter(|(name, _)| {
            !HOP_BY_HOP.contains(name)
                && name.as_str() != "keep-alive"
                && !listed.iter().any(|listed| listed == name.as_str())
        })
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn problem(status: StatusCode, detail: &str) -> Response {
    let body = json!({"type": "about:blank", "status": status.as_u16(), "detail": detail});
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, body.to_string()).into_response()
}
