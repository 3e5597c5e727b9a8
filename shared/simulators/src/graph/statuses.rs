//! What becomes of an accepted message: `sent`, `delivered`, `read` in that order, or `failed`.
//! A status never goes back, whatever order things happen in.

use serde_json::{Value, json};

use super::{
    Graph,
    error::webhook_error,
    media::fetch::NOT_FETCHED,
    state::{Direction, Message, State, Status, Thread},
    webhooks::{Webhook, messages_value},
};
use crate::time::{SECOND, UnixMs};

/// Decided when a message is accepted, reported by webhook afterwards.
#[derive(Clone, Debug)]
pub(super) enum Fate {
    Arrives,
    Fails { code: i64, details: String },
}

/// Which message of which thread.
#[derive(Clone, Debug)]
pub(super) struct MessageKey {
    pub(super) phone_number_id: String,
    pub(super) wa_id: String,
    pub(super) wamid: String,
}

impl Graph {
    /// Reports the message's way in the background.
    pub(super) fn follow(&self, key: MessageKey, fate: Fate) {
        let graph = self.clone();
        tokio::spawn(async move {
            match fate {
                Fate::Fails { code, details } => {
                    graph.report(&key, Status::Failed, Some(webhook_error(code, &details))).await;
                }
                Fate::Arrives => {
                    if let Err(details) = graph.fetch_linked(&key).await {
                        let error = webhook_error(NOT_FETCHED, &details);
                        return graph.report(&key, Status::Failed, Some(error)).await;
                    }
                    graph.report(&key, Status::Sent, None).await;
                    graph.report(&key, Status::Delivered, None).await;
                    if graph.read(|state| state.behaviour.auto_read) {
                        graph.report(&key, Status::Read, None).await;
                    }
                }
            }
        });
    }

    /// The person opened the thread: everything in it is read.
    pub(crate) fn open_thread(&self, phone_number_id: &str, wa_id: &str) {
        let unread: Vec<String> = self.write(|state| {
            let thread = state.thread_mut(phone_number_id, wa_id);
            thread.unread = 0;
            let received = thread.messages.iter().filter(|message| {
                message.direction == Direction::ToPerson && message.status < Status::Read
            });
            received.map(|message| message.wamid.clone()).collect()
        });
        self.thread_changed(phone_number_id, wa_id);
        let graph = self.clone();
        let (phone_number_id, wa_id) = (phone_number_id.to_owned(), wa_id.to_owned());
        tokio::spawn(async move {
            for wamid in unread {
                let (phone_number_id, wa_id) = (phone_number_id.clone(), wa_id.clone());
                let key = MessageKey { phone_number_id, wa_id, wamid };
                graph.report(&key, Status::Read, None).await;
            }
        });
    }

    async fn report(&self, key: &MessageKey, status: Status, error: Option<Value>) {
        let now = self.clock().now();
        let webhook = self.write(|state| {
            let message = find(state.thread_mut(&key.phone_number_id, &key.wa_id), &key.wamid)?;
            // Being read happens once; the earlier steps are reported even when overtaken.
            if status == Status::Read && message.status >= Status::Read {
                return None;
            }
            message.status = message.status.max(status);
            message.error.clone_from(&error);
            status_webhook(state, key, status, error, now)
        });
        self.thread_changed(&key.phone_number_id, &key.wa_id);
        if let Some(webhook) = webhook {
            self.deliver(&webhook).await;
        }
    }
}

fn find<'a>(thread: &'a mut Thread, wamid: &str) -> Option<&'a mut Message> {
    thread.messages.iter_mut().find(|message| message.wamid == wamid)
}

fn status_webhook(
    state: &State,
    key: &MessageKey,
    status: Status,
    error: Option<Value>,
    now: UnixMs,
) -> Option<Webhook> {
    let (account_id, mut value) = messages_value(state, &key.phone_number_id, &key.wa_id)?;
    let thread = state.thread(&key.phone_number_id, &key.wa_id)?;
    let message = thread.messages.iter().find(|message| message.wamid == key.wamid)?;
    let mut report = json!({
        "id": key.wamid,
        "status": status.wire(),
        "timestamp": (now / SECOND).to_string(),
        "recipient_id": key.wa_id,
        "recipient_user_id": state.user_id(&key.phone_number_id, &key.wa_id),
    });
    let fields = report.as_object_mut()?;
    if let Some(tag) = message.body.get("biz_opaque_callback_data") {
        fields.insert("biz_opaque_callback_data".to_owned(), tag.clone());
    }
    if let Some(error) = error {
        fields.insert("errors".to_owned(), json!([error]));
        // Meta leaves the contact out of failures.
        value.as_object_mut()?.remove("contacts");
    }
    if status == Status::Delivered {
        price(fields, thread, message, now);
    }
    value.as_object_mut()?.insert("statuses".to_owned(), json!([report]));
    Some(Webhook::change(&account_id, "messages", &value))
}

/// From webhook v24.0 on, prices are on some statuses only and the conversation only where an ad
/// opened it.
fn price(
    report: &mut serde_json::Map<String, Value>,
    thread: &Thread,
    message: &Message,
    now: UnixMs,
) {
    let free_until = thread.free_entry_until.filter(|until| *until > now);
    let pricing = if let Some(until) = free_until {
        report.insert(
            "conversation".to_owned(),
            json!({
                "id": format!("{:x}", until),
                "expiration_timestamp": (until / SECOND).to_string(),
                "origin": {"type": "referral_conversion"},
            }),
        );
        json!({"billable": false, "pricing_model": "PMP", "type": "free_entry_point",
               "category": "referral_conversion"})
    } else if let Some(category) = message.rendered.as_ref().and_then(|seen| seen.get("category")) {
        json!({"billable": true, "pricing_model": "PMP", "type": "regular", "category": category})
    } else {
        json!({"billable": false, "pricing_model": "PMP", "type": "free_customer_service",
               "category": "service"})
    };
    report.insert("pricing".to_owned(), pricing);
}
