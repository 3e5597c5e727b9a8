//! Writing to pages that hold a WebSocket open.

use std::time::Duration;

use aws_config::{SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_apigatewaymanagement::{
    Client, error::SdkError, operation::post_to_connection::PostToConnectionError, primitives::Blob,
};

use crate::error::CallError;

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    Sent,
    /// The page is not there any more.
    Gone,
}

/// The open sockets of one WebSocket API.
#[derive(Debug, Clone)]
pub struct Sockets {
    client: Client,
}

impl Sockets {
    /// The API managed at this address, its stage included.
    pub fn new(config: &SdkConfig, url: &str) -> Self {
        // A page that misses a frame asks for it when it sees the next, so nothing waits for long.
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_millis(500))
            .operation_attempt_timeout(Duration::from_secs(1))
            .operation_timeout(Duration::from_millis(2_500))
            .build();
        let own = aws_sdk_apigatewaymanagement::config::Builder::from(config)
            .endpoint_url(url)
            .timeout_config(timeouts)
            .retry_config(RetryConfig::standard().with_max_attempts(2))
            .build();
        Self { client: Client::from_conf(own) }
    }

    /// Sends one frame to one page.
    ///
    /// # Errors
    /// The page may be there and did not get it.
    pub async fn post(&self, connection: &str, frame: &str) -> Result<Posted, CallError> {
        let call = self.client.post_to_connection().connection_id(connection);
        match call.data(Blob::new(frame.as_bytes())).send().await {
            Ok(_) => Ok(Posted::Sent),
            Err(error) if is_gone(&error) => Ok(Posted::Gone),
            Err(error) => Err(CallError::of("PostToConnection", error)),
        }
    }
}

fn is_gone<R>(error: &SdkError<PostToConnectionError, R>) -> bool {
    error.as_service_error().is_some_and(PostToConnectionError::is_gone_exception)
}
