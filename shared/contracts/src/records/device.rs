//! A device that a seller lets ring.

use domain::language::Language;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::CorruptRecord;
use crate::{
    as_text,
    push::{DeviceKeys, Endpoint, PushOrigins},
};

/// What a browser handed over for it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRecord {
    /// A capability, never to be shown.
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    /// The public key of ours it was subscribed with, base64url: with another one nothing reaches it.
    pub key: String,
    pub language: LanguageValue,
    /// When its page was last open.
    #[serde(with = "as_text")]
    pub seen_at: Timestamp,
}

/// What a device is told things in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LanguageValue {
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "en")]
    English,
}

/// That an alert was sent to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldRecord {
    #[serde(with = "as_text")]
    pub at: Timestamp,
}

impl DeviceRecord {
    /// Where and how it is reached.
    ///
    /// # Errors
    /// It is on no listed origin any more, or damaged.
    pub fn reached(&self, origins: &PushOrigins) -> Result<(Endpoint, DeviceKeys), CorruptRecord> {
        let corrupt = |field| move |_| CorruptRecord::new("device", field);
        Ok((
            Endpoint::read(&self.endpoint, origins).map_err(corrupt("endpoint"))?,
            DeviceKeys::read(&self.p256dh, &self.auth).map_err(corrupt("keys"))?,
        ))
    }
}

impl LanguageValue {
    /// As HTML names it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}

impl From<LanguageValue> for Language {
    fn from(language: LanguageValue) -> Self {
        match language {
            LanguageValue::French => Self::French,
            LanguageValue::English => Self::English,
        }
    }
}

impl std::fmt::Debug for DeviceRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeviceRecord").field("seen_at", &self.seen_at).finish_non_exhaustive()
    }
}
