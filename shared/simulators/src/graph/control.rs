//! Control for tests and demonstrations, beside Meta's own API: faults, revocation, reviews,
//! windows, and a look at everything that was sent.

use axum::{
    Json, Router,
    extract::{Query, State as Extension},
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Graph,
    faults::Fault,
    media::faults::FileFault,
    state::{Behaviour, Direction, Message, Status, TemplateReview, WindowViolation, digits_of},
    webhooks::{Webhook, messages_value},
};
use crate::{
    random,
    time::{SECOND, UnixMs},
};

pub(super) fn routes() -> Router<Graph> {
    Router::new()
        .route("/faults", routing::post(add_fault).delete(clear_faults))
        .route("/file_faults", routing::post(add_file_fault).delete(clear_faults))
        .route("/messages", routing::get(messages))
        .route("/revoke", routing::post(revoke))
        .route("/templates", routing::post(templates))
        .route("/accounts", routing::post(change_account))
        .route("/behaviour", routing::get(behaviour).post(set_behaviour))
        .route("/windows", routing::post(set_window))
        .route("/webhooks", routing::post(send_webhook))
        .route("/echoes", routing::post(echo))
        .route("/verify_webhook", routing::post(verify_webhook))
}

fn done() -> Response {
    Json(json!({"success": true})).into_response()
}

fn refused(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({"error": why}))).into_response()
}

async fn add_fault(Extension(graph): Extension<Graph>, Json(fault): Json<Fault>) -> Response {
    if !fault.is_effective() {
        return refused(StatusCode::BAD_REQUEST, "the effect is empty");
    }
    graph.add_fault(fault);
    done()
}

/// `{"media_id"?, "phone_number_id"?, "times"?, "effect"}`, the effect one of
/// `{"redirect": url}`, `{"oversized": bytes}`, `{"typed": mime}`, `{"delay_ms": n}`,
/// `{"http": status}` and `"altered"`.
async fn add_file_fault(
    Extension(graph): Extension<Graph>,
    Json(fault): Json<FileFault>,
) -> Response {
    graph.add_file_fault(fault);
    done()
}

/// Both kinds of fault.
async fn clear_faults(Extension(graph): Extension<Graph>) -> Response {
    graph.clear_faults();
    graph.clear_file_faults();
    done()
}

#[derive(Deserialize)]
struct MessageFilter {
    phone_number_id: Option<String>,
    to: Option<String>,
}

/// Every accepted message, oldest first.
async fn messages(
    Extension(graph): Extension<Graph>,
    Query(filter): Query<MessageFilter>,
) -> Response {
    let to = filter.to.as_deref().map(digits_of);
    let listed = graph.read(|state| {
        let mut found = Vec::new();
        for (key, thread) in &state.threads {
            let Some((phone_number_id, wa_id)) = key.split_once('/') else { continue };
            let wanted = filter.phone_number_id.as_ref().is_none_or(|id| id == phone_number_id)
                && to.as_ref().is_none_or(|to| to == wa_id);
            if !wanted {
                continue;
            }
            let sent = thread.messages.iter().filter(|it| it.direction == Direction::ToPerson);
            found.extend(sent.map(|it| (it.sequence, describe(it, phone_number_id, wa_id))));
        }
        found.sort_by_key(|(sequence, _)| *sequence);
        found.into_iter().map(|(_, message)| message).collect::<Vec<_>>()
    });
    Json(json!({"messages": listed})).into_response()
}

fn describe(message: &Message, phone_number_id: &str, wa_id: &str) -> Value {
    json!({
        "wamid": message.wamid,
        "at": message.at,
        "phone_number_id": phone_number_id,
        "to": wa_id,
        "type": message.kind(),
        "status": message.status,
        "error": message.error,
        "rendered": message.rendered,
        "body": message.body,
    })
}

#[derive(Deserialize)]
struct Revocation {
    phone_number_id: String,
}

/// Every token of the number's account stops working, as after the owner removed our app.
async fn revoke(Extension(graph): Extension<Graph>, Json(order): Json<Revocation>) -> Response {
    let revoked = graph.write(|state| {
        let account_id = &state.numbers.get(&order.phone_number_id)?.account_id;
        let tokens =
            state.tokens.values_mut().filter(|token| token.account_ids.contains(account_id));
        Some(tokens.map(|token| token.revoked = true).count())
    });
    match revoked {
        Some(count) => Json(json!({"success": true, "revoked": count})).into_response(),
        None => refused(StatusCode::NOT_FOUND, "no such phone number id"),
    }
}

/// What is to become of the account of a number; what is not named stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountChange {
    phone_number_id: String,
    /// Its payment method stops working, or works again.
    cannot_be_charged: Option<bool>,
    /// Our app gets its webhooks, or not: its owner can end that at any time.
    subscribed: Option<bool>,
}

async fn change_account(
    Extension(graph): Extension<Graph>,
    Json(change): Json<AccountChange>,
) -> Response {
    let changed = graph.write(|state| {
        let account_id = &state.numbers.get(&change.phone_number_id)?.account_id;
        let account = state.accounts.get_mut(account_id)?;
        account.cannot_be_charged = change.cannot_be_charged.unwrap_or(account.cannot_be_charged);
        account.subscribed = change.subscribed.unwrap_or(account.subscribed);
        Some(())
    });
    match changed {
        Some(()) => done(),
        None => refused(StatusCode::NOT_FOUND, "no such phone number id"),
    }
}

#[derive(Deserialize)]
struct Review {
    waba_id: String,
    name: String,
    status: String,
}

async fn templates(Extension(graph): Extension<Graph>, Json(review): Json<Review>) -> Response {
    if graph.review(&review.waba_id, &review.name, &review.status) {
        done()
    } else {
        refused(StatusCode::NOT_FOUND, "no such template")
    }
}

async fn behaviour(Extension(graph): Extension<Graph>) -> Json<Behaviour> {
    Json(graph.read(|state| state.behaviour))
}

/// The settings to change; the others stay.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BehaviourChange {
    auto_read: Option<bool>,
    window_violation: Option<WindowViolation>,
    template_review: Option<TemplateReview>,
}

async fn set_behaviour(
    Extension(graph): Extension<Graph>,
    Json(change): Json<BehaviourChange>,
) -> Json<Behaviour> {
    Json(graph.write(|state| {
        let current = state.behaviour;
        state.behaviour = Behaviour {
            auto_read: change.auto_read.unwrap_or(current.auto_read),
            window_violation: change.window_violation.unwrap_or(current.window_violation),
            template_review: change.template_review.unwrap_or(current.template_review),
        };
        state.behaviour
    }))
}

#[derive(Deserialize)]
struct Window {
    phone_number_id: String,
    wa_id: String,
    /// Unix milliseconds; null closes the window.
    open_until: Option<UnixMs>,
}

async fn set_window(Extension(graph): Extension<Graph>, Json(window): Json<Window>) -> Response {
    let (number, wa_id) = (&window.phone_number_id, digits_of(&window.wa_id));
    graph.write(|state| state.thread_mut(number, &wa_id).window_open_until = window.open_until);
    graph.thread_changed(number, &wa_id);
    done()
}

#[derive(Deserialize)]
struct Injection {
    payload: Value,
    #[serde(default = "once")]
    times: u8,
}

fn once() -> u8 {
    1
}

/// Signs and posts any payload, for the kinds of webhook that nothing here causes.
async fn send_webhook(
    Extension(graph): Extension<Graph>,
    Json(injection): Json<Injection>,
) -> Response {
    let webhook = Webhook::raw(&injection.payload);
    let mut accepted = 0_u8;
    for _ in 0..injection.times {
        accepted = accepted.saturating_add(u8::from(graph.attempt(&webhook).await));
    }
    Json(json!({"accepted": accepted})).into_response()
}

#[derive(Deserialize)]
struct Echo {
    phone_number_id: String,
    to: String,
    text: String,
}

/// The owner of a coexistence number wrote from the phone's own app.
async fn echo(Extension(graph): Extension<Graph>, Json(echo): Json<Echo>) -> Response {
    let (number, wa_id) = (&echo.phone_number_id, digits_of(&echo.to));
    let now = graph.clock().now();
    let message_id = random::wamid();
    let webhook = graph.write(|state| {
        if !state.numbers.get(number)?.on_business_app {
            return None;
        }
        state.person(&wa_id);
        let (account_id, mut value) = messages_value(state, number, &wa_id)?;
        let body = json!({
            "from": value.pointer("/metadata/display_phone_number"),
            "to": wa_id,
            "to_user_id": state.user_id(number, &wa_id),
            "id": message_id,
            "timestamp": (now / SECOND).to_string(),
            "type": "text",
            "text": {"body": echo.text},
        });
        value.as_object_mut()?.insert("message_echoes".to_owned(), json!([body]));
        let sequence = state.next_sequence();
        state.thread_mut(number, &wa_id).messages.push(Message {
            wamid: message_id.clone(),
            sequence,
            at: now,
            direction: Direction::ToPerson,
            body,
            rendered: None,
            status: Status::Delivered,
            error: None,
        });
        Some(Webhook::change(&account_id, "smb_message_echoes", &value))
    });
    let Some(webhook) = webhook else {
        return refused(StatusCode::BAD_REQUEST, "not a subscribed coexistence number");
    };
    graph.thread_changed(number, &wa_id);
    let accepted = graph.attempt(&webhook).await;
    Json(json!({"wamid": message_id, "accepted": accepted})).into_response()
}

async fn verify_webhook(Extension(graph): Extension<Graph>) -> Json<Value> {
    Json(json!({"verified": graph.verify_webhook().await}))
}
