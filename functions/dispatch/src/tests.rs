use aws_lambda_events::sqs::SqsMessage;
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
    let parked = Failure::Unreadable(unreadable).outcome();
    assert!(matches!(parked, Outcome::Park { code: "message_unreadable", .. }));
    let returned = Failure::InDoubt.outcome();
    assert!(matches!(returned, Outcome::Retry { code: "send_in_doubt", .. }));
}
