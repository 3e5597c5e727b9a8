//! A claim as Yango shows it. Members that are missing or new are no error.

use domain::{
    delivery_service::{CancelTerms, Quote, Seen, ServiceCourier, ServiceState},
    money::{Currency, Money},
    phone::Phone,
};
use serde_json::Value;

use crate::delivery::{
    error::word,
    wire::{any_text, courier, francs, link, minutes, moment, text},
};

/// The one status in which a claim can be accepted.
const READY: &str = "ready_for_approval";

/// Yango's statuses. The list is partly inferred, and Yango may add to it: others are `None`.
fn state(status: &str) -> Option<ServiceState> {
    Some(match status {
        "new" | "estimating" | READY => ServiceState::AwaitingConfirm,
        "accepted" | "performer_lookup" | "performer_draft" => ServiceState::Searching,
        "performer_found" => ServiceState::Assigned,
        "pickup_arrived" | "ready_for_pickup_confirmation" => ServiceState::AtPickup,
        "pickuped" => ServiceState::PickedUp,
        "delivery_arrived" | "ready_for_delivery_confirmation" | "pay_waiting" => {
            ServiceState::AtDropoff
        }
        "delivered" | "delivered_finish" => ServiceState::Delivered,
        "returning" | "return_arrived" | "ready_for_return_confirmation" => ServiceState::Returning,
        "returned" | "returned_finish" => ServiceState::Returned,
        "performer_not_found" => ServiceState::NoCourier,
        "estimating_failed" | "failed" => ServiceState::Failed,
        "cancelled"
        | "cancelled_with_payment"
        | "cancelled_by_taxi"
        | "cancelled_with_items_on_hands" => ServiceState::Cancelled,
        _ => return None,
    })
}

/// The answer of `claims/create` and `claims/info`.
pub(super) fn seen(claim: &Value) -> Seen {
    let status = text(claim, "status").unwrap_or_default();
    let pricing = claim.get("pricing").unwrap_or(&Value::Null);
    let offer = pricing.get("offer").unwrap_or(&Value::Null);
    let performer = claim.get("performer_info").unwrap_or(&Value::Null);
    let name = any_text(performer, &["courier_name", "legal_name"]);
    Seen {
        state: state(&status),
        version: claim.get("version").and_then(Value::as_i64).unwrap_or(0),
        awaits_us: status == READY,
        price: price(pricing, offer),
        expires_at: moment(offer, "valid_until"),
        courier: courier(name, None),
        tracking: None,
        eta_minutes: claim.get("eta").and_then(minutes),
        trouble: trouble(claim),
    }
}

/// What is paid, or would be: the final price once there is one, with tax where it is told.
fn price(pricing: &Value, offer: &Value) -> Option<Money> {
    let rules = pricing.get("currency_rules").unwrap_or(&Value::Null);
    let code = text(pricing, "currency").or_else(|| text(rules, "code"))?;
    let currency = Currency::of_code(&code)?;
    let told = [pricing.get("final_price"), offer.get("price_with_vat"), offer.get("price")];
    told.into_iter().flatten().find_map(|amount| francs(amount, currency))
}

/// The first code of the errors that Yango puts in successes.
pub(super) fn trouble(answer: &Value) -> Option<String> {
    let first = answer.get("error_messages")?.as_array()?.first()?;
    Some(text(first, "code").as_deref().and_then(word).unwrap_or_else(|| "unnamed".to_owned()))
}

/// The answer of `check-price`.
pub(super) fn quote(answer: &Value) -> Option<Quote> {
    let currency = Currency::of_code(&text(answer.get("currency_rules")?, "code")?)?;
    Some(Quote {
        price: francs(answer.get("price")?, currency)?,
        eta_minutes: answer.get("eta").and_then(minutes),
        expires_at: None,
        reference: None,
    })
}

/// The answer of `claims/cancel-info`; the fee with tax where it is told.
pub(super) fn cancel_terms(answer: &Value) -> Option<CancelTerms> {
    match text(answer, "cancel_state")?.as_str() {
        "free" => Some(CancelTerms::Free),
        "unavailable" => Some(CancelTerms::Unavailable),
        "paid" => {
            let currency = text(answer, "currency").and_then(|code| Currency::of_code(&code));
            let told = [answer.get("price_with_vat"), answer.get("price")];
            let mut told = told.into_iter().flatten();
            Some(CancelTerms::Paid(
                currency.and_then(|currency| told.find_map(|fee| francs(fee, currency))),
            ))
        }
        _ => None,
    }
}

/// Where the prospect follows the parcel; the link of the destination is meant for them.
pub(super) fn tracking(links: &Value) -> Option<String> {
    let points = links.get("route_points")?.as_array()?;
    let is_end = |point: &&Value| text(point, "type").as_deref() == Some("destination");
    link(points.iter().find(is_end)?, "sharing_link")
}

/// Yango's own number of the pick-up, by which the courier is called.
pub(super) fn pickup_point(claim: &Value) -> Option<i64> {
    let points = claim.get("route_points")?.as_array()?;
    let is_start = |point: &&Value| text(point, "type").as_deref() == Some("source");
    points.iter().find(is_start)?.get("id")?.as_i64()
}

/// The masked line to a courier, and what is dialled after it has answered.
pub(super) fn put_line(courier: &mut ServiceCourier, line: &Value) {
    courier.phone = text(line, "phone").and_then(|phone| Phone::of_e164(&phone).ok());
    courier.extension = text(line, "ext");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_documented_status_has_its_state_and_a_new_one_has_none() {
        let documented = "new estimating estimating_failed ready_for_approval accepted performer_lookup performer_draft performer_found performer_not_found pickup_arrived ready_for_pickup_confirmation pickuped delivery_arrived ready_for_delivery_confirmation pay_waiting delivered delivered_finish returning return_arrived ready_for_return_confirmation returned returned_finish failed cancelled cancelled_with_payment cancelled_by_taxi cancelled_with_items_on_hands";
        for status in documented.split(' ') {
            assert!(state(status).is_some(), "{status}");
        }
        assert_eq!((state("teleported"), state("")), (None, None));
        assert_eq!(state("pickuped"), Some(ServiceState::PickedUp));
        assert_eq!(state("cancelled_by_taxi"), Some(ServiceState::Cancelled));
    }

    #[test]
    fn a_claim_is_read_with_what_it_has_and_without_what_it_has_not() {
        let claim = json!({
            "id": "c1", "status": "performer_found", "version": 7, "brand_new": [1],
            "pricing": {"currency": "XOF", "final_price": "1800.00",
                        "offer": {"price": "1500", "valid_until": "2026-11-28T10:10:00+00:00"}},
            "performer_info": {"courier_name": "Yao"}, "eta": 31.5,
        });
        let shown = seen(&claim);
        assert_eq!(shown.state, Some(ServiceState::Assigned));
        assert_eq!((shown.version, shown.awaits_us, shown.eta_minutes), (7, false, Some(31)));
        assert_eq!(shown.price, Some(Money::new(1_800, Currency::Xof)));
        assert_eq!(shown.courier.map(|courier| courier.name), Some("Yao".to_owned()));
        assert_eq!(shown.expires_at.map(|at| at.to_string()), Some("2026-11-28T10:10:00Z".into()));
        let bare = seen(&json!({"status": "soon"}));
        assert_eq!((bare.state, bare.price, bare.version), (None, None, 0));
        let foreign = seen(&json!({"pricing": {"currency": "RUB", "final_price": "10"}}));
        assert_eq!(foreign.price, None);
    }

    #[test]
    fn terms_are_told_with_their_fee() {
        let fee = |amount| CancelTerms::Paid(Some(Money::new(amount, Currency::Xof)));
        for (answer, terms) in [
            (json!({"cancel_state": "free", "price": "0"}), Some(CancelTerms::Free)),
            (
                json!({"cancel_state": "paid", "price": "500", "price_with_vat": "590.00", "currency": "XOF"}),
                Some(fee(590)),
            ),
            (json!({"cancel_state": "paid"}), Some(CancelTerms::Paid(None))),
            (json!({"cancel_state": "unavailable"}), Some(CancelTerms::Unavailable)),
            (json!({"cancel_state": "perhaps"}), None),
            (json!({}), None),
        ] {
            assert_eq!(cancel_terms(&answer), terms, "{answer}");
        }
    }
}
