use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
    routing::post,
};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tower::ServiceExt as _;

async fn ask(
    app: &Router,
    method: Method,
    path: &str,
    token: &str,
    body: &Value,
) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::from(body.to_string()))
        .unwrap();
    let answer = app.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

async fn token(app: &Router, client: &str) -> String {
    let keys = json!({"grantType": "client_credentials", "clientId": client, "clientSecret": "s"});
    let (_, answer) = ask(app, Method::POST, "/oauth/token", "", &keys).await;
    answer["accessToken"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_quote_becomes_one_parcel_that_its_client_alone_sees_and_hears_of() {
    let (sender, mut told) = mpsc::unbounded_channel();
    let routes = Router::new().route(
        "/hook",
        post(move |headers: HeaderMap, body: String| async move {
            let secret = headers[header::AUTHORIZATION].to_str().unwrap().to_owned();
            sender.send((secret, body)).unwrap();
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hook = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });

    let app = super::router().unwrap();
    let mine = token(&app, "awa").await;
    let registered =
        json!({"callbackUrl": hook, "eventType": "STATUS_UPDATE", "partnerSecret": "hush"});
    ask(&app, Method::POST, "/v2/laas/webhooks", &mine, &registered).await;
    let asked = json!({
        "pickupDetails": {"addressBook": {"id": "a"}},
        "deliveryAddress": {"coordinates": {"latitude": 5.33, "longitude": -4.07}},
    });
    let (_, quote) = ask(&app, Method::POST, "/v2/laas/quotes", &mine, &asked).await;
    let path = format!("/v2/laas/quotes/{}/parcels", quote["quoteId"].as_str().unwrap());
    let contact = json!({"contact": {"name": "Mariam", "phone": "+2250505000002"}});
    let (_, parcel) = ask(&app, Method::POST, &path, &mine, &contact).await;
    let (status, _) = ask(&app, Method::POST, &path, &mine, &contact).await;
    assert_eq!(status, StatusCode::CONFLICT, "a quote is booked once");
    let number = parcel["trackingNumber"].as_str().unwrap();
    let at = format!("/v2/laas/parcels/{number}");
    let other = token(&app, "fatou").await;
    assert_eq!(ask(&app, Method::GET, &at, &other, &Value::Null).await.0, StatusCode::NOT_FOUND);
    let advance = format!("/_control/parcels/{number}/advance");
    ask(&app, Method::POST, &advance, "", &Value::Null).await;
    let (secret, body) = told.recv().await.unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((secret.as_str(), &body["status"]), ("hush", &json!("ACTIVATED")));
    assert_eq!(body["trackingNumber"], number);
    ask(&app, Method::POST, "/_control/expire-tokens", "", &Value::Null).await;
    assert_eq!(ask(&app, Method::GET, &at, &mine, &Value::Null).await.0, StatusCode::UNAUTHORIZED);
}
