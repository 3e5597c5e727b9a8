//! From a person to their thread. A person has up to two ids at Meta, a phone and a
//! business-scoped id, and either may be hidden, change, or be given to somebody else.

use std::collections::BTreeMap;

use aws_adapters::table::{Table, keys};
use contracts::records::{CorruptRecord, conversation::MessageRecord};
use domain::{
    conversation::{Conversation, merged},
    ids::{ConversationId, PhoneNumberId, SellerId},
    person::Identity,
    stock::Units,
};
use jiff::Timestamp;
use lambda_support::random;
use serde::{Deserialize, Serialize};

use super::{Thread, ThreadError, history, load};

/// Which conversation a person has with a seller, under one of their ids.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PersonRecord {
    pub(super) conversation: String,
}

/// Such a row as it was read.
#[derive(Debug, Clone)]
pub(super) struct PersonRow {
    /// The id it is for.
    pub(super) key: String,
    pub(super) conversation: ConversationId,
    pub(super) version: u64,
}

/// A thread on its way into another.
#[derive(Debug, Clone)]
pub(super) struct Absorbed {
    /// What is left of it: where it went.
    pub(super) gone: Conversation,
    pub(super) version: Option<u64>,
    pub(super) last_message_at: Timestamp,
    /// Its latest messages, which move along.
    pub(super) messages: Vec<MessageRecord>,
    /// Units that one of the two recaps had kept aside.
    pub(super) back: Vec<Units>,
}

/// A thread whose person's phone is somebody else's now: news of its orders must not go there.
#[derive(Debug, Clone)]
pub(super) struct Dispossessed {
    pub(super) state: Conversation,
    pub(super) version: Option<u64>,
    pub(super) last_message_at: Timestamp,
    pub(super) preview: String,
}

/// The thread of a person with a seller, or a new one, at the number the event came by. `known_as` are all ids the event names; two
/// threads that turn out to be the same person's become one.
pub(crate) async fn find(
    table: &Table,
    seller: &SellerId,
    number: &PhoneNumberId,
    known_as: &[&Identity],
    now: Timestamp,
) -> Result<Thread, ThreadError> {
    let mut rows = BTreeMap::new();
    let keys = known_as.iter().flat_map(|who| who.keys());
    read_rows(table, seller, keys, &mut rows).await?;
    let mut threads: Vec<Thread> = Vec::new();
    let mut dispossessed = Vec::new();
    let ids: Vec<ConversationId> = rows.values().map(|row| row.conversation.clone()).collect();
    for id in ids {
        let thread = load(table, seller, &id).await?;
        let kept = &thread.state.identity;
        let is_elsewhere = thread.state.number != *number;
        let is_theirs = known_as
            .iter()
            .any(|who| kept.is_same(who) || (is_elsewhere && kept.shares_phone(who)));
        if !is_theirs {
            dispossessed.extend(without_phone(thread));
        } else if threads.iter().all(|other| other.state.id != thread.state.id) {
            threads.push(thread);
        }
    }
    threads.sort_by(|one, other| one.state.id.cmp(&other.state.id));
    let mut threads = threads.into_iter();
    let mut thread = match threads.next() {
        Some(oldest) => oldest,
        None => new_thread(seller, number, known_as, now)?,
    };
    // A third thread waits for the person's next message.
    if let Some(other) = threads.next() {
        read_rows(table, seller, other.state.identity.keys(), &mut rows).await?;
        thread = joined(table, thread, other).await?;
    }
    read_rows(table, seller, thread.state.identity.keys(), &mut rows).await?;
    thread.state.goes_on_at(number);
    thread.rows = rows.into_values().collect();
    thread.dispossessed = dispossessed;
    Ok(thread)
}

fn without_phone(thread: Thread) -> Option<Dispossessed> {
    let identity = thread.state.identity.without_phone()?;
    Some(Dispossessed {
        state: Conversation { identity, ..thread.state },
        version: thread.version,
        last_message_at: thread.last_message_at,
        preview: thread.preview,
    })
}

async fn read_rows<'a>(
    table: &Table,
    seller: &SellerId,
    keys: impl Iterator<Item = &'a str>,
    rows: &mut BTreeMap<String, PersonRow>,
) -> Result<(), ThreadError> {
    for key in keys {
        if rows.contains_key(key) {
            continue;
        }
        let row = table.get::<PersonRecord>(&keys::person(seller, key)).await?;
        let Some(row) = row else { continue };
        let conversation = row.value.conversation.parse();
        let conversation =
            conversation.map_err(|_bad_id| CorruptRecord::new("person", "conversation"))?;
        let read = PersonRow { key: key.to_owned(), conversation, version: row.version };
        rows.insert(key.to_owned(), read);
    }
    Ok(())
}

fn new_thread(
    seller: &SellerId,
    number: &PhoneNumberId,
    known_as: &[&Identity],
    now: Timestamp,
) -> Result<Thread, ThreadError> {
    let id = ConversationId::from_uuid(random::uuid_v7());
    let who = known_as.first().ok_or(ThreadError::Unknown)?;
    Ok(Thread {
        state: Conversation::new(id, seller.clone(), number.clone(), (*who).clone()),
        version: None,
        last_message_at: now,
        preview: String::new(),
        rows: Vec::new(),
        absorbed: None,
        dispossessed: Vec::new(),
    })
}

async fn joined(table: &Table, into: Thread, from: Thread) -> Result<Thread, ThreadError> {
    let (state, gone, back) = merged(&into.state, &from.state);
    let lines = history(table, &from.state.seller, &from.state.id).await?;
    let newer = from.last_message_at > into.last_message_at;
    Ok(Thread {
        state,
        preview: if newer { from.preview } else { into.preview },
        last_message_at: into.last_message_at.max(from.last_message_at),
        absorbed: Some(Box::new(Absorbed {
            gone,
            version: from.version,
            last_message_at: from.last_message_at,
            messages: lines.into_iter().map(|line| line.message).collect(),
            back,
        })),
        ..into
    })
}
