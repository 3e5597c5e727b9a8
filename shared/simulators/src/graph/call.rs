//! One Graph call, taken apart: Graph reads parameters from the query, a form or a JSON body
//! alike.

use axum::{
    body::Bytes,
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
};
use serde_json::Value;
use url::form_urlencoded;

use super::error::GraphError;

/// Documents may have 100 MB (Meta, media reference); the rest is the multipart framing.
const BODY_LIMIT: usize = 101 * 1024 * 1024;

pub(super) struct Call {
    pub(super) method: Method,
    /// As called, version included, without the query.
    pub(super) path: String,
    /// The path after the version.
    pub(super) segments: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) json: Option<Value>,
    form: Vec<(String, String)>,
}

impl Call {
    pub(super) async fn read(request: Request) -> Result<Self, GraphError> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path().to_owned();
        let mut segments = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
        if !segments.next().is_some_and(|version| is_version(&version)) {
            return Err(GraphError::plain(2500, "Unknown path components: no version")
                .http(StatusCode::BAD_REQUEST));
        }
        let body = axum::body::to_bytes(body, BODY_LIMIT).await.map_err(|_error| {
            GraphError::parameter("The request body is too large")
                .http(StatusCode::PAYLOAD_TOO_LARGE)
        })?;
        let content_type =
            parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let (mut json, mut form) = (None, Vec::new());
        match content_type.map(|value| value.split(';').next().unwrap_or_default().trim()) {
            Some("application/json") if !body.is_empty() => {
                json = Some(serde_json::from_slice(&body).map_err(|_error| {
                    GraphError::parameter("The request body is not valid JSON")
                })?);
            }
            Some("application/x-www-form-urlencoded") => form = pairs(&body),
            _ => {}
        }
        Ok(Self {
            method: parts.method,
            segments: segments.collect(),
            query: pairs(parts.uri.query().unwrap_or_default().as_bytes()),
            headers: parts.headers,
            path,
            body,
            json,
            form,
        })
    }

    /// A parameter by name, wherever the caller put it.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let in_json = || self.json.as_ref()?.get(name)?.as_str();
        self.query
            .iter()
            .chain(&self.form)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .or_else(in_json)
    }

    /// The access token: the bearer header, or the parameter.
    pub(super) fn token(&self) -> Option<&str> {
        self.headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .or_else(|| self.param("access_token"))
    }

    /// Scheme and authority that the caller used, for the links handed back.
    pub(super) fn origin(&self) -> String {
        origin(&self.headers)
    }

    /// The JSON body's field, or null.
    pub(super) fn field(&self, name: &str) -> &Value {
        self.json.as_ref().and_then(|body| body.get(name)).unwrap_or(&Value::Null)
    }
}

pub(super) fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    format!("http://{}", host.unwrap_or("localhost"))
}

pub(super) fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// `vNN.N`.
fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .and_then(|number| number.split_once('.'))
        .is_some_and(|(major, minor)| major.parse::<u8>().is_ok() && minor.parse::<u8>().is_ok())
}
