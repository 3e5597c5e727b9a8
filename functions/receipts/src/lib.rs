//! Keeps what Meta reports beside people's messages, and acts on it: what became of ours, what
//! befalls accounts, numbers and templates.
//!
//! Trigger: SQS `statuses`, in batches.
//! Writes: the receipt of a kept message; effects whose send is now known to have happened; the
//! health of a seller's number; account events as they came, for 90 days; the queues
//! `inbound.fifo` (what a refusal teaches about a thread) and `dispatch.fifo` (what a seller must
//! know); its own dead-letter queue.
//! Calls: nobody.

mod account;
mod config;
mod failure;
mod outgoing;
mod status;

use aws_adapters::{
    queues::{DeadLetters, Queue},
    sdk::{self, Pace, SdkConfig},
    table::Table,
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use contracts::messages::{Envelope, StatusMessage};
use lambda_runtime::LambdaEvent;
use lambda_support::{
    BoxError,
    deadline::Deadline,
    sqs::{self, Outcome, Record},
};

pub use config::Config;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    table: Table,
    inbound: Queue,
    dispatch: Queue,
    dead: DeadLetters,
    platform_phone_number_id: String,
    meta_app_id: String,
}

impl Deps {
    /// Opens the clients.
    pub async fn connect(config: &Config) -> Self {
        Self::new(config, &sdk::load(Pace::Worker).await)
    }

    /// The same with AWS clients configured by the caller.
    pub fn new(config: &Config, sdk: &SdkConfig) -> Self {
        Self {
            table: Table::new(sdk, &config.table_name),
            inbound: Queue::new(sdk, &config.inbound_queue_url),
            dispatch: Queue::new(sdk, &config.dispatch_queue_url),
            dead: DeadLetters::new(sdk, &config.statuses_dlq_url),
            platform_phone_number_id: config.platform_phone_number_id.clone(),
            meta_app_id: config.meta_app_id.clone(),
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
    let handler = async |record: &Record| one(deps, record).await;
    sqs::drive_standard(event.payload, deadline, handler, park, sqs::in_the_queues_time).await
}

async fn one(deps: &Deps, record: &Record) -> Outcome {
    let envelope: Envelope<StatusMessage> = match serde_json::from_str(&record.body) {
        Ok(envelope) => envelope,
        Err(error) => return Outcome::park("unreadable", error),
    };
    let done = match envelope.body {
        StatusMessage::Status(status) => status::arrived(deps, &status).await,
        StatusMessage::AccountEvent(event) => {
            account::arrived(deps, &event, &envelope.id, envelope.at).await
        }
    };
    match done {
        Ok(()) => Outcome::Done,
        Err(failure) => failure.into(),
    }
}
