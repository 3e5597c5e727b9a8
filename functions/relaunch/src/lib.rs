//! Wakes what went silent: asks `reply` to recall an open cart.
//!
//! Trigger: SQS `relaunch`, the target of the Scheduler's timers.
//! Writes: the queue `inbound.fifo`; its own dead-letter queue.
//! Calls: nobody; it reads conversations.
//!
//! The timer is a hint. What is plainly over is dropped here, and the conversation's only writer
//! decides about the rest: any reply, order or human since then makes the reminder stale.

mod config;

use aws_adapters::{
    Disposition,
    queues::{DeadLetters, Message, Queue, QueueError},
    sdk::{self, Pace},
    table::{StoreError, Table, keys},
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use contracts::{
    messages::{ConversationMessage, Envelope, RelaunchMessage, Silence},
    records::conversation::ConversationRecord,
};
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
    let silence = match envelope.body {
        RelaunchMessage::SilenceDue(silence) => silence,
        RelaunchMessage::HoldDue(_) => {
            return Outcome::park("not_handled", "no version handles this yet");
        }
    };
    let key = keys::conversation(&silence.of.seller, &silence.of.conversation);
    match deps.table.get::<ConversationRecord>(&key).await {
        Ok(Some(thread)) if is_over(&thread.value, &silence) => {
            tracing::info!("the silence is over");
            Outcome::Done
        }
        Ok(Some(_)) => ask(deps, silence).await,
        Ok(None) => Outcome::park("thread_unknown", "the conversation does not exist"),
        Err(error) => store_failed(error),
    }
}

/// Whether the prospect wrote since, or nothing is left to recall.
fn is_over(thread: &ConversationRecord, silence: &Silence) -> bool {
    thread.turn != silence.episode || thread.reminded || thread.cart.lines.is_empty()
}

async fn ask(deps: &Deps, silence: Silence) -> Outcome {
    let group = silence.of.conversation.to_string();
    let envelope = Envelope {
        id: format!("reminder.{group}.{}", silence.episode),
        at: clock::now(),
        body: ConversationMessage::ReminderDue(silence),
    };
    let body = match serde_json::to_string(&envelope) {
        Ok(body) => body,
        Err(error) => return Outcome::park("unserialisable", error),
    };
    match deps.inbound.send(&Message::fifo(body, &group, &envelope.id)).await {
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
