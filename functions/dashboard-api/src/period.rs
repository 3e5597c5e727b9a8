//! `?from=2026-11-01&to=2026-11-30`: days of the shop's calendar, both included.

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use jiff::{ToSpan, civil::Date};
use lambda_support::http::Problem;
use serde::Deserialize;

use crate::failure::Failure;

/// The longest period that is answered day by day, and the longest month by month.
const DAYS_MAX: usize = 366;
const MONTHS_MAX: usize = 60;

/// The days asked for, open on either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
}

#[derive(Deserialize)]
struct Asked {
    from: Option<String>,
    to: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Period {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let Query(asked) =
            Query::<Asked>::try_from_uri(&parts.uri).map_err(|_unreadable| Problem::malformed())?;
        let period = Self { from: day("from", asked.from)?, to: day("to", asked.to)? };
        if period.from.zip(period.to).is_some_and(|(from, to)| from > to) {
            return Err(Problem::malformed()
                .with_field("to", "Le dernier jour vient après le premier.")
                .into());
        }
        Ok(period)
    }
}

fn day(field: &str, given: Option<String>) -> Result<Option<Date>, Problem> {
    let given = given.filter(|text| !text.is_empty());
    let read = given.map(|text| text.parse::<Date>()).transpose();
    read.map_err(|_no_date| {
        Problem::malformed().with_field(field, "Un jour tel que 2026-11-24 est attendu.")
    })
}

impl Period {
    /// Whether a day is one of them.
    pub(crate) fn holds(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Every day, oldest first. Without an end it is until today, without a start a month long.
    pub(crate) fn days(self, today: Date) -> Result<Vec<Date>, Problem> {
        let to = self.end(today);
        let from = self.from.unwrap_or_else(|| to.saturating_sub(29.days()));
        up_to(DAYS_MAX, from.series(1.day()).take_while(|day| *day <= to), "366 jours au plus.")
    }

    /// The first day of every month that a day is in. Without a start it is a year.
    pub(crate) fn months(self, today: Date) -> Result<Vec<Date>, Problem> {
        let to = self.end(today).first_of_month();
        let from = self.from.unwrap_or_else(|| to.saturating_sub(11.months())).first_of_month();
        up_to(MONTHS_MAX, from.series(1.month()).take_while(|day| *day <= to), "60 mois au plus.")
    }

    fn end(self, today: Date) -> Date {
        self.to.unwrap_or_else(|| self.from.map_or(today, |from| from.max(today)))
    }
}

fn up_to(
    max: usize,
    days: impl Iterator<Item = Date>,
    refusal: &str,
) -> Result<Vec<Date>, Problem> {
    let days: Vec<Date> = days.take(max.saturating_add(1)).collect();
    if days.len() > max {
        return Err(Problem::malformed().with_field("from", refusal));
    }
    Ok(days)
}

#[cfg(test)]
mod tests;
