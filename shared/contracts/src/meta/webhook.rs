//! Meta's webhook, as a list of things that happened.
//!
//! Reading is total below the envelope: one bad change never drops its siblings, and whatever is
//! not understood is kept and named. The types here travel in our own queues, so their serde form
//! is ours (snake case, adjacent tags) and not Meta's. (Meta, Cloud API, "Webhooks".)

use std::fmt;

use domain::{
    ids::{Bsuid, PhoneNumberId, WaId, WabaId, Wamid},
    person::Identity,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::redacted::redacted_debug;
use crate::{as_text, signature::VerifiedBody};

pub mod account;
mod content;
mod envelope;
pub mod people;
mod read;
mod status;

pub use content::{
    CatalogueOrder, Content, Location, Media, MediaId, OrderLine, SharedContact, SharedPhone,
    SystemEvent,
};
pub use status::{Conversation, DeliveryError, DeliveryState, MessageStatus, Pricing};

/// One thing Meta reports. One webhook call may carry up to 1,000 of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum Notification {
    /// A person wrote to a business number.
    Message(Box<InboundMessage>),
    /// What became of a message we sent.
    Status(Box<MessageStatus>),
    /// The seller wrote from the phone of a coexistence number. Never an inbound message: treating
    /// it as one would make the AI answer its own seller.
    Echo(Box<Echo>),
    /// Any other field, kept as it came.
    Other(Other),
    /// A part of the call that has no meaning for us, with the reason.
    Unreadable(UnreadablePart),
}

/// A message from a person to a business number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundMessage {
    /// The number that was written to.
    #[serde(with = "super::foreign")]
    pub phone_number_id: PhoneNumberId,
    /// The account the number belongs to (`entry[].id`).
    #[serde(with = "super::foreign")]
    pub waba_id: WabaId,
    /// Who wrote.
    pub contact: Contact,
    /// Meta's identifier of the message, the same in every redelivery.
    #[serde(with = "super::foreign")]
    pub wamid: Wamid,
    /// When the person sent it, by Meta's clock, to the second.
    #[serde(with = "as_text")]
    pub sent_at: Timestamp,
    /// What was sent.
    pub content: Content,
    /// What it answers or forwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    /// The ad or post the person came from. Repeated clicks repeat it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<Referral>,
    /// Set for messages in a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
}

/// A WhatsApp user as a webhook names them. Since 2026 the phone may be hidden, and then only the
/// business-scoped id is there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    #[serde(default, with = "super::foreign::option", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    #[serde(default, with = "super::foreign::option", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Bsuid>,
    /// The name the person gave themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_name: Option<String>,
}

impl Contact {
    /// Who this is; [`parse`] gives out no message without an identity.
    pub fn identity(&self) -> Option<Identity> {
        Identity::new(self.wa_id.clone(), self.user_id.clone())
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact")
            .field("wa_id", &self.wa_id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// What a message refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// The message it answers.
    #[serde(default, with = "super::foreign::option", skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Wamid>,
    /// Who wrote that one; for an answer to the business, its own number.
    #[serde(default, with = "super::foreign::option", skip_serializing_if = "Option::is_none")]
    pub from: Option<WaId>,
    /// Forwarded from another thread, once or often.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forwarded: bool,
    /// The catalogue product the question is about (the retailer's identifier).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_retailer_id: Option<String>,
}

/// The Click-to-WhatsApp ad or post that brought the person. The texts are an outsider's: data,
/// never instructions.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Referral {
    /// The ad's identifier.
    pub source_id: Option<String>,
    /// `ad` or `post`.
    pub source_type: Option<String>,
    pub source_url: Option<String>,
    pub headline: Option<String>,
    pub body: Option<String>,
    /// `image` or `video`.
    pub media_type: Option<String>,
    /// Needed to report a conversion; absent for ads in WhatsApp Status.
    pub ctwa_clid: Option<String>,
}

/// A message the seller sent from their own WhatsApp Business app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echo {
    #[serde(with = "super::foreign")]
    pub phone_number_id: PhoneNumberId,
    #[serde(with = "super::foreign")]
    pub waba_id: WabaId,
    /// The person written to.
    pub to: Contact,
    #[serde(with = "super::foreign")]
    pub wamid: Wamid,
    #[serde(with = "as_text")]
    pub sent_at: Timestamp,
    pub content: Content,
}

/// A change of a field that is neither a message nor a status.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// Meta's name of the field.
    pub field: String,
    /// `entry[].id`: a WABA, or a business portfolio for partner events.
    pub entry_id: String,
    #[serde(default, with = "super::foreign::option", skip_serializing_if = "Option::is_none")]
    pub phone_number_id: Option<PhoneNumberId>,
    /// The whole `value`.
    pub value: Value,
}

impl fmt::Debug for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Other")
            .field("field", &self.field)
            .field("entry_id", &self.entry_id)
            .field("phone_number_id", &self.phone_number_id)
            .finish_non_exhaustive()
    }
}

/// A part of a signed body that nothing can be made of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadablePart {
    pub why: Why,
    /// The part as it came: an entry, a change or a message.
    pub raw: Value,
}

impl fmt::Debug for UnreadablePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnreadablePart").field("why", &self.why).finish_non_exhaustive()
    }
}

/// What a part lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The entry has no identifier.
    NoEntryId,
    /// The entry has no list of changes.
    NoChanges,
    /// The change does not name its field.
    NoField,
    /// The change does not say which number it is about.
    NoPhoneNumberId,
    /// The message has no identifier.
    NoMessageId,
    /// The message has no time.
    NoTimestamp,
    /// Neither a phone nor a business-scoped id of the other side.
    NoPerson,
}

/// A signed body that is not a WhatsApp webhook at all.
#[derive(Debug, Error)]
pub enum Unreadable {
    #[error("body is not JSON")]
    NotJson(#[source] serde_json::Error),
    #[error("body is not a whatsapp_business_account event")]
    NotWhatsApp,
    #[error("body has no list of entries")]
    NoEntries,
}

redacted_debug!(Referral);

/// Reads a signed body into what it reports, in its order.
///
/// # Errors
///
/// Only when the envelope itself is not Meta's; everything below becomes a [`Notification`].
pub fn parse(body: &VerifiedBody<'_>) -> Result<Vec<Notification>, Unreadable> {
    envelope::parse(body.bytes())
}

#[cfg(test)]
mod tests;
