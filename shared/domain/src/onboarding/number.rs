//! The number that gets connected, and which one it is when an account has several.

use std::fmt;

use jiff::Timestamp;

use crate::ids::{PhoneNumberId, WabaId};

/// A number of a seller's account, as Meta lists it.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedNumber {
    pub id: PhoneNumberId,
    /// As people read it: `+225 07 07 12 34 56`.
    pub display_number: String,
    /// The name WhatsApp shows.
    pub verified_name: String,
    /// It also lives in the WhatsApp Business app, and on the Cloud API.
    pub coexistence: bool,
    /// When it was last onboarded, where Meta says so.
    pub onboarded_at: Option<Timestamp>,
}

/// A number and the access to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Connection {
    pub account: WabaId,
    pub number: PhoneNumberId,
    /// As people read it.
    pub display_number: String,
    pub verified_name: String,
    /// The seller also answers from the WhatsApp Business app; such a number is not registered.
    pub coexistence: bool,
    /// When the token ends; `None`: never.
    pub token_expires_at: Option<Timestamp>,
}

impl Connection {
    pub(super) fn of(
        number: &ListedNumber,
        account: &WabaId,
        token_expires_at: Option<Timestamp>,
    ) -> Self {
        Self {
            account: account.clone(),
            number: number.id.clone(),
            display_number: number.display_number.clone(),
            verified_name: number.verified_name.clone(),
            coexistence: number.coexistence,
            token_expires_at,
        }
    }
}

/// The number meant: the one onboarded last where Meta says so, else the one already connected,
/// else the one of the form, else the first.
pub(super) fn choose<'a>(
    numbers: &'a [ListedNumber],
    connected: Option<&PhoneNumberId>,
    form_digits: &str,
) -> Option<&'a ListedNumber> {
    // `max_by_key` keeps the last of equals: reversed, the first of the list wins.
    numbers.iter().rev().max_by_key(|number| {
        (
            number.onboarded_at,
            connected == Some(&number.id),
            digits(&number.display_number) == form_digits,
        )
    })
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

// The number itself is never in a log.
impl fmt::Debug for ListedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListedNumber")
            .field("id", &self.id)
            .field("coexistence", &self.coexistence)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("account", &self.account)
            .field("number", &self.number)
            .field("coexistence", &self.coexistence)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(id: &str, display: &str, onboarded_at: Option<i64>) -> ListedNumber {
        ListedNumber {
            id: PhoneNumberId::new(id),
            display_number: display.into(),
            verified_name: "Boutique".into(),
            coexistence: false,
            onboarded_at: onboarded_at.map(|s| Timestamp::from_second(s).unwrap()),
        }
    }

    #[test]
    fn the_number_meant_is_found_by_what_is_known() {
        let dated = [number("1", "+225 01", Some(10)), number("2", "+225 02", Some(20))];
        let plain = [number("1", "+225 01", None), number("2", "+225 0-2", None)];
        let connected = PhoneNumberId::new("1");
        let chosen = |numbers: &[ListedNumber], connected: Option<&PhoneNumberId>, form: &str| {
            choose(numbers, connected, form).map(|n| n.id.as_str().to_owned())
        };
        assert_eq!(chosen(&dated, Some(&connected), "22501").as_deref(), Some("2"));
        assert_eq!(chosen(&plain, Some(&connected), "22502").as_deref(), Some("1"));
        assert_eq!(chosen(&plain, None, "22502").as_deref(), Some("2"));
        assert_eq!(chosen(&plain, None, "").as_deref(), Some("1"));
        assert_eq!(chosen(&[], None, ""), None);
    }

    #[test]
    fn a_number_is_not_shown_in_logs() {
        let listed = number("1", "+225 07 07 12 34 56", None);
        let connection = Connection::of(&listed, &WabaId::new("9"), None);
        assert!(!format!("{listed:?}{connection:?}").contains("+225"));
    }
}
