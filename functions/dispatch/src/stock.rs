//! What a decision moves in the shop's stock. Pure.
//!
//! Units left the stock when the order was placed, or for an amendment before it was asked for;
//! whatever an order does not need goes back, once, in the commit that decides so.

use std::collections::BTreeMap;

use aws_adapters::table::{
    Write,
    keys::{self, Key},
};
use domain::{
    dispatch::DispatchEffect,
    ids::{ProductId, SellerId, VariantId},
    order::{Units, units},
};

use crate::{
    case::Case,
    decide::{Decision, Trigger},
};

/// Units by variant: above zero they go back, below they are taken.
pub(crate) type Balance = BTreeMap<(ProductId, VariantId), i64>;

/// There are fewer units than wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooFew;

/// What a decision asks of the stock.
pub(crate) fn balance(case: &Case, trigger: &Trigger, decision: &Decision) -> Balance {
    let mut balance = Balance::new();
    let ordered = units(&case.order.lines);
    let amended = trigger.amendment();
    match decision {
        Decision::Changed(transition) => {
            for effect in &transition.effects {
                if *effect == DispatchEffect::ReturnStock {
                    add(&mut balance, &ordered, 1);
                }
                if *effect == DispatchEffect::TakeStock {
                    add(&mut balance, &ordered, -1);
                }
            }
            if let Some(change) = amended {
                add(&mut balance, &ordered, 1);
                add(&mut balance, &change.taken, 1);
                add(&mut balance, &units(&change.to.lines), -1);
            }
        }
        Decision::Declined(_) => {
            if let Some(change) = amended {
                add(&mut balance, &change.taken, 1);
            }
        }
        Decision::Refused(_) | Decision::NotUnderstood | Decision::Nothing(_) => {}
    }
    balance.retain(|_, units| *units != 0);
    balance
}

fn add(balance: &mut Balance, units: &Units, sign: i64) {
    for (variant, count) in units {
        *balance.entry(variant.clone()).or_default() += sign * i64::from(*count);
    }
}

/// The stock items a balance concerns, in its order.
pub(crate) fn keys_of(seller: &SellerId, balance: &Balance) -> Vec<Key> {
    balance.keys().map(|(product, variant)| keys::stock(seller, product, variant)).collect()
}

/// The writes that settle a balance; `available` is what is left of each of its variants, `None`
/// of one that is not counted any more, which nothing is taken from or given back to.
pub(crate) fn moves(
    seller: &SellerId,
    balance: &Balance,
    available: &[Option<u32>],
) -> Result<Vec<Write>, TooFew> {
    let keys = keys_of(seller, balance);
    let rows = balance.values().zip(keys).zip(available);
    let counted = rows.filter_map(|(row, available)| Some((row, (*available)?)));
    counted
        .map(|((units, key), available)| {
            let by = u32::try_from(units.unsigned_abs()).unwrap_or(u32::MAX);
            match *units > 0 {
                true => Ok(Write::Increment { key, by }),
                false if by <= available => Ok(Write::Decrement { key, by }),
                false => Err(TooFew),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
