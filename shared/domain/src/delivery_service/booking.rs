//! What a service is asked to carry, and whether it may be.

use super::takes_cash;
use crate::{
    ids::{OrderId, SellerId},
    money::Money,
    order::{Order, Pin},
    phone::Phone,
    seller::{DeliveryService, Seller, ServiceRule},
    text,
};

/// The longest comment on an address, in characters.
const WORDS_MAX: usize = 200;

/// What a parcel is worth at the most, in whole francs, for a service: above it their insurance
/// says nothing, and a courier of one's own is the better choice.
pub const PARCEL_VALUE_MAX: i64 = 2_000_000;

/// Where a parcel is fetched or handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct Stop {
    pub name: String,
    pub phone: Phone,
    /// The place in words, from the large to the small.
    pub words: String,
    /// What helps to find the door; may be empty.
    pub landmark: String,
    pub pin: Pin,
}

/// A line of the parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceItem {
    pub name: String,
    pub quantity: u32,
    /// Of one unit.
    pub value: Money,
}

/// A delivery to ask a service for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRequest {
    pub seller: SellerId,
    pub order: OrderId,
    /// Ours, at most 128 characters: asking twice under one books once, where the service can.
    pub request_id: String,
    /// What people call the order.
    pub reference: String,
    pub shop: String,
    pub pickup: Stop,
    pub dropoff: Stop,
    pub items: Vec<ServiceItem>,
}

/// Why an order is not for a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotBookable {
    /// The shop has no place on the map.
    NoPickupPin,
    /// The prospect sent no position.
    NoDropoffPin,
    /// Cash is due, and no service of the seller's takes any.
    CashDue,
    /// It is worth more than [`PARCEL_VALUE_MAX`].
    TooValuable,
    /// The seller has no service, or all of them were tried.
    NoServiceLeft,
}

/// What to do about a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Approval {
    /// The seller's rule allows it.
    Allowed,
    TooDear,
    /// The service has not said, or in another currency.
    Unknown,
}

impl ServiceRule {
    /// Whether a price may be accepted without asking the seller, in the shop's currency.
    pub fn approve(&self, price: Option<Money>, shop: &Seller) -> Approval {
        match price {
            Some(price) if price.currency() != shop.currency() || price.amount() < 0 => {
                Approval::Unknown
            }
            Some(price) if price.amount() <= self.max_price => Approval::Allowed,
            Some(_) => Approval::TooDear,
            None => Approval::Unknown,
        }
    }
}

impl ServiceRequest {
    /// The request for an order, at a seller's `attempt`th booking of it, from 1.
    pub fn of(order: &Order, shop: &Seller, attempt: u32) -> Result<Self, NotBookable> {
        let rules = &shop.settings.delivery;
        let from = rules.pickup_pin.ok_or(NotBookable::NoPickupPin)?;
        if order.totals.subtotal.amount() > PARCEL_VALUE_MAX {
            return Err(NotBookable::TooValuable);
        }
        let to = order.address.pin.ok_or(NotBookable::NoDropoffPin)?;
        let items = order.lines.iter().map(|line| ServiceItem {
            name: line.name.clone(),
            quantity: line.quantity,
            value: line.unit_price,
        });
        Ok(Self {
            seller: order.seller.clone(),
            order: order.id.clone(),
            request_id: format!("{}-{attempt}", order.id),
            reference: order.reference(),
            shop: shop.shop_name.clone(),
            pickup: Stop {
                name: shop.shop_name.clone(),
                phone: shop.phone.clone(),
                words: words(&rules.pickup_place, &shop.shop_name),
                landmark: String::new(),
                pin: from,
            },
            dropoff: Stop {
                name: order.receiver_name().to_owned(),
                phone: order.receiver_phone().clone(),
                words: words(&order.address.in_words(), &order.address.commune),
                landmark: text::tidy(&order.address.landmark, WORDS_MAX),
                pin: to,
            },
            items: items.collect(),
        })
    }
}

fn words(place: &str, otherwise: &str) -> String {
    let place = if place.trim().is_empty() { otherwise } else { place };
    text::tidy(place, WORDS_MAX)
}

/// The services that may be asked for an order, in the seller's order. `is_paid` says that nothing
/// is due at the door by the payment provider's own word.
pub fn bookable(
    order: &Order,
    shop: &Seller,
    is_paid: bool,
    tried: &[DeliveryService],
) -> Result<Vec<ServiceRule>, NotBookable> {
    let rules = &shop.settings.delivery;
    let left: Vec<ServiceRule> =
        rules.services.iter().filter(|rule| !tried.contains(&rule.service)).copied().collect();
    if left.is_empty() {
        return Err(NotBookable::NoServiceLeft);
    }
    ServiceRequest::of(order, shop, 1)?;
    let fit: Vec<ServiceRule> =
        left.into_iter().filter(|rule| is_paid || takes_cash(rule.service)).collect();
    if fit.is_empty() { Err(NotBookable::CashDue) } else { Ok(fit) }
}

/// Never the name, the number or the place.
impl std::fmt::Debug for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stop(…)")
    }
}
