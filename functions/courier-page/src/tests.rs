//! Pages over a delivery that is not in a table, and what is refused before one is read.

use domain::{
    country::Country,
    courier::{Channel, Courier, Tier},
    dispatch::{
        Attempt, Delivery, DeliveryCode, DeliveryStatus, Outcome, Payment, Request as Wanted,
    },
    ids::{ConversationId, CourierId, ProductId, VariantId},
    moment::{Moment, Period},
    money::{Currency, Money},
    order::{Address, Line, Order, OrderStatus, Pin, Totals},
    phone::Phone,
    seller::{Seller, ShopSettings},
};
use uuid::Uuid;

use super::*;

const TAG: &str = "slr_00000000000000000000000004.ord_00000000000000000000000008.1";
const SECRET: &str = "link-secret-of-tests";

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn courier() -> CourierId {
    CourierId::from_uuid(Uuid::from_u128(7))
}

fn ride(outcome: Outcome, status: DeliveryStatus) -> Ride {
    let offer: contracts::callbacks::OfferTag = TAG.parse().unwrap();
    let lines = vec![Line {
        product: ProductId::from_uuid(Uuid::from_u128(1)),
        variant: VariantId::only(),
        name: "paire Air Max 42".into(),
        quantity: 1,
        unit_price: Money::new(45_000, Currency::Xof),
    }];
    let order = Order {
        id: offer.of.order.clone(),
        seller: offer.of.seller.clone(),
        conversation: ConversationId::from_uuid(Uuid::from_u128(1)),
        status: OrderStatus::Pending,
        revision: 0,
        totals: Totals::of(&lines, Money::new(1_500, Currency::Xof)).unwrap(),
        lines,
        address: Address {
            commune: "Cocody".into(),
            landmark: "derrière la <pharmacie>".into(),
            pin: Some(Pin { latitude_e7: 53_600_000, longitude_e7: -40_083_000 }),
            ..Address::default()
        },
        contact_name: "Mariam".into(),
        contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
        recipient: None,
        payer: None,
        moment: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
        ad_id: None,
        placed_at: now(),
    };
    let request = Wanted {
        order: order.id.clone(),
        seller: order.seller.clone(),
        country: Country::IvoryCoast,
        zone: None,
        due: order.totals.total,
        promised: order.moment,
        lead_hours: 4,
        payment: Payment::Cash,
    };
    let attempt = Attempt {
        number: 1,
        round: 1,
        courier: courier(),
        tier: Tier::Own,
        offered_at: now(),
        channels: vec![Channel::Call],
        rungs: Vec::new(),
        via: None,
        outcome,
    };
    let phone = Phone::parse("0707123456", Country::IvoryCoast).unwrap();
    Ride {
        seller: Seller {
            id: order.seller.clone(),
            first_name: "Awa".into(),
            last_name: "Koné".into(),
            shop_name: "Chez <Awa>".into(),
            country: Country::IvoryCoast,
            phone: phone.clone(),
            email: "awa@example.com".into(),
            settings: ShopSettings::default(),
        },
        delivery: Delivery {
            attempts: vec![attempt],
            status,
            ..Delivery::born(&request, &DeliveryCode::drawn("4821"), now())
        },
        version: 5,
        courier: Some(Courier::own(courier(), "Koffi".into(), phone)),
        offer,
        order,
    }
}

fn offered() -> Ride {
    let expires_at = "2026-11-23T10:05:00Z".parse().unwrap();
    ride(
        Outcome::Open,
        DeliveryStatus::Offered { attempt: 1, courier: courier(), expires_at, next_rung_at: None },
    )
}

fn accepted(status: DeliveryStatus) -> Ride {
    ride(Outcome::Accepted, status)
}

fn text(response: &Response<Body>) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

fn shown(ride: &Ride) -> String {
    text(&page::of(ride, None, now()))
}

/// The acts a page offers, in order.
fn acts(page: &str) -> Vec<&str> {
    let named = page.split(r#"name="act" value=""#).skip(1);
    named.filter_map(|rest| rest.split('"').next()).collect()
}

fn request(method: &str, path: &str, query: &str) -> Request {
    let event = serde_json::json!({
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query,
        "headers": {"host": "h"},
        "requestContext": {
            "accountId": "1", "apiId": "a", "domainName": "d", "domainPrefix": "d",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1",
                "sourceIp": "1.1.1.1", "userAgent": "t"},
            "requestId": "r", "routeKey": "$default",
            "stage": "$default", "time": "t", "timeEpoch": 0
        },
        "body": "", "isBase64Encoded": false
    });
    lambda_http::request::from_str(&event.to_string()).unwrap()
}

#[test]
fn an_offer_is_shown_without_who_it_is_for() {
    let page = shown(&offered());
    assert_eq!(acts(&page), ["accept", "refuse"]);
    for part in ["Cocody", "1 500 FCFA", "46 500 FCFA", "demain avant 12h", "Répondez avant 10:05"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    for secret in ["Mariam", "0505", "05 05", "pharmacie", "maps", "4821"] {
        assert!(!page.contains(secret), "{secret}");
    }
    assert!(page.contains(r#"name="step" value="5""#));
    assert!(page.len() < 6_000, "{}", page.len());
}

#[test]
fn what_people_wrote_is_text_and_never_markup() {
    let page = shown(&accepted(DeliveryStatus::Assigned { courier: courier() }));
    assert!(page.contains("Chez &lt;Awa&gt;") && page.contains("la &lt;pharmacie&gt;"));
    assert!(!page.contains("<Awa>") && !page.contains("<pharmacie>") && !page.contains("<script"));
}

#[test]
fn every_standing_has_its_buttons() {
    let of = |status| shown(&accepted(status));
    let courier = courier();
    let page = of(DeliveryStatus::Assigned { courier: courier.clone() });
    let failed = ["failed"; 4];
    assert_eq!(acts(&page), [&["picked_up", "handed_over"][..], &failed].concat());
    assert!(page.contains("tel:+2250505123456") && page.contains("Mariam"));
    assert!(page.contains("https://maps.google.com/?q=5.3600000,-4.0083000"));
    let page = of(DeliveryStatus::PickedUp { courier: courier.clone() });
    assert_eq!(acts(&page), [&["handed_over"][..], &failed, &["undo"]].concat());
    let page = of(DeliveryStatus::AwaitingCode { courier: courier.clone(), wrong: 1 });
    assert_eq!(acts(&page), [&["code"][..], &failed, &["undo"]].concat());
    assert!(page.contains("Il reste 2 essais"), "{page}");
    assert!(!page.contains("4821"));
    let page = of(DeliveryStatus::AwaitingCash { courier: courier.clone() });
    assert_eq!(acts(&page), ["cash_due", "cash", "undo"]);
    assert!(page.contains("46 500 FCFA reçus"));
    let page = of(DeliveryStatus::CodeLocked { courier: courier.clone() });
    assert!(acts(&page).is_empty() && page.contains("tel:+2250707123456"));
    let collected = Money::new(46_500, Currency::Xof);
    let page = of(DeliveryStatus::Delivered { courier: Some(courier), collected, at: now() });
    assert_eq!(acts(&page), ["undo"]);
    let page = of(DeliveryStatus::Cancelled { by: domain::dispatch::Party::Seller });
    assert!(acts(&page).is_empty() && page.contains("est annulée"));
    let page = shown(&ride(Outcome::Expired, DeliveryStatus::AwaitingRetry { at: now() }));
    assert!(acts(&page).is_empty() && page.contains("déjà attribuée"));
}

#[test]
fn a_page_waits_until_the_delivery_moved_and_not_for_ever() {
    let look = |query| text(&show(&offered(), &request("GET", "/c/x", query), now()));
    assert!(look("sent=5").contains(r#"content="2;url=?sent=5&amp;look=1""#));
    assert!(look("sent=5&look=7").contains("http-equiv"));
    let given_up = look("sent=5&look=8");
    assert!(!given_up.contains("http-equiv") && given_up.contains("pas encore confirmée"));
    for moved in ["sent=4", "", "sent=x"] {
        let page = look(moved);
        assert!(!page.contains("http-equiv") && acts(&page) == ["accept", "refuse"], "{moved}");
    }
}

async fn deps() -> Deps {
    let sdk = sdk::loader(Pace::Webhook)
        .endpoint_url("http://127.0.0.1:1")
        .region(aws_config::Region::new("eu-west-1"))
        .credentials_provider(aws_credential_types::Credentials::new("t", "t", None, None, "t"))
        .load()
        .await;
    let config = Config {
        table_name: "table".into(),
        dispatch_queue_url: "http://127.0.0.1:1/dispatch.fifo".into(),
        telephony_secret_arn: "arn".into(),
    };
    Deps::new(&config, &sdk, SecretFields::of_pairs(&[("link_secret", SECRET)])).unwrap()
}

#[tokio::test]
async fn a_link_we_did_not_make_is_refused_before_anything_is_read() {
    let deps = deps().await;
    for path in ["/c/", "/c/a1B2c3D4e5AAAAAAAA", "/c/a1B2c3D4e5", "/other"] {
        let answer = handle(&deps, &request("GET", path, "")).await;
        // Reading would have answered 503: nobody listens where the table should be.
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(text(&answer).contains("Lien introuvable"));
    }
    let link = CourierLink::seal(&SecretString::from(SECRET), "a1B2c3D4e5").unwrap();
    let answer = handle(&deps, &request("GET", &format!("/c/{link}"), "")).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_page_is_neither_kept_nor_found_nor_framed() {
    let answer = handle(&deps().await, &request("GET", "/c/", "")).await;
    let headers = answer.headers();
    assert_eq!(headers["x-robots-tag"], "noindex, nofollow");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["referrer-policy"], "no-referrer");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"));
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script"));
}
