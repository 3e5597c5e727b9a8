//! Devices that ring: whose they are, how many, and what they were told of.

use aws_adapters::{
    commit::EventId,
    devices::DEVICES_MAX,
    table::{Table, keys},
};
use contracts::{
    push::Endpoint,
    records::{
        device::{DeviceRecord, LanguageValue},
        live::HolderRecord,
    },
};
use domain::ids::SellerId;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};

use crate::support::{at, fresh, seller, table};

fn endpoint() -> Endpoint {
    let address = format!("https://push.example/{}", fresh());
    Endpoint::read(&address, &"https://push.example".parse().unwrap()).unwrap()
}

fn record(endpoint: &Endpoint, seen_at: Timestamp) -> DeviceRecord {
    DeviceRecord {
        endpoint: endpoint.url().to_string(),
        p256dh: "p".to_owned(),
        auth: "a".to_owned(),
        key: "k".to_owned(),
        language: LanguageValue::French,
        seen_at,
    }
}

async fn register(table: &Table, seller: &SellerId, endpoint: &Endpoint, seen_at: Timestamp) {
    table.register_device(seller, endpoint, &record(endpoint, seen_at)).await.unwrap();
}

async fn ringing(table: &Table, seller: &SellerId, now: Timestamp) -> Vec<String> {
    table.devices(seller, now).await.unwrap().into_iter().map(|device| device.id).collect()
}

#[tokio::test]
async fn a_browser_rings_for_who_signed_in_last() {
    let table = table().await;
    let (awa, fatou, browser) = (seller(), seller(), endpoint());
    register(&table, &awa, &browser, at(0)).await;
    register(&table, &awa, &browser, at(60)).await;
    assert_eq!(ringing(&table, &awa, at(60)).await, [browser.device()]);
    register(&table, &fatou, &browser, at(120)).await;
    assert!(ringing(&table, &awa, at(120)).await.is_empty());
    assert_eq!(ringing(&table, &fatou, at(120)).await, [browser.device()]);
    // The former seller's sign-out comes late, and takes nothing from the other.
    table.forget_device(&awa, &browser.device()).await.unwrap();
    let holder = keys::device_holder(&browser.device());
    let held = table.get::<HolderRecord>(&holder).await.unwrap().unwrap();
    assert_eq!(held.value.seller, fatou);
    table.forget_device(&fatou, &browser.device()).await.unwrap();
    assert!(ringing(&table, &fatou, at(120)).await.is_empty());
    assert!(table.get::<HolderRecord>(&holder).await.unwrap().is_none());
}

#[tokio::test]
async fn a_browser_that_all_want_at_once_rings_for_one() {
    let table = table().await;
    let (sellers, browser) = ([seller(), seller(), seller()], endpoint());
    let record = record(&browser, at(0));
    let raced = join_all(
        sellers.iter().map(async |one| table.register_device(one, &browser, &record).await),
    );
    assert!(raced.await.iter().any(Result::is_ok));
    let ringing = join_all(sellers.iter().map(async |one| ringing(&table, one, at(0)).await));
    assert_eq!(ringing.await.concat(), [browser.device()]);
}

#[tokio::test]
async fn the_device_not_opened_for_longest_makes_room() {
    let table = table().await;
    let awa = seller();
    let browsers: Vec<Endpoint> = (0..=DEVICES_MAX).map(|_| endpoint()).collect();
    for (n, browser) in browsers.iter().enumerate() {
        // The second one is the oldest.
        let second = if n == 0 { 1_000 } else { i64::try_from(n).unwrap() };
        register(&table, &awa, browser, at(second)).await;
    }
    let ringing = ringing(&table, &awa, at(1_000)).await;
    assert_eq!(ringing.len(), DEVICES_MAX);
    assert!(ringing.contains(&browsers[0].device()) && !ringing.contains(&browsers[1].device()));
    let holder = keys::device_holder(&browsers[1].device());
    assert!(table.get::<HolderRecord>(&holder).await.unwrap().is_none());
}

#[tokio::test]
async fn a_device_nobody_opens_falls_silent() {
    let table = table().await;
    let (awa, browser) = (seller(), endpoint());
    register(&table, &awa, &browser, at(0)).await;
    let month = SignedDuration::from_hours(30 * 24);
    assert_eq!(ringing(&table, &awa, at(-1) + month).await.len(), 1);
    // Its row is still there.
    assert!(ringing(&table, &awa, at(0) + month).await.is_empty());
}

#[tokio::test]
async fn what_a_device_was_told_of_is_remembered_for_it_alone() {
    let table = table().await;
    let (awa, browsers) = (seller(), [endpoint(), endpoint()]);
    for browser in &browsers {
        register(&table, &awa, browser, at(0)).await;
    }
    let devices = table.devices(&awa, at(0)).await.unwrap();
    let (alert, other) = (EventId::new("alert.1"), EventId::new("alert.2"));
    assert_eq!(table.told_of(&awa, &alert, &devices).await.unwrap(), [false, false]);
    table.tell(&awa, &alert, &devices[1].id, at(0)).await.unwrap();
    assert_eq!(table.told_of(&awa, &alert, &devices).await.unwrap(), [false, true]);
    assert_eq!(table.told_of(&awa, &other, &devices).await.unwrap(), [false, false]);
    assert_eq!(table.devices(&awa, at(0)).await.unwrap().len(), 2);
}
