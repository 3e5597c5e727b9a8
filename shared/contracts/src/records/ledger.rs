//! The cash ledger of a courier as it is kept: a balance, and lines that are never written again.
//! Only `dispatch` writes them, in the transaction of what moved the cash.

use domain::{
    ledger::{Balance, Entry, Kind, Movement, Sums},
    money::Money,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CorruptRecord, values::MoneyValue};
use crate::as_text;

/// Where the ledger of a courier stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceRecord {
    pub courier: String,
    pub collected: MoneyValue,
    pub reversed: MoneyValue,
    pub remitted: MoneyValue,
    /// Kept beside the sums it is made of: a balance that contradicts itself does not read back.
    pub owed: MoneyValue,
    pub entries: u64,
    #[serde(default, with = "as_text::option")]
    pub last_at: Option<Timestamp>,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRecord {
    pub courier: String,
    pub nth: u64,
    #[serde(with = "as_text")]
    pub at: Timestamp,
    #[serde(flatten)]
    pub kind: EntryKind,
    /// Above zero, whatever the kind.
    pub amount: MoneyValue,
    pub owed_after: MoneyValue,
}

/// `{"kind":"collected","order":"ord_…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryKind {
    Collected {
        order: String,
    },
    Reversed {
        order: String,
    },
    Remitted,
    /// The number of the line that was a mistake.
    Recalled {
        line: u64,
    },
}

impl BalanceRecord {
    /// The balance of that courier.
    pub fn of(courier: &str, balance: &Balance) -> Self {
        let sums = balance.sums();
        Self {
            courier: courier.to_owned(),
            collected: sums.collected.into(),
            reversed: sums.reversed.into(),
            remitted: sums.remitted.into(),
            owed: balance.owed().into(),
            entries: balance.entries(),
            last_at: balance.last_at(),
        }
    }
}

impl TryFrom<&BalanceRecord> for Balance {
    type Error = CorruptRecord;

    fn try_from(record: &BalanceRecord) -> Result<Self, CorruptRecord> {
        let sums = Sums {
            collected: Money::try_from(&record.collected)?,
            reversed: Money::try_from(&record.reversed)?,
            remitted: Money::try_from(&record.remitted)?,
        };
        let owed = Money::try_from(&record.owed)?;
        Self::kept(sums, owed, record.entries, record.last_at)
            .map_err(|_contradiction| CorruptRecord::new("cash balance", "owed"))
    }
}

impl EntryRecord {
    /// A line of that courier's.
    pub fn of(courier: &str, entry: &Entry) -> Self {
        let order = |order: &domain::ids::OrderId| order.to_string();
        Self {
            courier: courier.to_owned(),
            nth: entry.nth,
            at: entry.at,
            kind: match &entry.movement.kind {
                Kind::Collected { order: of } => EntryKind::Collected { order: order(of) },
                Kind::Reversed { order: of } => EntryKind::Reversed { order: order(of) },
                Kind::Remitted => EntryKind::Remitted,
                Kind::Recalled { line } => EntryKind::Recalled { line: *line },
            },
            amount: entry.movement.amount.into(),
            owed_after: entry.owed_after.into(),
        }
    }
}

impl TryFrom<&EntryRecord> for Entry {
    type Error = CorruptRecord;

    fn try_from(record: &EntryRecord) -> Result<Self, CorruptRecord> {
        let order =
            |text: &str| text.parse().map_err(|_bad_id| CorruptRecord::new("cash entry", "order"));
        let kind = match &record.kind {
            EntryKind::Collected { order: of } => Kind::Collected { order: order(of)? },
            EntryKind::Reversed { order: of } => Kind::Reversed { order: order(of)? },
            EntryKind::Remitted => Kind::Remitted,
            EntryKind::Recalled { line } => Kind::Recalled { line: *line },
        };
        let amount = Money::try_from(&record.amount)?;
        if amount.amount() <= 0 {
            return Err(CorruptRecord::new("cash entry", "amount"));
        }
        Ok(Self {
            nth: record.nth,
            at: record.at,
            movement: Movement { kind, amount },
            owed_after: Money::try_from(&record.owed_after)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::{ids::OrderId, ledger::post, money::Currency};

    use super::*;

    const COURIER: &str = "cou_00000000000000000000000004";

    fn order() -> OrderId {
        "ord_0000000000000000000000000c".parse().unwrap()
    }

    fn ledger() -> (Vec<Entry>, Balance) {
        let at: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let mut balance = Balance::zero(Currency::Xof);
        let mut entries = Vec::new();
        for (kind, amount) in [
            (Kind::Collected { order: order() }, 46_500),
            (Kind::Remitted, 40_000),
            (Kind::Reversed { order: order() }, 46_500),
            (Kind::Recalled { line: 2 }, 40_000),
            (Kind::Collected { order: order() }, 1_000),
        ] {
            let amount = Money::new(amount, Currency::Xof);
            let (next, entry) = post(&balance, &Movement { kind, amount }, at).unwrap();
            entries.push(entry);
            balance = next;
        }
        (entries, balance)
    }

    #[test]
    fn a_balance_is_stored_like_this_and_reads_back() {
        let (_, balance) = ledger();
        let record = BalanceRecord::of(COURIER, &balance);
        insta::assert_json_snapshot!(record, @r#"
        {
          "courier": "cou_00000000000000000000000004",
          "collected": {
            "amount": 47500,
            "currency": "XOF"
          },
          "reversed": {
            "amount": 46500,
            "currency": "XOF"
          },
          "remitted": {
            "amount": 0,
            "currency": "XOF"
          },
          "owed": {
            "amount": 1000,
            "currency": "XOF"
          },
          "entries": 5,
          "last_at": "2026-11-23T10:00:00Z"
        }
        "#);
        assert_eq!(Balance::try_from(&record), Ok(balance));
        let empty = Balance::zero(Currency::Xaf);
        assert_eq!(Balance::try_from(&BalanceRecord::of(COURIER, &empty)), Ok(empty));
    }

    #[test]
    fn lines_are_stored_like_this_and_read_back() {
        let (entries, _) = ledger();
        let records: Vec<EntryRecord> =
            entries.iter().map(|entry| EntryRecord::of(COURIER, entry)).collect();
        insta::assert_json_snapshot!(records[0], @r#"
        {
          "courier": "cou_00000000000000000000000004",
          "nth": 1,
          "at": "2026-11-23T10:00:00Z",
          "kind": "collected",
          "order": "ord_0000000000000000000000000c",
          "amount": {
            "amount": 46500,
            "currency": "XOF"
          },
          "owed_after": {
            "amount": 46500,
            "currency": "XOF"
          }
        }
        "#);
        insta::assert_json_snapshot!(records[1].kind, @r#"
        {
          "kind": "remitted"
        }
        "#);
        insta::assert_json_snapshot!(records[3].kind, @r#"
        {
          "kind": "recalled",
          "line": 2
        }
        "#);
        for (record, entry) in records.iter().zip(&entries) {
            let stored = serde_json::to_string(record).unwrap();
            let again: EntryRecord = serde_json::from_str(&stored).unwrap();
            assert_eq!((Entry::try_from(&again).as_ref(), &again), (Ok(entry), record));
        }
    }

    #[test]
    fn what_cannot_be_true_does_not_read_back() {
        let (entries, balance) = ledger();
        let mut record = BalanceRecord::of(COURIER, &balance);
        record.owed.amount += 1;
        assert_eq!(Balance::try_from(&record).unwrap_err().field, "owed");
        record.owed.currency = "XAF".into();
        assert!(Balance::try_from(&record).is_err());
        let mut record = EntryRecord::of(COURIER, &entries[0]);
        record.amount.amount = 0;
        assert_eq!(Entry::try_from(&record).unwrap_err().field, "amount");
        record.kind = EntryKind::Collected { order: "ord_1".into() };
        assert_eq!(Entry::try_from(&record).unwrap_err().field, "order");
    }
}
