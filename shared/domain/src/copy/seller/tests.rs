use jiff::civil::date;

use super::*;
use crate::{copy::courier::tests::order, moment::Period, money::Currency};

const TODAY: Date = date(2026, 11, 23);

#[test]
fn every_sentence_to_a_seller() {
    let order = order();
    let tomorrow = Moment { day: date(2026, 11, 24), period: Period::Morning };
    let round = Tally { asked: 4, refused: 2, silent: 2, unreachable: 0 };
    let said = [
        to_prepare(&order, TODAY),
        to_prepare_again(&order, TODAY),
        nobody_found(&order, round),
        nobody_found(&order, Tally { asked: 1, unreachable: 1, ..Tally::default() }),
        nobody_found(&order, Tally::default()),
        delivered(&order, order.totals.total),
        delivered(&order, Money::new(45_000, Currency::Xof)),
        failed(&order, DeliveryFailure::CustomerAbsent, Some(tomorrow), TODAY),
        failed(&order, DeliveryFailure::WrongAddress, None, TODAY),
        code_locked(&order, "Blaise"),
        rescheduled(&order, tomorrow, TODAY),
        pickup_chosen(&order),
        cancelled(&order),
        hand_over("Mariam", HandOverReason::Asked),
        hand_over("Mariam", HandOverReason::AiUnavailable),
        hand_over("Mariam", HandOverReason::AiUnreliable),
        hand_over("", HandOverReason::Unsupported),
        hand_over("Mariam", HandOverReason::WindowClosed),
    ];
    insta::assert_snapshot!(said.join("\n"), @"");
    assert!(said.iter().all(|text| !text.contains('\n')));
}

#[test]
fn a_new_order_is_told_in_the_sellers_own_pattern() {
    assert_eq!(
        to_prepare(&order(), TODAY),
        "Nouvelle commande confirmée - À préparer : paire Air Max 42 - livraison demain"
    );
}
