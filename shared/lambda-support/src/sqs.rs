//! Drives a batch of queue records through a handler, one outcome and one log line each.
//!
//! A record ends done, parked or returned to the queue; none is lost and none takes its batch with
//! it. A panic parks its record only. On a FIFO queue the first record of a group that is returned
//! takes the later ones of its group with it, unhandled, so that order holds.
//!
//! A returned record comes back after its queue's whole visibility timeout, unless its outcome
//! names a shorter wait.

mod record;

use std::{any::Any, future, panic::AssertUnwindSafe, time::Duration};

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use futures::{FutureExt, future::join_all};
use tracing::Instrument;

pub use self::record::Record;
use crate::{BoxError, chain::Chain, clock, deadline::Deadline};

/// A record is not begun with less time than this; it goes back to the queue.
const LEAST_TIME: Duration = Duration::from_millis(500);

/// What became of a record. Codes are stable words such as `store_throttled`, for alarms.
#[derive(Debug)]
#[must_use]
pub enum Outcome {
    /// Handled, now or earlier; the queue may forget it.
    Done,
    /// May succeed later: the queue delivers it again.
    Retry { code: &'static str, error: BoxError },
    /// May succeed `after` this long: the queue delivers it again then. Counts as a delivery, of
    /// which the queue's redrive policy allows only some.
    RetryAfter { code: &'static str, error: BoxError, after: Duration },
    /// Can never succeed: to the dead-letter queue at once, with its code.
    Park { code: &'static str, error: BoxError },
}

impl Outcome {
    /// The record goes back to the queue.
    pub fn retry(code: &'static str, error: impl Into<BoxError>) -> Self {
        Self::Retry { code, error: error.into() }
    }

    /// The record goes back to the queue and comes again after a while.
    pub fn retry_after(code: &'static str, error: impl Into<BoxError>, after: Duration) -> Self {
        Self::RetryAfter { code, error: error.into(), after }
    }

    /// The record goes to the dead-letter queue.
    pub fn park(code: &'static str, error: impl Into<BoxError>) -> Self {
        Self::Park { code, error: error.into() }
    }
}

/// Handles a batch of a FIFO queue: groups side by side, each group in order.
///
/// `park` puts a record into the dead-letter queue under a code; when it fails, the record goes
/// back to the queue instead. `postpone` makes the queue deliver a record again after a while;
/// when it fails, that takes the queue's own time. A postponed record takes the later ones of its
/// group along: hidden for longer, they would hold it up.
pub async fn drive_fifo<H, P, Q>(
    event: SqsEvent,
    deadline: Deadline,
    handler: H,
    park: P,
    postpone: Q,
) -> SqsBatchResponse
where
    H: AsyncFn(&Record) -> Outcome,
    P: AsyncFn(&Record, &str) -> Result<(), BoxError>,
    Q: AsyncFn(&Record, Duration) -> Result<(), BoxError>,
{
    let groups = record::by_group(event);
    let driven = groups.iter().map(async |group| {
        let mut records = group.iter();
        for record in records.by_ref() {
            let fate = drive_one(record, deadline, &handler, &park).await;
            if fate == Fate::Gone {
                continue;
            }
            let returned = [vec![record], records.collect()].concat();
            if let Fate::Postponed(after) = fate {
                join_all(returned.iter().map(|record| postpone_one(record, after, &postpone)))
                    .await;
            }
            return returned;
        }
        Vec::new()
    });
    failures(join_all(driven).await.into_iter().flatten())
}

/// Handles a batch of a standard queue, records side by side.
///
/// `park` and `postpone` are as for [`drive_fifo`].
pub async fn drive_standard<H, P, Q>(
    event: SqsEvent,
    deadline: Deadline,
    handler: H,
    park: P,
    postpone: Q,
) -> SqsBatchResponse
where
    H: AsyncFn(&Record) -> Outcome,
    P: AsyncFn(&Record, &str) -> Result<(), BoxError>,
    Q: AsyncFn(&Record, Duration) -> Result<(), BoxError>,
{
    let records: Vec<Record> = event.records.into_iter().map(Record::from).collect();
    let driven = records.iter().map(async |record| {
        let fate = drive_one(record, deadline, &handler, &park).await;
        if let Fate::Postponed(after) = fate {
            postpone_one(record, after, &postpone).await;
        }
        (fate != Fate::Gone).then_some(record)
    });
    failures(join_all(driven).await.into_iter().flatten())
}

/// For a queue whose records are never postponed: they come back in the queue's own time.
///
/// # Errors
/// None.
pub fn in_the_queues_time(_: &Record, _: Duration) -> future::Ready<Result<(), BoxError>> {
    future::ready(Ok(()))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Gone,
    Returned,
    Postponed(Duration),
}

async fn drive_one<H, P>(record: &Record, deadline: Deadline, handler: &H, park: &P) -> Fate
where
    H: AsyncFn(&Record) -> Outcome,
    P: AsyncFn(&Record, &str) -> Result<(), BoxError>,
{
    async {
        match outcome_of(record, deadline, handler).await {
            Outcome::Done => Fate::Gone,
            Outcome::Retry { code, error } => {
                tracing::warn!(error.code = code, error = %Chain(&*error), "record returned to the queue");
                Fate::Returned
            }
            Outcome::RetryAfter { code, error, after } => {
                tracing::warn!(
                    error.code = code,
                    error = %Chain(&*error),
                    after_seconds = after.as_secs(),
                    "record postponed"
                );
                Fate::Postponed(after)
            }
            Outcome::Park { code, error } => {
                tracing::error!(error.code = code, error = %Chain(&*error), "record parked");
                park_one(record, code, park).await
            }
        }
    }
    .instrument(span(record))
    .await
}

fn span(record: &Record) -> tracing::Span {
    tracing::info_span!(
        "record",
        message.id = record.message_id,
        message.receive_count = record.receive_count,
        message.size = record.body.len(),
    )
}

/// A record that could not be postponed comes back all the same, later.
async fn postpone_one<Q>(record: &Record, after: Duration, postpone: &Q)
where
    Q: AsyncFn(&Record, Duration) -> Result<(), BoxError>,
{
    if let Err(error) = postpone(record, after).await {
        let _in_span = span(record).entered();
        tracing::warn!(error.code = "postpone_failed", error = %Chain(&*error), "record returned to the queue");
    }
}

async fn outcome_of<H>(record: &Record, deadline: Deadline, handler: &H) -> Outcome
where
    H: AsyncFn(&Record) -> Outcome,
{
    if !deadline.allows(LEAST_TIME, clock::now()) {
        return Outcome::retry("deadline", "no time is left in this invocation");
    }
    // The handler's state is behind shared references and lives in the table, not in memory, so a
    // panic leaves nothing half-changed that a later record would see.
    match AssertUnwindSafe(handler(record)).catch_unwind().await {
        Ok(outcome) => outcome,
        Err(payload) => Outcome::park("panic", panic_text(&*payload)),
    }
}

async fn park_one<P>(record: &Record, code: &'static str, park: &P) -> Fate
where
    P: AsyncFn(&Record, &str) -> Result<(), BoxError>,
{
    match AssertUnwindSafe(park(record, code)).catch_unwind().await {
        Ok(Ok(())) => Fate::Gone,
        Ok(Err(error)) => {
            tracing::error!(error.code = "park_failed", error = %Chain(&*error), "record returned to the queue");
            Fate::Returned
        }
        Err(payload) => {
            tracing::error!(
                error.code = "park_failed",
                error = panic_text(&*payload),
                "record returned to the queue"
            );
            Fate::Returned
        }
    }
}

fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic without a message")
        .to_owned()
}

fn failures<'a>(records: impl Iterator<Item = &'a Record>) -> SqsBatchResponse {
    let mut response = SqsBatchResponse::default();
    for record in records {
        response.add_failure(record.message_id.as_str());
    }
    response
}

#[cfg(test)]
mod tests;
