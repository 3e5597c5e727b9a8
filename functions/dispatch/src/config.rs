//! What the function is told at start.

use domain::hours::Span;
use http_clients::meta::FileOrigins;
use lambda_support::env::{Env, EnvError};

use crate::telephone::{CallHours, Telephone};

/// Addresses and names; secrets are fetched by theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    pub inbound_queue_url: String,
    pub offer_timers_queue_url: String,
    pub dispatch_queue_url: String,
    /// Our own queue, where Scheduler wakes us.
    pub dispatch_queue_arn: String,
    pub dispatch_dlq_url: String,
    pub offer_timers_dlq_url: String,
    pub schedule_group: String,
    pub scheduler_role_arn: String,
    pub schedule_dlq_arn: String,
    pub graph_url: String,
    pub graph_api_version: String,
    /// Our own WhatsApp number, from which couriers and sellers are written to.
    pub platform_phone_number_id: String,
    pub platform_secret_arn: String,
    pub payments_queue_url: String,
    pub documents_queue_url: String,
    /// Who calls and texts couriers.
    pub telephony: Telephone,
    pub telephony_secret_arn: String,
    /// Where vendors call back, and couriers open their pages.
    pub public_api_url: String,
    pub yango_url: String,
    pub glovo_url: String,
    /// The key that seals what sellers entrust to us.
    pub token_key_id: String,
    /// When couriers may be called, on their clock: `07:00-21:00`.
    pub call_hours: Span,
    /// How long before a promise ends a postponed search starts.
    pub search_lead_hours: u32,
    /// How long a courier has to answer.
    pub offer_timeout_seconds: u32,
    pub dashboard_url: String,
    /// Where couriers' photos are kept.
    pub media_bucket: String,
    /// Who may serve the files that Meta names, beside Meta.
    pub media_origins: FileOrigins,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing or malformed.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            inbound_queue_url: env.required("INBOUND_QUEUE_URL"),
            offer_timers_queue_url: env.required("OFFER_TIMERS_QUEUE_URL"),
            dispatch_queue_url: env.required("DISPATCH_QUEUE_URL"),
            dispatch_queue_arn: env.required("DISPATCH_QUEUE_ARN"),
            dispatch_dlq_url: env.required("DISPATCH_DLQ_URL"),
            offer_timers_dlq_url: env.required("OFFER_TIMERS_DLQ_URL"),
            schedule_group: env.required("SCHEDULE_GROUP"),
            scheduler_role_arn: env.required("SCHEDULER_ROLE_ARN"),
            schedule_dlq_arn: env.required("SCHEDULE_DLQ_ARN"),
            graph_url: env.required("GRAPH_URL"),
            graph_api_version: env.required("GRAPH_API_VERSION"),
            platform_phone_number_id: env.required("PLATFORM_PHONE_NUMBER_ID"),
            platform_secret_arn: env.required("PLATFORM_SECRET_ARN"),
            payments_queue_url: env.required("PAYMENTS_QUEUE_URL"),
            documents_queue_url: env.required("DOCUMENTS_QUEUE_URL"),
            telephony: Telephone {
                vendor: env.parsed("TELEPHONY_PROVIDER"),
                twilio_url: env.required("TWILIO_URL"),
                infobip_url: env.required("INFOBIP_URL"),
                // A deployment without telephony has neither.
                from: env.optional("TELEPHONY_FROM").unwrap_or_default(),
                sms_sender: env.optional("SMS_SENDER").unwrap_or_default(),
            },
            telephony_secret_arn: env.required("TELEPHONY_SECRET_ARN"),
            public_api_url: env.required("PUBLIC_API_URL"),
            yango_url: env.required("YANGO_URL"),
            glovo_url: env.required("GLOVO_URL"),
            token_key_id: env.required("TOKEN_KEY_ID"),
            call_hours: env.parsed::<CallHours>("CALL_HOURS").0,
            search_lead_hours: env.parsed("SEARCH_LEAD_HOURS"),
            offer_timeout_seconds: env.parsed("OFFER_TIMEOUT_SECONDS"),
            dashboard_url: env.required("DASHBOARD_URL"),
            media_bucket: env.required("MEDIA_BUCKET"),
            media_origins: env.parsed("MEDIA_ORIGINS"),
        };
        env.finish(config)
    }
}
