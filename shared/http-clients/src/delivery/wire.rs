//! Amounts, places and times as these services write them, without a float of ours.

use domain::{
    delivery_service::ServiceCourier,
    money::{Currency, Money},
    order::Pin,
    phone::Phone,
};
use jiff::{SignedDuration, Span, Timestamp};
use serde_json::{Number, Value};

/// Longest link or name that is kept.
const TEXT_MAX: usize = 300;

/// An amount in whole francs, rounded up: `"1500"`, `"1500.40"`, `1500`. `None` for anything else.
pub(super) fn francs(amount: &Value, currency: Currency) -> Option<Money> {
    let written = match amount {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let (whole, rest) = written.split_once('.').unwrap_or((&written, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) {
        return None;
    }
    let francs: i64 = whole.parse().ok()?;
    let started = i64::from(rest.chars().any(|c| c != '0'));
    Some(Money::new(francs.checked_add(started)?, currency))
}

/// A coordinate as a JSON number. Degrees × 10⁷ have at most ten digits, which a decimal text
/// keeps on its way through any double.
pub(super) fn degrees(decimal: &str) -> Value {
    decimal.parse::<Number>().map_or(Value::Null, Value::Number)
}

/// Yango's order: longitude first.
pub(super) fn lon_lat(pin: Pin) -> Value {
    Value::Array(vec![degrees(&pin.longitude()), degrees(&pin.latitude())])
}

/// The text of a member that is one, cut to what is kept.
pub(super) fn text(of: &Value, name: &str) -> Option<String> {
    let text = of.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.chars().take(TEXT_MAX).collect())
}

/// The first of some members that is a text.
pub(super) fn any_text(of: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(of, name))
}

/// A link that may be shown to people.
pub(super) fn link(of: &Value, name: &str) -> Option<String> {
    text(of, name).filter(|link| link.starts_with("https://") || link.starts_with("http://"))
}

/// A moment in RFC 3339, with whatever offset.
pub(super) fn moment(of: &Value, name: &str) -> Option<Timestamp> {
    of.get(name)?.as_str()?.parse().ok()
}

/// Minutes: a whole number, or an ISO 8601 duration such as `PT45M`.
pub(super) fn minutes(value: &Value) -> Option<u32> {
    if let Some(text) = value.as_str() {
        let span: Span = text.parse().ok()?;
        let length = SignedDuration::try_from(span).ok()?;
        return u32::try_from(length.as_mins()).ok();
    }
    let number = value.as_number()?.to_string();
    number.split('.').next()?.parse().ok()
}

/// A courier whose name, at least, is known.
pub(super) fn courier(name: Option<String>, phone: Option<&str>) -> Option<ServiceCourier> {
    let phone = phone.and_then(|phone| Phone::of_e164(phone).ok());
    Some(ServiceCourier { name: name?, phone, extension: None })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn prices_are_read_as_texts_and_rounded_up_to_whole_francs() {
        let read = |amount: Value| francs(&amount, Currency::Xof).map(Money::amount);
        for (written, amount) in [
            (json!("1500"), Some(1_500)),
            (json!("1500.0000"), Some(1_500)),
            (json!("1500.4"), Some(1_501)),
            (json!(1500), Some(1_500)),
            (json!(1500.5), Some(1_501)),
            (json!("-5"), None),
            (json!("1e3"), None),
            (json!("1 500"), None),
            (json!("9223372036854775807.1"), None),
            (json!(""), None),
            (json!(null), None),
        ] {
            assert_eq!(read(written.clone()), amount, "{written}");
        }
    }

    #[test]
    fn a_place_is_written_exactly_whatever_its_digits() {
        for (latitude_e7, longitude_e7, written) in [
            (53_600_000, -39_857_000, "[-3.9857,5.36]"),
            (53_364_001, -40_713_999, "[-4.0713999,5.3364001]"),
            (-9, 1_800_000_000, "[180.0,-0.0000009]"),
        ] {
            let pin = Pin { latitude_e7, longitude_e7 };
            let again: Vec<f64> = serde_json::from_value(lon_lat(pin)).unwrap();
            let expected: Vec<f64> = serde_json::from_str(written).unwrap();
            assert_eq!(again, expected, "{written}");
        }
        let abidjan = Pin { latitude_e7: 53_364_001, longitude_e7: -40_713_999 };
        assert_eq!(lon_lat(abidjan).to_string(), "[-4.0713999,5.3364001]");
    }

    #[test]
    fn minutes_are_counted_or_spelled() {
        let read = [json!(31), json!(31.7), json!("PT45M"), json!("PT1H5M"), json!("soon")];
        assert_eq!(read.each_ref().map(minutes), [Some(31), Some(31), Some(45), Some(65), None]);
    }
}
