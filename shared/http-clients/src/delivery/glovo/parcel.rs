//! Quotes and parcels in Glovo's words.

use domain::{
    delivery_service::{Quote, Seen, ServiceRequest, ServiceState},
    money::{Currency, Money},
};
use serde_json::{Value, json};

use super::GlovoKeys;
use crate::delivery::wire::{any_text, courier, degrees, francs, link, minutes, moment, text};

/// Glovo's states; it may add to them, and others are `None`.
fn state(word: &str) -> Option<ServiceState> {
    Some(match word {
        "CREATED" | "SCHEDULED" => ServiceState::AwaitingConfirm,
        "ACTIVATED" => ServiceState::Searching,
        "ACCEPTED" => ServiceState::Assigned,
        "WAITING_FOR_PICKUP" => ServiceState::AtPickup,
        "PICKED" => ServiceState::PickedUp,
        "WAITING_FOR_DELIVERY" => ServiceState::AtDropoff,
        "DELIVERED" => ServiceState::Delivered,
        "REJECTED" => ServiceState::NoCourier,
        "CANCELLED" => ServiceState::Cancelled,
        "RETURNED" => ServiceState::Returned,
        _ => return None,
    })
}

/// The state of a parcel, or of the answer of `…/status`.
pub(super) fn state_of(answer: &Value) -> Option<ServiceState> {
    let status = answer.get("status").unwrap_or(&Value::Null);
    let word = text(answer, "state").or_else(|| text(status, "state"));
    state(&word.or_else(|| status.as_str().map(str::to_owned))?)
}

/// The body of `quotes`. Without a time for the pick-up, it is now.
pub(super) fn quote_body(keys: &GlovoKeys, request: &ServiceRequest) -> Value {
    let to = &request.dropoff;
    json!({
        "pickupDetails": {"addressBook": {"id": keys.address_id}},
        "deliveryAddress": {
            "rawAddress": to.words,
            "coordinates": {
                "latitude": degrees(&to.pin.latitude()),
                "longitude": degrees(&to.pin.longitude()),
            },
            "details": to.landmark,
        },
    })
}

/// The body of `quotes/{id}/parcels`.
pub(super) fn booking_body(request: &ServiceRequest) -> Value {
    json!({
        "contact": {"name": request.dropoff.name, "phone": request.dropoff.phone.e164()},
        "pickupOrderCode": request.reference,
    })
}

/// The answer of `quotes`. An account is in its country's money, which not every answer names.
pub(super) fn quote(answer: &Value, request: &ServiceRequest) -> Option<Quote> {
    let shop = request.items.first().map(|item| item.value.currency());
    let (price, reference) = (money(answer, shop)?, any_text(answer, &["quoteId", "id"])?);
    let eta = answer.get("estimatedTimeOfDelivery");
    let eta = eta.and_then(|eta| minutes(eta.get("upperBound").unwrap_or(eta)));
    let expires_at = moment(answer, "expiresAt").or_else(|| moment(answer, "expirationTime"));
    Some(Quote { price, eta_minutes: eta, expires_at, reference: Some(reference) })
}

/// An amount, wherever of the places it has been seen in it is.
fn money(answer: &Value, otherwise: Option<Currency>) -> Option<Money> {
    let price = answer.get("price").unwrap_or(&Value::Null);
    let named = ["currencyCode", "currency"];
    let code = any_text(price, &named).or_else(|| any_text(answer, &named));
    let currency = match code {
        Some(code) => Currency::of_code(&code)?,
        None => otherwise?,
    };
    let told = [answer.get("quotePrice"), price.get("amount"), price.get("value"), Some(price)];
    told.into_iter().flatten().find_map(|amount| francs(amount, currency))
}

/// Glovo's name for a parcel, a text or a number.
pub(super) fn reference(parcel: &Value) -> Option<String> {
    let number = parcel.get("trackingNumber")?;
    text(parcel, "trackingNumber").or_else(|| number.as_number().map(ToString::to_string))
}

/// A parcel.
pub(super) fn seen(parcel: &Value) -> Seen {
    let rider = parcel.get("courier").unwrap_or(&Value::Null);
    let phone = any_text(rider, &["phone", "phoneNumber"]);
    let eta = parcel.get("estimatedTimeOfDelivery");
    Seen {
        state: state_of(parcel),
        version: 0,
        awaits_us: false,
        price: money(parcel, None),
        expires_at: None,
        courier: courier(text(rider, "name"), phone.as_deref()),
        tracking: link(parcel, "trackingLink").or_else(|| link(parcel, "trackingUrl")),
        eta_minutes: eta.and_then(|eta| minutes(eta.get("upperBound").unwrap_or(eta))),
        trouble: None,
    }
}

/// The code of an error, wherever it is.
pub(super) fn error_code(answer: &Value) -> Option<&str> {
    let error = answer.get("error").unwrap_or(answer);
    error.get("code").and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_state_is_known_in_either_place() {
        for word in [
            "CREATED",
            "SCHEDULED",
            "ACTIVATED",
            "ACCEPTED",
            "WAITING_FOR_PICKUP",
            "PICKED",
            "WAITING_FOR_DELIVERY",
            "DELIVERED",
            "REJECTED",
            "CANCELLED",
            "RETURNED",
        ] {
            let known = state(word);
            assert!(known.is_some(), "{word}");
            assert_eq!(state_of(&json!({"state": word})), known);
            assert_eq!(state_of(&json!({"status": {"state": word}})), known);
            assert_eq!(state_of(&json!({"status": word})), known);
        }
        assert_eq!(state_of(&json!({"status": {"state": "BEAMED"}})), None);
    }

    #[test]
    fn a_price_is_found_where_it_has_been_seen() {
        let francs = |answer: Value| money(&answer, Some(Currency::Xof)).map(Money::amount);
        assert_eq!(francs(json!({"quotePrice": 1500})), Some(1_500));
        assert_eq!(francs(json!({"price": "1500.00", "currencyCode": "XOF"})), Some(1_500));
        assert_eq!(francs(json!({"price": {"amount": 1500.2}})), Some(1_501));
        assert_eq!(francs(json!({"price": 12, "currency": "EUR"})), None);
        assert_eq!(francs(json!({})), None);
    }
}
