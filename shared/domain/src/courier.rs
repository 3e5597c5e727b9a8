//! The couriers a seller works with, and whom to ask next.

use jiff::Timestamp;

use crate::{
    hours::Span,
    ids::{CourierId, ZoneId},
    phone::Phone,
};

/// A courier of a seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Courier {
    pub id: CourierId,
    pub name: String,
    pub phone: Phone,
    /// Zones they serve; none means all of them.
    pub zones: Vec<ZoneId>,
    pub available: bool,
    pub tier: Tier,
    /// How they are asked, one way after the other while an offer stands; never empty.
    pub channels: Vec<Channel>,
    /// When they work, on the shop's clock; always, when they did not say.
    pub hours: Option<Span>,
    /// When they were last offered a delivery.
    pub last_offered_at: Option<Timestamp>,
    /// Offers in a row that they let pass without a word.
    pub silences: u32,
    /// Cash of this seller's that they hold, in whole francs.
    pub holds: i64,
}

/// Who is asked before whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The seller's own.
    #[default]
    Own,
    /// Of the platform's shared pool.
    Pool,
    /// A delivery company reached by WhatsApp or telephone like a courier.
    Partner,
}

/// How a courier is reached, and how they answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Buttons on WhatsApp.
    WhatsApp,
    /// A telephone call with a key to press.
    Call,
    /// A text message with a link to a page.
    Sms,
}

/// What a courier who never said otherwise is asked by, in this order.
pub const USUAL_CHANNELS: [Channel; 3] = [Channel::WhatsApp, Channel::Call, Channel::Sms];

impl Courier {
    /// A courier of the seller's own of whom no more is known: everywhere, at any hour, by the
    /// usual channels.
    pub fn own(id: CourierId, name: String, phone: Phone) -> Self {
        Self {
            id,
            name,
            phone,
            zones: Vec::new(),
            available: true,
            tier: Tier::Own,
            channels: USUAL_CHANNELS.to_vec(),
            hours: None,
            last_offered_at: None,
            silences: 0,
            holds: 0,
        }
    }

    /// Whether they go there; an order whose zone is unknown is for those who go everywhere.
    pub fn serves(&self, zone: Option<&ZoneId>) -> bool {
        self.zones.is_empty() || zone.is_some_and(|zone| self.zones.contains(zone))
    }
}

/// The courier to ask: available, serving the zone, not asked yet for this order; among those the
/// one who has waited longest for an offer.
pub fn next<'a>(
    couriers: &'a [Courier],
    zone: Option<&ZoneId>,
    asked: &[CourierId],
) -> Option<&'a Courier> {
    couriers
        .iter()
        .filter(|c| c.available && c.serves(zone) && !asked.contains(&c.id))
        .min_by_key(|c| (c.last_offered_at, c.id.clone()))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::country::Country;

    fn courier(n: u128, last_offered_at: Option<i64>) -> Courier {
        Courier {
            id: CourierId::from_uuid(Uuid::from_u128(n)),
            name: format!("Courier {n}"),
            phone: Phone::parse("0707123456", Country::IvoryCoast).unwrap(),
            zones: Vec::new(),
            available: true,
            tier: Tier::Own,
            channels: USUAL_CHANNELS.to_vec(),
            hours: None,
            last_offered_at: last_offered_at.map(|s| Timestamp::from_second(s).unwrap()),
            silences: 0,
            holds: 0,
        }
    }

    #[test]
    fn who_waited_longest_is_asked_first_and_nobody_twice() {
        let couriers = [courier(1, Some(20)), courier(2, Some(10)), courier(3, None)];
        let mut asked = Vec::new();
        while let Some(courier) = next(&couriers, None, &asked) {
            asked.push(courier.id.clone());
        }
        let order: Vec<_> = [2, 1, 0].map(|i: usize| couriers[i].id.clone()).to_vec();
        assert_eq!(asked, order);
    }

    #[test]
    fn zone_and_availability_are_respected() {
        let zone = ZoneId::from_uuid(Uuid::from_u128(1));
        let mut near = courier(1, Some(10));
        near.zones = vec![zone.clone()];
        let mut away = courier(2, None);
        away.zones = vec![ZoneId::from_uuid(Uuid::from_u128(2))];
        let mut resting = courier(3, None);
        resting.available = false;
        let couriers = [near.clone(), away, resting];
        assert_eq!(next(&couriers, Some(&zone), &[]).map(|c| &c.id), Some(&near.id));
        assert_eq!(next(&couriers, Some(&zone), &[near.id]), None);
    }
}
