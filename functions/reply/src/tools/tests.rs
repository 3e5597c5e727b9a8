use domain::{
    catalogue::{Catalogue, Product, Variant},
    conversation::{
        Recap,
        claims::{self, Facts},
    },
    copy::Manner,
    country::Country,
    ids::{ConversationId, ProductId, RecapId, SellerId, VariantId, ZoneId},
    language::Language,
    money::{Currency, Money},
    order::OrderStatus,
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
                photo: None,
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

#[test]
fn a_price_comes_down_within_the_floor_once_a_turn_and_only_for_what_was_proposed() {
    let mut fixture = fixture();
    fixture.catalogue.products[0].floor_price = Some(Money::new(40_000, Currency::Xof));
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let ask = |said: &str, price: i64| {
        let said = [said.to_owned()];
        let mut tools = Tools { said: &said, ..of(&fixture, now) };
        let args = json!({"product_id": "Air Max", "variant": "42 noir", "proposed_price": price});
        let (_, first) = run(&mut tools, "negotiate_price", args.clone());
        let (_, second) = run(&mut tools, "negotiate_price", args);
        assert_eq!(second["error"], "already_answered");
        // What code agreed to is what the cart costs, and may be said.
        let put = json!({"product_id": "Air Max", "variant": "42 noir", "quantity": 1});
        let (_, cart) = run(&mut tools, "update_cart", put);
        let facts = Facts::of(fixture.shop(), &tools.cart);
        let sentence = first["sentence"].as_str().unwrap_or_default().to_owned();
        assert_eq!(claims::check(&sentence, &facts), Ok(()), "{sentence}");
        (first["answer"].clone(), cart["cart"]["subtotal"].clone())
    };
    assert_eq!(ask("je donne 41 000", 41_000), (json!("accepted"), json!("41 000 FCFA")));
    assert_eq!(ask("30k dernier prix ?", 30_000), (json!("counter"), json!("42 500 FCFA")));
    // The model proposes what nobody wrote: it is as if nothing had been proposed.
    assert_eq!(ask("c'est combien le dernier prix ?", 40_000).0, json!("counter"));
}

#[test]
fn a_price_without_a_floor_stands_and_its_sentence_may_be_said() {
    let fixture = fixture();
    let mut tools = of(&fixture, "2026-11-23T10:00:00Z".parse().unwrap());
    let args = json!({"product_id": "Air Max", "variant": "42 noir"});
    let (_, answer) = run(&mut tools, "negotiate_price", args);
    assert_eq!(
        (&answer["answer"], &answer["unit_price"]),
        (&json!("fixed"), &json!("45 000 FCFA"))
    );
    let facts = Facts::of(fixture.shop(), &tools.cart);
    for language in [Language::French, Language::English] {
        for manner in [Manner::Vous, Manner::Tu] {
            let voice = Voice::new(language, manner);
            let price = fixture.catalogue.products[0].price;
            for say in
                [copy::price_fixed, copy::price_accepted, copy::price_counter, copy::price_last]
            {
                let sentence = say(voice, price, "Air Max 42 noir").text;
                assert_eq!(claims::check(&sentence, &facts), Ok(()), "{sentence}");
            }
        }
    }
}

#[test]
fn numbers_of_a_local_language_are_asked_for_with_buttons() {
    let fixture = fixture();
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let three = json!({"product_id": "Air Max", "variant": "42 noir", "quantity": 3});
    let put = |said: &str| {
        let said = [said.to_owned()];
        let mut tools = Tools { said: &said, guesses_numbers: true, ..of(&fixture, now) };
        run(&mut tools, "update_cart", three.clone()).1["error"].clone()
    };
    assert_eq!(put("dama bëgg dàll yi"), json!("quantity_unclear"));
    assert_eq!(put("3"), Value::Null);
}

#[test]
fn questions_have_a_few_short_different_answers() {
    let fixture = fixture();
    let mut tools = of(&fixture, "2026-11-23T10:00:00Z".parse().unwrap());
    let mut ask = |choices: Value| {
        run(
            &mut tools,
            "ask_with_buttons",
            json!({"question": "Quelle taille ?", "choices": choices}),
        )
    };
    let (did, _) = ask(json!(["42", "42", "43", ""]));
    let choices = vec!["42".to_owned(), "43".to_owned()];
    assert_eq!(did, Did::Asked { question: "Quelle taille ?".into(), choices });
    for bad in [json!([]), json!(["42"]), json!("42, 43"), json!([1, 2])] {
        assert_eq!(ask(bad).1["error"], "not_a_question");
    }
}

#[test]
fn only_the_prospects_own_orders_can_be_named() {
    let fixture = fixture();
    let own_phone = Phone::parse("0701020304", Country::IvoryCoast).unwrap();
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut cart = Cart::default();
    cart.set_line(fixture.shop(), "Air Max", "42 noir", 2).unwrap();
    cart.set_address(fixture.shop(), Address { commune: "Cocody".into(), ..Address::default() })
        .unwrap();
    let id = RecapId::from_uuid(Uuid::from_u128(7));
    let recap = cart.recap(fixture.shop(), Some(&own_phone), id, now).unwrap();
    let order = order_of(&recap, &fixture);
    let known = Known::Part { came: Money::new(20_000, Currency::Xof), left: order.totals.total };
    let orders = [Placed { order: order.clone(), known }];
    let mut tools = Tools { orders: &orders, ..of(&fixture, now) };
    for tool in ["change_order", "cancel_order", "order_again"] {
        for foreign in ["", "ZZZZZZ", "ord_00000000000000000000000007"] {
            let (did, answer) = run(&mut tools, tool, json!({"order": foreign}));
            assert_eq!((did, &answer["error"]), (Did::Answered, &json!("unknown_order")));
        }
    }
    let foreign = run(&mut tools, "tell_payment", json!({"order": "ZZZZZZ"})).1;
    assert_eq!(foreign["error"], "unknown_order");
    // Who says « j'ai payé » names no order.
    for args in [json!({}), json!({"order": order.reference()})] {
        let told = Did::AskedOfPayment { order: order.id.clone(), known };
        assert_eq!(run(&mut tools, "tell_payment", args).0, told);
    }
    let own = json!({"order": order.reference().to_lowercase()});
    assert_eq!(
        run(&mut tools, "cancel_order", own.clone()).0,
        Did::AskedToCancel(order.id.clone())
    );
    let (_, changed) = run(&mut tools, "change_order", own.clone());
    assert_eq!(changed["cart"]["total"], "91 500 FCFA");
    // All three that are left and the two the order has.
    let more = json!({"product_id": "Air Max", "variant": "42 noir", "quantity": 5});
    assert_eq!(run(&mut tools, "update_cart", more).1["ok"], json!(true));
    run(&mut tools, "clear_cart", json!({}));
    let (_, again) = run(&mut tools, "order_again", own);
    assert_eq!(
        (&again["cart"]["subtotal"], tools.cart.amends.is_none()),
        (&json!("90 000 FCFA"), true)
    );
}

#[test]
fn a_parcel_may_be_for_somebody_else() {
    let fixture = fixture();
    let mut tools = of(&fixture, "2026-11-23T10:00:00Z".parse().unwrap());
    let said = json!({"recipient_name": "Mariam", "recipient_phone": "07 08 09 01 02"});
    let (_, answer) = run(&mut tools, "set_contact_phone", said);
    assert_eq!(answer["cart"]["recipient"], "Mariam, 07 08 09 01 02");
    assert_eq!(answer["missing"], json!(["product", "address"]), "somebody can be called");
    let (_, answer) = run(&mut tools, "set_contact_phone", json!({"payer_name": "Yao"}));
    assert_eq!((&answer["ok"], &answer["cart"]["payer"]), (&json!(true), &json!("Yao")));
    let (_, answer) = run(&mut tools, "set_contact_phone", json!({"recipient_phone": "0708"}));
    assert_eq!(answer["error"], "invalid_phone");
    assert!(tools.cart.recipient.is_some(), "what was known stays");
}

/// The order that confirming a recap made.
pub(crate) fn order_of(recap: &Recap, fixture: &Fixture) -> Order {
    Order {
        id: recap.order_id(),
        seller: fixture.seller.id.clone(),
        conversation: ConversationId::from_uuid(Uuid::from_u128(1)),
        status: OrderStatus::Pending,
        revision: 0,
        lines: recap.lines.clone(),
        totals: recap.totals,
        address: recap.address.clone(),
        contact_name: "Moussa".into(),
        contact_phone: recap.contact_phone.clone(),
        recipient: None,
        payer: None,
        moment: recap.moment,
        ad_id: None,
        placed_at: recap.shown_at,
    }
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

#[test]
fn without_an_order_nothing_is_told_of_its_money() {
    let fixture = fixture();
    let mut tools = of(&fixture, "2026-11-23T10:00:00Z".parse().unwrap());
    assert_eq!(run(&mut tools, "tell_payment", json!({})).1["error"], "unknown_order");
}
