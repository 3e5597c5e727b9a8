//! What the stream asks to be rung for.

use serde_json::{Value, json};

use crate::stage::{Stage, fresh};

fn delivery(seller: &str, order: &str, event: &str, before: &Value, after: &Value) -> Value {
    let (pk, sk) = (format!("S#{seller}#order#{order}"), "delivery");
    let image = |status: &Value| {
        let francs =
            |amount: &str| json!({"M": {"amount": {"N": amount}, "currency": {"S": "XOF"}}});
        json!({"pk": {"S": pk}, "sk": {"S": sk}, "data": {"M": {
            "order": {"S": order}, "seller": {"S": seller}, "country": {"S": "CI"},
            "requested_at": {"S": "2026-11-28T09:00:00Z"}, "zone": {"NULL": true},
            "due": francs("46500"), "promised": {"M": {
                "day": {"S": "2026-11-28"}, "period": {"S": "afternoon"}}},
            "code": {"S": "1234"}, "round": {"N": "1"}, "retried": {"BOOL": false},
            "attempts": {"L": []}, "status": status,
        }}})
    };
    json!({
        "eventID": event, "eventName": "MODIFY",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_795_867_200, "SequenceNumber": "1",
            "Keys": {"pk": {"S": pk}, "sk": {"S": sk}},
            "OldImage": image(before), "NewImage": image(after),
        }
    })
}

#[tokio::test]
async fn a_delivery_that_nobody_takes_is_put_into_the_queue_under_the_name_of_its_change() {
    let stage = Stage::new().await;
    let seller = domain::ids::SellerId::from_uuid(fresh()).to_string();
    let order = domain::ids::OrderId::from_uuid(fresh()).to_string();
    let waits =
        json!({"M": {"kind": {"S": "awaiting_retry"}, "at": {"S": "2026-11-28T10:00:00Z"}}});
    let nobody = json!({"M": {"kind": {"S": "nobody_found"},
        "asked": {"N": "1"}, "refused": {"N": "1"}, "silent": {"N": "0"}}});
    let record = delivery(&seller, &order, "e7", &waits, &nobody);
    let quiet = delivery(&seller, &order, "e8", &nobody, &waits);
    stage.call(json!({"Records": [record, quiet]})).await.unwrap();
    assert_eq!(
        stage.alerts(),
        [json!({"id": "alert.e7", "at": "2026-11-28T12:00:00Z", "body": {
            "type": "delivery_stuck.v1",
            "data": {"of": {"seller": seller, "order": order}, "trouble": "nobody_found"}}})]
    );
    assert!(!stage.parked().contains("uncounted"), "{}", stage.parked());
}
