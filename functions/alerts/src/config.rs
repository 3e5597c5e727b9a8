//! What the function is told at start.

use contracts::push::PushOrigins;
use lambda_support::env::{Env, EnvError};

/// Addresses and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    pub alerts_queue_url: String,
    pub alerts_dlq_url: String,
    pub push_secret_arn: String,
    /// The public half of the secret's key, as `dashboard-api` gives it to pages.
    pub vapid_public_key: String,
    /// Whom a push service may write to about us: `mailto:` or `https:`.
    pub vapid_subject: String,
    /// The push services that are spoken to.
    pub push_origins: PushOrigins,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing or malformed.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            alerts_queue_url: env.required("ALERTS_QUEUE_URL"),
            alerts_dlq_url: env.required("ALERTS_DLQ_URL"),
            push_secret_arn: env.required("PUSH_SECRET_ARN"),
            vapid_public_key: env.required("VAPID_PUBLIC_KEY"),
            vapid_subject: env.required("VAPID_SUBJECT"),
            push_origins: env.parsed("PUSH_ORIGINS"),
        };
        env.finish(config)
    }
}
