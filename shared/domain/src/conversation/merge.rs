//! Two threads that turn out to be one person's: a phone was hidden first and shown later.

use super::{Conversation, Effect, Owner, Recap};
use crate::stock::Units;

/// The one thread of both, under the id of `into`; `from` only remembers where it went. Whatever
/// is more careful wins: a human's hold on the thread, a STOP. Units that the recap left behind
/// kept aside go back.
pub fn merged(
    into: &Conversation,
    from: &Conversation,
) -> (Conversation, Conversation, Vec<Units>) {
    let mut one = into.clone();
    one.identity = from.identity.completed_by(&into.identity);
    if one.contact_name.is_empty() {
        one.contact_name.clone_from(&from.contact_name);
    }
    one.owner = careful(into.owner, from.owner);
    one.contact.last_inbound_at = into.contact.last_inbound_at.max(from.contact.last_inbound_at);
    if from.contact.clicked_at > into.contact.clicked_at {
        one.contact.clicked_at = from.contact.clicked_at;
        one.contact.answered_click_at = from.contact.answered_click_at;
        one.ad.clone_from(&from.ad);
    }
    // Newer than either, so that what is being thought of in both is stale.
    one.turn = into.turn.max(from.turn).saturating_add(1);
    one.waiting_since = [into.waiting_since, from.waiting_since].into_iter().flatten().min();
    one.called_since = [into.called_since, from.called_since].into_iter().flatten().min();
    if one.cart.lines.is_empty() {
        one.cart.clone_from(&from.cart);
    }
    let newer = match (&into.recap, &from.recap) {
        (Some(mine), Some(theirs)) => theirs.shown_at > mine.shown_at,
        (None, Some(_)) => true,
        (Some(_) | None, None) => false,
    };
    let (kept, left) = if newer { (from, into) } else { (into, from) };
    one.recap.clone_from(&kept.recap);
    let back = left.recap.iter().flat_map(Recap::held_units).cloned().collect();
    one.orders = into.orders.iter().chain(&from.orders).cloned().collect();
    one.orders.sort();
    one.orders.dedup();
    one.confirmed_changes.extend(from.confirmed_changes.iter().cloned());
    one.position_for = into.position_for.clone().or_else(|| from.position_for.clone());
    one.unread = into.unread.saturating_add(from.unread);
    one.reach = into.reach.joined(&from.reach);
    one.budget = into.budget.joined(&from.budget);
    one.heard = from.heard.filter(|_| into.heard.is_none()).or(into.heard);
    one.other_app = into.other_app || from.other_app;
    one.usage = into.usage.plus(from.usage);
    one.usage_since_order = into.usage_since_order.plus(from.usage_since_order);
    one.papers.extend(from.papers.iter().cloned());
    one.merged.push(from.id.clone());
    one.merged.extend(from.merged.iter().cloned());
    let gone = Conversation {
        merged_into: Some(into.id.clone()),
        waiting_since: None,
        called_since: None,
        recap: None,
        unread: 0,
        papers: Vec::new(),
        ..from.clone()
    };
    (one, gone, back)
}

/// A human's time without an end, or the one that ends last.
fn careful(one: Owner, other: Owner) -> Owner {
    match (one, other) {
        (Owner::Ai, held) | (held, Owner::Ai) => held,
        (Owner::Human { until: one }, Owner::Human { until: other }) => {
            Owner::Human { until: one.zip(other).map(|(one, other)| one.max(other)) }
        }
    }
}

/// Units to give back, as an effect, when there are any.
pub(super) fn returned(units: Vec<Units>) -> Option<Effect> {
    (!units.is_empty()).then_some(Effect::Return(units))
}
