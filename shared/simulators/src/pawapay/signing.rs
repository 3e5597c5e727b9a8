//! HTTP message signatures (RFC 9421) as pawaPay puts them on callbacks: ECDSA over P-256, in DER.

use axum::{Json, extract::State, http::header::HeaderName};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use p256::{
    ecdsa::{Signature, SigningKey, signature::Signer as _},
    pkcs8::{EncodePublicKey as _, LineEnding},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha512};
use url::Url;

use super::Pawapay;
use crate::{random, time::UnixMs};

const KEY_ID: &str = "HTTP_EC_P256_KEY:1";
/// Seconds a signature is good for.
const LIFE: i64 = 60;

/// A key of chance.
pub(super) fn draw() -> SigningKey {
    // Nearly every 32 bytes are a key; the first that are serve.
    loop {
        if let Ok(key) = SigningKey::from_slice(&random::bytes()) {
            return key;
        }
    }
}

/// `GET /v2/public-key/http`
pub(super) async fn public_keys(State(pawapay): State<Pawapay>) -> Json<Value> {
    let key = pawapay.0.key.verifying_key();
    let pem = key.to_public_key_pem(LineEnding::LF).unwrap_or_default();
    Json(json!([{"id": KEY_ID, "key": pem}]))
}

/// The headers that sign a `POST` of this body to this address.
pub(super) fn headers(
    key: &SigningKey,
    url: &Url,
    body: &str,
    now: UnixMs,
) -> Vec<(HeaderName, String)> {
    let digest = format!("sha-512=:{}:", STANDARD.encode(Sha512::digest(body)));
    let second = now / 1_000;
    let date = crate::money::moment(now);
    let authority = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    };
    let parameters = format!(
        "(\"@method\" \"@authority\" \"@path\" \"signature-date\" \"content-digest\" \"content-type\");\
         alg=\"ecdsa-p256-sha256\";keyid=\"{KEY_ID}\";created={second};expires={}",
        second + LIFE
    );
    let base = format!(
        "\"@method\": POST\n\"@authority\": {authority}\n\"@path\": {}\n\"signature-date\": {date}\n\
         \"content-digest\": {digest}\n\"content-type\": application/json\n\"@signature-params\": {parameters}",
        url.path()
    );
    let signature: Signature = key.sign(base.as_bytes());
    let signature = STANDARD.encode(signature.to_der().as_bytes());
    vec![
        (HeaderName::from_static("content-digest"), digest),
        (HeaderName::from_static("signature-date"), date),
        (HeaderName::from_static("signature-input"), format!("sig-pp={parameters}")),
        (HeaderName::from_static("signature"), format!("sig-pp=:{signature}:")),
    ]
}
