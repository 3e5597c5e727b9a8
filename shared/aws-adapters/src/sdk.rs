//! The one configuration every AWS client is made of: one TLS provider, a closed trust store,
//! explicit time limits.
//!
//! TLS is rustls on `ring`; the roots are the five of Amazon Trust Services that every AWS
//! endpoint chains to (amazontrust.com/repository), so the system's bundle is never parsed. A
//! plain `http://` endpoint works too: locality is an endpoint.

use std::time::Duration;

pub use aws_config::SdkConfig;
use aws_config::{BehaviorVersion, ConfigLoader, retry::RetryConfig, timeout::TimeoutConfig};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

const AMAZON_ROOTS: &[u8] = include_bytes!("sdk/amazon-trust-services.pem");

/// How long a caller can afford to wait for AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Somebody holds a connection open: Meta wants its webhook answered within a second, and
    /// tries again for days when it is refused, so failing fast is the safe side.
    Webhook,
    /// A queue holds the message, or a person waits for a page.
    Worker,
}

impl Pace {
    /// The limits of one call, its retries included.
    fn timeouts(self) -> TimeoutConfig {
        let (connect, attempt, operation) = match self {
            Self::Webhook => (300, 400, 900),
            Self::Worker => (1_000, 3_000, 10_000),
        };
        TimeoutConfig::builder()
            .connect_timeout(Duration::from_millis(connect))
            .operation_attempt_timeout(Duration::from_millis(attempt))
            .operation_timeout(Duration::from_millis(operation))
            .build()
    }
}

/// The settings of every client, to which only a test adds an endpoint and credentials of its own.
pub fn loader(pace: Pace) -> ConfigLoader {
    let retries = RetryConfig::standard()
        .with_max_attempts(3)
        .with_initial_backoff(Duration::from_millis(50))
        .with_max_backoff(Duration::from_millis(500));
    aws_config::defaults(BehaviorVersion::v2026_01_12())
        .http_client(http_client())
        .retry_config(retries)
        .timeout_config(pace.timeouts())
}

/// The configuration of this process: region, credentials and `AWS_ENDPOINT_URL` come from the
/// environment Lambda gives.
pub async fn load(pace: Pace) -> SdkConfig {
    loader(pace).load().await
}

fn http_client() -> SharedHttpClient {
    let roots = TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
    let builder = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring));
    match TlsContext::builder().with_trust_store(roots).build() {
        Ok(context) => builder.tls_context(context).build_https(),
        Err(error) => {
            // The SDK keeps the result for the future; it has no failing path today. Without the
            // context the system's roots serve, and calls keep being verified.
            tracing::error!(error.code = "trust_store", error = %error, "the trust store was refused");
            builder.build_https()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trust_store_holds_the_five_roots() {
        let text = str::from_utf8(AMAZON_ROOTS).unwrap();
        assert_eq!(text.matches("-----BEGIN CERTIFICATE-----").count(), 5);
    }

    #[tokio::test]
    async fn the_roots_are_ones_the_tls_stack_takes() {
        // Certificates are parsed when the first connection is made; a bad one would panic there.
        let config = loader(Pace::Webhook)
            .endpoint_url("https://127.0.0.1:1")
            .region(aws_config::Region::new("eu-west-1"))
            .credentials_provider(aws_credential_types::Credentials::new("k", "s", None, None, "t"))
            .load()
            .await;
        let secrets = crate::secrets::Secrets::new(&config);
        let refused = secrets.fetch("arn").await.unwrap_err();
        assert_eq!(refused.to_string(), "GetSecretValue got no usable answer");
    }

    #[test]
    fn the_webhooks_limits_fit_into_a_second() {
        let limits = Pace::Webhook.timeouts();
        assert!(limits.operation_timeout().unwrap() < Duration::from_secs(1));
        assert!(limits.operation_attempt_timeout() < limits.operation_timeout());
        assert!(limits.connect_timeout() < limits.operation_attempt_timeout());
    }
}
