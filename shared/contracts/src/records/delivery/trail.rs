//! Who was asked and what was done, as it is kept.

use domain::{
    conversation::{DeliveryFailure, OrderChoice},
    dispatch::{Actor, Attempt, Deed, DeedKind, Outcome, Party, Photo, Rung, RungEnd, Undo},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CorruptRecord, DeliveryStatusRecord, MomentValue, corrupt, courier_of};
use crate::{
    as_text,
    messages::{Channel, Choice, FailureReason, Party as PartyValue},
    records::courier::TierValue,
};

/// An offer made to a courier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRecord {
    pub number: u32,
    pub round: u32,
    pub courier: String,
    #[serde(default, skip_serializing_if = "TierValue::is_own")]
    pub tier: TierValue,
    #[serde(with = "as_text")]
    pub offered_at: Timestamp,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rungs: Vec<RungRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Channel>,
    pub outcome: OutcomeValue,
}

/// A way in which an offer was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RungRecord {
    pub channel: Channel,
    #[serde(with = "as_text")]
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<RungEndValue>,
}

/// Why no answer can come by a rung any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RungEndValue {
    NoAnswer,
    Busy,
    NoKey,
    Unreachable,
    NotNow,
}

/// How an offer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeValue {
    Open,
    Accepted,
    Refused,
    Expired,
    Unreachable,
    Withdrawn,
}

/// Where a delivery stood before a step that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoRecord {
    #[serde(with = "as_text")]
    pub at: Timestamp,
    pub status: Box<DeliveryStatusRecord>,
    pub promised: MomentValue,
    pub round: u32,
    pub retried: bool,
}

/// Who did what when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeedRecord {
    #[serde(with = "as_text")]
    pub at: Timestamp,
    pub by: ActorRecord,
    pub what: DeedKindValue,
}

/// `{"kind":"courier","courier":"cou_…"}` or `{"kind":"seller"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ActorRecord {
    Courier { courier: String },
    Seller,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeedKindValue {
    PickedUp,
    HandedOver,
    WrongCode,
    Delivered,
    Failed,
    Undone,
    Unlocked,
    Assigned,
    Photographed,
}

/// See [`Photo`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoRecord {
    pub object: String,
    #[serde(with = "as_text")]
    pub at: Timestamp,
}

impl From<&Photo> for PhotoRecord {
    fn from(photo: &Photo) -> Self {
        Self { object: photo.object.clone(), at: photo.at }
    }
}

impl From<&PhotoRecord> for Photo {
    fn from(record: &PhotoRecord) -> Self {
        Self { object: record.object.clone(), at: record.at }
    }
}

/// One-to-one names in the domain and on the wire, both ways.
macro_rules! same_names {
    ($($domain:ident <=> $wire:ident { $($name:ident),* };)*) => {$(
        impl From<$domain> for $wire {
            fn from(value: $domain) -> Self {
                match value { $($domain::$name => Self::$name,)* }
            }
        }

        impl From<$wire> for $domain {
            fn from(value: $wire) -> Self {
                match value { $($wire::$name => Self::$name,)* }
            }
        }
    )*};
}

same_names! {
    Outcome <=> OutcomeValue { Open, Accepted, Refused, Expired, Unreachable, Withdrawn };
    DeliveryFailure <=> FailureReason {
        CustomerAbsent, CustomerRefused, WrongAddress, CourierProblem
    };
    Party <=> PartyValue { Prospect, Seller };
    OrderChoice <=> Choice { Tomorrow, Pickup, Cancel };
    RungEnd <=> RungEndValue { NoAnswer, Busy, NoKey, Unreachable, NotNow };
    DeedKind <=> DeedKindValue {
        PickedUp, HandedOver, WrongCode, Delivered, Failed, Undone, Unlocked, Assigned,
        Photographed
    };
}

impl From<&Attempt> for AttemptRecord {
    fn from(attempt: &Attempt) -> Self {
        let rungs = attempt.rungs.iter().map(|rung| RungRecord {
            channel: rung.channel.into(),
            at: rung.at,
            end: rung.end.map(RungEndValue::from),
        });
        Self {
            number: attempt.number,
            round: attempt.round,
            courier: attempt.courier.to_string(),
            tier: attempt.tier.into(),
            offered_at: attempt.offered_at,
            channels: attempt.channels.iter().map(|channel| (*channel).into()).collect(),
            rungs: rungs.collect(),
            via: attempt.via.map(Channel::from),
            outcome: attempt.outcome.into(),
        }
    }
}

impl TryFrom<&AttemptRecord> for Attempt {
    type Error = CorruptRecord;

    fn try_from(record: &AttemptRecord) -> Result<Self, CorruptRecord> {
        let rungs = record.rungs.iter().map(|rung| Rung {
            channel: rung.channel.into(),
            at: rung.at,
            end: rung.end.map(RungEnd::from),
        });
        Ok(Self {
            number: record.number,
            round: record.round,
            courier: courier_of(&record.courier)?,
            tier: record.tier.into(),
            offered_at: record.offered_at,
            channels: record.channels.iter().map(|channel| (*channel).into()).collect(),
            rungs: rungs.collect(),
            via: record.via.map(Into::into),
            outcome: record.outcome.into(),
        })
    }
}

impl From<&Undo> for UndoRecord {
    fn from(undo: &Undo) -> Self {
        Self {
            at: undo.at,
            status: Box::new(DeliveryStatusRecord::from(&*undo.status)),
            promised: undo.promised.into(),
            round: undo.round,
            retried: undo.retried,
        }
    }
}

impl TryFrom<&UndoRecord> for Undo {
    type Error = CorruptRecord;

    fn try_from(record: &UndoRecord) -> Result<Self, CorruptRecord> {
        Ok(Self {
            at: record.at,
            status: Box::new((&*record.status).try_into()?),
            promised: (&record.promised).into(),
            round: record.round,
            retried: record.retried,
        })
    }
}

impl From<&Deed> for DeedRecord {
    fn from(deed: &Deed) -> Self {
        let by = match &deed.by {
            Actor::Courier(courier) => ActorRecord::Courier { courier: courier.to_string() },
            Actor::Seller => ActorRecord::Seller,
        };
        Self { at: deed.at, by, what: deed.what.into() }
    }
}

impl TryFrom<&DeedRecord> for Deed {
    type Error = CorruptRecord;

    fn try_from(record: &DeedRecord) -> Result<Self, CorruptRecord> {
        let by = match &record.by {
            ActorRecord::Courier { courier } => {
                Actor::Courier(courier.parse().map_err(|_bad_id| corrupt("history.by"))?)
            }
            ActorRecord::Seller => Actor::Seller,
        };
        Ok(Self { at: record.at, by, what: record.what.into() })
    }
}
