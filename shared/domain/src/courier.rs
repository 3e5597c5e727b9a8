//! The couriers a seller works with, and whom to ask next.

use jiff::{Timestamp, civil::DateTime};

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

/// What a delivery asks of a courier.
#[derive(Debug, Clone, Copy)]
pub struct Need<'a> {
    pub zone: Option<&'a ZoneId>,
    /// Cash to collect at the door, in whole francs.
    pub cash: i64,
    /// Cash of the seller's that a courier may hold, in whole francs.
    pub cash_ceiling: i64,
    /// The time at the shop.
    pub local: DateTime,
    /// The ways that are open to us at all.
    pub channels: &'a [Channel],
    /// Couriers already asked in this round.
    pub asked: &'a [CourierId],
}

/// Offers let pass in a row after which a courier is asked after the others.
const SILENCES: u32 = 3;

impl Courier {
    /// Whether this delivery can be offered to them now.
    pub fn can_take(&self, need: &Need<'_>) -> bool {
        self.available
            && self.serves(need.zone)
            && self.hours.is_none_or(|hours| hours.holds(need.local))
            && self.may_hold(need.cash, need.cash_ceiling)
            && self.channels.iter().any(|channel| need.channels.contains(channel))
    }

    /// Whether so much more cash leaves them under the ceiling. Paid orders always do.
    pub fn may_hold(&self, cash: i64, ceiling: i64) -> bool {
        cash <= 0 || self.holds.saturating_add(cash) <= ceiling
    }
}

/// The courier to ask: the seller's own before the pool before partners; those who answer before
/// those who let offers pass; among equals the one who has waited longest for an offer.
pub fn next<'a>(couriers: &'a [Courier], need: &Need<'_>) -> Option<&'a Courier> {
    couriers
        .iter()
        .filter(|courier| !need.asked.contains(&courier.id) && courier.can_take(need))
        .min_by_key(|c| (c.tier, c.silences >= SILENCES, c.last_offered_at, c.id.clone()))
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

    fn need<'a>(zone: Option<&'a ZoneId>, asked: &'a [CourierId]) -> Need<'a> {
        Need {
            zone,
            cash: 46_500,
            cash_ceiling: 100_000,
            local: jiff::civil::date(2026, 11, 23).at(10, 0, 0, 0),
            channels: &USUAL_CHANNELS,
            asked,
        }
    }

    #[test]
    fn who_waited_longest_is_asked_first_and_nobody_twice() {
        let couriers = [courier(1, Some(20)), courier(2, Some(10)), courier(3, None)];
        let mut asked = Vec::new();
        while let Some(courier) = next(&couriers, &need(None, &asked)) {
            asked.push(courier.id.clone());
        }
        let order: Vec<_> = [2, 1, 0].map(|i: usize| couriers[i].id.clone()).to_vec();
        assert_eq!(asked, order);
    }

    #[test]
    fn own_couriers_come_before_the_pool_and_the_silent_last_among_their_like() {
        let mut silent = courier(1, None);
        silent.silences = 3;
        let waiting = courier(2, Some(50));
        let mut pooled = courier(3, None);
        pooled.tier = Tier::Pool;
        let mut partner = courier(4, None);
        partner.tier = Tier::Partner;
        let couriers = [partner, pooled, silent, waiting];
        let mut asked = Vec::new();
        while let Some(courier) = next(&couriers, &need(None, &asked)) {
            asked.push(courier.id.clone());
        }
        let order = [3, 2, 1, 0].map(|i: usize| couriers[i].id.clone());
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
        assert_eq!(next(&couriers, &need(Some(&zone), &[])).map(|c| &c.id), Some(&near.id));
        assert_eq!(next(&couriers, &need(Some(&zone), &[near.id])), None);
    }

    #[test]
    fn hours_channels_and_the_cash_in_their_pocket_are_respected() {
        let mut morning = courier(1, None);
        morning.hours = Span::new(7 * 60, 10 * 60).ok();
        assert_eq!(next(std::slice::from_ref(&morning), &need(None, &[])), None);
        morning.hours = Span::new(10 * 60, 11 * 60).ok();
        assert_eq!(next(std::slice::from_ref(&morning), &need(None, &[])), Some(&morning));

        let mut phone_only = courier(2, None);
        phone_only.channels = vec![Channel::Call];
        let whatsapp = Need { channels: &[Channel::WhatsApp], ..need(None, &[]) };
        assert_eq!(next(&[phone_only], &whatsapp), None);

        let mut laden = courier(3, None);
        laden.holds = 53_501;
        assert_eq!(next(std::slice::from_ref(&laden), &need(None, &[])), None);
        laden.holds = 53_500;
        assert_eq!(next(std::slice::from_ref(&laden), &need(None, &[])), Some(&laden));
        // What is paid already puts nothing into their pocket.
        laden.holds = 200_000;
        let paid = Need { cash: 0, ..need(None, &[]) };
        assert_eq!(next(std::slice::from_ref(&laden), &paid), Some(&laden));
    }
}
