//! What we send to people: bodies of `POST /{phone_number_id}/messages`.
//!
//! A body that breaks one of Meta's limits cannot be built, and a free-form one not without the
//! proof that the 24 h window is open. (Meta, Cloud API, "Messages" reference.)

use std::fmt;

use domain::{
    ids::{Bsuid, WaId, Wamid},
    person::Identity,
    window::OpenWindow,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use thiserror::Error;

use super::{foreign, redacted::redacted_debug};

mod free_form;
mod limits;
mod template;

pub use free_form::{Button, FreeForm, ListRow, ListSection};
pub use template::Template;

/// Longest `biz_opaque_callback_data`.
const TAG_LIMIT: usize = 512;

/// Why a message would be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidOutgoing {
    #[error("{field} is empty")]
    Empty { field: &'static str },
    /// Lengths in characters.
    #[error("{field} has {length} characters, {limit} are allowed")]
    TooLong { field: &'static str, limit: usize, length: usize },
    #[error("there are {count} of {field}, {limit} are allowed")]
    TooMany { field: &'static str, limit: usize, count: usize },
    #[error("two of {field} are the same")]
    Duplicate { field: &'static str },
    #[error("{field} is not written as Meta asks")]
    Malformed { field: &'static str },
}

/// To whom. With both known the phone is used, as Meta itself would.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Sent as `to`.
    Phone(#[serde(with = "foreign")] WaId),
    /// Sent as `recipient`.
    User(#[serde(with = "foreign")] Bsuid),
}

impl Recipient {
    /// How to reach this person.
    pub fn of(person: &Identity) -> Option<Self> {
        let phone = person.wa_id().cloned().map(Self::Phone);
        phone.or_else(|| person.user_id().cloned().map(Self::User))
    }
}

redacted_debug!(Recipient);

#[derive(Clone, PartialEq, Eq)]
enum Body {
    FreeForm(FreeForm),
    Template(Template),
}

/// A message ready to be sent, within every limit of Meta's.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    to: Recipient,
    body: Body,
    reply_to: Option<Wamid>,
    tag: Option<String>,
}

impl Outgoing {
    /// A free-form message, which only an open window allows.
    pub const fn free_form(to: Recipient, body: FreeForm, _proof: OpenWindow) -> Self {
        Self { to, body: Body::FreeForm(body), reply_to: None, tag: None }
    }

    /// A template, which needs no window.
    pub const fn template(to: Recipient, body: Template) -> Self {
        Self { to, body: Body::Template(body), reply_to: None, tag: None }
    }

    /// Shows the message as an answer to that one.
    #[must_use]
    pub fn in_reply_to(self, message: Wamid) -> Self {
        Self { reply_to: Some(message), ..self }
    }

    /// Adds the text that every status of this message will carry. Meta has no idempotency key:
    /// the tag is how a message whose sending ended unclearly is recognised.
    pub fn tagged(self, tag: &str) -> Result<Self, InvalidOutgoing> {
        limits::text("tag", tag, TAG_LIMIT)?;
        Ok(Self { tag: Some(tag.to_owned()), ..self })
    }

    /// The tag given by [`Outgoing::tagged`].
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The request body, in Meta's words.
    pub fn to_json(&self) -> Value {
        let mut body = Map::new();
        body.insert("messaging_product".to_owned(), json!("whatsapp"));
        body.insert("recipient_type".to_owned(), json!("individual"));
        match &self.to {
            Recipient::Phone(phone) => body.insert("to".to_owned(), json!(phone.as_str())),
            Recipient::User(user) => body.insert("recipient".to_owned(), json!(user.as_str())),
        };
        if let Some(message) = &self.reply_to {
            body.insert("context".to_owned(), json!({"message_id": message.as_str()}));
        }
        if let Some(tag) = &self.tag {
            body.insert("biz_opaque_callback_data".to_owned(), json!(tag));
        }
        let (kind, content) = match &self.body {
            Body::FreeForm(free_form) => free_form.to_json(),
            Body::Template(template) => ("template", template.to_json()),
        };
        body.insert("type".to_owned(), json!(kind));
        body.insert(kind.to_owned(), content);
        Value::Object(body)
    }
}

/// The kind and the tag; never the person or the words.
impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.body {
            Body::FreeForm(free_form) => free_form.kind(),
            Body::Template(_) => "template",
        };
        f.debug_struct("Outgoing")
            .field("kind", &kind)
            .field("tag", &self.tag)
            .finish_non_exhaustive()
    }
}

/// The body that marks a message (and all before it) as read.
pub fn mark_read(message: &Wamid) -> Value {
    json!({"messaging_product": "whatsapp", "status": "read", "message_id": message.as_str()})
}

/// The same, and shows "typing" until the answer or for 25 s. Only when an answer will follow.
pub fn mark_read_and_typing(message: &Wamid) -> Value {
    json!({
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": message.as_str(),
        "typing_indicator": {"type": "text"},
    })
}

#[cfg(test)]
mod tests;
