//! What Meta refuses in an outgoing message before accepting it: missing parts (131008), values
//! out of bounds (131009) and shapes that are none (100). Lengths count characters.
//! Source: Meta, Cloud API, messages reference.

mod interactive;

use serde_json::Value;

use super::error::GraphError;

pub(super) type Check = Result<(), GraphError>;

const KINDS: [&str; 11] = [
    "audio",
    "contacts",
    "document",
    "image",
    "interactive",
    "location",
    "reaction",
    "sticker",
    "template",
    "text",
    "video",
];

/// Checks everything that needs no state.
pub(super) fn check(message: &Value) -> Check {
    let kind = kind(message);
    if !KINDS.contains(&kind) {
        return Err(GraphError::parameter(format!(
            "Param type must be one of {{{}}} - got \"{kind}\".",
            KINDS.join(", ").to_uppercase()
        )));
    }
    if let Some(tag) = message.get("biz_opaque_callback_data") {
        string(tag, "biz_opaque_callback_data", 1, 512)?;
    }
    if let Some(context) = message.get("context") {
        string(part(context, "message_id"), "context['message_id']", 1, 256)?;
    }
    let content = message.get(kind).ok_or_else(|| missing(kind))?;
    match kind {
        "text" => string(part(content, "body"), "text['body']", 1, 4096),
        "location" => location(content),
        "reaction" => {
            string(part(content, "message_id"), "reaction['message_id']", 1, 256)?;
            string(part(content, "emoji"), "reaction['emoji']", 0, 16)
        }
        "interactive" => interactive::check(content),
        "template" => template(content),
        "contacts" => match content.as_array() {
            Some(list) if !list.is_empty() => Ok(()),
            _ => Err(invalid("contacts", "must be a list of contacts")),
        },
        // The media kinds.
        _ => media(kind, content),
    }
}

/// The message's type; a message without one is a text.
pub(super) fn kind(message: &Value) -> &str {
    message.get("type").and_then(Value::as_str).unwrap_or("text")
}

fn location(content: &Value) -> Check {
    for (name, bound) in [("latitude", 90.0_f64), ("longitude", 180.0)] {
        let value = part(content, name);
        let number: Option<f64> = value.as_f64().or_else(|| value.as_str()?.parse().ok());
        match number {
            Some(number) if number.abs() <= bound => {}
            Some(_) => return Err(invalid(name, "is out of range")),
            None => return Err(missing(name)),
        }
    }
    Ok(())
}

fn template(content: &Value) -> Check {
    string(part(content, "name"), "template['name']", 1, 512)?;
    let code = content.pointer("/language/code").unwrap_or(&Value::Null);
    string(code, "template['language']['code']", 1, 20)
}

fn media(kind: &str, content: &Value) -> Check {
    let has = |name| part(content, name).as_str().is_some_and(|value| !value.is_empty());
    if has("id") == has("link") {
        return Err(GraphError::parameter(format!(
            "Param {kind} must have exactly one of 'id' and 'link'"
        )));
    }
    if let Some(caption) = content.get("caption") {
        if matches!(kind, "audio" | "sticker") {
            return Err(invalid("caption", "is not supported by this message type"));
        }
        string(caption, "caption", 0, 1024)?;
    }
    if has("link") {
        let link = part(content, "link").as_str().unwrap_or_default();
        if !link.starts_with("https://") && !link.starts_with("http://") {
            return Err(invalid("link", "must be an http or https URL"));
        }
    }
    Ok(())
}

pub(super) fn part<'a>(value: &'a Value, name: &str) -> &'a Value {
    value.get(name).unwrap_or(&Value::Null)
}

/// A string between `least` and `most` characters; blank counts as empty.
pub(super) fn string(value: &Value, name: &str, least: usize, most: usize) -> Check {
    let Some(text) = value.as_str() else { return Err(missing(name)) };
    if least > 0 && text.trim().is_empty() {
        return Err(missing(name));
    }
    if text.chars().count() > most {
        return Err(invalid(name, &format!("must be at most {most} characters long")));
    }
    Ok(())
}

pub(super) fn missing(name: &str) -> GraphError {
    GraphError::with_details(131_008, format!("Parameter {name} is mandatory"))
}

pub(super) fn invalid(name: &str, why: &str) -> GraphError {
    GraphError::with_details(131_009, format!("Parameter {name} {why}"))
}
