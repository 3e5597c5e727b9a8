//! The health of a seller's number, an item of its own: `receipts` and `reply` write it as Meta
//! speaks, `signup` when a number is connected, the dashboard shows it.

use std::collections::BTreeMap;

use domain::{
    health::{Check, Health, Stop, StopReason, TemplateHealth},
    ids::{PhoneNumberId, SellerId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::CorruptRecord;
use crate::as_text;

/// All that is remembered of a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthRecord {
    /// Why it does not send, what weighs most first.
    pub stops: Vec<StopRecord>,
    /// How the account left us; absent while it is connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disconnection: Option<String>,
    #[serde(with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub connected_at: Option<Timestamp>,
    #[serde(with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub proved_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<String>,
    /// `TIER_2K`, or a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// By name.
    pub templates: BTreeMap<String, TemplateRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<CheckRecord>,
}

/// What Meta answered when it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRecord {
    #[serde(with = "as_text")]
    pub at: Timestamp,
    pub is_subscribed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub can_be_charged: Option<bool>,
}

/// One reason not to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopRecord {
    pub reason: String,
    #[serde(with = "as_text")]
    pub since: Timestamp,
    #[serde(with = "as_text")]
    pub seen: Timestamp,
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Meta's error code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
}

/// Where a template stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRecord {
    pub status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<String>,
    #[serde(with = "as_text")]
    pub since: Timestamp,
}

/// A seller with a number in a business account: index rows that lead from the account back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSellerRecord {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    pub phone_number_id: String,
    /// The number in digits, as events name it that know no id.
    pub digits: String,
}

impl AccountSellerRecord {
    /// The row of a connected number; `display_number` is as people read it.
    pub fn new(seller: &SellerId, number: &PhoneNumberId, display_number: &str) -> Self {
        let phone_number_id = number.as_str().to_owned();
        Self { seller: seller.clone(), phone_number_id, digits: digits(display_number) }
    }

    /// Whether an event that names this number is about it. One that names none is about all.
    pub fn is_meant_by(&self, display_number: Option<&str>) -> bool {
        display_number.is_none_or(|number| digits(number) == self.digits)
    }
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

// The number itself is never in a log.
impl std::fmt::Debug for AccountSellerRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountSellerRecord").field("seller", &self.seller).finish_non_exhaustive()
    }
}

impl From<&Health> for HealthRecord {
    fn from(health: &Health) -> Self {
        Self {
            stops: health.stops.values().map(StopRecord::from).collect(),
            disconnection: health.disconnection.map(|how| how.word().to_owned()),
            connected_at: health.connected_at,
            proved_at: health.proved_at,
            quality: health.quality.clone(),
            limit: health.limit.clone(),
            templates: health
                .templates
                .iter()
                .map(|(name, template)| (name.clone(), template.into()))
                .collect(),
            checked: health.checked.map(|check| CheckRecord {
                at: check.at,
                is_subscribed: check.is_subscribed,
                can_be_charged: check.can_be_charged,
            }),
        }
    }
}

impl TryFrom<&HealthRecord> for Health {
    type Error = CorruptRecord;

    fn try_from(record: &HealthRecord) -> Result<Self, CorruptRecord> {
        let stop = |stop: &StopRecord| Stop::try_from(stop).map(|stop| (stop.reason, stop));
        let stops: Result<BTreeMap<StopReason, Stop>, _> = record.stops.iter().map(stop).collect();
        let templates = record
            .templates
            .iter()
            .map(|(name, template)| Ok((name.clone(), TemplateHealth::try_from(template)?)));
        Ok(Self {
            stops: stops?,
            disconnection: record
                .disconnection
                .as_deref()
                .map(|how| how.parse().map_err(|_unknown| corrupt("disconnection")))
                .transpose()?,
            connected_at: record.connected_at,
            proved_at: record.proved_at,
            quality: record.quality.clone(),
            limit: record.limit.clone(),
            templates: templates.collect::<Result<_, CorruptRecord>>()?,
            checked: record.checked.as_ref().map(|check| Check {
                at: check.at,
                is_subscribed: check.is_subscribed,
                can_be_charged: check.can_be_charged,
            }),
        })
    }
}

const fn corrupt(field: &'static str) -> CorruptRecord {
    CorruptRecord::new("health", field)
}

impl From<&Stop> for StopRecord {
    fn from(stop: &Stop) -> Self {
        Self {
            reason: stop.reason.word().to_owned(),
            since: stop.since,
            seen: stop.seen,
            until: stop.until,
            code: stop.code,
        }
    }
}

impl TryFrom<&StopRecord> for Stop {
    type Error = CorruptRecord;

    fn try_from(record: &StopRecord) -> Result<Self, CorruptRecord> {
        Ok(Self {
            reason: record.reason.parse().map_err(|_unknown| corrupt("stops"))?,
            since: record.since,
            seen: record.seen,
            until: record.until,
            code: record.code,
        })
    }
}

impl From<&TemplateHealth> for TemplateRecord {
    fn from(template: &TemplateHealth) -> Self {
        Self {
            status: template.status.word().to_owned(),
            category: template.category.clone(),
            reason: template.reason.clone(),
            quality: template.quality.clone(),
            since: template.since,
        }
    }
}

impl TryFrom<&TemplateRecord> for TemplateHealth {
    type Error = CorruptRecord;

    fn try_from(record: &TemplateRecord) -> Result<Self, CorruptRecord> {
        Ok(Self {
            status: record.status.parse().map_err(|_unknown| corrupt("templates"))?,
            category: record.category.clone(),
            reason: record.reason.clone(),
            quality: record.quality.clone(),
            since: record.since,
        })
    }
}

#[cfg(test)]
mod tests;
