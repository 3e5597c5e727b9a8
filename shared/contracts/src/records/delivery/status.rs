//! Where a delivery stands, as it is kept.

use domain::{
    dispatch::{DeliveryStatus, Tally},
    money::Money,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CorruptRecord, MoneyValue, courier_of};
use crate::{
    as_text,
    messages::{FailureReason, Party as PartyValue},
};

/// Where a delivery stands: `{"kind":"offered","attempt":1,"courier":"cou_…","expires_at":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeliveryStatusRecord {
    AwaitingDeposit {
        amount: MoneyValue,
        #[serde(with = "as_text")]
        until: Timestamp,
    },
    Offered {
        attempt: u32,
        courier: String,
        #[serde(with = "as_text")]
        expires_at: Timestamp,
        #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
        next_rung_at: Option<Timestamp>,
    },
    WithService {
        booking: u32,
        #[serde(with = "as_text")]
        check_at: Timestamp,
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        courier: Option<String>,
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

impl From<&DeliveryStatus> for DeliveryStatusRecord {
    fn from(status: &DeliveryStatus) -> Self {
        match status {
            DeliveryStatus::AwaitingDeposit { amount, until } => {
                Self::AwaitingDeposit { amount: (*amount).into(), until: *until }
            }
            DeliveryStatus::Offered { attempt, courier, expires_at, next_rung_at } => {
                Self::Offered {
                    attempt: *attempt,
                    courier: courier.to_string(),
                    expires_at: *expires_at,
                    next_rung_at: *next_rung_at,
                }
            }
            DeliveryStatus::WithService { booking, check_at } => {
                Self::WithService { booking: *booking, check_at: *check_at }
            }
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
                courier: courier.as_ref().map(ToString::to_string),
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
            Kept::AwaitingDeposit { amount, until } => {
                Self::AwaitingDeposit { amount: Money::try_from(amount)?, until: *until }
            }
            Kept::Offered { attempt, courier, expires_at, next_rung_at } => Self::Offered {
                attempt: *attempt,
                courier: courier_of(courier)?,
                expires_at: *expires_at,
                next_rung_at: *next_rung_at,
            },
            Kept::WithService { booking, check_at } => {
                Self::WithService { booking: *booking, check_at: *check_at }
            }
            Kept::Assigned { courier } => Self::Assigned { courier: courier_of(courier)? },
            Kept::PickedUp { courier } => Self::PickedUp { courier: courier_of(courier)? },
            Kept::AwaitingCode { courier, wrong } => {
                Self::AwaitingCode { courier: courier_of(courier)?, wrong: *wrong }
            }
            Kept::CodeLocked { courier } => Self::CodeLocked { courier: courier_of(courier)? },
            Kept::AwaitingCash { courier } => Self::AwaitingCash { courier: courier_of(courier)? },
            Kept::Delivered { courier, collected, at } => Self::Delivered {
                courier: courier.as_deref().map(courier_of).transpose()?,
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
