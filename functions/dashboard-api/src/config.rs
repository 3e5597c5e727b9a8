//! The variables this function reads, exactly those `template.yaml` declares for it.

use contracts::push::PushOrigins;
use lambda_support::env::{Env, EnvError};

/// Where this function's table, queues and files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    pub inbound_queue_url: String,
    pub dispatch_queue_url: String,
    pub payments_queue_url: String,
    pub token_key_id: String,
    pub media_bucket: String,
    /// Address of the API as others see it, without a slash at its end.
    pub public_api_url: String,
    pub documents_bucket: String,
    /// Where pages open the sockets of the live feed.
    pub live_url: String,
    /// Push services that devices may be reached through.
    pub push_origins: PushOrigins,
    /// The public key that browsers subscribe with.
    pub push_key: String,
}

impl Config {
    /// Reads the environment. Every variable that cannot be used is named at once.
    pub fn read(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            inbound_queue_url: env.required("INBOUND_QUEUE_URL"),
            dispatch_queue_url: env.required("DISPATCH_QUEUE_URL"),
            payments_queue_url: env.required("PAYMENTS_QUEUE_URL"),
            token_key_id: env.required("TOKEN_KEY_ID"),
            public_api_url: env.required("PUBLIC_API_URL"),
            media_bucket: env.required("MEDIA_BUCKET"),
            documents_bucket: env.required("DOCUMENTS_BUCKET"),
            live_url: env.required("LIVE_URL"),
            push_origins: env.parsed("PUSH_ORIGINS"),
            push_key: env.required("VAPID_PUBLIC_KEY"),
        };
        env.finish(config)
    }
}
