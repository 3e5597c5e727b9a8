//! What a prospect is about to order, edited by the model's tools and priced by code.

use jiff::{Timestamp, civil::Date};

use super::{claims::plain_place, recap::Recap};
use crate::{
    catalogue::{Catalogue, Product, Variant},
    haggling::{self, Deal, Offer, Proposal},
    ids::{OrderId, ProductId, RecapId, VariantId},
    moment::{Moment, MomentRefused, Period},
    money::{Money, MoneyError},
    order::{Address, Line, NAME_MAX, Order, Recipient, Totals},
    phone::Phone,
    seller::Seller,
    stock, text,
    zone::{Zone, zone_of},
};

/// More of one thing is a matter for the seller.
pub const MAX_QUANTITY: u32 = 50;
/// More different things are, too.
pub const MAX_LINES: usize = 20;

/// A cart in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cart {
    pub lines: Vec<Line>,
    pub address: Address,
    /// Whom the courier calls, when it is not the prospect's WhatsApp number.
    pub contact_phone: Option<Phone>,
    /// Who receives the parcel, when it is not who orders.
    pub recipient: Option<Recipient>,
    /// Who pays, when it is neither.
    pub payer: Option<String>,
    pub moment: Option<Moment>,
    /// The confirmed order this cart changes, as it was confirmed.
    pub amends: Option<Amends>,
    /// Prices that code agreed to, within the seller's floors.
    pub deals: Vec<Deal>,
}

/// A confirmed order that is being changed. What it already has stays at the price agreed then, and
/// need not be in stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amends {
    pub order: OrderId,
    /// The order's revision when it was looked at; `None` in carts older than revisions.
    pub revision: Option<u32>,
    pub lines: Vec<Line>,
}

impl Amends {
    fn had(&self, product: &ProductId, variant: &VariantId) -> Option<&Line> {
        self.lines.iter().find(|line| line.product == *product && line.variant == *variant)
    }
}

/// What a cart still needs before it can be recapitulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    Product,
    Address,
    Phone,
}

/// Why a tool's change is refused; the model is told, and asks the prospect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CartRefusal {
    UnknownProduct,
    /// Which of these?
    VariantNeeded {
        choices: Vec<String>,
    },
    /// None of it, or not that many.
    NotEnough {
        name: String,
        available: u32,
    },
    TooMany,
    /// Not a place the shop delivers to; these are.
    OutsideZones {
        choices: Vec<String>,
    },
    InvalidPhone,
    Moment(MomentRefused),
    StillMissing(Vec<Missing>),
    Amounts(MoneyError),
}

/// What a cart's rules need to know of the shop.
#[derive(Debug, Clone, Copy)]
pub struct Shop<'a> {
    pub seller: &'a Seller,
    pub catalogue: &'a Catalogue,
    pub zones: &'a [Zone],
}

impl Cart {
    /// Sets the quantity of one thing; 0 takes it out.
    pub fn set_line(
        &mut self,
        shop: Shop<'_>,
        product: &str,
        variant: &str,
        quantity: u32,
    ) -> Result<(), CartRefusal> {
        let product = shop.catalogue.product_named(product).ok_or(CartRefusal::UnknownProduct)?;
        if quantity == 0 && variant.trim().is_empty() {
            self.lines.retain(|line| line.product != product.id);
            return Ok(());
        }
        let chosen = product.variant_named(variant).ok_or_else(|| {
            let offered = product.variants.iter().filter(|v| v.available > 0);
            CartRefusal::VariantNeeded { choices: offered.map(|v| v.label.clone()).collect() }
        })?;
        let place = self
            .lines
            .iter()
            .position(|line| line.product == product.id && line.variant == chosen.id);
        if quantity == 0 {
            if let Some(place) = place {
                self.lines.remove(place);
            }
            return Ok(());
        }
        if quantity > MAX_QUANTITY || (place.is_none() && self.lines.len() >= MAX_LINES) {
            return Err(CartRefusal::TooMany);
        }
        let line = self.priced(product, chosen, quantity)?;
        match place.and_then(|place| self.lines.get_mut(place)) {
            Some(existing) => *existing = line,
            None => self.lines.push(line),
        }
        Ok(())
    }

    /// A line at today's price and stock; what a changed order already has is kept for it.
    fn priced(
        &self,
        product: &Product,
        variant: &Variant,
        quantity: u32,
    ) -> Result<Line, CartRefusal> {
        let name = product.line_name(variant);
        let had = self.amends.as_ref().and_then(|order| order.had(&product.id, &variant.id));
        let kept = had.map_or(0, |line| line.quantity);
        let available = variant.available.saturating_add(kept);
        if available < quantity {
            return Err(CartRefusal::NotEnough { name, available });
        }
        let unit_price = had.map_or_else(|| self.price(product, variant), |line| line.unit_price);
        let (product, variant) = (product.id.clone(), variant.id.clone());
        Ok(Line { product, variant, name, quantity, unit_price })
    }

    /// What one unit costs this prospect today.
    pub(super) fn price(&self, product: &Product, variant: &Variant) -> Money {
        let deal = self.deal(product, variant);
        deal.map_or_else(|| product.price_of(variant), |deal| deal.price_today(product, variant))
    }

    fn deal(&self, product: &Product, variant: &Variant) -> Option<&Deal> {
        self.deals.iter().find(|deal| deal.is_of(product, variant))
    }

    /// Answers somebody who haggles; what is offered stands, and a line already in the cart gets
    /// the new price.
    pub fn haggle(
        &mut self,
        product: &Product,
        variant: &Variant,
        proposed: Option<Proposal>,
    ) -> Offer {
        let previous = self.deal(product, variant).cloned();
        let offer = haggling::answer(product, variant, previous.as_ref(), proposed);
        if let Some(deal) = offer.deal(product, variant, previous.as_ref()) {
            self.deals.retain(|other| !other.is_of(product, variant));
            self.deals.push(deal);
        }
        let price = self.price(product, variant);
        let is_it = |line: &&mut Line| line.product == product.id && line.variant == variant.id;
        if let (Some(line), None) = (self.lines.iter_mut().find(is_it), &self.amends) {
            line.unit_price = price;
        }
        offer
    }

    /// Begins to change a confirmed order: the cart becomes what it holds.
    pub fn amend(&mut self, order: &Order) {
        *self = Self {
            lines: order.lines.clone(),
            address: order.address.clone(),
            contact_phone: Some(order.contact_phone.clone()),
            recipient: order.recipient.clone(),
            payer: order.payer.clone(),
            moment: Some(order.moment),
            amends: Some(Amends {
                order: order.id.clone(),
                revision: Some(order.revision),
                lines: order.lines.clone(),
            }),
            deals: std::mem::take(&mut self.deals),
        };
    }

    /// Puts what an earlier order held into the cart again, at today's prices; answers the names
    /// of what cannot be had any more.
    pub fn reorder(&mut self, shop: Shop<'_>, order: &Order) -> Vec<String> {
        let mut gone = Vec::new();
        for line in &order.lines {
            let product = line.product.as_str();
            let label = shop
                .catalogue
                .product(&line.product)
                .and_then(|product| product.variant(&line.variant))
                .map(|variant| variant.label.clone());
            let put = label
                .is_some_and(|label| self.set_line(shop, product, &label, line.quantity).is_ok());
            if !put {
                gone.push(line.name.clone());
            }
        }
        if self.address.zone.is_none() {
            self.address = order.address.clone();
            self.address.zone = None;
            if let Some(zone) = zone_of(shop.zones, &self.address.in_words()) {
                self.address.zone = Some(zone.id.clone());
            }
        }
        gone
    }

    /// Puts the lines of a WhatsApp cart in, at our prices; answers how many cannot be had.
    pub fn take_in(&mut self, shop: Shop<'_>, wanted: &[(ProductId, u32)]) -> usize {
        let puts = wanted.iter().map(|(product, quantity)| {
            self.set_line(shop, product.as_str(), "", (*quantity).max(1)).is_ok()
        });
        puts.filter(|put| !put).count()
    }

    /// Sets where to deliver; parts left empty keep what was known, unless the commune changes.
    pub fn set_address(&mut self, shop: Shop<'_>, said: Address) -> Result<(), CartRefusal> {
        let mut address = said;
        if address.commune.is_empty() || address.commune == self.address.commune {
            let known = &self.address;
            for (part, old) in [
                (&mut address.commune, &known.commune),
                (&mut address.quarter, &known.quarter),
                (&mut address.landmark, &known.landmark),
                (&mut address.city, &known.city),
            ] {
                if part.is_empty() {
                    part.clone_from(old);
                }
            }
        }
        address.pin = address.pin.or(self.address.pin);
        let zone = zone_of(shop.zones, &address.in_words());
        let Some(zone) = zone else {
            let choices = shop.zones.iter().map(|zone| zone.name.clone()).collect();
            return Err(CartRefusal::OutsideZones { choices });
        };
        address.zone = Some(zone.id.clone());
        self.address = address;
        Ok(())
    }

    /// Sets whom the courier calls.
    pub fn set_contact_phone(&mut self, shop: Shop<'_>, said: &str) -> Result<(), CartRefusal> {
        let phone = Phone::parse(said, shop.seller.country).or(Err(CartRefusal::InvalidPhone))?;
        self.contact_phone = Some(phone);
        Ok(())
    }

    /// Sets who receives the parcel instead of who orders it. A name without a number keeps the
    /// number that is known; `own` is the prospect's, with which nobody else receives it.
    pub fn set_recipient(
        &mut self,
        shop: Shop<'_>,
        name: &str,
        phone: &str,
        own: Option<&Phone>,
    ) -> Result<(), CartRefusal> {
        let known = self.recipient.take();
        let said = (!phone.is_empty()).then(|| Phone::parse(phone, shop.seller.country));
        let number = match (said, &known) {
            (Some(Ok(number)), _) => number,
            (None, Some(known)) => known.phone.clone(),
            (Some(Err(_)) | None, _) => {
                self.recipient = known;
                return Err(CartRefusal::InvalidPhone);
            }
        };
        if own == Some(&number) {
            return Ok(());
        }
        let name = match (person_name(name), known) {
            (name, Some(known)) if name.is_empty() && known.phone == number => known.name,
            (name, _) => name,
        };
        self.recipient = Some(Recipient { name, phone: number });
        Ok(())
    }

    /// Sets who pays, when it is somebody else; no name, and it is nobody else.
    pub fn set_payer(&mut self, name: &str) {
        self.payer = Some(person_name(name)).filter(|name| !name.is_empty());
    }

    /// Sets when to deliver.
    pub fn set_moment(
        &mut self,
        shop: Shop<'_>,
        day: Date,
        period: Period,
        now: Timestamp,
    ) -> Result<(), CartRefusal> {
        let hours = &shop.seller.settings.hours;
        let moment = Moment::promised(day, period, now, &shop.seller.time_zone(), hours);
        self.moment = Some(moment.map_err(CartRefusal::Moment)?);
        Ok(())
    }

    /// The fee of the address's zone, once there is one.
    pub fn delivery_fee(&self, shop: Shop<'_>) -> Option<Money> {
        let zone = self.address.zone.as_ref()?;
        shop.zones.iter().find(|candidate| candidate.id == *zone).map(|zone| zone.fee)
    }

    /// What the lines cost, without the delivery.
    pub fn subtotal(&self, shop: Shop<'_>) -> Result<Money, MoneyError> {
        Totals::of(&self.lines, Money::zero(shop.seller.currency())).map(|totals| totals.subtotal)
    }

    /// What is missing for a recap; `fallback` is the prospect's own number when it is known.
    pub fn missing(&self, shop: Shop<'_>, fallback: Option<&Phone>) -> Vec<Missing> {
        let mut missing = Vec::new();
        if self.lines.is_empty() {
            missing.push(Missing::Product);
        }
        if self.delivery_fee(shop).is_none() {
            missing.push(Missing::Address);
        }
        if self.phone(fallback).is_none() {
            missing.push(Missing::Phone);
        }
        missing
    }

    /// The recap of the cart at today's prices and stock, if nothing is missing.
    pub fn recap(
        &self,
        shop: Shop<'_>,
        fallback: Option<&Phone>,
        id: RecapId,
        now: Timestamp,
    ) -> Result<Recap, CartRefusal> {
        let missing = self.missing(shop, fallback);
        let fee = self.delivery_fee(shop);
        let phone = self.phone(fallback);
        let (true, Some(fee), Some(phone)) = (missing.is_empty(), fee, phone) else {
            return Err(CartRefusal::StillMissing(missing));
        };
        let lines = self.repriced(shop)?;
        let (zone, hours) = (shop.seller.time_zone(), &shop.seller.settings.hours);
        let moment = self
            .moment
            .filter(|m| Moment::promised(m.day, m.period, now, &zone, hours).is_ok())
            .unwrap_or_else(|| Moment::usual(now, &zone, hours));
        let already = self.amends.as_ref().map_or(&[][..], |order| &order.lines);
        Ok(Recap {
            id,
            totals: Totals::of(&lines, fee).map_err(CartRefusal::Amounts)?,
            amends: self.amends.as_ref().map(|order| order.order.clone()),
            revision: self.amends.as_ref().and_then(|order| order.revision),
            takes: stock::beyond(&lines, already),
            held_until: None,
            left_at: None,
            lines,
            address: self.address.clone(),
            contact_phone: phone.clone(),
            recipient: self.recipient.clone(),
            payer: self.payer.clone(),
            moment,
            shown_at: now,
        })
    }

    /// Who can be called: who orders, or at least who receives.
    fn phone<'a>(&'a self, fallback: Option<&'a Phone>) -> Option<&'a Phone> {
        let recipient = self.recipient.as_ref().map(|recipient| &recipient.phone);
        self.contact_phone.as_ref().or(fallback).or(recipient)
    }

    /// The lines at the catalogue's present prices, if all of them can still be promised.
    fn repriced(&self, shop: Shop<'_>) -> Result<Vec<Line>, CartRefusal> {
        self.lines
            .iter()
            .map(|line| {
                let had = self.amends.as_ref().and_then(|o| o.had(&line.product, &line.variant));
                if let Some(had) = had.filter(|had| line.quantity <= had.quantity) {
                    return Ok(Line { quantity: line.quantity, ..had.clone() });
                }
                let product = on_sale(shop.catalogue, &line.product)?;
                let variant = product.variant(&line.variant).ok_or(CartRefusal::UnknownProduct)?;
                self.priced(product, variant, line.quantity)
            })
            .collect()
    }
}

fn on_sale<'a>(catalogue: &'a Catalogue, id: &ProductId) -> Result<&'a Product, CartRefusal> {
    catalogue.product(id).filter(|p| p.on_sale).ok_or(CartRefusal::UnknownProduct)
}

/// A name that sentences of ours may repeat; empty when it states more than a name.
fn person_name(said: &str) -> String {
    plain_place(&text::tidy(said, NAME_MAX).replace('\n', " "))
}

/// Cleans what a model wrote as a part of an address.
pub fn address_part(said: &str) -> String {
    text::tidy(said, 120).replace('\n', " ")
}
