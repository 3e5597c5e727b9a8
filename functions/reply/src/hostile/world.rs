//! The shop that is attacked, and the neighbour whose values must never be seen.

use domain::{
    catalogue::{Catalogue, Product, Variant},
    conversation::{Ad, Cart, Conversation},
    country::Country,
    ids::{
        ConversationId, OrderId, PhoneNumberId, ProductId, RecapId, SellerId, VariantId, WaId,
        ZoneId,
    },
    money::{Currency, Money},
    order::Address,
    person::Identity,
    phone::Phone,
    zone::Zone,
};
use uuid::Uuid;

use super::scripts::Script;
use crate::tools::tests::{Fixture, fixture};

/// The prospect's number, as Meta writes it.
pub(crate) const PROSPECT: &str = "2250701020304";

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn product(n: u128, name: &str, price: i64, labels: &[(&str, u32)]) -> Product {
    let variant = |(label, available): &(&str, u32)| Variant {
        id: VariantId::of_label(label),
        label: (*label).into(),
        price: None,
        available: *available,
    };
    Product {
        id: ProductId::from_uuid(Uuid::from_u128(n)),
        name: name.into(),
        description: String::new(),
        price: francs(price),
        variants: labels.iter().map(variant).collect(),
        on_sale: true,
        photo: None,
        floor_price: None,
        retailer_id: None,
    }
}

fn zone(n: u128, name: &str, communes: &[&str], fee: i64) -> Zone {
    Zone {
        id: ZoneId::from_uuid(Uuid::from_u128(n)),
        name: name.into(),
        communes: communes.iter().map(|c| (*c).into()).collect(),
        fee: francs(fee),
    }
}

/// The shop of the script.
pub(super) fn shop(script: &Script) -> Fixture {
    let mut withdrawn = product(13, "Ancien modèle", 9_000, &[("", 4)]);
    withdrawn.on_sale = false;
    let mut dress = product(12, "Robe wax", 12_500, &[("M", 3), ("L", 4)]);
    dress.description.clone_from(&script.description);
    Fixture {
        catalogue: Catalogue {
            products: vec![
                product(11, "Air Max", 45_000, &[("42 noir", 3), ("43 noir", 0)]),
                dress,
                withdrawn,
            ],
        },
        zones: vec![zone(21, "Cocody", &["Riviera"], 1_500), zone(22, "Yopougon", &[], 2_000)],
        ..fixture()
    }
}

/// What the neighbour sells and where, which a read across tenants would add.
pub(super) fn add_neighbour(shop: &mut Fixture) {
    shop.catalogue.products.push(product(911, "Montre Kpatcha", 33_333, &[("", 9)]));
    shop.zones.push(zone(921, "Zonéria", &[], 7_777));
}

/// An id of the neighbour's in a script's words.
pub(super) fn with_ids(text: &str) -> String {
    text.replace("FOREIGN_PRODUCT", ProductId::from_uuid(Uuid::from_u128(911)).as_str())
        .replace("FOREIGN_SELLER", SellerId::from_uuid(Uuid::from_u128(901)).as_str())
        .replace("FOREIGN_ZONE", ZoneId::from_uuid(Uuid::from_u128(921)).as_str())
        .replace("LONG", &"a".repeat(100_000))
}

/// A thread with a pair in the cart, for Cocody, and one past order.
pub(super) fn thread(shop: &Fixture, script: &Script) -> Conversation {
    let mut thread = Conversation::new(
        ConversationId::from_uuid(Uuid::from_u128(31)),
        shop.seller.id.clone(),
        PhoneNumberId::new("1001"),
        Identity::new(Some(WaId::new(PROSPECT)), None).unwrap(),
    );
    let mut cart = Cart::default();
    cart.set_line(shop.shop(), "Air Max", "42 noir", 1).unwrap();
    let address = Address { commune: "Cocody".into(), ..Address::default() };
    cart.set_address(shop.shop(), address).unwrap();
    if let Some(old_price) = script.old_price {
        cart.lines[0].unit_price = francs(old_price);
    }
    thread.cart = cart;
    thread.orders.push(OrderId::from_uuid(Uuid::from_u128(41)));
    thread.contact_name.clone_from(&script.contact_name);
    if !script.ad.is_empty() {
        thread.ad = Some(Ad {
            id: "1".into(),
            headline: script.ad.clone(),
            body: script.ad.clone(),
            click_id: None,
        });
    }
    thread
}

pub(super) fn own_phone() -> Phone {
    Phone::parse("0701020304", Country::IvoryCoast).unwrap()
}

/// The id of a thread's n-th recap.
pub(super) fn recap_id(n: u128) -> RecapId {
    RecapId::from_uuid(Uuid::from_u128(500 + n))
}
