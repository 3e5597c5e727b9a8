//! A seller's keys of Glovo, as they are sealed.

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::delivery::{ServiceError, wire::text};

/// `{"client_id":"…","client_secret":"…","address_id":"…","partner_secret":"…"}`.
#[derive(Debug)]
pub struct GlovoKeys {
    /// A text, or a number: Glovo hands out both.
    pub(super) client_id: Value,
    pub(super) client_secret: SecretString,
    /// The shop in Glovo's book of addresses, where parcels are fetched.
    pub(super) address_id: String,
    /// What Glovo's webhooks bring in `Authorization`.
    pub partner_secret: SecretString,
}

impl GlovoKeys {
    /// Reads the keys as they were sealed.
    pub fn read(sealed: &SecretString) -> Result<Self, ServiceError> {
        let keys: Value =
            serde_json::from_str(sealed.expose_secret()).or(Err(ServiceError::UnusableKeys))?;
        let of = |name| text(&keys, name).ok_or(ServiceError::UnusableKeys);
        let client_id = keys.get("client_id").filter(|id| id.is_string() || id.is_number());
        Ok(Self {
            client_id: client_id.cloned().ok_or(ServiceError::UnusableKeys)?,
            client_secret: SecretString::from(of("client_secret")?),
            address_id: of("address_id")?,
            partner_secret: SecretString::from(of("partner_secret")?),
        })
    }

    /// What tells these keys from others', without being them.
    pub(super) fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.client_id.to_string());
        hash.update([0]);
        hash.update(self.client_secret.expose_secret());
        data_encoding::HEXLOWER.encode(&hash.finalize())
    }
}
