//! What the simulated providers of mobile money have in common: faults on order, callbacks that can
//! be switched, and a page on which a person pays.

pub(crate) mod faults;
pub(crate) mod hooks;
pub(crate) mod page;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use crate::time::UnixMs;

/// An amount as both providers want it: a text of digits, no sign, no decimals, not zero.
pub(crate) fn is_amount(value: Option<&Value>) -> bool {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let digits = !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
    digits && !text.starts_with('0')
}

/// A field that is a text, or nothing.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// RFC 3339 in UTC.
pub(crate) fn moment(at: UnixMs) -> String {
    jiff::Timestamp::from_millisecond(at).unwrap_or_default().to_string()
}

/// Fields of `lies` instead of those of `truth`.
pub(crate) fn with_lies(mut truth: Value, lies: &Value) -> Value {
    if let (Some(truth), Some(lies)) = (truth.as_object_mut(), lies.as_object()) {
        truth.extend(lies.clone());
    }
    truth
}

/// The answer of a control that did something.
pub(crate) fn done() -> Response {
    Json(json!({"success": true})).into_response()
}

/// The answer of a control that could not.
pub(crate) fn refused(why: &str) -> Response {
    (StatusCode::NOT_FOUND, Json(json!({"error": why}))).into_response()
}
