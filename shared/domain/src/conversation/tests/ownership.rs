//! Who has the thread, and who is answered when it changes hands.

use super::*;
use crate::template::ShopTemplate;

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
    assert_eq!(more.awaits_human_since(at(4)), Some(at(0)));
    let (back, effects) = run(&more, &Event::Released, at(4)).unwrap();
    assert_eq!((back.awaits_human_since(at(4)), back.awaits_since()), (None, Some(at(0))));
    assert_eq!(wakes(&effects), [(back.turn, 0)]);
    assert_eq!(may_think(&back, back.turn, &shop().seller, at(4)), Ok(()));
}

#[test]
fn what_the_seller_read_is_read_and_what_came_later_is_not() {
    let (one, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let (two, _) = run(&one, &text("vous êtes là ?"), at(1)).unwrap();
    let (three, _) = run(&two, &text("allô ?"), at(2)).unwrap();
    let (read, effects) = run(&three, &Event::Read { later: 1 }, at(3)).unwrap();
    assert!(effects.is_empty() && read.unread == 1 && read.turn == three.turn);
    // Another device saw less, or the same again.
    for later in [1, 2, 7] {
        assert_eq!(run(&read, &Event::Read { later }, at(4)).unwrap_err(), Rejection::Stale);
    }
    assert_eq!(run(&read, &Event::Read { later: 0 }, at(5)).unwrap().0.unread, 0);
}

#[test]
fn a_template_leaves_past_the_window_and_never_to_who_said_stop() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let invite = Event::HumanInvited { template: ShopTemplate::Resume };
    let late = at(30 * 3_600);
    assert!(state.window(late).free_form.is_none());
    let (invited, effects) = run(&state, &invite, late).unwrap();
    let [Effect::Invite { bubble }] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(bubble.text.contains(&shop().seller.shop_name), "{}", bubble.text);
    assert!(!invited.is_ais(late) && invited.waiting_since.is_none());
    let (stopped, _) = run(&state, &text("STOP"), at(1)).unwrap();
    let (after, effects) = run(&stopped, &invite, late).unwrap();
    assert!(effects.is_empty() && after == stopped);
}

#[test]
fn a_failing_model_ends_in_a_sentence_and_a_human() {
    let (state, _) = run(&thread(), &text("bonjour"), at(0)).unwrap();
    let failed = Event::ModelFailed { turn: 1, failure: ModelFailure::Unavailable, usage: USAGE };
    let (state, effects) = run(&state, &failed, at(30)).unwrap();
    assert_eq!(bubbles(&effects).len(), 1);
    assert!(effects.contains(&Effect::CallSeller { reason: HandOverReason::AiUnavailable }));
    // Told that somebody comes, the prospect waits for them, whatever the seller has read.
    assert_eq!(state.awaits_human_since(at(31)), Some(at(30)));
    let said = Event::HumanSaid { text: "Bonjour, ici Awa".into() };
    assert_eq!(run(&state, &said, at(40)).unwrap().0.awaits_since(), None);
    assert!(!state.is_ais(at(31)));
    // The pause ends by itself at the next message.
    let (state, effects) = run(&state, &text("allô ?"), at(30 + 31 * 60)).unwrap();
    assert_eq!((state.owner, wakes(&effects).len()), (Owner::Ai, 1));
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
fn whoever_waited_before_a_takeover_is_answered_after_it() {
    let (state, _) = run(&thread(), &text("vous avez du 43 ?"), at(0)).unwrap();
    let (taken, effects) = run(&state, &Event::TakenOver { minutes: Some(30) }, at(1)).unwrap();
    let back = at(1 + 30 * 60);
    assert_eq!(effects, [Effect::ArmReturn { turn: taken.turn, at: back }]);
    let due = Event::ReturnDue { turn: taken.turn };
    let (ours, effects) = run(&taken, &due, back).unwrap();
    assert_eq!((ours.owner, wakes(&effects)), (Owner::Ai, vec![(taken.turn, 0)]));
    // The seller's own words are the answer.
    let said = Event::HumanSaid { text: "Oui, en noir.".into() };
    let (answered, _) = run(&taken, &said, at(60)).unwrap();
    assert_eq!(run(&answered, &due, back).unwrap_err(), Rejection::Stale);
}

#[test]
fn nothing_is_said_over_another_application_but_a_humans_words() {
    let state = run(&with_recap(), &Event::ControlChanged { is_ours: false }, at(20)).unwrap().0;
    let news = Event::News(News::Cancelled { order: a_recap(77, start()).order_id() });
    for event in [text("stop"), news, arrival(Content::Unsupported)] {
        let (after, effects) = run(&state, &event, at(30)).unwrap();
        assert!(bubbles(&effects).is_empty(), "{event:?}");
        assert!(after.other_app);
    }
    let said = Event::HumanSaid { text: "Bonjour, ici Awa".into() };
    let (after, effects) = run(&state, &said, at(30)).unwrap();
    assert_eq!((bubbles(&effects).len(), after.other_app), (1, true));
    let (after, _) = run(&state, &Event::OwnerWrote, at(30)).unwrap();
    assert!(!after.is_ais(at(30 + 7_200)), "the thread is still another's");
}

#[test]
fn a_closed_window_keeps_the_takeover_and_calls_the_seller() {
    let said = Event::HumanSaid { text: "Bonjour".into() };
    let (after, effects) = run(&after_saying("Bonjour."), &said, at(90_000)).unwrap();
    assert_eq!(effects, [Effect::CallSeller { reason: HandOverReason::WindowClosed }]);
    assert!(!after.is_ais(at(90_000)));
}

#[test]
fn a_smile_after_a_humans_time_leaves_nobody_waiting() {
    let (away, _) = run(&thread(), &Event::TakenOver { minutes: Some(30) }, at(0)).unwrap();
    let (waiting, _) = run(&away, &text("bonjour"), at(10)).unwrap();
    // The wake-up for the end of that time finds the thread the AI's again.
    let (back, effects) = run(&waiting, &arrival(Content::Sticker), at(1_801)).unwrap();
    assert_eq!((back.owner, wakes(&effects).len()), (Owner::Ai, 1));
}

#[test]
fn a_thread_that_another_application_gives_back_to_a_human_comes_back_in_time() {
    let (away, _) = run(&thread(), &Event::TakenOver { minutes: Some(30) }, at(0)).unwrap();
    let (away, _) = run(&away, &text("bonjour"), at(10)).unwrap();
    let (away, _) = run(&away, &Event::ControlChanged { is_ours: false }, at(20)).unwrap();
    let (back, effects) = run(&away, &Event::ControlChanged { is_ours: true }, at(30)).unwrap();
    let armed = Effect::ArmReturn { turn: back.turn, at: at(1_800) };
    assert_eq!(effects, [armed]);
}
