//! `Content-Digest` (RFC 9530): `sha-512=:<base64>:`, perhaps several.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq;

/// Whether every digest we can compute is the body's, and there is one at least.
pub(super) fn matches(header: &str, body: &[u8]) -> bool {
    let checked = header.split(',').filter_map(|member| {
        let (algorithm, value) = member.trim().split_once('=')?;
        let digest = match algorithm {
            "sha-512" => Sha512::digest(body).to_vec(),
            "sha-256" => Sha256::digest(body).to_vec(),
            // Others prove nothing to us, and older ones (md5, sha) to nobody.
            _ => return None,
        };
        let given = value.trim().strip_prefix(':').and_then(|text| text.strip_suffix(':'));
        let given = given.and_then(|text| STANDARD.decode(text).ok()).unwrap_or_default();
        Some(bool::from(given.ct_eq(&digest)))
    });
    let checked: Vec<bool> = checked.collect();
    !checked.is_empty() && checked.into_iter().all(|is_right| is_right)
}
