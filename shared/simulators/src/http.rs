//! The one outgoing HTTP client: explicit timeouts, no redirects, no system proxy, and the same
//! TLS provider as the product.

use std::{sync::Arc, time::Duration};

/// The client cannot be built on this machine.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The TLS provider refuses its own protocol versions.
    #[error("the TLS settings are refused")]
    Tls(#[source] rustls::Error),
    /// The client library refuses the settings.
    #[error("the HTTP client is refused")]
    Client(#[source] reqwest::Error),
}

/// Builds a client whose every call ends within `timeout`.
pub(crate) fn client(timeout: Duration) -> Result<reqwest::Client, ClientError> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(ClientError::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .timeout(timeout)
        .connect_timeout(Duration::from_secs(3))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(ClientError::Client)
}
