//! What the function is told at start.

use lambda_support::env::{Env, EnvError};

/// Addresses and names; secrets are fetched by theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    pub dispatch_queue_url: String,
    pub payments_queue_url: String,
    pub pawapay_url: String,
    pub telephony_secret_arn: String,
    /// The KMS key that sellers' keys are sealed with.
    pub token_key_id: String,
    /// Where vendors call us, without the path: what they sign starts with it.
    pub public_api_url: String,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            dispatch_queue_url: env.required("DISPATCH_QUEUE_URL"),
            payments_queue_url: env.required("PAYMENTS_QUEUE_URL"),
            pawapay_url: env.required("PAWAPAY_URL"),
            telephony_secret_arn: env.required("TELEPHONY_SECRET_ARN"),
            token_key_id: env.required("TOKEN_KEY_ID"),
            public_api_url: env.required("PUBLIC_API_URL"),
        };
        env.finish(config)
    }
}
