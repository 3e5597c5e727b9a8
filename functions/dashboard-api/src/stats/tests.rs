use domain::{
    conversation::Owner,
    country::Country,
    ids::{ConversationId, OrderId, PhoneNumberId, ProductId, SellerId, VariantId, WaId},
    moment::{Moment, Period as Half},
    order::{Address, Line, Totals},
    person::Identity,
    phone::Phone,
};
use uuid::Uuid;

use super::*;

fn order(status: OrderStatus, amount: i64, placed_at: &str) -> Order {
    let line = Line {
        product: ProductId::from_uuid(Uuid::nil()),
        variant: VariantId::only(),
        name: "Sac".into(),
        quantity: 1,
        unit_price: Money::new(amount, Currency::Xof),
    };
    Order {
        id: OrderId::from_uuid(Uuid::nil()),
        seller: SellerId::from_uuid(Uuid::nil()),
        conversation: ConversationId::from_uuid(Uuid::nil()),
        status,
        revision: 0,
        totals: Totals::of(std::slice::from_ref(&line), Money::new(500, Currency::Xof)).unwrap(),
        lines: vec![line],
        address: Address::default(),
        contact_name: String::new(),
        contact_phone: Phone::parse("0505111111", Country::IvoryCoast).unwrap(),
        recipient: None,
        payer: None,
        moment: Moment { day: jiff::civil::date(2026, 11, 24), period: Half::Morning },
        ad_id: None,
        placed_at: placed_at.parse().unwrap(),
    }
}

fn orders() -> Vec<Order> {
    vec![
        order(OrderStatus::Delivered, 10_000, "2026-11-23T08:00:00Z"),
        order(OrderStatus::Pending, 20_000, "2026-11-23T09:00:00Z"),
        order(OrderStatus::Delivered, 5_000, "2026-11-17T00:00:00Z"),
        order(OrderStatus::Delivered, 1_000, "2026-11-16T23:30:00Z"),
    ]
}

#[test]
fn only_delivered_orders_are_sales_and_days_are_the_shops() {
    let orders = orders();
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let told = |days, country: Country| {
        let zone = country.time_zone();
        let period = Period::of(&orders, days, now, &zone, Currency::Xof).unwrap();
        (period.orders, period.delivered, period.sales.amount)
    };
    assert_eq!(told(1, Country::IvoryCoast), (2, 1, 10_500));
    assert_eq!(told(7, Country::IvoryCoast), (3, 2, 16_000));
    // In Benin it was past midnight already.
    assert_eq!(told(7, Country::Benin), (4, 3, 17_500));
    assert_eq!(sales(orders.iter(), Currency::Xof).unwrap().amount(), 17_500);
}

#[test]
fn every_status_is_counted_even_at_zero() {
    let counts = counts(&orders());
    assert_eq!(counts.get("delivered"), Some(&3));
    assert_eq!(counts.get("pending"), Some(&1));
    assert_eq!(counts.values().sum::<usize>(), 4);
    assert_eq!(counts.len(), 5);
}

#[test]
fn threads_that_wait_are_counted_and_merged_ones_are_not() {
    let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
    let thread = |change: fn(&mut Conversation)| {
        let mut thread = Conversation::new(
            ConversationId::from_uuid(Uuid::nil()),
            SellerId::from_uuid(Uuid::nil()),
            PhoneNumberId::new("106"),
            Identity::new(Some(WaId::new("2250701020304")), None).unwrap(),
        );
        change(&mut thread);
        thread
    };
    let threads = [
        thread(|_| ()),
        // The AI answers; what it reads is not the seller's to read.
        thread(|thread| thread.unread = 3),
        thread(|thread| thread.waiting_since = Some(Timestamp::UNIX_EPOCH)),
        thread(|thread| thread.owner = Owner::Human { until: None }),
        // Read or not: they were told that somebody comes.
        thread(|thread| {
            thread.owner = Owner::Human { until: None };
            thread.called_since = Some(Timestamp::UNIX_EPOCH);
        }),
        thread(|thread| thread.other_app = true),
        thread(|thread| {
            thread.owner = Owner::Human { until: None };
            thread.merged_into = Some(thread.id.clone());
        }),
    ];
    assert_eq!(Threads::of(&threads, now), Threads { total: 6, unanswered: 2, human: 3 });
}
