//! Sums of statistics: each change is added once, whoever comes at the same time.

use std::collections::BTreeMap;

use aws_adapters::{
    activity::Counted,
    commit::EventId,
    table::{Table, keys},
};
use contracts::live::{Change, Frame};
use domain::{
    activity::{Measure, Of, Sums},
    ids::{ProductId, SellerId},
};
use futures::future::join_all;
use jiff::civil::{Date, date};

use crate::support::{at, fresh, seller, table};

const DAY: Date = date(2026, 11, 28);

fn counted(change: &str, amounts: &[(Of, Measure, i64)]) -> Counted {
    let mut sums = Sums::default();
    for (of, measure, amount) in amounts {
        sums.add(of.clone(), *measure, *amount);
    }
    Counted { change: EventId::new(change), day: DAY, sums }
}

fn received(change: &str) -> Counted {
    counted(change, &[(Of::Shop, Measure::Received, 1)])
}

async fn add(table: &Table, seller: &SellerId, changes: &[Counted]) -> Vec<Frame> {
    table.log_changes(seller, &[Change::Shop], changes, at(0)).await.unwrap()
}

async fn of_day(table: &Table, seller: &SellerId) -> BTreeMap<Measure, i64> {
    let days = table.activity(seller, DAY, DAY).await.unwrap();
    days.into_iter().next().map(|row| row.amounts).unwrap_or_default()
}

#[tokio::test]
async fn a_change_that_comes_again_is_told_again_and_counted_once() {
    let table = table().await;
    let awa = seller();
    let frames = add(&table, &awa, &[received("one"), received("two")]).await;
    let Frame::Changes { items, .. } = &frames[0] else { panic!("changes") };
    assert_eq!(items, &[Change::Shop, Change::Figures { id: DAY }]);
    // Half of a batch was done when it comes again, among others.
    let again = [received("zero"), received("two"), received("three"), received("one")];
    assert_eq!(add(&table, &awa, &again).await.len(), 1);
    assert_eq!(of_day(&table, &awa).await, [(Measure::Received, 4)].into());
    // All of it was.
    let frames = add(&table, &awa, &again).await;
    let Frame::Changes { items, .. } = &frames[0] else { panic!("changes") };
    assert_eq!(items, &[Change::Shop]);
    assert_eq!(of_day(&table, &awa).await, [(Measure::Received, 4)].into());
    assert!(of_day(&table, &seller()).await.is_empty(), "another seller's day");
}

#[tokio::test]
async fn invocations_at_once_lose_nothing_and_count_nothing_twice() {
    let table = table().await;
    let awa = seller();
    let race = (0..6).map(async |n| {
        let own = format!("own {n}");
        add(&table, &awa, &[received("shared"), received(&own)]).await
    });
    join_all(race).await;
    assert_eq!(of_day(&table, &awa).await, [(Measure::Received, 7)].into());
}

#[tokio::test]
async fn sums_are_kept_apart_by_what_they_are_of_and_may_fall() {
    let table = table().await;
    let awa = seller();
    let product = ProductId::from_uuid(fresh());
    let ad = Of::Ad(Some("120211".to_owned()));
    let sale = [
        (ad.clone(), Measure::Sales, 46_500),
        (Of::Product(product.clone()), Measure::Sales, 45_000),
        (Of::Ad(None), Measure::Threads, 1),
    ];
    let back =
        [(ad, Measure::Sales, -46_500), (Of::Product(product.clone()), Measure::Sales, -45_000)];
    add(&table, &awa, &[counted("sale", &sale)]).await;
    let sold = async |table: &Table| {
        let rows = table.product_days(&awa, DAY, DAY).await.unwrap();
        rows.into_iter().map(|row| (row.subject, row.amounts)).collect::<BTreeMap<_, _>>()
    };
    let of = |amount| {
        BTreeMap::from([(product.to_string(), BTreeMap::from([(Measure::Sales, amount)]))])
    };
    assert_eq!(sold(&table).await, of(45_000));
    let ads = table.ad_days(&awa, date(2026, 10, 31), DAY).await.unwrap();
    let ads: Vec<&str> = ads.iter().map(|row| row.subject.as_str()).collect();
    assert_eq!(ads, ["-", "120211"]);
    add(&table, &awa, &[counted("undone", &back)]).await;
    assert_eq!(sold(&table).await, of(0));
    // Outside of the days asked for.
    let before = date(2026, 11, 27);
    assert!(table.product_days(&awa, before, before).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_large_batch_is_counted_in_several_transactions() {
    let table = table().await;
    let awa = seller();
    let changes: Vec<Counted> = (0..100)
        .map(|n| {
            let product = Of::Product(ProductId::from_uuid(fresh()));
            let amounts = [(product, Measure::Quantity, 1), (Of::Shop, Measure::Received, 1)];
            counted(&format!("change {n}"), &amounts)
        })
        .collect();
    add(&table, &awa, &changes).await;
    add(&table, &awa, &changes).await;
    assert_eq!(of_day(&table, &awa).await, [(Measure::Received, 100)].into());
    assert_eq!(table.product_days(&awa, DAY, DAY).await.unwrap().len(), 100);
}

#[test]
fn an_ad_is_named_in_keys_as_meta_names_it_unless_it_looks_strange() {
    assert_eq!(keys::ad_in_keys(Some("120211")), "120211");
    assert_eq!(keys::ad_in_keys(None), "-");
    for strange in ["", "-", "a#b", "x/y", &"9".repeat(41)] {
        assert_eq!(keys::ad_in_keys(Some(strange)).len(), 64, "{strange}");
    }
}
