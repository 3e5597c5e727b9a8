//! The figures of a day or a month: counters that are only ever added to, by the names here.

use std::collections::BTreeMap;

use domain::figures::Figures;
use serde::{Deserialize, Serialize};

/// Figures by name; those that are absent are zero. Amounts are whole francs of the shop's
/// currency, and all of them may be below zero: a correction is booked on its own day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FiguresRecord {
    pub placed: i64,
    pub delivered: i64,
    pub sales: i64,
    pub fees: i64,
    pub cash: i64,
    pub mobile: i64,
    pub refunds: i64,
    pub refunded: i64,
    pub failed: i64,
    pub cancelled: i64,
}

impl FiguresRecord {
    /// What is to be added to which counter; nothing to those that do not change.
    pub fn additions(&self) -> Vec<(&'static str, i64)> {
        let named = [
            ("placed", self.placed),
            ("delivered", self.delivered),
            ("sales", self.sales),
            ("fees", self.fees),
            ("cash", self.cash),
            ("mobile", self.mobile),
            ("refunds", self.refunds),
            ("refunded", self.refunded),
            ("failed", self.failed),
            ("cancelled", self.cancelled),
        ];
        named.into_iter().filter(|(_, amount)| *amount != 0).collect()
    }

    /// What counters say; names that are not known yet are passed over.
    pub fn of_counters(counters: &BTreeMap<String, i64>) -> Self {
        let of = |name: &str| counters.get(name).copied().unwrap_or(0);
        Self {
            placed: of("placed"),
            delivered: of("delivered"),
            sales: of("sales"),
            fees: of("fees"),
            cash: of("cash"),
            mobile: of("mobile"),
            refunds: of("refunds"),
            refunded: of("refunded"),
            failed: of("failed"),
            cancelled: of("cancelled"),
        }
    }
}

impl From<&Figures> for FiguresRecord {
    fn from(figures: &Figures) -> Self {
        Self {
            placed: figures.placed,
            delivered: figures.delivered,
            sales: figures.sales,
            fees: figures.fees,
            cash: figures.cash,
            mobile: figures.mobile,
            refunds: figures.refunds,
            refunded: figures.refunded,
            failed: figures.failed,
            cancelled: figures.cancelled,
        }
    }
}

impl From<&FiguresRecord> for Figures {
    fn from(record: &FiguresRecord) -> Self {
        Self {
            placed: record.placed,
            delivered: record.delivered,
            sales: record.sales,
            fees: record.fees,
            cash: record.cash,
            mobile: record.mobile,
            refunds: record.refunds,
            refunded: record.refunded,
            failed: record.failed,
            cancelled: record.cancelled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_to_counters_reads_back_and_zeros_are_not_written() {
        let figures = Figures {
            placed: 1,
            delivered: 2,
            sales: 3,
            fees: 4,
            cash: -5,
            mobile: 6,
            refunds: 7,
            refunded: 8,
            failed: -9,
            cancelled: 10,
        };
        let record = FiguresRecord::from(&figures);
        let counters: BTreeMap<String, i64> =
            record.additions().into_iter().map(|(name, sum)| (name.to_owned(), sum)).collect();
        assert_eq!(counters.len(), 10);
        assert_eq!(Figures::from(&FiguresRecord::of_counters(&counters)), figures);
        let sale = FiguresRecord { delivered: 1, cash: -500, ..FiguresRecord::default() };
        assert_eq!(sale.additions(), [("delivered", 1), ("cash", -500)]);
        assert!(FiguresRecord::default().additions().is_empty());
    }

    #[test]
    fn every_counter_is_named_as_its_field() {
        let record = FiguresRecord { placed: 1, failed: 2, ..FiguresRecord::default() };
        let shown = serde_json::to_value(record).unwrap();
        for (name, amount) in record.additions() {
            assert_eq!(shown[name], amount, "{name}");
        }
    }
}
