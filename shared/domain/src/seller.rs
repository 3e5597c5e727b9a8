//! The seller: the tenant, its shop, and what it chose.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{country::Country, ids::SellerId, moment, money::Currency, phone::Phone};

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
