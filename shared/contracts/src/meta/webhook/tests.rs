use secrecy::SecretString;
use serde_json::json;

use domain::receipt::Receipt;

use super::*;
use crate::signature::sign;

fn read(body: &Value) -> Result<Vec<Notification>, Unreadable> {
    let (secret, raw) = (SecretString::from("s"), body.to_string());
    let header = sign(&secret, raw.as_bytes());
    parse(&VerifiedBody::verify(&[secret], Some(&header), raw.as_bytes()).unwrap())
}

/// A call with one change of `messages`.
fn change(value: &Value) -> Value {
    json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": "1001", "changes": [{"field": "messages", "value": value}]}],
    })
}

fn with_message(message: &Value) -> Value {
    change(&json!({"metadata": {"phone_number_id": "2002"}, "messages": [message]}))
}

fn message_of(notification: &Notification) -> &InboundMessage {
    let Notification::Message(message) = notification else { panic!("{notification:?}") };
    message
}

fn content(kind: &str, body: &Value) -> Content {
    let call = with_message(
        &json!({"id": "wamid.A", "from": "225", "timestamp": 1, "type": kind, kind: body}),
    );
    let read = read(&call).unwrap();
    assert_eq!(read.len(), 1);
    message_of(&read[0]).content.clone()
}

#[test]
fn a_body_of_somebody_else_is_refused() {
    for body in [json!({"object": "page", "entry": []}), json!({}), json!([]), json!("x")] {
        assert!(matches!(read(&body), Err(Unreadable::NotWhatsApp)), "{body}");
    }
    let no_list = json!({"object": "whatsapp_business_account", "entry": {}});
    assert!(matches!(read(&no_list), Err(Unreadable::NoEntries)));
    let secret = SecretString::from("s");
    let header = sign(&secret, b"{");
    let body = VerifiedBody::verify(&[secret], Some(&header), b"{").unwrap();
    assert!(matches!(parse(&body), Err(Unreadable::NotJson(_))));
}

#[test]
fn a_bad_part_says_why_and_drops_nobody_else() {
    let good = json!({"id": "wamid.A", "from": "225", "timestamp": "1", "type": "text", "text": {"body": "a"}});
    let messages = json!([
        good,
        {"from": "225", "timestamp": 1, "type": "text"},
        {"id": "wamid.B", "timestamp": 1, "type": "text"},
        {"id": "wamid.C", "from": "225", "timestamp": "soon", "type": "text"},
        "not a message",
        good,
    ]);
    let number = json!({"phone_number_id": "2002"});
    let call = json!({"object": "whatsapp_business_account", "entry": [
        {"changes": []},
        {"id": "1001"},
        {"id": "1001", "changes": [
            {"value": {}},
            {"field": "messages", "value": {"messages": [good]}},
            {"field": "messages", "value": {"metadata": number, "messages": messages}},
        ]},
    ]});
    let seen: Vec<String> = read(&call)
        .unwrap()
        .iter()
        .map(|notification| {
            if let Notification::Unreadable(part) = notification {
                format!("{:?}", part.why)
            } else {
                message_of(notification).wamid.as_str().to_owned()
            }
        })
        .collect();
    assert_eq!(
        seen,
        [
            "NoEntryId",
            "NoChanges",
            "NoField",
            "NoPhoneNumberId",
            "wamid.A",
            "NoMessageId",
            "NoPerson",
            "NoTimestamp",
            "NoMessageId",
            "wamid.A",
        ]
    );
}

#[test]
fn a_known_kind_of_another_shape_still_arrives() {
    let unknown = |kind: &str| Content::Unknown { kind: kind.to_owned() };
    for (kind, body) in [
        ("text", json!({})),
        ("text", json!("hello")),
        ("image", json!({"caption": "no id"})),
        ("location", json!({"latitude": 91, "longitude": 0})),
        ("interactive", json!({"type": "new_reply", "new_reply": {}})),
        ("order", json!({"product_items": []})),
        ("order", json!({"product_items": [{"product_retailer_id": "a", "quantity": -1}]})),
        ("reaction", json!({})),
        ("edit", json!({})),
        ("hologram", json!({"depth": 3})),
    ] {
        assert_eq!(content(kind, &body), unknown(kind), "{kind} {body}");
    }
}

#[test]
fn edits_of_edits_end() {
    let mut body = json!({"type": "text", "text": {"body": "x"}});
    for _ in 0..50 {
        body = json!({"type": "edit", "edit": {"original_message_id": "wamid.O", "message": body}});
    }
    let read = content("edit", &body["edit"]);
    assert_eq!(format!("{read:?}"), "Content(edit)");
    let depth = |mut content: &Content| {
        let mut levels = 0;
        while let Content::Edit { content: inner, .. } = content {
            (content, levels) = (&**inner, levels + 1);
        }
        levels
    };
    assert_eq!(depth(&read), 2);
}

#[test]
fn each_person_of_a_batch_keeps_their_own_name() {
    let call = change(&json!({
        "metadata": {"phone_number_id": "2002"},
        "contacts": [
            {"wa_id": "225", "user_id": "CI.1", "profile": {"name": "Awa"}},
            {"user_id": "CI.2", "profile": {"name": "Koffi"}},
        ],
        "messages": [
            {"id": "a", "from": "", "from_user_id": "CI.2", "timestamp": 1, "type": "request_welcome"},
            {"id": "b", "from": "225", "timestamp": 1, "type": "request_welcome"},
            {"id": "c", "from": "226", "timestamp": 1, "type": "request_welcome"},
        ],
    }));
    let people: Vec<_> = read(&call)
        .unwrap()
        .iter()
        .map(|notification| {
            let contact = &message_of(notification).contact;
            let identity = contact.identity().unwrap();
            (
                identity.wa_id().map(|id| id.as_str().to_owned()),
                identity.user_id().map(|id| id.as_str().to_owned()),
                contact.profile_name.clone(),
            )
        })
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        people,
        [
            (None, text("CI.2"), text("Koffi")),
            (text("225"), text("CI.1"), text("Awa")),
            (text("226"), None, None),
        ]
    );
}

#[test]
fn a_state_we_do_not_know_is_kept_as_an_event() {
    let call = change(&json!({
        "metadata": {"phone_number_id": "2002"},
        "statuses": [{"id": "wamid.A", "status": "teleported", "timestamp": "1"}],
    }));
    match read(&call).unwrap().as_slice() {
        [Notification::Other(other)] => {
            assert_eq!(other.field, "messages");
            assert_eq!(other.value["statuses"][0]["status"], "teleported");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn ranks_tell_states_apart_in_the_order_of_receipts() {
    use DeliveryState::{Delivered, Failed, Played, Read, Sent};
    let states = [Sent, Failed, Delivered, Read, Played];
    assert!(states.map(DeliveryState::rank).windows(2).all(|pair| pair[0] < pair[1]));
    assert!(states.map(Receipt::from).is_sorted());
}

#[test]
fn debug_shows_no_words_names_or_whole_phones() {
    let call = change(&json!({
        "metadata": {"phone_number_id": "2002"},
        "contacts": [{"wa_id": "2250707123456", "profile": {"name": "SECRET"}}],
        "messages": [{
            "id": "wamid.A", "from": "2250707123456", "timestamp": 1, "type": "text",
            "text": {"body": "SECRET"}, "referral": {"source_id": "1", "body": "SECRET"},
        }],
        "errors": [{"code": 1, "title": "SECRET"}],
    }));
    let messages = format!("{:?}", read(&call).unwrap());
    let other = json!({"object": "whatsapp_business_account", "entry": [
        {"id": "1", "changes": [{"field": "SECRETLESS", "value": {"a": "SECRET!"}}, {"value": "SECRET!"}]},
    ]});
    let shown = format!("{messages} {:?}", read(&other).unwrap());
    assert!(!shown.contains("SECRET\"") && !shown.contains("SECRET!"), "{shown}");
    assert!(!shown.contains("0707"), "{shown}");
    assert!(shown.contains("…56"), "{shown}");
}
