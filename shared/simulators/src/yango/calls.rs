//! Yango's calls.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use serde_json::{Value, json};

use super::{
    Yango,
    claims::{Claim, Fault, Refusal},
};

type Asked = Query<HashMap<String, String>>;
type Shared = State<Arc<Yango>>;

/// Where couriers ride: between Dakar and Yaoundé. Swapped coordinates are in the sea.
const LATITUDES: std::ops::RangeInclusive<f64> = 3.0..=17.0;
const LONGITUDES: std::ops::RangeInclusive<f64> = -18.0..=17.0;

/// What a call answers.
type Answer = Result<Response, Refusal>;

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(status, code) = self;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        let body = json!({"code": code, "message": format!("refus : {code}")});
        let mut answer = (status, Json(body)).into_response();
        if status == StatusCode::TOO_MANY_REQUESTS {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("7"));
        }
        answer
    }
}

/// A body that breaks off: the answer is lost on its way.
fn lost() -> Response {
    let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other("lost"))]);
    Response::new(Body::from_stream(broken))
}

/// What every call is checked for, and the fault that was planned for it.
fn check(
    yango: &Yango,
    call: &str,
    headers: &HeaderMap,
    body: &Value,
) -> Result<Option<Fault>, Refusal> {
    let of = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = of(header::AUTHORIZATION).strip_prefix("Bearer ").unwrap_or_default();
    let mut memory = yango.memory();
    memory.record(json!({"call": call, "language": of(header::ACCEPT_LANGUAGE), "body": body}));
    if token.is_empty() || token == "wrong" {
        return Err(Refusal(401, "unauthorized"));
    }
    if of(header::ACCEPT_LANGUAGE).is_empty() {
        return Err(Refusal(400, "no_language"));
    }
    match memory.take_fault(call) {
        Some(Fault::RateLimited) => Err(Refusal(429, "too_many_requests")),
        Some(Fault::Outage) => Err(Refusal(503, "unavailable")),
        fault => Ok(fault),
    }
}

fn answer(fault: Option<Fault>, value: Value) -> Response {
    if fault == Some(Fault::LostAnswer) { lost() } else { Json(value).into_response() }
}

/// Whether two `[longitude, latitude]` are where couriers ride.
fn are_places(points: Option<&Vec<Value>>, of: &str) -> bool {
    let number = |point: &Value, index: &str| {
        point.pointer(&format!("{of}/{index}")).and_then(Value::as_f64)
    };
    points.is_some_and(|points| {
        points.len() == 2
            && points.iter().all(|point| {
                number(point, "0").is_some_and(|longitude| LONGITUDES.contains(&longitude))
                    && number(point, "1").is_some_and(|latitude| LATITUDES.contains(&latitude))
            })
    })
}

fn members<'a>(body: &'a Value, name: &str) -> Option<&'a Vec<Value>> {
    body.get(name).and_then(Value::as_array).filter(|members| !members.is_empty())
}

pub(super) async fn check_price(
    State(yango): Shared,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    let fault = check(&yango, "check-price", &headers, &body)?;
    if members(&body, "items").is_none() {
        return Err(Refusal(400, "bad_request"));
    }
    if !are_places(members(&body, "route_points"), "/coordinates") {
        return Err(Refusal(400, "address_not_found"));
    }
    if fault == Some(Fault::ErrorInSuccess) {
        let error = json!([{"code": "estimating.requirement_unavailable", "message": "…"}]);
        return Ok(Json(json!({"error_messages": error})).into_response());
    }
    let price = yango.memory().settings.price.clone();
    let rules = json!({"code": "XOF", "sign": "F", "template": "$VALUE$ $SIGN$"});
    let priced = json!({"price": price, "currency_rules": rules, "distance_meters": 14_210, "eta": 31, "zone_id": "abidjan"});
    Ok(answer(fault, priced))
}

/// Whether a claim is one: contacts, types, items that name where they are dropped under either
/// spelling.
fn is_claim(body: &Value) -> bool {
    let item = |item: &Value| {
        let drops = ["dropoff_point", "droppof_point"];
        let drop = drops.iter().any(|name| item.get(*name).is_some_and(Value::is_number));
        let worth = item.get("cost_value").is_some_and(Value::is_string);
        drop && worth && item.get("pickup_point").is_some()
    };
    let point = |point: &Value, kind: &str| {
        let phone = point.pointer("/contact/phone").and_then(Value::as_str);
        point.get("type").and_then(Value::as_str) == Some(kind)
            && phone.is_some_and(|phone| phone.starts_with('+'))
    };
    let points = members(body, "route_points");
    members(body, "items").is_some_and(|items| items.iter().all(item))
        && points.is_some_and(|points| {
            points.iter().zip(["source", "destination"]).all(|(one, kind)| point(one, kind))
        })
}

pub(super) async fn create(
    State(yango): Shared,
    Query(query): Asked,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    let fault = check(&yango, "claims/create", &headers, &body)?;
    let Some(id) = query.get("request_id").filter(|id| (1..=128).contains(&id.len())) else {
        return Err(Refusal(400, "bad_request"));
    };
    if !is_claim(&body) {
        return Err(Refusal(400, "bad_request"));
    }
    if !are_places(members(&body, "route_points"), "/address/coordinates") {
        return Err(Refusal(400, "address_not_found"));
    }
    let now = yango.clock.now();
    let broken = fault == Some(Fault::ErrorInSuccess);
    let (claim, is_new) = yango.memory().create(id, body, broken, now);
    if is_new {
        changed(&yango, &claim.id, |claim, now| {
            claim.estimate(now);
            true
        });
    }
    // Yango answers before it has looked for a price.
    Ok(answer(fault, claim.shown()))
}

/// Changes a claim and tells its owner; the claim as it is then.
pub(super) fn changed(
    yango: &Yango,
    id: &str,
    change: impl FnOnce(&mut Claim, crate::time::UnixMs) -> bool,
) -> Option<Claim> {
    let now = yango.clock.now();
    let mut memory = yango.memory();
    let claim = memory.claims.get_mut(id)?;
    let did = change(claim, now);
    let claim = claim.clone();
    let calls = memory.settings.callbacks && did;
    drop(memory);
    if let (Some(address), true) = (claim.callback(None), calls) {
        yango.call_back(address);
    }
    Some(claim)
}

fn claim_of(yango: &Yango, query: &HashMap<String, String>) -> Result<Claim, Refusal> {
    let id = query.get("claim_id").map(String::as_str).unwrap_or_default();
    yango.memory().claims.get(id).cloned().ok_or(Refusal(404, "not_found"))
}

pub(super) async fn info(State(yango): Shared, Query(query): Asked, headers: HeaderMap) -> Answer {
    let fault = check(&yango, "claims/info", &headers, &Value::Null)?;
    Ok(answer(fault, claim_of(&yango, &query)?.shown()))
}

fn version_of(body: &Value) -> i64 {
    body.get("version").and_then(Value::as_i64).unwrap_or(-1)
}

pub(super) async fn accept(
    State(yango): Shared,
    Query(query): Asked,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    settle(&yango, "claims/accept", &query, &headers, &body, |claim, _, now| {
        claim.accept(version_of(&body), now)
    })
}

/// The terms of giving a claim up, as a test set them or as its status has it.
fn terms(yango: &Yango, claim: &Claim) -> String {
    let told = yango.memory().settings.cancel_state.clone();
    told.unwrap_or_else(|| claim.cancel_state().to_owned())
}

pub(super) async fn cancel_info(
    State(yango): Shared,
    Query(query): Asked,
    headers: HeaderMap,
) -> Answer {
    let fault = check(&yango, "claims/cancel-info", &headers, &Value::Null)?;
    let claim = claim_of(&yango, &query)?;
    let state = terms(&yango, &claim);
    let fee = if state == "paid" { yango.memory().settings.cancel_fee.clone() } else { "0".into() };
    Ok(answer(fault, json!({"cancel_state": state, "price": fee, "currency": "XOF"})))
}

pub(super) async fn cancel(
    State(yango): Shared,
    Query(query): Asked,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    let said = body.get("cancel_state").and_then(Value::as_str).unwrap_or_default();
    settle(&yango, "claims/cancel", &query, &headers, &body, |claim, terms, now| {
        claim.cancel(version_of(&body), said, terms, now)
    })
}

/// A change of a claim that may be refused.
fn settle(
    yango: &Yango,
    call: &str,
    query: &HashMap<String, String>,
    headers: &HeaderMap,
    body: &Value,
    change: impl FnOnce(&mut Claim, &str, crate::time::UnixMs) -> Result<(), Refusal>,
) -> Answer {
    let fault = check(yango, call, headers, body)?;
    let claim = claim_of(yango, query)?;
    let terms = terms(yango, &claim);
    let mut refused = None;
    let after = changed(yango, &claim.id, |claim, now| match change(claim, &terms, now) {
        Ok(()) => true,
        Err(refusal) => {
            refused = Some(refusal);
            false
        }
    });
    match (refused, after) {
        (None, Some(claim)) => {
            let short = json!({"id": claim.id, "status": claim.status, "version": claim.version});
            Ok(answer(fault, short))
        }
        (refused, _) => Err(refused.unwrap_or(Refusal(404, "not_found"))),
    }
}

pub(super) async fn tracking_links(
    State(yango): Shared,
    Query(query): Asked,
    headers: HeaderMap,
) -> Answer {
    let fault = check(&yango, "claims/tracking-links", &headers, &Value::Null)?;
    let claim = claim_of(&yango, &query)?;
    if !claim.has_performer() {
        return Err(Refusal(409, "inappropriate_status"));
    }
    let link = format!("https://go.yango.com/route/{}", claim.id);
    let end = json!({"id": 70_001, "type": "destination", "sharing_link": link});
    let start = json!({"id": 70_000, "type": "source"});
    Ok(answer(fault, json!({"route_points": [start, end]})))
}

pub(super) async fn voice_forwarding(
    State(yango): Shared,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Answer {
    let fault = check(&yango, "driver-voiceforwarding", &headers, &body)?;
    let id = body.get("claim_id").and_then(Value::as_str).unwrap_or_default();
    let claim = yango.memory().claims.get(id).cloned();
    match claim {
        // Only Yango's own numbers of points are known.
        Some(_) if body.get("point_id") != Some(&json!(70_000)) => Err(Refusal(400, "bad_request")),
        Some(claim) if claim.has_performer() => {
            let line = json!({"phone": "+2252722000000", "ext": "321", "ttl_seconds": 3_600});
            Ok(answer(fault, line))
        }
        Some(_) => Err(Refusal(409, "inappropriate_status")),
        None => Err(Refusal(404, "not_found")),
    }
}
