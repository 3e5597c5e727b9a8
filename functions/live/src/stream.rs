//! The table's stream: each record becomes a change of its seller's, all of one batch together.
//!
//! A record that can never be used is parked, and the others go on. When the table is in the way,
//! the batch comes again from there: changes told twice do no harm.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use aws_adapters::{
    Disposition,
    table::{
        StoreError, StreamError, StreamRecord,
        keys::row::{Owned, Row},
    },
};
use contracts::live::Change;
use domain::ids::SellerId;
use futures::future::join_all;
use jiff::Timestamp;
use lambda_support::{
    BoxError,
    chain::Chain,
    trigger::{StreamAnswer, sequence_number},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Deps, push};

/// What one batch holds for one seller, and which of its records.
#[derive(Debug, Default)]
struct Share {
    changes: Vec<Change>,
    records: Vec<usize>,
}

/// Records that can never be used, each with the word that tells why.
type Unusable = Vec<(usize, &'static str)>;

/// Handles a batch.
///
/// # Errors
/// Not even its first record could be handled.
pub(crate) async fn changed(
    deps: &Deps,
    records: &[Value],
    now: Timestamp,
) -> Result<StreamAnswer, BoxError> {
    let (shares, mut unusable) = sorted(records);
    let told = shares
        .iter()
        .map(async |(seller, share)| (share, tell(deps, seller, &share.changes, now).await));
    let mut again: Vec<usize> = Vec::new();
    for (share, told) in join_all(told).await {
        let Err(error) = told else { continue };
        tracing::error!(error.code = error.code(), error = %Chain(&error), "changes not kept");
        match error.disposition() {
            Disposition::Retry { .. } => again.extend(&share.records),
            Disposition::GiveUp => {
                unusable.extend(share.records.iter().map(|index| (*index, error.code())));
            }
        }
    }
    let parked = unusable.iter().map(async |(index, code)| {
        let is_parked = park(deps, records.get(*index), code).await;
        (!is_parked).then_some(*index)
    });
    again.extend(join_all(parked).await.into_iter().flatten());
    match again.into_iter().min() {
        None => Ok(StreamAnswer::default()),
        Some(0) => Err("no record of the batch could be handled".into()),
        Some(first) => Ok(records.get(first).map(StreamAnswer::again_from).unwrap_or_default()),
    }
}

/// Whose each record is.
fn sorted(records: &[Value]) -> (BTreeMap<SellerId, Share>, Unusable) {
    let mut shares: BTreeMap<SellerId, Share> = BTreeMap::new();
    let mut unusable = Vec::new();
    for (index, record) in records.iter().enumerate() {
        // A panic is a bug that meets this record again each time: it alone is put aside.
        match catch_unwind(AssertUnwindSafe(|| read(record))) {
            Ok(Ok(Some((seller, change)))) => {
                let share = shares.entry(seller).or_default();
                share.changes.push(change);
                share.records.push(index);
            }
            Ok(Ok(None)) => {}
            Ok(Err(error)) => {
                tracing::error!(error.code = "unreadable", error = %Chain(&error), "record parked");
                unusable.push((index, "unreadable"));
            }
            Err(_payload) => {
                tracing::error!(error.code = "panic", "record parked");
                unusable.push((index, "panic"));
            }
        }
    }
    (shares, unusable)
}

/// Whose change it is and of what; `None` for a row that nobody is shown.
fn read(record: &Value) -> Result<Option<(SellerId, Change)>, StreamError> {
    let record = StreamRecord::read(record)?;
    let Some(Owned { seller, row }) = record.owned()? else { return Ok(None) };
    let change = match row {
        Row::Hidden => return Ok(None),
        Row::Shop => Change::Shop,
        Row::Product(id) | Row::Stock(id) => Change::Product { id },
        Row::Zone(id) => Change::Zone { id },
        Row::Courier(id) => Change::Courier { id },
        Row::Conversation(id) => Change::Conversation { id },
        Row::Message(conversation) => Change::Message { id: name(&record)?, conversation },
        Row::Order(id) => Change::Order { id },
        Row::Delivery(id) => Change::Delivery { id },
        Row::Preparation(id) => Change::Preparation { id },
        Row::Receipt(id) => Change::Receipt { id },
        Row::Payment(id) => Change::Payment { id },
        Row::CashBalance(id) => Change::Cash { id },
        Row::FiguresOfDay(id) => Change::Figures { id },
    };
    Ok(Some((seller, change)))
}

/// As much of a message as its change tells.
#[derive(Debug, Default, Deserialize)]
struct Named {
    id: String,
}

fn name(record: &StreamRecord) -> Result<String, StreamError> {
    let named: Option<Named> = record.new_value()?;
    let named = match named {
        Some(named) => Some(named),
        None => record.old_value()?,
    };
    Ok(named.unwrap_or_default().id)
}

async fn tell(
    deps: &Deps,
    seller: &SellerId,
    changes: &[Change],
    now: Timestamp,
) -> Result<(), StoreError> {
    // Boxed: so many calls inside of each other are more than the compiler looks through.
    let frames = Box::pin(deps.table.log_changes(seller, changes, now)).await?;
    Box::pin(push::to_all(deps, seller, &frames, now)).await;
    Ok(())
}

/// Puts a record aside: where its row is and which change of it, not what the row holds.
async fn park(deps: &Deps, record: Option<&Value>, code: &str) -> bool {
    let Some(record) = record else { return true };
    let body = json!({
        "event_id": record["eventID"],
        "keys": record["dynamodb"]["Keys"],
        "sequence_number": sequence_number(record),
    });
    let id = record["eventID"].as_str().unwrap_or_default();
    match deps.dead.park(&body.to_string(), code, None, id).await {
        Ok(()) => true,
        Err(error) => {
            tracing::error!(error.code = "park_failed", error = %Chain(&error), "record comes again");
            false
        }
    }
}

#[cfg(test)]
mod tests;
