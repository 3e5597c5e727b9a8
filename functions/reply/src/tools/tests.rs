use domain::{
    catalogue::{Catalogue, Product, Variant},
    country::Country,
    ids::{ProductId, SellerId, VariantId, ZoneId},
    money::{Currency, Money},
    seller::{Seller, ShopSettings},
    zone::Zone,
};
use uuid::Uuid;

use super::*;

pub(crate) struct Fixture {
    pub(crate) seller: Seller,
    pub(crate) catalogue: Catalogue,
    pub(crate) zones: Vec<Zone>,
}

impl Fixture {
    pub(crate) fn shop(&self) -> Shop<'_> {
        Shop { seller: &self.seller, catalogue: &self.catalogue, zones: &self.zones }
    }
}

pub(crate) fn fixture() -> Fixture {
    let francs = |amount| Money::new(amount, Currency::Xof);
    let variant = |label: &str, available| Variant {
        id: VariantId::of_label(label),
        label: label.into(),
        price: None,
        available,
    };
    Fixture {
        seller: Seller {
            id: SellerId::from_uuid(Uuid::from_u128(1)),
            first_name: "Awa".into(),
            last_name: "Koné".into(),
            shop_name: "Boutique Awa".into(),
            country: Country::IvoryCoast,
            phone: Phone::parse("0707000001", Country::IvoryCoast).unwrap(),
            email: "awa@example.ci".into(),
            settings: ShopSettings::default(),
        },
        catalogue: Catalogue {
            products: vec![Product {
                id: ProductId::from_uuid(Uuid::from_u128(1)),
                name: "Air Max".into(),
                description: "Baskets".into(),
                price: francs(45_000),
                floor_price: None,
                retailer_id: None,
                variants: vec![variant("42 noir", 3), variant("43 noir", 0)],
                on_sale: true,
            }],
        },
        zones: vec![Zone {
            id: ZoneId::from_uuid(Uuid::from_u128(1)),
            name: "Cocody".into(),
            communes: vec!["Riviera".into()],
            fee: francs(1_500),
        }],
    }
}

fn run(tools: &mut Tools<'_>, name: &str, args: Value) -> (Did, Value) {
    tools.run(&FunctionCall { id: None, name: name.into(), args })
}

#[test]
fn a_sale_goes_through_the_tools_at_the_catalogues_prices() {
    let fixture = fixture();
    let own_phone = Phone::parse("0701020304", Country::IvoryCoast).unwrap();
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut tools = Tools { own_phone: Some(&own_phone), ..of(&fixture, now) };
    let (_, found) = run(&mut tools, "search_catalogue", json!({"query": "air max"}));
    assert_eq!(found["products"][0]["price"], "45 000 FCFA");
    let id = found["products"][0]["product_id"].clone();
    let (_, refused) = run(&mut tools, "update_cart", json!({"product_id": id, "quantity": 1}));
    assert_eq!(refused["error"], "variant_needed");
    assert_eq!(refused["choices"], json!(["42 noir"]));
    // A price the model makes up has nowhere to go.
    let made_up =
        json!({"product_id": id, "variant": "42", "quantity": "2", "price": 1, "seller": "x"});
    let (_, kept) = run(&mut tools, "update_cart", made_up);
    assert_eq!(kept["cart"]["subtotal"], "90 000 FCFA");
    assert_eq!(kept["missing"], json!(["address"]));
    let (did, early) = run(&mut tools, "show_recap", json!({}));
    assert_eq!((did, &early["error"]), (Did::Answered, &json!("still_missing")));
    let (_, away) = run(&mut tools, "set_delivery_address", json!({"commune": "Bouaké"}));
    assert_eq!(away["error"], "outside_zones");
    let (_, there) = run(&mut tools, "set_delivery_address", json!({"commune": "riviera 3"}));
    assert_eq!(there["cart"]["total"], "91 500 FCFA");
    let (_, moment) =
        run(&mut tools, "set_delivery_moment", json!({"day": "tomorrow", "period": "afternoon"}));
    assert_eq!(moment["ok"], true);
    assert_eq!(run(&mut tools, "show_recap", json!({})).0, Did::AskedForRecap);
}

#[test]
fn arguments_of_any_shape_are_answered() {
    let fixture = fixture();
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut tools = of(&fixture, now);
    for (name, args, expected) in [
        ("update_cart", json!({"product_id": "prd_1", "quantity": 1}), "unknown_product"),
        (
            "update_cart",
            json!({"product_id": "Air Max", "variant": "42 noir", "quantity": 999}),
            "too_many",
        ),
        (
            "update_cart",
            json!({"product_id": "Air Max", "variant": "42 noir", "quantity": -1}),
            "too_many",
        ),
        (
            "update_cart",
            json!({"product_id": "Air Max", "variant": "43 noir", "quantity": 1}),
            "out_of_stock",
        ),
        ("update_cart", json!([]), "unknown_product"),
        ("set_contact_phone", json!({"phone": {"a": 1}}), "invalid_phone"),
        ("set_delivery_moment", json!({"day": "yesterday", "period": "night"}), "too_far"),
        ("set_delivery_moment", json!({"day": "2026-11-22", "period": "morning"}), "too_soon"),
        ("confirm_order", json!({}), "unknown_function"),
    ] {
        let (_, answer) = run(&mut tools, name, args);
        assert_eq!((&answer["ok"], &answer["error"]), (&json!(false), &json!(expected)), "{name}");
    }
    assert_eq!(tools.cart, Cart::default());
}

/// Tools over an empty cart, for somebody who said nothing yet.
pub(crate) fn of(fixture: &Fixture, now: Timestamp) -> Tools<'_> {
    Tools {
        shop: fixture.shop(),
        cart: Cart::default(),
        orders: &[],
        said: &[],
        voice: Voice::default(),
        guesses_numbers: false,
        negotiated: false,
        own_phone: None,
        now,
    }
}
