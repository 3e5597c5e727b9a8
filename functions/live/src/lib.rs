//! Tells the seller's open dashboards what changed, as it changes, and keeps the sums of their
//! statistics.
//!
//! Trigger: the WebSocket API (`$connect`, `$disconnect`, `$default`), and the table's stream.
//! Writes: tickets it uses up, open sockets, each seller's log of changes; the sums of a shop's days,
//! and what it knows of ads; the queue `alerts` (what rings on the seller's devices); its own
//! dead-letter queue.
//! Calls: nobody outside; it posts to the open sockets of the WebSocket API.
//!
//! What a socket is told comes out of the partition of the seller whose ticket opened it, and a
//! change belongs to the seller its row's key begins with: there is no other way from a change to a
//! page. The log is the truth and a push is a hint: a page that missed one sees a gap and asks.

mod alert;
mod config;
mod count;
mod push;
mod socket;
mod stream;

use aws_adapters::{
    queues::{DeadLetters, Queue},
    sdk::{self, Pace, SdkConfig},
    sockets::Sockets,
    table::Table,
};
use lambda_runtime::LambdaEvent;
use lambda_support::{BoxError, clock, trigger::Trigger};
use serde_json::{Value, json};

pub use config::Config;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    table: Table,
    sockets: Sockets,
    /// What rings on devices whose page is closed.
    alerts: Queue,
    dead: DeadLetters,
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
            sockets: Sockets::new(sdk, &config.sockets_url),
            alerts: Queue::new(sdk, &config.alerts_queue_url),
            dead: DeadLetters::new(sdk, &config.live_dlq_url),
        }
    }
}

/// Handles either event.
///
/// # Errors
/// Nothing of a batch of the stream could be done; it comes again.
pub async fn handle(deps: &Deps, event: LambdaEvent<Trigger>) -> Result<Value, BoxError> {
    match event.payload {
        Trigger::Socket(event) => {
            let status = Box::pin(socket::happened(deps, &event, clock::now())).await;
            Ok(json!({"statusCode": status}))
        }
        Trigger::Stream(event) => {
            let answer = Box::pin(stream::changed(deps, &event.records, clock::now())).await?;
            Ok(serde_json::to_value(answer)?)
        }
    }
}
