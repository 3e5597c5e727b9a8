//! The client against servers that misbehave in every way Graph and the network do.

use contracts::meta::{
    error_class::ErrorClass,
    send::{FreeForm, Outgoing, Recipient},
};
use domain::ids::{PhoneNumberId, WaId, Wamid};
use jiff::Timestamp;
use serde_json::json;

use super::*;
use crate::{
    http::TransportError,
    stub::{ABSENT, Stub, answer, http, impatient},
};

mod files;
mod onboarding;

fn graph(url: &str) -> Graph {
    Graph::new(url, "v25.0", http()).unwrap()
}

fn token() -> SecretString {
    SecretString::from("EAAtoken")
}

fn number() -> PhoneNumberId {
    PhoneNumberId::new("4711")
}

fn message() -> Outgoing {
    let now = Timestamp::UNIX_EPOCH;
    let window = domain::window::at(Some(now), now).unwrap();
    let to = Recipient::Phone(WaId::new("2250707123456"));
    Outgoing::free_form(to, FreeForm::text("mon secret").unwrap(), window).tagged("evt").unwrap()
}

async fn send(url: &str) -> Result<Wamid, SendError> {
    graph(url).send(&token(), &number(), &message()).await
}

fn impatient_graph(url: &str) -> Graph {
    Graph::new(url, "v25.0", impatient()).unwrap()
}

/// The whole chain of an error, in both forms, as a careless logger would print it.
fn printed(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text} {cause} {cause:?}");
        source = cause.source();
    }
    text
}

fn refusal(code: i64) -> Value {
    json!({"error": {
        "message": "(#1) +2250707123456 EAAtoken", "type": "OAuthException", "code": code,
        "error_data": {"details": "2250707123456"}, "fbtrace_id": "Atrace",
    }})
}

#[tokio::test]
async fn an_accepted_message_gives_its_identifier() {
    let stub =
        Stub::new(|_| answer(200, &json!({"messages": [{"id": "wamid.A"}], "contacts": []}))).await;
    assert_eq!(send(&stub.url).await.unwrap(), Wamid::new("wamid.A"));
    let asked = &stub.asked()[0];
    assert_eq!((asked.method.as_str(), asked.uri.as_str()), ("POST", "/v25.0/4711/messages"));
    assert_eq!(asked.headers["authorization"], "Bearer EAAtoken");
    assert_eq!(asked.headers["content-type"], "application/json");
    assert_eq!(asked.body, message().to_json());
}

#[tokio::test]
async fn a_refused_message_did_not_go_out() {
    let stub = Stub::new(|_| answer(400, &refusal(131_047))).await;
    let error = send(&stub.url).await.unwrap_err();
    assert!(matches!(error, SendError::NotSent(_)), "{error:?}");
    assert_eq!(error.class(), Some(ErrorClass::WindowClosed));
    assert_eq!(error.disposition(), Disposition::GiveUp);
}

#[tokio::test]
async fn a_limit_names_its_wait() {
    let stub = Stub::new(|_| {
        let mut limited = answer(429, &refusal(130_429));
        limited.headers_mut().insert("retry-after", 7.into());
        limited
    })
    .await;
    let error = send(&stub.url).await.unwrap_err();
    let after = std::time::Duration::from_secs(7);
    assert_eq!(error.disposition(), Disposition::Retry { after });
}

#[tokio::test]
async fn whatever_leaves_the_outcome_open_waits_for_the_status() {
    let page = |status: u16| {
        let body = (axum::http::StatusCode::from_u16(status).unwrap(), "<html>oops</html>");
        move |_| body
    };
    let servers = [
        ("500 with code 1", Stub::new(|_| answer(500, &refusal(1))).await),
        ("400 with code 131000", Stub::new(|_| answer(400, &refusal(131_000))).await),
        ("503 with code 131016", Stub::new(|_| answer(503, &refusal(131_016))).await),
        ("502 page", Stub::new(page(502)).await),
        ("200 page", Stub::new(page(200)).await),
        ("200 without id", Stub::new(|_| answer(200, &json!({"messages": []}))).await),
        ("cut", Stub::cutting().await),
    ];
    for (name, stub) in servers {
        let error = send(&stub.url).await.unwrap_err();
        assert!(matches!(error, SendError::Unknown(_)), "{name}: {error:?}");
        assert_eq!(error.disposition(), Disposition::AwaitStatus, "{name}");
    }
}

#[tokio::test]
async fn silence_after_the_request_leaves_the_outcome_open() {
    let stub = Stub::silent().await;
    let client = impatient_graph(&stub.url);
    let error = client.send(&token(), &number(), &message()).await.unwrap_err();
    let timed_out =
        matches!(error, SendError::Unknown(CallError::Transport(TransportError::TimedOut)));
    assert!(timed_out, "{error:?}");
    assert_eq!(error.disposition(), Disposition::AwaitStatus);
}

#[tokio::test]
async fn an_unreachable_graph_got_nothing() {
    let error = send(ABSENT).await.unwrap_err();
    assert!(matches!(error, SendError::ConnectFailed(TransportError::Connect(_))), "{error:?}");
    assert!(matches!(error.disposition(), Disposition::Retry { .. }));
}

#[tokio::test]
async fn a_message_is_sent_once_whatever_happens() {
    let stub = Stub::new(|_| answer(503, &refusal(2))).await;
    send(&stub.url).await.unwrap_err();
    assert_eq!(stub.asked().len(), 1);
}

#[tokio::test]
async fn no_redirect_takes_the_token_along() {
    let elsewhere = Stub::new(|_| answer(200, &json!({"messages": [{"id": "wamid.B"}]}))).await;
    let target = elsewhere.url.clone();
    let stub = Stub::new(move |_| {
        (axum::http::StatusCode::TEMPORARY_REDIRECT, [("location", target.clone())])
    })
    .await;
    let error = send(&stub.url).await.unwrap_err();
    assert!(matches!(error, SendError::NotSent(_)), "{error:?}");
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn no_error_tells_a_token_a_phone_or_the_words() {
    let refused = Stub::new(|_| answer(400, &refusal(131_030))).await;
    let silent = Stub::silent().await;
    let clients = [
        graph(&refused.url),
        impatient_graph(&silent.url),
        graph(&Stub::cutting().await.url),
        graph(ABSENT),
    ];
    for client in clients {
        let secret = SecretString::from("app-secret");
        let code = SecretString::from("one-time-code");
        let sent = client.send(&token(), &number(), &message()).await;
        let sent = printed(&sent.unwrap_err());
        let exchanged = client.exchange_code("670", &secret, &code, "https://x/cb").await;
        let exchanged = printed(&exchanged.unwrap_err());
        let debugged = printed(&client.debug_token("670", &secret, &token()).await.unwrap_err());
        for private in ["EAAtoken", "0707123456", "mon secret", "app-secret", "one-time-code"] {
            for text in [&sent, &exchanged, &debugged] {
                assert!(!text.contains(private), "{private} in {text}");
            }
        }
    }
}

#[tokio::test]
async fn an_unusable_token_is_never_sent() {
    let stub = Stub::new(|_| answer(200, &json!({}))).await;
    let token = SecretString::from("EAA\ntoken");
    let error = graph(&stub.url).send(&token, &number(), &message()).await.unwrap_err();
    assert!(matches!(error, SendError::ConnectFailed(TransportError::Request(_))), "{error:?}");
    assert_eq!(error.disposition(), Disposition::GiveUp);
    assert!(stub.asked().is_empty());
}

#[tokio::test]
async fn reading_and_typing_are_shown_in_one_call() {
    let stub = Stub::new(|_| answer(200, &json!({"success": true}))).await;
    let (client, message) = (graph(&stub.url), Wamid::new("wamid.Q"));
    client.mark_read(&token(), &number(), &message).await.unwrap();
    client.mark_read_typing(&token(), &number(), &message).await.unwrap();
    let asked = stub.asked();
    assert_eq!(asked[0].body.get("typing_indicator"), None);
    assert_eq!(asked[1].body["typing_indicator"]["type"], "text");
    assert_eq!(asked[1].body["message_id"], "wamid.Q");
}
