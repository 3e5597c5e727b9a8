//! Hours in French.

use super::{DAY, Day, OpeningHours, Span, WEEK};
use crate::moment::weekday_in_words;

/// `du lundi au vendredi de 8h à 12h et de 14h à 18h, le samedi de 9h à 13h`; days that are closed
/// are not said.
pub(super) fn week(hours: &OpeningHours) -> String {
    let mut groups: Vec<(Vec<&'static str>, &Day)> = Vec::new();
    let mut is_next = false;
    for weekday in WEEK {
        let day = hours.day(weekday);
        let is_open = !day.spans().is_empty();
        match groups.last_mut() {
            Some((names, of)) if is_next && is_open && *of == day => {
                names.push(weekday_in_words(weekday));
            }
            Some(_) | None if is_open => groups.push((vec![weekday_in_words(weekday)], day)),
            Some(_) | None => {}
        }
        is_next = is_open;
    }
    let said = groups.iter().map(|(names, day)| format!("{} {}", days(names), spans(day)));
    said.collect::<Vec<_>>().join(", ")
}

/// Consecutive days of the same hours.
fn days(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("le {one}"),
        [one, other] => format!("le {one} et le {other}"),
        [_, _, _, _, _, _, _] => "tous les jours".to_owned(),
        [first, .., last] => format!("du {first} au {last}"),
    }
}

fn spans(day: &Day) -> String {
    let span = |span: &Span| {
        if *span == Span::ALL_DAY {
            "24h sur 24".to_owned()
        } else {
            format!("de {} à {}", hour(span.from), hour(span.until))
        }
    };
    day.spans().iter().map(span).collect::<Vec<_>>().join(" et ")
}

/// `8h`, `14h30`, `minuit`.
pub(super) fn hour(minute: u16) -> String {
    match (minute / 60, minute % 60) {
        (0, 0) => "minuit".to_owned(),
        _ if minute == DAY => "minuit".to_owned(),
        (hour, 0) => format!("{hour}h"),
        (hour, minutes) => format!("{hour}h{minutes:02}"),
    }
}
