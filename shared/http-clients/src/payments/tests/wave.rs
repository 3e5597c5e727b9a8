use std::time::Duration;

use axum::response::IntoResponse as _;

use super::*;

fn wallet(url: &str) -> Wallet {
    Wallet::Wave(Wave::new(url, http()).unwrap(), secret())
}

fn session(checkout: &str, paid: &str) -> Value {
    json!({
        "id": "cos-1", "amount": "15000", "currency": "XOF", "checkout_status": checkout,
        "payment_status": paid, "client_reference": payment().as_str(), "business_name": "Awa",
        "transaction_id": "T_1", "wave_launch_url": "https://pay.wave.com/c/cos-1",
        "when_expires": "2026-11-27T10:30:00Z", "when_completed": null, "last_payment_error": null,
        "something_new": {"deep": 1},
    })
}

#[tokio::test]
async fn a_session_is_opened_under_our_own_reference() {
    let stub = Stub::new(|_| answer(200, &session("open", "processing"))).await;
    let page = wallet(&stub.url).open(&asked()).await.unwrap();
    assert_eq!(
        (page.reference.as_str(), page.url.as_str()),
        ("cos-1", "https://pay.wave.com/c/cos-1")
    );
    assert_eq!(page.until.to_string(), "2026-11-27T10:30:00Z");
    let sent = stub.asked().remove(0);
    assert_eq!((sent.method.as_str(), sent.uri.as_str()), ("POST", "/v1/checkout/sessions"));
    assert_eq!(sent.headers["authorization"], "Bearer wave_ci_prod_secret");
    assert_eq!(sent.headers["idempotency-key"], payment().as_str());
    assert_eq!(
        sent.body,
        json!({"amount": "15000", "currency": "XOF", "client_reference": payment().as_str(),
            "success_url": "https://shop.example/ok", "error_url": "https://shop.example/ko"})
    );
}

#[tokio::test]
async fn every_pair_of_statuses_is_one_state() {
    for (checkout, paid, state) in [
        ("open", "processing", SeenState::Open),
        ("complete", "succeeded", SeenState::Paid),
        ("complete", "processing", SeenState::Open),
        ("open", "succeeded", SeenState::Open),
        ("complete", "cancelled", SeenState::Failed),
        ("expired", "processing", SeenState::Expired),
        ("expired", "cancelled", SeenState::Expired),
        ("paused", "succeeded", SeenState::Open),
    ] {
        let stub = Stub::new(move |_| answer(200, &session(checkout, paid))).await;
        let seen = wallet(&stub.url).read("cos-1").await.unwrap();
        assert_eq!(seen.state, state, "{checkout} {paid}");
        assert_eq!((seen.amount, seen.currency.as_str()), (Some(15_000), "XOF"));
        assert_eq!(seen.transaction.as_deref(), Some("T_1"));
    }
}

#[tokio::test]
async fn another_session_than_the_one_asked_for_is_no_answer() {
    let stub = Stub::new(|_| answer(200, &session("complete", "succeeded"))).await;
    let error = wallet(&stub.url).read("cos-2").await.unwrap_err();
    assert!(matches!(error, PayError::Unreadable { .. }));
    let stub = Stub::new(|_| answer(404, &json!({"code": "not-found"}))).await;
    assert_eq!(wallet(&stub.url).read("cos-1").await.unwrap().state, SeenState::Absent);
}

#[tokio::test]
async fn a_lost_session_is_found_by_our_reference_and_no_other() {
    let mut foreign = session("complete", "succeeded");
    foreign["client_reference"] = json!("pay_other");
    let list = json!({"result": [foreign, session("open", "processing")]});
    let stub = Stub::new(move |_| answer(200, &list)).await;
    let found = wallet(&stub.url).find(&payment(), moment(0)).await.unwrap().unwrap();
    assert_eq!(found.seen.state, SeenState::Open);
    assert_eq!(found.page.unwrap().reference, "cos-1");
    let uri = stub.asked().remove(0).uri;
    assert_eq!(uri, format!("/v1/checkout/sessions/search?client_reference={}", payment()));

    let stub = Stub::new(|_| answer(200, &json!({"result": []}))).await;
    assert_eq!(wallet(&stub.url).find(&payment(), moment(0)).await.unwrap(), None);
}

#[tokio::test]
async fn a_refusal_says_whether_it_passes_and_never_what_was_sent() {
    for (status, code, failure, passes) in [
        (401, "no-matching-api-key", Failure::Keys, false),
        (403, "api-key-revoked", Failure::Keys, false),
        (403, "new-word", Failure::Keys, false),
        (400, "request-validation-error", Failure::Other, false),
        (409, "idempotency-mismatch", Failure::Other, false),
        (429, "too-many-requests", Failure::Down, true),
        (408, "", Failure::Down, true),
        (503, "", Failure::Down, true),
    ] {
        let body = json!({"code": code, "message": "key wave_ci_prod_secret of +2250707123456"});
        let stub = Stub::new(move |_| answer(status, &body)).await;
        let error = wallet(&stub.url).open(&asked()).await.unwrap_err();
        assert_eq!(error.failure(), failure, "{status} {code}");
        let is_retry = matches!(error.disposition(), Disposition::Retry { .. });
        assert_eq!(is_retry, passes, "{status} {code}");
        let shown = printed(&error);
        assert!(!shown.contains("secret") && !shown.contains("0707"), "{shown}");
    }
}

#[tokio::test]
async fn silence_is_tried_again_and_a_pause_is_kept() {
    let silent = Stub::silent().await;
    let wave = Wallet::Wave(Wave::new(&silent.url, impatient()).unwrap(), secret());
    let error = wave.open(&asked()).await.unwrap_err();
    assert!(matches!(error.disposition(), Disposition::Retry { .. }));
    let absent = wallet(ABSENT).open(&asked()).await.unwrap_err();
    assert!(matches!(absent.disposition(), Disposition::Retry { .. }));
    let page = Stub::new(|_| (axum::http::StatusCode::OK, "<html>").into_response()).await;
    let error = wallet(&page.url).open(&asked()).await.unwrap_err();
    assert_eq!(error.code(), "provider_unreadable");
    let paced = Stub::new(|_| {
        (axum::http::StatusCode::TOO_MANY_REQUESTS, [("retry-after", "7")], "{}").into_response()
    })
    .await;
    let error = wallet(&paced.url).open(&asked()).await.unwrap_err();
    assert_eq!(error.disposition(), Disposition::Retry { after: Duration::from_secs(7) });
}

#[tokio::test]
async fn closing_what_is_closed_is_no_failure() {
    for status in [200, 400, 404, 409] {
        let stub = Stub::new(move |_| answer(status, &json!({}))).await;
        wallet(&stub.url).close("cos-1").await.unwrap();
        assert_eq!(stub.asked().remove(0).uri, "/v1/checkout/sessions/cos-1/expire");
    }
    let stub = Stub::new(|_| answer(401, &json!({}))).await;
    assert!(wallet(&stub.url).close("cos-1").await.is_err());
}

#[tokio::test]
async fn a_refund_is_done_refused_or_tried_again() {
    let stub = Stub::new(|_| axum::http::StatusCode::OK.into_response()).await;
    let wave = wallet(&stub.url);
    assert_eq!(wave.refund(&refund_asked()).await.unwrap(), RefundState::Done);
    let sent = stub.asked().remove(0);
    assert_eq!(sent.uri, "/v1/checkout/sessions/cos-1/refund");
    assert_eq!(sent.headers["idempotency-key"], refund_asked().id);
    for (status, code, ends) in [
        (409, "checkout-session-already-refunded", Some(RefundState::Done)),
        (400, "insufficient-funds", Some(RefundState::Refused(Failure::Insufficient))),
        (503, "", None),
    ] {
        let stub = Stub::new(move |_| answer(status, &json!({"code": code}))).await;
        assert_eq!(wallet(&stub.url).refund(&refund_asked()).await.ok(), ends, "{code}");
    }
}
