//! What a seller may say of the shop's settings, and the settings that makes. Pure.

mod delivery;
mod payment;

use std::{collections::BTreeSet, ops::RangeInclusive};

use domain::{
    hours::{self, Day, HOLIDAYS_MAX, HoursRefused, OpeningHours, Span, WEEK},
    money::Currency,
    seller::{ABOUT_MAX, Manner, ShopSettings},
};
use jiff::civil::Date;
use lambda_support::http::FieldError;
use serde_json::{Map, Value};

use crate::input::Fields;

/// The days of the week in the API, Monday first.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A take-over of more than a day is one without end.
pub(crate) const TAKEOVER_MINUTES: RangeInclusive<u32> = 1..=1_440;
const TURNS_PER_CONTACT: RangeInclusive<u32> = 1..=500;
const TURNS: RangeInclusive<u32> = 1..=20_000;
/// From a few turns to what no shop needs.
const TOKENS: RangeInclusive<u64> = 50_000..=100_000_000;

const NOT_SPANS: &str = "Attendu : des heures telles que [[\"08:00\",\"19:00\"]], [] si fermé.";

/// The settings with the fields that were given; days of the week that are not named stay.
pub(super) fn changed(
    map: &Map<String, Value>,
    before: &ShopSettings,
    currency: Currency,
) -> Result<ShopSettings, Vec<FieldError>> {
    let mut fields = Fields::of(map);
    let settings = ShopSettings {
        manner: manner(&mut fields).unwrap_or(before.manner),
        hours: opening_hours(&mut fields, &before.hours),
        takeover_minutes: fields
            .count_in("takeover_minutes", TAKEOVER_MINUTES)
            .unwrap_or(before.takeover_minutes),
        turns_per_contact_per_day: fields
            .count_in("turns_per_contact_per_day", TURNS_PER_CONTACT)
            .unwrap_or(before.turns_per_contact_per_day),
        turns_per_day: fields.count_in("turns_per_day", TURNS).unwrap_or(before.turns_per_day),
        tokens_per_day: fields.whole_in("tokens_per_day", TOKENS).unwrap_or(before.tokens_per_day),
        about: fields.paragraph("about", ABOUT_MAX).unwrap_or_else(|| before.about.clone()),
        delivery: delivery::changed(&mut fields, &before.delivery, currency),
        payment: payment::changed(&mut fields, before.payment, currency),
    };
    fields.finish(settings)
}

fn manner(fields: &mut Fields<'_>) -> Option<Manner> {
    let manner = match fields.line("manner", 10)?.as_str() {
        "vous" => Some(Manner::Vous),
        "tu" => Some(Manner::Tu),
        _ => None,
    };
    if manner.is_none() {
        fields.refuse("manner", "Attendu : « vous » ou « tu ».");
    }
    manner
}

fn opening_hours(fields: &mut Fields<'_>, before: &OpeningHours) -> OpeningHours {
    let week = WEEK.map(|weekday| before.day(weekday).clone());
    let week = match fields.of_object("hours") {
        None => week,
        Some(mut inner) => {
            let mut days = DAYS.into_iter();
            let week =
                week.map(|was| days.next().and_then(|name| day(&mut inner, name)).unwrap_or(was));
            inner.only(&DAYS, "Attendu : mon, tue, wed, thu, fri, sat ou sun.");
            fields.absorb(inner);
            week
        }
    };
    let holidays = holidays(fields).unwrap_or_else(|| before.holidays().clone());
    match OpeningHours::new(week, holidays) {
        Ok(hours) => hours,
        Err(HoursRefused::TooManyHolidays) => {
            fields.refuse("holidays", &format!("{HOLIDAYS_MAX} jours au plus."));
            before.clone()
        }
        Err(
            HoursRefused::NeverOpen
            | HoursRefused::Span
            | HoursRefused::Overlap
            | HoursRefused::TooManySpans,
        ) => {
            fields.refuse(
                "hours",
                "Ouvrez au moins une demi-journée avant 18h : sans elle, aucune livraison n’est \
                 possible.",
            );
            before.clone()
        }
    }
}

/// A day's spans; none close it.
fn day(fields: &mut Fields<'_>, name: &str) -> Option<Day> {
    let items = fields.list(name, hours::SPANS_MAX)?;
    let spans: Option<Vec<(u16, u16)>> = items.iter().map(span).collect();
    let Some(spans) = spans else {
        fields.refuse(name, NOT_SPANS);
        return None;
    };
    let spans: Result<Vec<Span>, _> =
        spans.into_iter().map(|(from, until)| Span::new(from, until)).collect();
    match spans.and_then(Day::new) {
        Ok(day) => Some(day),
        Err(HoursRefused::Overlap) => {
            fields.refuse(name, "Deux plages du même jour se chevauchent.");
            None
        }
        Err(
            HoursRefused::Span
            | HoursRefused::TooManySpans
            | HoursRefused::TooManyHolidays
            | HoursRefused::NeverOpen,
        ) => {
            fields.refuse(name, "L’heure de fermeture doit venir après celle d’ouverture.");
            None
        }
    }
}

fn span(item: &Value) -> Option<(u16, u16)> {
    let [from, until] = item.as_array()?.as_slice() else { return None };
    Some((hours::minute_of_clock(from.as_str()?)?, hours::minute_of_clock(until.as_str()?)?))
}

fn holidays(fields: &mut Fields<'_>) -> Option<BTreeSet<Date>> {
    let texts = fields.texts("holidays", HOLIDAYS_MAX)?;
    let days: Result<BTreeSet<Date>, _> = texts.iter().map(|text| text.parse::<Date>()).collect();
    if days.is_err() {
        fields.refuse("holidays", "Attendu : des jours tels que 2026-12-25.");
    }
    days.ok()
}

#[cfg(test)]
mod tests;
