//! The register of a seller's receipts: numbers without holes, and editions.
//!
//! A number is taken in the one transaction that makes the receipt, under the counter's version:
//! either both are written or neither, so no number is missing and none is given twice.

use aws_adapters::{
    objects::ObjectKey,
    table::{NewItem, StoreError, Stored, Table, Write, keys},
};
use contracts::{
    fingerprint,
    messages::OrderRef,
    records::{
        paper::{PaperCounterRecord, PaperRecord, StampRecord},
        values::MoneyValue,
    },
};
use domain::{
    order::Order,
    paper::{Means, Paid, PaperNumber, Stamp},
    seller::PaymentProvider,
};
use jiff::Timestamp;

use crate::failure::Failure;

/// How often a register that somebody else is writing is read again.
const ROUNDS: u32 = 6;

/// The receipt of this order with these amounts: the one that is registered, a new edition of it,
/// or a new one under the next number.
pub(crate) async fn enter(
    table: &Table,
    of: &OrderRef,
    order: &Order,
    paid: &[Paid],
    (year, now): (i16, Timestamp),
) -> Result<PaperRecord, Failure> {
    let facts = facts(order, paid);
    for round in 0..ROUNDS {
        if round > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(u64::from(round) * 40)).await;
        }
        let known = table.get::<PaperRecord>(&keys::receipt(&of.seller, &of.order)).await?;
        let (record, written) = match known {
            Some(known) if known.value.facts == facts => return Ok(known.value),
            Some(known) => {
                let record = next_edition(&known.value, of, order, facts.clone(), now);
                let written = replace(table, of, &record, known.version).await;
                (record, written)
            }
            None => {
                let counter = table.get(&keys::receipt_counter(&of.seller)).await?;
                let (number, counter) = next_number(of, counter, year)?;
                let record = first_edition(of, order, number, facts.clone(), now);
                let item = NewItem::new(keys::receipt(&of.seller, &of.order), &record)?;
                let written = table.transact(&[Write::insert(item), counter]).await;
                (record, written)
            }
        };
        match written {
            Ok(()) => return Ok(record),
            Err(StoreError::Conflict { .. } | StoreError::Contended) => {}
            Err(
                error @ (StoreError::Corrupt { .. }
                | StoreError::Unwritable { .. }
                | StoreError::ForeignCursor
                | StoreError::TooManyWrites { .. }
                | StoreError::Call(_)),
            ) => return Err(error.into()),
        }
    }
    Err(Failure::Contended)
}

/// Remembers that the edition before was credited, and what a certifier returned for this one.
pub(crate) async fn certified(
    table: &Table,
    of: &OrderRef,
    record: &PaperRecord,
    stamp: Option<&Stamp>,
) -> Result<(), Failure> {
    let key = keys::receipt(&of.seller, &of.order);
    let known = table.get::<PaperRecord>(&key).await?.ok_or(Failure::Missing("receipt"))?;
    if known.value.edition != record.edition {
        return Err(Failure::Contended);
    }
    let stamp = stamp.map(StampRecord::from);
    let stamped = PaperRecord { stamp, to_credit: None, ..known.value };
    Ok(replace(table, of, &stamped, known.version).await?)
}

async fn replace(
    table: &Table,
    of: &OrderRef,
    record: &PaperRecord,
    version: u64,
) -> Result<(), StoreError> {
    let item = NewItem::new(keys::receipt(&of.seller, &of.order), record)?;
    table.write(&Write::replace(item, version)).await
}

/// The number after the last one, and the counter's write that takes it.
fn next_number(
    of: &OrderRef,
    counter: Option<Stored<PaperCounterRecord>>,
    year: i16,
) -> Result<(PaperNumber, Write), StoreError> {
    let last = counter.as_ref().map(|counter| PaperNumber::from(counter.value));
    let number = PaperNumber::after(last, year);
    let item = NewItem::new(keys::receipt_counter(&of.seller), &PaperCounterRecord::from(number))?;
    let write = match counter {
        Some(counter) => Write::replace(item, counter.version),
        None => Write::insert(item),
    };
    Ok((number, write))
}

fn first_edition(
    of: &OrderRef,
    order: &Order,
    number: PaperNumber,
    facts: String,
    now: Timestamp,
) -> PaperRecord {
    PaperRecord {
        order: of.order.to_string(),
        year: number.year,
        nth: number.nth,
        issued_at: now,
        edition: 1,
        edited_at: now,
        replaces: None,
        facts,
        object: ObjectKey::receipt(&of.seller, &of.order, 1).as_str().to_owned(),
        total: MoneyValue::from(order.totals.total),
        stamp: None,
        to_credit: None,
    }
}

fn next_edition(
    known: &PaperRecord,
    of: &OrderRef,
    order: &Order,
    facts: String,
    now: Timestamp,
) -> PaperRecord {
    let edition = known.edition.saturating_add(1);
    PaperRecord {
        edition,
        edited_at: now,
        replaces: Some(known.edited_at),
        facts,
        object: ObjectKey::receipt(&of.seller, &of.order, edition).as_str().to_owned(),
        total: MoneyValue::from(order.totals.total),
        stamp: None,
        to_credit: known.stamp.clone().or_else(|| known.to_credit.clone()),
        ..known.clone()
    }
}

/// A name for the amounts of a receipt. Who it is for and when it was handed over are no part of
/// it: another hour is no correction.
fn facts(order: &Order, paid: &[Paid]) -> String {
    let lines = order.lines.iter().map(|line| {
        format!("{}/{}*{}@{}", line.product, line.variant, line.quantity, line.unit_price)
    });
    let parts = paid.iter().filter(|part| part.amount.amount() != 0).map(|part| {
        let how = match &part.how {
            Means::Cash => "cash".to_owned(),
            Means::Mobile { by: PaymentProvider::Wave, reference } => format!("wave/{reference}"),
            Means::Mobile { by: PaymentProvider::Pawapay, reference } => {
                format!("pawapay/{reference}")
            }
        };
        format!("{how}={}", part.amount)
    });
    let fee = std::iter::once(order.totals.delivery_fee.to_string());
    let text = fee.chain(lines).chain(parts).collect::<Vec<_>>().join(";");
    fingerprint::of(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use domain::seller::PaymentProvider::{Pawapay, Wave};

    use super::*;
    use crate::sample::{cash, mobile, order};

    #[test]
    fn other_amounts_are_other_facts_and_other_words_are_not() {
        let one = order(&[("Robe", 1, 15_000)]);
        let told = facts(&one, &[cash(16_500)]);
        let mut renamed = one.clone();
        renamed.contact_name = "Quelqu'un".into();
        assert_eq!(facts(&renamed, &[cash(16_500), mobile(Wave, "", 0)]), told);
        let two = order(&[("Robe", 2, 15_000)]);
        let others = [
            facts(&two, &[cash(16_500)]),
            facts(&one, &[cash(16_000)]),
            facts(&one, &[]),
            facts(&one, &[mobile(Wave, "A", 16_500)]),
            facts(&one, &[mobile(Wave, "B", 16_500)]),
            facts(&one, &[mobile(Pawapay, "A", 16_500)]),
        ];
        for (index, other) in others.iter().enumerate() {
            assert_ne!(other, &told);
            assert_eq!(others.iter().position(|it| it == other), Some(index));
        }
    }
}
