//! What Yango is asked, in its words. Coordinates are `[longitude, latitude]`.

use domain::delivery_service::{ServiceItem, ServiceRequest, Stop};
use serde_json::{Value, json};

use crate::delivery::wire::lon_lat;

/// Couriers on two wheels or on foot, what a shop's parcel needs.
const CLASS: &str = "courier";
/// Metres and kilograms of a unit: Yango wants some, and the catalogue knows none. A shoe box.
const SIZE: [&str; 3] = ["0.35", "0.25", "0.15"];
const WEIGHT: &str = "1";

/// Points are numbered by us in what we ask only: Yango gives them numbers of its own.
const PICKUP: u32 = 1;
const DROPOFF: u32 = 2;

fn number(written: &str) -> Value {
    crate::delivery::wire::degrees(written)
}

fn size() -> Value {
    let [length, width, height] = SIZE.map(number);
    json!({"length": length, "width": width, "height": height})
}

/// The body of `check-price`.
pub(super) fn price(request: &ServiceRequest) -> Value {
    let items = request.items.iter().map(|item| {
        json!({
            "quantity": item.quantity,
            "size": size(),
            "weight": number(WEIGHT),
            "pickup_point": PICKUP,
            "dropoff_point": DROPOFF,
        })
    });
    let point = |id: u32, stop: &Stop| json!({"id": id, "coordinates": lon_lat(stop.pin), "fullname": stop.words});
    json!({
        "items": items.collect::<Vec<_>>(),
        "route_points": [point(PICKUP, &request.pickup), point(DROPOFF, &request.dropoff)],
        "requirements": {"taxi_class": CLASS},
    })
}

/// The body of `claims/create`. `skip_confirmation`: the parcel's proof is Yango's own state, and
/// its codes by text message would confuse who already has ours.
pub(super) fn claim(request: &ServiceRequest, callback: &str) -> Value {
    let shop = json!({
        "name": request.pickup.name,
        "phone": request.pickup.phone.e164(),
    });
    json!({
        "items": request.items.iter().map(|one| item(one, &request.reference)).collect::<Vec<_>>(),
        "route_points": [
            point(PICKUP, "source", &request.pickup, &request.reference),
            point(DROPOFF, "destination", &request.dropoff, &request.reference),
        ],
        "client_requirements": {"taxi_class": CLASS},
        "emergency_contact": shop,
        "callback_properties": {"callback_url": callback},
        "comment": comment(request),
        "skip_client_notify": false,
        "optional_return": false,
        "auto_accept": false,
    })
}

/// The drop-off's number under both its spellings: the reference has the second, integrations the
/// first, and which one is obeyed could not be tried.
fn item(item: &ServiceItem, reference: &str) -> Value {
    json!({
        "title": item.name,
        "quantity": item.quantity,
        "cost_value": format!("{}.00", item.value.amount()),
        "cost_currency": item.value.currency().code(),
        "size": size(),
        "weight": number(WEIGHT),
        "pickup_point": PICKUP,
        "droppof_point": DROPOFF,
        "dropoff_point": DROPOFF,
        "extra_id": reference,
    })
}

fn point(number: u32, kind: &str, stop: &Stop, reference: &str) -> Value {
    json!({
        "point_id": number,
        "visit_order": number,
        "type": kind,
        "contact": {"name": stop.name, "phone": stop.phone.e164()},
        "address": {
            "fullname": stop.words,
            "coordinates": lon_lat(stop.pin),
            "comment": stop.landmark,
        },
        "external_order_id": reference,
        "skip_confirmation": true,
    })
}

/// Landmarks once more: not every courier's application shows those of the points.
fn comment(request: &ServiceRequest) -> String {
    let mut said = format!("Commande {}, déjà payée : rien à encaisser.", request.reference);
    if !request.dropoff.landmark.is_empty() {
        said.push_str(" Repère : ");
        said.push_str(&request.dropoff.landmark);
    }
    said
}
