//! The envelope of a webhook call: entries, changes, and who a message is from.
//!
//! Each part stands for itself: what cannot be read is reported with its reason and its raw JSON,
//! and the next part is read as if nothing had happened.

use domain::ids::{Bsuid, PhoneNumberId, WaId, WabaId, Wamid};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Contact, Echo, InboundMessage, Notification, Other, Unreadable, UnreadablePart, Why, read,
    status,
};
use crate::meta::node::Node;

pub(super) fn parse(raw: &[u8]) -> Result<Vec<Notification>, Unreadable> {
    let body: Value = serde_json::from_slice(raw).map_err(Unreadable::NotJson)?;
    let body = Node::new(&body);
    if body.get("object").text().as_deref() != Some("whatsapp_business_account") {
        return Err(Unreadable::NotWhatsApp);
    }
    let entries = Some(body.get("entry")).filter(|list| list.is_list());
    Ok(entries.ok_or(Unreadable::NoEntries)?.items().flat_map(entry).collect())
}

fn entry(entry: Node<'_>) -> Vec<Notification> {
    let Some(id) = entry.get("id").text() else { return vec![unreadable(Why::NoEntryId, entry)] };
    if !entry.get("changes").is_list() {
        return vec![unreadable(Why::NoChanges, entry)];
    }
    entry.get("changes").items().flat_map(|change| of_change(&id, change)).collect()
}

fn of_change(entry_id: &str, change: Node<'_>) -> Vec<Notification> {
    let Some(field) = change.get("field").text() else {
        return vec![unreadable(Why::NoField, change)];
    };
    let value = change.get("value");
    let number = value.get("metadata").get("phone_number_id").text().map(PhoneNumberId::new);
    let list = match field.as_str() {
        "messages" => ["messages", "statuses"].iter().any(|key| value.get(key).is_list()),
        "smb_message_echoes" => value.get("message_echoes").is_list(),
        _ => false,
    };
    match number {
        Some(number) if list => {
            let at = Place { number, account: WabaId::new(entry_id), value };
            let messages = value.get("messages").items().map(|message| at.message(message));
            let statuses = value.get("statuses").items().map(|status| at.status(status));
            let echoes = value.get("message_echoes").items().map(|echo| at.echo(echo));
            messages.chain(statuses).chain(echoes).collect()
        }
        None if list => vec![unreadable(Why::NoPhoneNumberId, change)],
        number => vec![Notification::Other(Other {
            field,
            entry_id: entry_id.to_owned(),
            phone_number_id: number,
            value: value.to_value(),
        })],
    }
}

/// The number a change is about, and the change's value.
struct Place<'a> {
    number: PhoneNumberId,
    account: WabaId,
    value: Node<'a>,
}

impl Place<'_> {
    fn message(&self, message: Node<'_>) -> Notification {
        self.read_message(message).unwrap_or_else(|why| unreadable(why, message))
    }

    fn read_message(&self, message: Node<'_>) -> Result<Notification, Why> {
        let (wamid, sent_at) = stamp(message)?;
        let contact = self.person(message.get("from"), message.get("from_user_id"))?;
        Ok(Notification::Message(Box::new(InboundMessage {
            phone_number_id: self.number.clone(),
            waba_id: self.account.clone(),
            contact,
            wamid,
            sent_at,
            content: read::content(message, self.value.get("errors")),
            context: read::context(message.get("context")),
            referral: read::referral(message.get("referral")),
            group_id: message.get("group_id").text(),
        })))
    }

    fn echo(&self, echo: Node<'_>) -> Notification {
        self.read_echo(echo).unwrap_or_else(|why| unreadable(why, echo))
    }

    fn read_echo(&self, echo: Node<'_>) -> Result<Notification, Why> {
        let (wamid, sent_at) = stamp(echo)?;
        Ok(Notification::Echo(Box::new(Echo {
            phone_number_id: self.number.clone(),
            waba_id: self.account.clone(),
            to: self.person(echo.get("to"), echo.get("to_user_id"))?,
            wamid,
            sent_at,
            content: read::content(echo, self.value.get("errors")),
        })))
    }

    /// A status of a kind we do not know is an event like any other, kept with its field.
    fn status(&self, status: Node<'_>) -> Notification {
        status::read(status, self.number.clone(), self.account.clone()).map_or_else(
            || {
                Notification::Other(Other {
                    field: "messages".to_owned(),
                    entry_id: self.account.as_str().to_owned(),
                    phone_number_id: Some(self.number.clone()),
                    value: json!({"statuses": [status.to_value()]}),
                })
            },
            |status| Notification::Status(Box::new(status)),
        )
    }

    /// The person named by a message, completed by the entry of `contacts[]` that is theirs. When
    /// the message names nobody, the only contact of the change is meant.
    fn person(&self, phone: Node<'_>, user: Node<'_>) -> Result<Contact, Why> {
        let (phone, user) = (phone.text(), user.text());
        let contacts: Vec<Node<'_>> = self.value.get("contacts").items().collect();
        let same = |contact: &Node<'_>| {
            let (wa_id, user_id) = (contact.get("wa_id").text(), contact.get("user_id").text());
            (phone.is_some() && phone == wa_id) || (user.is_some() && user == user_id)
        };
        let theirs = match contacts.as_slice() {
            [only] if phone.is_none() && user.is_none() => Some(*only),
            several => several.iter().copied().find(same),
        };
        let of = |key: &str| theirs.and_then(|contact| contact.get(key).text());
        let contact = Contact {
            wa_id: phone.or_else(|| of("wa_id")).map(WaId::new),
            user_id: user.or_else(|| of("user_id")).map(Bsuid::new),
            profile_name: theirs.and_then(|contact| contact.get("profile").get("name").text()),
        };
        if contact.identity().is_some() { Ok(contact) } else { Err(Why::NoPerson) }
    }
}

/// What every message has: its identifier and its time (seconds, as a number or a text).
fn stamp(message: Node<'_>) -> Result<(Wamid, Timestamp), Why> {
    let wamid = message.get("id").text().map(Wamid::new).ok_or(Why::NoMessageId)?;
    let second = message.get("timestamp").int();
    let sent_at = second.and_then(|second| Timestamp::from_second(second).ok());
    Ok((wamid, sent_at.ok_or(Why::NoTimestamp)?))
}

fn unreadable(why: Why, raw: Node<'_>) -> Notification {
    Notification::Unreadable(UnreadablePart { why, raw: raw.to_value() })
}
