//! The cash that couriers hold for a shop: a ledger for each of them that is only ever added to.
//!
//! Whole francs of one currency. A movement becomes a line and a new balance, together, or is
//! refused: a mistake is reversed by a line of its own. What is owed is
//! `collected - reversed - remitted`. It falls below zero when a delivery is undone whose cash was
//! handed over already: then the shop owes the courier, and nothing can be remitted until more
//! was collected.

mod moves;

use std::collections::BTreeMap;

use jiff::Timestamp;
use thiserror::Error;

pub use self::moves::cash_moves;
use crate::{
    ids::OrderId,
    money::{Currency, Money, MoneyError},
};

/// What happened to a courier's cash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The courier was paid for an order.
    Collected { order: OrderId },
    /// That did not happen after all: it was undone, or another amount was meant.
    Reversed { order: OrderId },
    /// The seller has it.
    Remitted,
    /// The remittance on that line was a mistake: the courier has it still.
    Recalled { line: u64 },
}

/// Cash that moved; `amount` is above zero whatever the kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    pub kind: Kind,
    pub amount: Money,
}

/// A line of a ledger. Lines are numbered from 1, without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub nth: u64,
    pub at: Timestamp,
    pub movement: Movement,
    /// What the courier owed once it was written.
    pub owed_after: Money,
}

/// Everything that ever moved, each kind by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    pub collected: Money,
    pub reversed: Money,
    /// Without what was recalled.
    pub remitted: Money,
}

/// Where a ledger stands after its last line. One whose parts contradict each other cannot be
/// made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    sums: Sums,
    owed: Money,
    entries: u64,
    last_at: Option<Timestamp>,
}

/// Why cash does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LedgerError {
    #[error("the amount is not above zero")]
    NotPositive,
    #[error("more is handed over than is owed")]
    MoreThanOwed { owed: Money },
    #[error("more is reversed than was ever collected")]
    MoreThanCollected,
    #[error("more is recalled than was ever handed over")]
    MoreThanRemitted,
    #[error("the parts of a balance contradict each other")]
    Contradiction,
    #[error("the amounts cannot be added up")]
    Money(#[from] MoneyError),
}

/// How a ledger and its balance disagree; `nth` is the line where they begin to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Discrepancy {
    #[error("line {nth} is not where it should be")]
    Missing { nth: u64 },
    #[error("line {nth} could never have been written")]
    Impossible {
        nth: u64,
        #[source]
        why: LedgerError,
    },
    #[error("line {nth} reverses more than was collected for its order")]
    OrderOverdrawn { nth: u64 },
    #[error("line {nth} recalls what no line before it handed over")]
    NotRemitted { nth: u64 },
    #[error("line {nth} says that another sum was owed after it")]
    OwedAfter { nth: u64 },
    #[error("the balance is not that of its {entries} lines")]
    Balance { entries: u64 },
}

impl Entry {
    /// By how much the line changed what is owed; below zero when it made it less.
    pub fn change(&self) -> Money {
        let amount = self.movement.amount;
        match self.movement.kind {
            Kind::Collected { .. } | Kind::Recalled { .. } => amount,
            Kind::Reversed { .. } | Kind::Remitted => negative(amount),
        }
    }
}

impl Sums {
    /// `collected - reversed - remitted`.
    fn owed(self) -> Result<Money, MoneyError> {
        self.collected.plus(negative(self.reversed))?.plus(negative(self.remitted))
    }
}

impl Balance {
    /// A ledger without lines.
    pub const fn zero(currency: Currency) -> Self {
        let none = Money::zero(currency);
        let sums = Sums { collected: none, reversed: none, remitted: none };
        Self { sums, owed: none, entries: 0, last_at: None }
    }

    /// A balance as it was kept.
    ///
    /// # Errors
    /// [`LedgerError::Contradiction`] when `owed` is not what the sums make, a sum is below zero,
    /// more was reversed than collected, or there are sums without lines.
    pub fn kept(
        sums: Sums,
        owed: Money,
        entries: u64,
        last_at: Option<Timestamp>,
    ) -> Result<Self, LedgerError> {
        let parts = [sums.collected, sums.reversed, sums.remitted];
        let is_sound = sums.owed()? == owed
            && parts.iter().all(|sum| sum.amount() >= 0)
            && sums.reversed.amount() <= sums.collected.amount()
            && (entries == 0) == (sums.collected.amount() == 0)
            && (entries == 0) == last_at.is_none();
        if is_sound {
            Ok(Self { sums, owed, entries, last_at })
        } else {
            Err(LedgerError::Contradiction)
        }
    }

    /// Everything that ever moved.
    pub const fn sums(&self) -> Sums {
        self.sums
    }

    /// What the courier has to hand over; below zero when the shop owes them.
    pub const fn owed(&self) -> Money {
        self.owed
    }

    /// How many lines the ledger has.
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// When the last line was written.
    pub const fn last_at(&self) -> Option<Timestamp> {
        self.last_at
    }

    /// The only currency of the ledger.
    pub const fn currency(&self) -> Currency {
        self.owed.currency()
    }
}

/// The balance and the line that a movement makes.
///
/// # Errors
/// See [`LedgerError`]; nothing is written then. A remittance of more than is owed is refused
/// rather than kept as an advance: it is nearly always a typing error, and the seller who really
/// got more is asked to say what for.
pub fn post(
    balance: &Balance,
    movement: &Movement,
    at: Timestamp,
) -> Result<(Balance, Entry), LedgerError> {
    let Movement { kind, amount } = movement;
    if amount.amount() <= 0 {
        return Err(LedgerError::NotPositive);
    }
    let mut sums = balance.sums;
    match kind {
        Kind::Collected { .. } => sums.collected = sums.collected.plus(*amount)?,
        Kind::Reversed { .. } => {
            sums.reversed = sums.reversed.plus(*amount)?;
            if sums.reversed.amount() > sums.collected.amount() {
                return Err(LedgerError::MoreThanCollected);
            }
        }
        Kind::Remitted => {
            sums.remitted = sums.remitted.plus(*amount)?;
            if amount.amount() > balance.owed.amount() {
                return Err(LedgerError::MoreThanOwed { owed: balance.owed });
            }
        }
        Kind::Recalled { .. } => {
            sums.remitted = sums.remitted.plus(negative(*amount))?;
            if sums.remitted.amount() < 0 {
                return Err(LedgerError::MoreThanRemitted);
            }
        }
    }
    let owed = sums.owed()?;
    let nth = balance.entries.checked_add(1).ok_or(MoneyError::Overflow)?;
    let entry = Entry { nth, at, movement: movement.clone(), owed_after: owed };
    Ok((Balance { sums, owed, entries: nth, last_at: Some(at) }, entry))
}

/// Whether these lines, in order and all of them, make this balance.
///
/// # Errors
/// The first [`Discrepancy`].
pub fn audit(entries: &[Entry], balance: &Balance) -> Result<(), Discrepancy> {
    let mut running = Balance::zero(balance.currency());
    let mut of_order: BTreeMap<&OrderId, i64> = BTreeMap::new();
    let mut remittances: BTreeMap<u64, Money> = BTreeMap::new();
    for (entry, nth) in entries.iter().zip(1..) {
        if entry.nth != nth {
            return Err(Discrepancy::Missing { nth });
        }
        let (next, line) = post(&running, &entry.movement, entry.at)
            .map_err(|why| Discrepancy::Impossible { nth, why })?;
        if line.owed_after != entry.owed_after {
            return Err(Discrepancy::OwedAfter { nth });
        }
        match &entry.movement.kind {
            Kind::Collected { order } | Kind::Reversed { order } => {
                // No overflow: the sums of all orders have just been added up.
                let held = of_order.entry(order).or_default();
                *held = held.saturating_add(entry.change().amount());
                if *held < 0 {
                    return Err(Discrepancy::OrderOverdrawn { nth });
                }
            }
            Kind::Remitted => drop(remittances.insert(nth, entry.movement.amount)),
            Kind::Recalled { line } => {
                if remittances.remove(line) != Some(entry.movement.amount) {
                    return Err(Discrepancy::NotRemitted { nth });
                }
            }
        }
        running = next;
    }
    let is_same = running == *balance;
    is_same.then_some(()).ok_or(Discrepancy::Balance { entries: running.entries })
}

/// Minus that amount, which is never below zero.
fn negative(amount: Money) -> Money {
    Money::new(amount.amount().saturating_neg(), amount.currency())
}

#[cfg(test)]
mod tests;
