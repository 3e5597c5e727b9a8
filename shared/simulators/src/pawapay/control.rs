//! What a test or a person does to a checkout, and the page a person does it on.

use axum::{
    Json, Router,
    extract::{Path, State},
    response::{Html, IntoResponse as _, Redirect, Response},
    routing,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Pawapay,
    checkouts::{Checkout, Status},
    signing,
};
use crate::money::{done, hooks, page as shown, refused, text};

pub(super) fn routes() -> Router<Pawapay> {
    Router::new()
        .route("/checkouts", routing::get(list))
        .route("/pay", routing::post(pay))
        .route("/fail", routing::post(fail))
        .route("/expire", routing::post(expire))
        .route("/fail_refund", routing::post(fail_refund))
        .route("/revoke", routing::post(revoke))
        .route("/webhook", routing::post(webhook))
}

/// Calls back about a checkout, as often as callbacks are set to.
async fn tell(pawapay: &Pawapay, id: &str) {
    for _ in 0..pawapay.0.hooks.mode().times() {
        tell_once(pawapay, id).await;
    }
}

/// One callback, whatever is set.
pub(super) async fn tell_once(pawapay: &Pawapay, id: &str) {
    let found = pawapay.with(id, |checkout, _| (checkout.owner.clone(), checkout.to_json()));
    let Some((owner, checkout)) = found else { return };
    let Some(hook) = pawapay.0.hooks.of(&owner) else { return };
    let body = checkout.to_string();
    let headers = signing::headers(&pawapay.0.key, &hook.url, &body, pawapay.0.clock.now());
    let mut request = pawapay.0.http.post(hook.url).body(body);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    if !hooks::post(request).await {
        tracing::warn!("a callback was not taken");
    }
}

/// Every checkout, oldest first.
async fn list(State(pawapay): State<Pawapay>) -> Json<Value> {
    let state = pawapay.state();
    let checkouts: Vec<Value> = state.checkouts.iter().map(Checkout::to_json).collect();
    Json(json!({"checkouts": checkouts}))
}

/// `{"id", "says"?, "deposit_id"?}`: pays it; `says` are fields of the deposit told otherwise than
/// they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paying {
    id: String,
    #[serde(default)]
    says: Value,
    deposit_id: Option<String>,
}

async fn pay(State(pawapay): State<Pawapay>, Json(order): Json<Paying>) -> Response {
    match pawapay.with(&order.id, |checkout, _| checkout.pay(order.deposit_id, order.says)) {
        Some(true) => {
            tell(&pawapay, &order.id).await;
            done()
        }
        Some(false) => refused("not open"),
        None => refused("no such checkout"),
    }
}

/// `{"id", "code", "final"?}`: a try that fails; with `final` nothing can be tried any more.
#[derive(Deserialize)]
struct Failing {
    id: String,
    code: String,
    #[serde(default, rename = "final")]
    is_final: bool,
}

async fn fail(State(pawapay): State<Pawapay>, Json(order): Json<Failing>) -> Response {
    match pawapay.with(&order.id, |checkout, _| checkout.fail(&order.code, order.is_final)) {
        Some(true) => {
            // A checkout calls back when it is over, a failed try is not the end of it.
            if order.is_final {
                tell(&pawapay, &order.id).await;
            }
            done()
        }
        Some(false) => refused("not open"),
        None => refused("no such checkout"),
    }
}

#[derive(Deserialize)]
struct One {
    id: String,
}

/// Its time is over at once.
async fn expire(State(pawapay): State<Pawapay>, Json(order): Json<One>) -> Response {
    match pawapay.with(&order.id, |checkout, _| checkout.close()) {
        Some(_) => {
            tell(&pawapay, &order.id).await;
            done()
        }
        None => refused("no such checkout"),
    }
}

/// One more callback about a checkout.
async fn webhook(State(pawapay): State<Pawapay>, Json(order): Json<One>) -> Response {
    tell_once(&pawapay, &order.id).await;
    done()
}

#[derive(Deserialize)]
struct FailingRefund {
    id: String,
    code: String,
}

async fn fail_refund(State(pawapay): State<Pawapay>, Json(order): Json<FailingRefund>) -> Response {
    let mut state = pawapay.state();
    let Some(refund) = state.refunds.get_mut(&order.id) else { return refused("no such refund") };
    refund.status = "FAILED";
    refund.failure = Some(order.code);
    drop(state);
    done()
}

#[derive(Deserialize)]
struct Revocation {
    key: String,
}

/// The token stops working.
async fn revoke(State(pawapay): State<Pawapay>, Json(order): Json<Revocation>) -> Response {
    pawapay.state().revoked.push(order.key);
    done()
}

/// What `redirectUrl` opens.
pub(super) async fn page(State(pawapay): State<Pawapay>, Path(id): Path<String>) -> Response {
    let page = pawapay.with(&id, |checkout, _| {
        let ended = match checkout.status {
            Status::Waiting => None,
            Status::Completed => Some("Payé, merci !"),
            Status::Failed => Some("Le paiement n'a pas abouti."),
            Status::Expired => Some("Ce lien a expiré."),
        };
        let shown = shown::Shown {
            brand: "pawaPay",
            label: checkout.label(),
            amount: text(checkout.amount(), "amount"),
            currency: "FCFA",
            ended,
            back: checkout.return_url(),
        };
        shown::of(&checkout.id, &shown)
    });
    page.map_or_else(|| refused("no such checkout"), Html::into_response)
}

pub(super) async fn pay_by_hand(
    State(pawapay): State<Pawapay>,
    Path(id): Path<String>,
) -> Redirect {
    if pawapay.with(&id, |checkout, _| checkout.pay(None, Value::Null)) == Some(true) {
        tell(&pawapay, &id).await;
    }
    Redirect::to(&format!("../{id}"))
}

pub(super) async fn fail_by_hand(
    State(pawapay): State<Pawapay>,
    Path(id): Path<String>,
) -> Redirect {
    if pawapay.with(&id, |checkout, _| checkout.fail("INSUFFICIENT_BALANCE", false)) == Some(true) {
        tracing::info!("a try to pay failed");
    }
    Redirect::to(&format!("../{id}"))
}
