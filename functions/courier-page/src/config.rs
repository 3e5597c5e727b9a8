//! What the function is told at start.

use lambda_support::env::{Env, EnvError};

/// Addresses and names; secrets are fetched by theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    pub dispatch_queue_url: String,
    pub telephony_secret_arn: String,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            dispatch_queue_url: env.required("DISPATCH_QUEUE_URL"),
            telephony_secret_arn: env.required("TELEPHONY_SECRET_ARN"),
        };
        env.finish(config)
    }
}
