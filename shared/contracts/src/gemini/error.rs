//! Google's error envelope: an object, the same in a list of one, or no JSON at all.
//!
//! The message is not kept: it may quote the key or the prompt.

use std::time::Duration;

use serde_json::Value;

/// The parts of an error that decide what to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiError {
    /// Such as `RESOURCE_EXHAUSTED`.
    pub status: String,
    /// `ErrorInfo.reason`, such as `API_KEY_INVALID`.
    pub reason: Option<String>,
    /// `RetryInfo.retryDelay`.
    pub retry_after: Option<Duration>,
    /// `QuotaFailure.violations[].quotaId`.
    pub quota_ids: Vec<String>,
    /// The message says that the prompt has too many tokens.
    pub too_many_tokens: bool,
    /// The message says that prepaid credit or a spending cap is used up.
    pub out_of_credit: bool,
}

impl ApiError {
    /// Reads `{"error":{"code","message","status","details":[…]}}`, also inside a list; `None`
    /// when the body is anything else (an HTML page of a proxy).
    pub fn of(body: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(body).ok()?;
        let envelope = value.as_array().map_or(Some(&value), |list| list.first())?;
        let error = envelope.get("error").filter(|error| error.is_object())?;
        let details = || error.get("details").and_then(Value::as_array).into_iter().flatten();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let message = error.get("message").and_then(Value::as_str).unwrap_or_default();
        let message = message.to_ascii_lowercase();
        Some(Self {
            status: error.get("status").and_then(text).unwrap_or_default(),
            reason: details().find_map(|detail| detail.get("reason").and_then(text)),
            retry_after: details().find_map(|detail| delay(detail.get("retryDelay")?.as_str()?)),
            quota_ids: details()
                .filter_map(|detail| detail.get("violations")?.as_array())
                .flatten()
                .filter_map(|violation| violation.get("quotaId").and_then(text))
                .collect(),
            too_many_tokens: message.contains("exceeds the maximum number of tokens"),
            out_of_credit: message.contains("credits are depleted") || message.contains("spend"),
        })
    }
}

/// A protobuf duration as text: `7s`, `12.77s`.
fn delay(text: &str) -> Option<Duration> {
    let seconds: f64 = text.strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> ApiError {
        ApiError::of(value.to_string().as_bytes()).unwrap()
    }

    fn rate_limited(quota: &str, delay: &str) -> Value {
        json!({"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Quota", "details": [
            {"@type": "type.googleapis.com/google.rpc.QuotaFailure",
             "violations": [{"quotaId": quota}]},
            {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay},
        ]}})
    }

    #[test]
    fn delays_are_read_with_their_fraction() {
        let quota = "GenerateRequestsPerMinutePerProjectPerModel";
        for (text, millis) in
            [("7s", Some(7000)), ("12.77s", Some(12770)), ("x", None), ("-1s", None)]
        {
            let error = read(&rate_limited(quota, text));
            assert_eq!(error.retry_after, millis.map(Duration::from_millis), "{text}");
            assert_eq!(error.quota_ids, [quota]);
        }
    }

    #[test]
    fn the_envelope_may_be_wrapped_in_a_list() {
        let plain = rate_limited("PerDay", "1s");
        assert_eq!(read(&json!([plain])), read(&plain));
    }

    #[test]
    fn reasons_are_kept_and_messages_are_not() {
        let error = read(&json!({"error": {
            "status": "INVALID_ARGUMENT", "message": "API key AQ.secret not valid",
            "details": [{"reason": "API_KEY_INVALID"}],
        }}));
        assert_eq!(error.reason.as_deref(), Some("API_KEY_INVALID"));
        assert!(!format!("{error:?}").contains("secret"));
        let long = read(&json!({"error": {
            "message": "The input token count (1) exceeds the maximum number of tokens allowed (2).",
        }}));
        assert!(long.too_many_tokens && !long.out_of_credit);
    }

    #[test]
    fn what_is_no_envelope_is_told_apart() {
        for body in ["", "<html>502</html>", "[]", "{}", r#"{"error":"x"}"#, "3"] {
            assert_eq!(ApiError::of(body.as_bytes()), None, "{body}");
        }
    }
}
