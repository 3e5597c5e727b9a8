//! When a delivery is promised: a day and a half of it, in the seller's time zone.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use thiserror::Error;

/// Orders for the same half day are taken until this many hours before it ends.
const NOTICE_HOURS: i64 = 3;
/// How far ahead a delivery can be asked for, in days.
const HORIZON_DAYS: i32 = 14;

/// Half of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// Until 12h.
    Morning,
    /// Until 18h.
    Afternoon,
}

impl Period {
    /// The hour of the wall clock at which it ends.
    pub const fn ends_at(self) -> i8 {
        match self {
            Self::Morning => 12,
            Self::Afternoon => 18,
        }
    }
}

/// A promised moment of delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    pub day: Date,
    pub period: Period,
}

/// Why a moment cannot be promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MomentRefused {
    #[error("the moment is past or too near")]
    TooSoon,
    #[error("the moment is too far away")]
    TooFar,
}

/// The day it is for somebody in `zone`.
pub fn today(now: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(now).date()
}

impl Moment {
    /// A moment that can still be promised at `now`.
    pub fn promised(
        day: Date,
        period: Period,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<Self, MomentRefused> {
        let moment = Self { day, period };
        let local = zone.to_datetime(now);
        let latest = local.date().saturating_add(HORIZON_DAYS.days());
        if day > latest {
            return Err(MomentRefused::TooFar);
        }
        match moment.ends_at(zone) {
            Some(end) if now.saturating_add(NOTICE_HOURS.hours()).is_ok_and(|t| t <= end) => {
                Ok(moment)
            }
            Some(_) | None => Err(MomentRefused::TooSoon),
        }
    }

    /// The promise a shop makes when nobody asked for another: tomorrow before noon.
    pub fn usual(now: Timestamp, zone: &TimeZone) -> Self {
        Self { day: today(now, zone).saturating_add(1.day()), period: Period::Morning }
    }

    /// The instant the promise ends.
    pub fn ends_at(self, zone: &TimeZone) -> Option<Timestamp> {
        let end = self.day.at(self.period.ends_at(), 0, 0, 0);
        zone.to_timestamp(end).ok()
    }

    /// The day alone, as said on `today`: `aujourd'hui`, `demain`, `mardi 24/11`.
    pub fn day_in_words(self, today: Date) -> String {
        if self.day == today {
            "aujourd'hui".to_owned()
        } else if self.day == today.saturating_add(1.day()) {
            "demain".to_owned()
        } else {
            let name = match self.day.weekday() {
                jiff::civil::Weekday::Monday => "lundi",
                jiff::civil::Weekday::Tuesday => "mardi",
                jiff::civil::Weekday::Wednesday => "mercredi",
                jiff::civil::Weekday::Thursday => "jeudi",
                jiff::civil::Weekday::Friday => "vendredi",
                jiff::civil::Weekday::Saturday => "samedi",
                jiff::civil::Weekday::Sunday => "dimanche",
            };
            format!("{name} {:02}/{:02}", self.day.day(), self.day.month())
        }
    }

    /// The whole promise: `demain avant 12h`.
    pub fn in_words(self, today: Date) -> String {
        format!("{} avant {}h", self.day_in_words(today), self.period.ends_at())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::country::Country;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_is_promised_only_while_it_can_be_kept() {
        let abidjan = Country::IvoryCoast.time_zone();
        let day = date(2026, 11, 23);
        let promised = |now| Moment::promised(day, Period::Morning, at(now), &abidjan);
        assert!(promised("2026-11-23T09:00:00Z").is_ok());
        assert_eq!(promised("2026-11-23T09:00:01Z"), Err(MomentRefused::TooSoon));
        assert_eq!(promised("2026-11-01T09:00:00Z"), Err(MomentRefused::TooFar));
        // Douala is an hour ahead: its noon comes earlier.
        let douala = Country::Cameroon.time_zone();
        let there = Moment::promised(day, Period::Morning, at("2026-11-23T08:30:00Z"), &douala);
        assert_eq!(there, Err(MomentRefused::TooSoon));
    }

    #[test]
    fn promises_are_said_as_people_say_them() {
        let today = date(2026, 11, 23);
        let said = |day, period| Moment { day, period }.in_words(today);
        assert_eq!(said(today, Period::Afternoon), "aujourd'hui avant 18h");
        assert_eq!(said(date(2026, 11, 24), Period::Morning), "demain avant 12h");
        assert_eq!(said(date(2026, 11, 28), Period::Morning), "samedi 28/11 avant 12h");
    }

    #[test]
    fn the_usual_promise_is_tomorrow_morning_of_the_sellers_day() {
        let moment = Moment::usual(at("2026-11-23T23:30:00Z"), &Country::Cameroon.time_zone());
        assert_eq!(moment, Moment { day: date(2026, 11, 25), period: Period::Morning });
    }
}
