//! Rings on the seller's devices with the page closed: a prospect waits for them, a delivery is in
//! trouble.
//!
//! Trigger: SQS `alerts`, which `live` fills from the table's stream.
//! Writes: which devices were told of what; deletes devices that are gone; its own dead-letter queue.
//! Calls: the push services of browsers' vendors, on listed origins alone. It reads threads, deliveries
//! and devices.
//!
//! An alert is looked at again before it rings: what was dealt with meanwhile is no news. A device
//! that was told is not told again when another one keeps the message coming back, and whatever
//! slips through replaces itself by its topic at the service and its tag on the device.

mod config;
mod failure;
mod news;
mod ring;

use std::time::Duration;

use aws_adapters::{
    commit::EventId,
    queues::{DeadLetters, OwnQueue},
    sdk::{self, Pace, SdkConfig},
    secrets::{SecretFields, Secrets},
    table::Table,
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use contracts::{
    messages::{AlertMessage, Envelope},
    push::PushOrigins,
};
use http_clients::{
    http::{Http, Timeouts},
    push::{PushSender, Vapid},
};
use lambda_runtime::LambdaEvent;
use lambda_support::{
    BoxError, clock,
    deadline::Deadline,
    sqs::{self, Outcome, Record},
};

pub use config::Config;
use failure::Failure;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    table: Table,
    own: OwnQueue,
    dead: DeadLetters,
    /// Holds the private key that we are known by.
    sender: PushSender,
    origins: PushOrigins,
}

/// Pages were given another public key than the secret's: nothing that is sent would arrive.
#[derive(Debug, thiserror::Error)]
#[error("VapidPublicKey is not the public half of VapidPrivateKey")]
pub struct KeysApart;

impl Deps {
    /// Opens the clients and fetches the secret.
    ///
    /// # Errors
    /// The secret cannot be read or is no key: the function does not start.
    pub async fn connect(config: &Config) -> Result<Self, BoxError> {
        let sdk = sdk::load(Pace::Worker).await;
        let secret = Secrets::new(&sdk).fetch(&config.push_secret_arn).await?;
        Self::new(config, &sdk, secret)
    }

    /// The same with AWS clients and secrets given by the caller.
    ///
    /// # Errors
    /// The secret is no key, or not that of the public one.
    pub fn new(
        config: &Config,
        sdk: &SdkConfig,
        mut secret: SecretFields,
    ) -> Result<Self, BoxError> {
        let vapid = Vapid::read(&secret.take("vapid_private_key")?, &config.vapid_subject)?;
        if vapid.public_key() != config.vapid_public_key {
            return Err(KeysApart.into());
        }
        Ok(Self {
            table: Table::new(sdk, &config.table_name),
            own: OwnQueue::new(sdk, &config.alerts_queue_url),
            dead: DeadLetters::new(sdk, &config.alerts_dlq_url),
            sender: PushSender::new(vapid, Http::new(Timeouts::default())?),
            origins: config.push_origins.clone(),
        })
    }
}

/// Handles a batch.
pub async fn handle(deps: &Deps, event: LambdaEvent<SqsEvent>) -> SqsBatchResponse {
    let deadline = Deadline::of(&event.context);
    let park = async |record: &Record, code: &str| {
        let parked = deps.dead.park(&record.body, code, None, &record.message_id).await;
        parked.map_err(BoxError::from)
    };
    let postpone = async |record: &Record, after: Duration| {
        deps.own.postpone(&record.receipt_handle, after).await.map_err(BoxError::from)
    };
    let handler = async |record: &Record| one(deps, record).await;
    sqs::drive_standard(event.payload, deadline, handler, park, postpone).await
}

async fn one(deps: &Deps, record: &Record) -> Outcome {
    let envelope: Envelope<AlertMessage> = match serde_json::from_str(&record.body) {
        Ok(envelope) => envelope,
        Err(error) => return Outcome::park("unreadable", error),
    };
    match Box::pin(told(deps, &envelope)).await {
        Ok(()) => Outcome::Done,
        Err(failure) => failure.outcome(record.receive_count),
    }
}

async fn told(deps: &Deps, envelope: &Envelope<AlertMessage>) -> Result<(), Failure> {
    let now = clock::now();
    let Some(life) = ring::left_of_life(envelope.at, now) else { return Ok(()) };
    let Some(news) = news::still(deps, &envelope.body, now).await? else { return Ok(()) };
    ring::all(deps, &news, &EventId::new(&envelope.id), life, now).await
}
