//! Sending to queues, with a retry of our own.
//!
//! The SDK's retry is off here: it does not know every way SQS says "too fast", and a batch that
//! is answered with success may still hold entries that failed. Anything not proven permanent is
//! tried again, inside the time limit of the configuration. Bodies are never logged.

mod message;
mod own;

use std::time::Duration;

use aws_config::{SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_sqs::{
    Client,
    types::{MessageAttributeValue, SendMessageBatchRequestEntry},
};

pub use self::{message::Message, own::OwnQueue};
use crate::error::{CallError, CallFailure, Disposition, failure_of_code};

/// Rounds of sending, the first included.
const ROUNDS: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(40);
/// Used when the configuration sets no limit.
const DEFAULT_LIMIT: Duration = Duration::from_secs(10);
/// Entries and bytes of one `SendMessageBatch`. AWS allows a mebibyte; older queues and the
/// emulators allow a quarter, which is more than ten of our messages need.
const MAX_BATCH: usize = 10;
const MAX_BATCH_BYTES: usize = 256 * 1024;
/// The largest message (Amazon SQS, message quotas).
const MAX_BODY_BYTES: usize = 1024 * 1024;
/// The message attribute that tells why a record was parked.
const ERROR_CODE: &str = "error.code";

/// A message that was not, or may not have been, put into its queue.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// Longer than SQS takes.
    #[error("message of {size} bytes is too long for a queue")]
    TooLong { size: usize },
    /// Some messages of a batch went through and these did not.
    #[error("{} of {total} messages were not queued", .failed.len())]
    Partial {
        /// Positions in the slice given.
        failed: Vec<usize>,
        total: usize,
        #[source]
        source: CallError,
    },
    #[error(transparent)]
    Call(#[from] CallError),
}

impl QueueError {
    /// Whether trying again can succeed.
    pub fn disposition(&self) -> Disposition {
        match self {
            Self::TooLong { .. } => Disposition::GiveUp,
            Self::Partial { source, .. } | Self::Call(source) => source.disposition(),
        }
    }

    /// A stable word for the log's `error.code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "queue_too_long",
            Self::Partial { .. } => "queue_partial",
            Self::Call(error) => error.code(),
        }
    }
}

/// A queue, by its URL.
#[derive(Debug, Clone)]
pub struct Queue {
    client: Client,
    url: String,
    limit: Duration,
}

impl Queue {
    /// The queue at this URL.
    pub fn new(config: &SdkConfig, url: &str) -> Self {
        let limit = config.timeout_config().and_then(TimeoutConfig::operation_timeout);
        let own = aws_sdk_sqs::config::Builder::from(config)
            .retry_config(RetryConfig::disabled())
            .build();
        Self {
            client: Client::from_conf(own),
            url: url.to_owned(),
            limit: limit.unwrap_or(DEFAULT_LIMIT),
        }
    }

    /// Whether messages need a group.
    pub fn is_fifo(&self) -> bool {
        // Amazon SQS: the name of a FIFO queue ends so, and of no other.
        std::path::Path::new(&self.url).extension().is_some_and(|end| end == "fifo")
    }

    /// Puts one message into the queue.
    pub async fn send(&self, message: &Message) -> Result<(), QueueError> {
        check(message)?;
        let sending = async {
            let mut round = 0;
            loop {
                match self.try_send(message).await {
                    Err(error) if may_go_on(&error, round) => pause(&mut round).await,
                    result => return result,
                }
            }
        };
        Ok(self.within_limit(sending).await?)
    }

    async fn try_send(&self, message: &Message) -> Result<(), CallError> {
        let mut request = self
            .client
            .send_message()
            .queue_url(&self.url)
            .message_body(message.body())
            .set_delay_seconds(message.delay_seconds())
            .set_message_group_id(message.group().map(str::to_owned))
            .set_message_deduplication_id(message.deduplication_id().map(str::to_owned));
        if let Some(code) = message.error_code() {
            request = request.message_attributes(ERROR_CODE, attribute(code)?);
        }
        request.send().await.map(drop).map_err(|error| CallError::of("SendMessage", error))
    }

    /// Puts messages into the queue, any number of them. In a FIFO queue a message is never sent
    /// before an earlier one of the slice that failed.
    pub async fn send_batch(&self, messages: &[Message]) -> Result<(), QueueError> {
        messages.iter().try_for_each(check)?;
        let mut failed: Vec<usize> = Vec::new();
        let mut reason = None;
        for chunk in chunks(messages) {
            if self.is_fifo() && reason.is_some() {
                failed.extend(chunk);
            } else if let Err((left, error)) = self.send_chunk(messages, chunk).await {
                failed.extend(left);
                reason = Some(error);
            }
        }
        match reason {
            None => Ok(()),
            Some(source) => Err(QueueError::Partial { failed, total: messages.len(), source }),
        }
    }

    async fn send_chunk(
        &self,
        messages: &[Message],
        mut left: Vec<usize>,
    ) -> Result<(), (Vec<usize>, CallError)> {
        let sending = async {
            let mut round = 0;
            loop {
                match self.try_send_chunk(messages, &left).await {
                    Ok(()) => return Ok(()),
                    Err((still, error)) => {
                        left.clone_from(&still);
                        if !may_go_on(&error, round) {
                            return Err((still, error));
                        }
                        pause(&mut round).await;
                    }
                }
            }
        };
        match tokio::time::timeout(self.limit, sending).await {
            Ok(result) => result,
            Err(elapsed) => {
                Err((left, CallError::new("SendMessageBatch", CallFailure::Unavailable, elapsed)))
            }
        }
    }

    async fn try_send_chunk(
        &self,
        messages: &[Message],
        chunk: &[usize],
    ) -> Result<(), (Vec<usize>, CallError)> {
        let all = |error| (chunk.to_vec(), error);
        let mut request = self.client.send_message_batch().queue_url(&self.url);
        for (index, message) in chunk.iter().filter_map(|i| Some((*i, messages.get(*i)?))) {
            request = request.entries(entry(index, message).map_err(all)?);
        }
        let output =
            request.send().await.map_err(|error| all(CallError::of("SendMessageBatch", error)))?;
        let failed: Vec<usize> =
            output.failed().iter().filter_map(|entry| entry.id().parse().ok()).collect();
        match output.failed().first() {
            None => Ok(()),
            Some(first) => {
                let failure = if output.failed().iter().all(|e| is_rejected(e.code())) {
                    CallFailure::Rejected
                } else if failure_of_code(first.code()) == CallFailure::Throttled {
                    CallFailure::Throttled
                } else {
                    CallFailure::Unavailable
                };
                Err((failed, CallError::new("SendMessageBatch", failure, first.code().to_owned())))
            }
        }
    }

    async fn within_limit(
        &self,
        sending: impl Future<Output = Result<(), CallError>>,
    ) -> Result<(), CallError> {
        match tokio::time::timeout(self.limit, sending).await {
            Ok(result) => result,
            Err(elapsed) => Err(CallError::new("SendMessage", CallFailure::Unavailable, elapsed)),
        }
    }
}

/// A dead-letter queue, to which records that can never succeed go at once.
#[derive(Debug, Clone)]
pub struct DeadLetters(Queue);

impl DeadLetters {
    /// The dead-letter queue at this URL.
    pub fn new(config: &SdkConfig, url: &str) -> Self {
        Self(Queue::new(config, url))
    }

    /// Parks a record as it came, with the word that tells why. `group` is its FIFO group, and
    /// `message_id` keeps a record parked twice from being there twice.
    pub async fn park(
        &self,
        body: &str,
        code: &str,
        group: Option<&str>,
        message_id: &str,
    ) -> Result<(), QueueError> {
        let message = if self.0.is_fifo() {
            Message::fifo(body.to_owned(), group.unwrap_or("parked"), message_id)
        } else {
            Message::standard(body.to_owned())
        };
        self.0.send(&message.with_error_code(code)).await
    }
}

fn check(message: &Message) -> Result<(), QueueError> {
    let size = message.body().len();
    if size > MAX_BODY_BYTES { Err(QueueError::TooLong { size }) } else { Ok(()) }
}

fn is_rejected(code: &str) -> bool {
    failure_of_code(code) == CallFailure::Rejected
}

fn may_go_on(error: &CallError, round: u32) -> bool {
    error.failure != CallFailure::Rejected && round.saturating_add(1) < ROUNDS
}

async fn pause(round: &mut u32) {
    tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(*round)).await;
    *round = round.saturating_add(1);
}

fn attribute(text: &str) -> Result<MessageAttributeValue, CallError> {
    MessageAttributeValue::builder()
        .data_type("String")
        .string_value(text)
        .build()
        .map_err(|error| CallError::new("SendMessage", CallFailure::Rejected, error))
}

fn entry(index: usize, message: &Message) -> Result<SendMessageBatchRequestEntry, CallError> {
    SendMessageBatchRequestEntry::builder()
        .id(index.to_string())
        .message_body(message.body())
        .set_delay_seconds(message.delay_seconds())
        .set_message_group_id(message.group().map(str::to_owned))
        .set_message_deduplication_id(message.deduplication_id().map(str::to_owned))
        .build()
        .map_err(|error| CallError::new("SendMessageBatch", CallFailure::Rejected, error))
}

/// Positions by batch: as many as fit, in order.
///
/// SQS may take a later entry of a batch and refuse an earlier one, so a batch holds each FIFO
/// group once; otherwise the retry of the earlier one would come after the later.
fn chunks(messages: &[Message]) -> Vec<Vec<usize>> {
    let mut chunks: Vec<Vec<usize>> = Vec::new();
    let mut bytes = 0_usize;
    for (index, message) in messages.iter().enumerate() {
        let size = message.body().len();
        let has_group = |chunk: &[usize]| {
            let mut groups = chunk.iter().filter_map(|other| messages.get(*other)?.group());
            message.group().is_some_and(|group| groups.any(|other| other == group))
        };
        match chunks.last_mut() {
            Some(chunk)
                if chunk.len() < MAX_BATCH
                    && bytes + size <= MAX_BATCH_BYTES
                    && !has_group(chunk) =>
            {
                chunk.push(index);
                bytes += size;
            }
            _ => {
                chunks.push(vec![index]);
                bytes = size;
            }
        }
    }
    chunks
}

#[cfg(test)]
mod tests;
