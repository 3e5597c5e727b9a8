//! Turns, reminders, news, identities: all that is said around an order.

use super::*;

#[test]
fn a_window_belongs_to_the_number_it_was_opened_with() {
    let (mut state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let number = state.number.clone();
    state.goes_on_at(&number);
    assert!(state.window(at(1)).free_form.is_some());
    state.goes_on_at(&PhoneNumberId::new("2"));
    assert!(state.window(at(1)).free_form.is_none());
    assert_eq!(state.number.as_str(), "2");
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
    let news = Event::News(News::NobodyFound { order, may_wait: true });
    let (_, effects) = run(&with_recap(), &news, at(86_401)).unwrap();
    assert_eq!(effects, [Effect::CallSeller { reason: HandOverReason::WindowClosed }]);
}

#[test]
fn a_receipt_is_handed_over_while_the_window_is_open() {
    let document = receipt(1);
    let ready = Event::PaperReady(document.clone());
    let (_, effects) = run(&with_recap(), &ready, at(60)).unwrap();
    let [Effect::Say { bubble, only_at: None, .. }] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(bubble.text, "Votre reçu n° 2026-0042. Merci !");
    assert_eq!((bubble.author, bubble.document.as_ref()), (Author::System, Some(&document)));
}

fn receipt(edition: u32) -> Document {
    Document {
        number: "2026-0042".into(),
        object: format!("S/1/receipts/2/{edition}.pdf"),
        file_name: "Reçu 2026-0042.pdf".into(),
    }
}

fn papers(effects: &[Effect]) -> Vec<&Document> {
    let said = effects.iter().filter_map(|effect| {
        if let Effect::Say { bubble, .. } = effect { bubble.document.as_ref() } else { None }
    });
    said.collect()
}

#[test]
fn a_receipt_past_the_window_leaves_once_when_the_prospect_writes_again() {
    let late = Event::PaperReady(receipt(1));
    let (state, effects) = run(&with_recap(), &late, at(86_401)).unwrap();
    assert!(effects.is_empty(), "nobody is called: {effects:?}");
    assert_eq!(state.papers, [receipt(1)]);
    // Another edition takes its place.
    let (state, _) = run(&state, &Event::PaperReady(receipt(2)), at(86_500)).unwrap();
    assert_eq!(state.papers, [receipt(2)]);
    let (state, effects) = run(&state, &text("bonjour"), at(90_000)).unwrap();
    assert_eq!((papers(&effects), state.papers.as_slice()), (vec![&receipt(2)], [].as_slice()));
    let (_, effects) = run(&state, &text("merci"), at(90_010)).unwrap();
    assert!(papers(&effects).is_empty());
}

#[test]
fn a_receipt_waits_on_while_it_cannot_be_said() {
    let late = run(&with_recap(), &Event::PaperReady(receipt(1)), at(86_401)).unwrap().0;
    // Delivered by Meta two days late: it opens nothing.
    let Event::Arrived(mut old) = text("bonjour") else { panic!("an arrival") };
    old.sent_at = at(60);
    let (state, effects) = run(&late, &Event::Arrived(old), at(200_000)).unwrap();
    assert_eq!((papers(&effects).len(), state.papers.len()), (0, 1));
    // Another application has the thread.
    let other = run(&late, &Event::ControlChanged { is_ours: false }, at(86_500)).unwrap().0;
    let (other, effects) = run(&other, &text("bonjour"), at(90_000)).unwrap();
    assert_eq!((papers(&effects).len(), other.papers.len()), (0, 1));
    let (stopped, effects) = run(&late, &text("STOP"), at(90_000)).unwrap();
    assert_eq!((papers(&effects).len(), stopped.papers.len()), (0, 1));
    let (_, effects) = run(&stopped, &text("bonjour"), at(90_100)).unwrap();
    assert_eq!(papers(&effects).len(), 1);
    let ours = run(&other, &Event::ControlChanged { is_ours: true }, at(90_000)).unwrap().0;
    let (_, effects) = run(&ours, &arrival(Content::Reaction), at(90_100)).unwrap();
    assert_eq!(papers(&effects).len(), 1, "a reaction opens the window, too");
}

#[test]
fn a_choice_about_another_threads_order_goes_nowhere() {
    let order = a_recap(99, start()).order_id();
    let tap = arrival(Content::Tap(Tap::Choose(order, OrderChoice::Cancel)));
    let (_, effects) = run(&thread(), &tap, at(0)).unwrap();
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Choose { .. })));
}

#[test]
fn a_choice_is_answered_once_by_the_news_of_what_became_of_it() {
    let (state, effects) = run(
        &with_recap(),
        &arrival(Content::Tap(Tap::Confirm(RecapId::from_uuid(Uuid::from_u128(77))))),
        at(60),
    )
    .unwrap();
    let order = placed(&effects)[0].id.clone();
    for choice in [OrderChoice::Tomorrow, OrderChoice::Pickup, OrderChoice::Cancel] {
        let tap = arrival(Content::Tap(Tap::Choose(order.clone(), choice)));
        let (state, effects) = run(&state, &tap, at(120)).unwrap();
        assert_eq!(effects, [Effect::Choose { order: order.clone(), choice }]);
        let news = Event::News(News::ChoiceOutdated { order: order.clone() });
        let (_, effects) = run(&state, &news, at(121)).unwrap();
        assert!(bubbles(&effects)[0].contains("ce choix n'est plus possible"));
    }
}

#[test]
fn a_planned_reminder_shows_until_something_happens() {
    let planned = |state: &Conversation, second| match state.reminder(at(second)) {
        Some(Reminder::Planned(moment)) => Some(moment),
        Some(Reminder::Sent(_)) | None => None,
    };
    let (state, _) = run(&thread(), &text("je veux les Air Max 42"), at(0)).unwrap();
    let draft = Draft { cart: full_cart(), proposal: Proposal::Say("Pour quand ?".into()) };
    let drafted = Event::Drafted { turn: 1, draft: Box::new(draft), usage: USAGE };
    let (state, effects) = run(&state, &drafted, at(5)).unwrap();
    let due = at(5 + 10_800);
    assert!(effects.contains(&Effect::ArmReminder { turn: 1, at: due }));
    assert_eq!(planned(&state, 6), Some(due));
    // A word of the prospect's, a human, or STOP: nothing is planned any more.
    for event in [text("attendez"), text("stop"), Event::TakenOver { minutes: None }] {
        let (after, _) = run(&state, &event, at(60)).unwrap();
        assert_eq!(planned(&after, 61), None, "{event:?}");
    }
    let (sent, _) = run(&state, &Event::ReminderDue { turn: 1 }, due).unwrap();
    assert_eq!(sent.reminder(due), Some(Reminder::Sent(due)));
    let (wrote, _) = run(&sent, &text("oui je suis là"), at(20_000)).unwrap();
    assert_eq!(wrote.reminder(at(20_001)), None);
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
    let (state, _) = run(
        &after_saying("Bonjour."),
        &Event::Learned { lesson: Lesson::WindowClosed, sent_at: at(8) },
        at(9),
    )
    .unwrap();
    assert!(state.window(at(9)).free_form.is_none());
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

#[test]
fn what_code_answers_does_not_erase_what_waits() {
    let (state, _) = run(&with_recap(), &text("vous livrez à Yopougon ?"), at(60)).unwrap();
    let tap = arrival(Content::Tap(Tap::Confirm(RecapId::from_uuid(Uuid::from_u128(77)))));
    let (state, effects) = run(&state, &tap, at(61)).unwrap();
    assert_eq!((placed(&effects).len(), wakes(&effects)), (1, vec![(state.turn, 2)]));
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let (state, effects) = run(&state, &arrival(Content::Unsupported), at(1)).unwrap();
    assert_eq!((bubbles(&effects).len(), wakes(&effects)), (1, vec![(state.turn, 2)]));
}

#[test]
fn what_asks_for_nothing_makes_no_answer_stale() {
    let state = after_saying("Nous livrons demain.");
    let turn = state.turn;
    for quiet in [text("merci"), arrival(Content::Sticker), arrival(Content::Reaction)] {
        let (after, effects) = run(&state, &quiet, at(60)).unwrap();
        assert!(effects.is_empty() && may_say(&after, turn, at(60)), "{quiet:?}");
    }
}

#[test]
fn a_dropped_answer_is_owed() {
    let state = after_saying("Nous livrons demain.");
    let unsaid = Event::Unsaid { recap: None, dropped: true };
    let (owed, effects) = run(&state, &unsaid, at(9)).unwrap();
    assert_eq!(wakes(&effects), [(state.turn + 1, 0)]);
    assert_eq!(may_think(&owed, owed.turn, &shop().seller, at(9)), Ok(()));
    // Somebody who wrote since is answered anyway; a human owes the answer themselves.
    let (asked, _) = run(&state, &text("et demain ?"), at(9)).unwrap();
    assert_eq!(run(&asked, &unsaid, at(10)).unwrap_err(), Rejection::Stale);
    let taken = run(&state, &Event::TakenOver { minutes: None }, at(9)).unwrap().0;
    assert_eq!(run(&taken, &unsaid, at(10)).unwrap_err(), Rejection::Stale);
}

#[test]
fn an_old_lesson_closes_no_window_that_was_opened_since() {
    let (state, _) = run(&thread(), &text("bonjour"), at(100)).unwrap();
    let old = Event::Learned { lesson: Lesson::WindowClosed, sent_at: at(50) };
    let (after, effects) = run(&state, &old, at(101)).unwrap();
    assert!(effects.is_empty() && after.window(at(101)).free_form.is_some());
}

#[test]
fn a_joined_thread_wakes_whoever_waited_in_it() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let mut done = Transition { state: state.clone(), effects: Vec::new() };
    awaken(&mut done, at(1));
    awaken(&mut done, at(1));
    assert_eq!(wakes(&done.effects), [(state.turn, 0)]);
    let taken = run(&state, &Event::TakenOver { minutes: Some(5) }, at(1)).unwrap().0;
    let mut done = Transition { state: taken, effects: Vec::new() };
    awaken(&mut done, at(2));
    assert!(matches!(done.effects.as_slice(), [Effect::ArmReturn { .. }]));
}
