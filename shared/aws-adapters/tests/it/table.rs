//! Conditions, versions, stock, pages.

use std::collections::BTreeMap;

use aws_adapters::table::{
    Condition, ConflictKind, Direction, NewItem, StoreError, Write,
    keys::{self, Entity},
};
use domain::ids::{ConversationId, CourierId, ProductId, VariantId};
use futures::future::join_all;
use serde::{Deserialize, Serialize};

use crate::support::{at, fresh, seller, table};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of")]
enum Nested {
    Empty,
    Amount { amount: i64, currency: String },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sample {
    name: String,
    absent: Option<String>,
    present: Option<i64>,
    list: Vec<Nested>,
    map: BTreeMap<String, Option<bool>>,
    // Names the table itself uses must not collide with those of a value.
    pk: String,
    version: u64,
}

fn sample(name: &str) -> Sample {
    Sample {
        name: name.to_owned(),
        absent: None,
        present: Some(i64::MIN),
        list: vec![Nested::Empty, Nested::Amount { amount: 15_000, currency: "XOF".to_owned() }],
        map: BTreeMap::from([("a".to_owned(), None), (String::new(), Some(true))]),
        pk: "mine".to_owned(),
        version: 99,
    }
}

fn item(key: keys::Key, name: &str) -> NewItem {
    NewItem::new(key, &sample(name)).unwrap()
}

#[tokio::test]
async fn a_value_reads_back_as_it_was_written() {
    let table = table().await;
    let key = keys::seller(&seller());
    assert_eq!(table.get::<Sample>(&key).await.unwrap(), None);
    table.put_new(item(key.clone(), "Chez Awa").expiring(at(60))).await.unwrap();
    let stored = table.get::<Sample>(&key).await.unwrap().unwrap();
    assert_eq!((stored.value, stored.version), (sample("Chez Awa"), 1));
    assert_eq!(stored.expires_at, Some(at(60)));
    table.delete(&key).await.unwrap();
    table.delete(&key).await.unwrap();
    assert_eq!(table.get::<Sample>(&key).await.unwrap(), None);
}

#[tokio::test]
async fn what_does_not_read_back_is_an_error_that_names_its_key() {
    let table = table().await;
    let key = keys::seller(&seller());
    table.put(NewItem::new(key.clone(), &"not a sample").unwrap()).await.unwrap();
    let error = table.get::<Sample>(&key).await.unwrap_err();
    assert_eq!(error.code(), "store_corrupt");
    assert!(error.to_string().contains("profile"), "{error}");
}

#[tokio::test]
async fn of_thirty_two_racing_writers_one_wins() {
    let table = table().await;
    let key = keys::seller(&seller());
    let race = (0..32).map(|racer| table.put_new(item(key.clone(), &racer.to_string())));
    let results = join_all(race).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for lost in results.into_iter().filter_map(Result::err) {
        assert_eq!(lost.conflict(), Some(ConflictKind::AlreadyExists), "{lost:?}");
    }
    let race = (0..32).map(|racer| table.put_versioned(item(key.clone(), &racer.to_string()), 1));
    let results = join_all(race).await;
    let won: Vec<u64> = results.iter().filter_map(|result| result.as_ref().ok().copied()).collect();
    assert_eq!(won, [2]);
    for lost in results.into_iter().filter_map(Result::err) {
        assert_eq!(lost.conflict(), Some(ConflictKind::VersionMismatch), "{lost:?}");
    }
}

#[tokio::test]
async fn stock_never_goes_below_zero_and_the_refusal_names_the_write() {
    let table = table().await;
    let seller = seller();
    let product = ProductId::from_uuid(fresh());
    let stock = |label| keys::stock(&seller, &product, &VariantId::of_label(label));
    table.put(NewItem::stock(stock("42 noir"), 3)).await.unwrap();
    table.put(NewItem::stock(stock("43 noir"), 1)).await.unwrap();
    let order = item(keys::seller(&seller), "order");
    let take = |label, by| Write::Decrement { key: stock(label), by };

    let both = [Write::insert(order.clone()), take("42 noir", 2), take("43 noir", 2)];
    let refused = table.transact(&both).await.unwrap_err();
    assert!(
        matches!(refused, StoreError::Conflict { index: 2, kind: ConflictKind::Insufficient }),
        "{refused:?}"
    );
    let unknown = table.transact(&[take("44 noir", 1)]).await.unwrap_err();
    assert_eq!(unknown.conflict(), Some(ConflictKind::Insufficient));
    let lost = Write::Increment { key: stock("44 noir"), by: 1 };
    assert_eq!(table.write(&lost).await.unwrap_err().conflict(), Some(ConflictKind::Missing));

    table.transact(&[Write::insert(order), take("42 noir", 3)]).await.unwrap();
    assert!(table.write(&take("42 noir", 1)).await.is_err());
    table.write(&Write::Increment { key: stock("42 noir"), by: 1 }).await.unwrap();

    table.put_new(item(keys::product(&seller, &product), "Basket")).await.unwrap();
    let rows = table.all(&keys::catalogue(&seller)).await.unwrap();
    let kinds: Vec<Entity> = rows.iter().map(aws_adapters::table::Item::entity).collect();
    assert_eq!(kinds, [Entity::Product, Entity::Stock, Entity::Stock]);
    let left: Vec<(String, u32)> = rows[1..]
        .iter()
        .map(|row| row.stock().unwrap())
        .map(|row| (row.variant.to_string(), row.available))
        .collect();
    assert_eq!(left, [("42-noir".to_owned(), 1), ("43-noir".to_owned(), 1)]);
}

#[tokio::test]
async fn fields_are_set_only_where_the_item_is() {
    let table = table().await;
    let key = keys::seller(&seller());
    let fields = vec![
        ("name".to_owned(), serde_json::json!("Chez Koffi")),
        ("present".to_owned(), serde_json::json!(null)),
    ];
    let update = Write::Update { key: key.clone(), fields };
    assert_eq!(table.write(&update).await.unwrap_err().conflict(), Some(ConflictKind::Missing));
    table.put_new(item(key.clone(), "Chez Awa")).await.unwrap();
    table.write(&update).await.unwrap();
    let stored = table.get::<Sample>(&key).await.unwrap().unwrap();
    assert_eq!((stored.value.name.as_str(), stored.value.present), ("Chez Koffi", None));
    assert_eq!(stored.version, 2);
    let stale = Write::Delete { key, condition: Condition::Version(1) };
    let refused = table.write(&stale).await.unwrap_err();
    assert_eq!(refused.conflict(), Some(ConflictKind::VersionMismatch));
}

#[tokio::test]
async fn several_items_load_in_the_order_asked_for() {
    let table = table().await;
    let seller = seller();
    let known = keys::onboarding(&seller);
    table.put_new(item(known.clone(), "here")).await.unwrap();
    let wanted: Vec<_> = std::iter::once(keys::seller(&seller))
        .chain([known])
        .chain((0..120).map(|_| keys::courier(&seller, &CourierId::from_uuid(fresh()))))
        .collect();
    let found = table.load(&wanted).await.unwrap();
    assert_eq!(found.len(), 122);
    let present: Vec<usize> =
        found.iter().enumerate().filter_map(|(i, item)| item.as_ref().map(|_| i)).collect();
    assert_eq!(present, [1]);
}

#[tokio::test]
async fn pages_follow_each_other_and_a_foreign_cursor_is_refused() {
    let table = table().await;
    let (seller, other) = (seller(), seller());
    for index in 0..5 {
        let id = ConversationId::from_uuid(fresh());
        let place = keys::in_conversations(&seller, at(index), &id);
        let key = keys::conversation(&seller, &id);
        table.put_new(item(key, &index.to_string()).listed(place)).await.unwrap();
    }
    let list = keys::conversations(&seller);
    let mut names = Vec::new();
    let mut cursor = None;
    loop {
        let page = table.page(&list, Direction::NewestFirst, 2, cursor.as_deref()).await.unwrap();
        assert!(page.items.len() <= 2);
        names.extend(page.items.iter().map(|item| item.read::<Sample>().unwrap().value.name));
        let Some(next) = page.next else { break };
        // The same cursor opens neither another seller's list nor another list of this one.
        for foreign in [keys::conversations(&other), keys::orders(&seller), keys::zones(&seller)] {
            let refused = table.page(&foreign, Direction::NewestFirst, 2, Some(&next)).await;
            assert_eq!(refused.unwrap_err().code(), "store_foreign_cursor");
        }
        cursor = Some(next);
    }
    assert_eq!(names, ["4", "3", "2", "1", "0"]);
    for malformed in ["", "x", "e30", "%%%"] {
        let refused = table.page(&list, Direction::NewestFirst, 2, Some(malformed)).await;
        assert_eq!(refused.unwrap_err().code(), "store_foreign_cursor", "{malformed:?}");
    }
}

#[tokio::test]
async fn a_transaction_too_large_for_the_table_is_not_tried() {
    let table = table().await;
    let writes = vec![Write::insert(item(keys::seller(&seller()), "x")); 101];
    let refused = table.transact(&writes).await.unwrap_err();
    assert!(matches!(refused, StoreError::TooManyWrites { count: 101 }));
    table.transact(&[]).await.unwrap();
}
