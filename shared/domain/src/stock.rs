//! Units of what is sold: what an order takes from stock and what goes back.

use std::collections::BTreeMap;

use crate::{
    ids::{ProductId, VariantId},
    order::Line,
};

/// So many of one variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units {
    pub product: ProductId,
    pub variant: VariantId,
    pub quantity: u32,
}

/// What lines take, beyond what `already` took for the same thing: everything for a new order, the
/// difference for a changed one.
pub fn beyond(lines: &[Line], already: &[Line]) -> Vec<Units> {
    let had = sums(already);
    let wanted = sums(lines);
    wanted
        .into_iter()
        .filter_map(|((product, variant), quantity)| {
            let before = had.get(&(product, variant)).copied().unwrap_or(0);
            let quantity = quantity.saturating_sub(before);
            (quantity > 0).then(|| Units {
                product: product.clone(),
                variant: variant.clone(),
                quantity,
            })
        })
        .collect()
}

fn sums(lines: &[Line]) -> BTreeMap<(&ProductId, &VariantId), u32> {
    let mut sums: BTreeMap<_, u32> = BTreeMap::new();
    for line in lines {
        let sum = sums.entry((&line.product, &line.variant)).or_default();
        *sum = sum.saturating_add(line.quantity);
    }
    sums
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::money::{Currency, Money};

    fn line(product: u128, quantity: u32) -> Line {
        Line {
            product: ProductId::from_uuid(Uuid::from_u128(product)),
            variant: VariantId::only(),
            name: String::new(),
            quantity,
            unit_price: Money::new(1_000, Currency::Xof),
        }
    }

    #[test]
    fn a_changed_order_takes_only_what_it_did_not_have() {
        let taken = |lines: &[Line], already: &[Line]| -> Vec<u32> {
            beyond(lines, already).iter().map(|units| units.quantity).collect()
        };
        assert_eq!(taken(&[line(1, 2), line(2, 1)], &[]), [2, 1]);
        assert_eq!(taken(&[line(1, 5), line(2, 1)], &[line(1, 2), line(2, 3)]), [3]);
        assert_eq!(taken(&[line(1, 1), line(1, 1)], &[line(1, 1)]), [1]);
        assert_eq!(taken(&[], &[line(1, 1)]), [0_u32; 0]);
    }
}
