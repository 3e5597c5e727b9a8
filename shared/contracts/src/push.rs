//! Web Push as a browser hands it over: where a device is reached, with which keys, and what it is
//! sent.
//!
//! The address comes from the browser's vendor and is a capability: whoever knows it may use it, so
//! it is never shown. It is also an address that we call because somebody told us to, which is why
//! only listed origins are taken.

mod origins;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::PublicKey;
use serde::{Deserialize, Serialize};
use url::Url;

pub use self::origins::{InvalidPushOrigin, PushOrigins};
use crate::fingerprint;

/// The longest address that is taken; those of the known vendors have a quarter of it.
const ENDPOINT_MAX: usize = 2_048;
/// An uncompressed point of P-256 (RFC 8291 §2.1; X9.62), in bytes.
const POINT: usize = 65;
/// The authentication secret (RFC 8291 §3.2), in bytes.
pub const AUTH: usize = 16;

/// Where a device is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

/// What a device cannot be registered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDevice {
    #[error("not an address of a listed push service")]
    Endpoint,
    #[error("not an uncompressed point of P-256")]
    P256dh,
    #[error("not a secret of 16 bytes")]
    Auth,
}

impl Endpoint {
    /// Reads an address on one of the origins.
    ///
    /// # Errors
    /// [`InvalidDevice::Endpoint`].
    pub fn read(text: &str, origins: &PushOrigins) -> Result<Self, InvalidDevice> {
        let url = Url::parse(text).or(Err(InvalidDevice::Endpoint))?;
        let is_bare = url.username().is_empty() && url.password().is_none();
        let fits = text.len() <= ENDPOINT_MAX && url.fragment().is_none() && is_bare;
        if fits && origins.include(&url) { Ok(Self(url)) } else { Err(InvalidDevice::Endpoint) }
    }

    /// The name of the device that is reached there: 32 characters of `[0-9a-f]`, not to be read back.
    pub fn device(&self) -> String {
        fingerprint::of(self.0.as_str().as_bytes())
    }

    /// Scheme, host and port: the audience of a VAPID token (RFC 8292 §2).
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The address itself, to be called or kept.
    pub const fn url(&self) -> &Url {
        &self.0
    }
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Endpoint").field(&self.device()).finish()
    }
}

/// What a device decrypts with: the public half of its key, and the secret it shares with us.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceKeys {
    pub p256dh: PublicKey,
    pub auth: [u8; AUTH],
}

impl DeviceKeys {
    /// Reads `p256dh` and `auth` as `PushSubscription.toJSON()` writes them: base64url without padding.
    ///
    /// # Errors
    /// Which of the two is none.
    pub fn read(p256dh: &str, auth: &str) -> Result<Self, InvalidDevice> {
        let point = bytes(p256dh).filter(|point| point.len() == POINT);
        let point = point.and_then(|point| PublicKey::from_sec1_bytes(&point).ok());
        let secret = bytes(auth).and_then(|secret| secret.try_into().ok());
        Ok(Self {
            p256dh: point.ok_or(InvalidDevice::P256dh)?,
            auth: secret.ok_or(InvalidDevice::Auth)?,
        })
    }
}

impl std::fmt::Debug for DeviceKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeviceKeys").finish_non_exhaustive()
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    // Some browsers' libraries pad.
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

/// What a device is sent, as `dashboard/src/sw.ts` reads it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushNotice {
    pub title: String,
    pub body: String,
    /// The screen a tap opens: `#/conversations/<id>`. Also the notification's tag.
    pub hash: String,
    /// `fr` or `en`.
    pub lang: String,
}

impl std::fmt::Debug for PushNotice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The title names a prospect.
        f.debug_struct("PushNotice").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
