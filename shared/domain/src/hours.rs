//! When a shop is open, on its own clock.
//!
//! Hours are minutes of the day, without zone: the caller brings the seller's. A shop that is open
//! past midnight writes two spans.

use std::collections::BTreeSet;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Weekday},
    tz::TimeZone,
};
use thiserror::Error;

use crate::moment::{self, Period};

mod words;

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;
/// Spans of one day: morning, afternoon, evening and one to spare.
pub const SPANS_MAX: usize = 4;
/// Days on which the shop is closed. Fewer than the weeks of a year, so that even a shop open one
/// day a week opens again within a year.
pub const HOLIDAYS_MAX: usize = 50;
/// How far ahead an opening is looked for, in days: a week more than holidays can close.
const REACH_DAYS: i32 = 7 * 52;

/// Why hours are no hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HoursRefused {
    #[error("a span does not end after it starts, within the day")]
    Span,
    #[error("two spans of a day overlap")]
    Overlap,
    #[error("a day has too many spans")]
    TooManySpans,
    #[error("there are too many holidays")]
    TooManyHolidays,
    #[error("no half day of the week leaves time for a delivery")]
    NeverOpen,
}

/// From a minute of the day until another, which is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    from: u16,
    until: u16,
}

impl Span {
    /// The whole day.
    pub const ALL_DAY: Self = Self { from: 0, until: DAY };

    /// `from` and `until` are minutes of the day; `until` may be 1440 (midnight).
    pub const fn new(from: u16, until: u16) -> Result<Self, HoursRefused> {
        if from < until && until <= DAY {
            Ok(Self { from, until })
        } else {
            Err(HoursRefused::Span)
        }
    }

    /// The minute of the day at which it starts.
    pub const fn from(self) -> u16 {
        self.from
    }

    /// The minute of the day at which it is over.
    pub const fn until(self) -> u16 {
        self.until
    }

    /// Whether a moment of somebody's clock lies in it.
    pub fn holds(self, local: DateTime) -> bool {
        let minute = minute_of(local);
        self.from <= minute && minute < self.until
    }

    const fn overlaps(self, from: u16, until: u16) -> bool {
        self.from < until && from < self.until
    }
}

/// The open spans of one weekday, in order; none: closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day(Vec<Span>);

impl Day {
    /// A day open in these spans, in any order.
    pub fn new(mut spans: Vec<Span>) -> Result<Self, HoursRefused> {
        if spans.len() > SPANS_MAX {
            return Err(HoursRefused::TooManySpans);
        }
        spans.sort_unstable();
        let neighbours = spans.iter().zip(spans.iter().skip(1));
        if neighbours.into_iter().any(|(one, next)| next.from < one.until) {
            return Err(HoursRefused::Overlap);
        }
        Ok(Self(spans))
    }

    /// A day that is open from midnight to midnight.
    pub fn all() -> Self {
        Self(vec![Span::ALL_DAY])
    }

    /// Its spans, in order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }
}

/// The days of the week in their order, Monday first.
pub const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// When a shop is open: its week, and the days on which it is closed all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningHours {
    /// Monday first.
    week: [Day; 7],
    holidays: BTreeSet<Date>,
}

/// Always open: a shop that never said its hours promises as it always did.
impl Default for OpeningHours {
    fn default() -> Self {
        Self { week: std::array::from_fn(|_| Day::all()), holidays: BTreeSet::new() }
    }
}

impl OpeningHours {
    /// Hours of a week, Monday first. Some half day that ends with a promise must be open.
    pub fn new(week: [Day; 7], holidays: BTreeSet<Date>) -> Result<Self, HoursRefused> {
        if holidays.len() > HOLIDAYS_MAX {
            return Err(HoursRefused::TooManyHolidays);
        }
        let (from, _) = Period::Morning.minutes();
        let (_, until) = Period::Afternoon.minutes();
        if !week.iter().any(|day| day.0.iter().any(|span| span.overlaps(from, until))) {
            return Err(HoursRefused::NeverOpen);
        }
        Ok(Self { week, holidays })
    }

    /// A weekday's spans, holidays apart.
    pub const fn day(&self, weekday: Weekday) -> &Day {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = &self.week;
        match weekday {
            Weekday::Monday => monday,
            Weekday::Tuesday => tuesday,
            Weekday::Wednesday => wednesday,
            Weekday::Thursday => thursday,
            Weekday::Friday => friday,
            Weekday::Saturday => saturday,
            Weekday::Sunday => sunday,
        }
    }

    /// Days on which the shop is closed whatever the weekday.
    pub const fn holidays(&self) -> &BTreeSet<Date> {
        &self.holidays
    }

    /// Whether the shop is open at a moment of its own clock.
    pub fn is_open(&self, local: DateTime) -> bool {
        let minute = minute_of(local);
        self.spans_on(local.date()).iter().any(|span| span.from <= minute && minute < span.until)
    }

    /// Whether the shop is open at some time of a half day, counted from `local` on.
    pub fn is_open_in(&self, day: Date, period: Period, local: DateTime) -> bool {
        let (from, until) = period.minutes();
        let from = if day == local.date() { from.max(minute_of(local)) } else { from };
        day >= local.date() && self.spans_on(day).iter().any(|span| span.overlaps(from, until))
    }

    /// The first instant from `now` on at which the shop is open; `now` while it is open. `None`
    /// only when no instant can be said (the end of the calendar).
    pub fn next_opening(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let local = zone.to_datetime(now);
        if self.is_open(local) {
            return Some(now);
        }
        let minute = minute_of(local);
        let opening = (0..=REACH_DAYS).find_map(|ahead| {
            let day = local.date().checked_add(ahead.days()).ok()?;
            let spans = self.spans_on(day).iter();
            let next = spans.map(|span| span.from).find(|from| ahead > 0 || *from > minute)?;
            Some(
                day.to_datetime(jiff::civil::Time::midnight())
                    .saturating_add(i32::from(next).minutes()),
            )
        });
        zone.to_timestamp(opening?).ok()
    }

    /// The week as people say it: `du lundi au samedi de 8h à 19h`.
    pub fn in_words(&self) -> String {
        words::week(self)
    }

    fn spans_on(&self, day: Date) -> &[Span] {
        if self.holidays.contains(&day) { &[] } else { self.day(day.weekday()).spans() }
    }
}

/// An instant to come as people say it on the shop's clock: `à 14h30` today, `demain à 8h`,
/// `lundi 30/11 à 8h`.
pub fn opening_in_words(opening: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let local = zone.to_datetime(opening);
    let today = moment::today(now, zone);
    let hour = words::hour(minute_of(local));
    if local.date() == today {
        format!("à {hour}")
    } else {
        format!("{} à {hour}", moment::day_in_words(local.date(), today))
    }
}

/// A minute of the day as clocks show it: `08:00`; the end of the day is `24:00`.
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads `08:00`, `8:00` or `24:00`.
pub fn minute_of_clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let is_short = |part: &str| part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit());
    if !is_short(hours) || minutes.len() != 2 || !is_short(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let minute = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && minute <= DAY).then_some(minute)
}

/// The minute of the day; a jiff hour and minute are never negative.
fn minute_of(local: DateTime) -> u16 {
    let part = |value: i8| u16::from(value.unsigned_abs());
    part(local.hour()).saturating_mul(60).saturating_add(part(local.minute()))
}

#[cfg(test)]
mod tests;
