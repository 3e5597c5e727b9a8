//! Stories of a thread, and properties that hold over any sequence of events.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind of effect among all"
)]

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    Transition,
    catalogue::{Catalogue, Product, Variant},
    conversation::cart::Shop,
    country::Country,
    ids::{Bsuid, ProductId, RecapId, VariantId, WaId, Wamid, ZoneId},
    model_price::MicroUsd,
    money::{Currency, Money},
    order::{Address, Order, Pin},
    phone::Phone,
    seller::{Seller, ShopSettings},
    stock::Units,
    zone::Zone,
};

mod ownership;
mod properties;
mod recap;
mod talk;

pub(crate) struct Fixture {
    seller: Seller,
    catalogue: Catalogue,
    zones: Vec<Zone>,
}

impl Fixture {
    pub(crate) fn rename(&mut self, index: usize, name: &str) {
        self.catalogue.products[index].name = name.into();
    }

    pub(crate) fn shop(&self) -> Shop<'_> {
        Shop { seller: &self.seller, catalogue: &self.catalogue, zones: &self.zones }
    }
}

/// A shop with two products and one zone.
pub(crate) fn shop() -> Fixture {
    let product = |n, name: &str, price, labels: &[&str]| Product {
        id: ProductId::from_uuid(Uuid::from_u128(n)),
        name: name.into(),
        description: String::new(),
        price: Money::new(price, Currency::Xof),
        floor_price: None,
        retailer_id: None,
        variants: labels
            .iter()
            .map(|label| Variant {
                id: VariantId::of_label(label),
                label: (*label).into(),
                price: None,
                available: 3,
            })
            .collect(),
        on_sale: true,
        photo: None,
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
            products: vec![
                product(1, "Air Max", 45_000, &["42 noir", "43 noir"]),
                product(2, "Robe wax", 12_500, &["M", "L"]),
            ],
        },
        zones: vec![Zone {
            id: ZoneId::from_uuid(Uuid::from_u128(9)),
            name: "Cocody".into(),
            communes: vec![],
            fee: Money::new(1_500, Currency::Xof),
        }],
    }
}

const RHYTHM: Rhythm =
    Rhythm { debounce_seconds: 2, reminder_after_seconds: 10_800, hold_seconds: 1_800 };

/// One turn of the model.
const USAGE: ModelUsage = ModelUsage {
    turns: 1,
    calls: 2,
    prompt: 5_000,
    cached: 4_000,
    output: 200,
    cost: MicroUsd::new(1_900),
    unpriced_calls: 0,
};

fn start() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn at(seconds: i64) -> Timestamp {
    start().saturating_add(SignedDuration::from_secs(seconds)).unwrap()
}

fn who() -> Identity {
    Identity::new(Some(WaId::new("2250701020304")), None).unwrap()
}

fn thread() -> Conversation {
    Conversation::new(
        ConversationId::from_uuid(Uuid::from_u128(5)),
        shop().seller.id,
        PhoneNumberId::new("1001"),
        who(),
    )
}

fn arrival(content: Content) -> Event {
    Event::Arrived(arrived(content))
}

fn arrived(content: Content) -> Box<Arrival> {
    Box::new(Arrival {
        wamid: Wamid::new("wamid.1"),
        identity: who(),
        // Later than any `now`: sent at the instant it arrives.
        sent_at: Timestamp::MAX,
        name: Some("Moussa".into()),
        ad: None,
        content,
    })
}

fn text(said: &str) -> Event {
    arrival(Content::Text(said.into()))
}

fn full_cart() -> Cart {
    let fixture = shop();
    let mut cart = Cart::default();
    cart.set_line(fixture.shop(), "Air Max", "42 noir", 1).unwrap();
    let address = Address { commune: "Cocody".into(), ..Address::default() };
    cart.set_address(fixture.shop(), address).unwrap();
    cart
}

fn a_recap(n: u128, now: Timestamp) -> Recap {
    let phone = Phone::parse("0701020304", Country::IvoryCoast).unwrap();
    let id = RecapId::from_uuid(Uuid::from_u128(n));
    full_cart().recap(shop().shop(), Some(&phone), id, now).unwrap()
}

fn run(
    state: &Conversation,
    event: &Event,
    now: Timestamp,
) -> Result<(Conversation, Vec<Effect>), Rejection> {
    step(state, event, &shop().seller, RHYTHM, now).map(|t| (t.state, t.effects))
}

/// A thread with a recap outstanding, shown at second 10.
fn with_recap() -> Conversation {
    let (state, _) = run(&thread(), &text("je veux les air max"), start()).unwrap();
    let draft = Box::new(Draft {
        cart: full_cart(),
        proposal: Proposal::Show(Box::new(a_recap(77, at(10)))),
    });
    let (state, _) = run(&state, &Event::Drafted { turn: 1, draft, usage: USAGE }, at(10)).unwrap();
    let recap = state.recap.clone().unwrap().id;
    run(&state, &Event::Shown { recap }, at(10)).unwrap().0
}

fn bubbles(effects: &[Effect]) -> Vec<&str> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Say { bubble, .. } => Some(bubble.text.as_str()),
            _ => None,
        })
        .collect()
}

fn placed(effects: &[Effect]) -> Vec<&Order> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Place(order) => Some(order.as_ref()),
            _ => None,
        })
        .collect()
}

fn wakes(effects: &[Effect]) -> Vec<(u64, u32)> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Wake { turn, after_seconds } => Some((*turn, *after_seconds)),
            _ => None,
        })
        .collect()
}

fn taken(effects: &[Effect]) -> Vec<&[Units]> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Take(units) => Some(units.as_slice()),
            _ => None,
        })
        .collect()
}

fn returned(effects: &[Effect]) -> Vec<&[Units]> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Return(units) => Some(units.as_slice()),
            _ => None,
        })
        .collect()
}

fn say(text: &str) -> Box<Draft> {
    Box::new(Draft { cart: Cart::default(), proposal: Proposal::Say(text.into()) })
}

/// A thread in which the AI answered a greeting with `text`.
fn after_saying(text_of_ai: &str) -> Conversation {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let drafted = Event::Drafted { turn: 1, draft: say(text_of_ai), usage: USAGE };
    run(&state, &drafted, at(3)).unwrap().0
}
