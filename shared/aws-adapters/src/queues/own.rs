//! The queue a function consumes, to say when a record is to come back.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_sqs::Client;

use super::QueueError;
use crate::error::CallError;

/// The longest time a message stays hidden (Amazon SQS, `ChangeMessageVisibility`).
const MAX_HIDDEN: Duration = Duration::from_hours(12);

/// A queue this function receives from.
#[derive(Debug, Clone)]
pub struct OwnQueue {
    client: Client,
    url: String,
}

impl OwnQueue {
    /// The queue at this URL.
    pub fn new(config: &SdkConfig, url: &str) -> Self {
        Self { client: Client::new(config), url: url.to_owned() }
    }

    /// Makes a received record come back `after` this long from now, instead of after the queue's
    /// whole visibility timeout. Started seconds count as whole ones.
    pub async fn postpone(&self, receipt_handle: &str, after: Duration) -> Result<(), QueueError> {
        let after = after.min(MAX_HIDDEN);
        let started = u64::from(after.subsec_nanos() > 0);
        let seconds = after.as_secs().saturating_add(started);
        self.client
            .change_message_visibility()
            .queue_url(&self.url)
            .receipt_handle(receipt_handle)
            .visibility_timeout(i32::try_from(seconds).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(|error| CallError::of("ChangeMessageVisibility", error))?;
        Ok(())
    }
}
