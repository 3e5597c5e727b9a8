//! How a shop sounds: the language of what code says, and how it addresses its customers.

use jiff::civil::{Date, Weekday};

use crate::{
    language::Language,
    moment::{Moment, Period},
    order::Address,
};

/// How a shop addresses its customers in French. The shop chooses, once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Manner {
    /// « Vous confirmez ? »
    #[default]
    Vous,
    /// « Tu confirmes ? »
    Tu,
}

/// The voice of every sentence that code says to one prospect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Voice {
    pub language: Language,
    pub manner: Manner,
}

impl Voice {
    /// A language, and a manner for when it is French.
    pub const fn new(language: Language, manner: Manner) -> Self {
        Self { language, manner }
    }

    /// The one of three that this voice says.
    pub(super) fn pick<T>(self, vous: T, tu: T, english: T) -> T {
        match (self.language, self.manner) {
            (Language::French, Manner::Vous) => vous,
            (Language::French, Manner::Tu) => tu,
            (Language::English, Manner::Vous | Manner::Tu) => english,
        }
    }

    /// The one of two, where French addresses nobody.
    pub(super) fn either<T>(self, french: T, english: T) -> T {
        match self.language {
            Language::French => french,
            Language::English => english,
        }
    }

    /// A promise as said on `today`: `demain avant 12h`, `tomorrow before noon`.
    pub(super) fn moment(self, moment: Moment, today: Date) -> String {
        match self.language {
            Language::French => moment.in_words(today),
            Language::English => moment_in_english(moment, today),
        }
    }

    /// Where to deliver.
    pub(super) fn place(self, address: &Address) -> String {
        match (self.language, address.pin) {
            (Language::French, _) | (Language::English, None) => address.in_words(),
            (Language::English, Some(_)) => {
                let known = Address { pin: None, ..address.clone() }.in_words();
                if known.is_empty() {
                    "the location sent on WhatsApp".to_owned()
                } else {
                    format!("{known} (WhatsApp location)")
                }
            }
        }
    }
}

fn moment_in_english(moment: Moment, today: Date) -> String {
    let end = match moment.period {
        Period::Morning => "noon",
        Period::Afternoon => "6 pm",
    };
    if moment.day == today {
        return format!("today before {end}");
    }
    if today.tomorrow().is_ok_and(|tomorrow| moment.day == tomorrow) {
        return format!("tomorrow before {end}");
    }
    let name = match moment.day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    format!("{name} {:02}/{:02} before {end}", moment.day.day(), moment.day.month())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::order::Pin;

    const ENGLISH: Voice = Voice::new(Language::English, Manner::Vous);

    #[test]
    fn a_promise_is_said_in_the_voices_language() {
        let today = date(2026, 11, 23);
        let said = |voice: Voice, day, period| voice.moment(Moment { day, period }, today);
        let saturday = date(2026, 11, 28);
        assert_eq!(said(Voice::default(), saturday, Period::Morning), "samedi 28/11 avant 12h");
        assert_eq!(said(ENGLISH, saturday, Period::Morning), "Saturday 28/11 before noon");
        assert_eq!(said(ENGLISH, today, Period::Afternoon), "today before 6 pm");
        assert_eq!(said(ENGLISH, date(2026, 11, 24), Period::Morning), "tomorrow before noon");
    }

    #[test]
    fn a_place_keeps_its_own_names_in_every_language() {
        let mut address = Address { commune: "Cocody".into(), ..Address::default() };
        assert_eq!(ENGLISH.place(&address), "Cocody");
        address.pin = Some(Pin { latitude_e7: 53_600_000, longitude_e7: -40_000_000 });
        assert_eq!(ENGLISH.place(&address), "Cocody (WhatsApp location)");
        assert_eq!(Voice::default().place(&address), "Cocody (position WhatsApp)");
        address.commune.clear();
        assert_eq!(ENGLISH.place(&address), "the location sent on WhatsApp");
    }
}
