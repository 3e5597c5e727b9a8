//! A thread in the table: found, read, and committed with all that an event makes of it.

use aws_adapters::{
    commit::{Aggregate, Commit, CommitOutcome, EventId, PendingEffect},
    table::{ConflictKind, Direction, NewItem, StoreError, Table, Write, keys},
};
use contracts::{
    messages::Envelope,
    records::{
        CorruptRecord,
        conversation::{ConversationRecord, MessageRecord, Sender},
        order::OrderRecord,
    },
};
use domain::{
    Transition,
    conversation::{Bubble, Conversation, Effect},
    ids::{ConversationId, MessageId, PhoneNumberId, SellerId},
    order::Order,
    person::Identity,
};
use jiff::{Timestamp, ToSpan};
use lambda_support::random;
use serde::{Deserialize, Serialize};

use crate::effects::{self, Task};

/// Meta sends a webhook again for up to seven days (Meta, "Webhooks"); the trace stays longer.
const MARKER_DAYS: i64 = 8;
/// Messages the model is shown.
const HISTORY: u16 = 40;
/// Characters of the last message in the seller's list.
const PREVIEW: usize = 80;

/// Which conversation a person has with a seller.
#[derive(Debug, Serialize, Deserialize)]
struct PersonRecord {
    conversation: String,
}

/// A thread that was read.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) state: Conversation,
    /// `None` for one that is not in the table yet.
    version: Option<u64>,
    last_message_at: Timestamp,
    preview: String,
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
    /// A line of the order is no longer in stock.
    SoldOut { name: String },
}

impl Thread {
    pub(crate) fn aggregate(&self) -> Aggregate {
        Aggregate::conversation(&self.state.seller, &self.state.id)
    }
}

/// The thread of a conversation that must exist.
pub(crate) async fn load(
    table: &Table,
    seller: &SellerId,
    conversation: &ConversationId,
) -> Result<Thread, ThreadError> {
    let key = keys::conversation(seller, conversation);
    let stored = table.get::<ConversationRecord>(&key).await?.ok_or(ThreadError::Unknown)?;
    Ok(Thread {
        state: Conversation::try_from(&stored.value)?,
        version: Some(stored.version),
        last_message_at: stored.value.last_message_at,
        preview: stored.value.preview,
    })
}

/// The thread of a person with a seller, or a new one.
pub(crate) async fn of_person(
    table: &Table,
    seller: &SellerId,
    number: &PhoneNumberId,
    who: &Identity,
    now: Timestamp,
) -> Result<Thread, ThreadError> {
    for key in identity_keys(who) {
        let row = table.get::<PersonRecord>(&keys::person(seller, key)).await?;
        if let Some(row) = row {
            let id = row.value.conversation.parse();
            let id = id.map_err(|_bad_id| CorruptRecord::new("person", "conversation"))?;
            return load(table, seller, &id).await;
        }
    }
    let id = ConversationId::from_uuid(random::uuid_v7());
    let state = Conversation::new(id, seller.clone(), number.clone(), who.clone());
    Ok(Thread { state, version: None, last_message_at: now, preview: String::new() })
}

fn identity_keys(who: &Identity) -> Vec<&str> {
    let wa_id = who.wa_id().map(domain::ids::WaId::as_str);
    wa_id.into_iter().chain(who.user_id().map(domain::ids::Bsuid::as_str)).collect()
}

/// The latest messages, oldest first.
pub(crate) async fn history(
    table: &Table,
    thread: &Conversation,
) -> Result<Vec<MessageRecord>, ThreadError> {
    let range = keys::messages(&thread.seller, &thread.id);
    let page = table.page(&range, Direction::NewestFirst, HISTORY, None).await?;
    let read = page.items.iter().rev().map(|item| Ok(item.read::<MessageRecord>()?.value));
    read.collect()
}

/// Commits what an event made of a thread: its state, the message that arrived, the bubbles that
/// will leave, an order with its stock, and the effects.
pub(crate) async fn commit(
    table: &Table,
    before: &Thread,
    event: &EventId,
    step: &Transition<Conversation, Effect>,
    arrived: Option<&MessageRecord>,
    now: Timestamp,
) -> Result<Committed, ThreadError> {
    let mut after = Thread { state: step.state.clone(), ..before.clone() };
    let expires = now.saturating_add((MARKER_DAYS * 24).hours()).unwrap_or(now);
    let mut commit = Commit::new(before.aggregate(), event.clone(), expires);
    let mut lines: Vec<(usize, String)> = Vec::new();
    if let Some(message) = arrived {
        push_message(&mut commit, &mut after, message, &fresh_message_id())?;
    }
    for (position, effect) in (0_i64..).zip(&step.effects) {
        if let Effect::Place(order) = effect {
            place(&mut commit, order, &mut lines)?;
        }
        let at = now.saturating_add((1 + position).milliseconds()).unwrap_or(now);
        let task = task_of(effect, &after.state, now, at);
        if let Task::Send { message, at, bubble } = &task {
            push_message(&mut commit, &mut after, &said(message, *at, bubble), &parse(message))?;
        }
        if !matches!(task, Task::Nothing) {
            commit.effects.push(serde_json::to_value(&task)?);
        }
    }
    push_state(&mut commit, before, &after)?;
    Ok(match table.commit(&commit).await? {
        CommitOutcome::Committed(effects) => Committed::Done(effects),
        CommitOutcome::AlreadyProcessed => Committed::Before,
        CommitOutcome::ConditionFailed { index, kind: ConflictKind::Insufficient } => {
            let line = lines.into_iter().find(|(place, _)| *place == index);
            Committed::SoldOut { name: line.map(|(_, name)| name).unwrap_or_default() }
        }
        // A person's row or an order that is there already is another delivery of the same thing.
        CommitOutcome::VersionConflict { .. } | CommitOutcome::ConditionFailed { .. } => {
            Committed::Raced
        }
    })
}

fn fresh_message_id() -> MessageId {
    MessageId::from_uuid(random::uuid_v7())
}

fn parse(id: &str) -> MessageId {
    id.parse().unwrap_or_else(|_| fresh_message_id())
}

fn push_message(
    commit: &mut Commit,
    after: &mut Thread,
    message: &MessageRecord,
    id: &MessageId,
) -> Result<(), StoreError> {
    let key = keys::message(&after.state.seller, &after.state.id, message.at, id);
    commit.writes.push(Write::insert(NewItem::new(key, message)?));
    after.last_message_at = message.at;
    after.preview = message.text.chars().take(PREVIEW).collect::<String>().replace('\n', " ");
    Ok(())
}

fn said(id: &str, at: Timestamp, bubble: &effects::BubbleRecord) -> MessageRecord {
    MessageRecord {
        kind: if bubble.buttons.is_empty() { "text" } else { "buttons" }.to_owned(),
        buttons: bubble.buttons.iter().map(|button| button.title.clone()).collect(),
        status: Some("pending".to_owned()),
        ..MessageRecord::said(id, at, bubble.author, &bubble.text)
    }
}

fn push_state(commit: &mut Commit, before: &Thread, after: &Thread) -> Result<(), StoreError> {
    let (seller, id) = (&after.state.seller, &after.state.id);
    let record = ConversationRecord::of(&after.state, after.preview.clone(), after.last_message_at);
    let item = NewItem::new(keys::conversation(seller, id), &record)?
        .listed(keys::in_conversations(seller, after.last_message_at, id));
    commit.writes.push(match before.version {
        Some(version) => Write::replace(item, version),
        None => Write::insert(item),
    });
    let known =
        if before.version.is_some() { identity_keys(&before.state.identity) } else { Vec::new() };
    for key in identity_keys(&after.state.identity) {
        if !known.contains(&key) {
            let row = PersonRecord { conversation: id.to_string() };
            commit.writes.push(Write::insert(NewItem::new(keys::person(seller, key), &row)?));
        }
    }
    Ok(())
}

/// The order under the id of its recap, and its lines taken from stock.
fn place(
    commit: &mut Commit,
    order: &Order,
    lines: &mut Vec<(usize, String)>,
) -> Result<(), StoreError> {
    let record = OrderRecord::from(order);
    let item = NewItem::new(keys::order(&order.seller, &order.id), &record)?;
    let item = item.listed(keys::in_orders(&order.seller, order.placed_at, &order.id));
    commit.writes.push(Write::insert(item));
    for line in &order.lines {
        lines.push((commit.writes.len(), line.name.clone()));
        let key = keys::stock(&order.seller, &line.product, &line.variant);
        commit.writes.push(Write::Decrement { key, by: line.quantity });
    }
    Ok(())
}

/// An effect as it is written down.
fn task_of(effect: &Effect, thread: &Conversation, now: Timestamp, at: Timestamp) -> Task {
    match effect {
        Effect::Wake { turn, after_seconds } => Task::Wake { turn: *turn, after: *after_seconds },
        Effect::MarkRead { wamid } => Task::MarkRead { wamid: wamid.as_str().to_owned() },
        Effect::Say { bubble, .. } => {
            Task::Send { message: fresh_message_id().to_string(), at, bubble: record_of(bubble) }
        }
        Effect::Place(order) => Task::Dispatch(Envelope {
            id: format!("placed.{}", order.id),
            at: now,
            body: effects::order_placed(order),
        }),
        Effect::Choose { order, choice } => effects::choice(thread, order, *choice, now),
        Effect::CallSeller { reason } => effects::call_seller(thread, *reason, now),
        Effect::ArmReminder { turn, at } => Task::Remind { turn: *turn, at: *at },
    }
}

fn record_of(bubble: &Bubble) -> effects::BubbleRecord {
    effects::BubbleRecord {
        author: Sender::from(bubble.author),
        text: bubble.text.clone(),
        buttons: bubble
            .buttons
            .iter()
            .map(|button| effects::ButtonRecord {
                id: button.tap.to_string(),
                title: button.title.clone(),
            })
            .collect(),
    }
}
