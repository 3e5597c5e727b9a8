//! Phone numbers in E.164, read the way people of these countries write them.
//!
//! A WhatsApp user's `wa_id` is not a phone: accounts older than a renumbering keep the old digits
//! (WAHA issue 1894, February 2026). It stays an opaque key; a [`Phone`] is for calling.

use std::fmt;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};
use thiserror::Error;

use crate::{country::Country, ids::WaId};

/// Why a text is not a phone number we can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidPhone {
    #[error("not a phone number")]
    NotANumber,
    /// Eight digits in Côte d'Ivoire: numbers have had ten since 31 January 2021.
    #[error("a number of before the renumbering")]
    OldPlan,
}

/// A valid number in E.164, such as `+2250707123456`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads a number written nationally (for `country`) or internationally.
    ///
    /// Benin's eight digits of before 30 November 2024 get their `01`, that migration being a
    /// plain prefix; Côte d'Ivoire's depends on the operator, so it is asked for again.
    pub fn parse(text: &str, country: Country) -> Result<Self, InvalidPhone> {
        let mut written: String =
            text.replace("(0)", "").chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        if let Some(rest) = written.strip_prefix("00") {
            written = format!("+{rest}");
        }
        let national = match country {
            Country::IvoryCoast => written.strip_prefix("+225").unwrap_or(&written),
            Country::Benin => written.strip_prefix("+229").unwrap_or(&written),
            Country::BurkinaFaso
            | Country::Cameroon
            | Country::CentralAfricanRepublic
            | Country::Chad
            | Country::Congo
            | Country::Gabon
            | Country::Mali
            | Country::Niger
            | Country::Senegal
            | Country::Togo => &written,
        };
        let is_old = national.len() == 8 && !national.starts_with('+');
        if is_old && country == Country::IvoryCoast {
            return Err(InvalidPhone::OldPlan);
        }
        if is_old && country == Country::Benin {
            written = format!("+22901{national}");
        }
        let number = PHONE_NUMBER_UTIL
            .parse(&written, Some(country.region()))
            .or(Err(InvalidPhone::NotANumber))?;
        if !number.is_valid() {
            return Err(InvalidPhone::NotANumber);
        }
        Ok(Self(number.format_as(PhoneNumberFormat::E164).to_string()))
    }

    /// Takes back a number that was stored in E.164.
    pub fn of_e164(text: &str) -> Result<Self, InvalidPhone> {
        let digits = text.strip_prefix('+').ok_or(InvalidPhone::NotANumber)?;
        if (8..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidPhone::NotANumber)
        }
    }

    /// The phone of a WhatsApp user, when their `wa_id` is a valid number.
    pub fn of_wa_id(wa_id: &WaId, country: Country) -> Result<Self, InvalidPhone> {
        Self::parse(&format!("+{}", wa_id.as_str().trim_start_matches('+')), country)
    }

    /// The country whose number it is, among those we serve.
    pub fn country(&self) -> Option<Country> {
        let is_of = |country: &Country| {
            self.0
                .strip_prefix('+')
                .is_some_and(|digits| digits.starts_with(country.calling_code()))
        };
        Country::ALL.into_iter().find(is_of)
    }

    /// The number with its `+`.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// The digits as Meta addresses them.
    pub fn wa_id(&self) -> WaId {
        WaId::new(self.0.trim_start_matches('+'))
    }

    /// As it is dialled in its country: `07 07 12 34 56`. An even number of digits is said by
    /// pairs there; the library's grouping serves the others.
    pub fn national(&self) -> String {
        let Ok(number) = PHONE_NUMBER_UTIL.parse(&self.0, None) else { return self.0.clone() };
        let written = number.format_as(PhoneNumberFormat::National).to_string();
        let digits: Vec<char> = written.chars().filter(char::is_ascii_digit).collect();
        if digits.len() % 2 == 1 {
            return written;
        }
        digits.chunks(2).map(String::from_iter).collect::<Vec<_>>().join(" ")
    }
}

/// Only the last two digits: a number is never in a log.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tail: Vec<char> = self.0.chars().rev().take(2).collect();
        write!(f, "+…{}", tail.iter().rev().collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e164(text: &str, country: Country) -> Result<String, InvalidPhone> {
        Phone::parse(text, country).map(|phone| phone.e164().to_owned())
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        use Country::{Benin, Cameroon, IvoryCoast, Mali, Senegal};
        for (text, country, expected) in [
            ("07 07 12 34 56", IvoryCoast, "+2250707123456"),
            ("+225 07.07.12.34.56", IvoryCoast, "+2250707123456"),
            ("002250707123456", IvoryCoast, "+2250707123456"),
            ("77 123 45 67", Senegal, "+221771234567"),
            ("0197123456", Benin, "+2290197123456"),
            ("97123456", Benin, "+2290197123456"),
            ("+229 97 12 34 56", Benin, "+2290197123456"),
            ("6 71 23 45 67", Cameroon, "+237671234567"),
            ("+221771234567", Mali, "+221771234567"),
        ] {
            assert_eq!(e164(text, country).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "bonjour", "12", "+", "07 07 12 34 5", "123456789012345678"] {
            assert_eq!(e164(text, Country::IvoryCoast), Err(InvalidPhone::NotANumber), "{text}");
        }
        assert_eq!(e164("07 12 34 56", Country::IvoryCoast), Err(InvalidPhone::OldPlan));
        assert_eq!(e164("+22507123456", Country::IvoryCoast), Err(InvalidPhone::OldPlan));
    }

    #[test]
    fn a_number_is_shown_as_it_is_dialled_and_hidden_in_logs() {
        let phone = Phone::parse("0707123456", Country::IvoryCoast).unwrap();
        assert_eq!(phone.national(), "07 07 12 34 56");
        assert_eq!(format!("{phone:?}"), "+…56");
        assert_eq!(Phone::of_e164(phone.e164()), Ok(phone));
    }
}
