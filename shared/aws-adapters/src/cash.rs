//! The cash ledger of a courier: read whole, moved on, and written with what moved it.
//!
//! The balance is replaced under its version and every line is a new item, so two movements at
//! once cannot both be the next line: one of the transactions is refused, and decides anew.

use contracts::records::ledger::{BalanceRecord, EntryRecord};
use domain::{
    ids::{CourierId, SellerId},
    ledger::{Balance, Entry, LedgerError, Movement, post},
    money::Currency,
};
use jiff::Timestamp;

use crate::table::{NewItem, StoreError, Stored, Table, Write, keys};

/// A ledger as it was read, with the lines that are to be added.
#[derive(Debug, Clone)]
pub struct Ledger {
    seller: SellerId,
    courier: CourierId,
    balance: Balance,
    /// Of the balance that was read; `None` while there is none.
    version: Option<u64>,
    lines: Vec<Entry>,
}

impl Table {
    /// The ledger of a courier's cash; an empty one in `currency` before the first movement.
    pub async fn cash_ledger(
        &self,
        seller: &SellerId,
        courier: &CourierId,
        currency: Currency,
    ) -> Result<Ledger, StoreError> {
        let key = keys::cash_balance(seller, courier);
        let stored: Option<Stored<BalanceRecord>> = self.get(&key).await?;
        let balance = match &stored {
            None => Balance::zero(currency),
            Some(stored) => Balance::try_from(&stored.value).map_err(|corrupt| {
                StoreError::Corrupt { key: key.to_string(), reason: corrupt.into() }
            })?,
        };
        Ok(Ledger {
            seller: seller.clone(),
            courier: courier.clone(),
            balance,
            version: stored.map(|stored| stored.version),
            lines: Vec::new(),
        })
    }
}

impl Ledger {
    /// Where it stands, with the lines that are to be added.
    pub const fn balance(&self) -> &Balance {
        &self.balance
    }

    /// Adds a line.
    ///
    /// # Errors
    /// See [`post`]; the ledger stays as it was.
    pub fn post(&mut self, movement: &Movement, at: Timestamp) -> Result<&Balance, LedgerError> {
        let (balance, line) = post(&self.balance, movement, at)?;
        self.balance = balance;
        self.lines.push(line);
        Ok(&self.balance)
    }

    /// The writes that add the lines, for the transaction of what moved the cash; none without
    /// lines.
    pub fn into_writes(self) -> Result<Vec<Write>, StoreError> {
        if self.lines.is_empty() {
            return Ok(Vec::new());
        }
        let (seller, courier) = (&self.seller, &self.courier);
        let record = BalanceRecord::of(courier.as_str(), &self.balance);
        let item = NewItem::new(keys::cash_balance(seller, courier), &record)?;
        let mut writes = vec![match self.version {
            Some(version) => Write::replace(item, version),
            None => Write::insert(item),
        }];
        for line in &self.lines {
            let record = EntryRecord::of(courier.as_str(), line);
            let key = keys::cash_entry(seller, courier, line.nth);
            writes.push(Write::insert(NewItem::new(key, &record)?));
        }
        Ok(writes)
    }
}
