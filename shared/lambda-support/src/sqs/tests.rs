use std::cell::RefCell;

use jiff::Timestamp;

use super::*;

/// Records written `message-id group body`, as Lambda delivers them.
fn event(records: &[(&str, &str, &str)]) -> SqsEvent {
    let records: Vec<serde_json::Value> = records
        .iter()
        .map(|(id, group, body)| {
            serde_json::json!({
                "messageId": id,
                "receiptHandle": format!("handle of {id}"),
                "body": body,
                "attributes": {
                    "MessageGroupId": group,
                    "ApproximateReceiveCount": "3",
                    "SentTimestamp": "1795000000000",
                },
            })
        })
        .collect();
    serde_json::from_value(serde_json::json!({ "Records": records })).unwrap()
}

fn far() -> Deadline {
    Deadline::at(clock::now() + Duration::from_mins(1))
}

fn failed(response: &SqsBatchResponse) -> Vec<&str> {
    response.batch_item_failures.iter().map(|failure| failure.item_identifier.as_str()).collect()
}

#[derive(Default)]
struct Run {
    handled: RefCell<Vec<String>>,
    parked: RefCell<Vec<(String, String)>>,
    postponed: RefCell<Vec<(String, u64)>>,
}

impl Run {
    /// The body of a record is what becomes of it.
    async fn handle(&self, record: &Record) -> Outcome {
        self.handled.borrow_mut().push(record.message_id.clone());
        // A real handler waits for the network: the other groups must run meanwhile.
        tokio::task::yield_now().await;
        match record.body.as_str() {
            "retry" => Outcome::retry("busy", "the table is busy"),
            "soon" => Outcome::retry_after("too_fast", "slower", Duration::from_secs(25)),
            "park" => Outcome::park("bad_schema", "not ours"),
            "panic" => panic!("poisoned {}", record.message_id),
            _ => Outcome::Done,
        }
    }

    fn park(&self, record: &Record, code: &str) -> Result<(), BoxError> {
        if record.message_id.starts_with("unparkable") {
            return Err("the dead-letter queue is gone".into());
        }
        self.parked.borrow_mut().push((record.message_id.clone(), code.to_owned()));
        Ok(())
    }

    fn postpone(&self, record: &Record, after: Duration) -> Result<(), BoxError> {
        self.postponed.borrow_mut().push((record.receipt_handle.clone(), after.as_secs()));
        if record.message_id.starts_with("unpostponable") {
            return Err("the handle has expired".into());
        }
        Ok(())
    }

    async fn fifo(&self, event: SqsEvent) -> SqsBatchResponse {
        let handle = async |record: &Record| self.handle(record).await;
        let park = async |record: &Record, code: &str| self.park(record, code);
        drive_fifo(event, far(), handle, park, async |r, after| self.postpone(r, after)).await
    }

    async fn standard(&self, event: SqsEvent) -> SqsBatchResponse {
        let handle = async |record: &Record| self.handle(record).await;
        let park = async |record: &Record, code: &str| self.park(record, code);
        drive_standard(event, far(), handle, park, async |r, after| self.postpone(r, after)).await
    }
}

#[tokio::test]
async fn the_first_failure_of_a_group_returns_the_rest_of_it_and_no_other_group() {
    let run = Run::default();
    let response = run
        .fifo(event(&[
            ("a1", "a", "ok"),
            ("b1", "b", "ok"),
            ("a2", "a", "retry"),
            ("b2", "b", "ok"),
            ("a3", "a", "ok"),
        ]))
        .await;
    assert_eq!(failed(&response), ["a2", "a3"]);
    assert!(!run.handled.borrow().contains(&"a3".to_owned()));
    assert!(run.handled.borrow().contains(&"b2".to_owned()));
}

#[tokio::test]
async fn a_parked_record_does_not_stop_its_group() {
    let run = Run::default();
    let response =
        run.fifo(event(&[("a1", "a", "park"), ("a2", "a", "panic"), ("a3", "a", "ok")])).await;
    assert_eq!(failed(&response), [""; 0]);
    assert_eq!(*run.handled.borrow(), ["a1", "a2", "a3"]);
    let parked =
        [("a1".to_owned(), "bad_schema".to_owned()), ("a2".to_owned(), "panic".to_owned())];
    assert_eq!(*run.parked.borrow(), parked);
}

#[tokio::test]
async fn what_cannot_be_parked_goes_back_to_the_queue() {
    let run = Run::default();
    let response = run.fifo(event(&[("unparkable", "a", "park"), ("a2", "a", "ok")])).await;
    assert_eq!(failed(&response), ["unparkable", "a2"]);
    let response = run.standard(event(&[("unparkable", "", "panic"), ("a2", "", "ok")])).await;
    assert_eq!(failed(&response), ["unparkable"]);
}

#[tokio::test]
async fn records_of_a_standard_queue_fail_alone() {
    let run = Run::default();
    let response = run
        .standard(event(&[
            ("1", "", "retry"),
            ("2", "", "ok"),
            ("3", "", "panic"),
            ("4", "", "retry"),
        ]))
        .await;
    assert_eq!(failed(&response), ["1", "4"]);
    assert_eq!(*run.parked.borrow(), [("3".to_owned(), "panic".to_owned())]);
}

#[tokio::test]
async fn a_postponed_record_takes_the_rest_of_its_group_along_and_no_other_group() {
    let run = Run::default();
    let records = [
        ("a1", "a", "ok"),
        ("a2", "a", "soon"),
        ("b1", "b", "retry"),
        ("a3", "a", "ok"),
        ("c1", "c", "ok"),
    ];
    let response = run.fifo(event(&records)).await;
    assert_eq!(failed(&response), ["a2", "a3", "b1"]);
    assert!(!run.handled.borrow().contains(&"a3".to_owned()));
    let postponed = [("handle of a2".to_owned(), 25), ("handle of a3".to_owned(), 25)];
    assert_eq!(*run.postponed.borrow(), postponed);
}

#[tokio::test]
async fn records_of_a_standard_queue_are_postponed_alone() {
    let run = Run::default();
    let records = [("1", "", "soon"), ("2", "", "ok"), ("3", "", "retry")];
    let response = run.standard(event(&records)).await;
    assert_eq!(failed(&response), ["1", "3"]);
    assert_eq!(*run.postponed.borrow(), [("handle of 1".to_owned(), 25)]);
}

#[tokio::test]
async fn what_cannot_be_postponed_is_returned_all_the_same() {
    let run = Run::default();
    let records = [("unpostponable", "a", "soon"), ("a2", "a", "ok")];
    let response = run.fifo(event(&records)).await;
    assert_eq!(failed(&response), ["unpostponable", "a2"]);
    assert_eq!(run.postponed.borrow().len(), 2);
}

#[tokio::test]
async fn without_time_nothing_is_begun() {
    let run = Run::default();
    let late = Deadline::at(clock::now());
    let response = drive_fifo(
        event(&[("a1", "a", "ok"), ("b1", "b", "ok")]),
        late,
        async |record| run.handle(record).await,
        async |record, code| run.park(record, code),
        in_the_queues_time,
    )
    .await;
    assert_eq!(failed(&response), ["a1", "b1"]);
    assert!(run.handled.borrow().is_empty());
}

#[test]
fn a_record_tells_its_group_and_count_and_hides_its_body() {
    let event = event(&[("m", "g", "secret text")]);
    let record = Record::from(event.records[0].clone());
    assert_eq!((record.group_id.as_deref(), record.receive_count), (Some("g"), 3));
    assert_eq!(record.sent_at.map(Timestamp::as_second), Some(1_795_000_000));
    assert!(!format!("{record:?}").contains("secret"));
}
