//! What the function is told at start.

use lambda_support::env::{Env, EnvError};

/// Addresses and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    pub token_key_id: String,
    pub payments_queue_url: String,
    pub payments_dlq_url: String,
    pub inbound_queue_url: String,
    pub dispatch_queue_url: String,
    pub wave_url: String,
    pub pawapay_url: String,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            token_key_id: env.required("TOKEN_KEY_ID"),
            payments_queue_url: env.required("PAYMENTS_QUEUE_URL"),
            payments_dlq_url: env.required("PAYMENTS_DLQ_URL"),
            inbound_queue_url: env.required("INBOUND_QUEUE_URL"),
            dispatch_queue_url: env.required("DISPATCH_QUEUE_URL"),
            wave_url: env.required("WAVE_URL"),
            pawapay_url: env.required("PAWAPAY_URL"),
        };
        env.finish(config)
    }
}
