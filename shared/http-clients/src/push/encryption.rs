//! The body of a message, as only the device reads it: RFC 8291 over one record of RFC 8188.

use contracts::push::DeviceKeys;
use hkdf::Hkdf;
use p256::{SecretKey, ecdh, elliptic_curve::sec1::ToSec1Point as _};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sha2::Sha256;

/// The longest body in clear, in bytes: 4,096 that every service takes (RFC 8030 §7.2) without the
/// header, the tag and the delimiter (RFC 8291 §4).
pub const BODY_MAX: usize = 3_993;
/// The size of a record, of which there is one (RFC 8188 §2.1).
const RECORD: u32 = 4_096;
/// Marks the end of the last record (RFC 8188 §2).
const LAST: u8 = 2;

/// What must be drawn anew for every message: two under the same would give each other away.
#[derive(Clone, Copy)]
pub struct Chance {
    /// The private half of a key for this message alone.
    pub ephemeral: [u8; 32],
    pub salt: [u8; 16],
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chance").finish_non_exhaustive()
    }
}

/// `body` for the holder of `keys`; `None` for one that is too long, and for the one draw in 2³² that
/// is no key.
pub(super) fn encrypt(body: &[u8], keys: &DeviceKeys, chance: Chance) -> Option<Vec<u8>> {
    if body.len() > BODY_MAX {
        return None;
    }
    let own = SecretKey::from_slice(&chance.ephemeral).ok()?;
    let own_point = own.public_key().to_sec1_point(false);
    let device_point = keys.p256dh.to_sec1_point(false);
    let shared = ecdh::diffie_hellman(own.to_nonzero_scalar(), keys.p256dh.as_affine());
    // RFC 8291 §3.4.
    let info =
        [b"WebPush: info\0".as_slice(), device_point.as_bytes(), own_point.as_bytes()].concat();
    let input: [u8; 32] = derive(&keys.auth, shared.raw_secret_bytes(), &info)?;
    // RFC 8188 §2.2 and §2.3.
    let key: [u8; 16] = derive(&chance.salt, &input, b"Content-Encoding: aes128gcm\0")?;
    let nonce: [u8; 12] = derive(&chance.salt, &input, b"Content-Encoding: nonce\0")?;
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    let mut record = [body, &[LAST]].concat();
    let nonce = Nonce::assume_unique_for_key(nonce);
    key.seal_in_place_append_tag(nonce, Aad::empty(), &mut record).ok()?;
    // The header names our half of the key (RFC 8188 §2.1, RFC 8291 §4).
    let (size, key_id) = (RECORD.to_be_bytes(), own_point.as_bytes());
    let length = [u8::try_from(key_id.len()).ok()?];
    Some([chance.salt.as_slice(), &size, &length, key_id, &record].concat())
}

/// HKDF with SHA-256 (RFC 5869), extracted and expanded.
fn derive<const N: usize>(salt: &[u8], input: &[u8], info: &[u8]) -> Option<[u8; N]> {
    let mut derived = [0; N];
    Hkdf::<Sha256>::new(Some(salt), input).expand(info, &mut derived).ok()?;
    Some(derived)
}
