//! Keeps what Meta reports beside people's messages: what became of ours, and account events.
//!
//! Trigger: SQS `statuses`, in batches.
//! Writes: the status of a kept message; effects whose send is now known to have happened;
//! account events as they came, for 90 days; its own dead-letter queue.
//! Calls: nobody.

mod config;
mod lattice;

use aws_adapters::{
    Disposition,
    commit::EffectId,
    queues::DeadLetters,
    sdk::{self, Pace},
    table::{ConflictKind, NewItem, StoreError, Table, Write, keys},
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use contracts::{
    messages::{AccountEvent, Envelope, StatusMessage},
    meta::webhook::MessageStatus,
    records::{conversation::MessageRecord, tag::SendTag},
};
use domain::ids::{MessageId, WabaId};
use jiff::{Timestamp, ToSpan};
use lambda_runtime::LambdaEvent;
use lambda_support::{
    BoxError,
    deadline::Deadline,
    sqs::{self, Outcome, Record},
};

pub use config::Config;

/// How long an account event is kept.
const EVENT_DAYS: i64 = 90;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    table: Table,
    dead: DeadLetters,
}

impl Deps {
    /// Opens the clients.
    pub async fn connect(config: &Config) -> Self {
        let sdk = sdk::load(Pace::Worker).await;
        Self {
            table: Table::new(&sdk, &config.table_name),
            dead: DeadLetters::new(&sdk, &config.statuses_dlq_url),
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
    )
    .await
}

async fn one(deps: &Deps, record: &Record) -> Outcome {
    let envelope: Envelope<StatusMessage> = match serde_json::from_str(&record.body) {
        Ok(envelope) => envelope,
        Err(error) => return Outcome::park("unreadable", error),
    };
    let kept = match envelope.body {
        StatusMessage::Status(status) => status_arrived(&deps.table, &status).await,
        StatusMessage::AccountEvent(event) => {
            keep(&deps.table, &event, &envelope.id, envelope.at).await
        }
    };
    match kept {
        Ok(()) => Outcome::Done,
        Err(error) => match error.disposition() {
            Disposition::Retry { .. } => Outcome::retry(error.code(), error),
            Disposition::GiveUp => Outcome::park(error.code(), error),
        },
    }
}

/// The send happened, whatever its sender believes; and the message is that far on its way.
async fn status_arrived(table: &Table, status: &MessageStatus) -> Result<(), StoreError> {
    if let Some(error) = status.errors.first() {
        tracing::warn!(error.code = error.code, class = error.class().name(), "a message failed");
    }
    let Some(tag) = &status.tag else { return Ok(()) };
    let own = tag.parse::<SendTag>().ok();
    let effect = own.as_ref().map_or(tag.as_str(), |own| own.effect.as_str());
    let Ok(effect) = effect.parse::<EffectId>() else {
        tracing::warn!(error.code = "foreign_tag", "a status of a message that is not ours");
        return Ok(());
    };
    if let Some(own) = &own {
        advance(table, &effect, own, status).await?;
    }
    table.complete(std::slice::from_ref(&effect)).await
}

/// Moves the kept message forward; what comes late or twice changes nothing.
async fn advance(
    table: &Table,
    effect: &EffectId,
    tag: &SendTag,
    status: &MessageStatus,
) -> Result<(), StoreError> {
    let aws_adapters::commit::Aggregate::Conversation(seller, conversation) = effect.aggregate()
    else {
        return Ok(());
    };
    let Ok(message) = tag.message.parse::<MessageId>() else { return Ok(()) };
    let key = keys::message(seller, conversation, tag.at, &message);
    let Some(kept) = table.get::<MessageRecord>(&key).await? else { return Ok(()) };
    let Some(next) = lattice::advanced(kept.value.status.as_deref(), status.state) else {
        return Ok(());
    };
    let code = status.errors.first().map(|error| error.code);
    let fields = vec![
        ("status".to_owned(), serde_json::json!(next)),
        ("error_code".to_owned(), serde_json::json!(code)),
    ];
    table.write(&Write::Update { key, fields }).await
}

/// An event of an account, as it came.
async fn keep(
    table: &Table,
    event: &AccountEvent,
    id: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let key = keys::account_event(&WabaId::new(&event.entry_id), at, id);
    let expires = at.saturating_add((EVENT_DAYS * 24).hours()).unwrap_or(at);
    tracing::info!(field = event.field, "account event kept");
    match table.put_new(NewItem::new(key, event)?.expiring(expires)).await {
        Err(error) if error.conflict() == Some(ConflictKind::AlreadyExists) => Ok(()),
        kept => kept,
    }
}
