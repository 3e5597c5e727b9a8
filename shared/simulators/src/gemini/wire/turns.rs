//! The shape of a conversation: roles, non-empty parts, and calls directly followed by their results.

use serde_json::Value;

use super::items;
use crate::gemini::error::ApiError;

/// The fields of a part of which exactly one is set.
const DATA_FIELDS: [&str; 7] = [
    "text",
    "inlineData",
    "fileData",
    "functionCall",
    "functionResponse",
    "executableCode",
    "codeExecutionResult",
];

const UNEQUAL_PARTS: &str = "Please ensure that the number of function response parts is equal to \
    the number of function call parts of the function call turn.";

pub(super) fn check(request: &Value) -> Result<(), ApiError> {
    let contents = items(request, "contents");
    let (Some(first), Some(last)) = (contents.first(), contents.last()) else {
        return Err(ApiError::invalid(
            "* GenerateContentRequest.contents: contents is not specified\n",
        ));
    };
    for (at, content) in contents.iter().enumerate() {
        check_content(at, content)?;
    }
    if role(first) != "user" {
        return Err(ApiError::invalid(
            "Please ensure that multiturn requests start with a user role.",
        ));
    }
    if role(last) != "user" {
        return Err(ApiError::invalid(
            "Please ensure that multiturn requests end with a user role or a function response.",
        ));
    }
    check_function_turns(contents)
}

/// The role of a content; a content without one is the user's.
pub(super) fn role(content: &Value) -> &str {
    content.get("role").and_then(Value::as_str).unwrap_or("user")
}

/// The values of a part field over a content, in order.
pub(super) fn parts_with<'a>(content: &'a Value, field: &str) -> Vec<&'a Value> {
    items(content, "parts").iter().filter_map(|part| part.get(field)).collect()
}

fn check_content(at: usize, content: &Value) -> Result<(), ApiError> {
    if !matches!(role(content), "user" | "model") {
        return Err(ApiError::invalid("Please use a valid role: user, model."));
    }
    let parts = items(content, "parts");
    if parts.is_empty() {
        return Err(ApiError::invalid(format!(
            "* GenerateContentRequest.contents[{at}].parts: contents.parts must not be empty.\n"
        )));
    }
    for (part_at, part) in parts.iter().enumerate() {
        let set = DATA_FIELDS.iter().filter(|field| part.get(**field).is_some()).count();
        let signature_only = part.get("thoughtSignature").is_some();
        if set > 1 || (set == 0 && !signature_only) {
            return Err(ApiError::invalid(format!(
                "* GenerateContentRequest.contents[{at}].parts[{part_at}].data: required oneof \
                 field 'data' must have one initialized field\n"
            )));
        }
        for (field, name, member) in [
            ("functionCall", "function_call", "args"),
            ("functionResponse", "function_response", "response"),
        ] {
            let value = part.get(field).and_then(|call| call.get(member));
            if value.is_some_and(|value| !value.is_object() && !value.is_null()) {
                return Err(ApiError::invalid(format!(
                    "Invalid value at 'contents[{at}].parts[{part_at}].{name}.{member}' \
                     (type.googleapis.com/google.protobuf.Struct)"
                )));
            }
        }
    }
    Ok(())
}

fn check_function_turns(contents: &[Value]) -> Result<(), ApiError> {
    let mut open_calls: Vec<&Value> = Vec::new();
    for content in contents {
        let calls = parts_with(content, "functionCall");
        let responses = parts_with(content, "functionResponse");
        if !calls.is_empty() && role(content) != "model" {
            return Err(ApiError::invalid("Function calls are only allowed in model turns."));
        }
        if open_calls.is_empty() {
            if !responses.is_empty() {
                return Err(ApiError::invalid(
                    "Please ensure that function response turn comes immediately after a function \
                     call turn.",
                ));
            }
        } else if responses.len() != open_calls.len() {
            return Err(ApiError::invalid(UNEQUAL_PARTS));
        } else {
            check_answers(&open_calls, &responses)?;
        }
        open_calls = calls;
    }
    Ok(())
}

/// Each result must name one of the calls, and repeat its id when it gives one.
fn check_answers(calls: &[&Value], responses: &[&Value]) -> Result<(), ApiError> {
    for response in responses {
        let answers = |call: &&&Value| {
            call.get("name") == response.get("name")
                && (response.get("id").is_none() || response.get("id") == call.get("id"))
        };
        if !calls.iter().any(|call| answers(&call)) {
            let name = response.get("name").and_then(Value::as_str).unwrap_or_default();
            return Err(ApiError::invalid(format!(
                "Please ensure that function response `{name}` has the name and the id of a call \
                 of the function call turn."
            )));
        }
    }
    Ok(())
}
