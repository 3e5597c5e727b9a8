//! Delivery moments: « demain matin », « samedi après-midi », « ce soir ».

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::text::Text;

/// A day and a part of the day, as far as they were said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Moment {
    /// `today`, `tomorrow` or `YYYY-MM-DD`.
    pub(super) day: Option<String>,
    /// `morning` or `afternoon`.
    pub(super) period: Option<&'static str>,
}

/// The phrases that belong to a moment, so that nothing else reads them.
pub(super) const PHRASES: [&str; 26] = [
    "aujourd hui",
    "apres demain",
    "demain",
    "ce soir",
    "ce matin",
    "cet apres midi",
    "apres midi",
    "aprem",
    "matin",
    "matinee",
    "soir",
    "midi",
    "today",
    "tomorrow",
    "tonight",
    "morning",
    "afternoon",
    "evening",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "maintenant",
];

const WEEKDAYS: [(&str, &str, Weekday); 7] = [
    ("lundi", "monday", Weekday::Monday),
    ("mardi", "tuesday", Weekday::Tuesday),
    ("mercredi", "wednesday", Weekday::Wednesday),
    ("jeudi", "thursday", Weekday::Thursday),
    ("vendredi", "friday", Weekday::Friday),
    ("samedi", "saturday", Weekday::Saturday),
    ("dimanche", "sunday", Weekday::Sunday),
];

/// Reads the moment of a message. `today` is the shop's date, `YYYY-MM-DD`.
pub(super) fn find(text: &Text, today: &str) -> Moment {
    Moment { day: day(text, today), period: period(text) }
}

fn day(text: &Text, today: &str) -> Option<String> {
    let date: Option<Date> = today.parse().ok();
    if text.has("apres demain") {
        return date.and_then(|date| date.checked_add(2.days()).ok()).map(|date| date.to_string());
    }
    if text.has_any(&["demain", "tomorrow"]) {
        return Some("tomorrow".to_owned());
    }
    let now = ["aujourd hui", "ce soir", "ce matin", "cet apres midi", "today", "tonight"];
    if text.has_any(&now) || text.has("maintenant") {
        return Some("today".to_owned());
    }
    let (_, _, weekday) =
        WEEKDAYS.iter().find(|(french, english, _)| text.has_any(&[french, english]))?;
    date.and_then(|date| date.nth_weekday(1, *weekday).ok()).map(|date| date.to_string())
}

fn period(text: &Text) -> Option<&'static str> {
    if text.has_any(&["matin", "matinee", "morning"]) {
        return Some("morning");
    }
    let late = ["apres midi", "aprem", "soir", "afternoon", "evening", "tonight", "midi"];
    if text.has_any(&late) {
        return Some("afternoon");
    }
    let hour = text.words.iter().find_map(|word| hour(&word.folded))?;
    Some(if hour < 12 { "morning" } else { "afternoon" })
}

/// `15h`, `9h30`.
fn hour(word: &str) -> Option<u8> {
    let (hour, minutes) = word.split_once('h')?;
    let hour: u8 = hour.parse().ok()?;
    (hour < 24 && minutes.chars().all(|c| c.is_ascii_digit())).then_some(hour)
}

/// Whether a word is an hour, so that it is not taken for a quantity.
pub(super) fn is_hour(word: &str) -> bool {
    hour(word).is_some()
}
