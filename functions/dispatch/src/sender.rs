//! Whether the person who wrote is the courier a seller registered.
//!
//! A `wa_id` is not a phone number: accounts older than a renumbering keep their eight digits
//! (Côte d'Ivoire 2021, Benin 2024), and the number registered has ten that end in them.

use domain::{ids::WaId, phone::Phone};

/// Digits of a calling code of the countries served.
const CALLING_CODE: usize = 3;
/// Digits of a national number before the renumberings.
const OLD_NATIONAL: usize = 8;

/// Whether `sender` is who is called on `phone`.
pub(crate) fn is(sender: &WaId, phone: &Phone) -> bool {
    let registered = phone.wa_id();
    let (sender, registered) = (sender.as_str(), registered.as_str());
    if sender == registered {
        return true;
    }
    let (Some((code, old)), Some((registered_code, national))) =
        (sender.split_at_checked(CALLING_CODE), registered.split_at_checked(CALLING_CODE))
    else {
        return false;
    };
    code == registered_code
        && old.len() == OLD_NATIONAL
        && national.len() == OLD_NATIONAL + 2
        && national.ends_with(old)
}

#[cfg(test)]
mod tests {
    use domain::country::Country::{Benin, IvoryCoast, Senegal};

    use super::*;

    #[test]
    fn a_courier_is_known_by_their_number_of_before_and_after() {
        let ivorian = Phone::parse("0707123456", IvoryCoast).unwrap();
        let beninese = Phone::parse("0197123456", Benin).unwrap();
        let senegalese = Phone::parse("771234567", Senegal).unwrap();
        for (sender, phone, expected) in [
            ("2250707123456", &ivorian, true),
            ("22507123456", &ivorian, true),
            ("22997123456", &beninese, true),
            ("221771234567", &senegalese, true),
            ("2250507123456", &ivorian, false),
            ("22907123456", &ivorian, false),
            ("07123456", &ivorian, false),
            ("22171234567", &senegalese, false),
            ("", &ivorian, false),
        ] {
            assert_eq!(is(&WaId::new(sender), phone), expected, "{sender}");
        }
    }
}
