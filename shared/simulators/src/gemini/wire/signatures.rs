//! Thought signatures of the current turn (Gemini API, thought-signatures page).
//!
//! Only what follows the last user message that is not a function response is checked: older turns
//! may be plain text.

use serde_json::Value;

use super::items;
use super::turns::{parts_with, role};
use crate::gemini::error::ApiError;

/// The value that switches the check off for a synthetic call.
const SKIP: &str = "skip_thought_signature_validator";

/// Checks that the first call of each model turn carries the signature it was issued with.
pub(in crate::gemini) fn check(
    request: &Value,
    has_signed: impl Fn(&str, &Value) -> bool,
) -> Result<(), ApiError> {
    let contents = items(request, "contents");
    let current = current_turn(contents);
    for (at, content) in contents.iter().enumerate().skip(current) {
        let calls =
            items(content, "parts").iter().filter(|part| part.get("functionCall").is_some());
        for (order, part) in calls.enumerate() {
            let call = part.get("functionCall").unwrap_or(&Value::Null);
            match part.get("thoughtSignature").and_then(Value::as_str) {
                None if order == 0 => return Err(missing(call, at)),
                Some(signature) if signature != SKIP && !has_signed(signature, call) => {
                    return Err(ApiError::invalid("Corrupted thought signature."));
                }
                None | Some(_) => {}
            }
        }
    }
    Ok(())
}

/// Where the current turn starts: the last user content without a function response.
pub(in crate::gemini) fn current_turn(contents: &[Value]) -> usize {
    contents
        .iter()
        .rposition(|content| {
            role(content) == "user" && parts_with(content, "functionResponse").is_empty()
        })
        .unwrap_or_default()
}

fn missing(call: &Value, at: usize) -> ApiError {
    let name = call.get("name").and_then(Value::as_str).unwrap_or_default();
    ApiError::invalid(format!(
        "Function call is missing a thought_signature in functionCall parts. This is required for \
         tools to work correctly, and missing thought_signature may lead to degraded model \
         performance. Additional data, function call `default_api:{name}` , position {}. Please \
         refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.",
        at + 1
    ))
}
