//! A file to be put into words: a request with inline media, a JSON schema and no tools.
//!
//! What is heard and seen is what a test said; otherwise a plausible sentence, and a picture of
//! nothing in particular.

use serde_json::{Value, json};

use super::answer::Utterance;

/// Heard in a voice note that nobody described.
const USUAL_WORDS: &str = "Bonjour, qu'est-ce que vous vendez ?";

/// What a test said of the file of a request.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) transcript: Option<String>,
    /// `{"kind", "description", "product"}`.
    pub(super) sight: Option<Value>,
}

/// The answer, when the request asks for one of the two.
pub(super) fn answer(request: &Value, told: &Told) -> Option<Utterance> {
    let properties = request.pointer("/generationConfig/responseJsonSchema/properties")?;
    let has_tools = request.get("tools").and_then(Value::as_array).is_some_and(|it| !it.is_empty());
    if has_tools || !has_media(request) {
        return None;
    }
    let answer = if properties.get("transcript").is_some() {
        let transcript = told.transcript.as_deref().unwrap_or(USUAL_WORDS);
        json!({"language": "fr", "transcript": transcript})
    } else if properties.get("kind").is_some() {
        let usual = json!({"kind": "other", "description": "Une photo", "product": null});
        told.sight.clone().unwrap_or(usual)
    } else {
        return None;
    };
    Some(Utterance::Text(answer.to_string()))
}

fn has_media(request: &Value) -> bool {
    let contents = request.get("contents").and_then(Value::as_array).into_iter().flatten();
    let parts = contents.filter_map(|content| content.get("parts")?.as_array()).flatten();
    parts.into_iter().any(|part| part.get("inlineData").is_some())
}
