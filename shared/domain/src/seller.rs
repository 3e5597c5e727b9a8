//! The seller: the tenant, its shop, and what it chose.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub use crate::copy::Manner;

use crate::{
    country::Country, hours::OpeningHours, ids::SellerId, moment, money::Currency, phone::Phone,
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
