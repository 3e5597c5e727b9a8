use insta::assert_snapshot;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::{
    conversation::{
        AmendmentRefusal, CancellationRefusal, DeliveryFailure, Document, OrderChoice, Recap,
    },
    copy::Manner,
    country::Country,
    ids::{OrderId, ProductId, VariantId},
    language::Language,
    moment::{Moment, Period},
    money::{Currency, Money},
    order::{Address, Line, Recipient, Totals},
    payment::{Known, Purpose},
    phone::Phone,
};

const TODAY: Date = date(2026, 11, 23);
const VOUS: Voice = Voice::new(Language::French, Manner::Vous);
const TU: Voice = Voice::new(Language::French, Manner::Tu);
const ENGLISH: Voice = Voice::new(Language::English, Manner::Vous);
const VOICES: [(&str, Voice); 3] = [("vous", VOUS), ("tu", TU), ("en", ENGLISH)];

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn order() -> OrderId {
    OrderId::from_uuid(Uuid::from_u128(42))
}

fn tomorrow() -> Moment {
    Moment { day: date(2026, 11, 24), period: Period::Morning }
}

fn blaise() -> Phone {
    Phone::parse("0707123456", Country::IvoryCoast).unwrap()
}

fn outstanding() -> Recap {
    let lines = vec![Line {
        product: ProductId::from_uuid(Uuid::nil()),
        variant: VariantId::of_label("42"),
        name: "Air Max 42".into(),
        quantity: 2,
        unit_price: francs(45_000),
    }];
    Recap {
        id: RecapId::from_uuid(Uuid::from_u128(42)),
        totals: Totals::of(&lines, francs(1_500)).unwrap(),
        lines,
        address: Address {
            commune: "Cocody".into(),
            landmark: "derrière la pharmacie St Gabriel".into(),
            ..Address::default()
        },
        contact_phone: blaise(),
        recipient: None,
        payer: None,
        moment: tomorrow(),
        shown_at: "2026-11-23T10:00:00Z".parse().unwrap(),
        amends: None,
        revision: None,
        takes: Vec::new(),
        held_until: None,
        left_at: None,
    }
}

fn over(voice: Voice, came: i64, back: i64) -> Bubble {
    payment_known(voice, &order(), Known::Over { came: francs(came), back: francs(back) })
}

fn receipt() -> Document {
    Document {
        number: "2026-0042".into(),
        object: "S/1/receipts/2/1.pdf".into(),
        file_name: "Reçu 2026-0042.pdf".into(),
    }
}

fn before_an_order(voice: Voice) -> Vec<(&'static str, Bubble)> {
    let recap_id = outstanding().id;
    let left = ["Air Max 41 noir".to_owned(), "Air Max 43 blanc".to_owned()];
    let names = ["Robe lin".to_owned(), "Sac cabas".to_owned()];
    vec![
        ("welcome", welcome(voice, "Awa")),
        ("welcome (Boutique Awa)", welcome(voice, "Boutique Awa")),
        ("write_instead (message)", write_instead(voice, Unread::Message)),
        ("write_instead (voice note)", write_instead(voice, Unread::VoiceNote)),
        ("write_instead (file)", write_instead(voice, Unread::File)),
        ("scope", scope(voice, "Boutique Awa")),
        ("touch_your_choice", plain(touch_your_choice(voice))),
        ("unknown_articles (one)", unknown_articles(voice, &names[..1])),
        ("unknown_articles", unknown_articles(voice, &names)),
        ("price_accepted", price_accepted(voice, francs(14_000), "Robe wax M")),
        ("price_counter", price_counter(voice, francs(14_500), "Robe wax M")),
        ("price_last", price_last(voice, francs(14_000), "Robe wax M")),
        ("price_fixed", price_fixed(voice, francs(15_000), "Robe wax M")),
        ("ask_phone", ask_phone(voice)),
        ("recap", recap(voice, &outstanding(), TODAY)),
        ("tap_to_confirm", tap_to_confirm(voice, &recap_id)),
        ("recap_outdated", recap_outdated(voice)),
        ("what_to_change", what_to_change(voice)),
        ("sold_out (nothing else)", sold_out(voice, "Air Max 42 noir", &[])),
        ("sold_out", sold_out(voice, "Air Max 42 noir", &left)),
        ("not_enough", not_enough(voice, "Air Max 42 noir", 2)),
        ("hold_expired", hold_expired(voice, "Air Max 42 noir, 2 × Robe wax M")),
        ("reminder", reminder(voice, "Air Max 42 noir")),
        ("human_is_coming", human_is_coming(voice)),
        (
            "shop_is_closed",
            shop_is_closed(voice, Some(voice.either("demain à 8h", "tomorrow at 8 am"))),
        ),
        ("shop_is_closed (hours unknown)", shop_is_closed(voice, None)),
        ("day_limit", day_limit(voice)),
        ("stopped", stopped(voice)),
        ("resumed", resumed(voice)),
    ]
}

fn from_the_order_on(voice: Voice) -> Vec<(&'static str, Bubble)> {
    let order = order();
    let failed = |why, retry| delivery_failed(voice, &order, why, retry, TODAY);
    let (yes, no) =
        (Tap::Choose(order.clone(), OrderChoice::Cancel), Tap::Change(outstanding().id));
    vec![
        ("order_received", order_received(voice, &order, francs(46_500))),
        ("already_confirmed", already_confirmed(voice, &order)),
        ("amendment_recap", amendment_recap(voice, &order, &outstanding(), TODAY)),
        ("amended", amended(voice, &order, francs(91_500), tomorrow(), TODAY)),
        ("amendment_refused (left)", amendment_refused(voice, &order, AmendmentRefusal::Left)),
        ("amendment_refused (over)", amendment_refused(voice, &order, AmendmentRefusal::Over)),
        (
            "amendment_refused (outdated)",
            amendment_refused(voice, &order, AmendmentRefusal::Outdated),
        ),
        (
            "amendment_refused (sold out)",
            amendment_refused(voice, &order, AmendmentRefusal::SoldOut),
        ),
        ("cancel_question", cancel_question(voice, &order, yes, no)),
        ("kept", kept(voice, &order)),
        (
            "cancellation_refused (left)",
            cancellation_refused(voice, &order, CancellationRefusal::Left),
        ),
        (
            "cancellation_refused (over)",
            cancellation_refused(voice, &order, CancellationRefusal::Over),
        ),
        ("cancelled", cancelled(voice, &order)),
        ("pickup_agreed", pickup_agreed(voice, &order, Some(francs(45_000)))),
        ("pickup_agreed (paid)", pickup_agreed(voice, &order, Some(francs(0)))),
        ("pickup_agreed (before amounts)", pickup_agreed(voice, &order, None)),
        ("choice_outdated", choice_outdated(voice, &order)),
        ("courier_found", courier_found(voice, "Blaise", &blaise(), "4821", tomorrow(), TODAY)),
        ("picked_up", picked_up(voice, "Blaise")),
        ("delivered", delivered(voice, francs(46_500))),
        ("fetched", fetched(voice, francs(45_000))),
        ("fetched (paid)", fetched(voice, francs(0))),
        ("receipt_ready", receipt_ready(voice, receipt())),
        ("delivery_failed (absent)", failed(DeliveryFailure::CustomerAbsent, Some(tomorrow()))),
        ("delivery_failed (refused)", failed(DeliveryFailure::CustomerRefused, None)),
        ("delivery_failed (address)", failed(DeliveryFailure::WrongAddress, None)),
        ("delivery_failed (courier)", failed(DeliveryFailure::CourierProblem, Some(tomorrow()))),
        ("nobody_found", nobody_found(voice, &order, true)),
        ("nobody_found_again", nobody_found(voice, &order, false)),
        ("rescheduled", rescheduled(voice, tomorrow(), TODAY)),
        ("reopened", reopened(voice, &order)),
        ("position wanted", position_wanted(voice, &order)),
        ("position received", position_received(voice)),
        ("payment_link", link(voice, francs(46_500), Purpose::Full)),
        ("payment_link (deposit)", link(voice, francs(4_500), Purpose::Deposit)),
        ("payment_link (millions)", link(voice, francs(12_345_678), Purpose::Full)),
        (
            "payment_received (deposit)",
            payment_received(voice, &order, francs(4_500), francs(42_000)),
        ),
        ("payment_received", payment_received(voice, &order, francs(46_500), francs(0))),
        ("payment_after_the_end", payment_after_the_end(voice, &order, francs(46_500))),
        ("payment_expired", payment_expired(voice, &order, Purpose::Full)),
        ("payment_expired (deposit)", payment_expired(voice, &order, Purpose::Deposit)),
        ("payment_known", payment_known(voice, &order, Known::Paid { came: francs(46_500) })),
        (
            "payment_known (deposit)",
            payment_known(voice, &order, Known::Part { came: francs(4_500), left: francs(42_000) }),
        ),
        ("payment_known (asked)", payment_known(voice, &order, Known::Asked)),
        ("payment_known (nothing)", payment_known(voice, &order, Known::Nothing)),
        ("payment_known (over)", over(voice, 4_500, 0)),
        ("payment_known (over, back)", over(voice, 46_500, 4_500)),
        ("payment_known (over, nothing)", over(voice, 0, 0)),
        ("payment_refunded", payment_refunded(voice, &order, francs(46_500))),
    ]
}

fn link(voice: Voice, amount: Money, purpose: Purpose) -> Bubble {
    let until = Some(jiff::civil::time(14, 5, 0, 0));
    payment_link(voice, &order(), amount, purpose, until, "https://pay.wave.com/c/cos-1")
}

fn said(voice: Voice) -> Vec<(&'static str, Bubble)> {
    let mut all = before_an_order(voice);
    all.extend(from_the_order_on(voice));
    all
}

/// The three voices of every sentence, one under the other, with their buttons. Empty lines are
/// left out.
fn side_by_side(sentences: fn(Voice) -> Vec<(&'static str, Bubble)>) -> String {
    let voices = VOICES.map(|(tag, voice)| (tag, sentences(voice)));
    let mut page = Vec::new();
    for (at, (name, _)) in voices[0].1.iter().enumerate() {
        page.push(format!("## {name}"));
        for (tag, bubbles) in &voices {
            let bubble = &bubbles[at].1;
            let links = bubble.link.iter().map(|link| &link.title);
            let titles = bubble.buttons.iter().map(|button| &button.title).chain(links);
            let titles = titles.map(|title| format!(" [{title}]"));
            let text = bubble.text.replace("\n\n", "\n").replace('\n', "\n      ");
            page.push(format!("{tag:>4}: {text}{}", titles.collect::<String>()));
        }
        page.push(String::new());
    }
    page.join("\n")
}

#[test]
fn every_sentence_before_an_order_in_the_three_voices() {
    assert_snapshot!(side_by_side(before_an_order));
}

#[test]
fn every_sentence_from_the_order_on_in_the_three_voices() {
    assert_snapshot!(side_by_side(from_the_order_on));
}

#[test]
fn every_title_fits_whatsapps_twenty_characters_and_every_bubble_its_three_buttons() {
    for (tag, voice) in VOICES {
        for (name, bubble) in said(voice) {
            assert!(bubble.buttons.len() <= 3, "{name} ({tag})");
            let links = bubble.link.into_iter().map(|link| link.title);
            for title in bubble.buttons.into_iter().map(|button| button.title).chain(links) {
                assert!(title.chars().count() <= 20, "{name} ({tag}): {title}");
            }
        }
    }
}

/// The words of a text, at apostrophes too: `t'attend` has a `t`.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
}

#[test]
fn a_voice_never_slips_into_another() {
    let tutoiement = ["tu", "te", "toi", "ton", "ta", "tes", "t"];
    let vouvoiement = ["vous", "votre", "vos"];
    for (tag, voice, foreign) in [
        ("vous", VOUS, &tutoiement[..]),
        ("tu", TU, &vouvoiement[..]),
        ("en", ENGLISH, &["vous", "votre", "tu", "ton", "le", "est", "livraison", "commande"][..]),
    ] {
        for (name, bubble) in said(voice) {
            let slip =
                words(&bubble.text).into_iter().find(|word| foreign.contains(&word.as_str()));
            assert_eq!(slip, None, "{name} ({tag}): {}", bubble.text);
        }
    }
}

#[test]
fn all_of_it_is_signed_by_code_and_short_enough_for_a_phone() {
    for (_, voice) in VOICES {
        for (name, bubble) in said(voice) {
            assert_eq!(bubble.author, Author::System, "{name}");
            assert!((1..=320).contains(&bubble.text.chars().count()), "{name}: {}", bubble.text);
        }
    }
}

#[test]
fn the_recap_states_everything_that_is_confirmed() {
    let bubble = recap(VOUS, &outstanding(), TODAY);
    assert_snapshot!(bubble.text, @r"
    Voici votre commande :
    • 2 × Air Max 42 : 90 000 FCFA

    Livraison : 1 500 FCFA
    Lieu : Cocody, derrière la pharmacie St Gabriel
    Contact : 07 07 12 34 56
    Quand : demain avant 12h

    *Total à payer à la livraison : 91 500 FCFA*

    Vous confirmez ?
    ");
    let taps: Vec<Tap> = bubble.buttons.into_iter().map(|button| button.tap).collect();
    let id = outstanding().id;
    assert_eq!(taps, [Tap::Confirm(id.clone()), Tap::Change(id)]);
}

#[test]
fn none_left_is_never_said_as_zero() {
    let said = not_enough(VOUS, "Air Max 42 noir", 0);
    assert_eq!(said, sold_out(VOUS, "Air Max 42 noir", &[]));
}

#[test]
fn a_long_list_of_what_is_left_is_cut() {
    let many: Vec<String> = (38..48).map(|size| format!("Air Max {size}")).collect();
    let said = sold_out(TU, "Air Max 37", &many).text;
    assert!(said.contains("Air Max 42") && !said.contains("Air Max 43"), "{said}");
}

#[test]
fn the_cancel_buttons_mean_what_the_caller_says() {
    let (yes, no) = (Tap::Choose(order(), OrderChoice::Cancel), Tap::Change(outstanding().id));
    let buttons = cancel_question(ENGLISH, &order(), yes.clone(), no.clone()).buttons;
    let taps: Vec<Tap> = buttons.into_iter().map(|button| button.tap).collect();
    assert_eq!(taps, [yes, no]);
}

#[test]
fn a_recap_for_somebody_else_says_who_receives_and_who_pays() {
    let phone = Phone::parse("0505123456", Country::IvoryCoast).unwrap();
    let recipient = Some(Recipient { name: "Mariam".into(), phone });
    let shown = Recap { recipient, payer: Some("Yao".into()), ..outstanding() };
    let lines = |voice| {
        let bubble = recap(voice, &shown, TODAY).text;
        let people = bubble.lines().skip_while(|line| !line.starts_with("Contact")).take(3);
        people.map(str::to_owned).collect::<Vec<_>>()
    };
    let french = ["Contact : 07 07 12 34 56", "Reçoit : Mariam, 05 05 12 34 56", "Paie : Yao"];
    assert_eq!(lines(VOUS), french);
    let english =
        ["Contact: 07 07 12 34 56", "Received by: Mariam, 05 05 12 34 56", "Paid by: Yao"];
    assert_eq!(lines(ENGLISH), english);
}
