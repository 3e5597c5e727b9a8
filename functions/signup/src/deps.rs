//! All the function may touch, opened once.

use aws_adapters::{
    identity::UserPool,
    sdk::{self, Pace},
    secrets::Secrets,
    table::Table,
    vault::TokenVault,
};
use http_clients::{
    http::{Http, Timeouts},
    meta::Graph,
};
use lambda_support::BoxError;
use secrecy::SecretString;
use std::time::Duration;

use crate::{Config, dialog::Dialog};

/// A walk makes half a dozen calls to Graph and has 29 s (API Gateway, quotas of HTTP APIs).
const GRAPH_TIMEOUTS: Timeouts =
    Timeouts { connect: Duration::from_secs(2), total: Duration::from_secs(6) };

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    pub(crate) table: Table,
    pub(crate) identity: UserPool,
    pub(crate) vault: TokenVault,
    pub(crate) graph: Graph,
    pub(crate) app_secret: SecretString,
    pub(crate) app_id: String,
    pub(crate) dialog: Dialog,
    pub(crate) dashboard_url: String,
    pub(crate) auto_confirm_signups: bool,
}

impl Deps {
    /// Opens the clients and fetches the secret.
    ///
    /// # Errors
    /// An address is malformed or the secret cannot be read: the function does not start.
    pub async fn connect(config: &Config) -> Result<Self, BoxError> {
        let sdk = sdk::load(Pace::Worker).await;
        let app_secret =
            Secrets::new(&sdk).fetch(&config.meta_secret_arn).await?.take("app_secret")?;
        Self::new(config, &sdk, app_secret)
    }

    /// The same with AWS clients configured by the caller.
    ///
    /// # Errors
    /// An address is malformed.
    pub fn new(
        config: &Config,
        sdk: &sdk::SdkConfig,
        app_secret: SecretString,
    ) -> Result<Self, BoxError> {
        let http = Http::new(GRAPH_TIMEOUTS)?;
        Ok(Self {
            table: Table::new(sdk, &config.table_name),
            identity: UserPool::new(sdk, &config.user_pool_id, &config.user_pool_client_id),
            vault: TokenVault::new(sdk, &config.token_key_id),
            graph: Graph::new(&config.graph_url, &config.graph_api_version, http)?,
            app_secret,
            app_id: config.meta_app_id.clone(),
            dialog: Dialog::new(config)?,
            dashboard_url: config.dashboard_url.clone(),
            auto_confirm_signups: config.auto_confirm_signups,
        })
    }
}
