use contracts::records::conversation::ConversationRecord;
use serde_json::{Value, json};

use super::*;

const AWA: &str = "slr_00000000000000000000000004";
const THREAD: &str = "cnv_0000000000000000000000000c";

/// As DynamoDB writes a value.
fn attribute(value: &Value) -> Value {
    match value {
        Value::Null => json!({"NULL": true}),
        Value::Bool(flag) => json!({"BOOL": flag}),
        Value::Number(number) => json!({"N": number.to_string()}),
        Value::String(text) => json!({"S": text}),
        Value::Array(items) => json!({"L": items.iter().map(attribute).collect::<Vec<_>>()}),
        Value::Object(map) => {
            let map: serde_json::Map<_, _> =
                map.iter().map(|(name, value)| (name.clone(), attribute(value))).collect();
            json!({"M": map})
        }
    }
}

fn thread(owner: &str, unread: u32) -> Value {
    let who = domain::person::Identity::new(Some(domain::ids::WaId::new("22507")), None).unwrap();
    let thread = Conversation::new(
        THREAD.parse().unwrap(),
        AWA.parse().unwrap(),
        domain::ids::PhoneNumberId::new("1"),
        who,
    );
    let at = "2026-11-28T10:00:00Z".parse().unwrap();
    let mut record =
        serde_json::to_value(ConversationRecord::of(&thread, "Bonjour".to_owned(), at)).unwrap();
    record["owner"] = json!({"kind": owner});
    record["unread"] = json!(unread);
    record
}

fn seen(before: Option<&Value>, after: Option<&Value>) -> Seen {
    let (pk, sk) = (format!("S#{AWA}#conversation#{THREAD}"), "conversation");
    let image = |value: Option<&Value>| {
        value.map(|value| json!({"pk": {"S": pk}, "sk": {"S": sk}, "data": attribute(value)}))
    };
    let mut change = json!({
        "ApproximateCreationDateTime": 1_795_867_200, "SequenceNumber": "1",
        "Keys": {"pk": {"S": pk}, "sk": {"S": sk}},
    });
    for (name, image) in [("OldImage", image(before)), ("NewImage", image(after))] {
        if let Some(image) = image {
            change[name] = image;
        }
    }
    let record = json!({"eventID": "e1", "eventName": "MODIFY", "dynamodb": change});
    let record = StreamRecord::read(&record).unwrap();
    Seen { index: 0, record, row: Row::Conversation(THREAD.parse().unwrap()) }
}

fn alerts(before: Option<&Value>, after: Option<&Value>) -> Vec<Envelope<AlertMessage>> {
    // Later than the change.
    let now = "2026-11-28T13:00:00Z".parse().unwrap();
    news(&AWA.parse().unwrap(), &[seen(before, after)], now)
}

#[test]
fn a_hand_over_is_an_alert_named_by_its_change() {
    let (ais, waits) = (thread("ai", 1), thread("human", 1));
    let alert = json!({
        "id": "alert.e1", "at": "2026-11-28T12:00:00Z",
        "body": {"type": "thread_waits.v1", "data": {
            "of": {"seller": AWA, "conversation": THREAD}, "why": "handed_over"}},
    });
    let asked = alerts(Some(&ais), Some(&waits));
    assert_eq!(serde_json::to_value(asked).unwrap(), json!([alert]));
    assert!(alerts(Some(&waits), Some(&waits)).is_empty());
    assert!(alerts(Some(&waits), Some(&ais)).is_empty());
}

#[test]
fn what_is_gone_or_cannot_be_read_rings_nowhere() {
    let waits = thread("human", 1);
    assert!(alerts(Some(&waits), None).is_empty());
    assert!(alerts(None, Some(&json!({"owner": "nobody"}))).is_empty());
    assert!(alerts(Some(&json!({})), Some(&waits)).is_empty());
}
