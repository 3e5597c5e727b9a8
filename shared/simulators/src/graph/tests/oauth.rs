//! The login dialog, the code exchange and what a token opens.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    testing::{REDIRECT, World},
    time::SECOND,
};

const SUCCESS: [(&str, &str); 3] = [
    ("outcome", "success"),
    ("business_name", "Chez Awa"),
    ("display_phone_number", "+225 07 11 22 33 44"),
];

#[tokio::test]
async fn a_code_works_once() {
    let world = World::new().await;
    let code = world.code(&SUCCESS).await;
    let (status, answer) = world.exchange(&code, REDIRECT).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["token_type"], "bearer");
    assert_eq!(answer["expires_in"], 60 * 24 * 60 * 60);
    let (status, answer) = world.exchange(&code, REDIRECT).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(answer["error"]["code"], 100);
    assert_eq!(answer["error"]["error_subcode"], 36009);
}

#[tokio::test]
async fn a_code_lives_thirty_seconds() {
    let world = World::new().await;
    let (in_time, late) = (world.code(&SUCCESS).await, world.code(&SUCCESS).await);
    world.graph.clock().advance(29 * SECOND);
    assert_eq!(world.exchange(&in_time, REDIRECT).await.0, StatusCode::OK);
    world.graph.clock().advance(2 * SECOND);
    assert_eq!(world.exchange(&late, REDIRECT).await.1["error"]["error_subcode"], 36007);
}

#[tokio::test]
async fn the_redirect_uri_must_be_the_same_to_the_byte() {
    let world = World::new().await;
    let code = world.code(&SUCCESS).await;
    let (_, answer) = world.exchange(&code, &format!("{REDIRECT}/")).await;
    assert_eq!(answer["error"]["error_subcode"], 36008);
    assert_eq!(world.exchange(&code, REDIRECT).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_refusal_comes_back_as_an_error_with_the_state() {
    let world = World::new().await;
    let query = world.dialog(&[("outcome", "denied")]).await;
    let get = |name| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!(get("error"), Some("access_denied"));
    assert_eq!(get("error_code"), Some("200"));
    assert_eq!(get("error_reason"), Some("user_denied"));
    assert_eq!(get("state"), Some("opaque"));
    assert_eq!(get("code"), None);
}

#[tokio::test]
async fn the_most_recently_shared_account_comes_first() {
    let world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    let business = world.get("/sim/graph/v25.0/me?fields=client_business_id", &shop.token).await.1
        ["client_business_id"]
        .as_str()
        .unwrap()
        .to_owned();
    world.graph.clock().advance(SECOND);
    let fields = [
        ("outcome", "success"),
        ("business_id", business.as_str()),
        ("display_phone_number", "+225 07 55 66 77 88"),
    ];
    let code = world.code(&fields).await;
    let token = world.exchange(&code, REDIRECT).await.1["access_token"].clone();
    let data = world.debug(token.as_str().unwrap()).await;
    let targets = data["granular_scopes"][0]["target_ids"].as_array().unwrap();
    assert_eq!(targets.len(), 2);
    assert_eq!(targets[1], shop.account);
    // The first token was given before the second account was shared.
    let first = world.debug(&shop.token).await;
    assert_eq!(first["granular_scopes"][0]["target_ids"], json!([shop.account]));
}

#[tokio::test]
async fn a_known_number_is_shared_again_and_not_created_twice() {
    let world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    let again = world.shop("+2250711223344").await;
    assert_eq!((again.number, again.account), (shop.number, shop.account));
}

#[tokio::test]
async fn a_token_without_target_ids_still_lists_its_accounts() {
    let world = World::new().await;
    let mut fields = SUCCESS.to_vec();
    fields.push(("omit_target_ids", "true"));
    let code = world.code(&fields).await;
    let token = world.exchange(&code, REDIRECT).await.1["access_token"].clone();
    let token = token.as_str().unwrap();
    let data = world.debug(token).await;
    assert!(data["granular_scopes"][0].get("target_ids").is_none());
    let me = world.get("/sim/graph/v25.0/me?fields=client_business_id", token).await.1;
    let business = me["client_business_id"].as_str().unwrap();
    let path = format!("/sim/graph/v25.0/{business}/owned_whatsapp_business_accounts");
    let owned = world.get(&path, token).await.1;
    assert_eq!(owned["data"][0]["name"], "Chez Awa");
    let partner = super::super::seed::PARTNER_BUSINESS_ID;
    let path = format!("/sim/graph/v25.0/{partner}/client_whatsapp_business_accounts");
    assert_eq!(world.get(&path, token).await.1["data"][0]["id"], owned["data"][0]["id"]);
}

#[tokio::test]
async fn outcomes_without_account_or_number_and_coexistence() {
    let world = World::new().await;
    let code = world.code(&[("outcome", "no_waba")]).await;
    let token = world.exchange(&code, REDIRECT).await.1["access_token"].clone();
    let data = world.debug(token.as_str().unwrap()).await;
    assert_eq!(data["granular_scopes"][0]["target_ids"], json!([]));

    let code = world.code(&[("outcome", "no_number")]).await;
    let token = world.exchange(&code, REDIRECT).await.1["access_token"].clone();
    let token = token.as_str().unwrap();
    let account = world.debug(token).await["granular_scopes"][0]["target_ids"][0].clone();
    let path = format!("/sim/graph/v25.0/{}/phone_numbers", account.as_str().unwrap());
    assert_eq!(world.get(&path, token).await.1, json!({"data": []}));

    let fields = [("outcome", "coexistence"), ("display_phone_number", "+225 05 11 22 33 44")];
    let code = world.code(&fields).await;
    let token = world.exchange(&code, REDIRECT).await.1["access_token"].clone();
    let token = token.as_str().unwrap();
    let account = world.debug(token).await["granular_scopes"][0]["target_ids"][0].clone();
    let path = format!(
        "/sim/graph/v25.0/{}/phone_numbers?fields=is_on_biz_app,platform_type",
        account.as_str().unwrap()
    );
    let number = world.get(&path, token).await.1["data"][0].clone();
    assert_eq!(number["is_on_biz_app"], true);
    assert_eq!(number["platform_type"], "CLOUD_API");
    let path = format!("/sim/graph/v25.0/{}/register", number["id"].as_str().unwrap());
    let register = json!({"messaging_product": "whatsapp", "pin": "123456"});
    assert_eq!(world.post(&path, token, register).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn one_seller_cannot_touch_another() {
    let world = World::new().await;
    let one = world.shop("+225 07 11 22 33 44").await;
    let other = world.shop("+225 07 99 88 77 66").await;
    for path in [
        format!("/sim/graph/v25.0/{}", other.number),
        format!("/sim/graph/v25.0/{}/phone_numbers", other.account),
        format!("/sim/graph/v25.0/{}/message_templates", other.account),
    ] {
        let (status, answer) = world.get(&path, &one.token).await;
        assert_eq!((status, &answer["error"]["code"]), (StatusCode::FORBIDDEN, &json!(200)));
    }
    let text = json!({"type": "text", "text": {"body": "Bonjour"}});
    let (_, answer) = world.message(&other.number, &one.token, &text).await;
    assert_eq!(answer["error"]["code"], 200);
}

#[tokio::test]
async fn revoked_expired_and_unknown_tokens_are_code_190() {
    let world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    let path = format!("/sim/graph/v25.0/{}", shop.number);
    assert_eq!(world.get(&path, "EAAnothing").await.1["error"]["code"], 190);
    world.graph.clock().advance(61 * crate::time::DAY);
    assert_eq!(world.get(&path, &shop.token).await.1["error"]["error_subcode"], 463);
    let order = json!({"phone_number_id": shop.number});
    let revoked = world.post("/sim/graph/_control/revoke", "", order).await.1;
    assert_eq!(revoked, json!({"success": true, "revoked": 1}));
    let (status, answer) = world.get(&path, &shop.token).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::UNAUTHORIZED, &json!(190)));
    assert_eq!(answer["error"]["error_subcode"], 467);
    assert_eq!(world.debug(&shop.token).await["is_valid"], false);
}

#[tokio::test]
async fn the_pin_must_match_and_ten_registrations_are_the_limit() {
    let world = World::new().await;
    let shop = world.shop("+225 07 11 22 33 44").await;
    let path = format!("/sim/graph/v25.0/{}/register", shop.number);
    let body = |pin: &str| json!({"messaging_product": "whatsapp", "pin": pin});
    let short = world.post(&path, &shop.token, body("12345")).await.1;
    assert_eq!(short["error"]["code"], 100);
    // The shop's own registration was the first of ten.
    for _ in 0..9 {
        let wrong = world.post(&path, &shop.token, body("654321")).await.1;
        assert_eq!(wrong["error"]["code"], 133_005);
    }
    let locked = world.post(&path, &shop.token, body("123456")).await.1;
    assert_eq!(locked["error"]["code"], 133_016);
    world.graph.clock().advance(73 * crate::time::HOUR);
    let later = world.post(&path, &shop.token, body("123456")).await.1;
    // The token outlives the lock.
    assert_eq!(later, json!({"success": true}));
}
