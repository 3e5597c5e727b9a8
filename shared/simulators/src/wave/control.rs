//! What a test or a person does to a session, and the page a person does it on.

use axum::{
    Json, Router,
    extract::{Path, State},
    response::{Html, IntoResponse as _, Redirect, Response},
    routing,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Wave,
    sessions::{Session, Status},
    webhooks,
};
use crate::{
    money::{done, page as shown, refused},
    random,
};

pub(super) fn routes() -> Router<Wave> {
    Router::new()
        .route("/sessions", routing::get(list))
        .route("/pay", routing::post(pay))
        .route("/fail", routing::post(fail))
        .route("/expire", routing::post(expire))
        .route("/revoke", routing::post(revoke))
        .route("/webhook", routing::post(webhook))
}

/// Every session, oldest first.
async fn list(State(wave): State<Wave>) -> Json<Value> {
    let state = wave.state();
    let sessions: Vec<Value> = state.sessions.iter().map(Session::to_json).collect();
    Json(json!({"sessions": sessions}))
}

/// `{"id", "says"?, "transaction_id"?}`: pays it; `says` are fields told otherwise than they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paying {
    id: String,
    #[serde(default)]
    says: Value,
    transaction_id: Option<String>,
}

async fn pay(State(wave): State<Wave>, Json(order): Json<Paying>) -> Response {
    let transaction = order.transaction_id.unwrap_or_else(transaction);
    match wave.with(&order.id, |session, now| session.pay(transaction, order.says, now)) {
        Some(true) => {
            webhooks::tell(&wave, &order.id, "checkout.session.completed").await;
            done()
        }
        Some(false) => refused("not open"),
        None => refused("no such session"),
    }
}

/// `{"id", "code"}`: a try to pay that does not succeed; the session stays open.
#[derive(Deserialize)]
struct Failing {
    id: String,
    code: String,
}

async fn fail(State(wave): State<Wave>, Json(order): Json<Failing>) -> Response {
    match wave.with(&order.id, |session, _| session.fail(&order.code)) {
        Some(true) => {
            webhooks::tell(&wave, &order.id, "checkout.session.payment_failed").await;
            done()
        }
        Some(false) => refused("not open"),
        None => refused("no such session"),
    }
}

#[derive(Deserialize)]
struct One {
    id: String,
}

/// Its time is over at once. Wave tells nobody.
async fn expire(State(wave): State<Wave>, Json(order): Json<One>) -> Response {
    match wave.with(&order.id, Session::close) {
        Some(_) => done(),
        None => refused("no such session"),
    }
}

/// One more webhook about a session, of any kind.
#[derive(Deserialize)]
struct Telling {
    id: String,
    kind: String,
}

async fn webhook(State(wave): State<Wave>, Json(order): Json<Telling>) -> Response {
    webhooks::post(&wave, &order.id, &order.kind).await;
    done()
}

#[derive(Deserialize)]
struct Revocation {
    key: String,
}

/// The key stops working, as after the owner removed it.
async fn revoke(State(wave): State<Wave>, Json(order): Json<Revocation>) -> Response {
    wave.state().revoked.push(order.key);
    done()
}

/// What `wave_launch_url` opens.
pub(super) async fn page(State(wave): State<Wave>, Path(id): Path<String>) -> Response {
    let page = wave.with(&id, |session, _| {
        let ended = match session.status {
            Status::Open => None,
            Status::Paid { .. } => Some("Payé, merci !"),
            Status::Expired { .. } => Some("Ce lien a expiré."),
        };
        let shown = shown::Shown {
            brand: "Wave",
            label: "Boutique",
            amount: &session.amount,
            currency: "FCFA",
            ended,
            back: &session.success_url,
        };
        shown::of(&session.id, &shown)
    });
    page.map_or_else(|| refused("no such session"), Html::into_response)
}

pub(super) async fn pay_by_hand(State(wave): State<Wave>, Path(id): Path<String>) -> Redirect {
    let paid = wave.with(&id, |session, now| session.pay(transaction(), Value::Null, now));
    if paid == Some(true) {
        webhooks::tell(&wave, &id, "checkout.session.completed").await;
    }
    Redirect::to(&format!("../{id}"))
}

pub(super) async fn fail_by_hand(State(wave): State<Wave>, Path(id): Path<String>) -> Redirect {
    if wave.with(&id, |session, _| session.fail("insufficient-funds")) == Some(true) {
        webhooks::tell(&wave, &id, "checkout.session.payment_failed").await;
    }
    Redirect::to(&format!("../{id}"))
}

fn transaction() -> String {
    format!("T_{}", random::hex())
}
