use contracts::records::device::LanguageValue;
use domain::conversation::Owner;
use jiff::SignedDuration;
use lambda_support::clock;
use serde_json::{Value, json};

use crate::stage::{PUBLIC_KEY, Stage, starts_with};

#[tokio::test]
async fn a_thread_that_waits_rings_on_every_device_in_its_language() {
    let stage = Stage::new().await;
    let french = stage.browser().await;
    let english = stage.browser_with(PUBLIC_KEY, LanguageValue::English).await;
    let (thread, alert) = stage.waiting().await;
    assert!(!stage.comes_back(&alert).await);
    let hash = format!("#/conversations/{thread}");
    assert_eq!(
        stage.heard(&french).await,
        [json!({"title": "Moussa vous attend", "body": "L’IA vous passe la main.",
            "hash": hash, "lang": "fr"})]
    );
    assert_eq!(
        stage.heard(&english).await,
        [json!({"title": "Moussa waits for you", "body": "The AI hands over to you.",
            "hash": hash, "lang": "en"})]
    );
    // The same message again, as queues do.
    assert!(!stage.comes_back(&alert).await);
    assert_eq!(stage.heard(&french).await.len(), 1);
}

#[tokio::test]
async fn a_delivery_in_trouble_rings_while_it_still_is() {
    let stage = Stage::new().await;
    let browser = stage.browser().await;
    let nobody = json!({"kind": "nobody_found", "asked": 1, "refused": 1, "silent": 0});
    let (order, alert) = stage.stuck(&nobody, "nobody_found").await;
    assert!(!stage.comes_back(&alert).await);
    let reference = domain::order::reference(&order);
    assert_eq!(
        stage.heard(&browser).await,
        [json!({"title": format!("Livraison {reference}"),
            "body": "Aucun livreur trouvé. À vous de décider.",
            "hash": format!("#/deliveries/{order}"), "lang": "fr"})]
    );
    let fetched = json!({"kind": "pickup_at_shop"});
    let (_, overtaken) = stage.stuck(&fetched, "nobody_found").await;
    assert!(!stage.comes_back(&overtaken).await);
    assert_eq!(stage.heard(&browser).await.len(), 1);
}

#[tokio::test]
async fn what_was_dealt_with_or_is_old_rings_nowhere() {
    let stage = Stage::new().await;
    let browser = stage.browser().await;
    let (thread, alert) = stage.waiting().await;
    stage.thread(&thread, Owner::Human { until: None }, 0).await;
    assert!(!stage.comes_back(&alert).await);
    let (_, mut old) = stage.waiting().await;
    old["at"] = json!((clock::now() - SignedDuration::from_hours(13)).to_string());
    assert!(!stage.comes_back(&old).await);
    let (_, mut gone) = stage.waiting().await;
    gone["body"]["data"]["of"]["conversation"] = json!("cnv_0000000000000000000000000c");
    assert!(!stage.comes_back(&gone).await);
    assert_eq!(stage.heard(&browser).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_device_that_is_gone_is_forgotten_and_the_others_ring() {
    let stage = Stage::new().await;
    let (gone, stays) = (stage.browser().await, stage.browser().await);
    // What it was subscribed with reaches it no more.
    let former = stage.browser_with("former-key", LanguageValue::French).await;
    stage.unsubscribe(&gone).await;
    let (_, alert) = stage.waiting().await;
    assert!(!stage.comes_back(&alert).await);
    assert_eq!(stage.heard(&stays).await.len(), 1);
    assert!(stage.heard(&former).await.is_empty());
    assert_eq!(stage.ringing().await, [stays.device]);
}

#[tokio::test]
async fn a_busy_service_is_asked_again_and_who_was_told_is_not() {
    let stage = Stage::new().await;
    let (busy, broken, well) =
        (stage.browser().await, stage.browser().await, stage.browser().await);
    stage.answers(&busy, json!({"status": 429, "retry_after": 1})).await;
    stage.answers(&broken, json!({"status": 503, "times": 2})).await;
    let (_, alert) = stage.waiting().await;
    for (comes_back, heard) in [(true, [0, 0, 1]), (true, [1, 0, 1]), (false, [1, 1, 1])] {
        assert_eq!(stage.comes_back(&alert).await, comes_back);
        let mut found = [0; 3];
        for (browser, count) in [&busy, &broken, &well].into_iter().zip(&mut found) {
            *count = stage.heard(browser).await.len();
        }
        assert_eq!(found, heard);
    }
    assert_eq!(stage.ringing().await.len(), 3);
}

#[tokio::test]
async fn a_refusal_for_good_is_not_repeated_and_keeps_nobody_from_ringing() {
    let stage = Stage::new().await;
    let (refused, well) = (stage.browser().await, stage.browser().await);
    stage.answers(&refused, json!({"status": 400})).await;
    let (_, alert) = stage.waiting().await;
    assert!(!stage.comes_back(&alert).await);
    assert!(!stage.comes_back(&alert).await);
    assert!(stage.heard(&refused).await.is_empty());
    assert_eq!(stage.heard(&well).await.len(), 1);
    // Another alert may fare better.
    let (_, other) = stage.waiting().await;
    assert!(!stage.comes_back(&other).await);
    assert_eq!(stage.heard(&refused).await.len(), 1);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_parked() {
    let stage = Stage::new().await;
    assert!(!stage.comes_back(&json!({"id": "1", "body": {"type": "thread_waits.v9"}})).await);
    assert!(stage.parked().contains("unreadable"), "{}", stage.parked());
}

#[tokio::test]
async fn a_pair_of_keys_that_is_none_keeps_the_function_from_starting() {
    assert!(starts_with(PUBLIC_KEY).await);
    assert!(!starts_with("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4").await);
}
