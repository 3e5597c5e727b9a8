//! What the function is told at start.

use lambda_support::env::{Env, EnvError};

/// Addresses and names; secrets are fetched by theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub table_name: String,
    pub user_pool_id: String,
    pub user_pool_client_id: String,
    /// Sign-ups are confirmed at once instead of by Cognito's e-mail.
    pub auto_confirm_signups: bool,
    /// The KMS key that seals tokens.
    pub token_key_id: String,
    pub graph_url: String,
    pub graph_api_version: String,
    /// Where the sign-up dialog is: `https://www.facebook.com`.
    pub meta_dialog_url: String,
    pub meta_app_id: String,
    /// The Facebook Login for Business configuration of Embedded Signup.
    pub meta_config_id: String,
    pub meta_secret_arn: String,
    /// Where Meta sends the seller back to, without the path.
    pub public_api_url: String,
    pub dashboard_url: String,
}

impl Config {
    /// # Errors
    /// Names every variable that is missing or malformed.
    pub fn from_env(mut env: Env) -> Result<Self, EnvError> {
        let config = Self {
            table_name: env.required("TABLE_NAME"),
            user_pool_id: env.required("USER_POOL_ID"),
            user_pool_client_id: env.required("USER_POOL_CLIENT_ID"),
            auto_confirm_signups: env.parsed("AUTO_CONFIRM_SIGNUPS"),
            token_key_id: env.required("TOKEN_KEY_ID"),
            graph_url: env.required("GRAPH_URL"),
            graph_api_version: env.required("GRAPH_API_VERSION"),
            meta_dialog_url: env.required("META_DIALOG_URL"),
            meta_app_id: env.required("META_APP_ID"),
            meta_config_id: env.required("META_CONFIG_ID"),
            meta_secret_arn: env.required("META_SECRET_ARN"),
            public_api_url: env.required("PUBLIC_API_URL"),
            dashboard_url: env.required("DASHBOARD_URL"),
        };
        env.finish(config)
    }
}
