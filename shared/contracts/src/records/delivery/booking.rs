//! A delivery service that was asked, as it is kept.

use domain::{
    delivery_service::ServiceState, dispatch::Booking, money::Money, seller::DeliveryService,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CorruptRecord, MoneyValue};
use crate::as_text;

/// See [`Booking`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingRecord {
    pub number: u32,
    pub round: u32,
    pub service: ServiceValue,
    #[serde(with = "as_text")]
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ServiceStateValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<MoneyValue>,
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub unwanted: bool,
}

/// A delivery service with an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceValue {
    Yango,
    Glovo,
}

/// Where a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceStateValue {
    AwaitingConfirm,
    Searching,
    Assigned,
    AtPickup,
    PickedUp,
    AtDropoff,
    Delivered,
    Returning,
    Returned,
    NoCourier,
    Cancelled,
    Failed,
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
    DeliveryService <=> ServiceValue { Yango, Glovo };
    ServiceState <=> ServiceStateValue {
        AwaitingConfirm, Searching, Assigned, AtPickup, PickedUp, AtDropoff, Delivered, Returning,
        Returned, NoCourier, Cancelled, Failed
    };
}

impl From<&Booking> for BookingRecord {
    fn from(booking: &Booking) -> Self {
        Self {
            number: booking.number,
            round: booking.round,
            service: booking.service.into(),
            at: booking.at,
            reference: booking.reference.clone(),
            state: booking.state.map(ServiceStateValue::from),
            price: booking.price.map(MoneyValue::from),
            unwanted: booking.unwanted,
        }
    }
}

impl TryFrom<&BookingRecord> for Booking {
    type Error = CorruptRecord;

    fn try_from(record: &BookingRecord) -> Result<Self, CorruptRecord> {
        Ok(Self {
            number: record.number,
            round: record.round,
            service: record.service.into(),
            at: record.at,
            reference: record.reference.clone(),
            state: record.state.map(ServiceState::from),
            price: record.price.as_ref().map(Money::try_from).transpose()?,
            unwanted: record.unwanted,
        })
    }
}
