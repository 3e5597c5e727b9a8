//! What the function is told at start.

use lambda_support::env::{Env, EnvError};

/// Addresses and names; secrets are fetched by theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub inbound_queue_url: String,
    pub dispatch_queue_url: String,
    pub statuses_queue_url: String,
    pub quarantine_queue_url: String,
    pub meta_secret_arn: String,
    /// Our own WhatsApp number, on which couriers and sellers write.
    pub platform_phone_number_id: String,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            inbound_queue_url: env.required("INBOUND_QUEUE_URL"),
            dispatch_queue_url: env.required("DISPATCH_QUEUE_URL"),
            statuses_queue_url: env.required("STATUSES_QUEUE_URL"),
            quarantine_queue_url: env.required("QUARANTINE_QUEUE_URL"),
            meta_secret_arn: env.required("META_SECRET_ARN"),
            platform_phone_number_id: env.required("PLATFORM_PHONE_NUMBER_ID"),
        };
        env.finish(config)
    }
}
