//! The paper of an order as it is registered: its number, its editions, where the file lies. Only
//! `documents` writes it.

use domain::paper::{PaperNumber, Stamp};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::values::MoneyValue;
use crate::as_text;

/// The receipt of an order. An edition is one set of amounts under the same number: undoing a
/// delivery and closing it with others makes another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRecord {
    pub order: String,
    pub year: i16,
    pub nth: u32,
    /// When the number was taken.
    #[serde(with = "as_text")]
    pub issued_at: Timestamp,
    /// From 1.
    pub edition: u32,
    /// When this edition was made.
    #[serde(with = "as_text")]
    pub edited_at: Timestamp,
    /// When the one before was, which it replaces.
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Timestamp>,
    /// What its amounts are known by: the same amounts, the same edition.
    pub facts: String,
    /// Where the file lies, as `aws_adapters::objects` writes it.
    pub object: String,
    pub total: MoneyValue,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<StampRecord>,
    /// The stamp of the edition before, until its credit note is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_credit: Option<StampRecord>,
}

impl PaperRecord {
    /// Its number.
    pub const fn number(&self) -> PaperNumber {
        PaperNumber { year: self.year, nth: self.nth }
    }
}

/// What a tax office's system returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StampRecord {
    pub system: String,
    pub reference: String,
    pub verification: String,
}

impl From<&Stamp> for StampRecord {
    fn from(stamp: &Stamp) -> Self {
        Self {
            system: stamp.system.clone(),
            reference: stamp.reference.clone(),
            verification: stamp.verification.clone(),
        }
    }
}

impl From<&StampRecord> for Stamp {
    fn from(record: &StampRecord) -> Self {
        Self {
            system: record.system.clone(),
            reference: record.reference.clone(),
            verification: record.verification.clone(),
        }
    }
}

/// The last number a seller's papers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCounterRecord {
    pub year: i16,
    pub last: u32,
}

impl From<PaperNumber> for PaperCounterRecord {
    fn from(number: PaperNumber) -> Self {
        Self { year: number.year, last: number.nth }
    }
}

impl From<PaperCounterRecord> for PaperNumber {
    fn from(record: PaperCounterRecord) -> Self {
        Self { year: record.year, nth: record.last }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_reads_back_with_and_without_a_stamp() {
        let mut paper = PaperRecord {
            order: "ord_00000000000000000000000004".into(),
            year: 2026,
            nth: 42,
            issued_at: "2026-11-27T14:05:00Z".parse().unwrap(),
            edition: 1,
            edited_at: "2026-11-27T14:05:00Z".parse().unwrap(),
            replaces: None,
            facts: "0123".into(),
            object: "S/slr/receipts/ord/1.pdf".into(),
            total: MoneyValue { amount: 46_500, currency: "XOF".into() },
            stamp: None,
            to_credit: None,
        };
        let again = |paper: &PaperRecord| -> PaperRecord {
            serde_json::from_str(&serde_json::to_string(paper).unwrap()).unwrap()
        };
        assert_eq!(again(&paper), paper);
        let stamp = Stamp {
            system: "FNE".into(),
            reference: "9606123E25000000019".into(),
            verification: "https://fne.example/1".into(),
        };
        paper.stamp = Some((&stamp).into());
        assert_eq!(again(&paper).stamp.as_ref().map(Stamp::from), Some(stamp));
        assert_eq!(paper.number().to_string(), "2026-0042");
        let counter = PaperCounterRecord::from(paper.number());
        assert_eq!(PaperNumber::from(counter), paper.number());
    }
}
