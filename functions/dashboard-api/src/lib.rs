//! `dashboard-api`: everything the seller's dashboard reads and asks for.
//!
//! Trigger: HTTP with a Cognito ID token, one route per method and path of [`routes`].
//! Calls: nobody outside.
//! Writes: products, stock, zones, couriers, ticks of preparations, the typed fields of the profile,
//! the shop's settings and its picture, keyed answers, tickets of the live feed, what ads cost, devices
//! that ring (one that another seller rang on is taken from them); the seller's keys of payment providers and
//! delivery services, which it seals and cannot open.
//! Asks by message: `reply` (`inbound.fifo`) for conversations, `dispatch` (`dispatch.fifo`) for
//! orders, deliveries, cash and figures, `payments` for links and refunds; all of those it only
//! reads. Every row is looked up under the caller's own
//! partition, so another seller's identifier is unknown here.

mod activity;
mod ads;
mod answer;
mod ask;
mod body;
mod caller;
mod cash;
mod config;
mod conversations;
mod couriers;
mod deliveries;
mod failure;
mod figures;
mod health;
mod idempotency;
mod input;
mod live;
mod logo;
mod me;
mod messages;
mod orders;
mod payments;
mod period;
mod picture;
mod preparations;
mod products;
mod push;
mod receipts;
mod routes;
mod service_keys;
mod settings;
mod sheet;
mod shop;
mod stats;
mod stored;
mod usage;
mod zones;

use aws_adapters::{
    objects::Objects, queues::Queue, sdk::SdkConfig, table::Table, vault::TokenVault,
};
use contracts::push::PushOrigins;

pub use self::{config::Config, routes::app};

/// What this function may touch; equals its IAM statements.
#[derive(Debug, Clone)]
pub struct Deps {
    pub table: Table,
    /// `inbound.fifo`: what `reply` is asked.
    pub inbound: Queue,
    /// `dispatch.fifo`: what `dispatch` is asked.
    pub dispatch: Queue,
    /// `payments`: what `payments` is asked.
    pub payments: Queue,
    /// Seals keys of payment providers and delivery services; it may open nothing.
    pub vault: TokenVault,
    /// What prospects sent, shown to the seller by presigned addresses.
    pub objects: Objects,
    /// Where services call back.
    pub public_api_url: String,
    /// Papers, shown likewise, and the shop's picture.
    pub documents: Objects,
    /// Where pages open the sockets of the live feed.
    pub live_url: String,
    /// Push services that devices may be reached through.
    pub push_origins: PushOrigins,
    /// The public key that browsers subscribe with.
    pub push_key: String,
}

impl Deps {
    /// The clients of this function.
    pub fn new(aws: &SdkConfig, config: &Config) -> Self {
        Self {
            table: Table::new(aws, &config.table_name),
            inbound: Queue::new(aws, &config.inbound_queue_url),
            dispatch: Queue::new(aws, &config.dispatch_queue_url),
            payments: Queue::new(aws, &config.payments_queue_url),
            vault: TokenVault::new(aws, &config.token_key_id),
            objects: Objects::new(aws, &config.media_bucket),
            public_api_url: config.public_api_url.clone(),
            documents: Objects::new(aws, &config.documents_bucket),
            live_url: config.live_url.clone(),
            push_origins: config.push_origins.clone(),
            push_key: config.push_key.clone(),
        }
    }
}
