//! How a call fails, by what can be done about it. (Google, Gemini API, "Troubleshooting".)

use std::time::Duration;

use contracts::gemini::ApiError;
use thiserror::Error;

use crate::http::TransportError;

/// What a failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureClass {
    /// Overloaded or unreachable: the same may pass soon.
    Transient,
    /// It took the request and did not answer in the time it had: the same model would use up the
    /// other's time as well.
    TooSlow,
    /// Too many calls this minute.
    RateLimited { retry_after: Option<Duration> },
    /// The day's quota or the prepaid credit is used up: an operator's business.
    QuotaDay,
    /// The key, its project, its region or its billing: configuration.
    BadKey,
    /// The model was retired, or is not for this project.
    ModelGone,
    /// The conversation is longer than the model takes.
    TooLarge,
    /// Our mistake: the same request fails again.
    InvalidRequest,
    /// A success that is not what is documented.
    Malformed,
}

impl FailureClass {
    /// A stable name for logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Transient => "transient",
            Self::TooSlow => "too_slow",
            Self::RateLimited { .. } => "rate_limited",
            Self::QuotaDay => "quota_day",
            Self::BadKey => "bad_key",
            Self::ModelGone => "model_gone",
            Self::TooLarge => "too_large",
            Self::InvalidRequest => "invalid_request",
            Self::Malformed => "malformed",
        }
    }
}

/// Why there is no answer. Google's own words are left out: they may quote the key or the prompt.
#[derive(Debug, Error)]
pub enum GeminiError {
    #[error("gemini answered http {http_status} {status} ({})", class.name())]
    Api {
        class: FailureClass,
        http_status: u16,
        /// Google's name, such as `UNAVAILABLE`; empty when the body was no error of Google's.
        status: String,
        /// `ErrorInfo.reason`, such as `API_KEY_INVALID`.
        reason: Option<String>,
    },
    #[error("gemini gave no answer")]
    Transport(#[source] TransportError),
    #[error("gemini answered http {http_status} with an undocumented body")]
    Unreadable { http_status: u16 },
    #[error("gemini key cannot be written in a header")]
    UnusableKey,
}

impl GeminiError {
    pub(super) fn api(
        http_status: u16,
        error: Option<ApiError>,
        header_wait: Option<Duration>,
    ) -> Self {
        let error = error.unwrap_or_default();
        let class = classify(http_status, &error, header_wait);
        Self::Api { class, http_status, status: error.status, reason: error.reason }
    }

    /// What the failure means.
    pub const fn class(&self) -> FailureClass {
        match self {
            Self::Api { class, .. } => *class,
            Self::Transport(TransportError::TimedOut) => FailureClass::TooSlow,
            Self::Transport(error) if error.may_pass() => FailureClass::Transient,
            Self::Transport(TransportError::Request(_)) => FailureClass::InvalidRequest,
            Self::Transport(_) | Self::Unreadable { .. } => FailureClass::Malformed,
            Self::UnusableKey => FailureClass::BadKey,
        }
    }
}

fn classify(http_status: u16, error: &ApiError, header_wait: Option<Duration>) -> FailureClass {
    let key_is_bad = error.reason.as_deref() == Some("API_KEY_INVALID");
    match http_status {
        400 if key_is_bad || error.status == "FAILED_PRECONDITION" => FailureClass::BadKey,
        400 if error.too_many_tokens => FailureClass::TooLarge,
        401 | 403 => FailureClass::BadKey,
        402 => FailureClass::QuotaDay,
        404 => FailureClass::ModelGone,
        413 => FailureClass::TooLarge,
        429 if error.out_of_credit => FailureClass::QuotaDay,
        429 if error.quota_ids.iter().any(|id| id.contains("PerDay")) => FailureClass::QuotaDay,
        429 => FailureClass::RateLimited { retry_after: error.retry_after.or(header_wait) },
        408 | 500.. => FailureClass::Transient,
        _ => FailureClass::InvalidRequest,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn class(http_status: u16, error: &Value) -> FailureClass {
        let body = json!({"error": error}).to_string();
        GeminiError::api(http_status, ApiError::of(body.as_bytes()), None).class()
    }

    fn quota(id: &str, delay: Option<&str>) -> Value {
        let mut details = vec![json!({"violations": [{"quotaId": id}]})];
        details.extend(delay.map(|delay| json!({"retryDelay": delay})));
        json!({"status": "RESOURCE_EXHAUSTED", "details": details})
    }

    #[test]
    fn failures_are_told_apart_as_google_describes_them() {
        use FailureClass::{
            BadKey, InvalidRequest, ModelGone, QuotaDay, RateLimited, TooLarge, Transient,
        };
        let reason = |reason: &str| json!({"details": [{"reason": reason}]});
        let limited =
            |millis: Option<u64>| RateLimited { retry_after: millis.map(Duration::from_millis) };
        let per_minute = "GenerateRequestsPerMinutePerProjectPerModel";
        for (status, error, expected) in [
            (400, reason("API_KEY_INVALID"), BadKey),
            (400, json!({"status": "FAILED_PRECONDITION"}), BadKey),
            (400, json!({"message": "missing a thought_signature"}), InvalidRequest),
            (400, json!({"message": "The input exceeds the maximum number of tokens"}), TooLarge),
            (401, reason("ACCESS_TOKEN_TYPE_UNSUPPORTED"), BadKey),
            (402, json!({}), QuotaDay),
            (403, json!({"status": "PERMISSION_DENIED"}), BadKey),
            (404, json!({"status": "NOT_FOUND"}), ModelGone),
            (408, json!({}), Transient),
            (413, json!({}), TooLarge),
            (429, quota(per_minute, Some("7s")), limited(Some(7000))),
            (429, quota(per_minute, Some("12.77s")), limited(Some(12770))),
            (429, quota(per_minute, None), limited(None)),
            (429, quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", Some("7s")), QuotaDay),
            (429, json!({"message": "Your prepayment credits are depleted."}), QuotaDay),
            (429, json!({}), limited(None)),
            (500, json!({"status": "INTERNAL"}), Transient),
            (502, json!({}), Transient),
            (503, json!({"status": "UNAVAILABLE"}), Transient),
            (504, json!({"status": "DEADLINE_EXCEEDED"}), Transient),
            (418, json!({}), InvalidRequest),
        ] {
            assert_eq!(class(status, &error), expected, "{status} {error}");
        }
        // No envelope at all: a proxy's page.
        assert_eq!(GeminiError::api(502, None, None).class(), Transient);
        let wait = Some(Duration::from_secs(3));
        assert_eq!(GeminiError::api(429, None, wait).class(), RateLimited { retry_after: wait });
    }

    #[test]
    fn a_failure_without_answer_is_slowness_or_ours() {
        assert_eq!(GeminiError::Transport(TransportError::TimedOut).class(), FailureClass::TooSlow);
        assert_eq!(
            GeminiError::Transport(TransportError::Oversized { limit: 1 }).class(),
            FailureClass::Malformed
        );
        assert_eq!(GeminiError::UnusableKey.class(), FailureClass::BadKey);
    }
}
