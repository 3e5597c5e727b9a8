//! Every message ever sent must read for ever, and be written the same way today.

use contracts::messages::{
    AlertMessage, ConversationMessage, DispatchMessage, DocumentMessage, Envelope, PaymentMessage,
    RelaunchMessage, StatusMessage, TurnMessage,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn rewritten<T: Serialize + DeserializeOwned>(message: &Value) -> serde_json::Result<Value> {
    let read: Envelope<T> = serde_json::from_value(message.clone())?;
    serde_json::to_value(read)
}

#[test]
fn every_golden_message_reads_and_is_written_back_unchanged() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let golden: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let message = &golden["message"];
        let again = match golden["queue"].as_str() {
            Some("alerts") => rewritten::<AlertMessage>(message),
            Some("inbound") => rewritten::<ConversationMessage>(message),
            Some("turns") => rewritten::<TurnMessage>(message),
            Some("dispatch") => rewritten::<DispatchMessage>(message),
            Some("documents") => rewritten::<DocumentMessage>(message),
            Some("relaunch") => rewritten::<RelaunchMessage>(message),
            Some("payments") => rewritten::<PaymentMessage>(message),
            Some("statuses") => rewritten::<StatusMessage>(message),
            other => panic!("{}: no queue {other:?}", path.display()),
        };
        assert_eq!(&again.unwrap(), message, "{}", path.display());
        count += 1;
    }
    assert!(count >= 94, "only {count} golden messages were found");
}

#[test]
fn a_message_of_an_unknown_version_or_with_a_foreign_id_is_refused() {
    for body in [
        r#"{"id":"1","at":"2026-11-23T10:00:00Z","body":{"type":"turn_due.v9","data":{}}}"#,
        r#"{"id":"1","at":"2026-11-23T10:00:00Z","body":{"type":"turn_due.v1","data":{"of":{"seller":"S#x","conversation":"cnv_1"},"turn":1}}}"#,
        "{}",
    ] {
        assert!(serde_json::from_str::<Envelope<TurnMessage>>(body).is_err(), "{body}");
    }
}
