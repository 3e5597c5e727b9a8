//! What the paper of a sale says, computed to the franc from what was stored.
//!
//! It is a receipt; only the stamp of a tax office's system makes it an invoice.

use std::fmt;

use jiff::civil::{Date, DateTime};

use crate::{
    money::{Money, MoneyError},
    order::Order,
    phone::Phone,
    seller::{PaymentProvider, Seller},
};

/// The number of a paper: `2026-0042`, counted per shop and year, without holes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperNumber {
    pub year: i16,
    /// From 1.
    pub nth: u32,
}

impl PaperNumber {
    /// The number after `last`, for a paper made in `year`. A clock that went back over New Year
    /// opens no year again.
    #[must_use]
    pub fn after(last: Option<Self>, year: i16) -> Self {
        match last {
            Some(last) if year <= last.year => Self { nth: last.nth.saturating_add(1), ..last },
            Some(_) | None => Self { year, nth: 1 },
        }
    }
}

impl fmt::Display for PaperNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.year, self.nth)
    }
}

/// Money that came in for the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    pub how: Means,
    pub amount: Money,
}

/// How it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// In the courier's hand.
    Cash,
    /// By mobile money; the provider's own reference, which both sides can look up.
    Mobile { by: PaymentProvider, reference: String },
}

/// When, by the shop's clock, and by whom the parcel was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    pub at: DateTime,
    /// The courier's first name, when one of the shop's couriers brought it.
    pub courier: Option<String>,
    /// Over the counter: nobody brought it.
    pub fetched: bool,
}

/// What a tax office's system returned for a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The system, as its papers call it: `FNE`, `e-MECeF`.
    pub system: String,
    /// Its number of the invoice.
    pub reference: String,
    /// Where anybody can verify it; what the QR code holds.
    pub verification: String,
}

/// The shop at the head of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    pub name: String,
    pub phone: Phone,
    /// Where its parcels are fetched, in words; may be empty.
    pub place: String,
}

/// A line: what, how many, at what price, for how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    pub quantity: u32,
    pub unit_price: Money,
    pub total: Money,
}

/// Everything a paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub number: PaperNumber,
    /// The day it was made, at the shop.
    pub day: Date,
    /// The day of the copy that this one replaces: the same number with other amounts.
    pub replaces: Option<Date>,
    pub shop: Letterhead,
    pub client: String,
    /// Who was to be called at the door.
    pub contact: Phone,
    pub place: String,
    pub items: Vec<Item>,
    pub subtotal: Money,
    pub delivery_fee: Money,
    pub total: Money,
    pub paid: Vec<Paid>,
    pub handed_over: HandedOver,
    pub stamp: Option<Stamp>,
}

/// A number, its days, and what a certifier said: what does not follow from the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    pub number: PaperNumber,
    pub day: Date,
    pub replaces: Option<Date>,
    pub stamp: Option<Stamp>,
}

/// What stands between the total and what was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Balance {
    Settled,
    /// So much is still to be paid.
    Owed(Money),
    /// So much came in over the total.
    Over(Money),
}

impl Paper {
    /// The paper of an order that was handed over and paid so.
    ///
    /// # Errors
    /// The order's amounts do not add up.
    pub fn of(
        order: &Order,
        seller: &Seller,
        paid: Vec<Paid>,
        handed_over: HandedOver,
        registration: Registration,
    ) -> Result<Self, MoneyError> {
        let items = order.lines.iter().map(|line| {
            Ok(Item {
                name: line.name.clone(),
                quantity: line.quantity,
                unit_price: line.unit_price,
                total: line.total()?,
            })
        });
        Ok(Self {
            number: registration.number,
            day: registration.day,
            replaces: registration.replaces,
            shop: Letterhead {
                name: seller.shop_name.clone(),
                phone: seller.phone.clone(),
                place: seller.settings.delivery.pickup_place.clone(),
            },
            client: order.contact_name.clone(),
            contact: order.contact_phone.clone(),
            place: order.address.in_words(),
            items: items.collect::<Result<_, MoneyError>>()?,
            subtotal: order.totals.subtotal,
            delivery_fee: order.totals.delivery_fee,
            total: order.totals.total,
            paid: paid.into_iter().filter(|paid| paid.amount.amount() != 0).collect(),
            handed_over,
            stamp: registration.stamp,
        })
    }

    /// Whether what was paid is the total.
    ///
    /// # Errors
    /// The amounts are of two currencies, or too large.
    pub fn balance(&self) -> Result<Balance, MoneyError> {
        let mut paid = Money::zero(self.total.currency());
        for part in &self.paid {
            paid = paid.plus(part.amount)?;
        }
        let left = self.total.amount().checked_sub(paid.amount()).ok_or(MoneyError::Overflow)?;
        let size = Money::new(left.checked_abs().ok_or(MoneyError::Overflow)?, paid.currency());
        Ok(match left {
            0 => Balance::Settled,
            1.. => Balance::Owed(size),
            ..0 => Balance::Over(size),
        })
    }
}

#[cfg(test)]
mod tests;
