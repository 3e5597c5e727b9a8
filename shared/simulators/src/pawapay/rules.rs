//! The API's own rules: who may ask, what is accepted, rejected or a duplicate, and the two layers
//! of statuses.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Pawapay, Refund, checkouts::Checkout, control};
use crate::money::{hooks::Mode, is_amount, text, with_lies};

/// Countries served, with what money is called there.
const COUNTRIES: [(&str, &str); 7] = [
    ("BEN", "XOF"),
    ("BFA", "XOF"),
    ("CIV", "XOF"),
    ("SEN", "XOF"),
    ("CMR", "XAF"),
    ("COG", "XAF"),
    ("GAB", "XAF"),
];

/// A refusal as pawaPay writes it, with a status other than 200.
#[derive(Debug)]
pub(super) struct Refused(StatusCode, &'static str);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"failureReason": reason(self.1)}))).into_response()
    }
}

type Answer = Result<Json<Value>, Refused>;

fn reason(code: &str) -> Value {
    json!({"failureCode": code, "failureMessage": "…"})
}

/// The account of a call.
pub(super) fn account(pawapay: &Pawapay, headers: &HeaderMap) -> Result<String, Refused> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer "));
    let no = Refused(StatusCode::UNAUTHORIZED, "NO_AUTHENTICATION");
    let token = token.filter(|token| !token.is_empty()).ok_or(no)?;
    if pawapay.state().revoked.iter().any(|revoked| revoked == token) {
        return Err(Refused(StatusCode::FORBIDDEN, "AUTHENTICATION_ERROR"));
    }
    Ok(token.to_owned())
}

/// Why a checkout is rejected.
fn fault_of(body: &Value) -> Option<&'static str> {
    let is_uuid4 =
        uuid::Uuid::parse_str(text(body, "checkoutId")).is_ok_and(|id| id.get_version_num() == 4);
    if !is_uuid4 || !text(body, "returnUrl").starts_with("http") {
        return Some("INVALID_PARAMETER");
    }
    let amounts = body.get("amounts").and_then(Value::as_array);
    let Some([amount]) = amounts.map(Vec::as_slice) else { return Some("MISSING_PARAMETER") };
    if !is_amount(amount.get("amount")) {
        return Some("INVALID_AMOUNT");
    }
    let pair = (text(amount, "country"), text(amount, "currency"));
    match COUNTRIES.iter().find(|(country, _)| *country == pair.0) {
        None => Some("INVALID_PARAMETER"),
        Some((_, currency)) if *currency != pair.1 => Some("INVALID_CURRENCY"),
        Some(_) => None,
    }
}

pub(super) async fn open(
    State(pawapay): State<Pawapay>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    let token = account(&pawapay, &headers)?;
    let id = text(&body, "checkoutId").to_owned();
    if let Some(code) = fault_of(&body) {
        let rejected = json!({"checkoutId": id, "status": "REJECTED"});
        return Ok(Json(with_lies(rejected, &json!({"failureReason": reason(code)}))));
    }
    if pawapay.with(&id, |_, _| ()).is_some() {
        return Ok(Json(json!({"checkoutId": id, "status": "DUPLICATE_IGNORED"})));
    }
    let checkout = Checkout::new(&token, body, &pawapay.0.base_url, pawapay.0.clock.now());
    let answer = checkout.accepted();
    pawapay.state().checkouts.push(checkout);
    if pawapay.0.hooks.mode() == Mode::Early {
        control::tell_once(&pawapay, &id).await;
    }
    Ok(Json(answer))
}

fn found(data: Option<Value>) -> Json<Value> {
    Json(match data {
        Some(data) => json!({"status": "FOUND", "data": data}),
        None => json!({"status": "NOT_FOUND"}),
    })
}

pub(super) async fn read(
    State(pawapay): State<Pawapay>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    let token = account(&pawapay, &headers)?;
    let checkout =
        pawapay.with(&id, |checkout, _| (checkout.owner == token).then(|| checkout.to_json()));
    Ok(found(checkout.flatten()))
}

pub(super) async fn expire(
    State(pawapay): State<Pawapay>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    let token = account(&pawapay, &headers)?;
    let closed = pawapay.with(&id, |checkout, _| checkout.owner == token && checkout.close());
    match closed {
        Some(true) => Ok(Json(json!({"checkoutId": id, "status": "ACCEPTED"}))),
        Some(false) | None => Err(Refused(StatusCode::BAD_REQUEST, "INVALID_STATE")),
    }
}

pub(super) async fn deposit(
    State(pawapay): State<Pawapay>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    let token = account(&pawapay, &headers)?;
    let state = pawapay.state();
    let mut theirs = state.checkouts.iter().filter(|checkout| checkout.owner == token);
    Ok(found(theirs.find_map(|checkout| checkout.deposit(&id))))
}

pub(super) async fn refund(
    State(pawapay): State<Pawapay>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    let token = account(&pawapay, &headers)?;
    let id = text(&body, "refundId").to_owned();
    let rejected = |code| {
        Ok(Json(json!({"refundId": id, "status": "REJECTED", "failureReason": reason(code)})))
    };
    let mut state = pawapay.state();
    if state.refunds.contains_key(&id) {
        return Ok(Json(json!({"refundId": id, "status": "DUPLICATE_IGNORED"})));
    }
    let deposit_id = text(&body, "depositId");
    let mut theirs = state.checkouts.iter().filter(|checkout| checkout.owner == token);
    let Some(deposit) = theirs.find_map(|checkout| checkout.deposit(deposit_id)) else {
        return rejected("NOT_FOUND");
    };
    if text(&deposit, "status") != "COMPLETED" || !is_amount(body.get("amount")) {
        return rejected("INVALID_STATE");
    }
    let number = |value: &Value| text(value, "amount").parse::<i64>().unwrap_or_default();
    let before = state.refunds.values().filter(|it| text(&it.body, "depositId") == deposit_id);
    let given: i64 = before.filter(|it| it.status != "FAILED").map(|it| number(&it.body)).sum();
    if given + number(&body) > number(&deposit) {
        return rejected("AMOUNT_TOO_LARGE");
    }
    let refund = Refund { owner: token, body, status: "ACCEPTED", failure: None };
    state.refunds.insert(id.clone(), refund);
    Ok(Json(json!({"refundId": id, "status": "ACCEPTED"})))
}

/// A refund is on its way when it is asked after for the first time, and done when it is for the
/// second, unless a control failed it.
pub(super) async fn refund_state(
    State(pawapay): State<Pawapay>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    let token = account(&pawapay, &headers)?;
    let mut state = pawapay.state();
    let Some(refund) = state.refunds.get_mut(&id).filter(|refund| refund.owner == token) else {
        return Ok(found(None));
    };
    refund.status = match refund.status {
        "ACCEPTED" => "PROCESSING",
        "PROCESSING" => "COMPLETED",
        status => status,
    };
    let told = json!({
        "refundId": id,
        "status": refund.status,
        "failureReason": refund.failure.as_deref().map(reason),
    });
    Ok(found(Some(with_lies(refund.body.clone(), &told))))
}
