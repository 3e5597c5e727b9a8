//! Values that many records and messages hold: amounts, moments, addresses.

use domain::{
    moment::{Moment, Period},
    money::{Currency, Money},
    order::{Address, Pin, Recipient},
    phone::Phone,
};
use serde::{Deserialize, Serialize};

use super::CorruptRecord;

/// `{"amount":15000,"currency":"XOF"}`: whole francs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyValue {
    pub amount: i64,
    pub currency: String,
}

impl From<Money> for MoneyValue {
    fn from(money: Money) -> Self {
        Self { amount: money.amount(), currency: money.currency().code().to_owned() }
    }
}

impl TryFrom<&MoneyValue> for Money {
    type Error = CorruptRecord;

    fn try_from(value: &MoneyValue) -> Result<Self, CorruptRecord> {
        let currency =
            Currency::of_code(&value.currency).ok_or(CorruptRecord::new("amount", "currency"))?;
        Ok(Self::new(value.amount, currency))
    }
}

/// `{"name":"Mariam","phone":"+2250707123456"}`: who receives a parcel. The phone is E.164.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientValue {
    #[serde(default)]
    pub name: String,
    pub phone: String,
}

/// Never the name or the number.
impl std::fmt::Debug for RecipientValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecipientValue(…)")
    }
}

impl From<&Recipient> for RecipientValue {
    fn from(recipient: &Recipient) -> Self {
        Self { name: recipient.name.clone(), phone: recipient.phone.e164().to_owned() }
    }
}

impl TryFrom<&RecipientValue> for Recipient {
    type Error = CorruptRecord;

    fn try_from(value: &RecipientValue) -> Result<Self, CorruptRecord> {
        let phone = Phone::of_e164(&value.phone)
            .map_err(|_no_phone| CorruptRecord::new("recipient", "phone"))?;
        Ok(Self { name: value.name.clone(), phone })
    }
}

/// `{"day":"2026-11-24","period":"morning"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MomentValue {
    #[serde(with = "crate::as_text")]
    pub day: jiff::civil::Date,
    pub period: PeriodValue,
}

/// Half of a day: until 12h, until 18h.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodValue {
    Morning,
    Afternoon,
}

impl From<Moment> for MomentValue {
    fn from(moment: Moment) -> Self {
        let period = match moment.period {
            Period::Morning => PeriodValue::Morning,
            Period::Afternoon => PeriodValue::Afternoon,
        };
        Self { day: moment.day, period }
    }
}

impl From<&MomentValue> for Moment {
    fn from(value: &MomentValue) -> Self {
        let period = match value.period {
            PeriodValue::Morning => Period::Morning,
            PeriodValue::Afternoon => Period::Afternoon,
        };
        Self { day: value.day, period }
    }
}

/// An address as it is kept; absent parts are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressValue {
    pub city: String,
    pub commune: String,
    pub quarter: String,
    pub landmark: String,
    /// Degrees × 10⁷.
    pub latitude_e7: Option<i32>,
    pub longitude_e7: Option<i32>,
    pub zone: Option<String>,
}

impl From<&Address> for AddressValue {
    fn from(address: &Address) -> Self {
        Self {
            city: address.city.clone(),
            commune: address.commune.clone(),
            quarter: address.quarter.clone(),
            landmark: address.landmark.clone(),
            latitude_e7: address.pin.map(|pin| pin.latitude_e7),
            longitude_e7: address.pin.map(|pin| pin.longitude_e7),
            zone: address.zone.as_ref().map(ToString::to_string),
        }
    }
}

impl TryFrom<&AddressValue> for Address {
    type Error = CorruptRecord;

    fn try_from(value: &AddressValue) -> Result<Self, CorruptRecord> {
        let zone = value.zone.as_deref().map(str::parse).transpose();
        Ok(Self {
            city: value.city.clone(),
            commune: value.commune.clone(),
            quarter: value.quarter.clone(),
            landmark: value.landmark.clone(),
            pin: value
                .latitude_e7
                .zip(value.longitude_e7)
                .map(|(latitude_e7, longitude_e7)| Pin { latitude_e7, longitude_e7 }),
            zone: zone.map_err(|_bad_id| CorruptRecord::new("address", "zone"))?,
        })
    }
}
