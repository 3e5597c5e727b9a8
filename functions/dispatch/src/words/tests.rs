use contracts::{
    messages::{News, OrderNews},
    meta::send::{Outgoing, Recipient},
};
use domain::{
    dispatch::{Answer, CourierNote, DeliveryCode, DispatchEvent, ProspectNews, step},
    window,
};
use serde_json::Value;

use super::*;
use crate::{
    fixture::{
        OFFER_SECONDS, accepted, after, code_given, courier_id, handed_over, now, placed, search,
        sender, ways,
    },
    tap::Tap,
};

fn body(words: &FreeForm) -> Value {
    let open = window::at(Some(now()), now()).unwrap();
    Outgoing::free_form(Recipient::Phone(sender(1)), words.clone(), open).to_json()
}

fn words<'a>(case: &'a Case, delivery: &'a Delivery) -> Words<'a> {
    Words::new(case, &case.order, delivery, OFFER_SECONDS, case.seller.today(now()), &[])
}

#[test]
fn an_offer_is_buttons_inside_the_window_and_a_template_outside() {
    let case = placed();
    let search = search(&case);
    let request = DispatchEvent::Requested {
        request: case.request(&ways(), now()),
        code: DeliveryCode::drawn("4821"),
        search,
    };
    let born = step(None, &request, now()).unwrap();
    let effect = words(&case, &born.state).effect(&born.effects[1]).unwrap();
    let Some(StoredEffect::Say(say)) = effect else { panic!() };
    assert_eq!(say.to, sender(1).as_str());
    assert_eq!(
        say.offer.as_ref().map(|o| o.expires_at.to_string()).as_deref(),
        Some("2026-11-23T10:05:00Z")
    );
    let buttons = &body(&say.words)["interactive"]["action"]["buttons"];
    let accept: Tap = buttons[0]["reply"]["id"].as_str().unwrap().parse().unwrap();
    assert_eq!((accept.attempt, accept.action), (1, Action::Answer(Answer::Accept)));
    let template = Outgoing::template(Recipient::Phone(sender(1)), say.template.unwrap());
    insta::assert_json_snapshot!(template.to_json()["template"], @r#"
    {
      "components": [
        {
          "parameters": [
            {
              "text": "Awa",
              "type": "text"
            },
            {
              "text": "paire Air Max 42, à encaisser 46 500 FCFA. Vous gagnez 1 500 FCFA",
              "type": "text"
            },
            {
              "text": "Cocody",
              "type": "text"
            },
            {
              "text": "demain avant 12h",
              "type": "text"
            }
          ],
          "type": "body"
        },
        {
          "index": "0",
          "parameters": [
            {
              "payload": "dlv:slr_00000000000000000000000004:ord_00000000000000000000000008:1:accept",
              "type": "payload"
            }
          ],
          "sub_type": "quick_reply",
          "type": "button"
        },
        {
          "index": "1",
          "parameters": [
            {
              "payload": "dlv:slr_00000000000000000000000004:ord_00000000000000000000000008:1:refuse",
              "type": "payload"
            }
          ],
          "sub_type": "quick_reply",
          "type": "button"
        }
      ],
      "language": {
        "code": "fr"
      },
      "name": "courier_offer"
    }
    "#);
}

#[test]
fn every_note_can_be_sent_in_both_forms() {
    let case = after(&[accepted(), handed_over(), code_given()]);
    let delivery = case.state().unwrap();
    for note in [
        CourierNote::Accepted,
        CourierNote::RefusalNoted,
        CourierNote::TooLate,
        CourierNote::Gone,
        CourierNote::AlreadyYours,
        CourierNote::NotYours,
        CourierNote::OnTheRoad,
        CourierNote::AskCode,
        CourierNote::WrongCode { left: 2 },
        CourierNote::CodeLocked,
        CourierNote::AskCash,
        CourierNote::AskAmount,
        CourierNote::AskReason,
        CourierNote::Thanks,
        CourierNote::FailureNoted,
        CourierNote::Cancelled,
        CourierNote::Rescheduled,
        CourierNote::Amended,
        CourierNote::Reassigned,
        CourierNote::OfferChanged,
        CourierNote::OfferGone,
        CourierNote::Over,
    ] {
        let say = words(&case, delivery).note(&sender(1), note);
        assert!(say.is_ok_and(|say| say.template.is_some()), "{note:?}");
    }
}

#[test]
fn the_amount_is_a_button() {
    let case = after(&[accepted(), handed_over(), code_given()]);
    let say = words(&case, case.state().unwrap()).note(&sender(1), CourierNote::AskCash).unwrap();
    let buttons = &body(&say.words)["interactive"]["action"]["buttons"];
    let titles: Vec<_> = [0, 1].map(|n| buttons[n]["reply"]["title"].as_str().unwrap()).to_vec();
    assert_eq!(titles, ["46 500 FCFA reçus", "Autre montant"]);
}

#[test]
fn the_prospect_gets_the_code_and_the_seller_the_pattern() {
    let case = after(&[accepted()]);
    let words = words(&case, case.state().unwrap());
    let news = ProspectNews::CourierFound { courier: courier_id(1) };
    let told = words.effect(&DispatchEffect::TellProspect(news)).unwrap();
    let Some(StoredEffect::TellProspect(OrderNews { news, .. })) = told else { panic!() };
    let News::CourierFound { code, courier_phone, .. } = news else { panic!() };
    assert_eq!((code.as_str(), courier_phone.as_str()), ("4821", "+2250700000001"));
    let told = words.effect(&DispatchEffect::TellSeller(SellerNote::ToPrepare)).unwrap();
    let Some(StoredEffect::Say(say)) = told else { panic!() };
    assert_eq!(
        say.words.words(),
        "Nouvelle commande confirmée - À préparer : paire Air Max 42 - livraison demain"
    );
    assert_eq!((say.to.as_str(), say.seller), ("2250101010101", Some(case.seller.id.clone())));
}

#[test]
fn an_effect_reads_back_and_hides_its_words() {
    let case = after(&[accepted()]);
    let say = words(&case, case.state().unwrap()).note(&sender(1), CourierNote::Accepted).unwrap();
    let effect = StoredEffect::Say(Box::new(say));
    let stored = serde_json::to_value(&effect).unwrap();
    assert_eq!(serde_json::from_value::<StoredEffect>(stored).unwrap(), effect);
    let shown = format!("{effect:?}");
    for hidden in ["Mariam", "2250700000001", "Cocody"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}
