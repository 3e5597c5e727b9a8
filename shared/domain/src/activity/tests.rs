use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    conversation::{Ad, DeliveryFailure},
    courier::Tier,
    dispatch::{Attempt, Deed},
    figures::tests::{delivery as delivery_in, francs, now, order as sample},
    ids::{ConversationId, PhoneNumberId, SellerId, WaId},
    person::Identity,
};

fn courier(n: u128) -> CourierId {
    CourierId::from_uuid(Uuid::from_u128(n))
}

fn told(sums: &Sums) -> Vec<String> {
    let of = |of: &Of| match of {
        Of::Shop => "shop".to_owned(),
        Of::Ad(id) => format!("ad {}", id.as_deref().unwrap_or("-")),
        Of::Product(_) => "product".to_owned(),
        Of::Courier(id) => format!("courier {}", id.uuid().as_u128()),
    };
    sums.additions()
        .map(|(what, name, sum)| format!("{} {} {sum}", of(what), name.word()))
        .collect()
}

fn talk() -> Conversation {
    Conversation::new(
        ConversationId::from_uuid(Uuid::from_u128(1)),
        SellerId::from_uuid(Uuid::from_u128(2)),
        PhoneNumberId::new("1"),
        Identity::new(Some(WaId::new("22507")), None).unwrap(),
    )
}

fn by_ad(id: &str) -> Conversation {
    let ad = Ad { id: id.into(), headline: String::new(), body: String::new(), click_id: None };
    Conversation { ad: Some(ad), ..talk() }
}

#[test]
fn every_measure_has_a_name_of_its_own() {
    let mut words: Vec<&str> = Measure::ALL.iter().map(|measure| measure.word()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Measure::ALL.len());
}

#[test]
fn a_wait_falls_into_one_class() {
    for (seconds, class) in [
        (0, "ai_within_10s"),
        (10, "ai_within_10s"),
        (11, "ai_within_1m"),
        (60, "ai_within_1m"),
        (61, "ai_within_10m"),
        (601, "ai_within_1h"),
        (3_601, "ai_later"),
    ] {
        let sums = answered(Answerer::Ai, SignedDuration::from_secs(seconds));
        let told = told(&sums);
        assert!(told.contains(&format!("shop {class} 1")), "{seconds}: {told:?}");
        assert!(told.contains(&"shop ai_answers 1".to_owned()), "{told:?}");
        assert_eq!(told.iter().any(|line| line.contains("ai_seconds")), seconds > 0);
    }
    // Meta's clock may be ahead of ours.
    let early = answered(Answerer::Human, SignedDuration::from_secs(-3));
    assert_eq!(told(&early), ["shop human_answers 1", "shop human_within_10s 1"]);
}

#[test]
fn a_thread_is_new_once_and_counts_for_each_ad_that_brought_it() {
    let plain = talk();
    assert_eq!(told(&thread(None, &plain)), ["shop threads 1", "ad - threads 1"]);
    let brought = by_ad("120211");
    assert_eq!(told(&thread(None, &brought)), ["shop threads 1", "ad 120211 threads 1"]);
    let later =
        |before: &Conversation, after: &Conversation| told(&thread(Some((before, now())), after));
    assert_eq!(later(&plain, &brought), ["ad 120211 threads 1"]);
    assert!(later(&brought, &brought).is_empty());
    assert!(later(&brought, &plain).is_empty());
    let other = by_ad("7");
    assert_eq!(later(&brought, &other), ["ad 7 threads 1"]);
    let gone = Conversation { merged_into: Some(plain.id.clone()), ..talk() };
    assert!(thread(None, &gone).is_zero());
}

#[test]
fn hand_overs_reminders_and_their_answers_are_counted() {
    let at = |seconds| now() + SignedDuration::from_secs(seconds);
    let human = Conversation { owner: Owner::Human { until: None }, ..talk() };
    let reminded = Conversation { reminded: true, ..talk() };
    let step =
        |before: &Conversation, after: &Conversation| told(&thread(Some((before, now())), after));
    assert_eq!(step(&talk(), &human), ["shop hand_overs 1"]);
    assert!(step(&human, &talk()).is_empty());
    assert_eq!(step(&talk(), &reminded), ["shop reminders 1"]);
    assert!(step(&reminded, &reminded).is_empty());
    for (after, counts) in [(3_600, true), (24 * 3_600, true), (24 * 3_600 + 1, false)] {
        let mut wrote = talk();
        wrote.contact.last_inbound_at = Some(at(after));
        assert_eq!(step(&reminded, &wrote) == ["shop reminders_answered 1"], counts, "{after}");
    }
}

#[test]
fn a_sale_is_its_ads_and_its_products_and_leaves_with_its_delivery() {
    let placed = Order { ad_id: Some("120211".into()), ..sample() };
    let delivered = Order { status: OrderStatus::Delivered, ..placed.clone() };
    assert_eq!(told(&order(None, &placed)), ["ad 120211 orders 1"]);
    let sale = order(Some(&placed), &delivered);
    assert_eq!(
        told(&sale),
        [
            "ad 120211 delivered 1",
            "ad 120211 sales 46500",
            "product sales 45000",
            "product quantity 1",
        ]
    );
    assert_eq!(order(Some(&delivered), &placed), Sums::default().minus(sale));
    let failed = Order { status: OrderStatus::Failed, ..sample() };
    assert_eq!(told(&order(Some(&sample()), &failed)), ["ad - failed 1"]);
}

fn attempt(n: u128, outcome: Outcome) -> Attempt {
    Attempt {
        number: u32::try_from(n).unwrap(),
        round: 1,
        courier: courier(n),
        tier: Tier::Own,
        offered_at: now(),
        channels: vec![],
        rungs: vec![],
        via: None,
        outcome,
    }
}

#[test]
fn couriers_are_known_by_how_their_offers_and_rides_ended() {
    let with = |attempts: Vec<Attempt>, status| Delivery { attempts, ..delivery_in(status) };
    let searching = DeliveryStatus::AwaitingRetry { at: now() };
    let born = with(vec![], searching.clone());
    let asked = with(vec![attempt(1, Outcome::Open)], searching.clone());
    let silent = with(vec![attempt(1, Outcome::Expired), attempt(2, Outcome::Open)], searching);
    let road = DeliveryStatus::Assigned { courier: courier(2) };
    let taken = with(vec![attempt(1, Outcome::Expired), attempt(2, Outcome::Accepted)], road);
    let later = now() + SignedDuration::from_secs(42);
    let step = |before, after| told(&delivery(before, after, later));
    assert!(step(None, &born).is_empty());
    assert_eq!(step(Some(&born), &asked), ["courier 1 asked 1"]);
    assert_eq!(step(Some(&asked), &silent), ["courier 1 silent 1", "courier 2 asked 1"]);
    assert_eq!(
        step(Some(&silent), &taken),
        ["courier 2 accepted 1", "courier 2 accept_seconds 42"]
    );
    assert!(step(Some(&taken), &taken).is_empty());

    let by = |what| Deed { at: now(), by: Actor::Courier(courier(2)), what };
    let absent = DeliveryStatus::Failed { reason: DeliveryFailure::CustomerAbsent, at: now() };
    let picked = Delivery { history: vec![by(DeedKind::PickedUp)], ..taken.clone() };
    let failed = Delivery {
        history: vec![by(DeedKind::PickedUp), by(DeedKind::Failed)],
        status: absent,
        ..taken.clone()
    };
    assert_eq!(step(Some(&picked), &failed), ["courier 2 failed 1"]);
    let mut undone = Delivery { status: picked.status.clone(), ..failed.clone() };
    undone.history.push(by(DeedKind::Undone));
    assert_eq!(step(Some(&failed), &undone), ["courier 2 failed -1"]);
    // Another courier's success does not clear what was failed before.
    let done = DeliveryStatus::Delivered {
        courier: Some(courier(3)),
        collected: francs(46_500),
        at: now(),
    };
    let done = Delivery { status: done, ..failed.clone() };
    assert_eq!(step(Some(&failed), &done), ["courier 3 delivered 1"]);
}

proptest! {
    /// Whatever becomes of an order, what its steps added is what it stands for.
    #[test]
    fn steps_add_up_to_where_an_order_stands(
        life in proptest::collection::vec((0_u8..5, 1_u32..9), 1..20),
    ) {
        let mut before: Option<Order> = None;
        let mut total = Sums::default();
        for (status, quantity) in life {
            let status = [
                OrderStatus::Pending,
                OrderStatus::Confirmed,
                OrderStatus::Delivered,
                OrderStatus::Failed,
                OrderStatus::Cancelled,
            ][usize::from(status)];
            let mut after = Order { status, ..sample() };
            after.lines[0].quantity = quantity;
            for (of, measure, amount) in order(before.as_ref(), &after).additions() {
                total.add(of.clone(), measure, amount);
            }
            before = Some(after);
        }
        let stands = order(None, &before.unwrap());
        prop_assert!(total.minus(stands).is_zero());
    }
}
