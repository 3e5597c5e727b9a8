use aws_adapters::{
    activity::Amounts,
    table::{
        NewItem,
        keys::{self, Key},
    },
};
use contracts::records::conversation::{MessageRecord, Sender};
use domain::{
    activity::Measure,
    ids::{ConversationId, MessageId, SellerId},
};
use jiff::{SignedDuration, Timestamp, civil::date};
use serde_json::{Value, json};

use crate::stage::{Stage, fresh};

/// Ten o'clock in Abidjan on 28 November 2026.
fn morning() -> Timestamp {
    "2026-11-28T10:00:00Z".parse().unwrap()
}

struct Thread {
    seller: SellerId,
    id: ConversationId,
}

impl Thread {
    fn new() -> Self {
        Self { seller: SellerId::from_uuid(fresh()), id: ConversationId::from_uuid(fresh()) }
    }

    /// Keeps a line and answers the stream's record of it.
    async fn says(&self, stage: &Stage, from: Sender, seconds: i64) -> Value {
        let at = morning() + SignedDuration::from_secs(seconds);
        let line = MessageRecord::said(format!("line {seconds}"), at, from, "Bonjour");
        let key = self.key(at);
        stage.table.put_new(NewItem::new(key.clone(), &line).unwrap()).await.unwrap();
        record(&key, &line, morning())
    }

    fn key(&self, at: Timestamp) -> Key {
        keys::message(&self.seller, &self.id, at, &MessageId::from_uuid(fresh()))
    }

    async fn counted(&self, stage: &Stage) -> Amounts {
        let day = date(2026, 11, 28);
        let rows = stage.table.activity(&self.seller, day, day).await.unwrap();
        rows.into_iter().next().map(|row| row.amounts).unwrap_or_default()
    }
}

/// The stream's record of a line that is new at this key.
fn record(key: &Key, line: &MessageRecord, kept_at: Timestamp) -> Value {
    let text = key.to_string();
    let (pk, sk) = text.split_once('/').unwrap();
    let sender = serde_json::to_value(line.from).unwrap();
    json!({
        "eventID": format!("event of {text}"), "eventName": "INSERT",
        "dynamodb": {
            "ApproximateCreationDateTime": kept_at.as_second(),
            "Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "SequenceNumber": "1",
            "NewImage": {"pk": {"S": pk}, "sk": {"S": sk}, "data": {"M": {
                "id": {"S": line.id}, "at": {"S": line.at.to_string()},
                "from": {"S": sender.as_str().unwrap()}, "kind": {"S": "text"},
                "text": {"S": line.text},
            }}},
        }
    })
}

#[tokio::test]
async fn the_first_words_to_who_waited_are_an_answer_and_those_after_them_are_not() {
    let stage = Stage::new().await;
    let thread = Thread::new();
    let mut records = Vec::new();
    for (from, seconds) in [
        (Sender::Prospect, 0),
        (Sender::Prospect, 5),
        (Sender::Ai, 9),
        (Sender::Ai, 12),
        (Sender::Prospect, 100),
        (Sender::Human, 700),
    ] {
        records.push(thread.says(&stage, from, seconds).await);
    }
    let expected: Amounts = [
        (Measure::Received, 3),
        (Measure::ByAi, 2),
        (Measure::ByHuman, 1),
        (Measure::AiAnswers, 1),
        (Measure::AiSeconds, 9),
        (Measure::AiWithin10s, 1),
        (Measure::HumanAnswers, 1),
        (Measure::HumanSeconds, 600),
        (Measure::HumanWithin10m, 1),
    ]
    .into();
    for _ in 0..2 {
        stage.call(json!({"Records": records})).await.unwrap();
        assert_eq!(thread.counted(&stage).await, expected);
    }
}

/// The stream's record of a line that Meta names a price for.
fn priced(key: &Key, line: &MessageRecord, event: &str, word: &str) -> Value {
    let mut record = record(key, line, morning());
    let before = record["dynamodb"]["NewImage"].clone();
    record["dynamodb"]["NewImage"]["data"]["M"]["billed"] = json!({"S": word});
    record["dynamodb"]["OldImage"] = before;
    record["eventName"] = json!("MODIFY");
    record["eventID"] = json!(event);
    record
}

#[tokio::test]
async fn a_price_is_counted_once_however_often_it_is_told() {
    let stage = Stage::new().await;
    let thread = Thread::new();
    let line = MessageRecord::said("line", morning(), Sender::Ai, "Bonjour");
    let key = thread.key(morning());
    for (event, word) in [("one", "service"), ("one", "service"), ("two", "service")] {
        stage.call(json!({"Records": [priced(&key, &line, event, word)]})).await.unwrap();
    }
    let other = MessageRecord::said("other", morning(), Sender::Human, "Bonjour");
    stage.call(json!({"Records": [priced(&key, &other, "three", "marketing")]})).await.unwrap();
    let newer = MessageRecord::said("newer", morning(), Sender::Human, "Bonjour");
    stage.call(json!({"Records": [priced(&key, &newer, "four", "by_the_moon")]})).await.unwrap();
    let counted = thread.counted(&stage).await;
    let of = |measure| counted.get(&measure).copied().unwrap_or(0);
    assert_eq!((of(Measure::BilledService), of(Measure::BilledMarketing)), (1, 1));
    // A line that comes with its price came with its thread.
    assert_eq!((of(Measure::BilledUtility), of(Measure::ByAi)), (0, 0));
}

#[tokio::test]
async fn a_line_that_moves_with_its_thread_is_counted_where_it_was() {
    let stage = Stage::new().await;
    let (old, new) = (Thread::new(), Thread::new());
    let new = Thread { seller: old.seller.clone(), ..new };
    let first = old.says(&stage, Sender::Prospect, 0).await;
    stage.call(json!({"Records": [first]})).await.unwrap();
    let once: Amounts = [(Measure::Received, 1)].into();
    assert_eq!(old.counted(&stage).await, once);
    let line = MessageRecord::said("line 0", morning(), Sender::Prospect, "Bonjour");
    // Soon after, and so late that its trace is gone.
    for hours in [1, 30 * 24] {
        let moved = record(&new.key(line.at), &line, morning() + SignedDuration::from_hours(hours));
        stage.call(json!({"Records": [moved]})).await.unwrap();
        assert_eq!(old.counted(&stage).await, once, "{hours}");
    }
}

#[tokio::test]
async fn what_cannot_be_counted_is_told_all_the_same() {
    let stage = Stage::new().await;
    let thread = Thread::new();
    stage.page(&thread.seller, "c1", crate::stage::Page::Reads).await;
    stage.told("c1");
    let pk = format!("S#{}#conversation#{}", thread.seller, thread.id);
    let broken = json!({
        "eventID": "broken", "eventName": "MODIFY",
        "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": "conversation"}}, "SequenceNumber": "1",
            "NewImage": {"pk": {"S": pk}, "data": {"M": {"owner": {"S": "nobody"}}}}},
    });
    let answer = stage.call(json!({"Records": [broken]})).await.unwrap();
    assert_eq!(answer, json!({"batchItemFailures": []}));
    assert_eq!(stage.told("c1").len(), 1);
    assert!(stage.parked().contains("uncounted"), "{}", stage.parked());
}
