//! What the binary is told by its environment, read once. A missing or malformed variable fails
//! the start and names itself; there are no fallbacks for credentials.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use url::Url;

use crate::{graph, telephony};

/// The settings of one `simulators` process.
#[derive(Debug)]
pub struct Config {
    /// Port of the front door, on the loopback addresses.
    pub port: u16,
    /// Base URL of the product's HTTP API; may be given later through `POST /sim/_control/api`.
    pub api_url: Option<Url>,
    /// Folder of the seller's site, served at `/`.
    pub dashboard_dir: PathBuf,
    /// The policy under which browsers show the seller's site.
    pub content_security_policy: Option<String>,
    /// Folder of the phone page, served at `/phone/`.
    pub phone_dir: PathBuf,
    /// Settings of the Graph simulator.
    pub graph: graph::Settings,
    /// Settings of the telephone network.
    pub telephony: telephony::Settings,
}

/// A variable that keeps the process from starting.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ConfigError {
    /// The variable is absent or empty.
    #[error("the environment variable {0} is missing")]
    Missing(&'static str),
    /// The variable is there but cannot be used.
    #[error("the environment variable {name} is not {expected}")]
    Invalid {
        /// The variable.
        name: &'static str,
        /// What it should have been.
        expected: &'static str,
    },
}

impl Config {
    /// Reads the settings out of the process's environment, handed over as a map.
    ///
    /// # Errors
    /// [`ConfigError`] names the first variable that is missing or malformed.
    pub fn from_variables(variables: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let read = Variables(variables);
        let port = read.port("PORT", 8080)?;
        // The emulator's port is not called directly, but a typo in it should be said here and
        // not in the first proxied request.
        read.port("AWS_PORT", 4566)?;
        let webhook_url = match read.url("WEBHOOK_URL")? {
            Some(url) => url,
            None => Url::parse(&format!("http://127.0.0.1:{port}/api/webhooks/meta"))
                .map_err(|_error| invalid("PORT", "a port number"))?,
        };
        let inbound_url = match read.url("INBOUND_CALL_URL")? {
            Some(url) => url.into(),
            None => format!("http://127.0.0.1:{port}/api/callbacks/twilio/inbound"),
        };
        Ok(Self {
            port,
            api_url: read.url("API_URL")?,
            dashboard_dir: read.path("DASHBOARD_DIR", "dashboard"),
            content_security_policy: read.optional("CONTENT_SECURITY_POLICY"),
            phone_dir: read.path("PHONE_DIR", "infra/local/phone"),
            graph: graph::Settings {
                webhook_url,
                app_id: read.required("META_APP_ID")?,
                app_secret: read.required("META_APP_SECRET")?,
                verify_token: read.required("META_VERIFY_TOKEN")?,
                platform_phone_number_id: read.required("PLATFORM_PHONE_NUMBER_ID")?,
                platform_token: read.required("PLATFORM_TOKEN")?,
                call_log: read.optional("GRAPH_LOG").map(PathBuf::from),
                state_file: read.optional("STATE_FILE").map(PathBuf::from),
                retry_delays: graph::Settings::default_retry_delays(),
            },
            telephony: telephony::Settings {
                our_number: read.required("TELEPHONY_FROM")?,
                account_sid: read.required("TWILIO_ACCOUNT_SID")?,
                auth_token: read.required("TWILIO_AUTH_TOKEN")?,
                infobip_api_key: read.required("INFOBIP_API_KEY")?,
                inbound_url,
                second: Some(Duration::from_secs(1)),
            },
        })
    }
}

struct Variables<'a>(&'a BTreeMap<String, String>);

impl Variables<'_> {
    fn optional(&self, name: &'static str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty()).cloned()
    }

    fn required(&self, name: &'static str) -> Result<String, ConfigError> {
        self.optional(name).ok_or(ConfigError::Missing(name))
    }

    fn path(&self, name: &'static str, default: &str) -> PathBuf {
        PathBuf::from(self.optional(name).unwrap_or_else(|| default.to_owned()))
    }

    fn port(&self, name: &'static str, default: u16) -> Result<u16, ConfigError> {
        self.optional(name).map_or(Ok(default), |value| {
            value.parse().map_err(|_error| invalid(name, "a port number"))
        })
    }

    fn url(&self, name: &'static str) -> Result<Option<Url>, ConfigError> {
        self.optional(name)
            .map(|value| Url::parse(&value).map_err(|_error| invalid(name, "a URL")))
            .transpose()
    }
}

fn invalid(name: &'static str, expected: &'static str) -> ConfigError {
    ConfigError::Invalid { name, expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> BTreeMap<String, String> {
        [
            ("META_APP_ID", "1"),
            ("META_APP_SECRET", "s"),
            ("META_VERIFY_TOKEN", "v"),
            ("PLATFORM_PHONE_NUMBER_ID", "2"),
            ("PLATFORM_TOKEN", "t"),
            ("TELEPHONY_FROM", "+33900000000"),
            ("TWILIO_ACCOUNT_SID", "AC1"),
            ("TWILIO_AUTH_TOKEN", "t"),
            ("INFOBIP_API_KEY", "k"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    #[test]
    fn the_webhook_goes_through_the_front_door_unless_told_otherwise() {
        let mut set = variables();
        set.insert("PORT".to_owned(), "9090".to_owned());
        let config = Config::from_variables(&set).unwrap();
        assert_eq!(config.graph.webhook_url.as_str(), "http://127.0.0.1:9090/api/webhooks/meta");
        assert_eq!(
            config.telephony.inbound_url,
            "http://127.0.0.1:9090/api/callbacks/twilio/inbound"
        );
        assert_eq!(config.api_url, None);
    }

    #[test]
    fn a_missing_secret_names_itself() {
        let mut set = variables();
        set.insert("META_APP_SECRET".to_owned(), String::new());
        let error = Config::from_variables(&set).unwrap_err();
        assert_eq!(error, ConfigError::Missing("META_APP_SECRET"));
    }

    #[test]
    fn a_malformed_url_names_itself() {
        let mut set = variables();
        set.insert("API_URL".to_owned(), "localhost".to_owned());
        let error = Config::from_variables(&set).unwrap_err();
        assert_eq!(error.to_string(), "the environment variable API_URL is not a URL");
    }
}
