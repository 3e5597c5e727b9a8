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
    ids::{Bsuid, ProductId, RecapId, VariantId, WaId, Wamid, ZoneId},
    model_price::MicroUsd,
    money::{Currency, Money},
    order::{Address, Order},
    phone::Phone,
    seller::{Seller, ShopSettings},
    stock::Units,
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
    Event::Arrived(Box::new(Arrival {
        wamid: Wamid::new("wamid.1"),
        identity: who(),
        // Later than any `now`: sent at the instant it arrives.
        sent_at: Timestamp::MAX,
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
    run(&state, &Event::Drafted { turn: 1, draft, usage: USAGE }, at(10)).unwrap().0
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
    assert_eq!(may_think(&three, 1, &shop().seller, at(9)), Err(Rejection::Stale));
    assert_eq!(may_think(&three, 3, &shop().seller, at(10)), Ok(()));
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
    let (state, _) = run(&state, &Event::Drafted { turn: 2, draft, usage: USAGE }, at(63)).unwrap();
    let (_, effects) = run(&state, &text("oui"), at(70)).unwrap();
    assert!(placed(&effects).is_empty());
}

#[test]
fn a_human_silences_the_ai_at_once_drafts_included() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let (taken, _) = run(&state, &Event::TakenOver { minutes: None }, at(1)).unwrap();
    let draft =
        Box::new(Draft { cart: Cart::default(), proposal: Proposal::Say("Bonjour !".into()) });
    assert_eq!(
        run(&taken, &Event::Drafted { turn: 1, draft, usage: USAGE }, at(2)).unwrap_err(),
        Rejection::Stale
    );
    let (more, effects) = run(&taken, &text("vous êtes là ?"), at(3)).unwrap();
    assert!(effects.is_empty() && more.unread == 1);
    let (back, effects) = run(&more, &Event::Released, at(4)).unwrap();
    assert_eq!(wakes(&effects), [(back.turn, 0)]);
    assert_eq!(may_think(&back, back.turn, &shop().seller, at(4)), Ok(()));
}

#[test]
fn a_failing_model_ends_in_a_sentence_and_a_human() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let failed = Event::ModelFailed { turn: 1, failure: ModelFailure::Unavailable, usage: USAGE };
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

#[test]
fn an_open_recap_keeps_its_units_and_gives_them_back_in_time() {
    let state = with_recap();
    let recap = state.recap.clone().unwrap();
    assert_eq!(recap.held_until, Some(at(10 + 1_800)));
    let due = Event::HoldDue { recap: recap.id.clone() };
    // Too early: only the timer is set again.
    let (same, effects) = run(&state, &due, at(100)).unwrap();
    assert_eq!(effects, [Effect::ArmHold { recap: recap.id.clone(), at: at(1_810) }]);
    let (released, effects) = run(&same, &due, at(1_810)).unwrap();
    assert_eq!(returned(&effects), [recap.takes.as_slice()]);
    assert_eq!(run(&released, &due, at(1_900)).unwrap_err(), Rejection::Stale);
    // It can still be confirmed, and then takes them again.
    let confirm = arrival(Content::Tap(Tap::Confirm(recap.id)));
    let (_, effects) = run(&released, &confirm, at(2_000)).unwrap();
    assert_eq!((placed(&effects).len(), taken(&effects)), (1, vec![recap.takes.as_slice()]));
}

#[test]
fn what_is_kept_aside_is_taken_once_and_returned_once() {
    let state = with_recap();
    let recap = state.recap.clone().unwrap();
    let confirm = arrival(Content::Tap(Tap::Confirm(recap.id.clone())));
    let (_, effects) = run(&state, &confirm, at(60)).unwrap();
    assert!(taken(&effects).is_empty() && returned(&effects).is_empty());
    let change = arrival(Content::Tap(Tap::Change(recap.id)));
    let (changed, effects) = run(&state, &change, at(60)).unwrap();
    assert_eq!(returned(&effects).len(), 1);
    let (_, effects) = run(&changed, &change, at(61)).unwrap();
    assert!(returned(&effects).is_empty());
    // A recap in the place of another frees what the other kept.
    let (asked, _) = run(&state, &text("plutôt demain"), at(60)).unwrap();
    let show = Proposal::Show(Box::new(a_recap(78, at(63))));
    let draft = Box::new(Draft { cart: full_cart(), proposal: show });
    let (_, effects) =
        run(&asked, &Event::Drafted { turn: 2, draft, usage: USAGE }, at(63)).unwrap();
    assert_eq!((taken(&effects).len(), returned(&effects).len()), (1, 1));
}

#[test]
fn a_recap_that_never_left_cannot_be_confirmed() {
    let state = with_recap();
    let id = state.recap.clone().unwrap().id;
    let (state, effects) = run(&state, &Event::Unsaid { recap: id }, at(11)).unwrap();
    assert_eq!(returned(&effects).len(), 1);
    assert!(placed(&run(&state, &text("oui"), at(20)).unwrap().1).is_empty());
}

#[test]
fn a_yes_written_before_the_recap_was_shown_confirms_nothing() {
    let early = Event::Arrived(Box::new(Arrival {
        wamid: Wamid::new("wamid.9"),
        identity: who(),
        sent_at: at(5),
        name: None,
        ad: None,
        content: Content::Text("oui".into()),
    }));
    let (_, effects) = run(&with_recap(), &early, at(11)).unwrap();
    assert!(placed(&effects).is_empty());
    let edited = arrival(Content::Edited("oui je confirme".into()));
    assert!(placed(&run(&with_recap(), &edited, at(60)).unwrap().1).is_empty());
}

#[test]
fn a_changed_order_is_asked_of_dispatch_once_and_takes_only_the_difference() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let fixture = shop();
    let phone = Phone::parse("0701020304", Country::IvoryCoast).unwrap();
    let order = {
        let confirm = arrival(Content::Tap(Tap::Confirm(RecapId::from_uuid(Uuid::from_u128(77)))));
        let (_, effects) = run(&with_recap(), &confirm, at(60)).unwrap();
        placed(&effects)[0].clone()
    };
    let mut cart = Cart::default();
    cart.amend(&order);
    cart.set_line(fixture.shop(), "Air Max", "42 noir", 3).unwrap();
    let id = RecapId::from_uuid(Uuid::from_u128(90));
    let recap = cart.recap(fixture.shop(), Some(&phone), id.clone(), at(3)).unwrap();
    assert_eq!(recap.takes.iter().map(|units| units.quantity).collect::<Vec<_>>(), [2]);
    let draft = Box::new(Draft { cart, proposal: Proposal::Show(Box::new(recap)) });
    let (state, _) = run(&state, &Event::Drafted { turn: 1, draft, usage: USAGE }, at(3)).unwrap();
    let confirm = arrival(Content::Tap(Tap::Confirm(id)));
    let (state, effects) = run(&state, &confirm, at(30)).unwrap();
    let amended = effects.iter().find_map(|effect| match effect {
        Effect::Amend(amended) => Some(amended.as_ref()),
        _ => None,
    });
    assert_eq!(amended.unwrap().order, order.id);
    assert_eq!(amended.unwrap().totals.total, Money::new(3 * 45_000 + 1_500, Currency::Xof));
    assert!(placed(&effects).is_empty());
    let (_, again) = run(&state, &confirm, at(31)).unwrap();
    assert!(!again.iter().any(|effect| matches!(effect, Effect::Amend(_))));
}

#[test]
fn stop_is_heard_before_any_model_and_ends_reminders() {
    let (state, effects) = run(&with_recap(), &text("STOP"), at(60)).unwrap();
    assert_eq!((wakes(&effects).len(), bubbles(&effects).len()), (0, 1));
    let due = Event::ReminderDue { turn: state.turn };
    assert_eq!(run(&state, &due, at(10_900)).unwrap_err(), Rejection::NothingToRecall);
    let (_, again) = run(&state, &text("stop"), at(61)).unwrap();
    assert!(again.is_empty(), "once is enough");
    let (state, _) = run(&state, &text("REPRENDRE"), at(70)).unwrap();
    assert!(state.reach.takes_marketing(at(71)));
}

#[test]
fn thanks_need_no_answer_unless_something_was_asked() {
    let (_, effects) = run(&after_saying("Nous livrons demain."), &text("merci"), at(60)).unwrap();
    assert!(effects.is_empty());
    let (_, effects) = run(&after_saying("Quelle taille ?"), &text("ok"), at(60)).unwrap();
    assert_eq!(wakes(&effects).len(), 1);
    let (_, effects) = run(&thread(), &text("ok"), at(60)).unwrap();
    assert_eq!(wakes(&effects).len(), 1, "a first word is answered");
    // With a recap open, the button is shown again: « ok » is no yes.
    let (state, effects) = run(&with_recap(), &text("ok"), at(60)).unwrap();
    assert!(placed(&effects).is_empty() && state.recap.is_some());
    assert_eq!((wakes(&effects).len(), bubbles(&effects).len()), (0, 1));
}

#[test]
fn the_owners_phone_takes_over_for_a_while() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let (taken, effects) = run(&state, &Event::OwnerWrote, at(1)).unwrap();
    assert!(effects.is_empty() && !taken.is_ais(at(3_600)) && taken.is_ais(at(3_601)));
    assert!(!may_say(&taken, 1, at(2)), "a draft under way dies");
    let (later, effects) = run(&taken, &text("merci, et en 43 ?"), at(4_000)).unwrap();
    assert_eq!((later.owner, wakes(&effects).len()), (Owner::Ai, 1));
    let forever = run(&taken, &Event::TakenOver { minutes: None }, at(5)).unwrap().0;
    let (still, _) = run(&forever, &Event::OwnerWrote, at(6)).unwrap();
    assert_eq!(still.owner, Owner::Human { until: None });
}

#[test]
fn another_application_silences_the_ai_until_it_passes_the_thread() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let (theirs, _) = run(&state, &Event::ControlChanged { is_ours: false }, at(1)).unwrap();
    let (asked, effects) = run(&theirs, &text("bonjour ?"), at(9)).unwrap();
    assert!(effects.is_empty());
    let (ours, effects) = run(&asked, &Event::ControlChanged { is_ours: true }, at(10)).unwrap();
    assert_eq!((ours.owner, wakes(&effects).len()), (Owner::Ai, 1));
    // Control that was ours all along takes nothing from a human.
    let human = run(&state, &Event::TakenOver { minutes: None }, at(2)).unwrap().0;
    let (human, _) = run(&human, &Event::ControlChanged { is_ours: true }, at(3)).unwrap();
    assert!(!human.is_ais(at(4)));
}

#[test]
fn a_late_webhook_opens_no_window() {
    let old = Event::Arrived(Box::new(Arrival {
        wamid: Wamid::new("wamid.8"),
        identity: who(),
        sent_at: at(-86_400),
        name: None,
        ad: None,
        content: Content::Text("bonjour".into()),
    }));
    let (state, _) = run(&thread(), &old, at(0)).unwrap();
    assert_eq!(may_think(&state, state.turn, &shop().seller, at(2)), Err(Rejection::WindowClosed));
    let (state, _) =
        run(&after_saying("Bonjour."), &Event::Learned(Lesson::WindowClosed), at(9)).unwrap();
    assert!(state.window(at(9)).free_form.is_none());
}

#[test]
fn the_days_turns_end_with_a_sentence_and_a_human() {
    let mut state = thread();
    for n in 0..60_i64 {
        let (asked, _) = run(&state, &text(&format!("question {n} ?")), at(n * 60)).unwrap();
        let drafted = Event::Drafted { turn: asked.turn, draft: say("Oui."), usage: USAGE };
        state = run(&asked, &drafted, at(n * 60 + 3)).unwrap().0;
    }
    let (asked, _) = run(&state, &text("encore une ?"), at(3_600)).unwrap();
    let turn = asked.turn;
    assert_eq!(may_think(&asked, turn, &shop().seller, at(3_603)), Err(Rejection::LimitReached));
    let (over, effects) = run(&asked, &Event::LimitReached { turn }, at(3_603)).unwrap();
    assert_eq!(bubbles(&effects).len(), 1);
    assert!(effects.contains(&Effect::CallSeller { reason: HandOverReason::LimitReached }));
    assert!(!over.is_ais(at(3_700)));
    assert_eq!((over.usage.turns, over.usage.prompt), (60, 300_000));
}

#[test]
fn another_machine_is_left_alone_and_the_seller_told() {
    let mut state = thread();
    let mut clock = 0;
    for n in 0..20 {
        let (asked, effects) =
            run(&state, &text(&format!("réponse automatique {n}")), at(clock)).unwrap();
        if effects.contains(&Effect::CallSeller { reason: HandOverReason::LoopSuspected }) {
            assert!(n <= 8, "{n} answers were given to a machine");
            assert!(bubbles(&effects).is_empty() && !asked.is_ais(at(clock + 60)));
            return;
        }
        let drafted = Event::Drafted { turn: asked.turn, draft: say("Bonjour."), usage: USAGE };
        state = run(&asked, &drafted, at(clock + 2)).unwrap().0;
        clock += 3;
    }
    panic!("the loop was never broken");
}

#[test]
fn two_threads_of_one_person_become_one_and_nothing_is_lost() {
    let hidden = Identity::new(None, Some(Bsuid::new("CI.7"))).unwrap();
    let mut one = with_recap();
    one.reach.opted_out_at = Some(at(1));
    let mut other = Conversation::new(
        ConversationId::from_uuid(Uuid::from_u128(6)),
        shop().seller.id,
        PhoneNumberId::new("1001"),
        hidden,
    );
    other.owner = Owner::Human { until: None };
    other.orders = vec![a_recap(55, start()).order_id()];
    other.turn = 9;
    let (joined, gone, back) = merged(&one, &other);
    assert_eq!(joined.identity.keys().collect::<Vec<_>>(), ["2250701020304", "CI.7"]);
    assert_eq!((joined.turn, joined.owner), (10, Owner::Human { until: None }));
    assert_eq!((joined.orders.len(), joined.recap.is_some(), back.len()), (1, true, 0));
    assert!(joined.reach.opted_out_at.is_some() && joined.merged == [gone.id.clone()]);
    assert_eq!(gone.merged_into, Some(joined.id));
    // The older of two recaps gives back what it kept aside.
    let mut second = with_recap();
    second.id = gone.id;
    second.recap.as_mut().unwrap().shown_at = at(500);
    let (joined, _, back) = merged(&one, &second);
    assert_eq!((joined.recap.unwrap().shown_at, back.len()), (at(500), 1));
}
