//! The request. What never changes for a shop comes first and byte for byte the same, so that
//! Google's implicit cache takes it; what the prospect wrote comes last.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::{Value, json};

use super::FunctionCall;

/// Room for thoughts and words together: with less, a thinking model may answer nothing.
const MAX_OUTPUT_TOKENS: u32 = 2048;

/// A call of `generateContent`. Temperature and the like are left out: deprecated since 3.6.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    system_instruction: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_config: Option<Value>,
    generation_config: Value,
    contents: Vec<Content>,
    /// Always false: Google stores requests of paid projects by default since 26 October 2026.
    store: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    continuation_token: Option<String>,
}

impl Request {
    /// A request without tools, which can only be answered with text.
    pub fn new(system_instruction: &str, contents: Vec<Content>) -> Self {
        Self {
            system_instruction: json!({"parts": [{"text": system_instruction}]}),
            tools: Vec::new(),
            tool_config: None,
            generation_config: json!({
                "maxOutputTokens": MAX_OUTPUT_TOKENS,
                "thinkingConfig": {"thinkingLevel": "LOW", "includeThoughts": false},
            }),
            contents,
            store: false,
            continuation_token: None,
        }
    }

    /// Offers functions to the model. In mode [`FunctionMode::Validated`] or
    /// [`FunctionMode::Any`] all those declared are allowed.
    #[must_use]
    pub fn with_functions(mut self, functions: &[FunctionDeclaration], mode: FunctionMode) -> Self {
        if !functions.is_empty() {
            self.tools = vec![json!({"functionDeclarations": functions})];
            self.tool_config = Some(json!({"functionCallingConfig": {"mode": mode.name()}}));
        }
        self
    }

    /// Asks for JSON of this schema (JSON Schema) instead of words. Not together with functions:
    /// only 3.x models take both. The answer is still a stranger's: the schema is a wish.
    #[must_use]
    pub fn answered_as(mut self, schema: &Value) -> Self {
        if let Some(config) = self.generation_config.as_object_mut() {
            config.insert("responseMimeType".to_owned(), json!("application/json"));
            config.insert("responseJsonSchema".to_owned(), schema.clone());
        }
        self
    }

    /// The same request, one step further in a tool loop.
    #[must_use]
    pub fn followed_by(mut self, contents: impl IntoIterator<Item = Content>) -> Self {
        self.contents.extend(contents);
        self
    }

    /// The same request, asking for the rest of an answer (finish reason `CONTINUATION`).
    #[must_use]
    pub fn continued(self, token: &str) -> Self {
        Self { continuation_token: Some(token.to_owned()), ..self }
    }

    /// The turns so far.
    pub fn contents(&self) -> &[Content] {
        &self.contents
    }
}

/// How many turns; never the words.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("contents", &self.contents.len())
            .field("tools", &!self.tools.is_empty())
            .finish_non_exhaustive()
    }
}

/// Whether the model may or must call functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunctionMode {
    /// Text, or calls that fit their schema.
    Validated,
    /// A call, always.
    Any,
    /// Text only; the declarations stay, so that the cached prefix does too.
    Never,
}

impl FunctionMode {
    const fn name(self) -> &'static str {
        match self {
            Self::Validated => "VALIDATED",
            Self::Any => "ANY",
            Self::Never => "NONE",
        }
    }
}

/// A function the model may ask for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FunctionDeclaration {
    /// Starts with a letter or `_`, then `[A-Za-z0-9_.:-]`, at most 128 characters.
    pub name: &'static str,
    pub description: &'static str,
    /// JSON Schema of the arguments, an object.
    pub parameters_json_schema: Value,
}

/// One turn. The conversation begins with a user's, and answers to calls directly follow them.
#[derive(Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Content(Value);

impl Content {
    /// A person's words, one part each.
    pub fn user(texts: &[&str]) -> Self {
        Self::texts("user", texts)
    }

    /// A file of a person's, and what we say about it. `mime_type` is bare, such as `audio/ogg`:
    /// Gemini refuses parameters.
    pub fn file(text: &str, mime_type: &str, bytes: &[u8]) -> Self {
        let blob = json!({"mimeType": mime_type, "data": STANDARD.encode(bytes)});
        Self(json!({"role": "user", "parts": [{"text": text}, {"inlineData": blob}]}))
    }

    /// Words the model said in an earlier turn. Only the running turn needs its signatures, so
    /// the history is plain text.
    pub fn model(text: &str) -> Self {
        Self::texts("model", &[text])
    }

    /// The model's content exactly as it answered it, to be sent back in a tool loop.
    pub const fn verbatim(content: Value) -> Self {
        Self(content)
    }

    /// What the functions answered, in the order of their calls, one for each.
    pub fn function_responses<'a>(
        answers: impl IntoIterator<Item = (&'a FunctionCall, Value)>,
    ) -> Self {
        let part = |(call, response): (&FunctionCall, Value)| {
            let mut answer = json!({"name": call.name, "response": response});
            if let (Some(fields), Some(id)) = (answer.as_object_mut(), &call.id) {
                fields.insert("id".to_owned(), json!(id));
            }
            json!({"functionResponse": answer})
        };
        let parts: Vec<Value> = answers.into_iter().map(part).collect();
        Self(json!({"role": "user", "parts": parts}))
    }

    /// The turn as it goes over the wire.
    pub const fn as_json(&self) -> &Value {
        &self.0
    }

    fn texts(role: &str, texts: &[&str]) -> Self {
        let parts: Vec<Value> = texts.iter().map(|text| json!({"text": text})).collect();
        Self(json!({"role": role, "parts": parts}))
    }
}

/// Whose turn it is; never the words.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let role = self.0.get("role").and_then(Value::as_str).unwrap_or_default();
        write!(f, "Content({role})")
    }
}

#[cfg(test)]
mod tests;
