//! Papers of one shop, for the tests: short, long, with long names, paid in every way, corrected.

use domain::{
    country::Country,
    ids::{ConversationId, OrderId, ProductId, SellerId, VariantId},
    moment::{Moment, Period},
    money::{Currency, Money},
    order::{Address, Line, Order, OrderStatus, Totals},
    paper::{HandedOver, Means, Paid, Paper, PaperNumber, Registration, Stamp},
    phone::Phone,
    seller::{PaymentProvider, Seller, ShopSettings},
};
use jiff::civil::date;
use uuid::Uuid;

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

pub(crate) fn seller() -> Seller {
    let mut settings = ShopSettings::default();
    settings.delivery.pickup_place = "Cocody Riviera 2, près du marché".into();
    Seller {
        id: SellerId::from_uuid(Uuid::from_u128(1)),
        first_name: "Awa".into(),
        last_name: "Touré".into(),
        shop_name: "Awa Mode & Beauté".into(),
        country: Country::IvoryCoast,
        phone: Phone::parse("0707123456", Country::IvoryCoast).unwrap(),
        email: "awa@example.ci".into(),
        settings,
    }
}

/// An order of these articles: a name, how many, the price of one.
pub(crate) fn order(articles: &[(&str, u32, i64)]) -> Order {
    let line = |(name, quantity, price): &(&str, u32, i64)| Line {
        product: ProductId::from_uuid(Uuid::from_u128(2)),
        variant: VariantId::of_label(name),
        name: (*name).to_owned(),
        quantity: *quantity,
        unit_price: francs(*price),
    };
    let lines: Vec<Line> = articles.iter().map(line).collect();
    Order {
        id: OrderId::from_uuid(Uuid::from_u128(3)),
        seller: seller().id,
        conversation: ConversationId::from_uuid(Uuid::from_u128(4)),
        status: OrderStatus::Delivered,
        revision: 0,
        totals: Totals::of(&lines, francs(1_500)).unwrap(),
        lines,
        address: Address {
            commune: "Yopougon".into(),
            landmark: "derrière la pharmacie Saint-Gabriel".into(),
            ..Address::default()
        },
        contact_name: "Mariam Koné".into(),
        contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
        moment: Moment { day: date(2026, 11, 27), period: Period::Morning },
        recipient: None,
        payer: None,
        ad_id: None,
        placed_at: "2026-11-26T10:00:00Z".parse().unwrap(),
    }
}

pub(crate) fn cash(amount: i64) -> Paid {
    Paid { how: Means::Cash, amount: francs(amount) }
}

pub(crate) fn mobile(by: PaymentProvider, reference: &str, amount: i64) -> Paid {
    Paid { how: Means::Mobile { by, reference: reference.into() }, amount: francs(amount) }
}

pub(crate) fn paper(order: &Order, paid: Vec<Paid>) -> Paper {
    let handed_over = HandedOver {
        at: date(2026, 11, 27).at(14, 5, 0, 0),
        courier: Some("Kouassi".into()),
        fetched: false,
    };
    let registration = Registration {
        number: PaperNumber { year: 2026, nth: 42 },
        day: date(2026, 11, 27),
        replaces: None,
        stamp: None,
    };
    Paper::of(order, &seller(), paid, handed_over, registration).unwrap()
}

/// Every kind of paper that is looked at, and whether the shop has a picture.
pub(crate) fn all() -> Vec<(&'static str, Paper, bool)> {
    let one = order(&[("Robe wax brodée main, taille M", 3, 15_000)]);
    let names: Vec<String> =
        (1..=30).map(|n| format!("Pagne Vlisco motif n° {n}, 6 yards")).collect();
    let articles: Vec<(&str, u32, i64)> =
        (1_u32..).zip(&names).map(|(n, name)| (name.as_str(), n % 4 + 1, 12_500)).collect();
    let thirty = order(&articles);
    let mut long = order(&[
        (
            "Ensemble trois pièces en pagne tissé Kita avec foulard assorti, broderie dorée faite \
             à la main, édition spéciale mariage, taille unique",
            12,
            1_250_000,
        ),
        ("Anticonstitutionnellementextraordinairementincroyable 👗", 1, 500),
        ("محمد", 1, 0),
    ]);
    long.contact_name = "Aminata Bénédicte N'Guessan-Ouattara épouse Diarrassouba".into();
    long.address.landmark = "à côté de l'église Saint-Jean-Baptiste, troisième portail vert après \
                             le maquis « Chez Tantie », en face du terrain de football"
        .into();
    let total = |order: &Order| order.totals.total.amount();
    let wave = |amount| mobile(PaymentProvider::Wave, "TCN4Y4ZC3FM", amount);
    let mut corrected = paper(&one, vec![cash(46_000)]);
    corrected.replaces = Some(date(2026, 11, 27));
    let mut nameless = paper(&one, vec![wave(20_000), cash(27_000)]);
    (nameless.client, nameless.place) = (String::new(), String::new());
    (nameless.handed_over.courier, nameless.shop.place) = (None, String::new());
    let mut over_the_counter = one.clone();
    over_the_counter.totals = Totals::of(&one.lines, francs(0)).unwrap();
    let mut fetched = paper(&over_the_counter, vec![cash(45_000)]);
    (fetched.handed_over.courier, fetched.handed_over.fetched) = (None, true);
    let mut stamped = paper(&one, vec![cash(46_500)]);
    stamped.stamp = Some(Stamp {
        system: "FNE".into(),
        reference: "9606123E25000000019".into(),
        verification: "https://fne.example.ci/verification/019465c1-3f61-766c".into(),
    });
    let long_reference = "f4401bd2-1568-4140-bf2d-eb77d2b2b639";
    let mixed =
        vec![mobile(PaymentProvider::Pawapay, long_reference, total(&long) - 1_500), cash(1_500)];
    vec![
        ("one", paper(&one, vec![cash(46_500)]), false),
        ("logo", paper(&one, vec![cash(46_500)]), true),
        ("wave", paper(&one, vec![wave(46_500)]), true),
        ("thirty", paper(&thirty, vec![cash(total(&thirty))]), true),
        ("long", paper(&long, mixed), true),
        ("corrected", corrected, false),
        ("nameless", nameless, false),
        ("fetched", fetched, true),
        ("stamped", stamped, false),
    ]
}
