//! When a delivery is promised: a day and a half of it, in the seller's time zone, while the shop
//! is open.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use thiserror::Error;

use crate::hours::{HOLIDAYS_MAX, OpeningHours};

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

    /// The minutes of the day it goes from and until.
    pub(crate) const fn minutes(self) -> (u16, u16) {
        match self {
            Self::Morning => (0, 12 * 60),
            Self::Afternoon => (12 * 60, 18 * 60),
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
    #[error("the shop is closed then")]
    Closed,
}

/// The day it is for somebody in `zone`.
pub fn today(now: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(now).date()
}

/// A day as said on `today`: `aujourd'hui`, `demain`, `mardi 24/11`.
pub fn day_in_words(day: Date, today: Date) -> String {
    if day == today {
        "aujourd'hui".to_owned()
    } else if day == today.saturating_add(1.day()) {
        "demain".to_owned()
    } else {
        let name = weekday_in_words(day.weekday());
        format!("{name} {:02}/{:02}", day.day(), day.month())
    }
}

/// `lundi`, `mardi`…
pub const fn weekday_in_words(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    }
}

impl Moment {
    /// A moment that can still be promised at `now` by a shop of these hours.
    pub fn promised(
        day: Date,
        period: Period,
        now: Timestamp,
        zone: &TimeZone,
        hours: &OpeningHours,
    ) -> Result<Self, MomentRefused> {
        let moment = Self { day, period };
        let local = zone.to_datetime(now);
        let latest = local.date().saturating_add(HORIZON_DAYS.days());
        if day > latest {
            return Err(MomentRefused::TooFar);
        }
        let notice = now.saturating_add(NOTICE_HOURS.hours());
        if !moment.ends_at(zone).is_some_and(|end| notice.is_ok_and(|then| then <= end)) {
            return Err(MomentRefused::TooSoon);
        }
        if hours.is_open_in(day, period, local) { Ok(moment) } else { Err(MomentRefused::Closed) }
    }

    /// The promise a shop makes when nobody asked for another: tomorrow before noon, or the first
    /// half day after it that the shop is open in.
    pub fn usual(now: Timestamp, zone: &TimeZone, hours: &OpeningHours) -> Self {
        let local = zone.to_datetime(now);
        let tomorrow = local.date().saturating_add(1.day());
        // Holidays close that many weeks of a shop open once a week, and not one more.
        let days = i32::try_from(HOLIDAYS_MAX.saturating_add(1).saturating_mul(7)).unwrap_or(0);
        (0..days)
            .map(|ahead| tomorrow.saturating_add(ahead.days()))
            .flat_map(|day| [Period::Morning, Period::Afternoon].map(|period| (day, period)))
            .find(|(day, period)| hours.is_open_in(*day, *period, local))
            .map_or(Self { day: tomorrow, period: Period::Morning }, |(day, period)| Self {
                day,
                period,
            })
    }

    /// The instant the promise ends.
    pub fn ends_at(self, zone: &TimeZone) -> Option<Timestamp> {
        let end = self.day.at(self.period.ends_at(), 0, 0, 0);
        zone.to_timestamp(end).ok()
    }

    /// The day alone, as said on `today`: `aujourd'hui`, `demain`, `mardi 24/11`.
    pub fn day_in_words(self, today: Date) -> String {
        day_in_words(self.day, today)
    }

    /// The whole promise: `demain avant 12h`.
    pub fn in_words(self, today: Date) -> String {
        format!("{} avant {}h", self.day_in_words(today), self.period.ends_at())
    }
}

#[cfg(test)]
mod tests;
