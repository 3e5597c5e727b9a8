//! pawaPay's signed callbacks: HTTP message signatures (RFC 9421) over a digest of the body, with
//! a key of pawaPay's that is found by its id.
//!
//! A callback is only a hint. What is read of it says which checkout, deposit or refund to ask
//! pawaPay about, nothing else. (pawaPay, "Signatures"; its own Node example signs in DER, the RFC
//! asks for two integers side by side: both are read.)

mod digest;
mod hint;
mod input;

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use p256::{
    ecdsa::{Signature, VerifyingKey, signature::Verifier},
    pkcs8::DecodePublicKey,
};
use serde::Deserialize;
use thiserror::Error;

pub use self::hint::{PawapayHint, Subject};
use self::input::Input;

/// Without these three, a signature says nothing about this request.
const REQUIRED: [&str; 3] = ["@method", "@path", "content-digest"];
/// The only algorithm pawaPay signs with.
const ALGORITHM: &str = "ecdsa-p256-sha256";
/// A signature that names no end counts for so many seconds.
const LIFE: i64 = 5 * 60;
/// Clocks differ.
const AHEAD: i64 = 5 * 60;

/// Why a callback is not pawaPay's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PawapayProofError {
    #[error("no signature")]
    Missing,
    #[error("signature is not written as RFC 9421 asks")]
    Malformed,
    /// It covers too little of the request, or what we cannot rebuild.
    #[error("signature does not cover what it must")]
    Uncovered,
    #[error("body is not the one that was signed")]
    WrongDigest,
    #[error("signature is not of these minutes")]
    Outdated,
    /// None of the keys given has this id: they may have been replaced since.
    #[error("no key of this id")]
    UnknownKey,
    #[error("signature does not match")]
    Mismatch,
}

/// A public key as pawaPay publishes it. (`GET /v2/public-key/http`)
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PublicKey {
    pub id: String,
    /// PEM, `BEGIN PUBLIC KEY`.
    pub key: String,
}

/// What of a request a signature can cover. Authority and path are those of the address that
/// pawaPay was given, whatever stands between it and us.
pub struct SignedRequest<'a> {
    pub method: &'a str,
    pub authority: &'a str,
    pub path: &'a str,
    /// A header by its lower-case name.
    pub header: &'a dyn Fn(&str) -> Option<String>,
    pub body: &'a [u8],
}

/// The bytes of a callback that is pawaPay's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifiedPawapay<'a>(&'a [u8]);

impl<'a> VerifiedPawapay<'a> {
    /// Checks the digest, the moment and the signature.
    pub fn verify(
        keys: &[PublicKey],
        request: &SignedRequest<'a>,
        now: Timestamp,
    ) -> Result<Self, PawapayProofError> {
        let header = |name: &str| (request.header)(name).ok_or(PawapayProofError::Missing);
        let (text, signatures) = (header("signature-input")?, header("signature")?);
        let input = Input::of(&text).ok_or(PawapayProofError::Malformed)?;
        if !REQUIRED.iter().all(|name| input.components.contains(name)) {
            return Err(PawapayProofError::Uncovered);
        }
        if input.parameter("alg").is_some_and(|algorithm| algorithm != ALGORITHM) {
            return Err(PawapayProofError::Malformed);
        }
        is_of_now(&input, now)?;
        if !digest::matches(&header("content-digest")?, request.body) {
            return Err(PawapayProofError::WrongDigest);
        }
        let base = base(&input, request)?;
        let signature = signature(&signatures, input.label).ok_or(PawapayProofError::Malformed)?;
        let id = input.parameter("keyid").ok_or(PawapayProofError::Malformed)?;
        let key = keys.iter().find(|key| key.id == id).ok_or(PawapayProofError::UnknownKey)?;
        let key = VerifyingKey::from_public_key_pem(&key.key)
            .map_err(|_no_key| PawapayProofError::UnknownKey)?;
        let forms = [Signature::from_der(&signature), Signature::from_slice(&signature)];
        let is_theirs = |form: &Signature| key.verify(base.as_bytes(), form).is_ok();
        if forms.iter().flatten().any(is_theirs) {
            Ok(Self(request.body))
        } else {
            Err(PawapayProofError::Mismatch)
        }
    }

    /// What the callback is about.
    pub fn hint(self) -> Option<PawapayHint> {
        PawapayHint::of(self.0)
    }
}

fn is_of_now(input: &Input<'_>, now: Timestamp) -> Result<(), PawapayProofError> {
    let number = |name| match input.parameter(name) {
        None => Ok(None),
        Some(text) => {
            text.parse::<i64>().map(Some).map_err(|_no_number| PawapayProofError::Malformed)
        }
    };
    let now = now.as_second();
    let (created, expires) = (number("created")?, number("expires")?);
    let end = expires.or_else(|| created.map(|created| created.saturating_add(LIFE)));
    let is_early = created.is_some_and(|created| created > now.saturating_add(AHEAD));
    match end {
        Some(end) if now <= end && !is_early => Ok(()),
        Some(_) => Err(PawapayProofError::Outdated),
        None => Err(PawapayProofError::Malformed),
    }
}

/// The text that was signed, rebuilt from the list the signature itself gives (RFC 9421 §2.5).
fn base(input: &Input<'_>, request: &SignedRequest<'_>) -> Result<String, PawapayProofError> {
    let mut lines = Vec::new();
    for name in &input.components {
        let value = match *name {
            "@method" => request.method.to_owned(),
            "@authority" => request.authority.to_ascii_lowercase(),
            "@path" => request.path.to_owned(),
            name if name.starts_with('@') => return Err(PawapayProofError::Uncovered),
            name => (request.header)(name).ok_or(PawapayProofError::Uncovered)?.trim().to_owned(),
        };
        lines.push(format!("\"{name}\": {value}"));
    }
    lines.push(format!("\"@signature-params\": {}", input.verbatim));
    Ok(lines.join("\n"))
}

/// The signature of a label: `sig-pp=:<base64>:`.
fn signature(header: &str, label: &str) -> Option<Vec<u8>> {
    let of_label = |member: &str| {
        let (name, value) = member.trim().split_once('=')?;
        (name == label)
            .then(|| value.trim().strip_prefix(':')?.strip_suffix(':'))?
            .and_then(|text| STANDARD.decode(text).ok())
    };
    header.split(',').find_map(of_label)
}

impl fmt::Debug for SignedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
            .field("method", &self.method)
            .field("size", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for VerifiedPawapay<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedPawapay({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests;
