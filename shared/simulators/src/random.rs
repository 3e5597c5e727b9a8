//! The crate's only source of randomness: ids, codes and tokens in the vendors' shapes.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// 32 lowercase hexadecimal characters.
#[expect(clippy::disallowed_methods, reason = "this is where the simulators draw ids")]
pub(crate) fn hex() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// A number of exactly `len` digits (at most 38) without a leading zero, as Meta's object ids.
#[expect(clippy::disallowed_methods, reason = "this is where the simulators draw ids")]
pub(crate) fn digits(len: usize) -> String {
    let drawn = format!("{:038}", uuid::Uuid::new_v4().as_u128());
    let tail: String = drawn.chars().rev().take(len.saturating_sub(1)).collect();
    format!("1{tail}")
}

/// An access token in the shape of Meta's.
pub(crate) fn access_token() -> String {
    format!("EAA{}{}", hex(), hex())
}

/// A message id in the shape of WhatsApp's.
pub(crate) fn wamid() -> String {
    format!("wamid.{}", STANDARD.encode(format!("HBgL{}", hex())))
}

/// A version 4 UUID as text.
#[expect(clippy::disallowed_methods, reason = "this is where the simulators draw ids")]
pub(crate) fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// 32 bytes, for a key.
#[expect(clippy::disallowed_methods, reason = "this is where the simulators draw ids")]
pub(crate) fn bytes() -> [u8; 32] {
    let (one, other) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
    let mut bytes = [0; 32];
    for (slot, byte) in bytes.iter_mut().zip(one.as_bytes().iter().chain(other.as_bytes())) {
        *slot = *byte;
    }
    bytes
}
