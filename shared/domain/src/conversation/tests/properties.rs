//! Long random lives of a thread: what must hold whatever happens, in whatever order.

use std::collections::BTreeSet;

use super::*;
use crate::order::Pin;
use crate::template::ShopTemplate;

/// Makes an event plausible for the state, `detail` choosing between its kinds.
type Make = fn(&Conversation, u8, Timestamp) -> Event;

/// Everything that can happen: a new event or content is one more line.
const DEEDS: &[Make] = &[
    |_, _, _| text("bonjour"),
    |_, _, _| text("je veux les air max en 42"),
    |_, _, _| text("Oui, je confirme !"),
    |_, _, _| text("oui mais à 10 000"),
    |_, _, _| arrival(Content::Media),
    |_, _, _| arrival(Content::Unsupported),
    |_, _, _| arrival(Content::Silent),
    |_, _, _| {
        arrival(Content::Pin {
            pin: Pin { latitude_e7: 1, longitude_e7: 1 },
            place: "Pharmacie".into(),
        })
    },
    |_, _, _| arrival(Content::ContactPhone(phone())),
    |state, _, _| arrival(Content::Tap(Tap::Confirm(outstanding(state)))),
    |_, detail, _| arrival(Content::Tap(Tap::Confirm(recap_id(detail)))),
    |state, _, _| arrival(Content::Tap(Tap::Change(outstanding(state)))),
    |_, detail, _| {
        arrival(Content::Tap(Tap::Choose(
            a_recap(u128::from(detail), start()).order_id(),
            OrderChoice::Pickup,
        )))
    },
    |state, detail, _| drafted(state, detail, full_cart(), Proposal::Say("Bien sûr.".into())),
    |state, detail, _| {
        drafted(state, detail, Cart::default(), Proposal::Say("C'est retiré.".into()))
    },
    |state, detail, now| {
        drafted(
            state,
            detail,
            full_cart(),
            Proposal::Show(Box::new(a_recap(u128::from(detail), now))),
        )
    },
    |state, detail, now| {
        drafted(state, 0, full_cart(), Proposal::Show(Box::new(a_recap(u128::from(detail), now))))
    },
    |state, detail, _| drafted(state, detail, Cart::default(), Proposal::HandOver),
    |state, detail, _| drafted(state, detail, full_cart(), Proposal::OffTopic),
    |state, detail, _| {
        let told =
            Proposal::TellPayment { order: order(detail), known: crate::payment::Known::Asked };
        drafted(state, detail, full_cart(), told)
    },
    |state, detail, _| Event::ModelFailed {
        turn: turn(state, detail),
        failure: ModelFailure::Unavailable,
        usage: USAGE,
    },
    |state, detail, _| Event::ModelFailed {
        turn: turn(state, detail),
        failure: ModelFailure::Unreliable,
        usage: USAGE,
    },
    |state, _, _| {
        let tap = arrived(Content::Tap(Tap::Confirm(outstanding(state))));
        Event::SoldOut { arrival: tap, name: "Air Max".into() }
    },
    |state, detail, _| {
        let draft = Draft { cart: full_cart(), proposal: Proposal::Say("Bien sûr.".into()) };
        Event::HoldRefused {
            turn: turn(state, detail),
            draft: Box::new(draft),
            usage: USAGE,
            name: "Air Max".into(),
        }
    },
    |_, _, _| Event::Wasted { usage: USAGE },
    |state, _, _| Event::Shown { recap: outstanding(state) },
    |_, _, _| Event::TakenOver { minutes: None },
    |_, _, _| Event::TakenOver { minutes: Some(30) },
    |_, _, _| Event::OwnerWrote,
    |_, _, _| Event::ControlChanged { is_ours: false },
    |_, _, _| Event::ControlChanged { is_ours: true },
    |_, _, _| Event::MarketingChanged { stopped: true },
    |_, _, _| Event::IdentityChanged(who()),
    |_, _, _| Event::Learned { lesson: Lesson::WindowClosed, sent_at: Timestamp::MAX },
    |_, _, _| Event::Learned { lesson: Lesson::Unreachable, sent_at: start() },
    |state, detail, _| Event::LimitReached { turn: turn(state, detail) },
    |state, detail, _| Event::ReturnDue { turn: turn(state, detail) },
    |state, _, _| Event::HoldDue { recap: outstanding(state) },
    |state, detail, _| Event::Unsaid { recap: Some(outstanding(state)), dropped: detail > 2 },
    |_, _, _| text("stop"),
    |_, _, _| text("merci"),
    |_, _, _| arrival(Content::Edited("Oui, je confirme !".into())),
    |_, _, _| arrival(Content::Sticker),
    |_, _, _| arrival(Content::Reaction),
    |_, _, _| arrival(Content::Revoked { others_wait: false }),
    |_, _, _| arrival(Content::Revoked { others_wait: true }),
    |_, _, _| arrival(Content::Moved(who())),
    |_, detail, _| arrival(Content::Tap(Tap::Cancel(order(detail)))),
    |_, detail, _| arrival(Content::Tap(Tap::Keep(order(detail)))),
    |state, detail, _| {
        let choices = vec!["42".into(), "43".into()];
        let question = "Quelle taille ?".into();
        drafted(state, detail, full_cart(), Proposal::Ask { question, choices })
    },
    |state, detail, _| drafted(state, detail, full_cart(), Proposal::AskToCancel(order(detail))),
    |_, _, _| Event::Released,
    |_, _, _| Event::HumanSaid { text: "Bonjour, ici Awa".into() },
    |_, _, _| Event::HumanInvited { template: ShopTemplate::Resume },
    |_, detail, _| Event::Read { later: u32::from(detail) },
    |state, detail, _| Event::ReminderDue { turn: turn(state, detail) },
    |_, detail, _| Event::News(News::NobodyFound { order: order(detail), may_wait: true }),
    |_, detail, _| Event::News(News::Cancelled { order: order(detail) }),
    |_, detail, _| {
        Event::News(News::Delivered {
            order: order(detail),
            collected: Money::new(46_500, Currency::Xof),
            fetched: detail % 2 == 0,
        })
    },
    |_, detail, _| {
        Event::News(News::DeliveryFailed {
            order: order(detail),
            why: DeliveryFailure::CustomerAbsent,
            retry: None,
        })
    },
    |_, detail, _| {
        let why = [AmendmentRefusal::Outdated, AmendmentRefusal::SoldOut][usize::from(detail % 2)];
        Event::News(News::AmendmentRefused { order: order(detail), why })
    },
    |_, detail, _| {
        let why = CancellationRefusal::Left;
        Event::News(News::CancellationRefused { order: order(detail), why })
    },
    |_, detail, _| Event::News(News::PickupAgreed { order: order(detail), left: None }),
    |_, detail, _| Event::News(News::ChoiceOutdated { order: order(detail) }),
    |_, detail, _| {
        Event::PaperReady(Document {
            number: format!("2026-{:04}", detail % 16),
            object: format!("S/{detail}"),
            file_name: "Reçu.pdf".into(),
        })
    },
];

fn turn(state: &Conversation, detail: u8) -> u64 {
    // Mostly the thread's own, sometimes an older one.
    state.turn.saturating_sub(u64::from(detail / 3))
}

fn recap_id(detail: u8) -> RecapId {
    RecapId::from_uuid(Uuid::from_u128(u128::from(detail)))
}

fn outstanding(state: &Conversation) -> RecapId {
    state.recap.as_ref().map_or_else(|| recap_id(0), |recap| recap.id.clone())
}

fn order(detail: u8) -> OrderId {
    a_recap(u128::from(detail), start()).order_id()
}

fn phone() -> Phone {
    Phone::parse("0701020304", Country::IvoryCoast).unwrap()
}

fn drafted(state: &Conversation, detail: u8, cart: Cart, proposal: Proposal) -> Event {
    let draft = Box::new(Draft { cart, proposal });
    Event::Drafted { turn: turn(state, detail), draft, usage: USAGE }
}

/// An event, a detail, and the seconds before it: mostly a chat's, sometimes days.
fn any_deed() -> impl Strategy<Value = (usize, u8, i64)> {
    let pause = prop_oneof![8 => 0_i64..30, 3 => 30_i64..7_200, 1 => 7_200_i64..200_000];
    (0..DEEDS.len(), 0_u8..5, pause)
}

/// Whether this event may make an order of this recap: a tap on it, or an unmistakable yes.
fn confirms(event: &Event, recap: &Recap) -> bool {
    let Event::Arrived(arrival) = event else { return false };
    match &arrival.content {
        Content::Tap(Tap::Confirm(id)) => *id == recap.id,
        Content::Text(said) => said == "Oui, je confirme !",
        _ => false,
    }
}

/// What has happened in a life so far.
#[derive(Default)]
struct Life {
    orders: BTreeSet<OrderId>,
    wakes: BTreeSet<u64>,
    reminded: bool,
    /// Wake-ups set for the end of a human's time.
    returns: BTreeSet<u64>,
    /// Units taken from stock and not given back.
    taken: u32,
    /// Units that orders have.
    ordered: u32,
}

fn sum(units: &[Units]) -> u32 {
    units.iter().map(|units| units.quantity).sum()
}

impl Life {
    fn check(
        &mut self,
        before: &Conversation,
        event: &Event,
        now: Timestamp,
        after: &Conversation,
        effects: &[Effect],
    ) {
        for effect in effects {
            match effect {
                Effect::Place(order) => self.check_order(before, event, now, order),
                Effect::Take(units) => self.taken += sum(units),
                Effect::Return(units) => self.taken -= sum(units),
                Effect::Amend(amended) => self.ordered += sum(&amended.taken),
                Effect::ArmReturn { turn, .. } => {
                    self.returns.insert(*turn);
                }
                Effect::Say { bubble, window, .. } => {
                    assert!(window.until() > now, "free text past the window");
                    let by_ai = bubble.author == Author::Ai;
                    let is_draft = matches!(event, Event::Drafted { .. });
                    assert!(
                        !by_ai || (before.is_ais(now) && is_draft),
                        "the AI spoke over a human"
                    );
                }
                Effect::Wake { turn, .. } => {
                    assert_eq!(*turn, after.turn, "a wake-up for another turn");
                    self.wakes.insert(*turn);
                }
                Effect::Cancel { order } | Effect::Choose { order, .. } => {
                    assert!(before.orders.contains(order));
                }
                _ => {}
            }
        }
        match event {
            Event::Drafted { turn, .. }
            | Event::HoldRefused { turn, .. }
            | Event::ModelFailed { turn, .. } => {
                assert_eq!(*turn, before.turn, "a stale turn was taken");
                assert!(after.waiting_since.is_none(), "answered, and still waiting");
            }
            Event::ReminderDue { .. } => {
                assert!(!self.reminded, "recalled twice in one silence");
                self.reminded = true;
            }
            Event::Arrived(arrival) => {
                let is_news = !matches!(
                    arrival.content,
                    Content::Silent | Content::Moved(_) | Content::Reaction
                );
                self.reminded &= !is_news;
            }
            _ => {}
        }
        assert!(after.turn >= before.turn, "a turn went back");
        let held = after.recap.as_ref().map_or(0, |recap| sum(recap.held_units()));
        assert_eq!(self.taken, held + self.ordered, "units were lost or made");
        // Whoever has the thread was called; a time that ends by itself ends with a wake-up.
        let is_awaited = self.wakes.contains(&after.turn)
            || after.other_app
            || match after.owner {
                Owner::Ai => false,
                Owner::Human { until: Some(_) } => self.returns.contains(&after.turn),
                Owner::Human { until: None } => true,
            };
        assert!(after.waiting_since.is_none() || is_awaited, "somebody waits and nobody will come");
    }

    fn check_order(&mut self, before: &Conversation, event: &Event, now: Timestamp, order: &Order) {
        let recap = before.recap.as_ref().expect("an order without a recap");
        assert!(confirms(event, recap), "an order nobody confirmed: {event:?}");
        assert!(recap.is_valid(now), "an order of an old recap");
        let Event::Arrived(arrival) = event else { panic!("an order of no message") };
        let is_tap = matches!(arrival.content, Content::Tap(_));
        let was_asked = before.pace.showed.as_ref() == Some(&recap.id);
        assert!(
            is_tap || (recap.left_at.is_some() && was_asked && before.waiting_since.is_none()),
            "a yes to something else"
        );
        assert_eq!((&order.lines, order.totals), (&recap.lines, recap.totals));
        assert_eq!((&order.address, &order.contact_phone), (&recap.address, &recap.contact_phone));
        assert_eq!((order.moment, &order.id), (recap.moment, &recap.order_id()));
        assert!(self.orders.insert(order.id.clone()), "one recap, two orders");
        self.ordered += order.lines.iter().map(|line| line.quantity).sum::<u32>();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_promises_hold(
        deeds in proptest::collection::vec(any_deed(), 1..80)
    ) {
        let (mut state, mut now, mut life) = (thread(), start(), Life::default());
        for (kind, detail, pause) in deeds {
            now = now.saturating_add(SignedDuration::from_secs(pause)).unwrap();
            let event = DEEDS[kind](&state, detail, now);
            let Ok((next, effects)) = run(&state, &event, now) else { continue };
            life.check(&state, &event, now, &next, &effects);
            state = next;
        }
    }

    #[test]
    fn a_confirmation_said_again_makes_no_second_order(
        deeds in proptest::collection::vec(any_deed(), 0..30)
    ) {
        let (mut state, mut now) = (with_recap(), at(20));
        for (kind, detail, pause) in deeds {
            now = now.saturating_add(SignedDuration::from_secs(pause % 30)).unwrap();
            let event = DEEDS[kind](&state, detail, now);
            if let Ok((next, _)) = run(&state, &event, now) {
                state = next;
            }
        }
        let tap = arrival(Content::Tap(Tap::Confirm(outstanding(&state))));
        let (once, first) = run(&state, &tap, now).unwrap();
        let (_, second) = run(&once, &tap, now).unwrap();
        prop_assert!(placed(&first).len() <= 1 && placed(&second).is_empty());
    }
}
