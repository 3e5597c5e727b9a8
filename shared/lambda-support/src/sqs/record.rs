//! One record of a batch, with what its queue says about it.

use aws_lambda_events::sqs::{SqsEvent, SqsMessage};
use jiff::Timestamp;

/// A message as the queue delivered it.
///
/// The body is not parsed here: a malformed one must fail alone, inside the handler.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The queue's identifier; what a failed record is reported by.
    pub message_id: String,
    /// Names this delivery of the record to its queue.
    pub receipt_handle: String,
    /// The text as it was sent. Never logged.
    pub body: String,
    /// The FIFO group; `None` on a standard queue.
    pub group_id: Option<String>,
    /// The FIFO deduplication id; `None` on a standard queue.
    pub deduplication_id: Option<String>,
    /// How often it was delivered, this time included.
    pub receive_count: u32,
    /// When it was put into the queue.
    pub sent_at: Option<Timestamp>,
}

impl From<SqsMessage> for Record {
    fn from(message: SqsMessage) -> Self {
        let attribute = |name: &str| message.attributes.get(name).cloned();
        Self {
            group_id: attribute("MessageGroupId"),
            deduplication_id: attribute("MessageDeduplicationId"),
            receive_count: attribute("ApproximateReceiveCount")
                .and_then(|count| count.parse().ok())
                .unwrap_or(1),
            sent_at: attribute("SentTimestamp")
                .and_then(|millis| millis.parse().ok())
                .and_then(|millis| Timestamp::from_millisecond(millis).ok()),
            message_id: message.message_id.unwrap_or_default(),
            receipt_handle: message.receipt_handle.unwrap_or_default(),
            body: message.body.unwrap_or_default(),
        }
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record")
            .field("message_id", &self.message_id)
            .field("receive_count", &self.receive_count)
            .field("size", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The records by group, both in the order of arrival.
pub(super) fn by_group(event: SqsEvent) -> Vec<Vec<Record>> {
    let mut groups: Vec<Vec<Record>> = Vec::new();
    for record in event.records.into_iter().map(Record::from) {
        let same = |group: &&mut Vec<Record>| {
            group.first().is_some_and(|first| first.group_id == record.group_id)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(record),
            None => groups.push(vec![record]),
        }
    }
    groups
}
