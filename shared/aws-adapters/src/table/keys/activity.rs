//! Sums of a shop's days: of the shop, by ad, by product, by courier.
//!
//! Their sort keys begin with the day, so that those of a month are one query, and none looks like
//! a row that the table's stream hands to `live`.

use domain::{activity::Of, ids::SellerId};
use jiff::civil::Date;

use super::{Key, Range, of, range};
use crate::{commit::EventId, digest::sha256_hex};

/// The longest identifier of an ad that is part of a key as it is. Meta's have some 18 digits.
const AD_MAX: usize = 40;
/// In the place of an ad: who came by none.
const NO_AD: &str = "-";

/// What is counted of one day: of the shop, an ad, a product or a courier.
pub fn activity(seller: &SellerId, day: Date, what: &Of) -> Key {
    match what {
        Of::Shop => Key::new(of(seller, "activity"), day.to_string()),
        Of::Ad(id) => Key::new(of(seller, "ads"), format!("{day}#{}", ad_in_keys(id.as_deref()))),
        Of::Product(id) => Key::new(of(seller, "sold"), format!("{day}#{id}")),
        Of::Courier(id) => Key::new(of(seller, "rides"), format!("{day}#{id}")),
    }
}

/// The days of the shop itself in a month.
pub fn activity_of_month(seller: &SellerId, month: Date) -> Range {
    range(of(seller, "activity"), &in_month(month))
}

/// What ads brought on the days of a month.
pub fn ads_of_month(seller: &SellerId, month: Date) -> Range {
    range(of(seller, "ads"), &in_month(month))
}

/// What was sold on the days of a month, by product.
pub fn sold_of_month(seller: &SellerId, month: Date) -> Range {
    range(of(seller, "sold"), &in_month(month))
}

/// What couriers did on the days of a month.
pub fn rides_of_month(seller: &SellerId, month: Date) -> Range {
    range(of(seller, "rides"), &in_month(month))
}

/// An ad as the latest thread it brought told of it. `ad` is [`ad_in_keys`] of its identifier.
pub fn ad(seller: &SellerId, ad: &str) -> Key {
    Key::new(of(seller, "ads"), format!("about#{ad}"))
}

/// All ads that brought somebody.
pub fn ads(seller: &SellerId) -> Range {
    range(of(seller, "ads"), "about#")
}

/// What the seller says an ad cost in a month.
pub fn ad_cost(seller: &SellerId, month: Date, ad: &str) -> Key {
    Key::new(of(seller, "ads"), format!("cost#{}#{ad}", month.strftime("%Y-%m")))
}

/// What all ads cost in a month.
pub fn ad_costs(seller: &SellerId, month: Date) -> Range {
    range(of(seller, "ads"), &format!("cost#{}#", month.strftime("%Y-%m")))
}

/// That a change was counted.
pub fn counted(seller: &SellerId, change: &EventId) -> Key {
    Key::new(of(seller, "live"), format!("counted#{change}"))
}

/// An ad's identifier as keys and addresses hold it: as it is, unless it looks like nothing of
/// Meta's.
pub fn ad_in_keys(id: Option<&str>) -> String {
    let Some(id) = id else { return NO_AD.to_owned() };
    let is_plain = (1..=AD_MAX).contains(&id.len())
        && id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if is_plain { id.to_owned() } else { sha256_hex(id) }
}

fn in_month(month: Date) -> String {
    month.strftime("%Y-%m-").to_string()
}

impl Key {
    /// The day of a row of sums, and what it is of beside the shop.
    pub(crate) fn day_and_subject(&self) -> Option<(Date, &str)> {
        let (day, subject) = self.sk().split_once('#').unwrap_or((self.sk(), ""));
        Some((day.parse().ok()?, subject))
    }

    /// The ad of a row of [`ads`] or [`ad_costs`].
    pub(crate) fn ad(&self) -> Option<&str> {
        self.sk().rsplit('#').next()
    }
}
