//! Wave's webhooks: either of its two proofs, and what an event names.
//!
//! An event is only a hint. What is read of it says which payment to ask Wave about, nothing else.
//! (Wave Business APIs, "Webhooks".)

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use thiserror::Error;

use crate::records::payment::WebhookStrategy;

/// The header of [`WebhookStrategy::Signature`]: `t=1794400000,v1=<hex>[,v1=<hex>…]`.
pub const SIGNATURE_HEADER: &str = "wave-signature";
/// How far the signature's time may be from ours, in seconds.
const TOLERANCE: u64 = 5 * 60;
/// More are never sent; each costs a comparison.
const MAX_SIGNATURES: usize = 8;

/// Why a webhook is not Wave's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WaveProofError {
    #[error("no proof")]
    Missing,
    #[error("proof is not written as Wave does")]
    Malformed,
    /// Signed too long ago, or in the future: a replay, or a wrong clock.
    #[error("signature is not of these minutes")]
    Outdated,
    #[error("proof does not match")]
    Mismatch,
    #[error("no secret to check with")]
    NoSecret,
}

/// The headers that may prove a webhook.
#[derive(Clone, Copy)]
pub struct WaveProof<'a> {
    pub signature: Option<&'a str>,
    pub authorization: Option<&'a str>,
}

/// The bytes of a webhook that is Wave's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifiedWave<'a>(&'a [u8]);

impl<'a> VerifiedWave<'a> {
    /// Checks the proof that the seller's webhook was registered with; the other one counts for
    /// nothing.
    pub fn verify(
        strategy: WebhookStrategy,
        secret: &SecretString,
        proof: WaveProof<'_>,
        raw: &'a [u8],
        now: Timestamp,
    ) -> Result<Self, WaveProofError> {
        if secret.expose_secret().is_empty() {
            return Err(WaveProofError::NoSecret);
        }
        match strategy {
            WebhookStrategy::Signature => signed(secret, proof.signature, raw, now)?,
            WebhookStrategy::SharedSecret => shared(secret, proof.authorization)?,
        }
        Ok(Self(raw))
    }

    /// What the event names; `None` for an event that is about no checkout session.
    pub fn event(self) -> Option<WaveEvent> {
        let event: Event = serde_json::from_slice(self.0).ok()?;
        let reference = event.data.id.filter(|id| !id.is_empty())?;
        event.kind.starts_with("checkout.session.").then_some(WaveEvent {
            id: event.id,
            reference,
            client_reference: event.data.client_reference.unwrap_or_default(),
        })
    }
}

/// A session something happened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveEvent {
    /// `EV_…`; the same for every delivery of the event.
    pub id: String,
    /// `cos-…`.
    pub reference: String,
    /// What we called the payment, if it is ours.
    pub client_reference: String,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Session,
}

#[derive(Deserialize)]
struct Session {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    client_reference: Option<String>,
}

fn signed(
    secret: &SecretString,
    header: Option<&str>,
    raw: &[u8],
    now: Timestamp,
) -> Result<(), WaveProofError> {
    let header = header.ok_or(WaveProofError::Missing)?;
    let (mut time, mut signatures) = (None, Vec::new());
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) if time.is_none() => time = Some(value),
            Some(("t", _again)) => return Err(WaveProofError::Malformed),
            Some(("v1", value)) => signatures.push(value),
            // Versions to come.
            Some(_) => {}
            None => return Err(WaveProofError::Malformed),
        }
    }
    let time = time.ok_or(WaveProofError::Malformed)?;
    let second: i64 = time.parse().map_err(|_no_number| WaveProofError::Malformed)?;
    if signatures.is_empty() || signatures.len() > MAX_SIGNATURES {
        return Err(WaveProofError::Malformed);
    }
    if second.abs_diff(now.as_second()) > TOLERANCE {
        return Err(WaveProofError::Outdated);
    }
    let expected = mac(secret, time, raw).ok_or(WaveProofError::NoSecret)?;
    let expected = crate::hex::encode(&expected.finalize().into_bytes());
    // Each is compared, so that the time does not tell which one matched. Hex is lower case.
    let matches = signatures.iter().fold(false, |found, signature| {
        bool::from(signature.as_bytes().ct_eq(expected.as_bytes())) | found
    });
    if matches { Ok(()) } else { Err(WaveProofError::Mismatch) }
}

fn shared(secret: &SecretString, header: Option<&str>) -> Result<(), WaveProofError> {
    let header = header.ok_or(WaveProofError::Missing)?;
    let token = header.strip_prefix("Bearer ").ok_or(WaveProofError::Malformed)?;
    let matches = token.as_bytes().ct_eq(secret.expose_secret().as_bytes());
    if bool::from(matches) { Ok(()) } else { Err(WaveProofError::Mismatch) }
}

/// Time and body follow each other with nothing in between.
fn mac(secret: &SecretString, time: &str, raw: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    mac.update(time.as_bytes());
    mac.update(raw);
    Some(mac)
}

/// Whether, never what.
impl fmt::Debug for WaveProof<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaveProof")
            .field("is_signed", &self.signature.is_some())
            .field("is_authorized", &self.authorization.is_some())
            .finish()
    }
}

impl fmt::Debug for VerifiedWave<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedWave({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests;
