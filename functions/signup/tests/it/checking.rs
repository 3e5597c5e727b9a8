//! « Vérifier maintenant »: what Meta is asked, what is mended, what is remembered.

use domain::health::{StopReason, TemplateStatus};
use lambda_http::http::StatusCode;
use serde_json::json;

use crate::{graph::APP, support::Stage};

#[tokio::test]
async fn a_check_mends_the_subscription_and_proposes_what_is_missing() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    stage.connect(&seller).await;
    let before = stage.graph.asked().len();
    stage.graph.then("subscribed_apps", 200, json!({"data": []}));
    let known = json!({"name": "reprise_contact", "status": "APPROVED", "category": "MARKETING"});
    stage.graph.then("message_templates", 200, json!({"data": [known]}));
    let answer = stage.check(Some(&seller)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json()["mended"], json!(["subscription", "templates"]));
    assert_eq!(answer.json()["payment_method"], "ok");
    assert_eq!(
        stage.graph.asked()[before..],
        [
            "GET 102/subscribed_apps",
            "POST 102/subscribed_apps",
            "GET 106",
            "GET 102/message_templates",
            "POST 102/message_templates",
        ]
    );
    let health = stage.table.health(&seller.id).await.unwrap();
    let check = health.checked.unwrap();
    assert!(check.is_subscribed && check.can_be_charged == Some(true));
    assert_eq!(health.quality.as_deref(), Some("GREEN"));
    let stands = |name| health.templates.get(name).map(|it| (it.status, it.category.as_deref()));
    assert_eq!(stands("reprise_contact"), Some((TemplateStatus::Approved, Some("MARKETING"))));
    assert_eq!(stands("resume_contact"), Some((TemplateStatus::Pending, Some("UTILITY"))));
}

#[tokio::test]
async fn a_check_that_finds_all_well_changes_nothing_at_meta() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    stage.connect(&seller).await;
    let there = ["reprise_contact", "resume_contact"]
        .map(|name| json!({"name": name, "status": "PENDING", "category": "UTILITY"}));
    stage.graph.then("message_templates", 200, json!({"data": there}));
    let before = stage.graph.asked().len();
    let answer = stage.check(Some(&seller)).await;
    assert_eq!(answer.json()["mended"], json!([]));
    assert!(stage.graph.asked()[before..].iter().all(|call| call.starts_with("GET ")));
}

#[tokio::test]
async fn a_revoked_token_is_found_told_and_remembered() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    stage.connect(&seller).await;
    stage.graph.refuse("subscribed_apps", 190, 460);
    let answer = stage.check(Some(&seller)).await;
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (StatusCode::CONFLICT, &json!("token_revoked"))
    );
    let health = stage.table.health(&seller.id).await.unwrap();
    assert!(health.stops.contains_key(&StopReason::TokenRevoked));
}

#[tokio::test]
async fn a_card_that_does_not_work_is_told() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    stage.connect(&seller).await;
    let entity = json!({"entity_type": "WABA", "id": "102", "can_send_message": "BLOCKED",
        "errors": [{"error_code": 141_006}]});
    stage.graph.then("106", 200, json!({"id": "106", "health_status": {"entities": [entity]}}));
    let answer = stage.check(Some(&seller)).await;
    assert_eq!(answer.json()["payment_method"], "trouble");
}

#[tokio::test]
async fn there_is_nothing_to_check_without_a_number_and_trouble_passes() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let answer = stage.check(Some(&seller)).await;
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (StatusCode::CONFLICT, &json!("not_connected"))
    );
    stage.connect(&seller).await;
    stage.graph.then("subscribed_apps", 500, json!({"error": {"code": 2, "message": APP}}));
    let answer = stage.check(Some(&seller)).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let nobody = stage.check(None).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}
