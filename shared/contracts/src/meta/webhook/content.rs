//! What a person can send, in our own words.
//!
//! The list is closed by [`Content::Unsupported`] (Meta could not pass it on) and
//! [`Content::Unknown`] (we cannot read it): both still deserve an answer.

use std::fmt;

use domain::ids::{Bsuid, WaId, Wamid};
use serde::{Deserialize, Serialize};

use crate::meta::{foreign, redacted::redacted_debug};

/// The body of a message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum Content {
    Text {
        body: String,
    },
    Image(Media),
    Video(Media),
    /// A file or, with [`Media::voice`], a voice note.
    Audio(Media),
    Document(Media),
    Sticker(Media),
    Location(Location),
    Contacts(Vec<SharedContact>),
    /// A tap on a quick reply of a template.
    TemplateButton {
        payload: String,
        text: String,
    },
    /// A tap on a reply button; the id is the one we sent.
    ButtonReply {
        id: String,
        title: String,
    },
    /// A choice from a list; the id is the one we sent.
    ListReply {
        id: String,
        title: String,
        description: Option<String>,
    },
    /// A completed WhatsApp Flow; `response` is its JSON as text.
    FlowReply {
        name: Option<String>,
        response: String,
    },
    /// Whether the business may call: `accept` or `reject`.
    CallPermissionReply {
        response: String,
    },
    /// A cart of the WhatsApp catalogue.
    Order(CatalogueOrder),
    /// An emoji on a message; `None` takes it back.
    Reaction {
        #[serde(with = "foreign")]
        message_id: Wamid,
        emoji: Option<String>,
    },
    /// Something about the person's account.
    System(SystemEvent),
    /// New words for an earlier message.
    Edit {
        #[serde(with = "foreign")]
        original: Wamid,
        content: Box<Content>,
    },
    /// An earlier message was deleted.
    Revoke {
        #[serde(with = "foreign")]
        original: Wamid,
    },
    /// The person opened the thread for the first time and has written nothing yet.
    RequestWelcome,
    /// Meta received something it does not pass on (a poll, a view-once photo). `what` is its word
    /// for it, `code` its error.
    Unsupported {
        what: Option<String>,
        code: Option<i64>,
    },
    /// A kind, or a shape of a known kind, that this version cannot read.
    Unknown {
        kind: String,
    },
}

impl Content {
    /// The kind's name, as it is serialised.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Image(_) => "image",
            Self::Video(_) => "video",
            Self::Audio(_) => "audio",
            Self::Document(_) => "document",
            Self::Sticker(_) => "sticker",
            Self::Location(_) => "location",
            Self::Contacts(_) => "contacts",
            Self::TemplateButton { .. } => "template_button",
            Self::ButtonReply { .. } => "button_reply",
            Self::ListReply { .. } => "list_reply",
            Self::FlowReply { .. } => "flow_reply",
            Self::CallPermissionReply { .. } => "call_permission_reply",
            Self::Order(_) => "order",
            Self::Reaction { .. } => "reaction",
            Self::System(_) => "system",
            Self::Edit { .. } => "edit",
            Self::Revoke { .. } => "revoke",
            Self::RequestWelcome => "request_welcome",
            Self::Unsupported { .. } => "unsupported",
            Self::Unknown { .. } => "unknown",
        }
    }
}

/// The kind only.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({})", self.kind())
    }
}

/// Meta's identifier of an uploaded file, valid 7 days for a file of a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MediaId(String);

impl MediaId {
    /// Takes the identifier as Meta wrote it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The identifier as Meta wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A file of any kind. Absent parts stay absent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub id: MediaId,
    /// May carry parameters: `audio/ogg; codecs=opus`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// Base64 of the file's SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// Where to fetch it with the token, for 5 minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Recorded in the thread, not attached.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub voice: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub animated: bool,
}

/// A pin on the map.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Degrees × 10⁷.
    pub latitude_e7: i32,
    /// Degrees × 10⁷.
    pub longitude_e7: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A card of the address book.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedContact {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub phones: Vec<SharedPhone>,
}

/// A number on a card, as its owner wrote it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedPhone {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, with = "foreign::option", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
}

/// A cart sent from the WhatsApp catalogue. Meta's prices are left out on purpose: they are the
/// sender's claim, and every price is ours.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueOrder {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog_id: Option<String>,
    /// A note of the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub lines: Vec<OrderLine>,
}

/// One product of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    pub product_retailer_id: String,
    pub quantity: u32,
}

/// A change of a person's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum SystemEvent {
    /// The person moved to another number.
    NumberChanged {
        #[serde(with = "foreign")]
        wa_id: WaId,
    },
    /// The person's business-scoped id changed.
    UserIdChanged {
        #[serde(default, with = "foreign::option")]
        wa_id: Option<WaId>,
        #[serde(with = "foreign")]
        user_id: Bsuid,
    },
    /// The person's security code changed: perhaps a new phone, perhaps a new person.
    IdentityChanged,
    /// Another event, by Meta's name.
    Other { name: String },
}

redacted_debug!(Media, Location, SharedContact, SharedPhone, CatalogueOrder);
