//! What became of a message we sent: `sent`, `delivered`, `read`, `played` or `failed`.
//!
//! Statuses come in any order, more than once, and `read` may come without `delivered`;
//! [`domain::receipt`] says what they come to.

use domain::{
    ids::{Bsuid, PhoneNumberId, WaId, WabaId, Wamid},
    receipt::Receipt,
    window::Billing,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    as_text,
    meta::{
        consequence::Consequence, error_class::ErrorClass, foreign, node::Node,
        redacted::redacted_debug,
    },
};

/// One step of one message to one person. Since webhook version 24 most carry neither
/// conversation nor pricing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageStatus {
    #[serde(with = "foreign")]
    pub phone_number_id: PhoneNumberId,
    #[serde(with = "foreign")]
    pub waba_id: WabaId,
    /// The message, as the answer to our call named it.
    #[serde(with = "foreign")]
    pub wamid: Wamid,
    pub state: DeliveryState,
    /// By Meta's clock, to the second.
    #[serde(with = "as_text")]
    pub at: Timestamp,
    #[serde(default, with = "foreign::option", skip_serializing_if = "Option::is_none")]
    pub recipient_wa_id: Option<WaId>,
    #[serde(default, with = "foreign::option", skip_serializing_if = "Option::is_none")]
    pub recipient_user_id: Option<Bsuid>,
    /// The tag we sent with the message (`biz_opaque_callback_data`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Conversation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pricing: Option<Pricing>,
    /// Why it failed; empty otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<DeliveryError>,
}

/// How far a message got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Sent,
    Delivered,
    Read,
    /// A voice note was listened to.
    Played,
    Failed,
}

impl DeliveryState {
    /// Tells the states of one message apart, in the order of [`Receipt`].
    pub const fn rank(self) -> u8 {
        match self {
            Self::Sent => 1,
            Self::Failed => 2,
            Self::Delivered => 3,
            Self::Read => 4,
            Self::Played => 5,
        }
    }

    fn of(name: &str) -> Option<Self> {
        match name {
            "sent" => Some(Self::Sent),
            "delivered" => Some(Self::Delivered),
            "read" => Some(Self::Read),
            "played" => Some(Self::Played),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }
}

impl From<DeliveryState> for Receipt {
    fn from(state: DeliveryState) -> Self {
        match state {
            DeliveryState::Sent => Self::Sent,
            DeliveryState::Delivered => Self::Delivered,
            DeliveryState::Read => Self::Read,
            DeliveryState::Played => Self::Played,
            DeliveryState::Failed => Self::Failed,
        }
    }
}

/// Meta's billing conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    pub id: String,
    /// Such as `service` or `referral_conversion`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// What Meta charges for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pricing {
    /// `PMP`, per message.
    pub model: Option<String>,
    /// `regular`, `free_customer_service` or `free_entry_point`.
    pub kind: Option<String>,
    /// Such as `service`, `utility`, `marketing`.
    pub category: Option<String>,
}

impl Pricing {
    /// What the message is billed as, of the kinds that sellers send; a free entry point counts
    /// before the category.
    pub fn billing(&self) -> Option<Billing> {
        if self.kind.as_deref() == Some("free_entry_point") {
            return Some(Billing::FreeEntryPoint);
        }
        match self.category.as_deref()? {
            "service" => Some(Billing::Service),
            "utility" => Some(Billing::Utility),
            "marketing" | "marketing_lite" => Some(Billing::Marketing),
            "referral_conversion" => Some(Billing::FreeEntryPoint),
            _other => None,
        }
    }
}

/// Why Meta did not deliver.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryError {
    pub code: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

impl DeliveryError {
    /// What the error asks of us.
    pub const fn class(&self) -> ErrorClass {
        ErrorClass::of(self.code, None)
    }

    /// All that it asks for.
    pub const fn consequence(&self) -> Consequence {
        Consequence::of(self.code, None)
    }
}

redacted_debug!(DeliveryError);

/// Reads one member of `statuses[]`; `None` for a state or shape we do not know.
pub(super) fn read(
    status: Node<'_>,
    phone_number_id: PhoneNumberId,
    waba_id: WabaId,
) -> Option<MessageStatus> {
    Some(MessageStatus {
        phone_number_id,
        waba_id,
        wamid: Wamid::new(status.get("id").text()?),
        state: DeliveryState::of(&status.get("status").text()?)?,
        at: Timestamp::from_second(status.get("timestamp").int()?).ok()?,
        recipient_wa_id: status.get("recipient_id").text().map(WaId::new),
        recipient_user_id: status.get("recipient_user_id").text().map(Bsuid::new),
        tag: status.get("biz_opaque_callback_data").text(),
        conversation: conversation(status.get("conversation")),
        pricing: pricing(status.get("pricing")),
        errors: status.get("errors").items().filter_map(error).collect(),
    })
}

fn conversation(node: Node<'_>) -> Option<Conversation> {
    let expires = node.get("expiration_timestamp").int();
    Some(Conversation {
        id: node.get("id").text()?,
        origin: node.get("origin").get("type").text(),
        expires_at: expires.and_then(|second| Timestamp::from_second(second).ok()),
    })
}

fn pricing(node: Node<'_>) -> Option<Pricing> {
    let pricing = Pricing {
        model: node.get("pricing_model").text(),
        kind: node.get("type").text(),
        category: node.get("category").text(),
    };
    (pricing != Pricing::default()).then_some(pricing)
}

fn error(node: Node<'_>) -> Option<DeliveryError> {
    Some(DeliveryError {
        code: node.get("code").int()?,
        title: node.get("title").text().or_else(|| node.get("message").text()),
        details: node.get("error_data").get("details").text(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_a_category_unless_an_ad_made_it_free() {
        let billed = |kind: &str, category: &str| {
            let pricing = Pricing {
                model: Some("PMP".to_owned()),
                kind: Some(kind.to_owned()),
                category: Some(category.to_owned()),
            };
            pricing.billing()
        };
        assert_eq!(billed("regular", "service"), Some(Billing::Service));
        assert_eq!(billed("free_customer_service", "service"), Some(Billing::Service));
        assert_eq!(billed("regular", "marketing_lite"), Some(Billing::Marketing));
        let free = Some(Billing::FreeEntryPoint);
        assert_eq!(billed("free_entry_point", "marketing"), free);
        assert_eq!(billed("regular", "referral_conversion"), free);
        assert_eq!(billed("regular", "authentication"), None);
        assert_eq!(Pricing::default().billing(), None);
    }
}
