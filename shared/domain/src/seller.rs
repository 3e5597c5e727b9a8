//! The seller: the tenant, its shop, and what it chose.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub use crate::copy::Manner;

use crate::{
    country::Country, hours::OpeningHours, ids::SellerId, moment, money::Currency, order::Pin,
    phone::Phone,
};

/// The longest text a shop says of itself, in characters: it is in every prompt.
pub const ABOUT_MAX: usize = 1_000;

/// What a seller chose for the shop; the default is what nobody has to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopSettings {
    pub manner: Manner,
    pub hours: OpeningHours,
    /// How long the AI is silent, in minutes, after the owner wrote from their own phone.
    pub takeover_minutes: u32,
    /// Turns of the model that one contact may use in a day.
    pub turns_per_contact_per_day: u32,
    /// Turns of the model that all contacts together may use in a day.
    pub turns_per_day: u32,
    /// Tokens of the model, read and written, that the shop may use in a day.
    pub tokens_per_day: u64,
    /// What the shop says of itself: who it is, returns, payment. At most [`ABOUT_MAX`] characters.
    pub about: String,
    pub delivery: DeliveryRules,
    pub payment: PaymentRules,
}

/// How a shop's parcels travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRules {
    /// Couriers of the platform's shared pool are asked after the shop's own.
    pub shares_pool: bool,
    /// Cash of the shop's, in whole francs, with which a courier is offered paid orders only.
    pub cash_ceiling: i64,
    /// Searches for a courier after which the prospect is not offered another moment.
    pub max_rounds: u32,
    /// Where couriers fetch parcels, in words; offers and services name it.
    pub pickup_place: String,
    /// The same on the map, which delivery services need.
    pub pickup_pin: Option<Pin>,
    /// Delivery services that may be booked when no courier accepts, in order.
    pub services: Vec<ServiceRule>,
}

/// A delivery service with an API of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeliveryService {
    Yango,
    Glovo,
}

/// A service the seller has an account with, and what they approve in advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceRule {
    pub service: DeliveryService,
    /// The highest price, in whole francs, it is booked at without asking.
    pub max_price: i64,
}

/// How a shop's orders are paid beside cash.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PaymentRules {
    /// Who takes mobile money for the shop; without one, everything is cash on delivery.
    pub provider: Option<PaymentProvider>,
    /// Orders that need a deposit before anybody is sent.
    pub deposit: Option<DepositRule>,
}

/// Who moves mobile money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentProvider {
    Wave,
    Pawapay,
}

/// A deposit on risky orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DepositRule {
    /// Of the total, 1 to 100; rounded up to 5 francs, the smallest coin.
    pub percent: u8,
    /// Orders from this total on, in whole francs.
    pub from_total: i64,
    /// Minutes the prospect has to pay it.
    pub minutes: u32,
}

impl Default for DeliveryRules {
    fn default() -> Self {
        Self {
            shares_pool: false,
            cash_ceiling: 100_000,
            max_rounds: 3,
            pickup_place: String::new(),
            pickup_pin: None,
            services: Vec::new(),
        }
    }
}

impl Default for ShopSettings {
    fn default() -> Self {
        Self {
            manner: Manner::default(),
            hours: OpeningHours::default(),
            takeover_minutes: 60,
            turns_per_contact_per_day: 60,
            turns_per_day: 2_000,
            tokens_per_day: 5_000_000,
            about: String::new(),
            delivery: DeliveryRules::default(),
            payment: PaymentRules::default(),
        }
    }
}

/// A seller and its shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    pub id: SellerId,
    pub first_name: String,
    pub last_name: String,
    pub shop_name: String,
    pub country: Country,
    /// Where the seller is told things, by our own number.
    pub phone: Phone,
    pub email: String,
    pub settings: ShopSettings,
}

impl Seller {
    /// What the shop's prices are in.
    pub const fn currency(&self) -> Currency {
        self.country.currency()
    }

    /// The shop's clock.
    pub const fn time_zone(&self) -> TimeZone {
        self.country.time_zone()
    }

    /// The day it is at the shop.
    pub fn today(&self, now: Timestamp) -> Date {
        moment::today(now, &self.time_zone())
    }
}
