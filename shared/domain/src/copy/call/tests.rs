use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::{
    copy::courier::tests::order, country::Country, ids::SellerId, money::Currency,
    seller::ShopSettings,
};

fn seller() -> Seller {
    let mut settings = ShopSettings::default();
    settings.delivery.pickup_place = "Cocody Angré, derrière le CHU".into();
    Seller {
        id: SellerId::from_uuid(Uuid::from_u128(1)),
        first_name: "Awa".into(),
        last_name: "Koné".into(),
        shop_name: "Chez <Awa> & fils".into(),
        country: Country::IvoryCoast,
        phone: Phone::parse("0707123456", Country::IvoryCoast).unwrap(),
        email: "awa@example.com".into(),
        settings,
    }
}

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

struct Line {
    order: Order,
    seller: Seller,
}

impl Line {
    fn new() -> Self {
        Self { order: order(), seller: seller() }
    }

    fn call(&self) -> Call<'_> {
        Call {
            order: &self.order,
            seller: &self.seller,
            courier_name: "Koffi",
            to_collect: self.order.totals.total,
            today: date(2026, 11, 23),
        }
    }
}

#[test]
fn an_offer_is_heard_with_its_keys_and_without_who_it_is_for() {
    let offer = Line::new().call().offer();
    insta::assert_snapshot!(offer, @"Bonjour Koffi. Course pour la boutique Chez Awa fils : retrait à Cocody Angré, derrière le CHU, livraison à Cocody, Angré 8e tranche, demain avant midi. À encaisser : quarante-six mille cinq cents francs. Vous gagnez mille cinq cents francs. Tapez 1 pour accepter, 2 pour refuser, 0 pour réécouter.");
    for secret in ["Mariam", "05", "pharmacie"] {
        assert!(!offer.contains(secret), "{secret}");
    }
}

#[test]
fn what_was_paid_before_is_not_collected() {
    let (order, mut seller) = (order(), seller());
    seller.settings.delivery.pickup_place.clear();
    let call = Call {
        order: &order,
        seller: &seller,
        courier_name: "Koffi",
        to_collect: francs(0),
        today: date(2026, 11, 19),
    };
    let offer = call.offer();
    assert!(offer.contains("Déjà payée, rien à encaisser."), "{offer}");
    assert!(offer.contains("fils : livraison"), "{offer}");
    // No date that a voice would read as a fraction.
    assert!(offer.contains("mardi vingt-quatre avant midi"), "{offer}");
}

#[test]
fn every_standing_says_where_they_are_and_which_keys_there_are() {
    let until = "2026-11-23T10:05:00Z".parse().unwrap();
    let standings = [
        Standing::Open { until },
        Standing::Refused,
        Standing::TooLate,
        Standing::Gone,
        Standing::Assigned,
        Standing::PickedUp,
        Standing::AwaitingCode { wrong: 0 },
        Standing::AwaitingCode { wrong: 1 },
        Standing::AwaitingCode { wrong: 2 },
        Standing::CodeLocked,
        Standing::AwaitingCash,
        Standing::Delivered { collected: francs(46_500) },
        Standing::Failed,
        Standing::Cancelled,
    ];
    let line = Line::new();
    let mut all = line.call().yours();
    for standing in standings {
        all = format!("{all}\n{standing:?}\n  {}", line.call().standing(standing));
    }
    all = format!("{all}\n{}", ask_reason());
    insta::assert_snapshot!(all);
}

#[test]
fn amounts_are_words() {
    let heard: Vec<String> =
        [0, 1, 5, 1_500, 2_000_000, 2_000_500].map(|a| money_in_words(francs(a))).to_vec();
    assert_eq!(
        heard,
        [
            "zéro franc",
            "un franc",
            "cinq francs",
            "mille cinq cents francs",
            "deux millions de francs",
            "deux millions cinq cents francs"
        ]
    );
}
