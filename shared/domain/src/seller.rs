//! The seller: the tenant, its shop, and what it chose.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{copy::Manner, country::Country, ids::SellerId, moment, money::Currency, phone::Phone};

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

/// Temporary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopSettings {
    pub manner: Manner,
    pub turns_per_contact_per_day: u32,
    pub takeover_minutes: u32,
    pub tokens_per_day: u64,
    pub turns_per_day: u32,
}

impl Default for ShopSettings {
    fn default() -> Self {
        Self {
            manner: Manner::default(),
            turns_per_contact_per_day: 60,
            takeover_minutes: 60,
            tokens_per_day: 5_000_000,
            turns_per_day: 2_000,
        }
    }
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
