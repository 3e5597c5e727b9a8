//! What a seller chose for the shop, as it is kept: what is absent follows the default.

use std::collections::BTreeSet;

use domain::{
    hours::{self, Day, OpeningHours, Span, WEEK},
    seller::{DeliveryRules, Manner, PaymentRules, ShopSettings},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::rules::{DeliveryValue, PaymentValue};
use crate::records::CorruptRecord;

/// The settings that differ from the default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manner: Option<MannerValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursValue>,
    /// Days of the calendar, `2026-12-25`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takeover_minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turns_per_contact_per_day: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turns_per_day: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_per_day: Option<u64>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
    #[serde(skip_serializing_if = "DeliveryValue::is_default")]
    pub delivery: DeliveryValue,
    #[serde(skip_serializing_if = "PaymentValue::is_default")]
    pub payment: PaymentValue,
}

/// How a shop speaks to its prospects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MannerValue {
    Vous,
    Tu,
}

/// The open spans of each day, on the shop's clock: `{"mon":[["08:00","19:00"]],…}`. A day without
/// spans is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HoursValue {
    pub mon: Vec<(String, String)>,
    pub tue: Vec<(String, String)>,
    pub wed: Vec<(String, String)>,
    pub thu: Vec<(String, String)>,
    pub fri: Vec<(String, String)>,
    pub sat: Vec<(String, String)>,
    pub sun: Vec<(String, String)>,
}

impl SettingsRecord {
    /// Whether everything follows the default.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl From<Manner> for MannerValue {
    fn from(manner: Manner) -> Self {
        match manner {
            Manner::Vous => Self::Vous,
            Manner::Tu => Self::Tu,
        }
    }
}

impl From<MannerValue> for Manner {
    fn from(value: MannerValue) -> Self {
        match value {
            MannerValue::Vous => Self::Vous,
            MannerValue::Tu => Self::Tu,
        }
    }
}

impl From<&OpeningHours> for HoursValue {
    fn from(hours: &OpeningHours) -> Self {
        let [mon, tue, wed, thu, fri, sat, sun] = WEEK.map(|weekday| {
            let spans = hours.day(weekday).spans().iter();
            spans.map(|span| (hours::clock(span.from()), hours::clock(span.until()))).collect()
        });
        Self { mon, tue, wed, thu, fri, sat, sun }
    }
}

impl From<&ShopSettings> for SettingsRecord {
    fn from(settings: &ShopSettings) -> Self {
        let usual = ShopSettings::default();
        let hours = HoursValue::from(&settings.hours);
        let chosen = |is: u32, default: u32| (is != default).then_some(is);
        Self {
            manner: (settings.manner != usual.manner).then(|| settings.manner.into()),
            hours: (hours != HoursValue::from(&usual.hours)).then_some(hours),
            holidays: settings.hours.holidays().iter().map(ToString::to_string).collect(),
            takeover_minutes: chosen(settings.takeover_minutes, usual.takeover_minutes),
            turns_per_contact_per_day: chosen(
                settings.turns_per_contact_per_day,
                usual.turns_per_contact_per_day,
            ),
            turns_per_day: chosen(settings.turns_per_day, usual.turns_per_day),
            tokens_per_day: (settings.tokens_per_day != usual.tokens_per_day)
                .then_some(settings.tokens_per_day),
            about: settings.about.clone(),
            delivery: DeliveryValue::from(&settings.delivery),
            payment: PaymentValue::from(&settings.payment),
        }
    }
}

impl TryFrom<&SettingsRecord> for ShopSettings {
    type Error = CorruptRecord;

    fn try_from(record: &SettingsRecord) -> Result<Self, CorruptRecord> {
        let usual = Self::default();
        Ok(Self {
            manner: record.manner.map_or(usual.manner, Manner::from),
            hours: hours_of(record, &usual.hours)?,
            takeover_minutes: record.takeover_minutes.unwrap_or(usual.takeover_minutes),
            turns_per_contact_per_day: record
                .turns_per_contact_per_day
                .unwrap_or(usual.turns_per_contact_per_day),
            turns_per_day: record.turns_per_day.unwrap_or(usual.turns_per_day),
            tokens_per_day: record.tokens_per_day.unwrap_or(usual.tokens_per_day),
            about: record.about.clone(),
            delivery: DeliveryRules::try_from(&record.delivery)?,
            payment: PaymentRules::try_from(&record.payment)?,
        })
    }
}

fn hours_of(record: &SettingsRecord, usual: &OpeningHours) -> Result<OpeningHours, CorruptRecord> {
    let corrupt = CorruptRecord::new("seller", "settings.hours");
    let week = match &record.hours {
        None => WEEK.map(|weekday| Some(usual.day(weekday).clone())),
        Some(HoursValue { mon, tue, wed, thu, fri, sat, sun }) => {
            [mon, tue, wed, thu, fri, sat, sun].map(|spans| day_of(spans))
        }
    };
    let [Some(mon), Some(tue), Some(wed), Some(thu), Some(fri), Some(sat), Some(sun)] = week else {
        return Err(corrupt);
    };
    let holidays: Result<BTreeSet<Date>, _> =
        record.holidays.iter().map(|day| day.parse::<Date>()).collect();
    let holidays =
        holidays.map_err(|_no_date| CorruptRecord::new("seller", "settings.holidays"))?;
    OpeningHours::new([mon, tue, wed, thu, fri, sat, sun], holidays).map_err(|_refused| corrupt)
}

fn day_of(spans: &[(String, String)]) -> Option<Day> {
    let spans = spans.iter().map(|(from, until)| {
        Span::new(hours::minute_of_clock(from)?, hours::minute_of_clock(until)?).ok()
    });
    Day::new(spans.collect::<Option<Vec<_>>>()?).ok()
}
