//! Meta's Graph API: onboarding a seller's number, sending, reading, fetching files.
//!
//! Every call takes the token it needs and forgets it; a token goes to Graph's own server and to
//! the listed file servers, nowhere else. (Meta, Cloud API and Facebook Login references.)

use contracts::meta::graph::Refusal;
use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::http::{Endpoint, Http, InvalidEndpoint, JSON_LIMIT, call};

mod account;
mod error;
mod media;
mod messages;
mod onboarding;

pub use error::{CallError, Disposition, GraphError, SendError};
pub use media::{Downloaded, FileError, FileKind, FileLimits, FileOrigins, InvalidOrigin};

/// The client of one Graph server and version; cheap to clone.
#[derive(Debug, Clone)]
pub struct Graph {
    endpoint: Endpoint,
    http: Http,
    file_origins: FileOrigins,
}

impl Graph {
    /// A client of `base_url` (`https://graph.facebook.com`) in `api_version` (`v25.0`).
    pub fn new(base_url: &str, api_version: &str, http: Http) -> Result<Self, InvalidEndpoint> {
        Ok(Self {
            endpoint: Endpoint::new(base_url, api_version)?,
            http,
            file_origins: FileOrigins::default(),
        })
    }

    /// Replaces the servers that files are fetched from, Meta's own at first. Graph's is none of
    /// them unless it is listed.
    #[must_use]
    pub fn with_file_origins(self, file_origins: FileOrigins) -> Self {
        Self { file_origins, ..self }
    }

    async fn get(
        &self,
        token: &SecretString,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Value, CallError> {
        let request = self.http.get(self.endpoint.at(path)).query(query);
        json(request.bearer_auth(token.expose_secret())).await
    }

    async fn post(
        &self,
        token: &SecretString,
        path: &[&str],
        body: Option<&Value>,
    ) -> Result<Value, CallError> {
        let request = self.http.post(self.endpoint.at(path)).bearer_auth(token.expose_secret());
        json(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }
}

/// Sends a call and reads Graph's JSON, or its refusal.
async fn json(request: RequestBuilder) -> Result<Value, CallError> {
    let answer = call(request, JSON_LIMIT).await.map_err(CallError::Transport)?;
    let value: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let refusal = value.as_ref().and_then(Refusal::of);
    if refusal.is_some() || !answer.is_success() {
        return Err(CallError::Refused(GraphError::new(refusal, &answer)));
    }
    value.ok_or(CallError::Unreadable { http_status: answer.status })
}

#[cfg(test)]
mod tests;
