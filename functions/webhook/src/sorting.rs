//! Which queue each thing Meta reports goes to, under which group and idempotency key. Pure.

use contracts::{
    messages::{AccountEvent, ConversationMessage, DispatchMessage, Envelope, StatusMessage},
    meta::webhook::{Echo, InboundMessage, MessageStatus, Notification, Other, UnreadablePart},
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

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

/// Sorts one notification. `platform_number` is our own number's id.
pub(crate) fn sort(
    notification: Notification,
    platform_number: &str,
    now: Timestamp,
) -> Result<Sorted, serde_json::Error> {
    match notification {
        Notification::Message(message) if message.phone_number_id.as_str() == platform_number => {
            platform_message(message, now)
        }
        Notification::Message(message) => seller_message(message, now),
        Notification::Status(status) => status_of(status, now),
        Notification::Echo(echo) => account_event(echo_event(&echo), echo.wamid.as_str(), now),
        Notification::Other(other) => other_event(other, now),
        Notification::Unreadable(part) => unreadable(&part, now),
    }
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
fn person(message: &InboundMessage) -> String {
    let identity = message.contact.identity();
    identity.map_or_else(|| message.wamid.as_str().to_owned(), |who| who.key().to_owned())
}

fn seller_message(
    message: Box<InboundMessage>,
    now: Timestamp,
) -> Result<Sorted, serde_json::Error> {
    let group = format!("{}.{}", message.phone_number_id.as_str(), person(&message));
    let id = message.wamid.as_str().to_owned();
    sorted(Destination::Inbound, group, id, ConversationMessage::Inbound(message), now)
}

fn platform_message(
    message: Box<InboundMessage>,
    now: Timestamp,
) -> Result<Sorted, serde_json::Error> {
    let group = person(&message);
    let id = message.wamid.as_str().to_owned();
    sorted(Destination::Dispatch, group, id, DispatchMessage::PlatformMessage(message), now)
}

fn status_of(status: Box<MessageStatus>, now: Timestamp) -> Result<Sorted, serde_json::Error> {
    let id = format!("{}.{}", status.wamid.as_str(), status.state.rank());
    sorted(Destination::Statuses, String::new(), id, StatusMessage::Status(status), now)
}

/// The seller wrote from their phone. Kept as an event: it must never be taken for a prospect's.
fn echo_event(echo: &Echo) -> AccountEvent {
    AccountEvent {
        field: "smb_message_echoes".to_owned(),
        entry_id: echo.waba_id.as_str().to_owned(),
        phone_number_id: Some(echo.phone_number_id.as_str().to_owned()),
        value: json!({"wamid": echo.wamid.as_str(), "kind": echo.content.kind()}),
    }
}

fn other_event(other: Other, now: Timestamp) -> Result<Sorted, serde_json::Error> {
    let event = AccountEvent {
        phone_number_id: other.phone_number_id.map(|id| id.as_str().to_owned()),
        field: other.field,
        entry_id: other.entry_id,
        value: other.value,
    };
    // Nothing of Meta's identifies such an event: its content does.
    let id = contracts::fingerprint::of(event.value.to_string().as_bytes());
    account_event(event, &id, now)
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
