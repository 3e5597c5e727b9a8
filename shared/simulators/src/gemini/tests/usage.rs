//! Token counts, the implicit cache and the output limit.

use serde_json::{Value, json};

use super::{generate, user};
use crate::gemini::router;

fn request(system: &str, text: &str, config: &Value) -> Value {
    json!({"systemInstruction": {"parts": [{"text": system}]}, "contents": [user(text)],
        "generationConfig": config})
}

#[tokio::test]
async fn totals_add_up_and_thoughts_follow_the_level() {
    let config = json!({"thinkingConfig": {"thinkingLevel": "LOW"}});
    let body = request("x", "bonjour", &config);
    let usage = generate(&router(), &body).await.1["usageMetadata"].clone();
    let count = |name: &str| usage[name].as_u64().unwrap();
    assert_eq!(
        count("totalTokenCount"),
        count("promptTokenCount") + count("candidatesTokenCount") + count("thoughtsTokenCount")
    );
    assert!(count("candidatesTokenCount") > 0);
    assert_eq!(count("thoughtsTokenCount"), 48);
    assert!(usage.get("cachedContentTokenCount").is_none());
}

#[tokio::test]
async fn a_long_prefix_is_cached_when_it_repeats() {
    let router = router();
    let system = "Vous vendez des chaussures. ".repeat(700);
    let first = generate(&router, &request(&system, "bonjour", &json!({}))).await.1;
    assert!(first["usageMetadata"].get("cachedContentTokenCount").is_none());
    let second = generate(&router, &request(&system, "merci", &json!({}))).await.1;
    let cached = second["usageMetadata"]["cachedContentTokenCount"].as_u64().unwrap();
    let prompt = second["usageMetadata"]["promptTokenCount"].as_u64().unwrap();
    assert!((4_096..=prompt).contains(&cached), "{cached} of {prompt}");
    let other = format!("Autre boutique. {system}");
    let third = generate(&router, &request(&other, "merci", &json!({}))).await.1;
    assert!(third["usageMetadata"].get("cachedContentTokenCount").is_none());
}

#[tokio::test]
async fn a_small_limit_is_spent_on_thoughts() {
    let config = json!({"maxOutputTokens": 40, "thinkingConfig": {"thinkingLevel": "LOW"}});
    let body = generate(&router(), &request("x", "bonjour", &config)).await.1;
    assert_eq!(body["candidates"][0]["finishReason"], "MAX_TOKENS");
    assert_eq!(body["candidates"][0]["content"]["parts"], json!([]));
    assert_eq!(body["usageMetadata"]["thoughtsTokenCount"], 40);
}

#[tokio::test]
async fn audio_is_counted_by_its_length_and_not_as_text() {
    let data = "AAAA".repeat(10_000);
    let body = json!({"contents": [{"role": "user", "parts": [
        {"inlineData": {"mimeType": "audio/ogg", "data": data}}]}]});
    let usage = generate(&router(), &body).await.1["usageMetadata"].clone();
    assert_eq!(usage["promptTokensDetails"][1], json!({"modality": "AUDIO", "tokenCount": 480}));
    assert!(usage["promptTokensDetails"][0]["tokenCount"].as_u64().unwrap() < 100);
}
