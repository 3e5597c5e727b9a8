use contracts::{
    meta::webhook,
    signature::{VerifiedBody, sign},
};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::*;

fn sort_all(body: &Value) -> Vec<Sorted> {
    let secret = SecretString::from("secret");
    let raw = body.to_string();
    let header = sign(&secret, raw.as_bytes());
    let verified = VerifiedBody::verify(&[secret], Some(&header), raw.as_bytes()).unwrap();
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let notifications = webhook::parse(&verified).unwrap();
    notifications.into_iter().flat_map(|n| sort(n, "900", now).unwrap()).collect()
}

fn change(number: &str, value: &Value) -> Value {
    let mut value = value.clone();
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] = json!({"phone_number_id": number, "display_phone_number": "225"});
    json!({"field": "messages", "value": value})
}

fn text(wamid: &str, from: &str) -> Value {
    json!({
        "contacts": [{"wa_id": from, "profile": {"name": "Moussa"}}],
        "messages": [{"id": wamid, "from": from, "timestamp": "1795430000", "type": "text", "text": {"body": "bonjour"}}],
    })
}

#[test]
fn each_kind_has_its_queue_its_group_and_its_key() {
    let status = json!({"statuses": [{"id": "wamid.3", "status": "read", "timestamp": "1795430000", "recipient_id": "2250701020304"}]});
    let body = json!({"object": "whatsapp_business_account", "entry": [{"id": "500", "changes": [
        change("100", &text("wamid.1", "2250701020304")),
        change("900", &text("wamid.2", "2250705050505")),
        change("100", &status),
        {"field": "something_new", "value": {"a": 1}},
        change("100", &json!({"messages": [{"id": "wamid.4", "timestamp": "1", "type": "text"}]})),
    ]}]});
    let sorted: Vec<(Destination, String)> =
        sort_all(&body).into_iter().map(|s| (s.destination, s.group)).collect();
    assert_eq!(
        sorted,
        [
            (Destination::Inbound, "100.2250701020304".to_owned()),
            (Destination::Dispatch, "2250705050505".to_owned()),
            (Destination::Statuses, String::new()),
            (Destination::Statuses, String::new()),
            (Destination::Quarantine, String::new()),
        ]
    );
}

#[test]
fn the_same_report_has_the_same_key() {
    let body = json!({"object": "whatsapp_business_account", "entry": [{"id": "500", "changes": [
        change("100", &text("wamid.1", "2250701020304")),
        {"field": "something_new", "value": {"a": 1}},
    ]}]});
    let ids = |sorted: Vec<Sorted>| sorted.into_iter().map(|s| s.id).collect::<Vec<_>>();
    assert_eq!(ids(sort_all(&body)), ids(sort_all(&body)));
    assert_eq!(ids(sort_all(&body))[0], "wamid.1");
}
