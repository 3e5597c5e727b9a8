//! Template messages: an approved text with its blanks filled.
//!
//! Meta refuses line breaks, tabs and runs of spaces in a parameter (error 132018), so they are
//! folded into single spaces here. Whether the template exists is Meta's to say.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{InvalidOutgoing, limits};

const NAME_LIMIT: usize = 512;
const PARAMETER_LIMIT: usize = 1024;
const PAYLOAD_LIMIT: usize = 256;
const BUTTONS: usize = 10;

/// An approved template, by name and language.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    name: String,
    language: String,
    body: Vec<String>,
    buttons: Vec<Filled>,
}

/// What a button of the template carries.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
enum Filled {
    QuickReply { payload: String },
    UrlSuffix { text: String },
}

impl Template {
    /// A template without blanks. Names are lower case with digits and `_`; the language is as
    /// approved (`fr`, `en_US`).
    pub fn new(name: &str, language: &str) -> Result<Self, InvalidOutgoing> {
        limits::text("template name", name, NAME_LIMIT)?;
        limits::text("template language", language, 15)?;
        if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            return Err(InvalidOutgoing::Malformed { field: "template name" });
        }
        Ok(Self {
            name: name.to_owned(),
            language: language.to_owned(),
            body: Vec::new(),
            buttons: Vec::new(),
        })
    }

    /// Fills the next blank of the body: the first call `{{1}}`, the second `{{2}}`.
    pub fn with(mut self, parameter: &str) -> Result<Self, InvalidOutgoing> {
        let parameter = one_line(parameter);
        limits::text("template parameter", &parameter, PARAMETER_LIMIT)?;
        self.body.push(parameter);
        Ok(self)
    }

    /// Gives the next button, a quick reply, the payload that its tap sends back.
    pub fn with_quick_reply(self, payload: &str) -> Result<Self, InvalidOutgoing> {
        limits::text("button payload", payload, PAYLOAD_LIMIT)?;
        self.with_button(Filled::QuickReply { payload: payload.to_owned() })
    }

    /// Gives the next button, a link, the end of its address.
    pub fn with_url_suffix(self, suffix: &str) -> Result<Self, InvalidOutgoing> {
        limits::text("url suffix", suffix, PARAMETER_LIMIT)?;
        self.with_button(Filled::UrlSuffix { text: suffix.to_owned() })
    }

    /// The template's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn with_button(mut self, button: Filled) -> Result<Self, InvalidOutgoing> {
        self.buttons.push(button);
        limits::count("template buttons", self.buttons.len(), BUTTONS)?;
        Ok(self)
    }

    pub(super) fn to_json(&self) -> Value {
        let mut components = Vec::new();
        if !self.body.is_empty() {
            let parameters: Vec<Value> =
                self.body.iter().map(|text| json!({"type": "text", "text": text})).collect();
            components.push(json!({"type": "body", "parameters": parameters}));
        }
        for (index, button) in self.buttons.iter().enumerate() {
            let (sub_type, parameter) = match button {
                Filled::QuickReply { payload } => {
                    ("quick_reply", json!({"type": "payload", "payload": payload}))
                }
                Filled::UrlSuffix { text } => ("url", json!({"type": "text", "text": text})),
            };
            components.push(json!({
                "type": "button",
                "sub_type": sub_type,
                "index": index.to_string(),
                "parameters": [parameter],
            }));
        }
        let mut template = json!({"name": self.name, "language": {"code": self.language}});
        if let Some(fields) = template.as_object_mut().filter(|_| !components.is_empty()) {
            fields.insert("components".to_owned(), Value::Array(components));
        }
        template
    }
}

/// The name and the language; never what fills the blanks.
impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template")
            .field("name", &self.name)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
