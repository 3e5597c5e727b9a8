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
    catalogue::{Catalogue, Product, Variant},
    conversation::cart::Shop,
    country::Country,
    ids::{ProductId, RecapId, VariantId, WaId, ZoneId},
    money::Currency,
    order::Address,
    seller::Seller,
    zone::Zone,
};

mod properties;

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

const RHYTHM: Rhythm = Rhythm { debounce_seconds: 2, reminder_after_seconds: 10_800 };

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
    Event::Arrived(Box::new(Arrival {
        wamid: Wamid::new("wamid.1"),
        identity: who(),
        name: Some("Moussa".into()),
        ad: None,
        content,
    }))
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
    run(&state, &Event::Drafted { turn: 1, draft }, at(10)).unwrap().0
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

#[test]
fn three_fragments_make_one_turn_and_the_wait_is_capped() {
    let (one, first) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let (two, second) = run(&one, &text("je veux"), at(1)).unwrap();
    let (three, third) = run(&two, &text("les air max"), at(9)).unwrap();
    assert_eq!(
        (wakes(&first), wakes(&second), wakes(&third)),
        (vec![(1, 2)], vec![(2, 2)], vec![(3, 1)])
    );
    assert_eq!(may_think(&three, 1, at(9)), Err(Rejection::Stale));
    assert_eq!(may_think(&three, 3, at(10)), Ok(()));
    let (_, late) = run(&three, &text("en 42"), at(30)).unwrap();
    assert_eq!(wakes(&late), [(4, 0)]);
}

#[test]
fn an_order_exists_only_after_the_exact_recap_was_confirmed() {
    for yes in [
        arrival(Content::Tap(Tap::Confirm(RecapId::from_uuid(Uuid::from_u128(77))))),
        text("Oui je confirme"),
    ] {
        let (state, effects) = run(&with_recap(), &yes, at(60)).unwrap();
        let orders = placed(&effects);
        assert_eq!(orders.len(), 1);
        assert_eq!(orders[0].totals.total, Money::new(46_500, Currency::Xof));
        assert_eq!(orders[0].id, state.orders[0]);
        assert!(state.recap.is_none() && state.cart.lines.is_empty());
        // The same tap again answers, and makes nothing.
        let (_, again) = run(&state, &yes, at(61)).unwrap();
        assert!(placed(&again).is_empty());
    }
}

#[test]
fn a_yes_to_nothing_or_to_an_old_recap_makes_no_order() {
    let (_, effects) = run(&thread(), &text("oui"), at(0)).unwrap();
    assert!(placed(&effects).is_empty());
    let stranger = arrival(Content::Tap(Tap::Confirm(RecapId::from_uuid(Uuid::from_u128(78)))));
    let (state, effects) = run(&with_recap(), &stranger, at(60)).unwrap();
    assert!(placed(&effects).is_empty() && state.recap.is_some());
    let (_, effects) = run(&with_recap(), &text("oui"), at(10 + 12 * 3600)).unwrap();
    assert!(placed(&effects).is_empty());
}

#[test]
fn a_changed_cart_takes_the_recap_back() {
    let (state, _) = run(&with_recap(), &text("mettez-en deux"), at(60)).unwrap();
    let mut cart = full_cart();
    cart.set_line(shop().shop(), "Air Max", "42 noir", 2).unwrap();
    let draft = Box::new(Draft { cart, proposal: Proposal::Say("C'est fait.".into()) });
    let (state, _) = run(&state, &Event::Drafted { turn: 2, draft }, at(63)).unwrap();
    let (_, effects) = run(&state, &text("oui"), at(70)).unwrap();
    assert!(placed(&effects).is_empty());
}

#[test]
fn a_human_silences_the_ai_at_once_drafts_included() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let (taken, _) = run(&state, &Event::TakenOver, at(1)).unwrap();
    let draft =
        Box::new(Draft { cart: Cart::default(), proposal: Proposal::Say("Bonjour !".into()) });
    assert_eq!(
        run(&taken, &Event::Drafted { turn: 1, draft }, at(2)).unwrap_err(),
        Rejection::Stale
    );
    let (more, effects) = run(&taken, &text("vous êtes là ?"), at(3)).unwrap();
    assert!(effects.is_empty() && more.unread == 1);
    let (back, effects) = run(&more, &Event::Released, at(4)).unwrap();
    assert_eq!(wakes(&effects), [(back.turn, 0)]);
    assert_eq!(may_think(&back, back.turn, at(4)), Ok(()));
}

#[test]
fn a_failing_model_ends_in_a_sentence_and_a_human() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let failed = Event::ModelFailed { turn: 1, failure: ModelFailure::Unavailable };
    let (state, effects) = run(&state, &failed, at(30)).unwrap();
    assert_eq!(bubbles(&effects).len(), 1);
    assert!(effects.contains(&Effect::CallSeller { reason: HandOverReason::AiUnavailable }));
    assert!(!state.is_ais(at(31)));
    // The pause ends by itself at the next message.
    let (state, effects) = run(&state, &text("allô ?"), at(30 + 31 * 60)).unwrap();
    assert_eq!((state.owner, wakes(&effects).len()), (Owner::Ai, 1));
}

#[test]
fn one_reminder_and_any_reply_stops_it() {
    let state = with_recap();
    let due = Event::ReminderDue { turn: 1 };
    let (recalled, effects) = run(&state, &due, at(10_810)).unwrap();
    assert_eq!(bubbles(&effects).len(), 1);
    assert_eq!(run(&recalled, &due, at(20_000)).unwrap_err(), Rejection::NothingToRecall);
    let (replied, _) = run(&state, &text("j'arrive"), at(100)).unwrap();
    assert_eq!(run(&replied, &due, at(10_810)).unwrap_err(), Rejection::Stale);
    assert_eq!(run(&state, &due, at(86_400)).unwrap_err(), Rejection::WindowClosed);
}

#[test]
fn news_past_the_window_calls_the_seller_instead() {
    let order = a_recap(77, start()).order_id();
    let news = Event::News(News::NobodyFound { order });
    let (_, effects) = run(&with_recap(), &news, at(86_401)).unwrap();
    assert_eq!(effects, [Effect::CallSeller { reason: HandOverReason::WindowClosed }]);
}

#[test]
fn a_choice_about_another_threads_order_goes_nowhere() {
    let order = a_recap(99, start()).order_id();
    let tap = arrival(Content::Tap(Tap::Choose(order, OrderChoice::Cancel)));
    let (_, effects) = run(&thread(), &tap, at(0)).unwrap();
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Choose { .. })));
}
