//! Sending: the window, the limits, templates and statuses.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    graph::webhooks::signature,
    testing::{APP_SECRET, PERSON, PLATFORM_NUMBER, PLATFORM_TOKEN, World},
    time::HOUR,
};

fn text(body: &str) -> Value {
    json!({"type": "text", "text": {"body": body}})
}

fn offer(parameters: &[&str]) -> Value {
    let parameters: Vec<Value> =
        parameters.iter().map(|text| json!({"type": "text", "text": text})).collect();
    json!({"type": "template", "template": {
        "name": "courier_offer",
        "language": {"code": "fr"},
        "components": [
            {"type": "body", "parameters": parameters},
            {"type": "button", "sub_type": "quick_reply", "index": "0",
             "parameters": [{"type": "payload", "payload": "accept:1"}]},
        ],
    }})
}

#[tokio::test]
async fn an_answer_goes_sent_delivered_read_with_its_tag() {
    let mut world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    world.person_writes(&shop.number, json!({"type": "text", "text": "Bonjour"})).await;
    let mut message = text("Bienvenue");
    message["biz_opaque_callback_data"] = json!("eff_1");
    let (status, answer) = world.message(&shop.number, &shop.token, &message).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["contacts"][0], json!({"input": PERSON, "wa_id": PERSON}));
    let id = &answer["messages"][0]["id"];
    for expected in ["sent", "delivered", "read"] {
        let received = world.next_status().await;
        assert_eq!(received["status"], expected);
        assert_eq!(&received["id"], id);
        assert_eq!(received["recipient_id"], PERSON);
        assert_eq!(received["biz_opaque_callback_data"], "eff_1");
        assert!(received.get("conversation").is_none());
        assert_eq!(received.get("pricing").is_some(), expected == "delivered");
    }
}

#[tokio::test]
async fn webhooks_are_signed_over_their_bytes() {
    let mut world = World::new().await;
    let path = format!("/sim/phone/threads/{PLATFORM_NUMBER}/{PERSON}/messages");
    world.post(&path, "", json!({"type": "text", "text": "Salut"})).await;
    let received = world.next().await;
    assert_eq!(received.signature, signature(APP_SECRET, &received.body));
}

#[tokio::test]
async fn free_form_text_fails_by_webhook_outside_the_window() {
    let mut world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    // Nobody wrote yet.
    assert_eq!(world.message(&shop.number, &shop.token, &text("Promo")).await.0, StatusCode::OK);
    let value = world.next_value().await;
    assert!(value.get("contacts").is_none());
    assert_eq!(value["statuses"][0]["status"], "failed");
    assert_eq!(value["statuses"][0]["errors"][0]["code"], 131_047);

    world.person_writes(&shop.number, json!({"type": "text", "text": "Bonjour"})).await;
    world.graph.clock().advance(23 * HOUR);
    world.message(&shop.number, &shop.token, &text("Toujours là ?")).await;
    for expected in ["sent", "delivered", "read"] {
        assert_eq!(world.next_status().await["status"], expected);
    }
    world.graph.clock().advance(2 * HOUR);
    world.message(&shop.number, &shop.token, &text("Et maintenant ?")).await;
    assert_eq!(world.next_status().await["status"], "failed");
}

#[tokio::test]
async fn the_window_can_refuse_the_call_itself() {
    let world = World::new().await;
    let change = json!({"window_violation": "synchronous"});
    world.post("/sim/graph/_control/behaviour", "", change).await;
    let (status, answer) = world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &text("Promo")).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::BAD_REQUEST, &json!(131_047)));
}

#[tokio::test]
async fn an_approved_template_reaches_a_stranger() {
    let mut world = World::new().await;
    let offer = offer(&["Chez Awa", "Encaisser 15 000 FCFA", "Cocody → Yopougon", "ce soir"]);
    let (status, answer) = world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &offer).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["messages"][0]["message_status"], "accepted");
    assert_eq!(world.next_status().await["status"], "sent");
    assert_eq!(world.next_status().await["pricing"]["category"], "utility");
    let path = format!("/sim/phone/threads/{PLATFORM_NUMBER}/{PERSON}");
    let seen = world.get(&path, "").await.1["messages"][0]["body"]["rendered"].clone();
    assert_eq!(
        seen["body"],
        "Nouvelle course pour la boutique Chez Awa. Encaisser 15 000 FCFA. Trajet : Cocody → \
         Yopougon. Moment : ce soir. Prenez-vous cette course ?"
    );
    assert_eq!(
        seen["buttons"],
        json!([{"text": "Accepter", "payload": "accept:1"},
               {"text": "Refuser", "payload": "Refuser"}])
    );
}

#[tokio::test]
async fn a_template_needs_its_name_its_language_its_approval_and_its_parameters() {
    let world = World::new().await;
    let full = ["a", "b", "c", "d"];
    let code = async |message: Value| {
        world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &message).await.1["error"]["code"].clone()
    };
    assert_eq!(code(offer(&full[..3])).await, 132_000);
    assert_eq!(code(offer(&["a", "b\nb", "c", "d"])).await, 132_018);
    assert_eq!(code(offer(&["a", "", "c", "d"])).await, 131_008);
    let mut english = offer(&full);
    english["template"]["language"]["code"] = json!("en");
    assert_eq!(code(english).await, 132_001);
    let mut third_button = offer(&full);
    third_button["template"]["components"][1]["index"] = json!("2");
    assert_eq!(code(third_button).await, 132_012);
    let account = "100200300400501";
    for (status, expected) in [("PENDING", 132_001), ("PAUSED", 132_015), ("DISABLED", 132_016)] {
        let review = json!({"waba_id": account, "name": "courier_offer", "status": status});
        world.post("/sim/graph/_control/templates", "", review).await;
        assert_eq!(code(offer(&full)).await, expected);
    }
}

#[tokio::test]
async fn a_new_template_is_pending_until_its_review() {
    let mut world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    let manual = json!({"template_review": "manual"});
    world.post("/sim/graph/_control/behaviour", "", manual).await;
    let path = format!("/sim/graph/v25.0/{}/message_templates", shop.account);
    let template = json!({
        "name": "relance", "language": "fr", "category": "utility",
        "components": [{"type": "BODY", "text": "Bonjour {{1}}, votre panier attend.",
                        "example": {"body_text": [["Awa"]]}}],
    });
    let (status, created) = world.post(&path, &shop.token, template.clone()).await;
    assert_eq!((status, &created["status"]), (StatusCode::OK, &json!("PENDING")));
    assert_eq!(world.post(&path, &shop.token, template.clone()).await.0, StatusCode::BAD_REQUEST);
    let mut open_end = template;
    open_end["components"][0]["text"] = json!("Bonjour {{1}}");
    let refused = world.post(&path, &shop.token, open_end).await.1;
    assert_eq!(refused["error"]["error_subcode"], 2_388_299);

    let review = json!({"waba_id": shop.account, "name": "relance", "status": "APPROVED"});
    world.post("/sim/graph/_control/templates", "", review).await;
    let event = world.next_value().await;
    assert_eq!(event["event"], "APPROVED");
    assert_eq!(event["message_template_id"], created["id"]);
    let listed = world.get(&format!("{path}?status=APPROVED&fields=name"), &shop.token).await.1;
    assert_eq!(listed["data"], json!([{"name": "relance", "id": created["id"]}]));
    let deleted =
        world.json(Method::DELETE, &format!("{path}?name=relance"), &shop.token, None).await;
    assert_eq!(deleted.1, json!({"success": true}));
    assert_eq!(world.get(&path, &shop.token).await.1, json!({"data": []}));
}

#[tokio::test]
async fn an_account_that_cannot_be_charged_says_so_and_sends_no_template() {
    let world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 45").await;
    let health = format!("/sim/graph/v25.0/{}?fields=health_status", shop.number);
    let account = async || {
        let answer = world.get(&health, &shop.token).await.1;
        let entities = answer["health_status"]["entities"].as_array().cloned().unwrap();
        entities.into_iter().find(|entity| entity["entity_type"] == "WABA").unwrap()
    };
    assert!(account().await["errors"].is_null());
    let broken = json!({"phone_number_id": shop.number, "cannot_be_charged": true});
    world.post("/sim/graph/_control/accounts", "", broken).await;
    assert_eq!(account().await["errors"][0]["error_code"], 141_006);
    let template = json!({"messaging_product": "whatsapp", "to": "2250701020304",
        "type": "template", "template": {"name": "relance", "language": {"code": "fr"}}});
    let path = format!("/sim/graph/v25.0/{}/messages", shop.number);
    let refused = world.post(&path, &shop.token, template).await.1;
    assert_eq!(refused["error"]["code"], 131_042);
}

#[tokio::test]
async fn meta_s_limits_hold_to_the_character() {
    let world = World::new().await;
    let button = |title: &str| {
        json!({"type": "interactive", "interactive": {
            "type": "button", "body": {"text": "Votre panier"},
            "action": {"buttons": [{"type": "reply", "reply": {"id": "ok", "title": title}}]}}})
    };
    let list = |rows: usize| {
        let rows: Vec<Value> =
            (0..rows).map(|n| json!({"id": n.to_string(), "title": "Article"})).collect();
        json!({"type": "interactive", "interactive": {
            "type": "list", "body": {"text": "Nos articles"},
            "action": {"button": "Choisir", "sections": [{"rows": rows}]}}})
    };
    let cases = [
        (text(&"é".repeat(4096)), None),
        (text(&"é".repeat(4097)), Some(131_009)),
        (text(" "), Some(131_008)),
        (button(&"é".repeat(20)), None),
        (button(&"é".repeat(21)), Some(131_009)),
        (list(10), None),
        (list(11), Some(131_009)),
        (json!({"type": "poll", "poll": {}}), Some(100)),
        (json!({"type": "image", "image": {"id": "404"}}), Some(100)),
        (json!({"type": "text", "text": {"body": "x"}, "to": "call me"}), Some(131_009)),
        (json!({"type": "text", "text": {"body": "x"}, "to": "+2250700000000"}), Some(131_021)),
    ];
    for (message, expected) in cases {
        let (status, answer) = world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &message).await;
        assert_eq!(answer["error"]["code"].as_i64(), expected, "{message}");
        assert_eq!(status == StatusCode::OK, expected.is_none());
    }
}

#[tokio::test]
async fn a_number_that_is_not_registered_cannot_send() {
    let world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    let path = format!("/sim/graph/v25.0/{}/deregister", shop.number);
    world.post(&path, &shop.token, json!({})).await;
    let answer = world.message(&shop.number, &shop.token, &text("Bonjour")).await.1;
    assert_eq!(answer["error"]["code"], 133_010);
}

#[tokio::test]
async fn reading_shows_typing_until_the_answer() {
    let mut world = World::new().await;
    let value =
        world.person_writes(PLATFORM_NUMBER, json!({"type": "text", "text": "Bonjour"})).await;
    let read = json!({
        "messaging_product": "whatsapp", "status": "read",
        "message_id": value["messages"][0]["id"], "typing_indicator": {"type": "text"},
    });
    let messages = format!("/sim/graph/v25.0/{PLATFORM_NUMBER}/messages");
    let answer = world.post(&messages, PLATFORM_TOKEN, read).await;
    assert_eq!(answer, (StatusCode::OK, json!({"success": true})));
    let path = format!("/sim/phone/threads/{PLATFORM_NUMBER}/{PERSON}");
    let thread = world.get(&path, "").await.1;
    assert_eq!(
        (&thread["typing"], &thread["messages"][0]["status"]),
        (&json!(true), &json!("read"))
    );
    world.message(PLATFORM_NUMBER, PLATFORM_TOKEN, &text("Oui ?")).await;
    assert_eq!(world.get(&path, "").await.1["typing"], false);
}
