//! Which queue each thing Meta reports goes to, under which group and idempotency key. Pure.

use contracts::{
    messages::{AccountEvent, ConversationMessage, DispatchMessage, Envelope, StatusMessage},
    meta::webhook::{
        Contact, Echo, InboundMessage, MessageStatus, Notification, Other, UnreadablePart,
        people::{self, PersonEvent},
    },
};
use domain::ids::{PhoneNumberId, Wamid};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

/// The field under which Meta shows what another application is there for.
const STANDBY: &str = "standby";

/// Where something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Destination {
    /// `inbound.fifo`: people writing to a seller's number.
    Inbound,
    /// `dispatch.fifo`: people writing to our own number.
    Dispatch,
    /// `statuses`: everything that is nobody's message.
    Statuses,
    /// `quarantine`: signed by Meta, yet nothing can be made of it.
    Quarantine,
}

/// One queue message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sorted {
    pub(crate) destination: Destination,
    /// FIFO group, for the FIFO queues.
    pub(crate) group: String,
    /// FIFO deduplication id, and the envelope's id.
    pub(crate) id: String,
    pub(crate) body: String,
}

/// Sorts one notification. `platform_number` is our own number's id. Several messages come of one
/// that says something about several people.
pub(crate) fn sort(
    notification: Notification,
    platform_number: &str,
    now: Timestamp,
) -> Result<Vec<Sorted>, serde_json::Error> {
    let sorted = match notification {
        Notification::Message(message) if message.phone_number_id.as_str() == platform_number => {
            platform_message(message, now)
        }
        Notification::Message(message) => seller_message(message, now),
        Notification::Status(status) => status_of(status, now),
        Notification::Echo(echo) => owner_message(echo, now),
        Notification::Other(other) => return other_event(other, platform_number, now),
        Notification::Unreadable(part) => unreadable(&part, now),
    };
    Ok(vec![sorted?])
}

fn sorted<T: Serialize>(
    destination: Destination,
    group: String,
    id: String,
    body: T,
    now: Timestamp,
) -> Result<Sorted, serde_json::Error> {
    let body = serde_json::to_string(&Envelope { id: id.clone(), at: now, body })?;
    Ok(Sorted { destination, group, id, body })
}

/// The person on the other side, as a FIFO group: their messages stay in order.
fn person(contact: &Contact, message: &Wamid) -> String {
    let identity = contact.identity();
    identity.map_or_else(|| message.as_str().to_owned(), |who| who.key().to_owned())
}

fn thread_group(number: &PhoneNumberId, contact: &Contact, message: &Wamid) -> String {
    format!("{}.{}", number.as_str(), person(contact, message))
}

fn seller_message(
    message: Box<InboundMessage>,
    now: Timestamp,
) -> Result<Sorted, serde_json::Error> {
    let group = thread_group(&message.phone_number_id, &message.contact, &message.wamid);
    let id = message.wamid.as_str().to_owned();
    sorted(Destination::Inbound, group, id, ConversationMessage::Inbound(message), now)
}

fn platform_message(
    message: Box<InboundMessage>,
    now: Timestamp,
) -> Result<Sorted, serde_json::Error> {
    let group = person(&message.contact, &message.wamid);
    let id = message.wamid.as_str().to_owned();
    sorted(Destination::Dispatch, group, id, DispatchMessage::PlatformMessage(message), now)
}

fn status_of(status: Box<MessageStatus>, now: Timestamp) -> Result<Sorted, serde_json::Error> {
    let id = format!("{}.{}", status.wamid.as_str(), status.state.rank());
    sorted(Destination::Statuses, String::new(), id, StatusMessage::Status(status), now)
}

/// The seller wrote from their phone: a take-over of that thread, never a prospect's message.
fn owner_message(echo: Box<Echo>, now: Timestamp) -> Result<Sorted, serde_json::Error> {
    let group = thread_group(&echo.phone_number_id, &echo.to, &echo.wamid);
    let id = echo.wamid.as_str().to_owned();
    sorted(Destination::Inbound, group, id, ConversationMessage::OwnerMessage(echo), now)
}

/// What concerns a person's thread goes there, and is kept as it came like anything else: its
/// shapes are young.
fn other_event(
    other: Other,
    platform_number: &str,
    now: Timestamp,
) -> Result<Vec<Sorted>, serde_json::Error> {
    // Nothing of Meta's identifies such an event: its content does.
    let id = contracts::fingerprint::of(other.value.to_string().as_bytes());
    let mut all = Vec::new();
    for (place, event) in people::of(&other).into_iter().enumerate() {
        if event.number().as_str() != platform_number {
            all.push(person_event(event, &occurrence(&other.field, &id, place, now), now)?);
        }
    }
    if other.field == STANDBY {
        // What people write to another application is not ours to keep.
        return Ok(all);
    }
    let event = AccountEvent {
        phone_number_id: other.phone_number_id.map(|id| id.as_str().to_owned()),
        field: other.field,
        entry_id: other.entry_id,
        value: other.value,
    };
    all.push(account_event(event, &id, now)?);
    Ok(all)
}

/// The id of an event about a person. A hand-over carries neither a time nor an id, and the same
/// one comes again and again: the minute tells them apart, and repeating one changes nothing.
fn occurrence(field: &str, content: &str, place: usize, now: Timestamp) -> String {
    let minute = now.as_second() / 60;
    format!("{field}.{content}.{place}.{minute}")
}

fn person_event(event: PersonEvent, id: &str, now: Timestamp) -> Result<Sorted, serde_json::Error> {
    let group = thread_group(event.number(), event.person(), &Wamid::new(id));
    let body = match event {
        PersonEvent::Identity(change) => ConversationMessage::IdentityChanged(change),
        PersonEvent::Marketing(preference) => ConversationMessage::MarketingPreference(preference),
        PersonEvent::Control(change) => ConversationMessage::ControlChanged(change),
    };
    sorted(Destination::Inbound, group, id.to_owned(), body, now)
}

fn account_event(
    event: AccountEvent,
    id: &str,
    now: Timestamp,
) -> Result<Sorted, serde_json::Error> {
    let id = format!("{}.{id}", event.field);
    sorted(Destination::Statuses, String::new(), id, StatusMessage::AccountEvent(event), now)
}

fn unreadable(part: &UnreadablePart, now: Timestamp) -> Result<Sorted, serde_json::Error> {
    let raw = part.raw.to_string();
    let id = contracts::fingerprint::of(raw.as_bytes());
    sorted(Destination::Quarantine, String::new(), id, json!({"why": part.why, "raw": raw}), now)
}

#[cfg(test)]
mod tests;
