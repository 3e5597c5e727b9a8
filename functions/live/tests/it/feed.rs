use domain::ids::SellerId;
use serde_json::{Value, json};

use crate::stage::{Page, Stage, fresh, prepared, record};

fn seller() -> SellerId {
    SellerId::from_uuid(fresh())
}

fn batch(records: &[Value]) -> Value {
    json!({"Records": records})
}

fn done() -> Value {
    json!({"batchItemFailures": []})
}

#[tokio::test]
async fn a_ticket_opens_a_socket_once_and_nothing_else_does() {
    let stage = Stage::new().await;
    let awa = seller();
    stage.page(&awa, "c1", Page::Reads).await;
    assert_eq!(stage.told("c1"), [json!({"type": "ready", "cursor": "0"})]);
    for ticket in ["ticket of c1", "another", ""] {
        assert_eq!(stage.connect("c2", ticket).await, 401, "{ticket}");
    }
    // It was refused, so it is nobody's and hears nothing.
    stage.behaves("c2", Page::Reads);
    assert_eq!(stage.say("c2", &json!({"type": "hello", "cursor": null})).await, 401);
    assert!(stage.told("c2").is_empty());
    stage.say("c1", &json!({"type": "ping"})).await;
    assert_eq!(stage.told("c1"), [json!({"type": "pong"})]);
    for nonsense in [json!({"type": "wave"}), json!(7), json!({"type": "hello", "cursor": 7})] {
        stage.say("c1", &nonsense).await;
        assert!(stage.told("c1").is_empty(), "{nonsense}");
    }
}

#[tokio::test]
async fn a_batch_is_one_frame_for_each_page_of_its_own_seller() {
    let stage = Stage::new().await;
    let (awa, fatou) = (seller(), seller());
    for (who, page) in [(&awa, "a1"), (&awa, "a2"), (&fatou, "f1")] {
        stage.page(who, page, Page::Reads).await;
        stage.told(page);
    }
    let ((first, one), (second, two), (theirs, three)) =
        (prepared(&awa, 1), prepared(&awa, 2), prepared(&fatou, 3));
    let answer = stage.call(batch(&[one.clone(), three, two, one])).await.unwrap();
    assert_eq!(answer, done());
    let frame = |orders: &[&String]| {
        let items: Vec<Value> =
            orders.iter().map(|id| json!({"kind": "preparation", "id": id})).collect();
        vec![json!({"type": "changes", "previous": "0", "cursor": "1", "items": items})]
    };
    assert_eq!(stage.told("a1"), frame(&[&first, &second]));
    assert_eq!(stage.told("a2"), frame(&[&first, &second]));
    assert_eq!(stage.told("f1"), frame(&[&theirs]));
    // What nobody is shown moves nothing, the feed's own rows above all.
    let own = record(&format!("S#{awa}#live"), "cursor", "4");
    assert_eq!(stage.call(batch(&[own])).await.unwrap(), done());
    assert!(stage.told("a1").is_empty());
}

#[tokio::test]
async fn who_was_away_is_told_what_was_missed() {
    let stage = Stage::new().await;
    let awa = seller();
    stage.page(&awa, "c1", Page::Reads).await;
    stage.disconnect("c1").await;
    stage.told("c1");
    let orders: Vec<(String, Value)> = (1..=3).map(|n| prepared(&awa, n)).collect();
    for (_, record) in &orders {
        stage.call(batch(std::slice::from_ref(record))).await.unwrap();
    }
    assert!(stage.told("c1").is_empty(), "its socket has ended");
    stage.page(&awa, "c2", Page::Reads).await;
    assert_eq!(stage.told("c2"), [json!({"type": "ready", "cursor": "3"})]);
    stage.say("c2", &json!({"type": "hello", "cursor": "1"})).await;
    let items: Vec<Value> =
        orders[1..].iter().map(|(id, _)| json!({"kind": "preparation", "id": id})).collect();
    assert_eq!(
        stage.told("c2"),
        [
            json!({"type": "changes", "previous": "1", "cursor": "3", "items": items}),
            json!({"type": "ready", "cursor": "3"}),
        ]
    );
    for strange in ["99", "-1", "yesterday"] {
        stage.say("c2", &json!({"type": "hello", "cursor": strange})).await;
        assert_eq!(stage.told("c2"), [json!({"type": "reset", "cursor": "3"})], "{strange}");
    }
}

#[tokio::test]
async fn a_page_that_hangs_or_is_gone_keeps_nobody_waiting() {
    let stage = Stage::new().await;
    let awa = seller();
    for page in ["reads", "gone", "hangs"] {
        stage.page(&awa, page, Page::Reads).await;
        stage.told(page);
    }
    stage.behaves("gone", Page::IsGone);
    stage.behaves("hangs", Page::Hangs);
    let (_, record) = prepared(&awa, 1);
    assert_eq!(stage.call(batch(&[record])).await.unwrap(), done());
    assert_eq!(stage.told("reads").len(), 1);
    let now = lambda_support::clock::now();
    let mut open = stage.table.listeners(&awa, now).await.unwrap();
    open.sort();
    assert_eq!(open, ["hangs", "reads"]);
    // The one that hung finds the gap when it reads again.
    stage.behaves("hangs", Page::Reads);
    stage.say("hangs", &json!({"type": "hello", "cursor": "0"})).await;
    assert_eq!(stage.told("hangs").len(), 2);
}

#[tokio::test]
async fn a_record_that_cannot_be_used_is_parked_and_the_others_go_on() {
    let stage = Stage::new().await;
    let awa = seller();
    stage.page(&awa, "c1", Page::Reads).await;
    stage.told("c1");
    let poison = record("S#nobody#order#x", "order", "41");
    let (_, good) = prepared(&awa, 42);
    assert_eq!(stage.call(batch(&[poison, good])).await.unwrap(), done());
    assert_eq!(stage.told("c1").len(), 1);
    let parked = stage.parked();
    assert!(parked.contains("S#nobody#order#x") && parked.contains("event 41"), "{parked}");
    assert!(parked.contains("unreadable"), "{parked}");
    assert!(!parked.contains("secret") && !parked.contains("event 42"), "{parked}");
}
