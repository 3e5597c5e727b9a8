//! A price that stands in a conversation, as it is kept with the thread.

use domain::{haggling::Deal, ids::VariantId, money::Money};
use serde::{Deserialize, Serialize};

use super::{CorruptRecord, values::MoneyValue};

/// The lowest price offered for a variant, and how often less was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealRecord {
    pub product: String,
    pub variant: String,
    pub unit_price: MoneyValue,
    #[serde(default)]
    pub rounds: u32,
}

impl From<&Deal> for DealRecord {
    fn from(deal: &Deal) -> Self {
        Self {
            product: deal.product.to_string(),
            variant: deal.variant.to_string(),
            unit_price: deal.unit_price.into(),
            rounds: deal.rounds,
        }
    }
}

impl TryFrom<&DealRecord> for Deal {
    type Error = CorruptRecord;

    fn try_from(record: &DealRecord) -> Result<Self, CorruptRecord> {
        let corrupt = |field| CorruptRecord::new("deal", field);
        Ok(Self {
            product: record.product.parse().map_err(|_bad_id| corrupt("product"))?,
            variant: VariantId::of_label(&record.variant),
            unit_price: Money::try_from(&record.unit_price)?,
            rounds: record.rounds,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deal_reads_back_and_a_damaged_one_is_named() {
        let stored = r#"{"product": "prd_00000000000000000000000004", "variant": "42-noir",
            "unit_price": {"amount": 40000, "currency": "XOF"}, "rounds": 2}"#;
        let record: DealRecord = serde_json::from_str(stored).unwrap();
        let deal = Deal::try_from(&record).unwrap();
        assert_eq!((deal.unit_price.amount(), deal.rounds), (40_000, 2));
        assert_eq!(DealRecord::from(&deal), record);
        let damaged = DealRecord { product: "ord_1".into(), ..record };
        assert_eq!(Deal::try_from(&damaged), Err(CorruptRecord::new("deal", "product")));
    }
}
