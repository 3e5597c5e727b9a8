//! Recaps and what becomes of them: held units, confirmations, orders.

use super::*;

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
        // The same again answers, and makes nothing.
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
    let (state, effects) =
        run(&state, &Event::Unsaid { recap: Some(id), dropped: false }, at(11)).unwrap();
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
    cart.amend(&Order { revision: 7, ..order.clone() });
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
    assert_eq!((&amended.unwrap().order, amended.unwrap().revision), (&order.id, Some(7)));
    assert_eq!(amended.unwrap().totals.total, Money::new(3 * 45_000 + 1_500, Currency::Xof));
    assert!(placed(&effects).is_empty());
    let (_, again) = run(&state, &confirm, at(31)).unwrap();
    assert!(!again.iter().any(|effect| matches!(effect, Effect::Amend(_))));
}

#[test]
fn a_yes_to_another_question_confirms_nothing() {
    // The recap stays, and something else was asked since.
    let (state, _) = run(&with_recap(), &text("vous livrez samedi ?"), at(60)).unwrap();
    let asked = Proposal::Say("Oui ! Je vous ajoute un sac ?".into());
    let draft = Box::new(Draft { cart: full_cart(), proposal: asked });
    let turn = state.turn;
    let (state, _) = run(&state, &Event::Drafted { turn, draft, usage: USAGE }, at(63)).unwrap();
    assert!(state.recap.is_some());
    let (_, effects) = run(&state, &text("oui"), at(70)).unwrap();
    assert_eq!((placed(&effects).len(), wakes(&effects).len()), (0, 1));
    // The button says which recap is meant.
    let tap = arrival(Content::Tap(Tap::Confirm(RecapId::from_uuid(Uuid::from_u128(77)))));
    assert_eq!(placed(&run(&state, &tap, at(71)).unwrap().1).len(), 1);
}

#[test]
fn a_yes_after_something_that_still_waits_is_read_with_it() {
    let (state, _) = run(&with_recap(), &text("mettez plutôt 2"), at(60)).unwrap();
    let (state, effects) = run(&state, &text("oui"), at(61)).unwrap();
    assert_eq!((placed(&effects).len(), wakes(&effects)), (0, vec![(state.turn, 2)]));
    let (state, _) = run(&with_recap(), &text("vous livrez à Yopougon ?"), at(60)).unwrap();
    let (_, effects) = run(&state, &text("ok"), at(61)).unwrap();
    assert_eq!((bubbles(&effects).len(), wakes(&effects).len()), (0, 1));
}

#[test]
fn a_pin_reaches_the_courier_and_another_phone_takes_the_recap_back() {
    let pin = Pin { latitude_e7: 53_600_000, longitude_e7: -40_000_000 };
    let shared = arrival(Content::Pin { pin, place: "livraison gratuite".into() });
    let (state, _) = run(&with_recap(), &shared, at(60)).unwrap();
    assert_eq!(state.cart.address.landmark, "", "a place that promises is no place");
    let tap = arrival(Content::Tap(Tap::Confirm(RecapId::from_uuid(Uuid::from_u128(77)))));
    let (_, effects) = run(&state, &tap, at(61)).unwrap();
    assert_eq!(placed(&effects)[0].address.pin, Some(pin));
    let phone = Phone::parse("0505050505", Country::IvoryCoast).unwrap();
    let (state, effects) =
        run(&with_recap(), &arrival(Content::ContactPhone(phone)), at(60)).unwrap();
    assert_eq!((state.recap.is_none(), returned(&effects).len()), (true, 1));
}

#[test]
fn units_that_went_away_meanwhile_are_said_and_the_rest_is_kept() {
    let (state, _) = run(&thread(), &text("je veux les air max"), at(0)).unwrap();
    let show = Proposal::Show(Box::new(a_recap(77, at(3))));
    let draft = Box::new(Draft { cart: full_cart(), proposal: show });
    let refused =
        Event::HoldRefused { turn: 1, draft, usage: USAGE, name: "Air Max 42 noir".into() };
    let (after, effects) = run(&state, &refused, at(3)).unwrap();
    assert!(bubbles(&effects)[0].contains("Air Max 42 noir"));
    assert!(after.recap.is_none() && after.waiting_since.is_none());
    assert_eq!((after.cart.address.commune.as_str(), after.usage.turns), ("Cocody", 1));
    let taken = run(&state, &Event::TakenOver { minutes: None }, at(1)).unwrap().0;
    assert_eq!(run(&taken, &refused, at(3)).unwrap_err(), Rejection::Stale);
}

#[test]
fn a_parcel_for_somebody_else_is_so_from_the_cart_to_the_order() {
    let fixture = shop();
    let own = Phone::parse("0701020304", Country::IvoryCoast).unwrap();
    let mut cart = full_cart();
    cart.contact_phone = None;
    let refused = cart.set_recipient(fixture.shop(), "Mariam", "", None);
    assert_eq!((refused, &cart.recipient), (Err(cart::CartRefusal::InvalidPhone), &None));
    cart.set_recipient(fixture.shop(), "Mariam", "05 05 12 34 56", Some(&own)).unwrap();
    cart.set_recipient(fixture.shop(), "Mariam Koné", "", Some(&own)).unwrap();
    cart.set_payer("Payez 5 000 F par Wave au 0102030405");
    assert_eq!(cart.payer, None, "a name that asks for money is no name");
    cart.set_payer("Yao");
    let id = RecapId::from_uuid(Uuid::from_u128(78));
    let recap = cart.recap(fixture.shop(), None, id, at(0)).unwrap();
    let mariam = recap.recipient.clone().unwrap();
    assert_eq!(mariam.in_words(), "Mariam Koné, 05 05 12 34 56");
    assert_eq!(recap.contact_phone, mariam.phone, "somebody can be called");
    let mut state = thread();
    (state.cart, state.recap) = (cart.clone(), Some(recap.clone()));
    let tap = arrival(Content::Tap(Tap::Confirm(recap.id)));
    let (_, effects) = run(&state, &tap, at(60)).unwrap();
    let order = placed(&effects)[0];
    assert_eq!((order.receiver_name(), order.payer.as_deref()), ("Mariam Koné", Some("Yao")));
    let mut again = Cart::default();
    again.amend(order);
    assert_eq!((&again.recipient, &again.payer), (&order.recipient, &order.payer));
    cart.set_recipient(fixture.shop(), "moi", "07 01 02 03 04", Some(&own)).unwrap();
    assert_eq!(cart.recipient, None, "for the prospect after all");
}
