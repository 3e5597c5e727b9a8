//! Traces of events and pending effects, in the partition of their aggregate.

use super::{
    Key, Range, conversation_partition, order_partition, payment_partition, range, seller_partition,
};
use crate::commit::{Aggregate, EffectId, EventId};

/// The trace of an event an aggregate has processed.
pub fn marker(aggregate: &Aggregate, event: &EventId) -> Key {
    Key::new(partition_of(aggregate), format!("event#{event}"))
}

/// An effect that was decided and not yet seen to be done.
pub fn effect(id: &EffectId) -> Key {
    let sk = format!("effect#{}#{:03}", id.event(), id.index());
    Key::new(partition_of(id.aggregate()), sk)
}

/// The pending effects of one event, in order.
pub(crate) fn effects_of_event(aggregate: &Aggregate, event: &EventId) -> Range {
    range(partition_of(aggregate), &format!("effect#{event}#"))
}

/// The pending effects of an aggregate, whatever their event.
pub(crate) fn effects_of_aggregate(aggregate: &Aggregate) -> Range {
    range(partition_of(aggregate), "effect#")
}

/// The event and the index of an effect's item.
pub(crate) fn effect_parts(key: &Key) -> Option<(EventId, u16)> {
    let (event, index) = key.sk().strip_prefix("effect#")?.rsplit_once('#')?;
    Some((EventId::new(event), index.parse().ok()?))
}

fn partition_of(aggregate: &Aggregate) -> String {
    match aggregate {
        Aggregate::Seller(seller) => seller_partition(seller),
        Aggregate::Conversation(seller, id) => conversation_partition(seller, id),
        Aggregate::Order(seller, id) => order_partition(seller, id),
        Aggregate::Payment(seller, id) => payment_partition(seller, id),
    }
}
