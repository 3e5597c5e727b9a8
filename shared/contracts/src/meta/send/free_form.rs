//! Free-form messages: text, reply buttons, lists, a request for a location, a link, a picture, a
//! document.
//!
//! The serde form is ours, for a message that waits to be sent; [`FreeForm::to_json`] is Meta's.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{InvalidOutgoing, limits};
use crate::meta::redacted::redacted_debug;

const TEXT_LIMIT: usize = 4096;
const INTERACTIVE_BODY_LIMIT: usize = 1024;
const CAPTION_LIMIT: usize = 1024;
/// Meta names no limit for it; this is what a file system takes of a name.
const FILE_NAME_LIMIT: usize = 240;
const BUTTONS: usize = 3;
const BUTTON_ID_LIMIT: usize = 256;
const BUTTON_TITLE_LIMIT: usize = 20;
const LIST_ROWS: usize = 10;
const ROW_ID_LIMIT: usize = 200;
const ROW_TITLE_LIMIT: usize = 24;
const ROW_DESCRIPTION_LIMIT: usize = 72;

/// A message for an open window.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FreeForm(Kind);

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
enum Kind {
    Text { body: String },
    Buttons { body: String, buttons: Vec<Button> },
    List { body: String, button: String, sections: Vec<ListSection> },
    LocationRequest { body: String },
    Link { body: String, label: String, url: String },
    Image { link: String, caption: Option<String> },
    Document { link: String, file_name: String, caption: Option<String> },
}

/// A reply button: the id comes back with the tap.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// At most 256 characters.
    pub id: String,
    /// At most 20 characters.
    pub title: String,
}

/// Rows under one title.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSection {
    /// At most 24 characters; needed as soon as there are two sections, may be empty for one.
    pub title: String,
    pub rows: Vec<ListRow>,
}

/// A choice of a list: the id comes back with it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// At most 200 characters.
    pub id: String,
    /// At most 24 characters.
    pub title: String,
    /// At most 72 characters.
    pub description: Option<String>,
}

redacted_debug!(Button, ListSection, ListRow);

impl FreeForm {
    /// Plain text of at most 4,096 characters.
    pub fn text(body: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        let body = body.into();
        limits::text("text", &body, TEXT_LIMIT)?;
        Ok(Self(Kind::Text { body }))
    }

    /// Text of at most 1,024 characters over one to three reply buttons.
    pub fn buttons(body: impl Into<String>, buttons: Vec<Button>) -> Result<Self, InvalidOutgoing> {
        let body = body.into();
        limits::text("body", &body, INTERACTIVE_BODY_LIMIT)?;
        limits::count("buttons", buttons.len(), BUTTONS)?;
        for button in &buttons {
            limits::text("button id", &button.id, BUTTON_ID_LIMIT)?;
            limits::text("button title", &button.title, BUTTON_TITLE_LIMIT)?;
        }
        limits::distinct("button ids", buttons.iter().map(|button| button.id.as_str()))?;
        limits::distinct("button titles", buttons.iter().map(|button| button.title.as_str()))?;
        Ok(Self(Kind::Buttons { body, buttons }))
    }

    /// Text over a button of at most 20 characters that opens a list of at most ten rows.
    pub fn list(
        body: impl Into<String>,
        button: impl Into<String>,
        sections: Vec<ListSection>,
    ) -> Result<Self, InvalidOutgoing> {
        let (body, button) = (body.into(), button.into());
        limits::text("body", &body, INTERACTIVE_BODY_LIMIT)?;
        limits::text("list button", &button, BUTTON_TITLE_LIMIT)?;
        limits::count(
            "list rows",
            sections.iter().map(|section| section.rows.len()).sum(),
            LIST_ROWS,
        )?;
        for section in &sections {
            limits::count("rows of a section", section.rows.len(), LIST_ROWS)?;
            if sections.len() > 1 || !section.title.is_empty() {
                limits::text("section title", &section.title, ROW_TITLE_LIMIT)?;
            }
        }
        let rows = || sections.iter().flat_map(|section| &section.rows);
        for row in rows() {
            limits::text("row id", &row.id, ROW_ID_LIMIT)?;
            limits::text("row title", &row.title, ROW_TITLE_LIMIT)?;
            if let Some(description) = &row.description {
                limits::text("row description", description, ROW_DESCRIPTION_LIMIT)?;
            }
        }
        limits::distinct("row ids", rows().map(|row| row.id.as_str()))?;
        Ok(Self(Kind::List { body, button, sections }))
    }

    /// Text over a button that shares the person's place.
    pub fn location_request(body: impl Into<String>) -> Result<Self, InvalidOutgoing> {
        let body = body.into();
        limits::text("body", &body, INTERACTIVE_BODY_LIMIT)?;
        Ok(Self(Kind::LocationRequest { body }))
    }

    /// Text over a button of at most 20 characters that opens an `http(s)` address.
    pub fn link(
        body: impl Into<String>,
        label: impl Into<String>,
        url: impl Into<String>,
    ) -> Result<Self, InvalidOutgoing> {
        let (body, label, url) = (body.into(), label.into(), url.into());
        limits::text("body", &body, INTERACTIVE_BODY_LIMIT)?;
        limits::text("link label", &label, BUTTON_TITLE_LIMIT)?;
        web_address("link", &url)?;
        Ok(Self(Kind::Link { body, label, url }))
    }

    /// A picture (JPEG or PNG, 5 MB) that Meta fetches from `link`.
    pub fn image(
        link: impl Into<String>,
        caption: Option<String>,
    ) -> Result<Self, InvalidOutgoing> {
        let link = link.into();
        web_address("image link", &link)?;
        if let Some(caption) = &caption {
            limits::text("caption", caption, CAPTION_LIMIT)?;
        }
        Ok(Self(Kind::Image { link, caption }))
    }

    /// A file of at most 100 MB that Meta fetches from `link`; the person sees it under
    /// `file_name`, whose ending tells them what it is. (Meta, Cloud API, "Document messages":
    /// `link`, `filename`, `caption` of at most 1,024 characters.)
    pub fn document(
        link: impl Into<String>,
        file_name: impl Into<String>,
        caption: Option<String>,
    ) -> Result<Self, InvalidOutgoing> {
        let (link, file_name) = (link.into(), file_name.into());
        web_address("document link", &link)?;
        limits::text("file name", &file_name, FILE_NAME_LIMIT)?;
        if let Some(caption) = &caption {
            limits::text("caption", caption, CAPTION_LIMIT)?;
        }
        Ok(Self(Kind::Document { link, file_name, caption }))
    }

    /// The words of the message, for our own record of the thread.
    pub fn words(&self) -> &str {
        match &self.0 {
            Kind::Text { body }
            | Kind::Buttons { body, .. }
            | Kind::List { body, .. }
            | Kind::LocationRequest { body }
            | Kind::Link { body, .. } => body,
            Kind::Image { caption, .. } | Kind::Document { caption, .. } => {
                caption.as_deref().unwrap_or_default()
            }
        }
    }

    pub(super) const fn kind(&self) -> &'static str {
        match &self.0 {
            Kind::Text { .. } => "text",
            Kind::Buttons { .. } => "buttons",
            Kind::List { .. } => "list",
            Kind::LocationRequest { .. } => "location_request",
            Kind::Link { .. } => "link",
            Kind::Image { .. } => "image",
            Kind::Document { .. } => "document",
        }
    }

    /// Meta's `type` and the object of that name.
    pub(super) fn to_json(&self) -> (&'static str, Value) {
        match &self.0 {
            Kind::Text { body } => ("text", json!({"body": body, "preview_url": false})),
            Kind::Buttons { body, buttons } => {
                let reply = |button: &Button| json!({"type": "reply", "reply": {"id": button.id, "title": button.title}});
                let buttons: Vec<Value> = buttons.iter().map(reply).collect();
                ("interactive", interactive("button", body, json!({"buttons": buttons})))
            }
            Kind::List { body, button, sections } => {
                let sections: Vec<Value> = sections.iter().map(section).collect();
                let action = json!({"button": button, "sections": sections});
                ("interactive", interactive("list", body, action))
            }
            Kind::LocationRequest { body } => {
                let action = json!({"name": "send_location"});
                ("interactive", interactive("location_request_message", body, action))
            }
            Kind::Link { body, label, url } => {
                let parameters = json!({"display_text": label, "url": url});
                let action = json!({"name": "cta_url", "parameters": parameters});
                ("interactive", interactive("cta_url", body, action))
            }
            Kind::Image { link, caption: Some(caption) } => {
                ("image", json!({"link": link, "caption": caption}))
            }
            Kind::Image { link, caption: None } => ("image", json!({"link": link})),
            Kind::Document { link, file_name, caption: Some(caption) } => {
                ("document", json!({"link": link, "filename": file_name, "caption": caption}))
            }
            Kind::Document { link, file_name, caption: None } => {
                ("document", json!({"link": link, "filename": file_name}))
            }
        }
    }
}

/// The kind only.
impl fmt::Debug for FreeForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FreeForm({})", self.kind())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the action is built for this one call")]
fn interactive(kind: &str, body: &str, action: Value) -> Value {
    json!({"type": kind, "body": {"text": body}, "action": action})
}

fn section(section: &ListSection) -> Value {
    let row = |row: &ListRow| match &row.description {
        Some(text) => json!({"id": row.id, "title": row.title, "description": text}),
        None => json!({"id": row.id, "title": row.title}),
    };
    let rows: Vec<Value> = section.rows.iter().map(row).collect();
    if section.title.is_empty() {
        json!({"rows": rows})
    } else {
        json!({"title": section.title, "rows": rows})
    }
}

fn web_address(field: &'static str, url: &str) -> Result<(), InvalidOutgoing> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !url.contains(char::is_whitespace) => Ok(()),
        _ => Err(InvalidOutgoing::Malformed { field }),
    }
}
