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
    activity::Counted,
    queues::QueueError,
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

use crate::{
    Deps, alert,
    count::{self, Shop, Uncounted},
    push,
};

/// What one batch holds for one seller.
#[derive(Debug, Default)]
struct Share {
    changes: Vec<Change>,
    records: Vec<Seen>,
}

/// A record that could be read, and its place in the batch.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) index: usize,
    pub(crate) record: StreamRecord,
    pub(crate) row: Row,
}

/// Why the changes of a seller come again.
#[derive(Debug, thiserror::Error)]
enum Untold {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Queue(#[from] QueueError),
}

impl Untold {
    fn disposition(&self) -> Disposition {
        match self {
            Self::Store(error) => error.disposition(),
            Self::Queue(error) => error.disposition(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Queue(error) => error.code(),
        }
    }
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
    let told =
        shares.iter().map(async |(seller, share)| (share, tell(deps, seller, share, now).await));
    let mut again: Vec<usize> = Vec::new();
    for (share, told) in join_all(told).await {
        let error = match told {
            Ok(uncounted) => {
                unusable.extend(uncounted);
                continue;
            }
            Err(error) => error,
        };
        tracing::error!(error.code = error.code(), error = %Chain(&error), "changes not kept");
        let indices = share.records.iter().map(|seen| seen.index);
        match error.disposition() {
            Disposition::Retry { .. } => again.extend(indices),
            Disposition::GiveUp => unusable.extend(indices.map(|index| (index, error.code()))),
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
            Ok(Ok(Some((seller, change, record, row)))) => {
                let share = shares.entry(seller).or_default();
                share.changes.push(change);
                share.records.push(Seen { index, record, row });
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
fn read(record: &Value) -> Result<Option<(SellerId, Change, StreamRecord, Row)>, StreamError> {
    let record = StreamRecord::read(record)?;
    let Some(Owned { seller, row }) = record.owned()? else { return Ok(None) };
    let change = match row.clone() {
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
    Ok(Some((seller, change, record, row)))
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

/// Keeps, counts and tells what changed, and names the records that could not be counted.
async fn tell(
    deps: &Deps,
    seller: &SellerId,
    share: &Share,
    now: Timestamp,
) -> Result<Unusable, Untold> {
    let (counted, uncounted) = Box::pin(counted(deps, seller, &share.records, now)).await?;
    // Boxed: so many calls inside of each other are more than the compiler looks through.
    let logged = deps.table.log_changes(seller, &share.changes, &counted, now);
    let frames = Box::pin(logged).await?;
    Box::pin(alert::ask(deps, seller, &share.records, now)).await?;
    Box::pin(push::to_all(deps, seller, &frames, now)).await;
    Ok(uncounted)
}

async fn counted(
    deps: &Deps,
    seller: &SellerId,
    records: &[Seen],
    now: Timestamp,
) -> Result<(Vec<Counted>, Unusable), StoreError> {
    let (mut counted, mut uncounted) = (Vec::new(), Vec::new());
    let countable: Vec<&Seen> = records.iter().filter(|seen| count::counts(&seen.row)).collect();
    if countable.is_empty() {
        return Ok((counted, uncounted));
    }
    let shop = Shop::of(deps, seller, now).await?;
    for seen in countable {
        match Box::pin(shop.counted(&seen.record, &seen.row)).await {
            Ok(one) => counted.extend(one),
            Err(Uncounted::Store(error))
                if matches!(error.disposition(), Disposition::Retry { .. }) =>
            {
                return Err(error);
            }
            // Its change is told all the same.
            Err(error) => {
                tracing::error!(error.code = "uncounted", error = %Chain(&error), "record parked");
                uncounted.push((seen.index, "uncounted"));
            }
        }
    }
    Ok((counted, uncounted))
}

/// Puts a record aside: where its row is and which change of it, not what the row holds.
async fn park(deps: &Deps, record: Option<&Value>, code: &str) -> bool {
    let Some(record) = record else { return true };
    let body = json!({
        "event_id": record.get("eventID"),
        "keys": record.pointer("/dynamodb/Keys"),
        "sequence_number": sequence_number(record),
    });
    let id = record.get("eventID").and_then(Value::as_str).unwrap_or_default();
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
