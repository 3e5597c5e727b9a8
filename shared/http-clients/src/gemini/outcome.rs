//! What a successful HTTP answer amounts to: words, calls, a refusal, or nothing usable.
//!
//! Reasons we do not know count as refusals: they are never taken for an answer.

use std::fmt;

use contracts::gemini::{Candidate, FinishReason, FunctionCall, Response};

/// What the model did. `Debug` shows no words.
#[derive(Clone, PartialEq)]
pub enum Outcome {
    /// Words only.
    Text(String),
    /// Functions to run, in order.
    Calls(Vec<FunctionCall>),
    /// Words and functions.
    Both { text: String, calls: Vec<FunctionCall> },
    /// It stopped normally and said nothing.
    Empty,
    /// Google refused the prompt or the answer; the same input is refused again.
    Blocked { reason: String },
    /// The output limit came first; the words so far, if any.
    MaxTokens { text: Option<String> },
    /// The answer is unusable, and asking again may help.
    RetryOnce(Repeat),
    /// Google limited the account for abuse: no call will pass, an operator is needed.
    AccountLimited,
    /// It ended for a reason this version does not know.
    Unknown { reason: String },
}

/// How to ask again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeat {
    /// The same request: the model garbled its calls.
    Same,
    /// The same request with this token: the answer was cut.
    Continue { token: String },
    /// The turn from the person's message on: a signature was lost in the tool loop.
    RestartTurn,
}

impl Outcome {
    /// Reads an answer.
    pub fn of(response: &Response) -> Self {
        let blocked = response.block_reason();
        let Some(candidate) = response.candidate() else {
            return blocked
                .map_or(Self::Empty, |reason| Self::Blocked { reason: reason.name().to_owned() });
        };
        let Some(reason) = &candidate.finish_reason else { return said(candidate) };
        match reason {
            FinishReason::Stop => said(candidate),
            FinishReason::MaxTokens => Self::MaxTokens { text: candidate.text() },
            FinishReason::Continuation => match &candidate.continuation_token {
                Some(token) => Self::RetryOnce(Repeat::Continue { token: token.clone() }),
                None => Self::MaxTokens { text: candidate.text() },
            },
            FinishReason::Safety
            | FinishReason::ProhibitedContent
            | FinishReason::Blocklist
            | FinishReason::Spii
            | FinishReason::Recitation
            | FinishReason::Language
            | FinishReason::Other
            | FinishReason::Escalation => Self::Blocked { reason: reason.name().to_owned() },
            FinishReason::MalformedFunctionCall
            | FinishReason::MalformedResponse
            | FinishReason::UnexpectedToolCall
            | FinishReason::TooManyToolCalls => Self::RetryOnce(Repeat::Same),
            FinishReason::MissingThoughtSignature => Self::RetryOnce(Repeat::RestartTurn),
            FinishReason::PupLimitedDisabled => Self::AccountLimited,
            FinishReason::Unknown(name) => Self::Unknown { reason: name.clone() },
        }
    }

    /// A stable name for logs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Calls(_) => "calls",
            Self::Both { .. } => "both",
            Self::Empty => "empty",
            Self::Blocked { .. } => "blocked",
            Self::MaxTokens { .. } => "max_tokens",
            Self::RetryOnce(_) => "retry_once",
            Self::AccountLimited => "account_limited",
            Self::Unknown { .. } => "unknown",
        }
    }
}

fn said(candidate: &Candidate) -> Outcome {
    let calls = candidate.calls();
    match candidate.text() {
        Some(text) if calls.is_empty() => Outcome::Text(text),
        Some(text) => Outcome::Both { text, calls },
        None if calls.is_empty() => Outcome::Empty,
        None => Outcome::Calls(calls),
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outcome({})", self.name())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn outcome(response: &Value) -> Outcome {
        Outcome::of(&Response::of(response.to_string().as_bytes()).unwrap())
    }

    fn ended(reason: &str, parts: &Value) -> Outcome {
        outcome(&json!({"candidates": [{"content": {"parts": parts}, "finishReason": reason}]}))
    }

    #[test]
    fn a_normal_end_gives_words_calls_both_or_nothing() {
        let (text, call) = (json!({"text": "Bonjour"}), json!({"functionCall": {"name": "f"}}));
        let thought = json!({"text": "hm", "thought": true});
        for (parts, expected) in [
            (json!([thought, text]), "text"),
            (json!([call, call]), "calls"),
            (json!([text, call]), "both"),
            (json!([]), "empty"),
            (json!([thought]), "empty"),
            (json!([{"text": " "}]), "empty"),
            (json!([thought, call]), "calls"),
        ] {
            assert_eq!(ended("STOP", &parts).name(), expected, "{parts}");
        }
        assert_eq!(ended("STOP", &json!([text])), Outcome::Text("Bonjour".to_owned()));
        assert_eq!(
            outcome(&json!({"candidates": [{"content": {"parts": [text]}}]})).name(),
            "text"
        );
    }

    #[test]
    fn every_finish_reason_has_its_outcome() {
        let parts = json!([{"text": "déjà dit"}]);
        for (reason, expected) in [
            ("MAX_TOKENS", "max_tokens"),
            ("CONTINUATION", "max_tokens"),
            ("SAFETY", "blocked"),
            ("PROHIBITED_CONTENT", "blocked"),
            ("BLOCKLIST", "blocked"),
            ("SPII", "blocked"),
            ("RECITATION", "blocked"),
            ("LANGUAGE", "blocked"),
            ("OTHER", "blocked"),
            ("ESCALATION", "blocked"),
            ("MALFORMED_FUNCTION_CALL", "retry_once"),
            ("MALFORMED_RESPONSE", "retry_once"),
            ("UNEXPECTED_TOOL_CALL", "retry_once"),
            ("TOO_MANY_TOOL_CALLS", "retry_once"),
            ("MISSING_THOUGHT_SIGNATURE", "retry_once"),
            ("PUP_LIMITED_DISABLED", "account_limited"),
            ("IMAGE_SAFETY", "unknown"),
            ("NEW_IN_2027", "unknown"),
        ] {
            assert_eq!(ended(reason, &parts).name(), expected, "{reason}");
        }
    }

    #[test]
    fn a_cut_answer_names_how_to_go_on() {
        let cut = outcome(&json!({"candidates": [
            {"finishReason": "CONTINUATION", "continuationToken": "tok"},
        ]}));
        let token = "tok".to_owned();
        assert_eq!(cut, Outcome::RetryOnce(Repeat::Continue { token }));
        assert_eq!(
            ended("MISSING_THOUGHT_SIGNATURE", &json!([])),
            Outcome::RetryOnce(Repeat::RestartTurn)
        );
        let thoughts_only = json!([{"text": "hm", "thought": true}]);
        assert_eq!(ended("MAX_TOKENS", &thoughts_only), Outcome::MaxTokens { text: None });
    }

    #[test]
    fn a_refused_prompt_has_no_candidate() {
        let refused = outcome(&json!({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}));
        assert_eq!(refused, Outcome::Blocked { reason: "PROHIBITED_CONTENT".to_owned() });
        assert_eq!(outcome(&json!({})), Outcome::Empty);
    }

    #[test]
    fn debug_shows_no_words() {
        assert_eq!(format!("{:?}", ended("STOP", &json!([{"text": "mot"}]))), "Outcome(text)");
    }
}
