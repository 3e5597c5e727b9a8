//! Reading providers' JSON: numbers that may be texts, amounts that may carry empty decimals.

use std::time::Duration;

use reqwest::RequestBuilder;
use serde_json::Value;

use super::PayError;
use crate::http::{JSON_LIMIT, call};

/// An answer that is JSON, whatever its status.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) retry_after: Option<Duration>,
    pub(super) value: Value,
}

impl Reply {
    pub(super) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    pub(super) const fn unreadable(&self) -> PayError {
        PayError::Unreadable { http_status: self.status }
    }
}

/// Sends a call. A body that is not JSON reads as null: an empty one is a documented answer.
pub(super) async fn ask(request: RequestBuilder) -> Result<Reply, PayError> {
    let answer = call(request, JSON_LIMIT).await.map_err(PayError::Transport)?;
    Ok(Reply {
        status: answer.status,
        retry_after: answer.retry_after,
        value: serde_json::from_slice(&answer.body).unwrap_or(Value::Null),
    })
}

/// A text that is there and not empty.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// Whole francs, from a text or a number. Decimals that are not zero are no amount.
pub(super) fn francs(value: Option<&Value>) -> Option<i64> {
    let text = match value? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let (whole, rest) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let is_plain = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    (is_plain && rest.bytes().all(|byte| byte == b'0')).then(|| whole.parse().ok())?
}

/// A moment; absent or unreadable is none.
pub(super) fn moment(value: &Value, name: &str) -> Option<jiff::Timestamp> {
    text(value, name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_whole_francs_are_an_amount() {
        for (given, read) in [
            (json!("15000"), Some(15_000)),
            (json!(15000), Some(15_000)),
            (json!("15000.00"), Some(15_000)),
            (json!(15000.0), Some(15_000)),
            (json!("15000.50"), None),
            (json!("15 000"), None),
            (json!("-15000"), None),
            (json!("+15000"), None),
            (json!(""), None),
            (json!(null), None),
            (json!("99999999999999999999"), None),
        ] {
            assert_eq!(francs(Some(&given)), read, "{given}");
        }
        assert_eq!(francs(None), None);
    }
}
