use contracts::meta::graph::Waba;
use domain::ids::WabaId;
use secrecy::ExposeSecret as _;

use super::*;

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

#[tokio::test]
async fn a_code_is_exchanged_with_the_uri_of_the_dialog() {
    let stub =
        Stub::new(|_| answer(200, &json!({"access_token": "EAAnew", "token_type": "bearer"})))
            .await;
    let (app_secret, code, uri) = (secret("s3"), secret("c/0"), "https://x.example/cb?a=1");
    let client = graph(&stub.url);
    let got = client.exchange_code("670", &app_secret, &code, uri).await.unwrap();
    assert_eq!(got.access_token.expose_secret(), "EAAnew");
    let asked = &stub.asked()[0];
    assert_eq!(asked.method, "GET");
    assert_eq!(
        asked.uri,
        "/v25.0/oauth/access_token?client_id=670&client_secret=s3&code=c%2F0\
         &redirect_uri=https%3A%2F%2Fx.example%2Fcb%3Fa%3D1"
    );
    assert!(!asked.headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_spent_code_is_recognised_and_tried_once() {
    let stub = Stub::new(|_| {
        answer(400, &json!({"error": {"code": 100, "error_subcode": 36_009, "message": "used"}}))
    })
    .await;
    let client = graph(&stub.url);
    let error = client.exchange_code("670", &secret("s"), &secret("c"), "u").await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::CodeRejected));
    assert_eq!(error.disposition(), Disposition::GiveUp);
    assert_eq!(stub.asked().len(), 1);
}

#[tokio::test]
async fn a_token_is_looked_up_with_the_apps_own() {
    let stub = Stub::new(|_| {
        answer(
            200,
            &json!({"data": {"app_id": "670", "is_valid": true, "granular_scopes": [
                {"scope": "whatsapp_business_management", "target_ids": ["58"]},
            ]}}),
        )
    })
    .await;
    let info = graph(&stub.url).debug_token("670", &secret("s3"), &token()).await.unwrap();
    assert_eq!(info.wabas(), Some(vec![WabaId::new("58")]));
    assert_eq!(
        stub.asked()[0].uri,
        "/v25.0/debug_token?input_token=EAAtoken&access_token=670%7Cs3"
    );
}

#[tokio::test]
async fn lists_are_read_to_their_last_page_with_our_own_addresses() {
    let stub = Stub::new(|number| match number {
        0 => answer(200, &json!({
            "data": [{"id": "1", "is_on_biz_app": true}],
            "paging": {"cursors": {"after": "c1"}, "next": "http://evil.example/?access_token=x"},
        })),
        _ => answer(200, &json!({"data": [{"id": "2"}], "paging": {"cursors": {"after": "c2"}}})),
    })
    .await;
    let numbers = graph(&stub.url).phone_numbers(&token(), &WabaId::new("58")).await.unwrap();
    assert_eq!(numbers.iter().map(|number| number.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert!(numbers[0].is_on_biz_app);
    let asked = stub.asked();
    assert_eq!(asked.len(), 2);
    assert!(asked[0].uri.starts_with("/v25.0/58/phone_numbers?limit=100&fields=id%2C"));
    assert!(asked[1].uri.ends_with("&after=c1"), "{}", asked[1].uri);
}

#[tokio::test]
async fn a_list_that_never_ends_is_cut() {
    let stub = Stub::new(|_| {
        answer(
            200,
            &json!({"data": [{"id": "1"}], "paging": {"cursors": {"after": "c"}, "next": "n"}}),
        )
    })
    .await;
    let wabas = graph(&stub.url).client_wabas(&token(), "90").await.unwrap();
    assert_eq!((wabas.len(), stub.asked().len()), (20, 20));
    assert_eq!(wabas[0], Waba { id: WabaId::new("1"), name: None });
    assert!(stub.asked()[0].uri.starts_with("/v25.0/90/client_whatsapp_business_accounts?"));
}

#[tokio::test]
async fn subscribing_and_registering_expect_success() {
    let stub = Stub::new(|_| answer(200, &json!({"success": true}))).await;
    let client = graph(&stub.url);
    client.subscribe(&token(), &WabaId::new("58")).await.unwrap();
    client.register(&token(), &number(), &secret("123456")).await.unwrap();
    let asked = stub.asked();
    assert_eq!(
        (asked[0].uri.as_str(), &asked[0].body),
        ("/v25.0/58/subscribed_apps", &Value::Null)
    );
    assert_eq!(asked[1].uri, "/v25.0/4711/register");
    assert_eq!(asked[1].body, json!({"messaging_product": "whatsapp", "pin": "123456"}));

    let refused = Stub::new(|_| answer(200, &json!({"success": false}))).await;
    let error = graph(&refused.url).subscribe(&token(), &WabaId::new("58")).await.unwrap_err();
    assert!(matches!(error, CallError::Unreadable { http_status: 200 }), "{error:?}");
}

#[tokio::test]
async fn a_locked_pin_is_not_tried_again() {
    let stub = Stub::new(|_| answer(400, &refusal(133_016))).await;
    let error = graph(&stub.url).register(&token(), &number(), &secret("1")).await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::PinRefused));
    assert_eq!(error.disposition(), Disposition::GiveUp);
    assert_eq!(stub.asked().len(), 1);
}
