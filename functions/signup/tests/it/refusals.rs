//! The ways that stop: what the page says, what is kept, and what « Réessayer » does.

use contracts::records::seller::LinkRecord;
use domain::onboarding::Link;
use lambda_http::http::StatusCode;
use serde_json::json;

use crate::{graph::good_token, support::Stage};

#[tokio::test]
async fn a_link_serves_once_in_its_time_and_only_if_it_is_ours() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let ticket = stage.state(&seller).await;
    let back = |state: &str| format!("/onboarding/callback?code=abc&state={state}&unknown=1");
    assert_eq!(stage.call("GET", &back(&ticket), None, "").await.status, StatusCode::OK);
    let again = stage.call("GET", &back(&ticket), None, "").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains("Lien déjà utilisé"));
    let unknown = stage.call("GET", &back("0123"), None, "").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    for query in ["", "?state=0123", "?code=abc"] {
        let path = format!("/onboarding/callback{query}");
        assert_eq!(stage.call("GET", &path, None, "").await.status, StatusCode::BAD_REQUEST);
    }
    // Ten minutes went by.
    let late = stage.state(&seller).await;
    let key = aws_adapters::table::keys::oauth_state(&late);
    let stored = stage.table.get::<LinkRecord>(&key).await.unwrap().unwrap();
    let expires_at = stored.value.expires_at - jiff::SignedDuration::from_mins(11);
    let link = Link { expires_at, ..Link::from(&stored.value) };
    let item = aws_adapters::table::NewItem::new(key, &LinkRecord::from(&link)).unwrap();
    stage.table.put(item).await.unwrap();
    let late = stage.call("GET", &back(&late), None, "").await;
    assert_eq!(late.status, StatusCode::GONE);
    // The code went to Meta for the one good link only.
    let exchanges = stage.graph.asked().iter().filter(|call| call.contains("oauth")).count();
    assert_eq!(exchanges, 1);
}

#[tokio::test]
async fn two_returns_at_one_moment_use_a_link_once() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let ticket = stage.state(&seller).await;
    let path = format!("/onboarding/callback?code=abc&state={ticket}");
    let both = futures::future::join(
        stage.call("GET", &path, None, ""),
        stage.call("GET", &path, None, ""),
    );
    let (one, other) = both.await;
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT]);
}

#[tokio::test]
async fn a_seller_who_declines_is_told_and_can_begin_again() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let ticket = stage.state(&seller).await;
    let path = format!(
        "/onboarding/callback?error=access_denied&error_code=200&error_reason=user_denied&state={ticket}"
    );
    let page = stage.call("GET", &path, None, "").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("Connexion annulée"));
    assert!(stage.graph.asked().is_empty());
    assert_eq!(stage.record(&seller).await.onboarding.refusal.unwrap().code, "access_denied");
    assert_eq!(stage.resume(&seller).await.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.connect(&seller).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_exchange_is_never_tried_again() {
    for (code, subcode, status, title) in [
        (100, 36_009, StatusCode::CONFLICT, "Autorisation expirée"),
        (100, 36_007, StatusCode::GONE, "Autorisation expirée"),
        (100, 36_008, StatusCode::BAD_GATEWAY, "Réglage à corriger"),
        (2, 0, StatusCode::SERVICE_UNAVAILABLE, "Meta ne répond pas"),
    ] {
        let stage = Stage::new().await;
        let seller = stage.seller().await;
        stage.graph.refuse("access_token", code, subcode);
        let page = stage.connect(&seller).await;
        assert_eq!(page.status, status, "{subcode}");
        assert!(page.text.contains(title), "{subcode}");
        assert_eq!(stage.graph.asked(), ["GET oauth/access_token"]);
    }
}

#[tokio::test]
async fn a_token_that_is_not_enough_is_refused() {
    let altered = |name: &str, value: serde_json::Value| {
        let mut token = good_token();
        token[name] = value;
        token
    };
    let mut partial = altered("scopes", json!(["whatsapp_business_management"]));
    partial["granular_scopes"] =
        json!([{"scope": "whatsapp_business_management", "target_ids": ["102"]}]);
    for (token, code) in [
        (altered("is_valid", json!(false)), "token_invalid"),
        (altered("app_id", json!("1")), "wrong_app"),
        (partial, "missing_permission"),
    ] {
        let stage = Stage::new().await;
        let seller = stage.seller().await;
        stage.graph.then("debug_token", 200, json!({"data": token}));
        assert_eq!(stage.connect(&seller).await.status, StatusCode::FORBIDDEN, "{code}");
        let onboarding = stage.record(&seller).await.onboarding;
        assert_eq!(onboarding.refusal.unwrap().code, code);
        assert_eq!(onboarding.step.name(), "registered");
    }
}

#[tokio::test]
async fn a_number_of_another_seller_is_refused_and_freed_by_nobody() {
    let stage = Stage::new().await;
    let (first, second) = (stage.seller().await, stage.seller().await);
    stage.connect(&first).await;
    let page = stage.connect(&second).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text.contains("Numéro déjà relié"));
    // Nothing was done to the number on behalf of the second.
    let registrations = stage.graph.asked().iter().filter(|c| c.ends_with("register")).count();
    assert_eq!(registrations, 1);
    assert!(stage.record(&second).await.whatsapp.is_none());
    assert!(stage.record(&first).await.whatsapp.is_some());
}

#[tokio::test]
async fn what_stopped_goes_on_from_there_with_the_kept_token() {
    for (path, code, status, left) in [
        ("debug_token", 2, StatusCode::SERVICE_UNAVAILABLE, 4),
        ("phone_numbers", 4, StatusCode::SERVICE_UNAVAILABLE, 3),
        ("subscribed_apps", 131_000, StatusCode::SERVICE_UNAVAILABLE, 2),
        ("register", 133_005, StatusCode::CONFLICT, 1),
        ("register", 2, StatusCode::SERVICE_UNAVAILABLE, 1),
    ] {
        let stage = Stage::new().await;
        let seller = stage.seller().await;
        stage.graph.refuse(path, code, 0);
        let page = stage.connect(&seller).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.text.contains("Réessayer"), "{path}");
        let asked = stage.graph.asked().len();
        let answer = stage.resume(&seller).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        assert_eq!(answer.json(), json!({"status": "active", "step": "active"}));
        let after = stage.graph.asked()[asked..].to_vec();
        let walked = |call: &&String| !call.ends_with("message_templates");
        let after: Vec<&String> = after.iter().filter(walked).collect();
        assert_eq!(after.len(), left, "{path}: {after:?}");
        // The number is registered with one PIN, however often.
        let pins = stage.graph.pins();
        assert!(pins.iter().all(|pin| *pin == pins[0]));
    }
}

#[tokio::test]
async fn a_hiccup_of_meta_is_tried_once_more_while_there_is_time() {
    let mut stage = Stage::new().await;
    stage.seconds_left = Some(25);
    let seller = stage.seller().await;
    stage.graph.refuse("subscribed_apps", 2, 0);
    assert_eq!(stage.connect(&seller).await.status, StatusCode::OK);
    // Twice in a row is more than a hiccup.
    stage.graph.refuse("subscribed_apps", 2, 0).refuse("subscribed_apps", 2, 0);
    assert_eq!(stage.connect(&seller).await.status, StatusCode::SERVICE_UNAVAILABLE);
    // An exchange has no second time, whatever there is left.
    stage.graph.refuse("access_token", 2, 0);
    stage.connect(&seller).await;
    let exchanges = stage.graph.asked().iter().filter(|call| call.contains("oauth")).count();
    assert_eq!(exchanges, 3);
}

#[tokio::test]
async fn a_call_that_could_be_cut_off_is_left_for_later() {
    let mut stage = Stage::new().await;
    let seller = stage.seller().await;
    stage.seconds_left = Some(5);
    assert_eq!(stage.connect(&seller).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(stage.graph.asked(), ["GET oauth/access_token"]);
    stage.seconds_left = Some(25);
    assert_eq!(stage.resume(&seller).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_locked_number_is_not_asked_for_before_its_hour() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    stage.graph.refuse("register", 133_016, 0);
    assert_eq!(stage.connect(&seller).await.status, StatusCode::TOO_MANY_REQUESTS);
    let asked = stage.graph.asked().len();
    let answer = stage.resume(&seller).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.json()["code"], "register_locked");
    assert_eq!(stage.graph.asked().len(), asked);
}

#[tokio::test]
async fn an_account_without_a_number_waits_for_one() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    stage.graph.then("phone_numbers", 200, json!({"data": []}));
    assert_eq!(stage.connect(&seller).await.status, StatusCode::CONFLICT);
    assert_eq!(stage.record(&seller).await.onboarding.refusal.unwrap().code, "no_number");
    assert_eq!(stage.resume(&seller).await.status, StatusCode::OK);
}

#[tokio::test]
async fn there_is_nothing_to_resume_before_and_after() {
    let stage = Stage::new().await;
    let seller = stage.seller().await;
    let before = stage.resume(&seller).await;
    assert_eq!(before.status, StatusCode::CONFLICT);
    assert_eq!(before.json()["code"], "nothing_to_resume");
    stage.connect(&seller).await;
    assert_eq!(stage.resume(&seller).await.status, StatusCode::OK);
}
