//! Twilio's signature over what it posts to us, and the fields of it that we read.
//!
//! Twilio signs the address it was given, query included, and every field of the form, decoded and
//! sorted by name. Its own validators try the address with and without the port, since proxies
//! take it away. Source: twilio-python, `request_validator.py` and its tests.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;
use url::{Url, form_urlencoded};

/// The header that carries the signature.
pub const SIGNATURE_HEADER: &str = "x-twilio-signature";
/// The query parameter that binds a body which is no form.
const BODY_HASH: &str = "bodySHA256";

/// Why a request is not Twilio's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SignatureError {
    #[error("no signature header")]
    Missing,
    #[error("signature does not match")]
    Mismatch,
    /// Configuration, not the caller: an empty secret would let anybody sign.
    #[error("no secret to check the signature with")]
    NoSecret,
}

/// The fields of a form that Twilio signed, in the order they came. Never shown: they hold phone
/// numbers and the keys somebody pressed.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedForm(Vec<(String, String)>);

impl VerifiedForm {
    /// Checks `header` against the address Twilio was given and the form exactly as it arrived.
    ///
    /// The comparison takes the same time wherever the first difference is.
    pub fn verify(
        auth_token: &SecretString,
        header: Option<&str>,
        url: &str,
        raw: &[u8],
    ) -> Result<Self, SignatureError> {
        if auth_token.expose_secret().is_empty() {
            return Err(SignatureError::NoSecret);
        }
        let header = header.ok_or(SignatureError::Missing)?;
        let form: Vec<(String, String)> = form_urlencoded::parse(raw).into_owned().collect();
        // A body that is no form is bound by its hash in the address, and signs no field.
        let (fields, hash_is_right) = match body_hash(url) {
            Some(hash) => (&[][..], bool::from(hex_sha256(raw).as_bytes().ct_eq(hash.as_bytes()))),
            None => (form.as_slice(), true),
        };
        // Every spelling is tried, so that the time does not tell which one was right.
        let matches = spellings(url).iter().fold(false, |found, url| {
            let expected = signature(auth_token, url, fields);
            bool::from(expected.as_bytes().ct_eq(header.as_bytes())) | found
        });
        if matches & hash_is_right { Ok(Self(form)) } else { Err(SignatureError::Mismatch) }
    }

    /// The first field of that name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// How many fields only.
impl std::fmt::Debug for VerifiedForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VerifiedForm({} fields)", self.0.len())
    }
}

/// The header Twilio would send: base64 of HMAC-SHA1 over the address and the sorted fields. A
/// field that comes twice with one value is signed once.
pub fn signature(auth_token: &SecretString, url: &str, fields: &[(String, String)]) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(auth_token.expose_secret().as_bytes()) else {
        return String::new();
    };
    let mut sorted: Vec<&(String, String)> = fields.iter().collect();
    sorted.sort();
    sorted.dedup();
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The address as it is, without a port, and with the usual one of its scheme.
fn spellings(url: &str) -> [String; 3] {
    let as_given = url.to_owned();
    let Some((scheme, rest)) = url.split_once("://") else {
        return [as_given.clone(), as_given.clone(), as_given];
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let bare = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        Some(_) | None => authority,
    };
    let port = if scheme == "http" { 80 } else { 443 };
    [as_given, format!("{scheme}://{bare}{path}"), format!("{scheme}://{bare}:{port}{path}")]
}

fn body_hash(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.query_pairs().find(|(name, _)| name == BODY_HASH).map(|(_, hash)| hash.into_owned())
}

fn hex_sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        write!(hex, "{byte:02x}").unwrap_or_default();
    }
    hex
}

#[cfg(test)]
mod tests;
