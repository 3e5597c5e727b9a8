use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::{
    copy::paper as copy,
    country::Country,
    ids::{ConversationId, OrderId, ProductId, SellerId, VariantId},
    moment::{Moment, Period},
    money::Currency,
    order::{Address, Line, OrderStatus, Totals},
    seller::ShopSettings,
};

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn seller() -> Seller {
    Seller {
        id: SellerId::from_uuid(Uuid::from_u128(1)),
        first_name: "Awa".into(),
        last_name: "Touré".into(),
        shop_name: "Awa Mode".into(),
        country: Country::IvoryCoast,
        phone: Phone::parse("0707123456", Country::IvoryCoast).unwrap(),
        email: "awa@example.ci".into(),
        settings: ShopSettings::default(),
    }
}

fn order() -> Order {
    let line = |name: &str, quantity, price| Line {
        product: ProductId::from_uuid(Uuid::from_u128(2)),
        variant: VariantId::of_label(name),
        name: name.into(),
        quantity,
        unit_price: francs(price),
    };
    let lines = vec![line("Robe wax", 2, 15_000), line("Sac", 1, 15_000)];
    Order {
        id: OrderId::from_uuid(Uuid::from_u128(3)),
        seller: seller().id,
        conversation: ConversationId::from_uuid(Uuid::from_u128(4)),
        status: OrderStatus::Delivered,
        revision: 0,
        totals: Totals::of(&lines, francs(1_500)).unwrap(),
        lines,
        address: Address { commune: "Cocody".into(), ..Address::default() },
        contact_name: "Mariam Koné".into(),
        contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
        moment: Moment { day: date(2026, 11, 27), period: Period::Morning },
        recipient: None,
        payer: None,
        ad_id: None,
        placed_at: "2026-11-26T10:00:00Z".parse().unwrap(),
    }
}

fn paper(paid: Vec<Paid>, stamp: Option<Stamp>) -> Paper {
    let handed_over = HandedOver {
        at: date(2026, 11, 27).at(14, 5, 0, 0),
        courier: Some("Kouassi".into()),
        fetched: false,
    };
    let registration = Registration {
        number: PaperNumber { year: 2026, nth: 42 },
        day: date(2026, 11, 27),
        replaces: None,
        stamp,
    };
    Paper::of(&order(), &seller(), paid, handed_over, registration).unwrap()
}

fn cash(amount: i64) -> Paid {
    Paid { how: Means::Cash, amount: francs(amount) }
}

fn wave(amount: i64) -> Paid {
    let how = Means::Mobile { by: PaymentProvider::Wave, reference: "TCN4Y4ZC3FM".into() };
    Paid { how, amount: francs(amount) }
}

#[test]
fn numbers_follow_each_other_and_start_again_with_the_year() {
    let first = PaperNumber::after(None, 2026);
    let second = PaperNumber::after(Some(first), 2026);
    assert_eq!((first.to_string(), second.to_string()), ("2026-0001".into(), "2026-0002".into()));
    let next_year = PaperNumber::after(Some(second), 2027);
    assert_eq!(next_year, PaperNumber { year: 2027, nth: 1 });
    // A clock that is behind.
    assert_eq!(PaperNumber::after(Some(next_year), 2026), PaperNumber { year: 2027, nth: 2 });
    assert_eq!(PaperNumber { year: 2026, nth: 12_345 }.to_string(), "2026-12345");
}

#[test]
fn amounts_are_those_of_the_order() {
    let paper = paper(vec![cash(0), wave(20_000), cash(26_500)], None);
    let lines: Vec<i64> = paper.items.iter().map(|item| item.total.amount()).collect();
    assert_eq!(lines, [30_000, 15_000]);
    assert_eq!((paper.subtotal.amount(), paper.total.amount()), (45_000, 46_500));
    assert_eq!(paper.paid, [wave(20_000), cash(26_500)], "nothing is not a payment");
    assert_eq!(paper.balance(), Ok(Balance::Settled));
}

#[test]
fn what_was_not_paid_or_paid_twice_is_said() {
    let said = |paid| copy::balance(paper(paid, None).balance().unwrap());
    assert_eq!(said(vec![cash(46_500)]), None);
    assert_eq!(said(vec![wave(40_000)]), Some(("Reste à payer", francs(6_500))));
    let over = Some(("Trop-perçu, à rendre au client", francs(500)));
    assert_eq!(said(vec![wave(40_000), cash(7_000)]), over);
}

#[test]
fn it_is_a_receipt_until_a_tax_office_stamped_it() {
    let receipt = paper(vec![cash(46_500)], None);
    assert_eq!(copy::title(&receipt), "Reçu de commande");
    assert_eq!(copy::file_name(&receipt), "Reçu 2026-0042.pdf");
    assert_eq!(copy::summary(&receipt), "Reçu de commande n° 2026-0042, 46 500 FCFA");
    assert!(copy::standing(&receipt).starts_with("Document non normalisé"));
    let stamp = Stamp {
        system: "FNE".into(),
        reference: "9606123E25000000019".into(),
        verification: "https://fne.example/v/1".into(),
    };
    let invoice = paper(vec![cash(46_500)], Some(stamp));
    assert_eq!(copy::title(&invoice), "Facture");
    assert_eq!(copy::file_name(&invoice), "Facture 2026-0042.pdf");
    assert_eq!(
        copy::standing(&invoice),
        "Certifiée FNE n°\u{a0}9606123E25000000019. https://fne.example/v/1"
    );
}

#[test]
fn papers_speak_french() {
    let paper = paper(vec![cash(46_500)], None);
    let plain = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(plain(copy::number(&paper)), "N° 2026-0042 du 27 novembre 2026");
    assert_eq!(plain(copy::running_head(&paper)), "Reçu de commande n° 2026-0042 (suite)");
    assert_eq!(
        plain(copy::handed_over(&paper)),
        "Livré le 27 novembre 2026 à 14 h 05 par Kouassi."
    );
    assert_eq!(plain(copy::day(date(2026, 8, 1))), "1er août 2026");
    assert_eq!(plain(copy::quantity(2, francs(15_000))), "2 × 15 000 FCFA");
    assert_eq!(copy::amount(francs(1_234_500)), "1\u{202f}234\u{202f}500\u{a0}FCFA");
    let wave = wave(1).how;
    let mut handed_over = paper.handed_over.clone();
    assert_eq!(copy::means(&wave, &handed_over), "Wave");
    assert_eq!(copy::payment_reference(&wave).map(plain).as_deref(), Some("Réf. TCN4Y4ZC3FM"));
    assert_eq!(copy::means(&Means::Cash, &handed_over), "Espèces remises au livreur");
    handed_over.fetched = true;
    assert_eq!(copy::means(&Means::Cash, &handed_over), "Réglé en boutique");
    let fetched = Paper { handed_over, ..paper.clone() };
    assert_eq!(
        plain(copy::handed_over(&fetched)),
        "Retiré en boutique le 27 novembre 2026 à 14 h 05."
    );
    assert_eq!(copy::payment_reference(&Means::Cash), None);
    assert_eq!(
        plain(copy::correction(date(2026, 11, 26))),
        "Duplicata corrigé : annule et remplace l'exemplaire du 26 novembre 2026."
    );
}
