//! Couriers: what the seller says of them, when they were last asked, and what our own number
//! knows of the person who writes to it.
//!
//! Three writers, three items: the dashboard writes the courier, `dispatch` the rota and the desk.

use std::{collections::BTreeMap, fmt};

use domain::{
    courier::{self, Courier, Tier, USUAL_CHANNELS},
    hours::{self, Span},
    phone::Phone,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::CorruptRecord;
use crate::{as_text, messages::Channel};

/// A courier of a seller. `phone` is E.164; no zones means all of them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourierRecord {
    pub id: String,
    pub name: String,
    pub phone: String,
    #[serde(default)]
    pub zones: Vec<String>,
    pub available: bool,
    /// Another kind than the seller's own.
    #[serde(default, skip_serializing_if = "TierValue::is_own")]
    pub tier: TierValue,
    /// How they are asked, in order; empty for the usual ladder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// When they work, on the shop's clock: `["07:00","19:00"]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<(String, String)>,
}

/// Who is asked before whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TierValue {
    #[default]
    Own,
    Pool,
    Partner,
}

/// When a courier was last offered a delivery of this seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaRecord {
    pub courier: String,
    #[serde(with = "as_text")]
    pub last_offered_at: Timestamp,
    /// Offers in a row that they let pass without a word.
    #[serde(default)]
    pub silences: u32,
}

/// A person who writes to our own number: the window their last message opened, and when they
/// were last told the fixed sentence, which nobody gets twice in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeskRecord {
    #[serde(with = "as_text::option")]
    pub last_inbound_at: Option<Timestamp>,
    #[serde(with = "as_text::option")]
    pub told_at: Option<Timestamp>,
}

/// That a person who may write to our own number is a seller; their desk has the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantRecord {
    pub seller: String,
}

/// A delivery offered to, or under way with, a courier, and what they are asked to type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRecord {
    pub seller: String,
    pub order: String,
    pub courier: String,
    pub awaits: Awaited,
    #[serde(with = "as_text")]
    pub since: Timestamp,
}

/// What a courier is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// A tap on the offer.
    Answer,
    /// The prospect's four digits.
    Code,
    /// The amount collected.
    Cash,
    /// Nothing to type.
    Nothing,
}

impl TierValue {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
    fn is_own(&self) -> bool {
        *self == Self::Own
    }
}

impl From<Tier> for TierValue {
    fn from(tier: Tier) -> Self {
        match tier {
            Tier::Own => Self::Own,
            Tier::Pool => Self::Pool,
            Tier::Partner => Self::Partner,
        }
    }
}

impl From<TierValue> for Tier {
    fn from(value: TierValue) -> Self {
        match value {
            TierValue::Own => Self::Own,
            TierValue::Pool => Self::Pool,
            TierValue::Partner => Self::Partner,
        }
    }
}

impl From<courier::Channel> for Channel {
    fn from(channel: courier::Channel) -> Self {
        match channel {
            courier::Channel::WhatsApp => Self::Whatsapp,
            courier::Channel::Call => Self::Call,
            courier::Channel::Sms => Self::Sms,
        }
    }
}

impl From<Channel> for courier::Channel {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Whatsapp => Self::WhatsApp,
            Channel::Call => Self::Call,
            Channel::Sms => Self::Sms,
        }
    }
}

impl From<&Courier> for CourierRecord {
    fn from(courier: &Courier) -> Self {
        Self {
            id: courier.id.to_string(),
            name: courier.name.clone(),
            phone: courier.phone.e164().to_owned(),
            zones: courier.zones.iter().map(ToString::to_string).collect(),
            available: courier.available,
            tier: courier.tier.into(),
            channels: if courier.channels == USUAL_CHANNELS {
                Vec::new()
            } else {
                courier.channels.iter().map(|channel| (*channel).into()).collect()
            },
            hours: courier
                .hours
                .map(|span| (hours::clock(span.from()), hours::clock(span.until()))),
        }
    }
}

impl TryFrom<&CourierRecord> for Courier {
    type Error = CorruptRecord;

    /// The courier as if never asked; [`couriers_of`] adds the rota.
    fn try_from(record: &CourierRecord) -> Result<Self, CorruptRecord> {
        let corrupt = |field| CorruptRecord::new("courier", field);
        let zones = record.zones.iter().map(|zone| zone.parse());
        let channels: Vec<courier::Channel> =
            record.channels.iter().map(|channel| (*channel).into()).collect();
        let span = |(from, until): &(String, String)| {
            Span::new(hours::minute_of_clock(from)?, hours::minute_of_clock(until)?).ok()
        };
        Ok(Self {
            id: record.id.parse().map_err(|_bad_id| corrupt("id"))?,
            name: record.name.clone(),
            phone: Phone::of_e164(&record.phone).map_err(|_no_phone| corrupt("phone"))?,
            zones: zones.collect::<Result<_, _>>().map_err(|_bad_id| corrupt("zones"))?,
            available: record.available,
            tier: record.tier.into(),
            channels: if channels.is_empty() { USUAL_CHANNELS.to_vec() } else { channels },
            hours: record
                .hours
                .as_ref()
                .map(|hours| span(hours).ok_or(corrupt("hours")))
                .transpose()?,
            last_offered_at: None,
            silences: 0,
            holds: 0,
        })
    }
}

/// Puts couriers and the rota, as one query returns them, together again.
///
/// # Errors
/// The first courier that does not read back.
pub fn couriers_of(
    couriers: &[CourierRecord],
    rota: &[RotaRecord],
) -> Result<Vec<Courier>, CorruptRecord> {
    let asked: BTreeMap<&str, &RotaRecord> =
        rota.iter().map(|turn| (turn.courier.as_str(), turn)).collect();
    let couriers = couriers.iter().map(|record| {
        let turn = asked.get(record.id.as_str());
        Ok(Courier {
            last_offered_at: turn.map(|turn| turn.last_offered_at),
            silences: turn.map_or(0, |turn| turn.silences),
            ..Courier::try_from(record)?
        })
    });
    couriers.collect()
}

/// The phone and the name are never in a log.
impl fmt::Debug for CourierRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CourierRecord")
            .field("id", &self.id)
            .field("available", &self.available)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        country::Country,
        ids::{CourierId, ZoneId},
    };
    use uuid::Uuid;

    use super::*;

    fn courier(n: u128, last_offered_at: Option<Timestamp>) -> Courier {
        Courier {
            id: CourierId::from_uuid(Uuid::from_u128(n)),
            name: "Blaise".into(),
            phone: Phone::parse("0707123456", Country::IvoryCoast).unwrap(),
            zones: vec![ZoneId::from_uuid(Uuid::from_u128(1))],
            available: true,
            tier: Tier::Own,
            channels: vec![courier::Channel::Call],
            hours: Span::new(420, 1140).ok(),
            last_offered_at,
            silences: 0,
            holds: 0,
        }
    }

    #[test]
    fn couriers_read_back_with_their_rota() {
        let asked: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let couriers = vec![courier(1, Some(asked)), courier(2, None)];
        let records: Vec<CourierRecord> = couriers.iter().map(CourierRecord::from).collect();
        let rota = [RotaRecord {
            courier: couriers[0].id.to_string(),
            last_offered_at: asked,
            silences: 0,
        }];
        assert_eq!(couriers_of(&records, &rota), Ok(couriers));
        assert!(!format!("{records:?}").contains("0707"));
    }

    #[test]
    fn a_damaged_courier_names_the_field() {
        let mut record = CourierRecord::from(&courier(1, None));
        record.zones = vec!["cocody".into()];
        assert_eq!(couriers_of(&[record], &[]).map_err(|error| error.field), Err("zones"));
    }

    #[test]
    fn a_desk_of_before_reads_as_an_empty_one() {
        assert_eq!(serde_json::from_str::<DeskRecord>("{}").ok(), Some(DeskRecord::default()));
    }
}
