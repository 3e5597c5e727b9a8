//! The only place that draws chance: identifiers, codes a person types, secrets in a link.
//!
//! All of it comes from the operating system through `uuid`, so no second generator is linked.

use uuid::Uuid;

/// Bits of a version 4 UUID that are drawn, counted from the lowest.
const RANDOM_LOW_BITS: u32 = 62;
/// The most digits a code may have: 10^9 leaves a bias below one in 10^9 out of 2^62.
const MAX_DIGITS: u32 = 9;

/// A UUID whose order is that of time (version 7), for our identifiers.
#[expect(clippy::disallowed_methods, reason = "this is the one place the lint points to")]
pub fn uuid_v7() -> Uuid {
    Uuid::now_v7()
}

/// A code of `count` decimal digits, leading zeros included (1 to 9 digits; outside, the nearest).
pub fn digits(count: u32) -> String {
    let count = count.clamp(1, MAX_DIGITS);
    let drawn = uuid_v4().as_u128() & ((1 << RANDOM_LOW_BITS) - 1);
    let width = usize::try_from(count).unwrap_or(1);
    format!("{:0width$}", drawn % 10_u128.pow(count))
}

/// So many letters and digits of `[0-9A-Za-z]` (at most 10 are drawn evenly).
pub fn letters(count: usize) -> String {
    const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut drawn = uuid_v4().as_u128() & ((1 << RANDOM_LOW_BITS) - 1);
    let mut letters = String::with_capacity(count);
    for _ in 0..count {
        let index = usize::try_from(drawn % 62).unwrap_or(0);
        letters.extend(ALPHABET.get(index).map(|letter| char::from(*letter)));
        drawn /= 62;
    }
    letters
}

/// A secret for a link or a one-time state: 64 characters of `[0-9a-f]`, 244 bits of chance.
pub fn token() -> String {
    format!("{}{}", uuid_v4().simple(), uuid_v4().simple())
}

/// So many bytes, all of them drawn: a key, a salt.
pub fn bytes<const N: usize>() -> [u8; N] {
    // Of a version 4 UUID the first six bytes hold nothing but chance (RFC 9562 §5.4).
    const DRAWN: usize = 6;
    let mut bytes = [0; N];
    for chunk in bytes.chunks_mut(DRAWN) {
        for (slot, drawn) in chunk.iter_mut().zip(uuid_v4().as_bytes()) {
            *slot = *drawn;
        }
    }
    bytes
}

#[expect(clippy::disallowed_methods, reason = "this is the one place the lint points to")]
fn uuid_v4() -> Uuid {
    Uuid::new_v4()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_code_has_the_digits_asked_for_and_uses_all_ten() {
        let codes: Vec<String> = (0..2_000).map(|_| digits(4)).collect();
        assert!(codes.iter().all(|code| code.len() == 4));
        let seen: BTreeSet<char> = codes.iter().flat_map(|code| code.chars()).collect();
        assert_eq!(seen, ('0'..='9').collect());
        // A leading zero is kept: one code in ten has one.
        assert!(codes.iter().any(|code| code.starts_with('0')));
        assert_eq!((digits(0).len(), digits(40).len()), (1, 9));
    }

    #[test]
    fn letters_are_as_many_as_asked_for_of_all_kinds() {
        let drawn: Vec<String> = (0..500).map(|_| letters(10)).collect();
        assert!(drawn.iter().all(|text| text.len() == 10));
        assert!(drawn.iter().all(|text| text.bytes().all(|b| b.is_ascii_alphanumeric())));
        let seen: BTreeSet<char> = drawn.iter().flat_map(|text| text.chars()).collect();
        assert_eq!(seen.len(), 62);
    }

    #[test]
    fn tokens_are_long_url_safe_and_differ() {
        let (one, other) = (token(), token());
        assert_eq!(one.len(), 64);
        assert!(one.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(one, other);
    }

    #[test]
    fn every_bit_of_drawn_bytes_is_sometimes_set_and_sometimes_not() {
        let drawn: Vec<[u8; 32]> = (0..200).map(|_| bytes()).collect();
        for place in 0..32 {
            let (mut ones, mut zeros) = (0, 0);
            for bytes in &drawn {
                ones |= bytes[place];
                zeros |= !bytes[place];
            }
            assert_eq!((ones, zeros), (0xff, 0xff), "{place}");
        }
    }

    #[test]
    fn identifiers_sort_as_they_were_drawn() {
        let drawn: Vec<Uuid> = (0..64).map(|_| uuid_v7()).collect();
        assert!(drawn.is_sorted());
    }
}
