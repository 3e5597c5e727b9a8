use contracts::messages;
use domain::{
    conversation::OrderChoice,
    dispatch::{Answer, CourierNote, DeliveryCode, DispatchEvent, Party},
    moment::{Moment, Period},
};

use aws_adapters::table::keys::Key;

use super::*;
use crate::{
    amendment::Change,
    decide::decide,
    fixture::{
        OFFER_SECONDS, accepted, after, changed_to, courier_id, handed_over, now, of, picked_up,
        placed, search, sender, ways,
    },
    tap::Action,
};

fn committed(case: &Case, trigger: &Trigger, moves: &[Write]) -> Option<Commit> {
    let code = DeliveryCode::drawn("4821");
    let decision = decide(case, trigger, &code, &ways(), now());
    let event = EventId::new("wamid.1");
    let of = of();
    let plan = Plan {
        case,
        of: &of,
        event: &event,
        trigger,
        offer_seconds: OFFER_SECONDS,
        moves,
        at_ceiling: &[],
        links: &[],
        now: now(),
    };
    plan.commit(&decision).unwrap()
}

/// The writes in short: the kind, the key without identifiers, and the job's demand.
fn brief(commit: &Commit) -> Vec<String> {
    let name = |key: &Key| {
        let text = key.to_string();
        text.rsplit('/').next().unwrap_or_default().split('#').next().unwrap().to_owned()
    };
    let writes = commit.writes.iter().map(|write| match write {
        Write::Put { item, condition } => format!("put {} {condition:?}", name(item.key())),
        Write::Update { key, fields } => format!("update {} {fields:?}", name(key)),
        Write::Increment { key, by } => format!("increment {} {by}", name(key)),
        Write::Decrement { key, by } => format!("decrement {} {by}", name(key)),
        Write::Delete { .. } | Write::UpdateRead { .. } | Write::Add { .. } => {
            "unexpected".to_owned()
        }
    });
    let effects = commit.effects.iter().map(|effect| format!("effect {}", effect["kind"]));
    writes.chain(effects).collect()
}

#[test]
fn a_delivery_is_born_with_its_offer_its_rota_and_its_timer() {
    let commit = committed(&placed(), &Trigger::Placed, &[]).unwrap();
    insta::assert_snapshot!(brief(&commit).join("\n"), @r#"
    put delivery Absent
    put C Always
    put rota Always
    effect "arm_offer"
    effect "say"
    "#);
}

#[test]
fn an_acceptance_moves_delivery_order_and_job_under_the_version_read() {
    let accept = Action::Answer(Answer::Accept);
    let trigger = Trigger::Tapped { sender: sender(1), attempt: 1, action: accept };
    let commit = committed(&after(&[]), &trigger, &[]).unwrap();
    insta::assert_snapshot!(brief(&commit).join("\n"), @r#"
    put delivery Version(1)
    update order [("status", String("confirmed")), ("moment", Object {"day": String("2026-11-24"), "period": String("morning")})]
    put C Always
    put rota Always
    effect "say"
    effect "tell_prospect"
    effect "say"
    "#);
}

#[test]
fn a_refusal_of_the_machine_changes_nothing_but_is_said() {
    let trigger = Trigger::Tapped { sender: sender(1), attempt: 1, action: Action::PickedUp };
    let commit = committed(&after(&[accepted(), handed_over()]), &trigger, &[]).unwrap();
    insta::assert_snapshot!(brief(&commit).join("\n"), @r#"
    put C Always
    effect "say"
    "#);
}

#[test]
fn a_cancelled_order_gives_back_what_is_counted() {
    let stock = keys::stock(
        &of().seller,
        &placed().order.lines[0].product,
        &placed().order.lines[0].variant,
    );
    let trigger = Trigger::Cancelled { by: Party::Seller };
    let commit =
        committed(&after(&[accepted()]), &trigger, &[Write::Increment { key: stock, by: 1 }])
            .unwrap();
    insta::assert_snapshot!(brief(&commit).join("\n"), @r#"
    put delivery Version(2)
    update order [("status", String("cancelled")), ("moment", Object {"day": String("2026-11-24"), "period": String("morning")})]
    put C Always
    increment stock 1
    effect "say"
    effect "tell_prospect"
    "#);
}

fn amended(quantity: u32, taken: u32) -> Trigger {
    Trigger::Amended(Box::new(changed_to(quantity, taken)))
}

#[test]
fn an_amended_order_is_replaced_under_the_deliverys_version() {
    let commit = committed(&after(&[accepted()]), &amended(2, 1), &[]).unwrap();
    let fields = commit.writes.iter().find_map(|write| match write {
        Write::Update { fields, .. } => Some(fields.iter().map(|(name, _)| name.as_str())),
        Write::Put { .. }
        | Write::Delete { .. }
        | Write::Decrement { .. }
        | Write::UpdateRead { .. }
        | Write::Add { .. }
        | Write::Increment { .. } => None,
    });
    assert_eq!(
        fields.unwrap().collect::<Vec<_>>(),
        [
            "lines",
            "delivery_fee",
            "address",
            "contact_phone",
            "recipient",
            "payer",
            "revision",
            "history"
        ]
    );
    let news = &commit.effects[1]["news"];
    assert_eq!((&news["kind"], &news["total"]["amount"]), (&"amended".into(), &91_500.into()));
    let written = brief(&commit);
    assert_eq!(written[0], "put delivery Version(2)");
    assert_eq!(
        written[written.len() - 3..],
        [r#"effect "say""#, r#"effect "tell_prospect""#, r#"effect "say""#]
    );
}

#[test]
fn a_change_of_an_order_that_changed_meanwhile_undoes_nothing() {
    let mut corrected = after(&[accepted()]);
    corrected.order.revision = 1;
    let by = |by| {
        let change = Change { by, revision: Some(0), ..changed_to(2, 1) };
        let commit = committed(&corrected, &Trigger::Amended(Box::new(change)), &[]).unwrap();
        assert!(commit.writes.is_empty());
        commit.effects
    };
    let told = by(messages::Party::Prospect);
    let news = &told[0]["news"];
    assert_eq!((&news["kind"], &news["reason"]), (&"amendment_refused".into(), &"outdated".into()));
    let told = by(messages::Party::Seller);
    assert_eq!((told.len(), &told[0]["seller"]), (1, &of().seller.as_str().into()));
    assert!(told[0].to_string().contains("a changé entre-temps"));
}

#[test]
fn the_change_made_first_is_made_and_the_same_asked_for_again_undoes_nothing() {
    let change = Change { revision: Some(0), ..changed_to(2, 1) };
    let trigger = Trigger::Amended(Box::new(change.clone()));
    let mut case = after(&[accepted()]);
    let news = |case: &Case| committed(case, &trigger, &[]).unwrap().effects[1]["news"].clone();
    assert_eq!(news(&case)["kind"], "amended");
    case.order = Order { revision: 1, ..case.order.amended(&change.to) };
    assert_eq!(news(&case)["kind"], "amended");
}

#[test]
fn a_new_moment_makes_changes_of_the_old_order_outdated() {
    let moment = Moment { day: jiff::civil::date(2026, 11, 27), period: Period::Afternoon };
    let trigger = Trigger::Rescheduled { moment, by: Party::Seller };
    let commit = committed(&after(&[accepted()]), &trigger, &[]).unwrap();
    let revision = commit.writes.iter().find_map(|write| match write {
        Write::Update { fields, .. } => fields.iter().find(|(name, _)| name == "revision"),
        Write::Put { .. }
        | Write::Delete { .. }
        | Write::Decrement { .. }
        | Write::UpdateRead { .. }
        | Write::Add { .. }
        | Write::Increment { .. } => None,
    });
    assert_eq!(revision.map(|(_, value)| value), Some(&1.into()));
}

#[test]
fn of_a_pick_up_and_an_amendment_at_the_same_instant_one_wins() {
    let road = after(&[accepted()]);
    let pick_up = Trigger::Tapped { sender: sender(1), attempt: 1, action: Action::PickedUp };
    let both = [&pick_up, &amended(2, 1)].map(|trigger| committed(&road, trigger, &[]).unwrap());
    // Both replace the delivery that was read, so the second one reads again.
    assert!(both.iter().all(|commit| brief(commit)[0] == "put delivery Version(2)"));
    let back = keys::stock(
        &of().seller,
        &placed().order.lines[0].product,
        &placed().order.lines[0].variant,
    );
    let moves = [Write::Increment { key: back, by: 1 }];
    let too_late = committed(&after(&[accepted(), picked_up()]), &amended(2, 1), &moves).unwrap();
    insta::assert_snapshot!(brief(&too_late).join("\n"), @r#"
    increment stock 1
    effect "tell_prospect"
    "#);
    assert_eq!(too_late.effects[0]["news"]["reason"], "left");
    // The other way round the courier picks up what was amended.
    let amended_first = after(&[accepted(), event_of(&amended(2, 1))]);
    let picked = committed(&amended_first, &pick_up, &[]).unwrap();
    assert_eq!(brief(&picked)[0], "put delivery Version(3)");
}

fn event_of(trigger: &Trigger) -> DispatchEvent {
    let Trigger::Amended(change) = trigger else { panic!() };
    change.event(&placed(), search(&placed()))
}

#[test]
fn a_cancellation_too_late_is_answered_and_the_seller_decides() {
    let left = after(&[accepted(), picked_up()]);
    let commit = committed(&left, &Trigger::Cancelled { by: Party::Prospect }, &[]).unwrap();
    insta::assert_snapshot!(brief(&commit).join("\n"), @r#"
    effect "tell_prospect"
    effect "say"
    "#);
    let news = &commit.effects[0]["news"];
    assert_eq!((&news["kind"], &news["reason"]), (&"cancellation_refused".into(), &"left".into()));
}

#[test]
fn a_choice_that_comes_too_late_writes_nothing_and_is_said() {
    for case in [placed(), after(&[accepted()])] {
        let trigger = Trigger::Chose(OrderChoice::Pickup);
        let commit = committed(&case, &trigger, &[]).unwrap();
        assert!(commit.writes.is_empty());
        assert_eq!(commit.effects[0]["news"]["kind"], "choice_outdated");
    }
}

#[test]
fn an_order_cancelled_before_its_search_is_never_searched_for() {
    let commit = committed(&placed(), &Trigger::Cancelled { by: Party::Prospect }, &[]).unwrap();
    insta::assert_snapshot!(brief(&commit).join("\n"), @r#"
    put delivery Absent
    update order [("status", String("cancelled")), ("moment", Object {"day": String("2026-11-24"), "period": String("morning")})]
    effect "tell_prospect"
    effect "say"
    "#);
}

#[test]
fn a_stale_timer_leaves_no_trace() {
    let trigger = Trigger::OfferExpired { attempt: 1 };
    assert!(committed(&after(&[accepted()]), &trigger, &[]).is_none());
}

#[test]
fn a_courier_is_asked_to_type_only_what_the_delivery_waits_for() {
    let case = after(&[accepted(), handed_over()]);
    let delivery = case.state().unwrap();
    assert_eq!(awaited(delivery, &courier_id(1)), Awaited::Code);
    assert_eq!(awaited(delivery, &courier_id(2)), Awaited::Nothing);
    let offered = after(&[]);
    assert_eq!(awaited(offered.state().unwrap(), &courier_id(1)), Awaited::Answer);
}

#[test]
fn a_note_without_a_delivery_is_not_said() {
    let case = placed();
    let (of, event) = (of(), EventId::new("wamid.1"));
    let trigger = Trigger::Tapped { sender: sender(1), attempt: 1, action: Action::PickedUp };
    let plan = Plan {
        case: &case,
        of: &of,
        event: &event,
        trigger: &trigger,
        offer_seconds: OFFER_SECONDS,
        moves: &[],
        at_ceiling: &[],
        links: &[],
        now: now(),
    };
    let commit = plan.commit(&Decision::Refused(CourierNote::NotYours)).unwrap().unwrap();
    assert!(commit.effects.is_empty() && commit.writes.is_empty());
}

#[test]
fn an_order_that_is_fetched_loses_its_delivery_fee_on_record() {
    let refuses = |attempt, n| DispatchEvent::CourierAnswered {
        attempt,
        courier: courier_id(n),
        answer: Answer::Refuse,
        via: domain::courier::Channel::WhatsApp,
        search: search(&placed()),
    };
    let case = after(&[refuses(1, 1), refuses(2, 2)]);
    let commit = committed(&case, &Trigger::Chose(OrderChoice::Pickup), &[]).unwrap();
    let fields = commit.writes.iter().find_map(|write| match write {
        Write::Update { fields, .. } => Some(fields),
        Write::Put { .. }
        | Write::Increment { .. }
        | Write::Decrement { .. }
        | Write::Delete { .. }
        | Write::UpdateRead { .. }
        | Write::Add { .. } => None,
    });
    let fields: BTreeMap<_, _> = fields.unwrap().iter().cloned().collect();
    assert_eq!(fields["delivery_fee"]["amount"], 0);
    assert_eq!(fields["revision"], 1);
    assert_eq!(fields["history"][0]["what"], serde_json::json!(["delivery_fee"]));
    let told = commit.effects.iter().map(ToString::to_string).collect::<String>();
    assert!(told.contains("pickup_agreed") && told.contains("45000"), "{told}");
    assert!(told.contains("À encaisser en boutique : 45 000 FCFA."), "{told}");
}
