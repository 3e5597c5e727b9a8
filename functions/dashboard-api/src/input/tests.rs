use serde_json::json;

use super::*;

fn map(value: &Value) -> Map<String, Value> {
    object(value.to_string().as_bytes()).unwrap()
}

fn named(errors: &[FieldError]) -> Vec<&str> {
    errors.iter().map(|error| error.field.as_str()).collect()
}

#[test]
fn an_amount_is_whole_francs_of_the_shops_currency() {
    let read = |value: Value| {
        let map = map(&json!({ "price": value }));
        let mut fields = Fields::of(&map);
        let amount = fields.amount("price", Currency::Xof);
        fields.finish(amount.map(Money::amount)).map_err(|errors| errors[0].field.clone())
    };
    assert_eq!(read(json!(15000)), Ok(Some(15_000)));
    assert_eq!(read(json!({ "amount": 0, "currency": "XOF" })), Ok(Some(0)));
    assert_eq!(read(json!({ "amount": 5 })), Ok(Some(5)));
    assert_eq!(read(Value::Null), Ok(None));
    for (bad, field) in [
        (json!(-1), "price"),
        (json!(10.5), "price"),
        (json!("15000"), "price"),
        (json!(10_000_000_000_i64), "price"),
        (json!({ "amount": -5, "currency": "XOF" }), "price.amount"),
        (json!({ "currency": "XOF" }), "price.amount"),
        (json!({ "amount": 5, "currency": "EUR" }), "price.currency"),
        (json!({ "amount": 5, "currency": "XAF" }), "price.currency"),
    ] {
        assert_eq!(read(bad.clone()), Err(field.to_owned()), "{bad}");
    }
}

#[test]
fn every_faulty_field_is_named_with_its_path() {
    let map = map(&json!({
        "name": "  ", "count": -1, "flag": "oui", "tags": ["a", 3], "items": [{ "stock": "x" }, 7],
    }));
    let mut fields = Fields::of(&map);
    fields.line("name", 10);
    fields.count("count");
    fields.flag("flag");
    fields.texts("tags", 5);
    let items = fields.list("items", 5).unwrap();
    for (index, item) in items.iter().enumerate() {
        if let Some(mut inner) = fields.of_item("items", index, item) {
            inner.count("stock");
            fields.absorb(inner);
        }
    }
    fields.require(&["name", "price"]);
    let errors = fields.finish(()).unwrap_err();
    assert_eq!(
        named(&errors),
        ["name", "count", "flag", "tags[1]", "items[0].stock", "items[1]", "price"]
    );
    assert!(errors.iter().all(|error| !error.message.is_empty()));
}

#[test]
fn texts_are_tidied_and_bounded() {
    let map = map(&json!({ "name": " Sac\u{0}  \n noir ", "long": "abcdef", "empty": "" }));
    let mut fields = Fields::of(&map);
    assert_eq!(fields.line("name", 20).as_deref(), Some("Sac noir"));
    assert_eq!(fields.paragraph("empty", 20).as_deref(), Some(""));
    assert_eq!(fields.line("absent", 20), None);
    assert_eq!(fields.paragraph("long", 5), None);
    assert_eq!(named(&fields.finish(()).unwrap_err()), ["long"]);
}

#[test]
fn a_phone_says_what_is_wrong_with_it() {
    let map = map(&json!({ "a": "07 07 12 34 56", "b": "07123456", "c": "bonjour" }));
    let mut fields = Fields::of(&map);
    let phone = fields.phone("a", Country::IvoryCoast);
    assert_eq!(phone.as_ref().map(Phone::e164), Some("+2250707123456"));
    fields.phone("b", Country::IvoryCoast);
    fields.phone("c", Country::IvoryCoast);
    let errors = fields.finish(()).unwrap_err();
    assert!(errors[0].message.contains("10"), "{errors:?}");
    assert_eq!(named(&errors), ["b", "c"]);
}

#[test]
fn a_body_is_one_object() {
    for bad in ["", "[]", "3", "{", "null"] {
        assert_eq!(object(bad.as_bytes()).unwrap_err().code, "malformed", "{bad}");
    }
}
