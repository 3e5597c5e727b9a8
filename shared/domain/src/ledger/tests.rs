use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    country::Country,
    dispatch::{Delivery, DeliveryCode, DeliveryStatus, Request},
    ids::{CourierId, SellerId},
    moment::{Moment, Period},
};

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn order(n: u128) -> OrderId {
    OrderId::from_uuid(Uuid::from_u128(n))
}

fn courier(n: u128) -> CourierId {
    CourierId::from_uuid(Uuid::from_u128(n))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn collected(n: u128, amount: i64) -> Movement {
    Movement { kind: Kind::Collected { order: order(n) }, amount: francs(amount) }
}

fn reversed(n: u128, amount: i64) -> Movement {
    Movement { kind: Kind::Reversed { order: order(n) }, amount: francs(amount) }
}

fn remitted(amount: i64) -> Movement {
    Movement { kind: Kind::Remitted, amount: francs(amount) }
}

fn recalled(line: u64, amount: i64) -> Movement {
    Movement { kind: Kind::Recalled { line }, amount: francs(amount) }
}

/// The ledger of these movements, every one of which must be accepted.
fn ledger(movements: &[Movement]) -> (Vec<Entry>, Balance) {
    let mut balance = Balance::zero(Currency::Xof);
    let mut entries = Vec::new();
    for (movement, second) in movements.iter().zip(0..) {
        let (next, entry) = post(&balance, movement, at(second)).unwrap();
        entries.push(entry);
        balance = next;
    }
    (entries, balance)
}

#[test]
fn a_day_of_a_courier_adds_up() {
    let day = [collected(1, 46_500), collected(2, 1_000), remitted(40_000), reversed(2, 1_000)];
    let (entries, balance) = ledger(&day);
    let owed: Vec<i64> = entries.iter().map(|entry| entry.owed_after.amount()).collect();
    assert_eq!(owed, [46_500, 47_500, 7_500, 6_500]);
    let changes: Vec<i64> = entries.iter().map(|entry| entry.change().amount()).collect();
    assert_eq!(changes, [46_500, 1_000, -40_000, -1_000]);
    assert_eq!((balance.owed(), balance.entries()), (francs(6_500), 4));
    assert_eq!(balance.last_at(), Some(at(3)));
    assert_eq!(audit(&entries, &balance), Ok(()));
}

#[test]
fn no_more_is_remitted_than_is_owed() {
    let (_, balance) = ledger(&[collected(1, 20_000), remitted(5_000)]);
    let refused = |amount| post(&balance, &remitted(amount), at(9)).unwrap_err();
    assert_eq!(refused(15_001), LedgerError::MoreThanOwed { owed: francs(15_000) });
    assert_eq!(refused(0), LedgerError::NotPositive);
    assert_eq!(refused(-1), LedgerError::NotPositive);
    let (settled, _) = post(&balance, &remitted(15_000), at(9)).unwrap();
    assert_eq!(settled.owed(), francs(0));
}

#[test]
fn a_remittance_typed_wrongly_is_recalled_once_and_whole() {
    let typed = [collected(1, 47_500), remitted(45_700), recalled(2, 45_700), remitted(47_500)];
    let (entries, balance) = ledger(&typed);
    let owed: Vec<i64> = entries.iter().map(|entry| entry.owed_after.amount()).collect();
    assert_eq!(owed, [47_500, 1_800, 47_500, 0]);
    assert_eq!(balance.sums().remitted, francs(47_500));
    assert_eq!(audit(&entries, &balance), Ok(()));
    let (_, none) = ledger(&typed[..3]);
    assert_eq!(post(&none, &recalled(2, 1), at(9)), Err(LedgerError::MoreThanRemitted));
    // What one line alone can tell: it was recalled before, is no remittance, had another amount.
    for (wrong, nth) in [(recalled(2, 47_500), 5), (recalled(1, 47_500), 5), (recalled(4, 1), 5)] {
        let mut all = typed.to_vec();
        all.push(wrong);
        let (entries, balance) = ledger(&all);
        assert_eq!(audit(&entries, &balance), Err(Discrepancy::NotRemitted { nth }));
    }
}

#[test]
fn an_undone_delivery_whose_cash_was_handed_over_is_owed_to_the_courier() {
    let (entries, balance) = ledger(&[collected(1, 20_000), remitted(20_000), reversed(1, 20_000)]);
    assert_eq!(balance.owed(), francs(-20_000));
    assert_eq!(audit(&entries, &balance), Ok(()));
    assert!(post(&balance, &remitted(1), at(9)).is_err());
    let (later, _) = post(&balance, &collected(2, 50_000), at(9)).unwrap();
    assert_eq!(later.owed(), francs(30_000));
}

#[test]
fn currencies_do_not_mix_and_nothing_overflows() {
    let (_, balance) = ledger(&[collected(1, i64::MAX - 1)]);
    let other = Movement { kind: Kind::Remitted, amount: Money::new(1, Currency::Xaf) };
    let refused = |movement: &Movement| post(&balance, movement, at(9)).unwrap_err();
    assert_eq!(refused(&other), LedgerError::Money(MoneyError::MixedCurrencies));
    assert_eq!(refused(&collected(2, 2)), LedgerError::Money(MoneyError::Overflow));
    assert_eq!(refused(&reversed(1, i64::MAX)), LedgerError::MoreThanCollected);
}

#[test]
fn a_balance_that_contradicts_itself_is_not_read() {
    let sums = |collected, reversed, remitted| Sums {
        collected: francs(collected),
        reversed: francs(reversed),
        remitted: francs(remitted),
    };
    let kept = |sums, owed, entries, last_at| Balance::kept(sums, francs(owed), entries, last_at);
    assert!(kept(sums(5, 1, 2), 2, 3, Some(at(0))).is_ok());
    assert!(kept(sums(0, 0, 0), 0, 0, None).is_ok());
    for bad in [
        kept(sums(5, 1, 2), 3, 3, Some(at(0))),
        kept(sums(1, 2, 0), -1, 2, Some(at(0))),
        kept(sums(5, 0, -1), 6, 2, Some(at(0))),
        kept(sums(5, 0, 0), 5, 0, Some(at(0))),
        kept(sums(5, 0, 0), 5, 1, None),
    ] {
        assert_eq!(bad, Err(LedgerError::Contradiction));
    }
}

#[test]
fn an_audit_finds_the_line_where_a_ledger_goes_wrong() {
    let (entries, balance) = ledger(&[collected(1, 500), collected(2, 300), remitted(600)]);
    let found = |spoil: &dyn Fn(&mut Vec<Entry>)| {
        let mut entries = entries.clone();
        spoil(&mut entries);
        audit(&entries, &balance).unwrap_err()
    };
    assert_eq!(found(&|all| drop(all.remove(1))), Discrepancy::Missing { nth: 2 });
    assert_eq!(found(&|all| drop(all.pop())), Discrepancy::Balance { entries: 2 });
    assert_eq!(found(&|all| all[1].owed_after = francs(801)), Discrepancy::OwedAfter { nth: 2 });
    let why = LedgerError::MoreThanOwed { owed: francs(800) };
    let overdrawn = found(&|all| all[2].movement.amount = francs(801));
    assert_eq!(overdrawn, Discrepancy::Impossible { nth: 3, why });
    let (entries, balance) = ledger(&[collected(1, 500), collected(2, 300), reversed(1, 501)]);
    assert_eq!(audit(&entries, &balance), Err(Discrepancy::OrderOverdrawn { nth: 3 }));
}

fn delivery(status: DeliveryStatus) -> Delivery {
    let request = Request {
        order: order(7),
        seller: SellerId::from_uuid(Uuid::from_u128(1)),
        country: Country::IvoryCoast,
        zone: None,
        due: francs(46_500),
        promised: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
        lead_hours: 4,
        payment: crate::dispatch::Payment::Cash,
    };
    let born = Delivery::born(&request, &DeliveryCode::drawn("4821"), at(0));
    Delivery { status, ..born }
}

fn delivered(n: u128, amount: i64) -> Delivery {
    delivery(DeliveryStatus::Delivered {
        courier: Some(courier(n)),
        collected: francs(amount),
        at: at(0),
    })
}

#[test]
fn cash_moves_when_a_delivery_becomes_delivered_or_ceases_to_be() {
    let road = delivery(DeliveryStatus::AwaitingCash { courier: courier(1) });
    let done = delivered(1, 46_500);
    let by = |n, movement| (courier(n), movement);
    for (before, after, moves) in [
        (None, &road, vec![]),
        (Some(&road), &done, vec![by(1, collected(7, 46_500))]),
        (Some(&done), &done, vec![]),
        (Some(&done), &road, vec![by(1, reversed(7, 46_500))]),
        (
            Some(&done),
            &delivered(1, 46_000),
            vec![by(1, reversed(7, 46_500)), by(1, collected(7, 46_000))],
        ),
        (
            Some(&done),
            &delivered(2, 46_500),
            vec![by(1, reversed(7, 46_500)), by(2, collected(7, 46_500))],
        ),
        // Paid in advance: no cash.
        (Some(&road), &delivered(1, 0), vec![]),
        (Some(&done), &delivered(1, 0), vec![by(1, reversed(7, 46_500))]),
    ] {
        assert_eq!(cash_moves(before, after), moves);
    }
}

fn any_movement() -> impl Strategy<Value = Movement> {
    let amount = prop_oneof![8 => 1_i64..200_000, 1 => -5_i64..1];
    (0..4, 1_u8..5, amount).prop_map(|(kind, n, amount)| match kind {
        0 => collected(n.into(), amount),
        1 => reversed(n.into(), amount),
        2 => remitted(amount),
        _ => recalled(n.into(), amount),
    })
}

proptest! {
    #[test]
    fn whatever_is_tried_the_lines_add_up_to_the_balance(
        tried in proptest::collection::vec(any_movement(), 0..60),
    ) {
        let mut balance = Balance::zero(Currency::Xof);
        let mut entries: Vec<Entry> = Vec::new();
        for (movement, second) in tried.iter().zip(0..) {
            let Ok((next, entry)) = post(&balance, movement, at(second)) else { continue };
            prop_assert_eq!(entry.owed_after, next.owed());
            prop_assert_eq!(balance.owed().plus(entry.change()), Ok(entry.owed_after));
            if entry.movement.kind == Kind::Remitted {
                prop_assert!(next.owed().amount() >= 0);
            }
            entries.push(entry);
            balance = next;
        }
        let total: i64 = entries.iter().map(|entry| entry.change().amount()).sum();
        prop_assert_eq!(total, balance.owed().amount());
        prop_assert!(entries.iter().zip(1..).all(|(entry, nth)| entry.nth == nth));
        let kept = Balance::kept(balance.sums(), balance.owed(), balance.entries(), balance.last_at());
        prop_assert_eq!(kept.as_ref(), Ok(&balance));
        // Only what is true of one order or one line, which `post` is not told, can make an audit fail.
        let audited = audit(&entries, &balance);
        let is_as_kept = matches!(
            audited,
            Ok(()) | Err(Discrepancy::OrderOverdrawn { .. } | Discrepancy::NotRemitted { .. })
        );
        prop_assert!(is_as_kept, "{:?}", audited);
    }

    #[test]
    fn a_delivery_undone_and_done_again_leaves_what_was_collected_last(
        amounts in proptest::collection::vec(prop::option::of((1_u128..3, 0_i64..100_000)), 1..20),
    ) {
        let mut balances = BTreeMap::from([1, 2].map(|n| (courier(n), Balance::zero(Currency::Xof))));
        let mut entries: BTreeMap<CourierId, Vec<Entry>> = BTreeMap::new();
        let mut before: Option<Delivery> = None;
        for amount in &amounts {
            let after = match amount {
                Some((n, amount)) => delivered(*n, *amount),
                None => delivery(DeliveryStatus::AwaitingCash { courier: courier(1) }),
            };
            for (who, movement) in cash_moves(before.as_ref(), &after) {
                let (next, entry) = post(&balances[&who], &movement, at(0)).unwrap();
                balances.insert(who.clone(), next);
                entries.entry(who).or_default().push(entry);
            }
            before = Some(after);
        }
        let last = amounts.last().copied().flatten();
        for n in [1, 2] {
            let owed = last.filter(|(who, _)| *who == n).map_or(0, |(_, amount)| amount);
            prop_assert_eq!(balances[&courier(n)].owed(), francs(owed));
            let lines = entries.remove(&courier(n)).unwrap_or_default();
            prop_assert_eq!(audit(&lines, &balances[&courier(n)]), Ok(()));
        }
    }
}
