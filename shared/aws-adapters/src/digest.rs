//! SHA-256 as text, for identifiers that are too long or must not be readable where they go.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// The SHA-256 of a text, 64 characters of `[0-9a-f]`.
pub(crate) fn sha256_hex(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            sha256_hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
