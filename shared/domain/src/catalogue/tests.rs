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
