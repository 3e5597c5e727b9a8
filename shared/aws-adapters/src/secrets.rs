//! Secrets of the deployment, fetched once at start from Secrets Manager.
//!
//! A secret is a flat JSON object; its values are never shown, and a missing one is named.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_sdk_secretsmanager::Client;
use secrecy::SecretString;

use crate::error::CallError;

/// A secret that cannot be used; the function does not start.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// It is not a JSON object of strings.
    #[error("secret {arn} is not a JSON object of strings")]
    Malformed { arn: String },
    /// It lacks a field, or the field is empty.
    #[error("secret lacks the field {field}")]
    MissingField { field: &'static str },
    #[error(transparent)]
    Call(#[from] CallError),
}

/// The fields of one secret.
#[derive(Debug)]
pub struct SecretFields(BTreeMap<String, SecretString>);

/// Secrets Manager.
#[derive(Debug, Clone)]
pub struct Secrets {
    client: Client,
}

impl Secrets {
    /// The secrets this function may read.
    pub fn new(config: &SdkConfig) -> Self {
        Self { client: Client::new(config) }
    }

    /// The fields of the secret with this ARN.
    pub async fn fetch(&self, arn: &str) -> Result<SecretFields, SecretError> {
        let output = self
            .client
            .get_secret_value()
            .secret_id(arn)
            .send()
            .await
            .map_err(|error| CallError::of("GetSecretValue", error))?;
        SecretFields::parse(output.secret_string().unwrap_or_default())
            .ok_or_else(|| SecretError::Malformed { arn: arn.to_owned() })
    }
}

impl SecretFields {
    fn parse(text: &str) -> Option<Self> {
        // The parser's error would quote the text: it is dropped on purpose.
        let fields: BTreeMap<String, String> = serde_json::from_str(text).ok()?;
        Some(Self(fields.into_iter().map(|(k, v)| (k, SecretString::from(v))).collect()))
    }

    /// Takes a field that must be there.
    pub fn take(&mut self, field: &'static str) -> Result<SecretString, SecretError> {
        use secrecy::ExposeSecret;
        self.0
            .remove(field)
            .filter(|value| !value.expose_secret().is_empty())
            .ok_or(SecretError::MissingField { field })
    }

    /// Takes a field that may be absent or empty: what it is for is then switched off.
    pub fn take_if_set(&mut self, field: &'static str) -> Option<SecretString> {
        self.take(field).ok()
    }

    /// Fields written out, for tests.
    pub fn of_pairs(pairs: &[(&str, &str)]) -> Self {
        let fields = pairs.iter();
        Self(fields.map(|(k, v)| ((*k).to_owned(), SecretString::from(*v))).collect())
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_missing_or_empty_field_is_named_and_no_value_is_shown() {
        let mut fields = SecretFields::parse(r#"{"app_secret":"s3cr3t","token":""}"#).unwrap();
        assert!(!format!("{fields:?}").contains("s3cr3t"));
        assert_eq!(fields.take("app_secret").unwrap().expose_secret(), "s3cr3t");
        for field in ["token", "verify_token"] {
            let error = fields.take(field).unwrap_err();
            assert_eq!(error.to_string(), format!("secret lacks the field {field}"));
        }
        let mut fields = SecretFields::of_pairs(&[("set", "s3cr3t"), ("empty", "")]);
        assert!(fields.take_if_set("set").is_some());
        assert!(fields.take_if_set("empty").is_none() && fields.take_if_set("absent").is_none());
        assert!(SecretFields::parse(r#"{"n":1}"#).is_none());
        assert!(SecretFields::parse("s3cr3t").is_none());
    }
}
