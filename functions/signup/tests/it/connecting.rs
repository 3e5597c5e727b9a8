//! The way that succeeds: link, callback, an answering number; again with a new token.

use aws_adapters::{
    table::keys,
    vault::{Sealed, TokenPurpose},
};
use contracts::records::{health::AccountSellerRecord, seller::NumberRecord};
use domain::{
    health::{HealthEvent, StopReason},
    ids::{PhoneNumberId, WabaId},
};
use lambda_http::http::StatusCode;
use lambda_support::clock;
use serde_json::json;

use crate::{
    graph::{TOKEN, number},
    support::Stage,
};

#[tokio::test]
async fn a_seller_who_comes_back_with_a_code_is_connected() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let page = stage.connect(&seller).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("WhatsApp est connecté") && page.text.contains("Chez Awa"));
    assert_eq!(
        stage.graph.asked(),
        [
            "GET oauth/access_token",
            "GET debug_token",
            "GET 102/phone_numbers",
            "POST 102/subscribed_apps",
            "POST 106/register",
            "GET 102/message_templates",
            "POST 102/message_templates",
            "POST 102/message_templates",
        ]
    );
    assert_eq!(stage.graph.redirect_uris(), ["https://api.example.com/onboarding/callback"]);
    let record = stage.record(&seller).await;
    let whatsapp = record.whatsapp.clone().unwrap();
    assert_eq!((whatsapp.waba_id.as_str(), whatsapp.phone_number_id.as_str()), ("102", "106"));
    assert_eq!(whatsapp.token_expires_at.unwrap().as_second(), 1_800_000_000);
    assert_eq!(record.onboarding.step.name(), "active");
    let claim = stage.table.get::<NumberRecord>(&keys::number(&PhoneNumberId::new("106"))).await;
    assert_eq!(claim.unwrap().unwrap().value.seller, seller.id);
}

#[tokio::test]
async fn a_new_connection_ends_the_stop_of_the_old_and_is_found_by_its_account() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let stopped = [StopReason::TokenRevoked, StopReason::Payment]
        .map(|reason| HealthEvent::Stopped { reason, code: Some(190), until: None });
    stage.table.note_health(&seller.id, &stopped, clock::now()).await.unwrap();
    assert_eq!(stage.connect(&seller).await.status, StatusCode::OK);
    let health = stage.table.health(&seller.id).await.unwrap();
    assert_eq!(health.stops.into_keys().collect::<Vec<_>>(), [StopReason::Payment]);
    let row = keys::account_seller(&WabaId::new("102"), &seller.id);
    let row = stage.table.get::<AccountSellerRecord>(&row).await.unwrap().unwrap().value;
    assert_eq!((row.seller, row.phone_number_id.as_str()), (seller.id, "106"));
}

#[tokio::test]
async fn secrets_are_sealed_and_the_attempts_copy_is_gone() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let page = stage.connect(&seller).await;
    let pins = stage.graph.pins();
    assert!(pins[0].len() == 6 && pins[0].chars().all(|c| c.is_ascii_digit()));
    for (purpose, secret) in
        [(TokenPurpose::WhatsApp, TOKEN), (TokenPurpose::RegistrationPin, &pins[0])]
    {
        let key = keys::sealed_token(&seller.id, purpose);
        let sealed = stage.table.get::<Sealed>(&key).await.unwrap().unwrap().value;
        assert!(!sealed.ciphertext.contains(secret) && !page.text.contains(secret));
    }
    let attempt = stage.table.get::<Sealed>(&keys::onboarding(&seller.id)).await.unwrap();
    assert!(attempt.is_none());
}

#[tokio::test]
async fn a_number_shared_with_the_app_is_subscribed_and_not_registered() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let mut shared = number("106");
    shared["is_on_biz_app"] = json!(true);
    shared["platform_type"] = json!("CLOUD_API");
    stage.graph.then("phone_numbers", 200, json!({"data": [shared]}));
    assert_eq!(stage.connect(&seller).await.status, StatusCode::OK);
    assert!(!stage.graph.asked().contains(&"POST 106/register".to_owned()));
    assert!(stage.record(&seller).await.whatsapp.unwrap().coexistence);
}

#[tokio::test]
async fn a_token_that_names_no_account_is_asked_through_its_business() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let mut token = crate::graph::good_token();
    token["granular_scopes"] = json!([{"scope": "whatsapp_business_management"}]);
    stage.graph.then("debug_token", 200, json!({"data": token}));
    stage.graph.refuse("owned_whatsapp_business_accounts", 200, 0);
    stage.graph.then("client_whatsapp_business_accounts", 200, json!({"data": [{"id": "102"}]}));
    assert_eq!(stage.connect(&seller).await.status, StatusCode::OK);
    assert_eq!(
        stage.graph.asked()[2..5],
        [
            "GET me",
            "GET 900/owned_whatsapp_business_accounts",
            "GET 900/client_whatsapp_business_accounts"
        ]
    );
}

#[tokio::test]
async fn connecting_again_keeps_the_pin_and_another_number_frees_the_first() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    stage.connect(&seller).await;
    assert_eq!(stage.connect(&seller).await.status, StatusCode::OK);
    let pins = stage.graph.pins();
    assert_eq!((pins.len(), &pins[0]), (2, &pins[1]));
    stage.graph.then("phone_numbers", 200, json!({"data": [number("107")]}));
    assert_eq!(stage.connect(&seller).await.status, StatusCode::OK);
    assert_eq!(stage.record(&seller).await.whatsapp.unwrap().phone_number_id, "107");
    let first = stage.table.item(&keys::number(&PhoneNumberId::new("106"))).await.unwrap();
    assert!(first.is_none());
}

#[tokio::test]
async fn a_failed_second_attempt_leaves_the_connection_as_it_was() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    stage.connect(&seller).await;
    let key = keys::sealed_token(&seller.id, TokenPurpose::WhatsApp);
    let before = stage.table.get::<Sealed>(&key).await.unwrap().unwrap().value;
    stage.graph.then("debug_token", 200, json!({"data": {"is_valid": false, "scopes": []}}));
    assert_eq!(stage.connect(&seller).await.status, StatusCode::FORBIDDEN);
    let record = stage.record(&seller).await;
    assert_eq!(record.whatsapp.unwrap().phone_number_id, "106");
    assert_eq!(record.onboarding.refusal.unwrap().code, "token_invalid");
    let after = stage.table.get::<Sealed>(&key).await.unwrap().unwrap().value;
    assert_eq!(before, after);
}
