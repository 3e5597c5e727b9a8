//! What a seller may say of how parcels travel. Pure.

use std::ops::RangeInclusive;

use domain::{
    money::{Currency, Money},
    order::Pin,
    seller::{DeliveryRules, DeliveryService, ServiceRule},
};
use serde_json::Value;

use crate::input::Fields;

const ROUNDS: RangeInclusive<u32> = 1..=10;
const PLACE_MAX: usize = 200;
/// As many as there are.
const SERVICES_MAX: usize = 2;
const NAMES: [&str; 6] =
    ["shares_pool", "cash_ceiling", "max_rounds", "pickup_place", "pickup_pin", "services"];
const DEGREE_E7: i64 = 10_000_000;

/// The rules with the fields that were given; a null pin takes it away.
pub(super) fn changed(
    fields: &mut Fields<'_>,
    before: &DeliveryRules,
    currency: Currency,
) -> DeliveryRules {
    let Some(mut inner) = fields.of_object("delivery") else { return before.clone() };
    inner.only(&NAMES, "Ce réglage n’existe pas.");
    let ceiling = inner.amount("cash_ceiling", currency).map(Money::amount);
    let place = inner.paragraph("pickup_place", PLACE_MAX);
    let rules = DeliveryRules {
        shares_pool: inner.flag("shares_pool").unwrap_or(before.shares_pool),
        cash_ceiling: ceiling.unwrap_or(before.cash_ceiling),
        max_rounds: inner.count_in("max_rounds", ROUNDS).unwrap_or(before.max_rounds),
        pickup_place: place
            .map_or_else(|| before.pickup_place.clone(), |place| place.replace('\n', " ")),
        pickup_pin: if inner.is_null("pickup_pin") {
            None
        } else {
            pin(&mut inner).or(before.pickup_pin)
        },
        services: services(&mut inner, currency).unwrap_or_else(|| before.services.clone()),
    };
    if !rules.services.is_empty() && rules.pickup_pin.is_none() {
        let why = "Indiquez où les livreurs viennent chercher les colis sur la carte : ces \
                   services en ont besoin.";
        inner.refuse("pickup_pin", why);
    }
    fields.absorb(inner);
    rules
}

/// `{"lat":5.36,"lng":-4.0083}`, as numbers or as texts.
fn pin(fields: &mut Fields<'_>) -> Option<Pin> {
    let mut inner = fields.of_object("pickup_pin")?;
    inner.require(&["lat", "lng"]);
    let latitude = degrees(&mut inner, "lat", 90);
    let longitude = degrees(&mut inner, "lng", 180);
    fields.absorb(inner);
    let (latitude_e7, longitude_e7) = latitude.zip(longitude)?;
    Some(Pin { latitude_e7, longitude_e7 })
}

fn degrees(fields: &mut Fields<'_>, name: &str, most: i64) -> Option<i32> {
    // A number is read by its digits, as a text would be: a float is not exact.
    let written = match fields.raw(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    };
    let limit = most.saturating_mul(DEGREE_E7);
    let read = degrees_e7(&written).filter(|e7| (-limit..=limit).contains(e7));
    if read.is_none() {
        fields.refuse(
            name,
            &format!("Des degrés de -{most} à {most}, tels que 5.36, sont attendus."),
        );
    }
    i32::try_from(read?).ok()
}

/// Degrees × 10⁷ of a decimal number; digits beyond the seventh, which are less than two
/// centimetres, are cut off.
fn degrees_e7(written: &str) -> Option<i64> {
    let (sign, digits) = match written.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, written),
    };
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || whole.len() > 3 {
        return None;
    }
    let fraction: String = fraction.chars().chain("0000000".chars()).take(7).collect();
    let e7 = format!("{whole}{fraction}").parse::<i64>().ok()?;
    e7.checked_mul(sign)
}

/// Replaces the list; in the order in which they are asked.
fn services(fields: &mut Fields<'_>, currency: Currency) -> Option<Vec<ServiceRule>> {
    let items = fields.list("services", SERVICES_MAX)?;
    let mut rules: Vec<ServiceRule> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some(mut inner) = fields.of_item("services", index, item) else { continue };
        inner.require(&["service", "max_price"]);
        let service = service(&mut inner);
        let price = inner.amount("max_price", currency);
        if service.is_some_and(|service| rules.iter().any(|rule| rule.service == service)) {
            inner.refuse("service", "Ce service figure déjà dans la liste.");
        }
        if let Some((service, price)) = service.zip(price) {
            rules.push(ServiceRule { service, max_price: price.amount() });
        }
        fields.absorb(inner);
    }
    Some(rules)
}

fn service(fields: &mut Fields<'_>) -> Option<DeliveryService> {
    let service = match fields.line("service", 20)?.as_str() {
        "yango" => Some(DeliveryService::Yango),
        "glovo" => Some(DeliveryService::Glovo),
        _ => None,
    };
    if service.is_none() {
        fields.refuse("service", "Attendu : yango ou glovo.");
    }
    service
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_to_the_digit() {
        for (written, e7) in [
            ("5.36", 53_600_000),
            ("-4.0083001", -40_083_001),
            ("5", 50_000_000),
            ("-0.0000009", -9),
            ("5,36", 53_600_000),
            ("5.123456789", 51_234_567),
            ("180", 1_800_000_000),
        ] {
            assert_eq!(degrees_e7(written), Some(e7), "{written}");
        }
        for bad in ["", "-", "5.", ".5", "1e-7", "5.3.6", "+5", "5 36", "99999", "٥"] {
            assert_eq!(degrees_e7(bad), None, "{bad}");
        }
    }
}
