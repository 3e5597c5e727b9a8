//! `POST /{phone number}/messages`: sending and marking as read. A message is accepted only from
//! a registered number with a live token; free-form text reaches a person only within 24 hours of
//! their last message, whatever the call itself was answered.

use serde_json::{Value, json};

use super::{
    Graph, access,
    call::Call,
    error::{GraphError, GraphResult},
    limits, numbers,
    state::{Direction, Message, State, Status, WindowViolation, digits_of, user_id},
    statuses::{Fate, MessageKey},
    templates,
};
use crate::{
    random,
    time::{HOUR, SECOND, UnixMs},
};

/// Meta, customer service windows.
pub(crate) const WINDOW: UnixMs = 24 * HOUR;
/// Meta, free entry points: 72 hours from the first answer to somebody who came from an ad.
const FREE_ENTRY: UnixMs = 72 * HOUR;
/// Meta, typing indicators: dismissed by the reply or after 25 seconds.
const TYPING: UnixMs = 25 * SECOND;

struct Accepted {
    key: MessageKey,
    fate: Fate,
    answer: Value,
}

pub(super) fn post(
    graph: &Graph,
    call: &Call,
    id: &str,
    forced_failure: Option<i64>,
) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| access::number(state, call, now, id).map(|_| ()))?;
    numbers::messaging_product(call)?;
    let Some(body) = &call.json else {
        return Err(GraphError::parameter("The request body must be JSON."));
    };
    if body.get("status").is_some() {
        return mark_read(graph, body, id, now);
    }
    let accepted = graph.write(|state| accept(state, body, id, now, forced_failure))?;
    graph.thread_changed(&accepted.key.phone_number_id, &accepted.key.wa_id);
    graph.follow(accepted.key, accepted.fate);
    Ok(accepted.answer)
}

fn accept(
    state: &mut State,
    body: &Value,
    id: &str,
    now: UnixMs,
    forced_failure: Option<i64>,
) -> Result<Accepted, GraphError> {
    let number = state.numbers.get(id).ok_or_else(|| GraphError::unknown_object("post", id))?;
    if !number.registered {
        return Err(GraphError::new(133_010));
    }
    let own_digits = number.digits();
    let account_id = number.account_id.clone();
    let wa_id = recipient(state, body, id)?;
    if wa_id == own_digits {
        return Err(GraphError::new(131_021));
    }
    limits::check(body)?;
    known_media(state, body, id, now)?;
    let rendered = match body.get("template").filter(|_| limits::kind(body) == "template") {
        Some(template) => {
            let account = state.accounts.get(&account_id);
            // Meta, error 131042: what a business begins is not sent on credit.
            if account.is_some_and(|account| account.cannot_be_charged) {
                return Err(GraphError::new(131_042));
            }
            Some(templates::sending::render(account, template)?)
        }
        None => None,
    };
    let fate = fate(state, id, &wa_id, rendered.is_some(), now, forced_failure)?;
    let message = Message {
        wamid: random::wamid(),
        sequence: state.next_sequence(),
        at: now,
        direction: Direction::ToPerson,
        body: body.clone(),
        rendered,
        status: Status::Sent,
        error: None,
    };
    let answer = acceptance(state, body, id, &wa_id, &message);
    let key = MessageKey {
        phone_number_id: id.to_owned(),
        wa_id: wa_id.clone(),
        wamid: message.wamid.clone(),
    };
    state.person(&wa_id);
    let thread = state.thread_mut(id, &wa_id);
    thread.typing_until = None;
    if matches!(fate, Fate::Arrives) {
        thread.unread = thread.unread.saturating_add(1);
        let answers_an_ad = thread.referred_at.is_some_and(|at| now.saturating_sub(at) < WINDOW);
        if answers_an_ad && thread.free_entry_until.is_none_or(|until| until <= now) {
            thread.free_entry_until = Some(now.saturating_add(FREE_ENTRY));
        }
    }
    thread.messages.push(message);
    Ok(Accepted { key, fate, answer })
}

/// The `wa_id` that the message is to: `to` is a phone number and wins over `recipient`, a
/// business-scoped user id.
fn recipient(state: &State, body: &Value, id: &str) -> Result<String, GraphError> {
    if let Some(to) = body.get("to").and_then(Value::as_str).filter(|to| !to.is_empty()) {
        let digits = digits_of(to);
        let written_as_phone = to.chars().all(|c| c.is_ascii_digit() || "+ -().".contains(c));
        if !written_as_phone || !(7..=15).contains(&digits.len()) {
            return Err(limits::invalid("to", "is not a valid phone number"));
        }
        return Ok(digits);
    }
    let Some(wanted) = body.get("recipient").and_then(Value::as_str) else {
        return Err(GraphError::parameter("The parameter to is required."));
    };
    let business = state.business_of(id).unwrap_or_default();
    let person = state.people.keys().find(|wa_id| user_id(business, wa_id) == wanted);
    person.cloned().ok_or_else(|| limits::invalid("recipient", "is not a known user id"))
}

/// A media id must be the number's own and alive.
fn known_media(state: &State, body: &Value, id: &str, now: UnixMs) -> Result<(), GraphError> {
    let kind = limits::kind(body);
    let is_media = matches!(kind, "audio" | "document" | "image" | "sticker" | "video");
    let media_id = body.get(kind).and_then(|content| content.get("id")?.as_str());
    let (true, Some(media_id)) = (is_media, media_id) else { return Ok(()) };
    let usable = state
        .media
        .get(media_id)
        .is_some_and(|media| media.phone_number_id == id && media.expires_at > now);
    if usable {
        return Ok(());
    }
    Err(GraphError::parameter(format!(
        "Param {kind}['id'] is not a valid whatsapp business account media attachment ID"
    )))
}

fn fate(
    state: &State,
    id: &str,
    wa_id: &str,
    is_template: bool,
    now: UnixMs,
    forced_failure: Option<i64>,
) -> Result<Fate, GraphError> {
    if let Some(code) = forced_failure {
        return Ok(Fate::Fails { code, details: "Ordered by the control route".to_owned() });
    }
    let open_until = state.thread(id, wa_id).and_then(|thread| thread.window_open_until);
    if is_template || open_until.is_some_and(|until| until > now) {
        return Ok(Fate::Arrives);
    }
    let details = "Message failed to send because more than 24 hours have passed since the \
                   customer last replied to this number.";
    match state.behaviour.window_violation {
        WindowViolation::Webhook => Ok(Fate::Fails { code: 131_047, details: details.to_owned() }),
        WindowViolation::Synchronous => Err(GraphError::with_details(131_047, details)),
    }
}

fn acceptance(state: &State, body: &Value, id: &str, wa_id: &str, message: &Message) -> Value {
    let contact = match body.get("to").and_then(Value::as_str) {
        Some(to) => json!({"input": to, "wa_id": wa_id}),
        None => json!({"input": body.get("recipient"), "user_id": state.user_id(id, wa_id)}),
    };
    let sent = match &message.rendered {
        Some(_) => json!({"id": message.wamid, "message_status": "accepted"}),
        None => json!({"id": message.wamid}),
    };
    json!({"messaging_product": "whatsapp", "contacts": [contact], "messages": [sent]})
}

/// Marks a received message and everything before it as read; may show "typing" to the person.
fn mark_read(graph: &Graph, body: &Value, id: &str, now: UnixMs) -> GraphResult {
    if body.get("status").and_then(Value::as_str) != Some("read") {
        return Err(limits::invalid("status", "must be \"read\""));
    }
    let Some(message_id) = body.get("message_id").and_then(Value::as_str) else {
        return Err(GraphError::parameter("The parameter message_id is required."));
    };
    let typing = match body.get("typing_indicator") {
        Some(indicator) if indicator.get("type").and_then(Value::as_str) == Some("text") => true,
        Some(_) => return Err(limits::invalid("typing_indicator['type']", "must be \"text\"")),
        None => false,
    };
    let prefix = format!("{id}/");
    let wa_id = graph.write(|state| {
        let (key, thread) = state.threads.iter_mut().find(|(key, thread)| {
            key.starts_with(&prefix)
                && thread.messages.iter().any(|message| {
                    message.wamid == message_id && message.direction == Direction::FromPerson
                })
        })?;
        let last = thread.messages.iter().position(|message| message.wamid == message_id)?;
        for message in thread.messages.iter_mut().take(last.saturating_add(1)) {
            if message.direction == Direction::FromPerson {
                message.status = Status::Read;
            }
        }
        if typing {
            thread.typing_until = Some(now.saturating_add(TYPING));
        }
        key.strip_prefix(&prefix).map(str::to_owned)
    });
    let Some(wa_id) = wa_id else {
        return Err(limits::invalid("message_id", "is not a message to this number"));
    };
    graph.thread_changed(id, &wa_id);
    if typing {
        let (graph, id) = (graph.clone(), id.to_owned());
        tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_secs(25)).await;
            graph.thread_changed(&id, &wa_id);
        });
    }
    Ok(json!({"success": true}))
}
