//! The commit protocol: state, trace of the event and pending effects in one transaction.
//!
//! Every consumer loads, asks [`Table::was_processed`], steps, commits, then runs the effects. A
//! process that dies in between leaves the effects behind; when its message comes back, the trace
//! says so and only what is pending runs. Committing one event twice is impossible.

mod claim;
mod effect;

use domain::ids::{ConversationId, OrderId, PaymentId, SellerId};
use jiff::Timestamp;

pub use self::{
    claim::{Claim, Doubt, Lease},
    effect::{Aggregate, EffectId, EventId, InvalidEffectId, PendingEffect},
};
use crate::table::{ConflictKind, NewItem, StoreError, Table, Write, keys};

/// What one event does to one aggregate.
#[derive(Debug)]
pub struct Commit {
    pub aggregate: Aggregate,
    pub event: EventId,
    /// The new state, under its version, and whatever must change with it.
    pub writes: Vec<Write>,
    /// What must happen outside, in order. The position of each is part of its [`EffectId`].
    pub effects: Vec<serde_json::Value>,
    /// When the trace of the event may go: after the last moment at which it can come again.
    pub marker_expires_at: Timestamp,
}

/// How a commit ended.
#[derive(Debug)]
#[must_use]
pub enum CommitOutcome {
    /// Done; these effects are now pending, in order.
    Committed(Vec<PendingEffect>),
    /// The event had been committed before; nothing was written. Run what is pending.
    AlreadyProcessed,
    /// The state changed since it was read; nothing was written. Read again. `index` counts
    /// [`Commit::writes`].
    VersionConflict { index: usize },
    /// Another condition of [`Commit::writes`] did not hold; nothing was written.
    ConditionFailed { index: usize, kind: ConflictKind },
}

impl Commit {
    /// A commit that only leaves its trace, to be filled.
    pub fn new(aggregate: Aggregate, event: EventId, marker_expires_at: Timestamp) -> Self {
        Self { aggregate, event, writes: Vec::new(), effects: Vec::new(), marker_expires_at }
    }

    fn pending(&self) -> Vec<PendingEffect> {
        (0_u16..)
            .zip(&self.effects)
            .map(|(index, payload)| PendingEffect {
                id: EffectId::new(self.aggregate.clone(), self.event.clone(), index),
                payload: payload.clone(),
            })
            .collect()
    }
}

impl Table {
    /// Commits an event, or tells why nothing was written.
    pub async fn commit(&self, commit: &Commit) -> Result<CommitOutcome, StoreError> {
        let pending = commit.pending();
        let marker = NewItem::bare(keys::marker(&commit.aggregate, &commit.event))
            .expiring(commit.marker_expires_at);
        let mut writes = vec![Write::insert(marker)];
        writes.extend(commit.writes.iter().cloned());
        for effect in &pending {
            writes.push(Write::insert(effect.to_item()?.expiring(commit.marker_expires_at)));
        }
        match self.transact(&writes).await {
            Ok(()) => Ok(CommitOutcome::Committed(pending)),
            Err(StoreError::Conflict { index, kind }) => Ok(outcome(index, kind, commit)),
            Err(error) => Err(error),
        }
    }

    /// Whether an event was committed to an aggregate.
    pub async fn was_processed(
        &self,
        aggregate: &Aggregate,
        event: &EventId,
    ) -> Result<bool, StoreError> {
        Ok(self.item(&keys::marker(aggregate, event)).await?.is_some())
    }

    /// The effects of an event that are not yet done, in order.
    pub async fn pending_effects(
        &self,
        aggregate: &Aggregate,
        event: &EventId,
    ) -> Result<Vec<PendingEffect>, StoreError> {
        let items = self.all(&keys::effects_of_event(aggregate, event)).await?;
        items.iter().map(|item| PendingEffect::read(aggregate, item)).collect()
    }

    /// The effects of an aggregate that are not yet done, whatever their event.
    pub async fn stray_effects(
        &self,
        aggregate: &Aggregate,
    ) -> Result<Vec<PendingEffect>, StoreError> {
        let items = self.all(&keys::effects_of_aggregate(aggregate)).await?;
        items.iter().map(|item| PendingEffect::read(aggregate, item)).collect()
    }

    /// One effect, if it is not yet done.
    pub async fn pending_effect(&self, id: &EffectId) -> Result<Option<PendingEffect>, StoreError> {
        let item = self.item(&keys::effect(id)).await?;
        item.map(|item| PendingEffect::read(id.aggregate(), &item)).transpose()
    }
}

/// Reads the refusal of a transaction made of the marker, the caller's writes and the effects.
fn outcome(index: usize, kind: ConflictKind, commit: &Commit) -> CommitOutcome {
    let Some(index) = index.checked_sub(1) else {
        return CommitOutcome::AlreadyProcessed;
    };
    if index >= commit.writes.len() {
        // An effect's item is there while the marker is gone: the marker's time was over. The
        // event was committed once all the same.
        return CommitOutcome::AlreadyProcessed;
    }
    match kind {
        ConflictKind::VersionMismatch => CommitOutcome::VersionConflict { index },
        ConflictKind::AlreadyExists | ConflictKind::Insufficient | ConflictKind::Missing => {
            CommitOutcome::ConditionFailed { index, kind }
        }
    }
}

impl Aggregate {
    /// The aggregate a conversation is.
    pub fn conversation(seller: &SellerId, conversation: &ConversationId) -> Self {
        Self::Conversation(seller.clone(), conversation.clone())
    }

    /// The aggregate an order and its delivery are.
    pub fn order(seller: &SellerId, order: &OrderId) -> Self {
        Self::Order(seller.clone(), order.clone())
    }

    /// The aggregate a payment is.
    pub fn payment(seller: &SellerId, payment: &PaymentId) -> Self {
        Self::Payment(seller.clone(), payment.clone())
    }
}
