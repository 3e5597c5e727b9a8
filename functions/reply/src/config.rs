//! What the function is told at start.

use domain::conversation::Rhythm;
use http_clients::meta::FileOrigins;
use lambda_support::env::{Env, EnvError};

/// Addresses, names and paces; secrets are fetched by their names.
#[derive(Debug, Clone)]
pub struct Config {
    pub table_name: String,
    pub inbound_queue_url: String,
    pub turns_queue_url: String,
    pub dispatch_queue_url: String,
    pub inbound_dlq_url: String,
    pub turns_dlq_url: String,
    pub relaunch_queue_arn: String,
    pub schedule_group: String,
    pub scheduler_role_arn: String,
    pub schedule_dlq_arn: String,
    pub token_key_id: String,
    pub graph_url: String,
    pub graph_api_version: String,
    pub gemini_url: String,
    pub gemini_api_version: String,
    pub gemini_model: String,
    pub gemini_fallback_model: String,
    pub gemini_secret_arn: String,
    pub media_bucket: String,
    pub documents_bucket: String,
    /// The servers that people's files are fetched from.
    pub media_origins: FileOrigins,
    pub rhythm: Rhythm,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing or malformed.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            inbound_queue_url: env.required("INBOUND_QUEUE_URL"),
            turns_queue_url: env.required("TURNS_QUEUE_URL"),
            dispatch_queue_url: env.required("DISPATCH_QUEUE_URL"),
            inbound_dlq_url: env.required("INBOUND_DLQ_URL"),
            turns_dlq_url: env.required("TURNS_DLQ_URL"),
            relaunch_queue_arn: env.required("RELAUNCH_QUEUE_ARN"),
            schedule_group: env.required("SCHEDULE_GROUP"),
            scheduler_role_arn: env.required("SCHEDULER_ROLE_ARN"),
            schedule_dlq_arn: env.required("SCHEDULE_DLQ_ARN"),
            token_key_id: env.required("TOKEN_KEY_ID"),
            graph_url: env.required("GRAPH_URL"),
            graph_api_version: env.required("GRAPH_API_VERSION"),
            gemini_url: env.required("GEMINI_URL"),
            gemini_api_version: env.required("GEMINI_API_VERSION"),
            gemini_model: env.required("GEMINI_MODEL"),
            gemini_fallback_model: env.required("GEMINI_FALLBACK_MODEL"),
            gemini_secret_arn: env.required("GEMINI_SECRET_ARN"),
            media_bucket: env.required("MEDIA_BUCKET"),
            documents_bucket: env.required("DOCUMENTS_BUCKET"),
            media_origins: env.parsed("MEDIA_ORIGINS"),
            rhythm: Rhythm {
                debounce_seconds: env.parsed("DEBOUNCE_SECONDS"),
                reminder_after_seconds: env.parsed("RELAUNCH_AFTER_SECONDS"),
                hold_seconds: env.parsed("RECAP_HOLD_SECONDS"),
            },
        };
        env.finish(config)
    }
}
