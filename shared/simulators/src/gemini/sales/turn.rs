//! The current turn as the salesperson sees it: the shop's context, what was said before, the new
//! messages, and the tool steps made since.

use serde_json::Value;

use super::file::{self, FileInWords};
use super::tools::{Cart, Tools};
use crate::gemini::wire::signatures::current_turn;

/// A line of the conversation before this turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) by_prospect: bool,
    pub(super) text: String,
}

/// A tool call of this turn and what the shop answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) args: Value,
    pub(super) response: Value,
}

impl Step {
    /// Slot and cart tools say `ok`; a search has no such field.
    pub(super) fn failed(&self) -> bool {
        self.response.get("ok").and_then(Value::as_bool) == Some(false)
    }
}

/// Everything the salesperson decides from.
#[derive(Debug, Default)]
pub(super) struct Turn {
    pub(super) context: Value,
    pub(super) messages: Vec<String>,
    pub(super) history: Vec<Line>,
    pub(super) steps: Vec<Step>,
    pub(super) tools: Tools,
    /// What the voice notes among the messages say.
    pub(super) spoken: Vec<String>,
    pub(super) has_picture: bool,
    pub(super) has_payment_proof: bool,
    /// A voice note of which only the notice came, not the sound.
    pub(super) has_unheard_note: bool,
}

impl Turn {
    pub(super) fn read(request: &Value, transcript: Option<&str>) -> Self {
        let contents = list(request, "contents");
        let start = current_turn(contents);
        let mut turn = Self { tools: Tools::read(request), ..Self::default() };
        for content in contents.iter().take(start) {
            let text = texts(content).join("\n");
            let by_prospect = content.get("role").and_then(Value::as_str) != Some("model");
            if !text.is_empty() {
                turn.history.push(Line { by_prospect, text: without_context(text) });
            }
        }
        if let Some(content) = contents.get(start) {
            turn.read_messages(content, transcript);
        }
        turn.read_steps(contents.get(start + 1..).unwrap_or_default());
        turn
    }

    fn read_messages(&mut self, content: &Value, transcript: Option<&str>) {
        for part in list(content, "parts") {
            if let Some(text) = part.get("text").and_then(Value::as_str) {
                match text.strip_prefix("CONTEXT ").map(serde_json::from_str) {
                    Some(Ok(read)) => self.context = read,
                    Some(Err(_)) | None => self.read_message(text),
                }
            }
            let mime = part.pointer("/inlineData/mimeType").and_then(Value::as_str);
            match mime {
                // Without a transcript, a voice note is taken as a greeting.
                Some(mime) if mime.starts_with("audio/") => {
                    let said = transcript.unwrap_or("bonjour").to_owned();
                    self.spoken.push(said.clone());
                    self.messages.push(said);
                }
                Some(_) => self.has_picture = true,
                None => {}
            }
        }
    }

    fn read_message(&mut self, text: &str) {
        let words = match file::read(text) {
            None => text.to_owned(),
            Some(FileInWords::Words(words)) => words,
            Some(FileInWords::Unheard) => {
                self.has_unheard_note = true;
                return;
            }
            Some(FileInWords::Picture(caption)) => {
                self.has_picture = true;
                caption
            }
            Some(FileInWords::PaymentProof(caption)) => {
                self.has_payment_proof = true;
                caption
            }
        };
        if !words.is_empty() {
            self.messages.push(words);
        }
    }

    fn read_steps(&mut self, contents: &[Value]) {
        let mut open: Vec<&Value> = Vec::new();
        for content in contents {
            let parts = list(content, "parts");
            for response in parts.iter().filter_map(|part| part.get("functionResponse")) {
                let answered = open.iter().position(|call| {
                    call.get("name") == response.get("name")
                        && (response.get("id").is_none() || response.get("id") == call.get("id"))
                });
                let Some(answered) = answered else { continue };
                let call = open.remove(answered);
                self.steps.push(Step {
                    name: text(call, "name"),
                    args: call.get("args").cloned().unwrap_or_default(),
                    response: response.get("response").cloned().unwrap_or_default(),
                });
            }
            open.extend(parts.iter().filter_map(|part| part.get("functionCall")));
        }
    }

    /// Whether this is a bare request to write down a voice note: no tools, no context.
    pub(super) fn is_transcription(&self) -> bool {
        !self.spoken.is_empty() && self.context.is_null() && self.tools.is_empty()
    }

    /// The cart as this turn found it.
    pub(super) fn opening_cart(&self) -> Cart {
        Cart::read(&self.context)
    }

    /// The cart after the latest tool that returned one.
    pub(super) fn cart(&self) -> Cart {
        let latest = self.steps.iter().rev().find(|step| step.response.get("cart").is_some());
        latest.map_or_else(|| self.opening_cart(), |step| Cart::read(&step.response))
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.context.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    pub(super) fn steps_of(&self, name: &str) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.name == name)
    }

    pub(super) fn has_done(&self, name: &str, args: &Value) -> bool {
        self.steps_of(name).any(|step| step.args == *args)
    }

    /// What the shop said last, if it said anything.
    pub(super) fn last_answer(&self) -> Option<&str> {
        let line = self.history.iter().rev().find(|line| !line.by_prospect)?;
        Some(&line.text)
    }

    /// The advertisement the prospect came from.
    pub(super) fn referral(&self) -> Option<String> {
        let headline = self.context.pointer("/referral/headline").and_then(Value::as_str)?;
        (!headline.trim().is_empty()).then(|| headline.to_owned())
    }
}

/// The items of a list field; an absent field is an empty list.
pub(super) fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A field that is text or a number, as text; empty when it is neither.
pub(super) fn text(value: &Value, field: &str) -> String {
    let Some(field) = value.get(field) else { return String::new() };
    field.as_str().map_or_else(
        || if field.is_number() { field.to_string() } else { String::new() },
        str::to_owned,
    )
}

fn texts(content: &Value) -> Vec<&str> {
    let parts = list(content, "parts").iter();
    let spoken = parts.filter(|part| part.get("thought").and_then(Value::as_bool) != Some(true));
    spoken.filter_map(|part| part.get("text").and_then(Value::as_str)).collect()
}

/// An earlier turn may still carry its context line; nobody said it.
fn without_context(text: String) -> String {
    if !text.starts_with("CONTEXT ") {
        return text;
    }
    text.split_once('\n').map(|(_, said)| said.to_owned()).unwrap_or_default()
}
