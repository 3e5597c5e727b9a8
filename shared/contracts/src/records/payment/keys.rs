//! A seller's keys of others' services, as the text that is sealed: one JSON object a service.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;

use crate::meta::redacted::redacted_debug;

/// What was sealed is not what should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("sealed keys of {service} do not read")]
pub struct UnreadableKeys {
    pub service: &'static str,
}

/// How Wave proves that a webhook is its own; chosen at Wave when the webhook is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookStrategy {
    /// `Wave-Signature`, an HMAC over time and body.
    Signature,
    /// The secret itself as a bearer token.
    SharedSecret,
}

/// Keys of a Wave business wallet; one per wallet and country.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaveKeys {
    pub api_key: String,
    pub webhook_secret: String,
    pub webhook_strategy: WebhookStrategy,
}

/// A pawaPay API token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PawapayKeys {
    pub token: String,
}

/// A Yango Delivery API token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YangoKeys {
    pub token: String,
}

/// Keys of Glovo On-Demand: the API's credentials, the pickup address and what it proves its
/// callbacks with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlovoKeys {
    pub client_id: String,
    pub client_secret: String,
    pub address_id: String,
    pub partner_secret: String,
}

redacted_debug!(WaveKeys, PawapayKeys, YangoKeys, GlovoKeys);

macro_rules! sealed_text {
    ($($name:ident = $service:literal),* $(,)?) => {$(
        impl $name {
            /// The text to be sealed.
            pub fn to_text(&self) -> String {
                serde_json::to_string(self).unwrap_or_default()
            }

            /// Reads what was sealed.
            pub fn of_text(text: &str) -> Result<Self, UnreadableKeys> {
                read(text, $service)
            }
        }
    )*};
}

sealed_text!(WaveKeys = "wave", PawapayKeys = "pawapay", YangoKeys = "yango", GlovoKeys = "glovo");

/// The parser's own error would quote the text.
fn read<T: DeserializeOwned>(text: &str, service: &'static str) -> Result<T, UnreadableKeys> {
    serde_json::from_str(text).ok().ok_or(UnreadableKeys { service })
}
