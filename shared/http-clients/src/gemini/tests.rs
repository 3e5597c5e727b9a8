//! The client against servers that misbehave in every way Google and the network do.

use contracts::gemini::Content;
use serde_json::{Value, json};

use super::*;
use crate::{
    http::TransportError,
    stub::{ABSENT, Stub, answer, http},
};

/// For a server that never answers.
const SOON: Duration = Duration::from_millis(100);
/// For all others: a slow machine is not a failure.
const PATIENCE: Duration = Duration::from_secs(20);

fn gemini(url: &str) -> Gemini {
    Gemini::new(url, "v1beta", SecretString::from("AQ.secret"), http()).unwrap()
}

fn request() -> Request {
    Request::new("Tu vends des sacs.", vec![Content::user(&["mon secret"])])
}

async fn ask(url: &str) -> Result<Response, GeminiError> {
    gemini(url).generate("gemini-3.8-flash", &request(), PATIENCE).await
}

async fn unanswered() -> GeminiError {
    let stub = Stub::silent().await;
    gemini(&stub.url).generate("gemini-3.8-flash", &request(), SOON).await.unwrap_err()
}

async fn class_of(status: u16, body: Value) -> FailureClass {
    let stub = Stub::new(move |_| answer(status, &body)).await;
    ask(&stub.url).await.unwrap_err().class()
}

#[tokio::test]
async fn a_call_carries_its_key_in_one_header_and_is_not_stored() {
    let stub = Stub::new(|_| {
        answer(
            200,
            &json!({"candidates": [{"content": {"parts": [{"text": "Bonjour"}]},
            "finishReason": "STOP"}], "modelVersion": "gemini-3.8-flash"}),
        )
    })
    .await;
    let response = ask(&stub.url).await.unwrap();
    assert_eq!(Outcome::of(&response), Outcome::Text("Bonjour".to_owned()));
    let asked = &stub.asked()[0];
    assert_eq!(asked.method, "POST");
    assert_eq!(asked.uri, "/v1beta/models/gemini-3.8-flash:generateContent");
    assert_eq!(asked.headers["x-goog-api-key"], "AQ.secret");
    assert!(!asked.headers.contains_key("authorization"));
    assert_eq!(asked.body["store"], false);
    assert_eq!(asked.body["generationConfig"]["thinkingConfig"]["thinkingLevel"], "LOW");
    assert_eq!(asked.body["generationConfig"]["maxOutputTokens"], 2048);
    assert_eq!(asked.body["generationConfig"].get("temperature"), None);
}

#[tokio::test]
async fn refusals_are_classified_by_their_body() {
    let key = json!({"error": {"code": 400, "status": "INVALID_ARGUMENT",
        "details": [{"reason": "API_KEY_INVALID"}]}});
    assert_eq!(class_of(400, key.clone()).await, FailureClass::BadKey);
    assert_eq!(class_of(400, json!([key])).await, FailureClass::BadKey);
    let gone = json!({"error": {"code": 404, "status": "NOT_FOUND"}});
    assert_eq!(class_of(404, gone).await, FailureClass::ModelGone);
    let limited = json!({"error": {"code": 429, "status": "RESOURCE_EXHAUSTED",
        "details": [{"retryDelay": "12.77s"}]}});
    let retry_after = Some(Duration::from_millis(12_770));
    assert_eq!(class_of(429, limited.clone()).await, FailureClass::RateLimited { retry_after });
    let down = json!({"error": {"code": 503, "status": "UNAVAILABLE"}});
    assert_eq!(class_of(503, down.clone()).await, FailureClass::Transient);
    // An error under a 200 is an error.
    assert_eq!(class_of(200, json!([down])).await, FailureClass::Transient);
}

#[tokio::test]
async fn pages_and_other_schemas_are_no_answers() {
    let page = |status: u16| {
        let status = axum::http::StatusCode::from_u16(status).unwrap();
        move |_| (status, "<html>502</html>")
    };
    let bad_gateway = Stub::new(page(502)).await;
    assert_eq!(ask(&bad_gateway.url).await.unwrap_err().class(), FailureClass::Transient);
    let captive = Stub::new(page(200)).await;
    assert_eq!(ask(&captive.url).await.unwrap_err().class(), FailureClass::Malformed);
    assert_eq!(class_of(200, json!("Bonjour")).await, FailureClass::Malformed);
    let other = Stub::new(|_| answer(200, &json!({"choices": [{"message": "Bonjour"}]}))).await;
    assert_eq!(Outcome::of(&ask(&other.url).await.unwrap()), Outcome::Empty);
}

#[tokio::test]
async fn a_cut_and_absence_are_passing_troubles() {
    let first = Attempt { number: 1, model: ModelChoice::Main };
    let cut = ask(&Stub::cutting().await.url).await.unwrap_err();
    let absent = ask(ABSENT).await.unwrap_err();
    for error in [cut, absent] {
        assert_eq!(error.class(), FailureClass::Transient, "{error:?}");
        let after = Duration::from_secs(1);
        assert_eq!(error.next_step(first), NextStep::Retry { after });
    }
}

#[tokio::test]
async fn silence_leaves_the_time_that_is_left_to_the_other_model() {
    let first = Attempt { number: 1, model: ModelChoice::Main };
    let silent = unanswered().await;
    assert!(matches!(silent, GeminiError::Transport(TransportError::TimedOut)), "{silent:?}");
    assert_eq!(silent.next_step(first), NextStep::Fallback);
}

#[tokio::test]
async fn nothing_is_repeated_below_the_policy() {
    let stub = Stub::new(|_| answer(503, &json!({}))).await;
    ask(&stub.url).await.unwrap_err();
    assert_eq!(stub.asked().len(), 1);
}

#[tokio::test]
async fn neither_key_nor_words_are_in_an_error() {
    let echo = json!({"error": {"code": 400, "status": "INVALID_ARGUMENT",
        "message": "AQ.secret mon secret", "details": [{"reason": "API_KEY_INVALID"}]}});
    let refused = Stub::new(move |_| answer(400, &echo)).await;
    let errors =
        [ask(&refused.url).await.unwrap_err(), ask(ABSENT).await.unwrap_err(), unanswered().await];
    for error in errors {
        let shown = format!("{error} {error:?} {:?}", gemini(ABSENT));
        assert!(!shown.contains("secret\""), "{shown}");
        assert!(!shown.contains("AQ."), "{shown}");
        assert!(!shown.contains("mon secret"), "{shown}");
    }
}

#[tokio::test]
async fn a_key_with_a_line_break_is_named_before_any_call() {
    let stub = Stub::new(|_| answer(200, &json!({}))).await;
    let key = SecretString::from("AQ.\nx");
    let client = Gemini::new(&stub.url, "v1", key, http()).unwrap();
    let error = client.generate("m", &request(), PATIENCE).await.unwrap_err();
    assert_eq!(error.class(), FailureClass::BadKey);
    assert!(stub.asked().is_empty());
}
