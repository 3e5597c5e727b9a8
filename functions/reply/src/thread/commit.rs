//! One transaction: the thread's state, the message that arrived, the bubbles that will leave, an
//! order, the stock it takes or gives back, and the effects.

use std::collections::BTreeMap;

use aws_adapters::{
    commit::{Commit, CommitOutcome, EventId},
    table::{Condition, ConflictKind, NewItem, StoreError, Table, Write, keys},
};
use contracts::records::{
    conversation::{ConversationRecord, MessageRecord},
    order::OrderRecord,
};
use domain::{
    Transition,
    conversation::{Conversation, Effect},
    ids::{MessageId, ProductId, VariantId},
    order::{Line, Order},
    stock::Units,
    usage::ModelUsage,
};
use jiff::{Timestamp, ToSpan};

use super::{
    Committed, Thread, ThreadError, fresh_message_id,
    people::{Absorbed, PersonRecord},
};
use crate::task::{self, Task};

/// Meta sends a webhook again for up to seven days (Meta, "Webhooks"); the trace stays longer.
const MARKER_DAYS: i64 = 8;
/// Characters of the last message in the seller's list.
const PREVIEW: usize = 80;

/// What an event writes beside the thread's state and what follows from its effects.
#[derive(Debug, Default)]
pub(crate) struct Written<'a> {
    /// The message that arrived.
    pub(crate) arrived: Option<&'a MessageRecord>,
    /// Changes of earlier messages: taken back, edited.
    pub(crate) changes: Vec<Write>,
    /// The id that a human's bubble is kept under, when whoever asked for it knows one.
    pub(crate) said_as: Option<&'a str>,
}

/// Commits what an event made of a thread.
pub(crate) async fn commit(
    table: &Table,
    before: &Thread,
    event: &EventId,
    step: &Transition<Conversation, Effect>,
    written: &Written<'_>,
    now: Timestamp,
) -> Result<Committed, ThreadError> {
    let mut after = Thread { state: step.state.clone(), ..before.clone() };
    let expires = now.saturating_add((MARKER_DAYS * 24).hours()).unwrap_or(now);
    let mut commit = Commit::new(before.aggregate(), event.clone(), expires);
    commit.writes.extend(written.changes.iter().cloned());
    if let Some(message) = written.arrived {
        push_message(&mut commit, &mut after, message, &fresh_message_id())?;
    }
    for (position, effect) in (0_i64..).zip(&step.effects) {
        if let Effect::Place(order) = effect {
            commit.writes.push(born(order, before.state.usage_since_order)?);
        }
        let at = now.saturating_add((1 + position).milliseconds()).unwrap_or(now);
        let mut task = task::of(effect, &after.state, now, at);
        if let (Task::Send(send), Some(id), true) =
            (&mut task, written.said_as, effect.is_a_humans())
        {
            id.clone_into(&mut send.message);
        }
        if let Task::Send(send) = &task {
            let id = send.message.parse().unwrap_or_else(|_| fresh_message_id());
            push_message(&mut commit, &mut after, &task::said(send), &id)?;
        }
        if !matches!(task, Task::Nothing) {
            commit.effects.push(serde_json::to_value(&task)?);
        }
    }
    push_state(&mut commit, before, &after)?;
    push_people(&mut commit, before, &after)?;
    for other in &before.dispossessed {
        let record =
            ConversationRecord::of(&other.state, other.preview.clone(), other.last_message_at);
        commit.writes.push(kept(&record, &other.state, other.version, other.last_message_at)?);
    }
    if let Some(absorbed) = &before.absorbed {
        push_absorbed(&mut commit, &mut after, absorbed)?;
    }
    let taken = push_stock(&mut commit, before, &step.effects);
    Ok(match committed(table, &mut commit).await? {
        CommitOutcome::Committed(effects) => Committed::Done(effects),
        CommitOutcome::AlreadyProcessed => Committed::Before,
        CommitOutcome::ConditionFailed { index, kind: ConflictKind::Insufficient } => {
            let missing = commit.writes.get(index);
            let is_it = |key: &keys::Key| matches!(missing, Some(Write::Decrement { key: other, .. }) if other == key);
            let units = taken.into_iter().find(|(key, _)| is_it(key));
            Committed::SoldOut {
                name: units.map(|(_, units)| name_of(&units, before, step)).unwrap_or_default(),
            }
        }
        // A person's row or an order that is there already is another delivery of the same thing.
        CommitOutcome::VersionConflict { .. } | CommitOutcome::ConditionFailed { .. } => {
            Committed::Raced
        }
    })
}

/// Commits; units of a variant that was deleted meanwhile have nowhere to go back to.
async fn committed(table: &Table, commit: &mut Commit) -> Result<CommitOutcome, StoreError> {
    loop {
        let outcome = table.commit(commit).await?;
        match outcome {
            CommitOutcome::ConditionFailed { index, kind: ConflictKind::Missing }
                if matches!(commit.writes.get(index), Some(Write::Increment { .. })) =>
            {
                commit.writes.remove(index);
            }
            CommitOutcome::Committed(_)
            | CommitOutcome::AlreadyProcessed
            | CommitOutcome::VersionConflict { .. }
            | CommitOutcome::ConditionFailed { .. } => return Ok(outcome),
        }
    }
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

/// The order under the id of its recap, with what the model was used for to get there.
fn born(order: &Order, usage: ModelUsage) -> Result<Write, StoreError> {
    let record = OrderRecord { usage: Some((&usage).into()), ..OrderRecord::from(order) };
    let item = NewItem::new(keys::order(&order.seller, &order.id), &record)?;
    let place = keys::in_orders(&order.seller, order.placed_at, &order.id);
    Ok(Write::insert(item.listed(place)))
}

fn push_state(commit: &mut Commit, before: &Thread, after: &Thread) -> Result<(), StoreError> {
    let at = after.last_message_at;
    let record = ConversationRecord::of(&after.state, after.preview.clone(), at);
    commit.writes.push(kept(&record, &after.state, before.version, at)?);
    Ok(())
}

/// A thread in its place of the seller's list, under the version that was read.
fn kept(
    record: &ConversationRecord,
    state: &Conversation,
    version: Option<u64>,
    at: Timestamp,
) -> Result<Write, StoreError> {
    let (seller, id) = (&state.seller, &state.id);
    let item = NewItem::new(keys::conversation(seller, id), record)?
        .listed(keys::in_conversations(seller, at, id));
    Ok(match version {
        Some(version) => Write::replace(item, version),
        None => Write::insert(item),
    })
}

/// Every id of the person leads to the thread, and no id that is theirs no more.
fn push_people(commit: &mut Commit, before: &Thread, after: &Thread) -> Result<(), StoreError> {
    let (seller, id) = (&after.state.seller, &after.state.id);
    let known = before.version.is_some() && before.rows.is_empty();
    if known && before.state.identity == after.state.identity {
        // Read by its own id: the rows were not looked at, and nothing about them changes.
        return Ok(());
    }
    for key in after.state.identity.keys() {
        let row = before.rows.iter().find(|row| row.key == key);
        if row.is_some_and(|row| row.conversation == *id) {
            continue;
        }
        let record = PersonRecord { conversation: id.to_string() };
        let item = NewItem::new(keys::person(seller, key), &record)?;
        commit.writes.push(match row {
            Some(row) => Write::replace(item, row.version),
            None => Write::insert(item),
        });
    }
    let gone = before.absorbed.as_ref().map(|absorbed| &absorbed.gone.id);
    for row in &before.rows {
        let is_ours = row.conversation == *id || Some(&row.conversation) == gone;
        if is_ours && after.state.identity.keys().all(|key| key != row.key) {
            let key = keys::person(seller, &row.key);
            let condition = Condition::Version(row.version);
            commit.writes.push(Write::Delete { key, condition });
        }
    }
    Ok(())
}

/// The thread that was taken in leaves the seller's list and remembers where it went; its latest
/// messages move along.
fn push_absorbed(
    commit: &mut Commit,
    after: &mut Thread,
    absorbed: &Absorbed,
) -> Result<(), StoreError> {
    let (seller, gone) = (&absorbed.gone.seller, &absorbed.gone);
    let record = ConversationRecord::of(gone, String::new(), absorbed.last_message_at);
    let item = NewItem::new(keys::conversation(seller, &gone.id), &record)?;
    commit.writes.push(match absorbed.version {
        Some(version) => Write::replace(item, version),
        None => Write::insert(item),
    });
    for message in &absorbed.messages {
        let id = message.id.parse().unwrap_or_else(|_| fresh_message_id());
        let key = keys::message(seller, &after.state.id, message.at, &id);
        commit.writes.push(Write::insert(NewItem::new(key, message)?));
    }
    Ok(())
}

/// What the effects take from stock and give back, each variant once: a transaction may touch an
/// item only once.
fn push_stock(commit: &mut Commit, before: &Thread, effects: &[Effect]) -> Vec<(keys::Key, Units)> {
    let mut net: BTreeMap<(&ProductId, &VariantId), i64> = BTreeMap::new();
    let back = before.absorbed.iter().flat_map(|absorbed| &absorbed.back).map(|units| (units, -1));
    let moved = effects.iter().flat_map(|effect| {
        let (units, sign): (&[Units], i64) = match effect {
            Effect::Take(units) => (units, 1),
            Effect::Return(units) => (units, -1),
            Effect::Wake { .. }
            | Effect::MarkRead { .. }
            | Effect::Say { .. }
            | Effect::Invite { .. }
            | Effect::ArmHold { .. }
            | Effect::Place(_)
            | Effect::Amend(_)
            | Effect::SharePosition { .. }
            | Effect::Choose { .. }
            | Effect::Cancel { .. }
            | Effect::CallSeller { .. }
            | Effect::ArmReminder { .. }
            | Effect::ArmReturn { .. }
            | Effect::Meter(_) => (&[], 0),
        };
        units.iter().map(move |units| (units, sign))
    });
    for (units, sign) in back.chain(moved) {
        let sum = net.entry((&units.product, &units.variant)).or_default();
        *sum = sum.saturating_add(sign * i64::from(units.quantity));
    }
    let mut taken = Vec::new();
    for ((product, variant), sum) in net {
        let key = keys::stock(&before.state.seller, product, variant);
        let by = u32::try_from(sum.unsigned_abs()).unwrap_or(u32::MAX);
        if sum > 0 {
            let units = Units { product: product.clone(), variant: variant.clone(), quantity: by };
            taken.push((key.clone(), units));
            commit.writes.push(Write::Decrement { key, by });
        } else if sum < 0 {
            commit.writes.push(Write::Increment { key, by });
        }
    }
    taken
}

/// What people call the thing that ran out.
fn name_of(units: &Units, before: &Thread, step: &Transition<Conversation, Effect>) -> String {
    let recaps = [&before.state.recap, &step.state.recap].into_iter().flatten();
    let mut lines = recaps.flat_map(|recap| &recap.lines);
    let is_it = |line: &&Line| line.product == units.product && line.variant == units.variant;
    lines.find(is_it).map(|line| line.name.clone()).unwrap_or_default()
}
