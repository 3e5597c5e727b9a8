use contracts::messages::ConversationRef;
use serde_json::{Value, json};

use super::*;

const RECAP: &str = "rcp_0000000000000000000000000c";

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn of() -> ConversationRef {
    ConversationRef {
        seller: "slr_00000000000000000000000004".parse().unwrap(),
        conversation: "cnv_00000000000000000000000008".parse().unwrap(),
    }
}

/// A thread at turn 7 with a bag in its cart and a recap of it, changed by these fields.
fn thread(changes: Value) -> ConversationRecord {
    let line = json!({
        "product": "prd_0000000000000000000000000g", "variant": "unique", "name": "Sac",
        "quantity": 1, "unit_price": {"amount": 8000, "currency": "XOF"}
    });
    let mut record = json!({
        "id": "cnv_00000000000000000000000008", "seller": "slr_00000000000000000000000004",
        "number": "1", "owner": {"kind": "ai"}, "turn": 7, "cart": {"lines": [line]},
        "recap": {
            "id": RECAP, "lines": [line], "delivery_fee": {"amount": 1500, "currency": "XOF"},
            "address": {}, "contact_phone": "+2250505123456",
            "moment": {"day": "2026-11-24", "period": "morning"},
            "shown_at": "2026-11-23T09:00:00Z"
        },
        "last_message_at": "2026-11-23T09:00:00Z"
    });
    let Value::Object(changes) = changes else { panic!("an object") };
    record.as_object_mut().unwrap().extend(changes);
    serde_json::from_value(record).unwrap()
}

fn silence() -> RelaunchMessage {
    RelaunchMessage::SilenceDue(Silence { of: of(), episode: 7 })
}

fn hold(recap: &str) -> RelaunchMessage {
    RelaunchMessage::HoldDue(Hold { of: of(), recap: recap.parse().unwrap() })
}

fn asked(changes: Value, timer: RelaunchMessage) -> Option<String> {
    request(&thread(changes), timer, now()).map(|(id, _)| id)
}

#[test]
fn a_silence_is_recalled_while_the_cart_is_open_and_the_ais() {
    let id = "reminder.cnv_00000000000000000000000008.7";
    assert_eq!(asked(json!({}), silence()).as_deref(), Some(id));
    for over in [
        json!({"turn": 8}),
        json!({"reminded": true}),
        json!({"cart": {}}),
        json!({"owner": {"kind": "human"}}),
        json!({"owner": {"kind": "human", "until": "2026-11-23T10:00:01Z"}}),
    ] {
        assert_eq!(asked(over.clone(), silence()), None, "{over}");
    }
    let given_back = json!({"owner": {"kind": "human", "until": "2026-11-23T10:00:00Z"}});
    assert_eq!(asked(given_back, silence()).as_deref(), Some(id));
}

#[test]
fn a_hold_ends_for_the_recap_that_is_outstanding_whoever_answers() {
    let (id, message) = request(&thread(json!({})), hold(RECAP), now()).unwrap();
    assert_eq!(id, format!("hold.{RECAP}.{}", now().as_second()));
    let RelaunchMessage::HoldDue(hold_due) = hold(RECAP) else { panic!() };
    assert_eq!(message, ConversationMessage::HoldDue(hold_due));
    assert!(asked(json!({"owner": {"kind": "human"}}), hold(RECAP)).is_some());
    assert_eq!(asked(json!({"recap": null}), hold(RECAP)), None);
    let other = hold("rcp_0000000000000000000000000g");
    assert_eq!(asked(json!({}), other), None);
}
