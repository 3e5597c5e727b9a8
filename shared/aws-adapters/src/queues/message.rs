//! A message on its way into a queue.

use std::{fmt, time::Duration};

use crate::digest::sha256_hex;

/// The longest group and deduplication id (Amazon SQS, `SendMessage`).
const MAX_ID: usize = 128;
/// The longest delay of one message (Amazon SQS, message timers).
const MAX_DELAY_SECONDS: u64 = 900;

/// A message, with what its kind of queue needs to know.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    body: String,
    delay_seconds: Option<i32>,
    fifo: Option<FifoIds>,
    error_code: Option<String>,
}

#[derive(Clone, PartialEq, Eq)]
struct FifoIds {
    group: String,
    deduplication: String,
}

impl Message {
    /// A message for a standard queue.
    pub fn standard(body: String) -> Self {
        Self { body, delay_seconds: None, fifo: None, error_code: None }
    }

    /// A message for a FIFO queue: in order within its `group`, and once for its
    /// `deduplication_id` within five minutes. Ids that SQS would refuse are replaced by their
    /// hash.
    pub fn fifo(body: String, group: &str, deduplication_id: &str) -> Self {
        let ids = FifoIds { group: acceptable(group), deduplication: acceptable(deduplication_id) };
        Self { body, delay_seconds: None, fifo: Some(ids), error_code: None }
    }

    /// The same message, delivered not before `delay` (whole seconds rounded up, 15 minutes at
    /// most). Standard queues only: FIFO queues refuse a delay per message.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        let whole = delay.as_secs() + u64::from(delay.subsec_nanos() > 0);
        self.delay_seconds = i32::try_from(whole.min(MAX_DELAY_SECONDS)).ok();
        self
    }

    pub(super) fn with_error_code(mut self, code: &str) -> Self {
        self.error_code = Some(code.to_owned());
        self
    }

    pub(super) fn body(&self) -> &str {
        &self.body
    }

    pub(super) fn delay_seconds(&self) -> Option<i32> {
        self.delay_seconds
    }

    pub(super) fn group(&self) -> Option<&str> {
        self.fifo.as_ref().map(|ids| ids.group.as_str())
    }

    pub(super) fn deduplication_id(&self) -> Option<&str> {
        self.fifo.as_ref().map(|ids| ids.deduplication.as_str())
    }

    pub(super) fn error_code(&self) -> Option<&str> {
        self.error_code.as_deref()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("size", &self.body.len()).finish_non_exhaustive()
    }
}

/// Ids are ASCII without spaces (Amazon SQS, `SendMessage`); others give way to their hash.
fn acceptable(id: &str) -> String {
    let fits = !id.is_empty() && id.len() <= MAX_ID && id.bytes().all(|b| b.is_ascii_graphic());
    if fits { id.to_owned() } else { sha256_hex(id) }
}
