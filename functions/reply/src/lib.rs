//! Answers prospects: the only writer of a conversation, the only voice of a seller's number.
//!
//! Triggers: SQS `inbound.fifo` (what happened to a conversation) and SQS `turns` (it is time to
//! answer).
//! Writes: conversations, their messages and receipts, new orders, the stock that recaps keep aside
//! and orders take; what the model used; a number's health when Meta refuses it; the queues `turns`
//! and `dispatch.fifo`; timers to `relaunch`; the dead-letter queues of its two queues; the files
//! that prospects sent.
//! Calls: Gemini; Meta's Graph, in the seller's name.

mod arrival;
mod config;
mod effects;
mod failure;
#[cfg(test)]
mod hostile;
mod inbound;
mod meter;
mod model;
mod perception;
mod prompt;
mod secrets;
mod send;
mod shop;
#[cfg(test)]
mod stub;
mod task;
mod thread;
mod tools;
mod turn;
mod turns;
mod words;

use std::time::Duration;

use aws_adapters::{
    objects::Objects,
    queues::{DeadLetters, OwnQueue, Queue},
    schedules::Schedules,
    sdk::{self, Pace},
    secrets::Secrets,
    table::{Table, keys},
    vault::{AccessToken, Sealed, TokenPurpose, TokenVault},
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use domain::{conversation::Rhythm, ids::SellerId};
use http_clients::{
    gemini::Gemini,
    http::{Http, Timeouts},
    meta::Graph,
};
use lambda_runtime::LambdaEvent;
use lambda_support::{
    BoxError, clock,
    deadline::Deadline,
    sqs::{self, Record},
};

pub use config::Config;
use failure::Failure;
use model::Model;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    table: Table,
    vault: TokenVault,
    turns: Queue,
    own_inbound: OwnQueue,
    own_turns: OwnQueue,
    dispatch: Queue,
    schedules: Schedules,
    relaunch_queue_arn: String,
    inbound_dead: DeadLetters,
    turns_dead: DeadLetters,
    graph: Graph,
    model: Model,
    objects: Objects,
    /// Papers, which are handed out by address.
    documents: Objects,
    rhythm: Rhythm,
}

impl Deps {
    /// Opens the clients and fetches the secrets.
    ///
    /// # Errors
    /// A secret or an address cannot be used: the function does not start.
    pub async fn connect(config: Config) -> Result<Self, BoxError> {
        let sdk = sdk::load(Pace::Worker).await;
        let mut secret = Secrets::new(&sdk).fetch(&config.gemini_secret_arn).await?;
        let http = Http::new(Timeouts::default())?;
        let key = secret.take("api_key")?;
        let gemini =
            Gemini::new(&config.gemini_url, &config.gemini_api_version, key, http.clone())?;
        Ok(Self {
            table: Table::new(&sdk, &config.table_name),
            vault: TokenVault::new(&sdk, &config.token_key_id),
            turns: Queue::new(&sdk, &config.turns_queue_url),
            own_inbound: OwnQueue::new(&sdk, &config.inbound_queue_url),
            own_turns: OwnQueue::new(&sdk, &config.turns_queue_url),
            dispatch: Queue::new(&sdk, &config.dispatch_queue_url),
            schedules: Schedules::new(
                &sdk,
                &config.schedule_group,
                &config.scheduler_role_arn,
                &config.schedule_dlq_arn,
            ),
            inbound_dead: DeadLetters::new(&sdk, &config.inbound_dlq_url),
            turns_dead: DeadLetters::new(&sdk, &config.turns_dlq_url),
            graph: Graph::new(&config.graph_url, &config.graph_api_version, http)?
                .with_file_origins(config.media_origins),
            model: Model {
                gemini,
                main: config.gemini_model,
                fallback: config.gemini_fallback_model,
                call: model::CALL,
            },
            objects: Objects::new(&sdk, &config.media_bucket),
            documents: Objects::new(&sdk, &config.documents_bucket),
            relaunch_queue_arn: config.relaunch_queue_arn,
            rhythm: config.rhythm,
        })
    }

    /// The seller's WhatsApp token, opened for minutes.
    async fn token(&self, seller: &SellerId) -> Result<AccessToken, Failure> {
        let key = keys::sealed_token(seller, TokenPurpose::WhatsApp);
        let stored = self.table.get::<Sealed>(&key).await?;
        let stored =
            stored.ok_or(Failure::Permanent("no_token", "the seller has no token".into()))?;
        let sealed = stored.value;
        Ok(self.vault.open(seller, TokenPurpose::WhatsApp, &sealed, clock::now()).await?)
    }
}

/// Handles a batch of either queue.
pub async fn handle(deps: &Deps, event: LambdaEvent<SqsEvent>) -> SqsBatchResponse {
    let deadline = Deadline::of(&event.context);
    let records = &event.payload.records;
    let is_turns =
        records.first().is_some_and(|record| !record.attributes.contains_key("MessageGroupId"));
    if is_turns {
        let park = async |record: &Record, code: &str| {
            let parked = deps.turns_dead.park(&record.body, code, None, &record.message_id).await;
            parked.map_err(BoxError::from)
        };
        let handler = async |record: &Record| turns::handle(deps, record, deadline).await;
        let postpone = async |record: &Record, after: Duration| {
            let postponed = deps.own_turns.postpone(&record.receipt_handle, after).await;
            postponed.map_err(BoxError::from)
        };
        sqs::drive_standard(event.payload, deadline, handler, park, postpone).await
    } else {
        let park = async |record: &Record, code: &str| {
            let group = record.group_id.as_deref();
            let parked =
                deps.inbound_dead.park(&record.body, code, group, &record.message_id).await;
            parked.map_err(BoxError::from)
        };
        let handler = async |record: &Record| inbound::handle(deps, record, deadline).await;
        let postpone = async |record: &Record, after: Duration| {
            let postponed = deps.own_inbound.postpone(&record.receipt_handle, after).await;
            postponed.map_err(BoxError::from)
        };
        sqs::drive_fifo(event.payload, deadline, handler, park, postpone).await
    }
}
