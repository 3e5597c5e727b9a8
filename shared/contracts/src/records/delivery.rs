//! A delivery as it is kept. Only `dispatch` writes it.

use domain::{
    conversation::{DeliveryFailure, OrderChoice},
    country::Country,
    dispatch::{Attempt, Delivery, DeliveryCode, DeliveryStatus, Outcome, Party, Tally},
    ids::CourierId,
    money::Money,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    CorruptRecord,
    values::{MomentValue, MoneyValue},
};
use crate::{
    as_text,
    messages::{Choice, FailureReason, Party as PartyValue},
};

/// The delivery of an order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRecord {
    pub order: String,
    pub seller: String,
    #[serde(with = "as_text")]
    pub requested_at: Timestamp,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    pub due: MoneyValue,
    pub promised: MomentValue,
    /// The prospect's four digits.
    pub code: String,
    pub round: u32,
    #[serde(default)]
    pub retried: bool,
    /// Absent in records older than the rule that a failure gives units back.
    #[serde(default)]
    pub units_returned: bool,
    #[serde(default)]
    pub attempts: Vec<AttemptRecord>,
    pub status: DeliveryStatusRecord,
}

/// An offer made to a courier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRecord {
    pub number: u32,
    pub round: u32,
    pub courier: String,
    #[serde(with = "as_text")]
    pub offered_at: Timestamp,
    pub outcome: OutcomeValue,
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

/// Where a delivery stands: `{"kind":"offered","attempt":1,"courier":"cou_…","expires_at":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeliveryStatusRecord {
    Offered {
        attempt: u32,
        courier: String,
        #[serde(with = "as_text")]
        expires_at: Timestamp,
    },
    Assigned {
        courier: String,
    },
    PickedUp {
        courier: String,
    },
    AwaitingCode {
        courier: String,
        wrong: u32,
    },
    CodeLocked {
        courier: String,
    },
    AwaitingCash {
        courier: String,
    },
    Delivered {
        courier: String,
        collected: MoneyValue,
        #[serde(with = "as_text")]
        at: Timestamp,
    },
    NobodyFound {
        asked: u32,
        refused: u32,
        silent: u32,
        #[serde(default)]
        unreachable: u32,
    },
    AwaitingRetry {
        #[serde(with = "as_text")]
        at: Timestamp,
    },
    PickupAtShop,
    Failed {
        reason: FailureReason,
        #[serde(with = "as_text")]
        at: Timestamp,
    },
    Cancelled {
        by: PartyValue,
    },
}

fn corrupt(field: &'static str) -> CorruptRecord {
    CorruptRecord::new("delivery", field)
}

fn courier_of(id: &str) -> Result<CourierId, CorruptRecord> {
    id.parse().map_err(|_bad_id| corrupt("courier"))
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
}

impl From<&Delivery> for DeliveryRecord {
    fn from(delivery: &Delivery) -> Self {
        let attempts = delivery.attempts.iter().map(|attempt| AttemptRecord {
            number: attempt.number,
            round: attempt.round,
            courier: attempt.courier.to_string(),
            offered_at: attempt.offered_at,
            outcome: attempt.outcome.into(),
        });
        Self {
            order: delivery.order.to_string(),
            seller: delivery.seller.to_string(),
            requested_at: delivery.requested_at,
            country: delivery.country.code().to_owned(),
            zone: delivery.zone.as_ref().map(ToString::to_string),
            due: delivery.due.into(),
            promised: delivery.promised.into(),
            code: delivery.code.as_str().to_owned(),
            round: delivery.round,
            retried: delivery.retried,
            units_returned: delivery.units_returned,
            attempts: attempts.collect(),
            status: DeliveryStatusRecord::from(&delivery.status),
        }
    }
}

impl TryFrom<&DeliveryRecord> for Delivery {
    type Error = CorruptRecord;

    fn try_from(record: &DeliveryRecord) -> Result<Self, CorruptRecord> {
        let attempts = record.attempts.iter().map(|attempt| {
            Ok(Attempt {
                number: attempt.number,
                round: attempt.round,
                courier: courier_of(&attempt.courier)?,
                offered_at: attempt.offered_at,
                outcome: attempt.outcome.into(),
            })
        });
        let zone = record.zone.as_deref().map(str::parse).transpose();
        Ok(Self {
            order: record.order.parse().map_err(|_bad_id| corrupt("order"))?,
            seller: record.seller.parse().map_err(|_bad_id| corrupt("seller"))?,
            requested_at: record.requested_at,
            country: Country::of_code(&record.country).ok_or(corrupt("country"))?,
            zone: zone.map_err(|_bad_id| corrupt("zone"))?,
            due: Money::try_from(&record.due)?,
            promised: (&record.promised).into(),
            code: DeliveryCode::said(&record.code).map_err(|_not_a_code| corrupt("code"))?,
            round: record.round,
            retried: record.retried,
            units_returned: record.units_returned,
            attempts: attempts.collect::<Result<_, _>>()?,
            status: DeliveryStatus::try_from(&record.status)?,
        })
    }
}

impl From<&DeliveryStatus> for DeliveryStatusRecord {
    fn from(status: &DeliveryStatus) -> Self {
        match status {
            DeliveryStatus::Offered { attempt, courier, expires_at } => Self::Offered {
                attempt: *attempt,
                courier: courier.to_string(),
                expires_at: *expires_at,
            },
            DeliveryStatus::Assigned { courier } => Self::Assigned { courier: courier.to_string() },
            DeliveryStatus::PickedUp { courier } => Self::PickedUp { courier: courier.to_string() },
            DeliveryStatus::AwaitingCode { courier, wrong } => {
                Self::AwaitingCode { courier: courier.to_string(), wrong: *wrong }
            }
            DeliveryStatus::CodeLocked { courier } => {
                Self::CodeLocked { courier: courier.to_string() }
            }
            DeliveryStatus::AwaitingCash { courier } => {
                Self::AwaitingCash { courier: courier.to_string() }
            }
            DeliveryStatus::Delivered { courier, collected, at } => Self::Delivered {
                courier: courier.to_string(),
                collected: (*collected).into(),
                at: *at,
            },
            DeliveryStatus::NobodyFound(tally) => Self::NobodyFound {
                asked: tally.asked,
                refused: tally.refused,
                silent: tally.silent,
                unreachable: tally.unreachable,
            },
            DeliveryStatus::AwaitingRetry { at } => Self::AwaitingRetry { at: *at },
            DeliveryStatus::PickupAtShop => Self::PickupAtShop,
            DeliveryStatus::Failed { reason, at } => {
                Self::Failed { reason: (*reason).into(), at: *at }
            }
            DeliveryStatus::Cancelled { by } => Self::Cancelled { by: (*by).into() },
        }
    }
}

impl TryFrom<&DeliveryStatusRecord> for DeliveryStatus {
    type Error = CorruptRecord;

    fn try_from(record: &DeliveryStatusRecord) -> Result<Self, CorruptRecord> {
        use DeliveryStatusRecord as Kept;
        Ok(match record {
            Kept::Offered { attempt, courier, expires_at } => Self::Offered {
                attempt: *attempt,
                courier: courier_of(courier)?,
                expires_at: *expires_at,
            },
            Kept::Assigned { courier } => Self::Assigned { courier: courier_of(courier)? },
            Kept::PickedUp { courier } => Self::PickedUp { courier: courier_of(courier)? },
            Kept::AwaitingCode { courier, wrong } => {
                Self::AwaitingCode { courier: courier_of(courier)?, wrong: *wrong }
            }
            Kept::CodeLocked { courier } => Self::CodeLocked { courier: courier_of(courier)? },
            Kept::AwaitingCash { courier } => Self::AwaitingCash { courier: courier_of(courier)? },
            Kept::Delivered { courier, collected, at } => Self::Delivered {
                courier: courier_of(courier)?,
                collected: Money::try_from(collected)?,
                at: *at,
            },
            Kept::NobodyFound { asked, refused, silent, unreachable } => Self::NobodyFound(Tally {
                asked: *asked,
                refused: *refused,
                silent: *silent,
                unreachable: *unreachable,
            }),
            Kept::AwaitingRetry { at } => Self::AwaitingRetry { at: *at },
            Kept::PickupAtShop => Self::PickupAtShop,
            Kept::Failed { reason, at } => Self::Failed { reason: (*reason).into(), at: *at },
            Kept::Cancelled { by } => Self::Cancelled { by: (*by).into() },
        })
    }
}

/// Without the code, which closes the delivery.
impl std::fmt::Debug for DeliveryRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeliveryRecord")
            .field("order", &self.order)
            .field("round", &self.round)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
