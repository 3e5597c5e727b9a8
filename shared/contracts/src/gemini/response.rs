//! The answer: candidates, why they ended, what they cost.
//!
//! Every part may be missing, and a reason we do not know is kept by name instead of failing.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A successful HTTP answer, which may still hold nothing to say.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Response {
    #[serde(deserialize_with = "or_default")]
    pub candidates: Vec<Candidate>,
    #[serde(deserialize_with = "or_default")]
    prompt_feedback: PromptFeedback,
    #[serde(deserialize_with = "or_default", rename = "usageMetadata")]
    pub usage: Usage,
    /// The model that answered, which may differ from the one asked.
    #[serde(deserialize_with = "or_default")]
    pub model_version: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub response_id: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub model_status: Option<ModelStatus>,
}

impl Response {
    /// Reads a body; `None` when it is not a JSON object.
    pub fn of(body: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(body).ok()?;
        if value.is_object() { serde_json::from_value(value).ok() } else { None }
    }

    /// The one candidate we ask for.
    pub fn candidate(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// Why Google refused the prompt itself.
    pub const fn block_reason(&self) -> Option<&BlockReason> {
        self.prompt_feedback.block_reason.as_ref()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct PromptFeedback {
    #[serde(deserialize_with = "or_default")]
    block_reason: Option<BlockReason>,
}

/// One answer.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Candidate {
    /// As it came, for sending it back.
    pub content: Option<Value>,
    #[serde(deserialize_with = "or_default")]
    pub finish_reason: Option<FinishReason>,
    #[serde(deserialize_with = "or_default")]
    pub continuation_token: Option<String>,
}

impl Candidate {
    /// The words for the reader: text parts joined, thoughts left out. `None` when there are none.
    pub fn text(&self) -> Option<String> {
        let words = self.parts().filter(|part| !is_thought(part));
        let text: String = words.filter_map(|part| part.get("text")?.as_str()).collect();
        Some(text).filter(|text| !text.trim().is_empty())
    }

    /// The functions the model asks for, in order.
    pub fn calls(&self) -> Vec<FunctionCall> {
        self.parts().filter_map(|part| FunctionCall::of(part.get("functionCall")?)).collect()
    }

    fn parts(&self) -> impl Iterator<Item = &Value> {
        let parts = self.content.as_ref().and_then(|content| content.get("parts")?.as_array());
        parts.into_iter().flatten()
    }
}

/// Why it ended; never the words.
impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Candidate")
            .field("finish_reason", &self.finish_reason)
            .finish_non_exhaustive()
    }
}

fn is_thought(part: &Value) -> bool {
    part.get("thought").and_then(Value::as_bool).unwrap_or(false)
}

/// A function the model asks for. The arguments are the model's: they are checked like a
/// stranger's.
#[derive(Clone, PartialEq)]
pub struct FunctionCall {
    pub id: Option<String>,
    pub name: String,
    pub args: Value,
}

impl FunctionCall {
    fn of(call: &Value) -> Option<Self> {
        Some(Self {
            id: call.get("id").and_then(Value::as_str).map(str::to_owned),
            name: call.get("name")?.as_str()?.to_owned(),
            args: call
                .get("args")
                .cloned()
                .unwrap_or_else(|| Value::Object(serde_json::Map::new())),
        })
    }
}

/// The name only.
impl fmt::Debug for FunctionCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FunctionCall({})", self.name)
    }
}

macro_rules! reasons {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $($variant,)*
            /// A reason this version does not know.
            Unknown(String),
        }

        impl $name {
            /// Google's name of it.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(name) => name,
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let name = String::deserialize(d)?;
                Ok(match name.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(name),
                })
            }
        }
    };
}

reasons! {
    /// Why the model stopped.
    FinishReason {
        Stop = "STOP",
        MaxTokens = "MAX_TOKENS",
        Continuation = "CONTINUATION",
        Safety = "SAFETY",
        ProhibitedContent = "PROHIBITED_CONTENT",
        Blocklist = "BLOCKLIST",
        Spii = "SPII",
        Recitation = "RECITATION",
        Language = "LANGUAGE",
        Other = "OTHER",
        Escalation = "ESCALATION",
        MalformedFunctionCall = "MALFORMED_FUNCTION_CALL",
        MalformedResponse = "MALFORMED_RESPONSE",
        UnexpectedToolCall = "UNEXPECTED_TOOL_CALL",
        TooManyToolCalls = "TOO_MANY_TOOL_CALLS",
        MissingThoughtSignature = "MISSING_THOUGHT_SIGNATURE",
        PupLimitedDisabled = "PUP_LIMITED_DISABLED",
    }
}

reasons! {
    /// Why Google refused the prompt.
    BlockReason {
        Safety = "SAFETY",
        Other = "OTHER",
        Blocklist = "BLOCKLIST",
        ProhibitedContent = "PROHIBITED_CONTENT",
        ImageSafety = "IMAGE_SAFETY",
    }
}

/// Tokens of one call, for the bill. The prompt's include the cached ones; thoughts are billed as
/// output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Usage {
    #[serde(deserialize_with = "or_default")]
    pub prompt_token_count: u32,
    #[serde(deserialize_with = "or_default")]
    pub cached_content_token_count: u32,
    #[serde(deserialize_with = "or_default")]
    pub candidates_token_count: u32,
    #[serde(deserialize_with = "or_default")]
    pub thoughts_token_count: u32,
}

impl Usage {
    /// What two calls cost together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            prompt_token_count: self.prompt_token_count.saturating_add(other.prompt_token_count),
            cached_content_token_count: self
                .cached_content_token_count
                .saturating_add(other.cached_content_token_count),
            candidates_token_count: self
                .candidates_token_count
                .saturating_add(other.candidates_token_count),
            thoughts_token_count: self
                .thoughts_token_count
                .saturating_add(other.thoughts_token_count),
        }
    }
}

/// Where a model is in its life; `LEGACY`, `DEPRECATED` and `RETIRED` call for a change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ModelStatus {
    #[serde(deserialize_with = "or_default")]
    pub model_stage: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub retirement_time: Option<String>,
}

/// A field of another shape than documented is as good as absent.
fn or_default<'de, T, D>(d: D) -> Result<T, D::Error>
where
    T: Default + serde::de::DeserializeOwned,
    D: Deserializer<'de>,
{
    let value = Value::deserialize(d)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn response(value: &Value) -> Response {
        Response::of(value.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn words_are_joined_and_thoughts_are_not_said() {
        let answer = response(&json!({
            "candidates": [{
                "content": {"role": "model", "parts": [
                    {"text": "je réfléchis", "thought": true}, {"text": "Bon"}, {"text": "jour"},
                ]},
                "finishReason": "STOP", "index": 0,
            }],
            "usageMetadata": {"promptTokenCount": 5120, "cachedContentTokenCount": 4096,
                "candidatesTokenCount": 40, "thoughtsTokenCount": 210, "totalTokenCount": 5370},
            "modelVersion": "gemini-3.8-flash", "responseId": "r1",
            "modelStatus": {"modelStage": "STABLE"},
        }));
        let candidate = answer.candidate().unwrap();
        assert_eq!(candidate.text().as_deref(), Some("Bonjour"));
        assert_eq!(candidate.finish_reason, Some(FinishReason::Stop));
        assert!(candidate.calls().is_empty());
        assert_eq!(answer.usage.thoughts_token_count, 210);
        assert_eq!(answer.model_status.unwrap().model_stage.as_deref(), Some("STABLE"));
    }

    #[test]
    fn calls_keep_their_order_and_the_content_its_signature() {
        let content = json!({"role": "model", "parts": [
            {"functionCall": {"id": "a", "name": "update_cart", "args": {"quantity": 2}},
             "thoughtSignature": "c2ln"},
            {"functionCall": {"name": "show_recap"}},
        ]});
        let answer = response(&json!({"candidates": [{"content": content}]}));
        let candidate = answer.candidate().unwrap();
        let calls = candidate.calls();
        assert_eq!(
            calls.iter().map(|call| call.name.as_str()).collect::<Vec<_>>(),
            ["update_cart", "show_recap"]
        );
        assert_eq!((calls[1].id.as_deref(), &calls[1].args), (None, &json!({})));
        assert_eq!(candidate.content.as_ref(), Some(&content));
        assert_eq!(candidate.text(), None);
    }

    #[test]
    fn nothing_is_required_and_unknown_reasons_are_kept() {
        let strange = response(&json!({
            "candidates": [{"finishReason": "NEW_IN_2027", "content": null}],
            "promptFeedback": {"blockReason": "ALSO_NEW"}, "usageMetadata": "n/a", "modelStatus": 3,
        }));
        let reason = strange.candidate().unwrap().finish_reason.as_ref().unwrap();
        assert_eq!(reason, &FinishReason::Unknown("NEW_IN_2027".to_owned()));
        assert_eq!(reason.name(), "NEW_IN_2027");
        assert_eq!(strange.block_reason().unwrap().name(), "ALSO_NEW");
        assert_eq!(strange.usage, Usage::default());
        assert_eq!(response(&json!({})), Response::default());
        for body in ["", "[]", "<html>", "null"] {
            assert_eq!(Response::of(body.as_bytes()), None, "{body}");
        }
    }
}
