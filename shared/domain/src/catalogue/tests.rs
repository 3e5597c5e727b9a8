use uuid::Uuid;

use super::*;
use crate::money::Currency;

fn product(n: u128, name: &str, description: &str, labels: &[&str]) -> Product {
    let labels = if labels.is_empty() { &[""][..] } else { labels };
    Product {
        id: ProductId::from_uuid(Uuid::from_u128(n)),
        name: name.into(),
        description: description.into(),
        price: Money::new(45_000, Currency::Xof),
        floor_price: None,
        retailer_id: None,
        variants: labels
            .iter()
            .map(|label| Variant {
                id: VariantId::of_label(label),
                label: (*label).into(),
                price: None,
                available: 2,
            })
            .collect(),
        on_sale: true,
        photo: None,
    }
}

fn shop() -> Catalogue {
    Catalogue {
        products: vec![
            product(1, "Air Max", "Baskets légères", &["42 noir", "42 blanc", "43 noir"]),
            product(2, "Robe wax", "Robe longue en tissu wax", &["M", "L"]),
            product(3, "Sac à main", "Cuir véritable", &[]),
        ],
    }
}

#[test]
fn a_search_finds_by_name_description_and_variant() {
    let shop = shop();
    let found = |query: &str| -> Vec<String> {
        shop.search(query, 5).into_iter().map(|p| p.name.clone()).collect()
    };
    assert_eq!(found("je veux les air max svp"), ["Air Max"]);
    assert_eq!(found("basket"), ["Air Max"]);
    assert_eq!(found("des robes"), ["Robe wax"]);
    assert_eq!(found("cuir"), ["Sac à main"]);
    assert_eq!(found("télévision"), Vec::<String>::new());
    assert_eq!(found("bonjour").len(), 3);
}

#[test]
fn a_variant_is_singled_out_or_not_at_all() {
    let shop = shop();
    let air_max = &shop.products[0];
    let named = |said: &str| air_max.variant_named(said).map(|v| v.label.clone());
    assert_eq!(named("noir, taille 42").as_deref(), Some("42 noir"));
    assert_eq!(named("42-noir").as_deref(), Some("42 noir"));
    assert_eq!(named("la 43").as_deref(), Some("43 noir"));
    assert_eq!(named("blanc").as_deref(), Some("42 blanc"));
    assert_eq!(named("noir"), None);
    assert_eq!(named("rouge"), None);
    assert_eq!(
        shop.products[2].variant_named("n'importe").map(|v| v.id.clone()),
        Some(VariantId::only())
    );
}

#[test]
fn a_size_or_a_colour_that_is_not_there_singles_nothing_out() {
    let sizes = product(4, "Polo", "", &["41 noir", "42 noir", "42 blanc", "M", "XL rouge"]);
    let named = |said: &str| sizes.variant_named(said).map(|v| v.label.as_str());
    assert_eq!(named("42"), None);
    assert_eq!(named("noir"), None);
    assert_eq!(named("noire, 41"), Some("41 noir"));
    assert_eq!(named("la blanche en 42"), Some("42 blanc"));
    assert_eq!(named("blanc"), Some("42 blanc"));
    // Sharing the colour is not having the size, and the other way round.
    assert_eq!(named("44 blanc"), None);
    assert_eq!(named("41 rouge"), None);
    assert_eq!(named("XL"), Some("XL rouge"));
    assert_eq!(named("L rouge"), None);
    assert_eq!(named("taille M"), Some("M"));
}

#[test]
fn what_was_left_open_is_offered_from_stock() {
    let mut shoes = product(4, "Air Max", "", &["41 noir", "42 noir", "42 blanc"]);
    assert_eq!(shoes.choices("noir"), ["41 noir", "42 noir"]);
    assert_eq!(shoes.choices("la 42"), ["42 noir", "42 blanc"]);
    assert_eq!(shoes.choices("rouge"), ["41 noir", "42 noir", "42 blanc"]);
    shoes.variants[1].available = 0;
    assert_eq!(shoes.choices("noir"), ["41 noir"]);
    assert_eq!(shoes.choices(""), ["41 noir", "42 blanc"]);
}

#[test]
fn a_floor_is_a_price_below_the_variants_own() {
    let mut shoes = product(4, "Air Max", "", &["42", "43"]);
    let francs = |amount| Money::new(amount, Currency::Xof);
    let floors = |product: &Product| {
        [0, 1].map(|n| product.floor_of(&product.variants[n]).map(Money::amount))
    };
    assert_eq!(floors(&shoes), [None, None]);
    shoes.floor_price = Some(francs(40_000));
    shoes.variants[1].price = Some(francs(39_000));
    assert_eq!(floors(&shoes), [Some(40_000), None]);
    for no_floor in [francs(0), francs(45_000), Money::new(40_000, Currency::Xaf)] {
        shoes.floor_price = Some(no_floor);
        assert_eq!(floors(&shoes), [None, None]);
    }
}

#[test]
fn a_product_of_metas_catalogue_is_the_one_of_that_identifier() {
    let mut shop = shop();
    shop.products[0].retailer_id = Some("SKU-1".into());
    let found = |shop: &Catalogue, id: &str| shop.by_retailer_id(id).map(|p| p.name.clone());
    assert_eq!(found(&shop, " SKU-1 ").as_deref(), Some("Air Max"));
    assert_eq!(found(&shop, "sku-1"), None);
    assert_eq!(found(&shop, ""), None);
    shop.products[1].retailer_id = Some("SKU-1".into());
    assert_eq!(found(&shop, "SKU-1"), None);
    shop.products[1].on_sale = false;
    assert_eq!(found(&shop, "SKU-1").as_deref(), Some("Air Max"));
}

#[test]
fn a_product_is_named_by_its_id_or_exact_name() {
    let mut shop = shop();
    let id = shop.products[1].id.clone();
    assert_eq!(shop.product_named(id.as_str()).map(|p| p.name.as_str()), Some("Robe wax"));
    assert_eq!(shop.product_named("ROBE WAX").map(|p| &p.id), Some(&id));
    assert_eq!(shop.product_named("robe"), None);
    shop.products[1].on_sale = false;
    assert_eq!(shop.product_named(id.as_str()), None);
    assert!(shop.search("robe", 5).is_empty());
}
