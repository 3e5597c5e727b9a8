//! What the function is told at start.

use lambda_support::env::{Env, EnvError};

/// Addresses and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    pub inbound_queue_url: String,
    pub documents_dlq_url: String,
    pub documents_bucket: String,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            inbound_queue_url: env.required("INBOUND_QUEUE_URL"),
            documents_dlq_url: env.required("DOCUMENTS_DLQ_URL"),
            documents_bucket: env.required("DOCUMENTS_BUCKET"),
        };
        env.finish(config)
    }
}
