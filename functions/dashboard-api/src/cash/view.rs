//! Balances and lines as the dashboard sees them.

use contracts::{
    as_text,
    records::{
        CorruptRecord,
        courier::CourierRecord,
        ledger::{EntryKind, EntryRecord},
        values::MoneyValue,
    },
};
use domain::{ids::OrderId, ledger::Balance, money::Money, order, seller::Seller};
use jiff::Timestamp;
use serde::Serialize;

/// What a courier holds. `owed` is `collected - reversed - remitted`, and below zero when the shop
/// owes the courier.
#[derive(Debug, Serialize)]
pub(super) struct BalanceView<'a> {
    courier: CourierView<'a>,
    collected: MoneyValue,
    reversed: MoneyValue,
    remitted: MoneyValue,
    owed: MoneyValue,
    /// With this much they are offered paid orders only.
    ceiling: MoneyValue,
    at_ceiling: bool,
    movements: u64,
    #[serde(serialize_with = "as_text::option::serialize")]
    last_movement_at: Option<Timestamp>,
}

/// `name` and `phone` are null once the seller removed the courier.
#[derive(Debug, Serialize)]
struct CourierView<'a> {
    id: &'a str,
    name: Option<&'a str>,
    phone: Option<&'a str>,
}

/// A line of a ledger; the amount is above zero whatever its kind.
#[derive(Debug, Serialize)]
pub(super) struct EntryView<'a> {
    number: u64,
    #[serde(serialize_with = "as_text::serialize")]
    at: Timestamp,
    kind: &'static str,
    order: Option<OrderName<'a>>,
    /// Of a line that takes a remittance back, that one's number.
    recalls: Option<u64>,
    amount: &'a MoneyValue,
    owed_after: &'a MoneyValue,
}

#[derive(Debug, Serialize)]
struct OrderName<'a> {
    id: &'a str,
    reference: String,
}

impl<'a> BalanceView<'a> {
    pub(super) fn of(
        id: &'a str,
        courier: Option<&'a CourierRecord>,
        balance: &Balance,
        seller: &Seller,
    ) -> Self {
        let sums = balance.sums();
        let ceiling = seller.settings.delivery.cash_ceiling;
        Self {
            courier: CourierView {
                id,
                name: courier.map(|courier| courier.name.as_str()),
                phone: courier.map(|courier| courier.phone.as_str()),
            },
            collected: sums.collected.into(),
            reversed: sums.reversed.into(),
            remitted: sums.remitted.into(),
            owed: balance.owed().into(),
            ceiling: Money::new(ceiling, seller.currency()).into(),
            at_ceiling: balance.owed().amount() >= ceiling,
            movements: balance.entries(),
            last_movement_at: balance.last_at(),
        }
    }

    /// What the courier has to hand over, in whole francs.
    pub(super) const fn owes(&self) -> i64 {
        self.owed.amount
    }
}

impl<'a> EntryView<'a> {
    pub(super) fn of(record: &'a EntryRecord) -> Result<Self, CorruptRecord> {
        let named = |id: &'a String| {
            let order: OrderId =
                id.parse().map_err(|_bad_id| CorruptRecord::new("cash entry", "order"))?;
            Ok(Some(OrderName { id, reference: order::reference(&order) }))
        };
        let (kind, order) = match &record.kind {
            EntryKind::Collected { order } => ("collected", named(order)?),
            EntryKind::Reversed { order } => ("reversed", named(order)?),
            EntryKind::Remitted => ("remitted", None),
            EntryKind::Recalled { .. } => ("recalled", None),
        };
        Ok(Self {
            number: record.nth,
            at: record.at,
            kind,
            order,
            recalls: match record.kind {
                EntryKind::Recalled { line } => Some(line),
                EntryKind::Collected { .. } | EntryKind::Reversed { .. } | EntryKind::Remitted => {
                    None
                }
            },
            amount: &record.amount,
            owed_after: &record.owed_after,
        })
    }
}
