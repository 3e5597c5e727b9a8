//! A thread in the table: found, read, and committed with all that an event makes of it.

mod commit;
mod people;

use aws_adapters::{
    commit::{Aggregate, EventId, PendingEffect},
    table::{Direction, StoreError, Table, keys},
};
use contracts::records::{
    CorruptRecord,
    conversation::{ConversationRecord, MessageRecord, Sender},
};
use domain::{
    conversation::Conversation,
    ids::{ConversationId, MessageId, SellerId},
};
use jiff::Timestamp;

pub(crate) use commit::{Written, commit};
pub(crate) use people::find;
use people::{Absorbed, Dispossessed, PersonRow};

/// Messages the model is shown, and those that move with a thread that is taken in.
const HISTORY: u16 = 40;
/// How often a thread was taken in by another before it is called damaged.
const MAX_MERGES: usize = 4;

/// A thread that was read.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) state: Conversation,
    /// `None` for one that is not in the table yet.
    version: Option<u64>,
    last_message_at: Timestamp,
    preview: String,
    /// The rows that lead from its person's ids to a thread, as they were read.
    rows: Vec<PersonRow>,
    /// A thread of the same person that this one takes in when it is committed.
    absorbed: Option<Box<Absorbed>>,
    /// Threads of others that had this person's phone before it was given to them.
    dispossessed: Vec<Dispossessed>,
}

/// Why a thread cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ThreadError {
    #[error("the table could not be read")]
    Store(#[from] StoreError),
    #[error("the thread is damaged")]
    Corrupt(#[from] CorruptRecord),
    #[error("the thread does not exist")]
    Unknown,
    #[error("an effect cannot be written down")]
    Unwritable(#[from] serde_json::Error),
}

/// How committing an event to a thread ended.
#[derive(Debug)]
pub(crate) enum Committed {
    /// These effects are now to be run.
    Done(Vec<PendingEffect>),
    /// It was committed before.
    Before,
    /// Somebody else changed the thread: read it again.
    Raced,
    /// Units of a recap or an order are no longer in stock.
    SoldOut { name: String },
}

impl Thread {
    /// Whether another thread of the same person becomes part of it.
    pub(crate) const fn takes_another_in(&self) -> bool {
        self.absorbed.is_some()
    }

    /// Whether nothing of it is in the table.
    pub(crate) const fn is_new(&self) -> bool {
        self.version.is_none()
    }

    pub(crate) fn aggregate(&self) -> Aggregate {
        Aggregate::conversation(&self.state.seller, &self.state.id)
    }

    /// Whether an event was committed to it, or to a thread that it took in.
    pub(crate) async fn was_processed(
        &self,
        table: &Table,
        event: &EventId,
    ) -> Result<bool, StoreError> {
        if table.was_processed(&self.aggregate(), event).await? {
            return Ok(true);
        }
        for id in &self.state.merged {
            let before = Aggregate::conversation(&self.state.seller, id);
            if table.was_processed(&before, event).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The thread of a conversation that must exist; the one that took it in, when one did.
pub(crate) async fn load(
    table: &Table,
    seller: &SellerId,
    conversation: &ConversationId,
) -> Result<Thread, ThreadError> {
    let mut id = conversation.clone();
    for _ in 0..MAX_MERGES {
        let key = keys::conversation(seller, &id);
        let stored = table.get::<ConversationRecord>(&key).await?.ok_or(ThreadError::Unknown)?;
        let state = Conversation::try_from(&stored.value)?;
        match state.merged_into.clone() {
            Some(other) => id = other,
            None => {
                return Ok(Thread {
                    state,
                    version: Some(stored.version),
                    last_message_at: stored.value.last_message_at,
                    preview: stored.value.preview,
                    rows: Vec::new(),
                    absorbed: None,
                    dispossessed: Vec::new(),
                });
            }
        }
    }
    Err(CorruptRecord::new("conversation", "merged_into").into())
}

/// A message of a thread with where it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) key: keys::Key,
    pub(crate) version: u64,
    pub(crate) message: MessageRecord,
}

/// The latest messages, oldest first.
pub(crate) async fn history(
    table: &Table,
    seller: &SellerId,
    conversation: &ConversationId,
) -> Result<Vec<Line>, ThreadError> {
    let range = keys::messages(seller, conversation);
    let page = table.page(&range, Direction::NewestFirst, HISTORY, None).await?;
    let lines = page.items.iter().rev().map(|item| {
        let read = item.read::<MessageRecord>()?;
        Ok(Line { key: item.key(), version: read.version, message: read.value })
    });
    lines.collect()
}

/// How many messages of the prospect came after a moment; `None` when that is too long ago to tell.
pub(crate) async fn said_since(
    table: &Table,
    thread: &Conversation,
    moment: Timestamp,
) -> Result<Option<u32>, ThreadError> {
    let lines = history(table, &thread.seller, &thread.id).await?;
    let is_whole = lines.len() < usize::from(HISTORY);
    let reaches_back = lines.first().is_some_and(|line| line.message.at <= moment);
    let later = lines.iter().map(|line| &line.message);
    let later = later.filter(|said| said.from == Sender::Prospect && said.at > moment).count();
    Ok((is_whole || reaches_back).then(|| u32::try_from(later).unwrap_or(u32::MAX)))
}

fn fresh_message_id() -> MessageId {
    MessageId::from_uuid(lambda_support::random::uuid_v7())
}
