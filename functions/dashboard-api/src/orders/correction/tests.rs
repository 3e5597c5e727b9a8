use domain::{
    catalogue::{Product, Variant},
    country::Country,
    ids::{ConversationId, OrderId, SellerId, ZoneId},
    moment::Period,
    money::{Currency, Money},
    order::{OrderStatus, Pin},
    seller::ShopSettings,
};
use serde_json::json;
use uuid::Uuid;

use super::*;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn seller() -> Seller {
    Seller {
        id: SellerId::from_uuid(id(1)),
        first_name: "Awa".into(),
        last_name: "Koné".into(),
        shop_name: "Boutique Awa".into(),
        country: Country::IvoryCoast,
        phone: Phone::parse("0707123456", Country::IvoryCoast).unwrap(),
        email: "awa@example.ci".into(),
        settings: ShopSettings::default(),
    }
}

/// A robe whose price has risen since the order, and a bag.
fn catalogue() -> Catalogue {
    let product = |n, name: &str, price, labels: &[&str]| Product {
        id: ProductId::from_uuid(id(n)),
        name: name.into(),
        description: String::new(),
        price: francs(price),
        variants: labels
            .iter()
            .map(|label| Variant {
                id: VariantId::of_label(label),
                label: (*label).into(),
                price: None,
                available: 9,
            })
            .collect(),
        on_sale: true,
        photo: None,
        floor_price: None,
        retailer_id: None,
    };
    Catalogue {
        products: vec![
            product(10, "Robe wax", 12_000, &["M", "L"]),
            product(11, "Sac", 8_000, &[""]),
        ],
    }
}

fn zones() -> Vec<Zone> {
    let zone = |n, name: &str, fee| Zone {
        id: ZoneId::from_uuid(id(n)),
        name: name.into(),
        communes: Vec::new(),
        fee: francs(fee),
    };
    vec![zone(20, "Cocody", 2_000), zone(21, "Yopougon", 3_000)]
}

fn order() -> Order {
    let lines = vec![Line {
        product: ProductId::from_uuid(id(10)),
        variant: VariantId::of_label("M"),
        name: "Robe wax M".into(),
        quantity: 1,
        unit_price: francs(10_000),
    }];
    Order {
        id: OrderId::from_uuid(id(2)),
        seller: seller().id,
        conversation: ConversationId::from_uuid(id(3)),
        status: OrderStatus::Pending,
        revision: 0,
        totals: Totals::of(&lines, francs(1_500)).unwrap(),
        lines,
        address: Address {
            commune: "Cocody".into(),
            landmark: "derrière la pharmacie".into(),
            pin: Some(Pin { latitude_e7: 53_600_000, longitude_e7: -40_083_000 }),
            zone: Some(ZoneId::from_uuid(id(20))),
            ..Address::default()
        },
        contact_name: "Mariam".into(),
        contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
        recipient: None,
        payer: None,
        moment: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
        ad_id: None,
        placed_at: "2026-11-23T09:00:00Z".parse().unwrap(),
    }
}

#[test]
fn who_receives_and_who_pays_may_be_somebody_else_and_nobody_again() {
    let mariam = json!({ "name": "Mariam", "phone": "07 08 09 01 02" });
    let given = corrected(json!({ "recipient": mariam, "payer": "Yao" })).unwrap();
    assert_eq!((given.receiver_name(), given.payer.as_deref()), ("Mariam", Some("Yao")));
    assert_eq!(given.receiver_phone().e164(), "+2250708090102");
    let renamed = corrected_of(&given, json!({ "recipient": { "name": "Adjoua" } })).unwrap();
    assert_eq!((renamed.receiver_name(), renamed.payer.as_deref()), ("Adjoua", Some("Yao")));
    let back = corrected_of(&given, json!({ "recipient": null, "payer": null })).unwrap();
    assert_eq!((back.recipient, back.payer), (None, None));
    let nameless = corrected(json!({ "recipient": { "name": "Mariam" } }));
    assert_eq!(nameless, Err(vec!["recipient.phone".to_owned()]));
}

fn corrected(body: Value) -> Result<Order, Vec<String>> {
    corrected_of(&order(), body)
}

fn corrected_of(order: &Order, body: Value) -> Result<Order, Vec<String>> {
    let Value::Object(map) = body else { panic!("an object") };
    let (seller, catalogue, zones) = (seller(), catalogue(), zones());
    let shop = Shop { seller: &seller, catalogue: &catalogue, zones: &zones };
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    read(&map, order, shop, now)
        .map(|to| order.amended(&to))
        .map_err(|errors| errors.into_iter().map(|error| error.field).collect())
}

fn product(n: u128) -> String {
    ProductId::from_uuid(id(n)).to_string()
}

#[test]
fn what_is_not_given_stays() {
    assert_eq!(corrected(json!({})), Ok(order()));
}

#[test]
fn a_line_keeps_its_agreed_price_and_a_new_one_has_the_catalogues() {
    let body = json!({"lines": [
        {"product_id": product(10), "variant_id": "m", "quantity": 3},
        {"product_id": product(10), "variant_id": "L", "quantity": 1},
        {"product_id": product(11), "quantity": 2},
    ]});
    let order = corrected(body).unwrap();
    let lines: Vec<_> = order
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.quantity, line.unit_price.amount()))
        .collect();
    assert_eq!(lines, [("Robe wax M", 3, 10_000), ("Robe wax L", 1, 12_000), ("Sac", 2, 8_000)]);
    assert_eq!(order.totals.total.amount(), 30_000 + 12_000 + 16_000 + 1_500);
}

#[test]
fn the_fee_changes_with_the_zone_and_not_with_the_landmark() {
    let nearer = corrected(json!({"address": {"landmark": "face à l'école"}})).unwrap();
    assert_eq!(nearer.totals.delivery_fee.amount(), 1_500, "as it was agreed");
    assert_eq!(nearer.address.commune, "Cocody");
    assert!(nearer.address.pin.is_some());
    let away = corrected(json!({"address": {"commune": "Yopougon", "landmark": ""}})).unwrap();
    assert_eq!(away.totals.delivery_fee.amount(), 3_000);
    assert_eq!(away.totals.total.amount(), 13_000);
    assert_eq!((away.address.pin, away.address.landmark.as_str()), (None, ""));
}

#[test]
fn contact_and_moment_can_be_corrected() {
    let body = json!({
        "contact_phone": "07 07 00 00 01",
        "moment": {"day": "2026-11-25", "period": "afternoon"}
    });
    let order = corrected(body).unwrap();
    assert_eq!(order.contact_phone.e164(), "+2250707000001");
    assert_eq!(order.moment.period, Period::Afternoon);
}

#[test]
fn what_cannot_be_is_refused_by_field() {
    let refused = |body, fields: &[&str]| {
        assert_eq!(corrected(body), Err(fields.iter().map(|f| (*f).to_owned()).collect()));
    };
    refused(json!({"address": {"commune": "Bouaké"}}), &["address"]);
    refused(json!({"address": "Cocody"}), &["address"]);
    refused(json!({"contact_phone": "12"}), &["contact_phone"]);
    refused(json!({"moment": {"day": "2026-11-01", "period": "morning"}}), &["moment.day"]);
    refused(json!({"lines": [{"quantity": 1}]}), &["lines[0].product_id"]);
    refused(
        json!({"lines": [{"product_id": product(10), "variant_id": "XS", "quantity": 1}]}),
        &["lines[0].variant_id"],
    );
    refused(
        json!({"lines": [{"product_id": product(99), "quantity": 1}]}),
        &["lines[0].product_id"],
    );
    refused(
        json!({"lines": [{"product_id": product(10), "variant_id": "M", "quantity": 51}]}),
        &["lines[0].quantity"],
    );
    refused(
        json!({"lines": [{"product_id": product(10), "variant_id": "M", "quantity": 0}]}),
        &["lines"],
    );
}
