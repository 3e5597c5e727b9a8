use domain::ids::ProductId;
use serde_json::json;

use super::*;

fn map(value: Value) -> Map<String, Value> {
    let Value::Object(map) = value else { panic!("an object") };
    map
}

fn id() -> ProductId {
    let uuid = uuid::Uuid::from_u128(1);
    ProductId::from_uuid(uuid)
}

fn created(value: Value) -> Change {
    creation(&map(value), Currency::Xof).unwrap().create(id(), Currency::Xof).unwrap()
}

fn changed(product: &Product, value: Value) -> Change {
    change(&map(value), Currency::Xof).unwrap().apply(product).unwrap()
}

/// Label, own price, units.
fn variants(product: &Product) -> Vec<(&str, Option<i64>, u32)> {
    let told = |v: &Variant| v.price.map(Money::amount);
    product.variants.iter().map(|v| (v.label.as_str(), told(v), v.available)).collect()
}

fn ids(ids: &[VariantId]) -> Vec<&str> {
    ids.iter().map(VariantId::as_str).collect()
}

#[test]
fn a_plain_product_has_one_variant() {
    let change = created(json!({ "name": "Sac", "price": 7500, "stock": 4 }));
    assert_eq!(variants(&change.product), [("", None, 4)]);
    assert_eq!(ids(&change.counted), ["unique"]);
    assert!(change.product.on_sale);
    assert_eq!(variants(&created(json!({ "name": "Sac", "price": 0 })).product), [("", None, 0)]);
}

#[test]
fn variants_are_labels_or_sizes_and_colours() {
    let change = created(json!({
        "name": "Air Max", "price": { "amount": 45000, "currency": "XOF" },
        "variants": [
            { "label": "42 noir", "stock": 3 },
            { "size": "43", "colour": "blanc", "stock": 1, "price": 47000 },
            { "size": "44", "price": 45000 },
        ],
    }));
    assert_eq!(
        variants(&change.product),
        [("42 noir", None, 3), ("43 blanc", Some(47_000), 1), ("44", None, 0)]
    );
}

#[test]
fn every_fault_is_named() {
    let faulty = map(json!({
        "price": -1, "stock": 1.5, "on_sale": "oui", "description": 3,
        "variants": [
            { "label": "42", "stock": -3 }, { "label": " 42 " }, { "stock": 1 }, "43",
            { "label": "é", "price": { "amount": 5, "currency": "XAF" } },
        ],
    }));
    let errors = creation(&faulty, Currency::Xof).unwrap_err();
    let mut named: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    named.sort_unstable();
    assert_eq!(
        named,
        [
            "description",
            "name",
            "on_sale",
            "price",
            "stock",
            "variants[0].stock",
            "variants[1].label",
            "variants[2].label",
            "variants[3]",
            "variants[4].price.currency",
        ]
    );
}

#[test]
fn a_change_writes_only_the_stock_it_speaks_of() {
    let before = created(json!({
        "name": "Polo", "price": 9500,
        "variants": [{ "label": "M", "stock": 6 }, { "label": "L", "stock": 2, "price": 9900 }],
    }))
    .product;

    let renamed = changed(&before, json!({ "name": "Polo coton", "price": 9900 }));
    assert_eq!(renamed.product.name, "Polo coton");
    assert_eq!(variants(&renamed.product), [("M", None, 6), ("L", None, 2)]);
    assert!(renamed.counted.is_empty() && renamed.removed.is_empty());

    let recut = changed(
        &before,
        json!({ "variants": [{ "label": "M" }, { "label": "XL" }, { "label": "S", "stock": 1 }] }),
    );
    assert_eq!(variants(&recut.product), [("M", None, 6), ("XL", None, 0), ("S", None, 1)]);
    assert_eq!(ids(&recut.counted), ["xl", "s"]);
    assert_eq!(ids(&recut.removed), ["l"]);
}

#[test]
fn a_floor_is_kept_changed_and_taken_away() {
    let floor = |product: &Product| product.floor_price.map(Money::amount);
    let bag = created(json!({ "name": "Sac", "price": 7500, "floor_price": 6000 })).product;
    assert_eq!(floor(&bag), Some(6_000));
    assert_eq!(floor(&changed(&bag, json!({ "price": 6000 })).product), Some(6_000));
    assert_eq!(floor(&changed(&bag, json!({ "floor_price": 7500 })).product), Some(7_500));
    assert_eq!(floor(&changed(&bag, json!({ "floor_price": 0 })).product), None);
    // Whichever of the two is changed, the floor stays below the price.
    for faulty in [json!({ "floor_price": 7501 }), json!({ "price": 5999 })] {
        let form = change(&map(faulty), Currency::Xof).unwrap();
        assert_eq!(form.apply(&bag).unwrap_err()[0].field, "floor_price");
    }
    let faulty = map(json!({ "name": "Sac", "price": 7500, "floor_price": 8000 }));
    let form = creation(&faulty, Currency::Xof).unwrap();
    let errors = form.create(id(), Currency::Xof).unwrap_err();
    assert_eq!(errors[0].message, "Le prix plancher dépasse le prix (7 500 FCFA).");
    let foreign = json!({ "floor_price": { "amount": 5, "currency": "XAF" } });
    let errors = change(&map(foreign), Currency::Xof).unwrap_err();
    assert_eq!(errors[0].field, "floor_price.currency");
}

#[test]
fn metas_identifier_is_kept_changed_and_taken_away() {
    let bag = created(json!({ "name": "Sac", "price": 7500, "retailer_id": " SKU-1 " })).product;
    assert_eq!(bag.retailer_id.as_deref(), Some("SKU-1"));
    assert_eq!(changed(&bag, json!({ "price": 1 })).product.retailer_id, bag.retailer_id);
    assert_eq!(changed(&bag, json!({ "retailer_id": "" })).product.retailer_id, None);
    let long = map(json!({ "retailer_id": "a".repeat(101) }));
    assert_eq!(change(&long, Currency::Xof).unwrap_err()[0].field, "retailer_id");
}

#[test]
fn one_stock_for_several_variants_is_refused() {
    let before = created(json!({
        "name": "Polo", "price": 9500, "variants": [{ "label": "M" }, { "label": "L" }],
    }))
    .product;
    let form = change(&map(json!({ "stock": 3 })), Currency::Xof).unwrap();
    assert_eq!(form.apply(&before).unwrap_err()[0].field, "stock");
    // A total sent back beside the variants it is the total of is no contradiction.
    let back = json!({ "stock": 3, "variants": [{ "label": "M", "stock": 2 }, { "label": "L" }] });
    assert_eq!(variants(&changed(&before, back).product), [("M", None, 2), ("L", None, 0)]);
    let single = created(json!({ "name": "Sac", "price": 1, "stock": 3 })).product;
    let recount = changed(&single, json!({ "stock": 9 }));
    assert_eq!(
        (variants(&recount.product), ids(&recount.counted)),
        (vec![("", None, 9)], vec!["unique"])
    );
}
