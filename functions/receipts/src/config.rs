//! What the function is told at start.

use lambda_support::env::{Env, EnvError};

/// Addresses and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    pub inbound_queue_url: String,
    pub dispatch_queue_url: String,
    pub statuses_dlq_url: String,
    /// Our own WhatsApp number, whose trouble is an operator's and no seller's.
    pub platform_phone_number_id: String,
    /// Our app at Meta: what happens to another app of an account does not concern us.
    pub meta_app_id: String,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            inbound_queue_url: env.required("INBOUND_QUEUE_URL"),
            dispatch_queue_url: env.required("DISPATCH_QUEUE_URL"),
            statuses_dlq_url: env.required("STATUSES_DLQ_URL"),
            platform_phone_number_id: env.required("PLATFORM_PHONE_NUMBER_ID"),
            meta_app_id: env.required("META_APP_ID"),
        };
        env.finish(config)
    }
}
