//! The short link a courier gets by text message: `<id><seal>`, 18 characters.
//!
//! The id says where the offer is written down, the seal that we made the link: 8 characters of
//! base64url are 48 bits, which nobody guesses before an offer is over, and a link that was not
//! made by us is refused before anything is read.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Characters of the id, drawn by the caller from `[0-9A-Za-z]`.
pub const ID_LEN: usize = 10;
/// Characters of the seal, six bits each.
const SEAL_LEN: usize = 8;
/// Bytes of the HMAC that the seal keeps.
const SEAL_BYTES: usize = 6;
/// What is sealed is not only the id, so that no other use of the secret gives a seal.
const PURPOSE: &[u8] = b"courier-link.v1.";

/// The text of a courier's link, after `/c/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourierLink;

impl CourierLink {
    /// The text for an id; `None` when the secret is empty or the id is not [`ID_LEN`] letters and
    /// digits.
    pub fn seal(secret: &SecretString, id: &str) -> Option<String> {
        let seal = seal_of(secret, id)?;
        Some(format!("{id}{seal}"))
    }

    /// The id of a text that [`CourierLink::seal`] made, in the same time wherever a wrong one
    /// differs.
    pub fn open<'a>(secret: &SecretString, text: &'a str) -> Option<&'a str> {
        let (id, given) = text.split_at_checked(ID_LEN)?;
        let expected = seal_of(secret, id)?;
        let is_ours = bool::from(expected.as_bytes().ct_eq(given.as_bytes()));
        is_ours.then_some(id)
    }
}

fn seal_of(secret: &SecretString, id: &str) -> Option<String> {
    let is_id = id.len() == ID_LEN && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let key = Some(secret.expose_secret()).filter(|key| is_id && !key.is_empty())?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
    mac.update(PURPOSE);
    mac.update(id.as_bytes());
    let whole = mac.finalize().into_bytes();
    let seal = URL_SAFE_NO_PAD.encode(whole.get(..SEAL_BYTES)?);
    (seal.len() == SEAL_LEN).then_some(seal)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "a1B2c3D4e5";

    fn secret() -> SecretString {
        SecretString::from("link-secret")
    }

    #[test]
    fn a_link_is_short_and_opens() {
        let text = CourierLink::seal(&secret(), ID).unwrap();
        assert_eq!(text.len(), ID_LEN + SEAL_LEN);
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')));
        assert_eq!(CourierLink::open(&secret(), &text), Some(ID));
    }

    #[test]
    fn any_changed_byte_is_refused() {
        let text = CourierLink::seal(&secret(), ID).unwrap();
        for index in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[index] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(CourierLink::open(&secret(), &changed), None, "{changed}");
        }
        let (cut, _rest) = text.split_at(17);
        for other in ["", "a1B2c3D4e5", cut, &format!("{text}A"), "ééééé", "a1B2c3D4é5AAAAAAAA"]
        {
            assert_eq!(CourierLink::open(&secret(), other), None, "{other}");
        }
        assert_eq!(CourierLink::open(&SecretString::from("another"), &text), None);
    }

    #[test]
    fn without_a_secret_or_an_id_there_is_no_link() {
        assert_eq!(CourierLink::seal(&SecretString::from(""), ID), None);
        for id in ["", "short", "a1B2c3D4e5f", "a1B2c3D4e/"] {
            assert_eq!(CourierLink::seal(&secret(), id), None, "{id}");
        }
    }
}
