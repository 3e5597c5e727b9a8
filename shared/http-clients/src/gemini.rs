//! Google's Gemini: one stateless `generateContent` call at a time.
//!
//! The key travels in a header only, requests are never stored, and nothing of Google's error
//! texts is kept. What to do after an answer or a failure is a pure function ([`NextStep`]).

use std::time::Duration;

use contracts::gemini::{ApiError, Request, Response};
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::http::{Endpoint, Http, InvalidEndpoint, JSON_LIMIT, call};

mod error;
mod outcome;
mod policy;

pub use error::{FailureClass, GeminiError};
pub use outcome::{Outcome, Repeat};
pub use policy::{Attempt, ModelChoice, NextStep};

/// The client of one Gemini server and version; cheap to clone.
#[derive(Debug, Clone)]
pub struct Gemini {
    endpoint: Endpoint,
    key: SecretString,
    http: Http,
}

impl Gemini {
    /// A client of `base_url` (`https://generativelanguage.googleapis.com`) in `api_version`
    /// (`v1` or `v1beta`). The key's form is Google's business (`AQ.…` since 2026).
    pub fn new(
        base_url: &str,
        api_version: &str,
        key: SecretString,
        http: Http,
    ) -> Result<Self, InvalidEndpoint> {
        Ok(Self { endpoint: Endpoint::new(base_url, api_version)?, key, http })
    }

    /// Asks `model` for an answer, for `within` at most. A call given up may still be billed.
    pub async fn generate(
        &self,
        model: &str,
        request: &Request,
        within: Duration,
    ) -> Result<Response, GeminiError> {
        let mut key =
            HeaderValue::from_str(self.key.expose_secret()).or(Err(GeminiError::UnusableKey))?;
        key.set_sensitive(true);
        let url = self.endpoint.at(&["models", &format!("{model}:generateContent")]);
        let call_it =
            self.http.post(url).header("x-goog-api-key", key).json(request).timeout(within);
        let answer = call(call_it, JSON_LIMIT).await.map_err(GeminiError::Transport)?;
        if !answer.is_success() {
            let error = ApiError::of(&answer.body);
            return Err(GeminiError::api(answer.status, error, answer.retry_after));
        }
        // A stream's error may come under a 200.
        if let Some(error) = ApiError::of(&answer.body) {
            return Err(GeminiError::api(500, Some(error), answer.retry_after));
        }
        Response::of(&answer.body).ok_or(GeminiError::Unreadable { http_status: answer.status })
    }
}

#[cfg(test)]
mod tests;
