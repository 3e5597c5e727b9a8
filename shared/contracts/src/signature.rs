//! Meta's signature of a webhook body, checked over the raw bytes.
//!
//! Only [`VerifiedBody::verify`] makes a [`VerifiedBody`], and only a [`VerifiedBody`] is parsed:
//! unsigned bytes never reach the parser. (Meta, Webhooks, "Validating payloads".)

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use thiserror::Error;

use crate::hex;

/// The header that carries the signature.
pub const SIGNATURE_HEADER: &str = "x-hub-signature-256";

/// Length of an HMAC-SHA256.
const MAC_LEN: usize = 32;

/// Why a body is not Meta's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SignatureError {
    #[error("no signature header")]
    Missing,
    #[error("signature header is not `sha256=` and 64 hexadecimal digits")]
    Malformed,
    #[error("signature does not match")]
    Mismatch,
    /// Configuration, not the caller: an empty secret would let anybody sign.
    #[error("no secret to check the signature with")]
    NoSecret,
}

/// The bytes of a body that Meta signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifiedBody<'a>(&'a [u8]);

impl<'a> VerifiedBody<'a> {
    /// Checks `header` (`sha256=<hex>`) against the body exactly as it arrived.
    ///
    /// Several secrets are accepted while the app secret is rotated; empty ones are ignored. The
    /// comparison takes the same time wherever the first difference is.
    pub fn verify(
        secrets: &[SecretString],
        header: Option<&str>,
        raw: &'a [u8],
    ) -> Result<Self, SignatureError> {
        let header = header.ok_or(SignatureError::Missing)?;
        let hex = header.strip_prefix("sha256=").ok_or(SignatureError::Malformed)?;
        let signature = from_hex(hex).ok_or(SignatureError::Malformed)?;
        let mut usable = secrets.iter().filter_map(|secret| mac(secret, raw)).peekable();
        if usable.peek().is_none() {
            return Err(SignatureError::NoSecret);
        }
        // Every secret is tried, so that the time does not tell which one was in use.
        let matches = usable.fold(false, |found, mac| mac.verify_slice(&signature).is_ok() | found);
        if matches { Ok(Self(raw)) } else { Err(SignatureError::Mismatch) }
    }

    /// The signed bytes.
    pub const fn bytes(self) -> &'a [u8] {
        self.0
    }
}

/// The size only: a body holds people's messages.
impl fmt::Debug for VerifiedBody<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedBody({} bytes)", self.0.len())
    }
}

/// The header value Meta would send with `raw`: `sha256=<hex>`. With an empty secret it is a value
/// that no check accepts.
pub fn sign(secret: &SecretString, raw: &[u8]) -> String {
    let digits = mac(secret, raw).map(|mac| hex::encode(&mac.finalize().into_bytes()));
    format!("sha256={}", digits.unwrap_or_default())
}

fn mac(secret: &SecretString, raw: &[u8]) -> Option<Hmac<Sha256>> {
    let key = Some(secret.expose_secret()).filter(|key| !key.is_empty())?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
    mac.update(raw);
    Some(mac)
}

/// Strict on purpose: `from_str_radix` would take a sign for a digit.
fn from_hex(text: &str) -> Option<[u8; MAC_LEN]> {
    let digits: Vec<u8> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
    bytes.try_into().ok().filter(|_| rest.is_empty())
}

#[cfg(test)]
mod tests;
