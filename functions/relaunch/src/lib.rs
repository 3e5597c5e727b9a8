//! Wakes what went silent: asks `reply` to recall an open cart, to let go of the units that a recap
//! keeps aside, or to answer whoever waits once a human's time with a thread is over.
//!
//! Trigger: SQS `relaunch`, the target of the Scheduler's timers.
//! Writes: the queue `inbound.fifo`; its own dead-letter queue.
//! Calls: nobody; it reads conversations.
//!
//! The timer is a hint. What is plainly over is dropped here, and the conversation's only writer
//! decides about the rest: any reply, order or human since then makes the reminder stale, and
//! another recap the hold.

mod config;

use aws_adapters::{
    Disposition,
    queues::{DeadLetters, Message, Queue, QueueError},
    sdk::{self, Pace},
    table::{StoreError, Table, keys},
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use contracts::{
    messages::{ConversationMessage, Envelope, Hold, RelaunchMessage, Silence},
    records::conversation::{ConversationRecord, OwnerRecord},
};
use jiff::Timestamp;
use lambda_runtime::LambdaEvent;
use lambda_support::{
    BoxError, clock,
    deadline::Deadline,
    sqs::{self, Outcome, Record},
};

pub use config::Config;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    table: Table,
    inbound: Queue,
    dead: DeadLetters,
}

impl Deps {
    /// Opens the clients.
    pub async fn connect(config: &Config) -> Self {
        let sdk = sdk::load(Pace::Worker).await;
        Self {
            table: Table::new(&sdk, &config.table_name),
            inbound: Queue::new(&sdk, &config.inbound_queue_url),
            dead: DeadLetters::new(&sdk, &config.relaunch_dlq_url),
        }
    }
}

/// Handles a batch.
pub async fn handle(deps: &Deps, event: LambdaEvent<SqsEvent>) -> SqsBatchResponse {
    let deadline = Deadline::of(&event.context);
    let park = async |record: &Record, code: &str| {
        let parked = deps.dead.park(&record.body, code, None, &record.message_id).await;
        parked.map_err(BoxError::from)
    };
    sqs::drive_standard(
        event.payload,
        deadline,
        async |record: &Record| one(deps, record).await,
        park,
        sqs::in_the_queues_time,
    )
    .await
}

async fn one(deps: &Deps, record: &Record) -> Outcome {
    let envelope: Envelope<RelaunchMessage> = match serde_json::from_str(&record.body) {
        Ok(envelope) => envelope,
        Err(error) => return Outcome::park("unreadable", error),
    };
    let of = match &envelope.body {
        RelaunchMessage::SilenceDue(silence) | RelaunchMessage::ReturnDue(silence) => &silence.of,
        RelaunchMessage::HoldDue(hold) => &hold.of,
    };
    let key = keys::conversation(&of.seller, &of.conversation);
    let thread = match deps.table.get::<ConversationRecord>(&key).await {
        Ok(Some(thread)) => thread.value,
        Ok(None) => return Outcome::park("thread_unknown", "the conversation does not exist"),
        Err(error) => return store_failed(error),
    };
    let Some(request) = request(&thread, envelope.body, clock::now()) else {
        tracing::info!("the timer is about something that is over");
        return Outcome::Done;
    };
    ask(deps, &thread.id, request).await
}

/// What `reply` is asked on account of a timer, under its id; `None` when that is plainly over.
fn request(
    thread: &ConversationRecord,
    timer: RelaunchMessage,
    now: Timestamp,
) -> Option<(String, ConversationMessage)> {
    match timer {
        RelaunchMessage::SilenceDue(silence) => {
            let id = format!("reminder.{}.{}", silence.of.conversation, silence.episode);
            (!is_over(thread, &silence, now))
                .then_some((id, ConversationMessage::ReminderDue(silence)))
        }
        RelaunchMessage::ReturnDue(silence) => {
            // A timer that came early is set again: the second one is another event.
            let of = &silence.of.conversation;
            let id = format!("return.{of}.{}.{}", silence.episode, now.as_second());
            let is_waiting = thread.turn == silence.episode && thread.waiting_since.is_some();
            is_waiting.then_some((id, ConversationMessage::ReturnDue(silence)))
        }
        RelaunchMessage::HoldDue(hold) => {
            // A timer that came early is set again: the second one is another event.
            let id = format!("hold.{}.{}", hold.recap, now.as_second());
            keeps_units(thread, &hold).then_some((id, ConversationMessage::HoldDue(hold)))
        }
    }
}

/// Whether the prospect wrote since, nothing is left to recall, or the thread is nobody's to
/// recall: a human answers it.
fn is_over(thread: &ConversationRecord, silence: &Silence, now: Timestamp) -> bool {
    let is_answered = thread.turn != silence.episode || thread.reminded;
    let is_humans = match thread.owner {
        OwnerRecord::Ai => false,
        OwnerRecord::Human { until } => until.is_none_or(|until| now < until),
    } || thread.other_app;
    let is_unwanted = thread.reach.opted_out_at.is_some() || thread.merged_into.is_some();
    is_answered || is_humans || is_unwanted || thread.cart.lines.is_empty()
}

/// Whether the recap the units were kept for is still the thread's, or that of the thread which
/// took it in.
fn keeps_units(thread: &ConversationRecord, hold: &Hold) -> bool {
    thread.merged_into.is_some()
        || thread.recap.as_ref().is_some_and(|recap| recap.id == hold.recap.as_str())
}

async fn ask(deps: &Deps, group: &str, (id, body): (String, ConversationMessage)) -> Outcome {
    let envelope = Envelope { id, at: clock::now(), body };
    let text = match serde_json::to_string(&envelope) {
        Ok(text) => text,
        Err(error) => return Outcome::park("unserialisable", error),
    };
    match deps.inbound.send(&Message::fifo(text, group, &envelope.id)).await {
        Ok(()) => Outcome::Done,
        Err(error) => queue_failed(error),
    }
}

fn store_failed(error: StoreError) -> Outcome {
    match error.disposition() {
        Disposition::Retry { .. } => Outcome::retry(error.code(), error),
        Disposition::GiveUp => Outcome::park(error.code(), error),
    }
}

fn queue_failed(error: QueueError) -> Outcome {
    match error.disposition() {
        Disposition::Retry { .. } => Outcome::retry(error.code(), error),
        Disposition::GiveUp => Outcome::park(error.code(), error),
    }
}

#[cfg(test)]
mod tests;
