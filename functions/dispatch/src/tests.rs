use aws_adapters::table::ConflictKind;
use aws_lambda_events::sqs::SqsMessage;
use jiff::Timestamp;
use lambda_support::env::Env;

use super::*;

fn batch(arn: Option<&str>) -> SqsEvent {
    let mut message = SqsMessage::default();
    message.event_source_arn = arn.map(str::to_owned);
    let mut event = SqsEvent::default();
    event.records = vec![message];
    event
}

#[test]
fn the_two_queues_are_told_apart() {
    assert!(is_fifo(&batch(Some("arn:aws:sqs:us-east-1:000000000000:x-dispatch.fifo"))));
    assert!(!is_fifo(&batch(Some("arn:aws:sqs:us-east-1:000000000000:x-offer-timers"))));
    assert!(!is_fifo(&batch(None)));
    assert!(!is_fifo(&SqsEvent::default()));
}

#[test]
fn a_missing_variable_keeps_the_function_from_starting() {
    let error = Config::from_env(Env::from_pairs(&[("TABLE_NAME", "t")])).unwrap_err();
    let named = error.to_string();
    assert!(named.contains("OFFER_TIMEOUT_SECONDS is missing"), "{named}");
    assert!(!named.contains("TABLE_NAME"), "{named}");
}

#[test]
fn what_cannot_be_read_is_parked_and_what_may_pass_comes_back() {
    let unreadable = serde_json::from_str::<Envelope<DispatchMessage>>("{}").unwrap_err();
    let now = Timestamp::UNIX_EPOCH;
    let parked = Failure::Unreadable(unreadable).outcome(1, now);
    assert!(matches!(parked, Outcome::Park { code: "message_unreadable", .. }));
    let returned = Failure::Condition(ConflictKind::Missing).outcome(1, now);
    assert!(matches!(returned, Outcome::Retry { code: "commit_condition", .. }));
}

#[test]
fn what_waits_for_a_known_moment_comes_back_then() {
    let now = Timestamp::UNIX_EPOCH;
    let wait = |failure: Failure| match failure.outcome(1, now) {
        Outcome::RetryAfter { after, .. } => Some(after.as_secs()),
        Outcome::Done | Outcome::Retry { .. } | Outcome::Park { .. } => None,
    };
    assert_eq!(wait(Failure::InDoubt), Some(25));
    assert_eq!(wait(Failure::Contended), Some(1));
    let held = |seconds| Failure::Held { until: Timestamp::from_second(seconds).unwrap() };
    assert_eq!((wait(held(12)), wait(held(0))), (Some(13), Some(1)));
}
