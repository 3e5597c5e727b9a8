//! Cash ledgers and figures: moved exactly once, whoever comes at the same time.

use aws_adapters::{
    cash::Ledger,
    figures,
    table::{ConflictKind, NewItem, StoreError, Table, Write, keys},
};
use contracts::records::ledger::EntryRecord;
use domain::{
    figures::Figures,
    ids::{CourierId, OrderId, SellerId},
    ledger::{Balance, Entry, Kind, Movement, audit},
    money::{Currency, Money},
};
use futures::future::join_all;
use jiff::civil::date;

use crate::support::{at, fresh, seller, table};

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn collected(amount: i64) -> Movement {
    let order = OrderId::from_uuid(fresh());
    Movement { kind: Kind::Collected { order }, amount: francs(amount) }
}

async fn read(table: &Table, seller: &SellerId, courier: &CourierId) -> Ledger {
    table.cash_ledger(seller, courier, Currency::Xof).await.unwrap()
}

/// The kept lines and the kept balance.
async fn kept(table: &Table, seller: &SellerId, courier: &CourierId) -> (Vec<Entry>, Balance) {
    let balance = read(table, seller, courier).await.balance().clone();
    let items = table.all(&keys::cash_entries(seller, courier)).await.unwrap();
    let lines = items
        .iter()
        .map(|item| Entry::try_from(&item.read::<EntryRecord>().unwrap().value).unwrap());
    (lines.collect(), balance)
}

#[tokio::test]
async fn of_racing_movements_one_is_next_and_the_others_decide_anew() {
    let table = table().await;
    let (seller, courier) = (seller(), CourierId::from_uuid(fresh()));
    for round in 0..2_usize {
        let race = (0..6).map(async |_| {
            let mut ledger = read(&table, &seller, &courier).await;
            ledger.post(&collected(1_000), at(0)).unwrap();
            ledger
        });
        let ledgers = join_all(race).await;
        let race = ledgers
            .into_iter()
            .map(async |ledger| table.transact(&ledger.into_writes().unwrap()).await);
        let results = join_all(race).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "round {round}");
        for lost in results.into_iter().filter_map(Result::err) {
            let is_refused = matches!(lost, StoreError::Conflict { .. } | StoreError::Contended);
            assert!(is_refused, "{lost:?}");
        }
    }
    let (lines, balance) = kept(&table, &seller, &courier).await;
    assert_eq!((lines.len(), balance.owed()), (2, francs(2_000)));
    assert_eq!(audit(&lines, &balance), Ok(()));
}

#[tokio::test]
async fn several_lines_are_written_with_one_balance_and_a_line_is_never_written_twice() {
    let table = table().await;
    let (seller, courier) = (seller(), CourierId::from_uuid(fresh()));
    let mut ledger = read(&table, &seller, &courier).await;
    ledger.post(&collected(46_500), at(0)).unwrap();
    let remitted = |amount| Movement { kind: Kind::Remitted, amount: francs(amount) };
    assert!(ledger.post(&remitted(46_501), at(1)).is_err());
    ledger.post(&remitted(46_000), at(1)).unwrap();
    table.transact(&ledger.into_writes().unwrap()).await.unwrap();
    let (lines, balance) = kept(&table, &seller, &courier).await;
    assert_eq!((lines.len(), balance.owed()), (2, francs(500)));
    assert_eq!(audit(&lines, &balance), Ok(()));

    let untouched = read(&table, &seller, &courier).await.into_writes().unwrap();
    assert!(untouched.is_empty());
    let key = keys::cash_entry(&seller, &courier, 1);
    let again = NewItem::new(key, &EntryRecord::of(courier.as_str(), &lines[1])).unwrap();
    let refused = table.write(&Write::insert(again)).await.unwrap_err();
    assert_eq!(refused.conflict(), Some(ConflictKind::AlreadyExists));
}

#[tokio::test]
async fn figures_are_added_with_their_step_or_not_at_all() {
    let table = table().await;
    let seller = seller();
    let (today, tomorrow) = (date(2026, 11, 30), date(2026, 12, 1));
    let sale = Figures { delivered: 1, sales: 46_500, cash: 46_500, ..Figures::default() };
    let undone = Figures::default().minus(sale);
    let step = |n| NewItem::new(keys::preparation(&seller, &OrderId::from_uuid(n)), &1).unwrap();
    let with = |write: Write, day, changes: &Figures| {
        let mut writes = vec![write];
        writes.extend(figures::additions(&seller, day, changes));
        writes
    };
    let first = fresh();
    table.transact(&with(Write::insert(step(first)), today, &sale)).await.unwrap();
    table.transact(&with(Write::insert(step(fresh())), today, &sale)).await.unwrap();
    // The same step again: nothing of it happens.
    let again = with(Write::insert(step(first)), today, &sale);
    assert!(table.transact(&again).await.is_err());
    table.transact(&with(Write::insert(step(fresh())), tomorrow, &undone)).await.unwrap();

    let days = [today, tomorrow, date(2026, 12, 2)];
    let keys_of_days = days.map(|day| keys::figures_of_day(&seller, day));
    let read = table.figures(&keys_of_days).await.unwrap();
    assert_eq!(read, [sale.plus(sale), undone, Figures::default()]);
    let months = [today, tomorrow].map(|day| keys::figures_of_month(&seller, day));
    assert_eq!(table.figures(&months).await.unwrap(), [sale.plus(sale), undone]);
    assert!(figures::additions(&seller, today, &Figures::default()).is_empty());
}
