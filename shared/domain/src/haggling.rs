//! Haggling: a seller's floor, and the way down to it.
//!
//! Code names every price. Within a conversation the price offered for a variant never goes up
//! again, never passes the floor, and stands still after three rounds.

use crate::{
    catalogue::{Product, Variant},
    ids::{ProductId, VariantId},
    money::{Currency, Money},
};

/// Rounds of asking for less; the last of them is answered with the floor.
pub const ROUNDS_MAX: u32 = 3;

/// What a prospect offers: an amount for some units together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    total: Money,
    units: u32,
}

impl Proposal {
    /// « 12 000 pièce ».
    pub const fn each(price: Money) -> Self {
        Self { total: price, units: 1 }
    }

    /// « 20 000 les deux »; no units are one.
    pub const fn together(total: Money, units: u32) -> Self {
        Self { total, units: if units == 0 { 1 } else { units } }
    }

    /// What it makes for one unit, no less than was offered.
    fn per_unit(self) -> i64 {
        let units = i64::from(self.units);
        let whole = self.total.amount().saturating_div(units);
        let rest = self.total.amount().saturating_sub(whole.saturating_mul(units));
        whole.saturating_add(i64::from(rest > 0))
    }
}

/// A price that stands in a conversation for one variant of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    pub product: ProductId,
    pub variant: VariantId,
    /// The lowest price offered or accepted so far.
    pub unit_price: Money,
    /// Times the prospect asked for less than was accepted.
    pub rounds: u32,
}

/// The answer to a prospect who haggles; each price is of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// The seller sets no floor for it: the price is the price.
    Fixed { price: Money },
    /// The proposal is taken, at this price.
    Accepted { price: Money },
    /// Not that low, but this.
    Counter { price: Money },
    /// Nothing below this.
    Last { price: Money },
}

/// Answers a prospect who proposes a price, or asks for a better one without saying which.
/// `previous` is what stands in the conversation for this variant.
pub fn answer(
    product: &Product,
    variant: &Variant,
    previous: Option<&Deal>,
    proposed: Option<Proposal>,
) -> Offer {
    let list = product.price_of(variant);
    let Some(floor) = product.floor_of(variant) else {
        return Offer::Fixed { price: list };
    };
    let current = previous.map_or(list, |deal| deal.price_today(product, variant));
    let money = |amount| Money::new(amount, list.currency());
    let taken = proposed
        .filter(|proposal| proposal.total.currency() == list.currency())
        .map(Proposal::per_unit)
        .filter(|unit| *unit >= floor.amount());
    if let Some(unit) = taken {
        // Nobody pays more than was already offered to them.
        let price = rounded_up(unit, smallest_coin(list.currency())).min(current.amount());
        return Offer::Accepted { price: money(price) };
    }
    let rounds = previous.map_or(0, |deal| deal.rounds).saturating_add(1);
    let gap = current.amount().saturating_sub(floor.amount());
    let halfway = floor.amount().saturating_add(gap / 2);
    let counter = rounded_up(halfway, step(list.currency()));
    // A counter-offer that moves nothing would be no answer.
    if rounds >= ROUNDS_MAX || counter >= current.amount() || counter <= floor.amount() {
        Offer::Last { price: floor }
    } else {
        Offer::Counter { price: money(counter) }
    }
}

impl Offer {
    /// The price of one unit.
    pub const fn price(self) -> Money {
        match self {
            Self::Fixed { price }
            | Self::Accepted { price }
            | Self::Counter { price }
            | Self::Last { price } => price,
        }
    }

    /// What stands in the conversation once the offer is made; a fixed price leaves nothing.
    pub fn deal(
        self,
        product: &Product,
        variant: &Variant,
        previous: Option<&Deal>,
    ) -> Option<Deal> {
        let rounds = previous.map_or(0, |deal| deal.rounds);
        let rounds = match self {
            Self::Fixed { .. } => return None,
            Self::Accepted { .. } => rounds,
            Self::Counter { .. } | Self::Last { .. } => rounds.saturating_add(1).min(ROUNDS_MAX),
        };
        Some(Deal {
            product: product.id.clone(),
            variant: variant.id.clone(),
            unit_price: self.price(),
            rounds,
        })
    }
}

impl Deal {
    /// Whether it is about that variant of that product.
    pub fn is_of(&self, product: &Product, variant: &Variant) -> bool {
        self.product == product.id && self.variant == variant.id
    }

    /// What one unit costs today: the deal's price, unless the seller raised the floor above it or
    /// took the floor away, which voids the deal, or lowered the price below it.
    pub fn price_today(&self, product: &Product, variant: &Variant) -> Money {
        let list = product.price_of(variant);
        match product.floor_of(variant) {
            Some(floor)
                if self.is_of(product, variant)
                    && self.unit_price.currency() == floor.currency()
                    && self.unit_price.amount() >= floor.amount() =>
            {
                Money::new(self.unit_price.amount().min(list.amount()), list.currency())
            }
            Some(_) | None => list,
        }
    }
}

/// What people pay with: both francs have smaller coins that nobody has change for.
const fn smallest_coin(currency: Currency) -> i64 {
    match currency {
        Currency::Xof | Currency::Xaf => 100,
    }
}

/// The step in which sellers come down.
const fn step(currency: Currency) -> i64 {
    match currency {
        Currency::Xof | Currency::Xaf => 500,
    }
}

/// The next multiple of `unit`, or the amount itself when it is one (or too large to have one).
fn rounded_up(amount: i64, unit: i64) -> i64 {
    let over = amount.rem_euclid(unit);
    if over == 0 { amount } else { amount.checked_add(unit.saturating_sub(over)).unwrap_or(amount) }
}

#[cfg(test)]
mod tests;
