//! What a courier types at the door: the prospect's four digits, an amount.
//!
//! Reading is strict where a guess could cost money: an amount that can be read two ways is not
//! read at all, and is asked for again.

use std::fmt;

use thiserror::Error;

use crate::money::{Currency, Money};

/// Digits of a delivery code.
const DIGITS: usize = 4;
/// More digits than any cash a courier carries.
const MAX_AMOUNT_DIGITS: usize = 9;

/// A text does not hold a delivery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not four digits")]
pub struct InvalidCode;

/// The four digits the prospect gives the courier once the parcel is in their hands.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DeliveryCode(String);

impl DeliveryCode {
    /// The code of digits that the caller drew; only the last four count.
    pub fn drawn(digits: &str) -> Self {
        let last: String = digits.chars().rev().filter(char::is_ascii_digit).take(DIGITS).collect();
        Self(format!("{:0>4}", last.chars().rev().collect::<String>()))
    }

    /// The code in what somebody typed: `4821`, `code 4821`, `4 8 2 1`.
    pub fn said(text: &str) -> Result<Self, InvalidCode> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == DIGITS { Ok(Self(digits)) } else { Err(InvalidCode) }
    }

    /// The four digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hidden: whoever knows the code can close the delivery.
impl fmt::Debug for DeliveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("****")
    }
}

/// The amount in what somebody typed: `45000`, `45 000 FCFA`, `reçu 45.000 F`. `None` when there
/// is no number, several, or one whose groups are not of three digits (`45,50`).
pub fn amount_said(text: &str, currency: Currency) -> Option<Money> {
    let is_separator = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | ',');
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit() && !is_separator(c))
        .map(|part| part.trim_matches(is_separator))
        .filter(|part| !part.is_empty());
    let (number, None) = (numbers.next()?, numbers.next()) else { return None };
    let mut groups = number.split(is_separator);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if rest.iter().any(|group| group.len() != 3) || (!rest.is_empty() && first.len() > 3) {
        return None;
    }
    let digits = format!("{first}{}", rest.concat());
    if digits.len() > MAX_AMOUNT_DIGITS {
        return None;
    }
    digits.parse().ok().map(|amount| Money::new(amount, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_typed_and_never_logged() {
        for text in ["4821", " code: 4821 !", "4 8 2 1", "Le code c'est 4821"] {
            assert_eq!(DeliveryCode::said(text), Ok(DeliveryCode::drawn("4821")), "{text}");
        }
        for text in ["", "482", "48211", "bonjour", "0707123456"] {
            assert_eq!(DeliveryCode::said(text), Err(InvalidCode), "{text}");
        }
        assert_eq!(DeliveryCode::drawn("70007").as_str(), "0007");
        assert_eq!(format!("{:?}", DeliveryCode::drawn("4821")), "****");
    }

    #[test]
    fn an_amount_is_read_only_when_it_can_be_read_one_way() {
        let read = |text| amount_said(text, Currency::Xof).map(Money::amount);
        for (text, amount) in [
            ("45000", 45_000),
            ("45 000 FCFA", 45_000),
            ("45.000F", 45_000),
            ("j'ai reçu 45000 francs", 45_000),
            ("1\u{202f}250\u{a0}000", 1_250_000),
            ("0", 0),
        ] {
            assert_eq!(read(text), Some(amount), "{text}");
        }
        for text in ["", "rien", "45,50", "45000 et 500", "4500 000", "1234567890", "45 mille 5"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
