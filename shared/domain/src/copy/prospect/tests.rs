use insta::assert_snapshot;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::{
    country::Country,
    ids::{ProductId, RecapId, VariantId},
    moment::Period,
    money::Currency,
    order::{Address, Totals},
};

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

#[test]
fn the_recap_states_everything_that_is_confirmed() {
    let lines = vec![Line {
        product: ProductId::from_uuid(Uuid::nil()),
        variant: VariantId::of_label("42"),
        name: "Air Max 42".into(),
        quantity: 2,
        unit_price: francs(45_000),
    }];
    let bubble = recap(
        &Recap {
            id: RecapId::from_uuid(Uuid::from_u128(42)),
            totals: Totals::of(&lines, francs(1_500)).unwrap(),
            lines,
            address: Address {
                commune: "Cocody".into(),
                landmark: "derrière la pharmacie St Gabriel".into(),
                ..Address::default()
            },
            contact_phone: blaise(),
            moment: tomorrow(),
            shown_at: "2026-11-23T10:00:00Z".parse().unwrap(),
        },
        date(2026, 11, 23),
    );
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
    let titles: Vec<&str> = bubble.buttons.iter().map(|button| button.title.as_str()).collect();
    assert_eq!(titles, ["Confirmer", "Modifier"]);
}

#[test]
fn the_confirmation_names_the_courier_the_moment_and_the_code() {
    let said = courier_found("Blaise", &blaise(), "4821", tomorrow(), date(2026, 11, 23));
    assert_snapshot!(said.text, @r"
    Votre commande est confirmée ! Livraison prévue demain avant 12h avec Blaise, 07 07 12 34 56

    Votre code de livraison : *4821*. Donnez-le au livreur quand vous avez votre colis.
    ");
}

#[test]
fn every_title_fits_whatsapps_twenty_characters() {
    for button in nobody_found(&order()).buttons {
        assert!(button.title.chars().count() <= 20, "{}", button.title);
    }
}

#[test]
fn news_are_short_and_natural() {
    let today = date(2026, 11, 23);
    let said: Vec<String> = [
        order_received(&order(), francs(46_500)),
        already_confirmed(&order()),
        sold_out("Air Max 42 noir"),
        picked_up("Blaise"),
        delivered(francs(46_500)),
        delivery_failed(DeliveryFailure::CustomerAbsent, Some(tomorrow()), today),
        delivery_failed(DeliveryFailure::WrongAddress, None, today),
        nobody_found(&order()),
        rescheduled(tomorrow(), today),
        cancelled(&order()),
        human_is_coming(),
        reminder("Air Max 42 noir"),
    ]
    .into_iter()
    .map(|bubble| bubble.text)
    .collect();
    assert_snapshot!(said.join("\n---\n"));
}
