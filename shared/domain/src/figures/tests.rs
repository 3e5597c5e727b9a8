use jiff::{Timestamp, civil::date};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    conversation::DeliveryFailure,
    country::Country,
    dispatch::{DeliveryCode, Party, Request},
    ids::{ConversationId, CourierId, OrderId, ProductId, SellerId, VariantId},
    moment::{Moment, Period},
    money::Currency,
    order::{Address, Line, Totals},
    phone::Phone,
};

pub(crate) fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

pub(crate) fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// 45 000 F and a fee of 1 500 F.
pub(crate) fn order() -> Order {
    let line = Line {
        product: ProductId::from_uuid(Uuid::nil()),
        variant: VariantId::only(),
        name: "Air Max 42".into(),
        quantity: 1,
        unit_price: francs(45_000),
    };
    let totals = Totals::of(std::slice::from_ref(&line), francs(1_500)).unwrap();
    Order {
        id: OrderId::from_uuid(Uuid::from_u128(7)),
        seller: SellerId::from_uuid(Uuid::from_u128(1)),
        conversation: ConversationId::from_uuid(Uuid::from_u128(1)),
        status: OrderStatus::Confirmed,
        revision: 0,
        lines: vec![line],
        totals,
        address: Address::default(),
        contact_name: "Mariam".into(),
        contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
        moment: Moment { day: date(2026, 11, 24), period: Period::Morning },
        recipient: None,
        payer: None,
        ad_id: None,
        placed_at: now(),
    }
}

pub(crate) fn delivery(status: DeliveryStatus) -> Delivery {
    let request = Request {
        order: order().id,
        seller: order().seller,
        country: Country::IvoryCoast,
        zone: None,
        due: francs(46_500),
        promised: Moment { day: date(2026, 11, 24), period: Period::Morning },
        lead_hours: 4,
        payment: crate::dispatch::Payment::Cash,
    };
    Delivery { status, ..Delivery::born(&request, &DeliveryCode::drawn("4821"), now()) }
}

fn courier() -> CourierId {
    CourierId::from_uuid(Uuid::from_u128(1))
}

fn delivered(collected: i64) -> Delivery {
    let collected = francs(collected);
    delivery(DeliveryStatus::Delivered { courier: Some(courier()), collected, at: now() })
}

fn standing<'a>(delivery: &'a Delivery, order: &'a Order, paid: i64, back: i64) -> Standing<'a> {
    Standing { delivery, order, paid: francs(paid), refunded: francs(back) }
}

#[test]
fn a_sale_enters_with_its_delivery_and_leaves_when_that_is_undone() {
    let order = order();
    let road = delivery(DeliveryStatus::AwaitingCash { courier: courier() });
    let done = delivered(31_500);
    let (road, done) = (standing(&road, &order, 15_000, 0), standing(&done, &order, 15_000, 0));
    let sale = Figures {
        delivered: 1,
        sales: 46_500,
        fees: 1_500,
        cash: 31_500,
        mobile: 15_000,
        ..Figures::default()
    };
    assert_eq!(figure_changes(None, road), Figures { placed: 1, ..Figures::default() });
    assert_eq!(figure_changes(Some(road), done), sale);
    assert!(figure_changes(Some(done), done).is_zero());
    assert_eq!(figure_changes(Some(done), road), Figures::default().minus(sale));
}

#[test]
fn another_amount_corrects_the_cash_alone_and_a_refund_is_told_beside_the_sale() {
    let order = order();
    let (one, other) = (delivered(46_500), delivered(46_000));
    let is = |delivery, paid, back| standing(delivery, &order, paid, back);
    assert_eq!(
        figure_changes(Some(is(&one, 0, 0)), is(&other, 0, 0)),
        Figures { cash: -500, ..Figures::default() }
    );
    assert_eq!(
        figure_changes(Some(is(&one, 46_500, 0)), is(&one, 46_500, 6_500)),
        Figures { refunds: 1, refunded: 6_500, ..Figures::default() }
    );
    // The rest of the same refund is no second one.
    assert_eq!(
        figure_changes(Some(is(&one, 46_500, 6_500)), is(&one, 46_500, 46_500)),
        Figures { refunded: 40_000, ..Figures::default() }
    );
    // A deposit that goes back with a cancelled order was never a sale.
    let cancelled = delivery(DeliveryStatus::Cancelled { by: Party::Seller });
    assert!(
        figure_changes(Some(is(&cancelled, 15_000, 0)), is(&cancelled, 15_000, 15_000)).is_zero()
    );
}

#[test]
fn a_failure_is_taken_back_when_the_order_goes_out_again() {
    let order = order();
    let failed =
        delivery(DeliveryStatus::Failed { reason: DeliveryFailure::CustomerRefused, at: now() });
    let again = delivery(DeliveryStatus::AwaitingRetry { at: now() });
    let (failed, again) = (standing(&failed, &order, 0, 0), standing(&again, &order, 0, 0));
    assert_eq!(figure_changes(Some(again), failed), Figures { failed: 1, ..Figures::default() });
    assert_eq!(figure_changes(Some(failed), again), Figures { failed: -1, ..Figures::default() });
}

proptest! {
    #[test]
    fn whatever_the_life_of_an_order_its_steps_add_up_to_where_it_stands(
        life in proptest::collection::vec((0_u8..5, 0_i64..60_000, 0_i64..60_000), 1..30),
    ) {
        let order = order();
        let life: Vec<(Delivery, i64, i64)> = life
            .into_iter()
            .map(|(status, cash, paid)| {
                let at = now();
                let reason = DeliveryFailure::CustomerAbsent;
                let delivery = match status {
                    0 => delivery(DeliveryStatus::AwaitingRetry { at }),
                    1 => delivery(DeliveryStatus::PickupAtShop),
                    2 => delivery(DeliveryStatus::Failed { reason, at }),
                    3 => delivery(DeliveryStatus::Cancelled { by: Party::Prospect }),
                    _ => delivered(cash),
                };
                (delivery, paid, paid / 2)
            })
            .collect();
        let mut sum = Figures::default();
        let mut before = None;
        for (delivery, paid, back) in &life {
            let after = standing(delivery, &order, *paid, *back);
            sum = sum.plus(figure_changes(before, after));
            before = Some(after);
        }
        prop_assert_eq!(Some(sum), before.map(Figures::of));
        prop_assert!(sum.placed == 1 && (0..=1).contains(&sum.delivered));
    }
}
