//! How a shop's parcels travel and how its orders are paid, as the seller chose it.

use domain::{
    order::Pin,
    seller::{
        DeliveryRules, DeliveryService, DepositRule, PaymentProvider, PaymentRules, ServiceRule,
    },
};
use serde::{Deserialize, Serialize};

use crate::records::CorruptRecord;

/// The delivery rules that differ from the default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeliveryValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares_pool: Option<bool>,
    /// Whole francs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash_ceiling: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_rounds: Option<u32>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pickup_place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pickup_pin: Option<PinValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceValue>,
}

/// A point on the map, in degrees × 10⁷.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinValue {
    pub latitude_e7: i32,
    pub longitude_e7: i32,
}

/// A delivery service that may be booked, up to a price in whole francs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceValue {
    pub service: ServiceName,
    pub max_price: i64,
}

/// Which service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceName {
    Yango,
    Glovo,
}

/// The payment rules that differ from the default, which is cash on delivery.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deposit: Option<DepositValue>,
}

/// Who moves mobile money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderName {
    Wave,
    Pawapay,
}

/// The deposit on large orders; `from_total` is in whole francs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositValue {
    pub percent: u8,
    pub from_total: i64,
    pub minutes: u32,
}

impl DeliveryValue {
    /// Whether everything follows the default.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl PaymentValue {
    /// Whether everything follows the default.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl From<&DeliveryRules> for DeliveryValue {
    fn from(rules: &DeliveryRules) -> Self {
        let usual = DeliveryRules::default();
        Self {
            shares_pool: (rules.shares_pool != usual.shares_pool).then_some(rules.shares_pool),
            cash_ceiling: (rules.cash_ceiling != usual.cash_ceiling).then_some(rules.cash_ceiling),
            max_rounds: (rules.max_rounds != usual.max_rounds).then_some(rules.max_rounds),
            pickup_place: rules.pickup_place.clone(),
            pickup_pin: rules
                .pickup_pin
                .map(|Pin { latitude_e7, longitude_e7 }| PinValue { latitude_e7, longitude_e7 }),
            services: rules.services.iter().map(ServiceValue::from).collect(),
        }
    }
}

impl TryFrom<&DeliveryValue> for DeliveryRules {
    type Error = CorruptRecord;

    fn try_from(value: &DeliveryValue) -> Result<Self, CorruptRecord> {
        let usual = Self::default();
        let rules = Self {
            shares_pool: value.shares_pool.unwrap_or(usual.shares_pool),
            cash_ceiling: value.cash_ceiling.unwrap_or(usual.cash_ceiling),
            max_rounds: value.max_rounds.unwrap_or(usual.max_rounds),
            pickup_place: value.pickup_place.clone(),
            pickup_pin: value
                .pickup_pin
                .map(|PinValue { latitude_e7, longitude_e7 }| Pin { latitude_e7, longitude_e7 }),
            services: value.services.iter().map(ServiceRule::from).collect(),
        };
        let prices = rules.services.iter().map(|rule| rule.max_price);
        if prices.chain([rules.cash_ceiling]).any(|amount| amount < 0) {
            return Err(CorruptRecord::new("seller", "settings.delivery"));
        }
        Ok(rules)
    }
}

impl From<&ServiceRule> for ServiceValue {
    fn from(rule: &ServiceRule) -> Self {
        let service = match rule.service {
            DeliveryService::Yango => ServiceName::Yango,
            DeliveryService::Glovo => ServiceName::Glovo,
        };
        Self { service, max_price: rule.max_price }
    }
}

impl From<&ServiceValue> for ServiceRule {
    fn from(value: &ServiceValue) -> Self {
        let service = match value.service {
            ServiceName::Yango => DeliveryService::Yango,
            ServiceName::Glovo => DeliveryService::Glovo,
        };
        Self { service, max_price: value.max_price }
    }
}

impl From<&PaymentRules> for PaymentValue {
    fn from(rules: &PaymentRules) -> Self {
        Self {
            provider: rules.provider.map(|provider| match provider {
                PaymentProvider::Wave => ProviderName::Wave,
                PaymentProvider::Pawapay => ProviderName::Pawapay,
            }),
            deposit: rules.deposit.map(|DepositRule { percent, from_total, minutes }| {
                DepositValue { percent, from_total, minutes }
            }),
        }
    }
}

impl TryFrom<&PaymentValue> for PaymentRules {
    type Error = CorruptRecord;

    fn try_from(value: &PaymentValue) -> Result<Self, CorruptRecord> {
        let is_sound = |deposit: &DepositValue| {
            (1..=100).contains(&deposit.percent) && deposit.from_total >= 0
        };
        if value.deposit.as_ref().is_some_and(|deposit| !is_sound(deposit)) {
            return Err(CorruptRecord::new("seller", "settings.payment"));
        }
        Ok(Self {
            provider: value.provider.map(|provider| match provider {
                ProviderName::Wave => PaymentProvider::Wave,
                ProviderName::Pawapay => PaymentProvider::Pawapay,
            }),
            deposit: value.deposit.map(|DepositValue { percent, from_total, minutes }| {
                DepositRule { percent, from_total, minutes }
            }),
        })
    }
}
