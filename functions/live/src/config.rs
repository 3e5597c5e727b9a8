//! What the function is told at start.

use lambda_support::env::{Env, EnvError};

/// Addresses and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    /// Where frames for open sockets are posted, the stage included.
    pub sockets_url: String,
    pub alerts_queue_url: String,
    pub live_dlq_url: String,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            sockets_url: env.required("SOCKETS_URL"),
            alerts_queue_url: env.required("ALERTS_QUEUE_URL"),
            live_dlq_url: env.required("LIVE_DLQ_URL"),
        };
        env.finish(config)
    }
}
