//! Makes the papers of sales: the receipt of an order that was delivered, as a PDF.
//!
//! Trigger: SQS `documents`.
//! Writes: receipts and the number of the last one; the files of the documents bucket; the queue
//! `inbound.fifo` (a paper lies ready for the prospect); its own dead-letter queue.
//! Calls: nobody; a tax office's system once a seller has one ([`fiscal`]). It reads orders,
//! deliveries, payments, couriers and sellers.
//!
//! A message that comes twice makes one receipt under one number, in one file, sent once.

mod config;
mod face;
mod failure;
pub mod fiscal;
mod layout;
mod logo;
mod mobile;
mod pdf;
mod receipt;
mod register;
#[cfg(test)]
mod sample;
mod sources;

use aws_adapters::{
    objects::Objects,
    queues::{DeadLetters, Queue},
    sdk::{self, Pace, SdkConfig},
    table::Table,
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use contracts::messages::{DocumentMessage, Envelope};
use lambda_runtime::LambdaEvent;
use lambda_support::{
    BoxError, clock,
    deadline::Deadline,
    sqs::{self, Outcome, Record},
};

pub use config::Config;
use face::Faces;
use fiscal::Uncertified;

/// All the function may touch.
pub struct Deps {
    table: Table,
    inbound: Queue,
    objects: Objects,
    dead: DeadLetters,
    certifier: Uncertified,
    faces: Faces,
}

/// The embedded fonts cannot be read: the build is broken, and the function does not start.
#[derive(Debug, thiserror::Error)]
#[error("the embedded fonts cannot be read")]
pub struct BrokenFonts;

impl Deps {
    /// Opens the clients.
    ///
    /// # Errors
    /// See [`BrokenFonts`].
    pub async fn connect(config: &Config) -> Result<Self, BrokenFonts> {
        Self::new(config, &sdk::load(Pace::Worker).await)
    }

    /// The same with AWS clients configured by the caller.
    ///
    /// # Errors
    /// See [`BrokenFonts`].
    pub fn new(config: &Config, sdk: &SdkConfig) -> Result<Self, BrokenFonts> {
        Ok(Self {
            table: Table::new(sdk, &config.table_name),
            inbound: Queue::new(sdk, &config.inbound_queue_url),
            objects: Objects::new(sdk, &config.documents_bucket),
            dead: DeadLetters::new(sdk, &config.documents_dlq_url),
            certifier: Uncertified,
            faces: Faces::read().ok_or(BrokenFonts)?,
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
    let handler = async |record: &Record| one(deps, record).await;
    sqs::drive_standard(event.payload, deadline, handler, park, sqs::in_the_queues_time).await
}

async fn one(deps: &Deps, record: &Record) -> Outcome {
    let envelope: Envelope<DocumentMessage> = match serde_json::from_str(&record.body) {
        Ok(envelope) => envelope,
        Err(error) => return Outcome::park("unreadable", error),
    };
    let DocumentMessage::ReceiptDue(of) = envelope.body;
    match receipt::issue(deps, &of, clock::now()).await {
        Ok(()) => Outcome::Done,
        Err(failure) => failure.into(),
    }
}

impl std::fmt::Debug for Deps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deps").field("objects", &self.objects).finish_non_exhaustive()
    }
}
