//! Calls, turn by turn, over a delivery that is not in a table.

use aws_adapters::secrets::SecretFields;
use contracts::{callbacks::twilio::signature, messages::CourierAct};
use domain::{
    country::Country,
    courier::{Channel, Courier, Tier},
    dispatch::{
        Attempt, Delivery, DeliveryCode, DeliveryStatus, Outcome, Payment, Request as Wanted,
    },
    ids::{ConversationId, CourierId, ProductId, VariantId},
    moment::{Moment, Period},
    money::{Currency, Money},
    order::{Address, Line, Order, OrderStatus, Totals},
    phone::Phone,
    seller::{Seller, ShopSettings},
};
use jiff::Timestamp;
use lambda_http::Request;
use secrecy::SecretString;
use uuid::Uuid;

use super::*;
use crate::Config;

const TAG: &str = "slr_00000000000000000000000004.ord_00000000000000000000000008.1";
const API: &str = "https://api.example.com";
const TOKEN: &str = "token";

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn courier() -> CourierId {
    CourierId::from_uuid(Uuid::from_u128(7))
}

fn order(offer: &OfferTag) -> Order {
    let lines = vec![Line {
        product: ProductId::from_uuid(Uuid::from_u128(1)),
        variant: VariantId::only(),
        name: "paire Air Max 42".into(),
        quantity: 1,
        unit_price: Money::new(45_000, Currency::Xof),
    }];
    Order {
        id: offer.of.order.clone(),
        seller: offer.of.seller.clone(),
        conversation: ConversationId::from_uuid(Uuid::from_u128(1)),
        status: OrderStatus::Pending,
        revision: 0,
        totals: Totals::of(&lines, Money::new(1_500, Currency::Xof)).unwrap(),
        lines,
        address: Address { commune: "Cocody".into(), ..Address::default() },
        contact_name: "Mariam".into(),
        contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
        recipient: None,
        payer: None,
        moment: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
        ad_id: None,
        placed_at: now(),
    }
}

fn ride(outcome: Outcome, status: DeliveryStatus) -> Ride {
    let offer: OfferTag = TAG.parse().unwrap();
    let order = order(&offer);
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
            shop_name: "Chez Awa".into(),
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

fn on_the_road(status: fn(CourierId) -> DeliveryStatus) -> Ride {
    ride(Outcome::Accepted, status(courier()))
}

fn request(path_and_query: &str, fields: &[(&str, &str)], token: &str) -> Request {
    let owned: Vec<(String, String)> =
        fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let header = signature(&SecretString::from(token), &format!("{API}{path_and_query}"), &owned);
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let event = serde_json::json!({
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query,
        "headers": {"host": "h", "x-twilio-signature": header},
        "requestContext": {
            "accountId": "1", "apiId": "a", "domainName": "d", "domainPrefix": "d",
            "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1",
                "sourceIp": "1.1.1.1", "userAgent": "t"},
            "requestId": "r", "routeKey": "$default",
            "stage": "$default", "time": "t", "timeEpoch": 0
        },
        "body": body, "isBase64Encoded": false
    });
    lambda_http::request::from_str(&event.to_string()).unwrap()
}

/// Runs `look` in a verified turn at `address` of a call in which `digits` were pressed.
fn in_turn<T>(address: &str, digits: &str, look: impl FnOnce(&Turn<'_>) -> T) -> T {
    let request = request(address, &[("CallSid", "CA1"), ("Digits", digits)], TOKEN);
    let callback = Callback::new(&request, request.body().as_ref(), API);
    let header = callback.header(SIGNATURE_HEADER);
    let token = SecretString::from(TOKEN);
    let form = VerifiedForm::verify(&token, header, &callback.url(), callback.raw()).unwrap();
    look(&Turn::of(&callback, &form, API).unwrap())
}

fn voice() -> String {
    format!("/callbacks/twilio/voice?of={TAG}")
}

fn words(verbs: &[Verb]) -> String {
    let said = verbs.iter().map(|verb| match verb {
        Verb::Say(words) => words.clone(),
        Verb::Ask { say, .. } => format!("ask: {say}"),
        Verb::Pause(_) => "pause".to_owned(),
        Verb::Redirect(url) => url.replace(API, "").replace(TAG, "…"),
        Verb::HangUp => "hang up".to_owned(),
    });
    said.collect::<Vec<_>>().join(" | ")
}

#[test]
fn an_offer_is_read_a_few_times_and_no_more() {
    in_turn(&voice(), "", |turn| {
        let verbs = asking::read(turn, Some(&offered()), 1, now());
        let Verb::Ask { say, action, keys } = &verbs[0] else { panic!("{verbs:?}") };
        assert!(say.starts_with("Bonjour Koffi. Course pour la boutique Chez Awa"), "{say}");
        assert_eq!(*action, format!("{API}/callbacks/twilio/key?of={TAG}&try=1"));
        assert_eq!(*keys, twiml::Keys::One);
        let fifth = asking::read(turn, Some(&offered()), 5, now());
        assert_eq!(fifth, goodbye(copy::no_key()));
    });
}

#[test]
fn an_offer_that_is_over_is_not_read() {
    in_turn(&voice(), "", |turn| {
        let late = "2026-11-23T10:05:00Z".parse().unwrap();
        assert_eq!(asking::read(turn, Some(&offered()), 1, late), goodbye(copy::taken()));
        assert_eq!(asking::read(turn, None, 1, now()), goodbye(copy::taken()));
        let taken = ride(Outcome::Withdrawn, DeliveryStatus::AwaitingRetry { at: now() });
        assert_eq!(asking::read(turn, Some(&taken), 1, now()), goodbye(copy::taken()));
        // They accepted on WhatsApp while the telephone rang.
        let theirs = on_the_road(|courier| DeliveryStatus::Assigned { courier });
        let said = words(&asking::read(turn, Some(&theirs), 1, now()));
        assert!(said.starts_with("La course est à vous, merci. Adresse : Cocody."), "{said}");
    });
}

#[test]
fn a_key_answers_once_however_often_it_is_told() {
    assert_eq!(asking::key("1"), (Key::Act(CourierAct::Accept), None));
    assert_eq!(asking::key("2"), (Key::Act(CourierAct::Refuse), None));
    assert_eq!(asking::key("0"), (Key::Read, None));
    assert_eq!(asking::key(""), (Key::Read, None));
    assert_eq!(asking::key("7"), (Key::Read, Some(copy::not_a_key())));
    let told = |digits| {
        in_turn(&format!("/callbacks/twilio/key?of={TAG}&try=2"), digits, |turn| {
            turn.acted(turn.number("try"), CourierAct::Accept).unwrap()
        })
    };
    let (id, message) = told("1");
    assert_eq!((id.as_str(), &message), ("CA1.2", &told("1").1));
    assert_eq!(message.group(), "ord_00000000000000000000000008");
}

#[test]
fn what_came_of_the_key_is_looked_for_and_said() {
    in_turn(&voice(), "", |turn| {
        insta::assert_snapshot!(words(&asking::wait(turn)), @"Un instant. | pause | /callbacks/twilio/outcome?of=…&try=1");
        let waiting = words(&asking::outcome(turn, Some(&offered()), 1, now()));
        insta::assert_snapshot!(waiting, @"pause | /callbacks/twilio/outcome?of=…&try=2");
        assert_eq!(asking::outcome(turn, Some(&offered()), 6, now()), goodbye(copy::pending()));
        let refused = ride(Outcome::Refused, DeliveryStatus::AwaitingRetry { at: now() });
        assert_eq!(asking::outcome(turn, Some(&refused), 1, now()), goodbye(copy::refused()));
        let theirs = on_the_road(|courier| DeliveryStatus::Assigned { courier });
        let said = words(&asking::outcome(turn, Some(&theirs), 1, now()));
        assert!(said.contains("05, 05, 12, 34, 56") && said.ends_with("hang up"), "{said}");
    });
}

#[test]
fn a_call_to_us_asks_for_what_comes_next() {
    use twiml::Keys::{Four, One, UntilHash};

    let place = Place { turn: 1, silences: 0 };
    let step = |ride: &Ride| {
        in_turn(&voice(), "", |turn| match &road::menu(turn, ride, place, None, now())[0] {
            Verb::Ask { action, keys, .. } => {
                let step = action.split("step=").nth(1).unwrap_or("offer");
                (step.split('&').next().unwrap_or_default().to_owned(), Some(*keys))
            }
            Verb::Say(words) => (words.clone(), None),
            other @ (Verb::Pause(_) | Verb::Redirect(_) | Verb::HangUp) => panic!("{other:?}"),
        })
    };
    let of = |status: fn(CourierId) -> DeliveryStatus| step(&on_the_road(status));
    let asked = |word: &str, keys| (word.to_owned(), Some(keys));
    assert_eq!(step(&offered()), asked("offer", One));
    assert_eq!(of(|courier| DeliveryStatus::Assigned { courier }), asked("road", One));
    assert_eq!(of(|courier| DeliveryStatus::PickedUp { courier }), asked("road", One));
    let at_the_door = |courier| DeliveryStatus::AwaitingCode { courier, wrong: 0 };
    assert_eq!(of(at_the_door), asked("code", Four));
    assert_eq!(of(|courier| DeliveryStatus::AwaitingCash { courier }), asked("cash", UntilHash));
    let (said, keys) = of(|courier| DeliveryStatus::CodeLocked { courier });
    assert!(said.starts_with("Trop de codes faux.") && keys.is_none(), "{said}");
}

#[test]
fn a_call_ends_after_two_silences_and_after_many_turns() {
    in_turn(&voice(), "", |turn| {
        let theirs = on_the_road(|courier| DeliveryStatus::PickedUp { courier });
        let silent = Place { turn: 2, silences: 2 };
        assert_eq!(road::menu(turn, &theirs, silent, None, now()), goodbye(copy::no_key()));
        let long = Place { turn: 25, silences: 0 };
        assert_eq!(road::why(turn, long), goodbye(copy::no_key()));
        let lead = Some(copy::not_a_key());
        let again = words(&road::menu(turn, &theirs, Place { turn: 2, silences: 0 }, lead, now()));
        assert!(again.starts_with("ask: Ce choix n'existe pas. Course pour"), "{again}");
    });
}

#[test]
fn the_next_menu_comes_once_the_delivery_moved() {
    in_turn(&voice(), "", |turn| {
        let theirs = on_the_road(|courier| DeliveryStatus::PickedUp { courier });
        insta::assert_snapshot!(words(&road::wait(turn, 5, 2)), @"Un instant. | pause | /callbacks/twilio/moved?of=…&was=5&n=2&try=1");
        let still = words(&road::look(turn, Some(&theirs), 5, (2, 1), now()));
        insta::assert_snapshot!(still, @"pause | /callbacks/twilio/moved?of=…&was=5&n=2&try=2");
        assert_eq!(road::look(turn, Some(&theirs), 5, (2, 6), now()), goodbye(copy::pending()));
        let moved = words(&road::look(turn, Some(&theirs), 4, (2, 1), now()));
        assert!(moved.starts_with("ask: Course pour la boutique Chez Awa, colis récupéré."));
        assert_eq!(road::look(turn, None, 4, (2, 1), now()), goodbye(copy::taken()));
    });
}

/// A function whose AWS nobody answers.
async fn deps(auth_token: Option<&str>) -> Deps {
    let sdk = aws_adapters::sdk::loader(aws_adapters::sdk::Pace::Webhook)
        .endpoint_url("http://127.0.0.1:1")
        .region(aws_config::Region::new("eu-west-1"))
        .credentials_provider(aws_credential_types::Credentials::new("t", "t", None, None, "t"))
        .load()
        .await;
    let nowhere = "http://127.0.0.1:1".to_owned();
    let config = Config {
        table_name: "table".to_owned(),
        dispatch_queue_url: format!("{nowhere}/dispatch.fifo"),
        payments_queue_url: format!("{nowhere}/payments"),
        pawapay_url: nowhere,
        telephony_secret_arn: String::new(),
        token_key_id: "key".to_owned(),
        public_api_url: API.to_owned(),
    };
    let secrets: Vec<(&str, &str)> =
        auth_token.into_iter().map(|token| ("twilio_auth_token", token)).collect();
    Deps::new(config, &sdk, SecretFields::of_pairs(&secrets)).unwrap()
}

#[tokio::test]
async fn nothing_is_read_or_written_for_who_cannot_sign() {
    let forged = request(&voice(), &[("CallSid", "CA1")], "another");
    let answer = crate::handle(&deps(Some(TOKEN)).await, &forged).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    // Without an account nobody is Twilio, whatever they sign with.
    let signed = request(&voice(), &[("CallSid", "CA1")], "");
    let answer = crate::handle(&deps(None).await, &signed).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let elsewhere = request("/callbacks/nobody/voice", &[], TOKEN);
    let answer = crate::handle(&deps(Some(TOKEN)).await, &elsewhere).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let unknown = request(&format!("/callbacks/twilio/other?of={TAG}"), &[], TOKEN);
    let answer = crate::handle(&deps(Some(TOKEN)).await, &unknown).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn when_something_of_ours_fails_whoever_is_on_the_line_hears_so() {
    let signed = request(&voice(), &[("CallSid", "CA1")], TOKEN);
    let answer = crate::handle(&deps(Some(TOKEN)).await, &signed).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let said = String::from_utf8(answer.body().to_vec()).unwrap();
    assert!(said.contains("Un problème technique"), "{said}");
    // Nobody listens to a status: it is to be told again.
    let status = format!("/callbacks/twilio/status?of={TAG}");
    let ended = request(&status, &[("CallSid", "CA1"), ("CallStatus", "busy")], TOKEN);
    let answer = crate::handle(&deps(Some(TOKEN)).await, &ended).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
}
