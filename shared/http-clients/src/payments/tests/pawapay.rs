use super::*;

fn wallet(url: &str) -> Wallet {
    Wallet::Pawapay(Pawapay::new(url, http()).unwrap(), secret())
}

fn id() -> String {
    payment().uuid().to_string()
}

fn checkout(status: &str, deposits: &[Value]) -> Value {
    json!({"status": "FOUND", "data": {
        "checkoutId": id(), "status": status, "redirectUrl": "https://pay.pawapay.io/c/1",
        "created": "2026-11-27T10:00:00Z", "expiresAt": "2026-11-27T10:30:00Z",
        "clientReferenceId": payment().as_str(), "countries": ["CIV"],
        "amounts": [{"country": "CIV", "currency": "XOF", "amount": "15000"}],
        "deposit": deposits.last(), "depositsHistory": deposits, "somethingNew": 1,
    }})
}

fn deposit(id: &str, status: &str, amount: &str) -> Value {
    json!({"depositId": id, "status": status, "amount": amount, "currency": "XOF",
        "country": "CIV", "clientReferenceId": payment().as_str(),
        "failureReason": {"failureCode": "INSUFFICIENT_BALANCE", "failureMessage": "no"}})
}

#[tokio::test]
async fn a_checkout_is_opened_under_the_payments_own_uuid() {
    let accepted = json!({"checkoutId": id(), "status": "ACCEPTED", "checkoutCode": "PPG1",
        "redirectUrl": "https://pay.pawapay.io/c/1", "created": "2026-11-27T10:00:00Z"});
    let stub = Stub::new(move |_| answer(200, &accepted)).await;
    let page = wallet(&stub.url).open(&asked()).await.unwrap();
    assert_eq!((page.reference, page.until), (id(), moment(1_800)));
    let sent = stub.asked().remove(0);
    assert_eq!((sent.method.as_str(), sent.uri.as_str()), ("POST", "/v2/checkouts"));
    assert_eq!(
        sent.body,
        json!({
            "checkoutId": id(), "returnUrl": "https://shop.example/ok", "defaultLanguage": "fr",
            "countries": ["CIV"], "expiresAfter": 30,
            "amounts": [{"country": "CIV", "currency": "XOF", "amount": "15000"}],
            "clientReferenceId": payment().as_str(), "reason": {"fr": "Commande 7K2M9P"},
            "metadata": [{"payment": payment().as_str()}],
        })
    );
}

#[tokio::test]
async fn a_duplicate_is_ours_and_a_rejection_has_its_reason() {
    let stub = Stub::new(|call| {
        if call == 0 {
            answer(200, &json!({"checkoutId": id(), "status": "DUPLICATE_IGNORED"}))
        } else {
            answer(200, &checkout("WAITING_PAYMENT", &[]))
        }
    })
    .await;
    let page = wallet(&stub.url).open(&asked()).await.unwrap();
    assert_eq!(page.url, "https://pay.pawapay.io/c/1");
    assert_eq!(stub.asked()[1].uri, format!("/v2/checkouts/{}", id()));
    for (code, failure, passes) in [
        ("AMOUNT_OUT_OF_BOUNDS", Failure::Amount, false),
        ("AUTHENTICATION_ERROR", Failure::Keys, false),
        ("PROVIDER_TEMPORARILY_UNAVAILABLE", Failure::Down, true),
        ("SOMETHING_NEW", Failure::Other, false),
    ] {
        let body = json!({"checkoutId": id(), "status": "REJECTED",
            "failureReason": {"failureCode": code, "failureMessage": "secret"}});
        let stub = Stub::new(move |_| answer(200, &body)).await;
        let error = wallet(&stub.url).open(&asked()).await.unwrap_err();
        assert_eq!(error.failure(), failure, "{code}");
        assert_eq!(matches!(error.disposition(), Disposition::Retry { .. }), passes, "{code}");
        assert!(!printed(&error).contains("secret"));
    }
}

#[tokio::test]
async fn a_country_it_does_not_serve_is_not_asked_for() {
    let stub = Stub::new(|_| answer(500, &json!({}))).await;
    let togo = Asked { country: Country::Togo, ..asked() };
    let error = wallet(&stub.url).open(&togo).await.unwrap_err();
    assert!(matches!(error, PayError::Unserved));
    assert_eq!((error.disposition(), stub.asked().len()), (Disposition::GiveUp, 0));
}

#[tokio::test]
async fn money_is_read_from_the_deposit_itself() {
    let stub = Stub::new(|call| {
        if call == 0 {
            let tries = [deposit("dep-0", "FAILED", "15000"), deposit("dep-1", "COMPLETED", "1")];
            answer(200, &checkout("COMPLETED", &tries))
        } else {
            let truth = deposit("dep-1", "COMPLETED", "14999");
            answer(200, &json!({"status": "FOUND", "data": truth}))
        }
    })
    .await;
    let seen = wallet(&stub.url).read(&id()).await.unwrap();
    assert_eq!((seen.state, seen.amount), (SeenState::Paid, Some(14_999)));
    assert_eq!(seen.transaction.as_deref(), Some("dep-1"));
    assert_eq!(stub.asked()[1].uri, "/v2/deposits/dep-1");
}

#[tokio::test]
async fn a_checkout_counts_as_paid_only_with_its_deposit() {
    let stub = Stub::new(|call| {
        if call == 0 {
            answer(200, &checkout("COMPLETED", &[deposit("dep-1", "COMPLETED", "15000")]))
        } else {
            let truth = deposit("dep-1", "IN_RECONCILIATION", "15000");
            answer(200, &json!({"status": "FOUND", "data": truth}))
        }
    })
    .await;
    assert_eq!(wallet(&stub.url).read(&id()).await.unwrap().state, SeenState::Open);
    let bare = Stub::new(|_| answer(200, &checkout("COMPLETED", &[]))).await;
    let seen = wallet(&bare.url).read(&id()).await.unwrap();
    assert_eq!((seen.state, seen.transaction), (SeenState::Paid, None));
}

#[tokio::test]
async fn outer_and_inner_statuses_are_told_apart() {
    for (status, state) in [
        ("WAITING_PAYMENT", SeenState::Open),
        ("PROCESSING", SeenState::Open),
        ("FAILED", SeenState::Failed),
        ("EXPIRED", SeenState::Expired),
    ] {
        let tries = [deposit("dep-0", "FAILED", "15000")];
        let stub = Stub::new(move |_| answer(200, &checkout(status, &tries))).await;
        let seen = wallet(&stub.url).read(&id()).await.unwrap();
        assert_eq!((seen.state, seen.failure), (state, Some(Failure::Insufficient)), "{status}");
    }
    let gone = Stub::new(|_| answer(200, &json!({"status": "NOT_FOUND"}))).await;
    assert_eq!(wallet(&gone.url).read(&id()).await.unwrap().state, SeenState::Absent);
    assert_eq!(wallet(&gone.url).find(&payment(), moment(0)).await.unwrap(), None);
    let odd = Stub::new(|_| answer(200, &json!({"status": "COMPLETED"}))).await;
    assert!(matches!(wallet(&odd.url).read(&id()).await.unwrap_err(), PayError::Unreadable { .. }));
}

#[tokio::test]
async fn a_refund_is_accepted_then_followed_and_sent_again_if_it_was_lost() {
    let stub = Stub::new(|_| answer(200, &json!({"status": "ACCEPTED"}))).await;
    let state = wallet(&stub.url).refund(&refund_asked()).await.unwrap();
    assert_eq!(state, RefundState::Pending);
    let sent = stub.asked().remove(0);
    assert_eq!(
        sent.body,
        json!({"refundId": refund_asked().id, "depositId": "dep-1", "amount": "15000",
            "currency": "XOF", "clientReferenceId": payment().as_str()})
    );
    for (status, ends) in [
        ("COMPLETED", RefundState::Done),
        ("PROCESSING", RefundState::Pending),
        ("FAILED", RefundState::Refused(Failure::Insufficient)),
    ] {
        let body = json!({"status": "FOUND", "data": {"refundId": refund_asked().id, "status": status,
            "failureReason": {"failureCode": "INSUFFICIENT_BALANCE"}}});
        let stub = Stub::new(move |_| answer(200, &body)).await;
        assert_eq!(wallet(&stub.url).refund_state(&refund_asked()).await.unwrap(), ends);
    }
    let lost = Stub::new(|call| {
        let status = if call == 0 { "NOT_FOUND" } else { "ACCEPTED" };
        answer(200, &json!({"status": status}))
    })
    .await;
    let state = wallet(&lost.url).refund_state(&refund_asked()).await.unwrap();
    assert_eq!((state, lost.asked()[1].method.as_str()), (RefundState::Pending, "POST"));
}

#[tokio::test]
async fn public_keys_are_read_by_their_ids() {
    let stub = Stub::new(|_| answer(200, &json!([{"id": "K:1", "key": "PEM"}, {"id": ""}]))).await;
    let pawapay = Pawapay::new(&stub.url, http()).unwrap();
    let keys = pawapay.public_keys(&secret()).await.unwrap();
    assert_eq!(
        keys,
        [contracts::callbacks::pawapay::PublicKey { id: "K:1".into(), key: "PEM".into() }]
    );
    assert_eq!(stub.asked()[0].uri, "/v2/public-key/http");
}
