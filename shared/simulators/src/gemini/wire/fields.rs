//! The names a request may use, and their spelling.
//!
//! Google reads lowerCamelCase and `snake_case` (proto3 JSON) and names every field it does not
//! know. Content that belongs to the caller (arguments, results, JSON Schema) is left alone.

use serde_json::{Map, Value, json};

use crate::gemini::error::ApiError;

struct Message(&'static [(&'static str, Kind)]);

enum Kind {
    /// A scalar, or caller's content that is not looked into.
    Leaf,
    One(&'static Message),
    Many(&'static Message),
    /// A map from names of the caller to messages.
    Map(&'static Message),
}

use Kind::{Leaf, Many, One};

static REQUEST: Message = Message(&[
    ("model", Leaf),
    ("contents", Many(&CONTENT)),
    ("systemInstruction", One(&CONTENT)),
    ("tools", Many(&TOOL)),
    ("toolConfig", One(&TOOL_CONFIG)),
    ("safetySettings", Many(&SAFETY_SETTING)),
    ("generationConfig", One(&GENERATION_CONFIG)),
    ("cachedContent", Leaf),
    ("continuationToken", Leaf),
    ("serviceTier", Leaf),
    ("store", Leaf),
]);

static CONTENT: Message = Message(&[("role", Leaf), ("parts", Many(&PART))]);

static PART: Message = Message(&[
    ("text", Leaf),
    ("thought", Leaf),
    ("thoughtSignature", Leaf),
    ("inlineData", One(&BLOB)),
    ("fileData", One(&FILE)),
    ("functionCall", One(&CALL)),
    ("functionResponse", One(&RESPONSE)),
    ("executableCode", Leaf),
    ("codeExecutionResult", Leaf),
    ("videoMetadata", Leaf),
    ("mediaResolution", Leaf),
    ("partMetadata", Leaf),
]);

static BLOB: Message = Message(&[("mimeType", Leaf), ("data", Leaf), ("displayName", Leaf)]);
static FILE: Message = Message(&[("mimeType", Leaf), ("fileUri", Leaf), ("displayName", Leaf)]);
static CALL: Message = Message(&[("id", Leaf), ("name", Leaf), ("args", Leaf)]);
static RESPONSE: Message = Message(&[
    ("id", Leaf),
    ("name", Leaf),
    ("response", Leaf),
    ("parts", Leaf),
    ("willContinue", Leaf),
    ("scheduling", Leaf),
]);

static TOOL: Message = Message(&[
    ("functionDeclarations", Many(&DECLARATION)),
    ("googleSearch", Leaf),
    ("googleSearchRetrieval", Leaf),
    ("codeExecution", Leaf),
    ("urlContext", Leaf),
    ("googleMaps", Leaf),
    ("fileSearch", Leaf),
    ("computerUse", Leaf),
]);

static DECLARATION: Message = Message(&[
    ("name", Leaf),
    ("description", Leaf),
    ("behavior", Leaf),
    ("parameters", One(&SCHEMA)),
    ("parametersJsonSchema", Leaf),
    ("response", One(&SCHEMA)),
    ("responseJsonSchema", Leaf),
]);

static SCHEMA: Message = Message(&[
    ("type", Leaf),
    ("format", Leaf),
    ("title", Leaf),
    ("description", Leaf),
    ("nullable", Leaf),
    ("enum", Leaf),
    ("default", Leaf),
    ("example", Leaf),
    ("pattern", Leaf),
    ("minimum", Leaf),
    ("maximum", Leaf),
    ("minLength", Leaf),
    ("maxLength", Leaf),
    ("minItems", Leaf),
    ("maxItems", Leaf),
    ("minProperties", Leaf),
    ("maxProperties", Leaf),
    ("required", Leaf),
    ("propertyOrdering", Leaf),
    ("anyOf", Many(&SCHEMA)),
    ("items", One(&SCHEMA)),
    ("properties", Kind::Map(&SCHEMA)),
]);

static TOOL_CONFIG: Message = Message(&[
    ("functionCallingConfig", One(&CALLING_CONFIG)),
    ("retrievalConfig", Leaf),
    ("includeServerSideToolInvocations", Leaf),
]);
static CALLING_CONFIG: Message = Message(&[
    ("mode", Leaf),
    ("allowedFunctionNames", Leaf),
    ("streamFunctionCallArguments", Leaf),
]);
static SAFETY_SETTING: Message = Message(&[("category", Leaf), ("threshold", Leaf)]);

static GENERATION_CONFIG: Message = Message(&[
    ("maxOutputTokens", Leaf),
    ("thinkingConfig", One(&THINKING)),
    ("responseMimeType", Leaf),
    ("responseSchema", One(&SCHEMA)),
    ("responseJsonSchema", Leaf),
    ("candidateCount", Leaf),
    ("stopSequences", Leaf),
    ("seed", Leaf),
    ("temperature", Leaf),
    ("topP", Leaf),
    ("topK", Leaf),
    ("presencePenalty", Leaf),
    ("frequencyPenalty", Leaf),
    ("responseLogprobs", Leaf),
    ("logprobs", Leaf),
    ("responseModalities", Leaf),
    ("speechConfig", Leaf),
    ("imageConfig", Leaf),
    ("mediaResolution", Leaf),
    ("enableEnhancedCivicAnswers", Leaf),
]);
static THINKING: Message =
    Message(&[("thinkingLevel", Leaf), ("thinkingBudget", Leaf), ("includeThoughts", Leaf)]);

/// Renames every known field to lowerCamelCase; every unknown one is a violation.
pub(super) fn normalise(body: Value) -> Result<Value, ApiError> {
    let mut walk = Walk::default();
    let request = walk.message(body, &REQUEST, "");
    if walk.violations.is_empty() {
        return Ok(request);
    }
    let mut error = ApiError::invalid(walk.violations.join("\n"));
    let violations: Vec<Value> =
        walk.violations.iter().map(|violation| json!({"description": violation})).collect();
    error.details.push(
        json!({"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}),
    );
    Err(error)
}

#[derive(Default)]
struct Walk {
    violations: Vec<String>,
}

impl Walk {
    fn message(&mut self, value: Value, message: &'static Message, path: &str) -> Value {
        let fields = match value {
            Value::Object(fields) => fields,
            Value::Null => return Value::Null,
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                self.violations.push(format!(
                    "Invalid JSON payload received. Invalid value at '{path}', \
                     an object was expected."
                ));
                return Value::Null;
            }
        };
        let mut normalised = Map::new();
        for (name, value) in fields {
            let known =
                message.0.iter().find(|(known, _)| *known == name || snake_case(known) == name);
            let Some((known, kind)) = known else {
                self.unknown(&name, path);
                continue;
            };
            let path = join(path, &snake_case(known));
            normalised.insert((*known).to_owned(), self.field(value, kind, &path));
        }
        Value::Object(normalised)
    }

    fn field(&mut self, value: Value, kind: &Kind, path: &str) -> Value {
        match kind {
            Leaf => value,
            One(message) => self.message(value, message, path),
            Many(message) => {
                let items = match value {
                    Value::Array(items) => items,
                    Value::Null => Vec::new(),
                    // A single item may stand for a list of one.
                    one @ (Value::Object(_)
                    | Value::Bool(_)
                    | Value::Number(_)
                    | Value::String(_)) => vec![one],
                };
                let items = items.into_iter().enumerate();
                let items =
                    items.map(|(at, item)| self.message(item, message, &format!("{path}[{at}]")));
                Value::Array(items.collect())
            }
            Kind::Map(message) => {
                let Value::Object(entries) = value else { return Value::Null };
                let entries = entries.into_iter().enumerate();
                let entries = entries.map(|(at, (name, entry))| {
                    (name, self.message(entry, message, &format!("{path}[{at}].value")))
                });
                Value::Object(entries.collect())
            }
        }
    }

    fn unknown(&mut self, name: &str, path: &str) {
        let place = if path.is_empty() { String::new() } else { format!(" at '{path}'") };
        self.violations.push(format!(
            "Invalid JSON payload received. Unknown name \"{name}\"{place}: Cannot find field."
        ));
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn snake_case(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for character in camel.chars() {
        if character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}
