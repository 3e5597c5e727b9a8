//! Takes what vendors of telephony, deliveries and payments call us back with.
//!
//! Trigger: HTTP `POST /callbacks/{provider}/…`.
//! Writes: the queue `dispatch.fifo`.
//! Calls: nobody; reads orders and deliveries for what a courier on the telephone is told, and
//! sellers' sealed keys for what a delivery service proves itself by.
//!
//! Each provider is verified its own way, over the bytes as they came; what it says becomes a
//! message whose id is made of the provider's own ids, so that a callback that comes twice changes
//! nothing. Only `dispatch` decides: a courier who pressed a key is told what the table says then.

mod config;
mod glovo;
mod infobip;
mod keys;
mod pawapay;
mod routes;
mod twilio;
mod verified;
mod wave;
mod yango;

use aws_adapters::{
    queues::Queue,
    sdk::{self, Pace, SdkConfig},
    secrets::{SecretFields, Secrets},
    table::Table,
    vault::TokenVault,
};
use http_clients::{
    http::{Http, Timeouts},
    payments::Pawapay,
};
use lambda_http::{Body, Request, Response};
use lambda_support::{
    BoxError,
    http::{self, Problem},
};
use secrecy::SecretString;

pub use config::Config;
use pawapay::PublishedKeys;
use verified::Callback;

/// Larger than any callback that is documented.
const MAX_BODY: usize = 128 * 1024;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    table: Table,
    dispatch: Queue,
    payments: Queue,
    pawapay: Pawapay,
    published: PublishedKeys,
    /// What Twilio signs with; without it nobody is Twilio.
    twilio_auth_token: Option<SecretString>,
    /// Opens a seller's own keys, to see whether a service knows them.
    vault: TokenVault,
    /// The word in the addresses that Infobip and Yango call; without it nobody is either.
    callback_secret: Option<SecretString>,
    public_api_url: String,
}

impl Deps {
    /// Opens the clients and fetches the secrets.
    ///
    /// # Errors
    /// A secret cannot be read: the function does not start.
    pub async fn connect(config: Config) -> Result<Self, BoxError> {
        let sdk = sdk::load(Pace::Worker).await;
        let telephony = Secrets::new(&sdk).fetch(&config.telephony_secret_arn).await?;
        Self::new(config, &sdk, telephony)
    }

    /// The same with AWS clients and secrets given by the caller.
    ///
    /// # Errors
    /// An address is none.
    pub fn new(
        config: Config,
        sdk: &SdkConfig,
        mut telephony: SecretFields,
    ) -> Result<Self, BoxError> {
        let http = Http::new(Timeouts::default())?;
        Ok(Self {
            table: Table::new(sdk, &config.table_name),
            dispatch: Queue::new(sdk, &config.dispatch_queue_url),
            payments: Queue::new(sdk, &config.payments_queue_url),
            pawapay: Pawapay::new(&config.pawapay_url, http)?,
            published: PublishedKeys::default(),
            vault: TokenVault::new(sdk, &config.token_key_id),
            twilio_auth_token: telephony.take_if_set("twilio_auth_token"),
            callback_secret: telephony.take_if_set("callback_secret"),
            public_api_url: config.public_api_url,
        })
    }
}

/// Answers one call.
pub async fn handle(deps: &Deps, request: &Request) -> Response<Body> {
    let answer = match http::bounded(request.body(), MAX_BODY) {
        Ok(raw) => routes::answer(deps, &Callback::new(request, raw, &deps.public_api_url)).await,
        Err(problem) => Err(problem),
    };
    http::secure(answer.unwrap_or_else(|problem: Problem| problem.to_response()))
}
