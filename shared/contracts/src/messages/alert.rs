//! What a seller is to be told of on their devices.

use domain::alert::{Trouble, Waiting};
use serde::{Deserialize, Serialize};

use super::{ConversationRef, OrderRef};

/// On `alerts`: something that was news when its row changed. Id: `alert.<event of the stream>`, so
/// that the same change is the same alert however often it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum AlertMessage {
    /// A prospect began to wait for the seller.
    #[serde(rename = "thread_waits.v1")]
    ThreadWaits(ThreadWaits),
    /// A delivery came to a bad end, or to a halt.
    #[serde(rename = "delivery_stuck.v1")]
    DeliveryStuck(DeliveryStuck),
}

/// See [`AlertMessage::ThreadWaits`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreadWaits {
    pub of: ConversationRef,
    pub why: WaitingValue,
}

/// See [`AlertMessage::DeliveryStuck`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryStuck {
    pub of: OrderRef,
    pub trouble: TroubleValue,
}

/// [`Waiting`] as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingValue {
    HandedOver,
    Wrote,
}

/// [`Trouble`] as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TroubleValue {
    Failed,
    NobodyFound,
    CodeLocked,
    Replanned,
}

impl From<Waiting> for WaitingValue {
    fn from(why: Waiting) -> Self {
        match why {
            Waiting::HandedOver => Self::HandedOver,
            Waiting::Wrote => Self::Wrote,
        }
    }
}

impl From<WaitingValue> for Waiting {
    fn from(why: WaitingValue) -> Self {
        match why {
            WaitingValue::HandedOver => Self::HandedOver,
            WaitingValue::Wrote => Self::Wrote,
        }
    }
}

impl From<Trouble> for TroubleValue {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Failed => Self::Failed,
            Trouble::NobodyFound => Self::NobodyFound,
            Trouble::CodeLocked => Self::CodeLocked,
            Trouble::Replanned => Self::Replanned,
        }
    }
}

impl From<TroubleValue> for Trouble {
    fn from(trouble: TroubleValue) -> Self {
        match trouble {
            TroubleValue::Failed => Self::Failed,
            TroubleValue::NobodyFound => Self::NobodyFound,
            TroubleValue::CodeLocked => Self::CodeLocked,
            TroubleValue::Replanned => Self::Replanned,
        }
    }
}
