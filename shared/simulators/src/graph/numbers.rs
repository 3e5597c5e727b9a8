//! Business phone numbers: what they say of themselves, and registration with its PIN and its
//! limit of ten calls in 72 hours.

use serde_json::{Value, json};

use super::{
    Graph, access,
    call::Call,
    error::{GraphError, GraphResult},
    nodes,
    state::{Number, NumberKind, State},
};
use crate::time::{HOUR, UnixMs};

/// Meta, registration reference: 10 requests per number in a moving window of 72 hours.
const REGISTRATIONS: usize = 10;
const REGISTRATION_WINDOW: UnixMs = 72 * HOUR;

const DEFAULT_FIELDS: [&str; 6] = [
    "verified_name",
    "code_verification_status",
    "display_phone_number",
    "quality_rating",
    "platform_type",
    "throughput",
];

/// Meta, messaging health status: the number's own, its account's, and what is wrong with it.
fn health_status(number: &Number, cannot_be_charged: bool) -> Value {
    let available = |kind: &str, id: &str| json!({"entity_type": kind, "id": id, "can_send_message": "AVAILABLE"});
    let account = if cannot_be_charged {
        json!({"entity_type": "WABA", "id": number.account_id, "can_send_message": "BLOCKED",
        "errors": [{
            "error_code": 141_006,
            "error_description": "The payment method of the account does not work.",
            "possible_solution": "Add a payment method to the account.",
        }]})
    } else {
        available("WABA", &number.account_id)
    };
    json!({
        "can_send_message": if cannot_be_charged { "BLOCKED" } else { "AVAILABLE" },
        "entities": [available("PHONE_NUMBER", &number.id), account],
    })
}

fn describe(graph: &Graph, number: &Number, cannot_be_charged: bool) -> Value {
    let live = number.registered || number.on_business_app;
    json!({
        "id": number.id,
        "display_phone_number": number.display,
        "verified_name": number.verified_name,
        "status": if live { "CONNECTED" } else { "PENDING" },
        "code_verification_status": "VERIFIED",
        "quality_rating": if live { "GREEN" } else { "UNKNOWN" },
        "platform_type": if live { "CLOUD_API" } else { "NOT_APPLICABLE" },
        "throughput": {"level": "STANDARD"},
        "is_on_biz_app": number.on_business_app,
        "is_pin_enabled": number.pin.is_some(),
        "name_status": "APPROVED",
        "account_mode": "LIVE",
        "is_official_business_account": false,
        "health_status": health_status(number, cannot_be_charged),
        "whatsapp_business_manager_messaging_limit":
            if number.kind == NumberKind::Platform { "TIER_2K" } else { "TIER_250" },
        "webhook_configuration": {"application": graph.settings().webhook_url.as_str()},
        "last_onboarded_time": jiff::Timestamp::from_millisecond(number.onboarded_at)
            .map(|time| time.to_string())
            .unwrap_or_default(),
    })
}

pub(super) fn select(graph: &Graph, state: &State, call: &Call, number: &Number) -> GraphResult {
    let account = state.accounts.get(&number.account_id);
    let cannot_be_charged = account.is_some_and(|account| account.cannot_be_charged);
    nodes::select(&describe(graph, number, cannot_be_charged), call, &DEFAULT_FIELDS)
}

/// `GET /{phone number}`.
pub(super) fn get(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| select(graph, state, call, access::number(state, call, now, id)?))
}

/// `POST /{phone number} {"pin"}`: sets the two-step verification PIN.
pub(super) fn set_pin(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.write(|state| {
        access::number(state, call, now, id)?;
        let pin = pin(call)?;
        number_mut(state, call, id)?.pin = Some(pin);
        Ok(json!({"success": true}))
    })
}

/// `POST /{phone number}/register`.
pub(super) fn register(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.write(|state| {
        access::number(state, call, now, id)?;
        messaging_product(call)?;
        let pin = pin(call)?;
        let number = number_mut(state, call, id)?;
        count_registration(number, now)?;
        if number.pin.as_ref().is_some_and(|set| *set != pin) {
            return Err(GraphError::with_details(133_005, "The PIN does not match."));
        }
        number.pin = Some(pin);
        number.registered = true;
        Ok(json!({"success": true}))
    })
}

/// `POST /{phone number}/deregister`.
pub(super) fn deregister(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.write(|state| {
        access::number(state, call, now, id)?;
        let number = number_mut(state, call, id)?;
        count_registration(number, now)?;
        if !number.registered {
            return Err(GraphError::parameter(
                "Phone number not registered on the WhatsApp Business Platform.",
            )
            .subcode(2_207_051));
        }
        number.registered = false;
        Ok(json!({"success": true}))
    })
}

fn count_registration(number: &mut Number, now: UnixMs) -> Result<(), GraphError> {
    if number.on_business_app {
        return Err(GraphError::parameter(
            "The endpoint is not available for numbers of the WhatsApp Business app.",
        ));
    }
    number.registrations.retain(|time| now.saturating_sub(*time) < REGISTRATION_WINDOW);
    if number.registrations.len() >= REGISTRATIONS {
        return Err(GraphError::new(133_016));
    }
    number.registrations.push(now);
    Ok(())
}

fn pin(call: &Call) -> Result<String, GraphError> {
    call.param("pin")
        .filter(|pin| pin.len() == 6 && pin.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .ok_or_else(|| GraphError::parameter("Invalid PIN format. PIN must be exactly 6 digits"))
}

pub(super) fn messaging_product(call: &Call) -> Result<(), GraphError> {
    match call.param("messaging_product") {
        Some("whatsapp") => Ok(()),
        Some(_) => Err(GraphError::parameter("Param messaging_product must be \"whatsapp\"")),
        None => Err(GraphError::parameter("The parameter messaging_product is required.")),
    }
}

fn number_mut<'a>(
    state: &'a mut State,
    call: &Call,
    id: &str,
) -> Result<&'a mut Number, GraphError> {
    state.numbers.get_mut(id).ok_or_else(|| access::unknown(call, id))
}
