//! Who sends: a token signed with the key that devices were subscribed with (RFC 8292).

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

/// A token is good for at most 24 hours (RFC 8292 §2); clocks differ.
const LIFE: SignedDuration = SignedDuration::from_hours(12);

/// Our key, and whom a push service may write to about us.
#[derive(Clone)]
pub struct Vapid {
    key: SigningKey,
    public_key: String,
    subject: String,
}

/// Not the private half of a P-256 key: 32 bytes in base64url without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a private key of P-256 in base64url")]
pub struct InvalidVapid;

impl Vapid {
    /// Reads a private key; `subject` is a `mailto:` or `https:` address (RFC 8292 §2.1).
    ///
    /// # Errors
    /// [`InvalidVapid`].
    pub fn read(private_key: &SecretString, subject: &str) -> Result<Self, InvalidVapid> {
        let bytes = BASE64URL_NOPAD.decode(private_key.expose_secret().as_bytes());
        let bytes = bytes.or(Err(InvalidVapid))?;
        let key = SigningKey::from_slice(&bytes).or(Err(InvalidVapid))?;
        let point = key.verifying_key().to_sec1_point(false);
        let public_key = BASE64URL_NOPAD.encode(point.as_bytes());
        Ok(Self { key, public_key, subject: subject.to_owned() })
    }

    /// The public half, base64url: what `PushManager.subscribe` takes as `applicationServerKey`.
    pub fn public_key(&self) -> &str {
        &self.public_key
    }

    /// The value of `Authorization` for a push service (RFC 8292 §3).
    pub(super) fn authorization(&self, audience: &str, now: Timestamp) -> String {
        let expires = now.saturating_add(LIFE).unwrap_or(now).as_second();
        let head = json!({"typ": "JWT", "alg": "ES256"});
        let claims = json!({"aud": audience, "exp": expires, "sub": self.subject});
        let [head, claims] =
            [head, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
        let signed = format!("{head}.{claims}");
        let signature: Signature = self.key.sign(signed.as_bytes());
        let signature = BASE64URL_NOPAD.encode(&signature.to_bytes());
        format!("vapid t={signed}.{signature}, k={}", self.public_key)
    }
}

impl std::fmt::Debug for Vapid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vapid").field("public_key", &self.public_key).finish_non_exhaustive()
    }
}
