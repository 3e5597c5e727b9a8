//! Opens pages where prospects pay by mobile money, learns from their providers whether they did,
//! and gives money back.
//!
//! Trigger: SQS `payments`: what is asked for, hints of providers' callbacks, its own timers.
//! Writes: payments, with the transactions that paid for them; the queues `payments` (looks to
//! come), `inbound.fifo` (what the prospect reads) and `dispatch.fifo` (what the delivery and the
//! seller must know); its own dead-letter queue.
//! Calls: Wave and pawaPay, with the seller's own keys, which it may open and never seal.

mod config;
mod failure;
mod hint;
mod request;
mod run;
mod settle;
mod task;
mod wallet;

use std::time::Duration;

use aws_adapters::{
    commit::EventId,
    queues::{DeadLetters, OwnQueue, Queue},
    sdk::{self, Pace, SdkConfig},
    table::Table,
    vault::TokenVault,
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use contracts::messages::{Envelope, PaymentMessage};
use http_clients::{
    http::{Http, Timeouts},
    payments::{Pawapay, Wave},
};
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
    vault: TokenVault,
    payments: Queue,
    own: OwnQueue,
    inbound: Queue,
    dispatch: Queue,
    dead: DeadLetters,
    wave: Wave,
    pawapay: Pawapay,
}

impl Deps {
    /// Opens the clients.
    ///
    /// # Errors
    /// An address cannot be used: the function does not start.
    pub async fn connect(config: &Config) -> Result<Self, BoxError> {
        Self::new(config, &sdk::load(Pace::Worker).await)
    }

    /// The same with AWS clients configured by the caller.
    ///
    /// # Errors
    /// An address cannot be used.
    pub fn new(config: &Config, sdk: &SdkConfig) -> Result<Self, BoxError> {
        let http = Http::new(Timeouts::default())?;
        Ok(Self {
            table: Table::new(sdk, &config.table_name),
            vault: TokenVault::new(sdk, &config.token_key_id),
            payments: Queue::new(sdk, &config.payments_queue_url),
            own: OwnQueue::new(sdk, &config.payments_queue_url),
            inbound: Queue::new(sdk, &config.inbound_queue_url),
            dispatch: Queue::new(sdk, &config.dispatch_queue_url),
            dead: DeadLetters::new(sdk, &config.payments_dlq_url),
            wave: Wave::new(&config.wave_url, http.clone())?,
            pawapay: Pawapay::new(&config.pawapay_url, http)?,
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
    let envelope: Envelope<PaymentMessage> = match serde_json::from_str(&record.body) {
        Ok(envelope) => envelope,
        Err(error) => return Outcome::park("unreadable", error),
    };
    let event = EventId::new(&envelope.id);
    let tries = record.receive_count;
    let done = match envelope.body {
        PaymentMessage::Requested(asked) => request::asked(deps, &asked, &envelope.id, tries).await,
        PaymentMessage::Withdrawn(withdrawal) => {
            request::withdrawn(deps, &withdrawal.of, &event, tries).await
        }
        PaymentMessage::Hint(hint) => hint::called(deps, &hint, event, tries).await,
        PaymentMessage::Check(check) => hint::due(deps, &check, event, tries).await,
        PaymentMessage::Refund(refund) => request::refund(deps, &refund, event, tries).await,
        PaymentMessage::Accepted(asked) => request::accepted(deps, &asked, event, tries).await,
    };
    match done {
        Ok(()) => Outcome::Done,
        Err(failure) => failure.outcome(tries),
    }
}
