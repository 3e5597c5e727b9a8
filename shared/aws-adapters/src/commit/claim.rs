//! Claims on effects that have no idempotency key outside, a send to Meta above all.
//!
//! The claim is written before the call. Whoever finds one that ran out without a result knows
//! that the call may have happened ([`Doubt`]): it waits for the status webhook, which completes
//! the effect, before it sends again. A later claim takes the power of an earlier one away.

use std::time::Duration;

use aws_sdk_dynamodb::{
    operation::update_item::UpdateItemError,
    types::{
        AttributeValue, DeleteRequest, ReturnValue, ReturnValuesOnConditionCheckFailure,
        WriteRequest,
    },
};
use jiff::Timestamp;

use super::EffectId;
use crate::{
    error::{CallError, CallFailure},
    table::{
        Condition, Item, StoreError, Table, Write, is_conditional,
        item::{key_attributes, millis},
        keys,
    },
};

/// The most items one `BatchWriteItem` may delete (DynamoDB, service quotas).
const MAX_BATCH_WRITE: usize = 25;
const BATCH_ROUNDS: u32 = 4;
const BATCH_PAUSE: Duration = Duration::from_millis(50);

/// The answer to a claim.
#[derive(Debug)]
#[must_use]
pub enum Claim {
    /// The effect is the caller's until the lease ends.
    Granted(Lease),
    /// Somebody else is at it.
    Held { until: Timestamp },
    /// It is done.
    Done,
}

/// The right to run an effect, until the moment it was claimed for.
#[derive(Debug)]
#[must_use]
pub struct Lease {
    effect: EffectId,
    attempt: u32,
    doubt: Option<Doubt>,
}

/// Earlier calls of this effect whose outcome nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// When the last of them began, or was given up.
    pub since: Timestamp,
    /// How many there were.
    pub calls: u32,
}

impl Lease {
    /// What was claimed.
    pub fn effect(&self) -> &EffectId {
        &self.effect
    }

    /// Earlier calls that may have succeeded; `None` when it is certain that none did.
    pub fn doubt(&self) -> Option<Doubt> {
        self.doubt
    }
}

impl Table {
    /// Claims an effect until `lease_until`, the deadline of the invocation.
    ///
    /// A lease that ends at `now` has ended.
    pub async fn claim(
        &self,
        effect: &EffectId,
        lease_until: Timestamp,
        now: Timestamp,
    ) -> Result<Claim, StoreError> {
        let claimed = self
            .client()
            .update_item()
            .table_name(self.name())
            .set_key(Some(key_attributes(&keys::effect(effect))))
            .condition_expression(
                "attribute_exists(#k) AND (attribute_not_exists(#l) OR #l <= :now)",
            )
            .update_expression("SET #l = :until, #c = :now ADD #a :one")
            .expression_attribute_names("#k", keys::PK)
            .expression_attribute_names("#l", keys::LEASE_UNTIL)
            .expression_attribute_names("#c", keys::CLAIMED_AT)
            .expression_attribute_names("#a", keys::ATTEMPT)
            .expression_attribute_values(":now", millis(now))
            .expression_attribute_values(":until", millis(lease_until))
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .return_values(ReturnValue::AllOld)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match claimed {
            Ok(output) => {
                let before = Item::new(output.attributes.unwrap_or_default());
                self.granted(effect, &before).await.map(Claim::Granted)
            }
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(refused)) => {
                    Ok(refusal(refused.item().cloned().map(Item::new).as_ref()))
                }
                _ => Err(CallError::of("UpdateItem", error).into()),
            },
        }
    }

    async fn granted(&self, effect: &EffectId, before: &Item) -> Result<Lease, StoreError> {
        let known = before.number::<u32>(keys::DOUBT_SENDS).filter(|calls| *calls > 0);
        let attempt = before.number::<u32>(keys::ATTEMPT).unwrap_or(0).saturating_add(1);
        let lease = |doubt| Lease { effect: effect.clone(), attempt, doubt };
        // A claim that was neither completed nor given back: the process died around the call.
        if let Some(since) = before.moment(keys::CLAIMED_AT) {
            let doubt = Doubt { since, calls: known.unwrap_or(0).saturating_add(1) };
            let lease = lease(Some(doubt));
            // Written down at once, so that a second death is counted too.
            self.note(&lease, "SET #s = :s, #n = :n").await?;
            return Ok(lease);
        }
        let since = before.moment(keys::DOUBT_SINCE);
        Ok(lease(known.zip(since).map(|(calls, since)| Doubt { since, calls })))
    }

    /// Forgets effects that are done. One that is gone already stays gone.
    pub async fn complete(&self, effects: &[EffectId]) -> Result<(), StoreError> {
        if let [effect] = effects {
            let key = keys::effect(effect);
            return self.write(&Write::Delete { key, condition: Condition::Always }).await;
        }
        for chunk in effects.chunks(MAX_BATCH_WRITE) {
            self.complete_chunk(chunk).await?;
        }
        Ok(())
    }

    async fn complete_chunk(&self, effects: &[EffectId]) -> Result<(), StoreError> {
        let rejected = |error| CallError::new("BatchWriteItem", CallFailure::Rejected, error);
        let mut left = effects
            .iter()
            .map(|effect| {
                let key = key_attributes(&keys::effect(effect));
                let delete = DeleteRequest::builder().set_key(Some(key)).build();
                Ok(WriteRequest::builder().delete_request(delete.map_err(rejected)?).build())
            })
            .collect::<Result<Vec<_>, CallError>>()?;
        for round in 0..BATCH_ROUNDS {
            if round > 0 {
                tokio::time::sleep(BATCH_PAUSE * round).await;
            }
            let output = self
                .client()
                .batch_write_item()
                .request_items(self.name(), left)
                .send()
                .await
                .map_err(|error| CallError::of("BatchWriteItem", error))?;
            left = output.unprocessed_items.into_iter().flatten().flat_map(|(_, r)| r).collect();
            if left.is_empty() {
                return Ok(());
            }
        }
        let reason = "deletions were left undone";
        Err(CallError::new("BatchWriteItem", CallFailure::Throttled, reason).into())
    }

    /// Gives a claimed effect back: the call was not made, or is proven to have had no effect.
    /// Earlier doubt stays.
    pub async fn release(&self, lease: Lease) -> Result<(), StoreError> {
        match lease.doubt {
            Some(_) => self.note(&lease, "SET #s = :s, #n = :n REMOVE #l, #c").await,
            None => self.note(&lease, "REMOVE #l, #c").await,
        }
    }

    /// Gives a claimed effect back after a call whose outcome is unknown.
    pub async fn mark_unknown(&self, lease: Lease, at: Timestamp) -> Result<(), StoreError> {
        let calls = lease.doubt.map_or(0, |doubt| doubt.calls).saturating_add(1);
        self.release(Lease { doubt: Some(Doubt { since: at, calls }), ..lease }).await
    }

    /// Changes the effect if the lease still rules it. If it does not, somebody later does, or it
    /// is done, and what this lease has to say no longer counts.
    async fn note(&self, lease: &Lease, update: &str) -> Result<(), StoreError> {
        let mut request = self
            .client()
            .update_item()
            .table_name(self.name())
            .set_key(Some(key_attributes(&keys::effect(&lease.effect))))
            .condition_expression("#a = :a")
            .update_expression(update)
            .expression_attribute_names("#a", keys::ATTEMPT)
            .expression_attribute_values(":a", AttributeValue::N(lease.attempt.to_string()));
        if update.contains("#l") {
            request = request
                .expression_attribute_names("#l", keys::LEASE_UNTIL)
                .expression_attribute_names("#c", keys::CLAIMED_AT);
        }
        if let Some(doubt) = lease.doubt {
            request = request
                .expression_attribute_names("#s", keys::DOUBT_SINCE)
                .expression_attribute_names("#n", keys::DOUBT_SENDS)
                .expression_attribute_values(":s", millis(doubt.since))
                .expression_attribute_values(":n", AttributeValue::N(doubt.calls.to_string()));
        }
        match request.send().await {
            Ok(_) => Ok(()),
            Err(error) if is_conditional(&error) => Ok(()),
            Err(error) => Err(CallError::of("UpdateItem", error).into()),
        }
    }
}

fn refusal(item: Option<&Item>) -> Claim {
    // Without an item the effect is gone; with one, only a running lease refuses.
    match item.and_then(|item| item.moment(keys::LEASE_UNTIL)) {
        Some(until) => Claim::Held { until },
        None => Claim::Done,
    }
}
