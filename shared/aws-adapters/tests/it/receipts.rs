//! Receipts and health as they are kept, whoever comes first.

use aws_adapters::table::{
    NewItem, Table, Write,
    keys::{self, Key},
};
use domain::{
    health::{Alert, HealthEvent, Scope, StopReason},
    ids::MessageId,
    receipt::Receipt,
    window::Billing,
};
use futures::future::join_all;
use serde_json::{Value, json};

use crate::support::{at, conversation, fresh, seller, table};

async fn kept(table: &Table) -> Key {
    let seller = seller();
    let (conversation, _) = conversation(&seller);
    let key = keys::message(&seller, &conversation, at(0), &MessageId::from_uuid(fresh()));
    let record = json!({"text": "bonjour", "status": "pending", "error_code": null});
    table.put_new(NewItem::new(key.clone(), &record).unwrap()).await.unwrap();
    key
}

async fn status(table: &Table, key: &Key) -> Value {
    table.get::<Value>(key).await.unwrap().unwrap().value
}

#[tokio::test]
async fn receipts_that_race_end_in_the_best_known() {
    let table = table().await;
    let key = kept(&table).await;
    let arrive = |receipt| table.receive(&key, receipt, None, None);
    let race = [Receipt::Read, Receipt::Sent, Receipt::Delivered, Receipt::Sent].map(arrive);
    for received in join_all(race).await {
        assert!(received.unwrap().is_some());
    }
    assert_eq!(status(&table, &key).await["status"], "read");
    // The sender's own word, after Meta's.
    assert_eq!(arrive(Receipt::Sent).await.unwrap(), Some(Receipt::Read));
    assert_eq!(status(&table, &key).await["text"], "bonjour");
}

#[tokio::test]
async fn the_first_price_that_is_named_stays() {
    let table = table().await;
    let key = kept(&table).await;
    table.receive(&key, Receipt::Sent, None, None).await.unwrap();
    assert_eq!(status(&table, &key).await["billed"], json!(null));
    table.receive(&key, Receipt::Sent, None, Some(Billing::Service)).await.unwrap();
    table.receive(&key, Receipt::Delivered, None, Some(Billing::Utility)).await.unwrap();
    let kept = status(&table, &key).await;
    assert_eq!((&kept["billed"], &kept["status"]), (&json!("service"), &json!("delivered")));
}

#[tokio::test]
async fn a_failure_keeps_its_code_until_the_message_is_seen_to_arrive() {
    let table = table().await;
    let key = kept(&table).await;
    table.receive(&key, Receipt::Sent, None, None).await.unwrap();
    table.receive(&key, Receipt::Failed, Some(131_026), None).await.unwrap();
    table.receive(&key, Receipt::Sent, None, None).await.unwrap();
    let failed = status(&table, &key).await;
    assert_eq!((&failed["status"], &failed["error_code"]), (&json!("failed"), &json!(131_026)));
    table.receive(&key, Receipt::Delivered, None, None).await.unwrap();
    let arrived = status(&table, &key).await;
    assert_eq!((&arrived["status"], &arrived["error_code"]), (&json!("delivered"), &json!(null)));
    let nowhere = keys::health(&seller());
    assert_eq!(table.receive(&nowhere, Receipt::Sent, None, None).await.unwrap(), None);
}

#[tokio::test]
async fn fields_are_set_only_under_the_version_that_was_read() {
    let table = table().await;
    let key = kept(&table).await;
    let set = |text: &str, version| Write::UpdateRead {
        key: key.clone(),
        fields: vec![("text".to_owned(), json!(text))],
        version,
    };
    table.write(&set("salut", 1)).await.unwrap();
    assert!(table.write(&set("trop tard", 1)).await.unwrap_err().conflict().is_some());
    assert_eq!(status(&table, &key).await["text"], "salut");
}

#[tokio::test]
async fn the_health_of_a_number_takes_every_event_that_races() {
    let table = table().await;
    let seller = seller();
    assert!(table.health(&seller).await.unwrap().stops.is_empty());
    let stopped = |reason| HealthEvent::Stopped { reason, code: Some(1), until: None };
    let reasons = [StopReason::Payment, StopReason::SpamLimited, StopReason::Locked];
    let events = reasons.map(|reason| [stopped(reason)]);
    let noted = join_all(events.iter().map(|events| table.note_health(&seller, events, at(0))));
    for (alerts, reason) in noted.await.into_iter().zip(reasons) {
        assert_eq!(alerts.unwrap(), [Alert::Stopped(reason)]);
    }
    let health = table.health(&seller).await.unwrap();
    assert_eq!(health.stops.len(), 3);
    let held = health.held_by(Scope::Everything, at(1)).unwrap();
    assert_eq!(held.reason, StopReason::Locked);
    table.note_health(&seller, &[HealthEvent::Sent], at(5)).await.unwrap();
    assert!(table.health(&seller).await.unwrap().held_by(Scope::Everything, at(6)).is_none());
}
