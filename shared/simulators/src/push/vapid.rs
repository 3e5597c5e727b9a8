//! Who sends, and whether they may (RFC 8292).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};
use serde_json::Value;

use crate::{
    money::text,
    time::{DAY, SECOND, UnixMs},
};

/// The key that signed an `Authorization` header for `audience`, or why it is no good.
pub(super) fn sender(header: &str, audience: &str, now: UnixMs) -> Result<String, &'static str> {
    let parameters = header.strip_prefix("vapid ").ok_or("not vapid")?;
    let parameter = |name: &str| {
        let mut all = parameters.split(',').filter_map(|one| one.trim().split_once('='));
        all.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let (token, key) = (parameter("t").ok_or("no token")?, parameter("k").ok_or("no key")?);
    let (signed, signature) = token.rsplit_once('.').ok_or("not a JWT")?;
    let verifying = bytes(key).and_then(|point| VerifyingKey::from_sec1_bytes(&point).ok());
    let signature = bytes(signature).and_then(|it| Signature::from_slice(&it).ok());
    let (verifying, signature) = (verifying.ok_or("not a key")?, signature.ok_or("no signature")?);
    verifying.verify(signed.as_bytes(), &signature).map_err(|_wrong| "wrong signature")?;
    let (head, claims) = signed.split_once('.').ok_or("not a JWT")?;
    let (head, claims) = (json(head).ok_or("no header")?, json(claims).ok_or("no claims")?);
    if text(&head, "alg") != "ES256" {
        return Err("not ES256");
    }
    if text(&claims, "aud") != audience {
        return Err("made out to somebody else");
    }
    let expires = claims.get("exp").and_then(Value::as_i64).ok_or("no expiry")?;
    let expires = expires.saturating_mul(SECOND);
    if expires <= now || expires > now + DAY {
        return Err("expired, or good for too long");
    }
    let is_contact = |text: &str| text.starts_with("mailto:") || text.starts_with("https:");
    if !is_contact(text(&claims, "sub")) {
        return Err("no contact");
    }
    Ok(key.to_owned())
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

fn json(part: &str) -> Option<Value> {
    serde_json::from_slice(&bytes(part)?).ok()
}
