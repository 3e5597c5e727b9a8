use axum::{
    Router,
    body::Body,
    extract::RawQuery,
    http::{Method, Request, StatusCode, header},
    routing::post,
};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tower::ServiceExt as _;

const API: &str = "/b2b/cargo/integration/v2";

async fn ask(app: &Router, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, "Bearer key")
        .header(header::ACCEPT_LANGUAGE, "fr")
        .body(Body::from(body.to_string()))
        .unwrap();
    let answer = app.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

async fn call(app: &Router, path: &str, body: &Value) -> (StatusCode, Value) {
    ask(app, Method::POST, &format!("{API}/{path}"), body).await
}

async fn control(app: &Router, path: &str, body: &Value) -> StatusCode {
    ask(app, Method::POST, &format!("/_control/{path}"), body).await.0
}

fn claim(callback: &str) -> Value {
    let point = |kind: &str, longitude: f64, latitude: f64| {
        json!({"point_id": 1, "type": kind, "contact": {"name": "A", "phone": "+2250707000001"},
               "address": {"fullname": "x", "coordinates": [longitude, latitude]}})
    };
    json!({
        "items": [{"title": "Robe", "quantity": 1, "cost_value": "15000.00", "cost_currency": "XOF",
                   "pickup_point": 1, "droppof_point": 2}],
        "route_points": [point("source", -3.98, 5.36), point("destination", -4.07, 5.33)],
        "callback_properties": {"callback_url": callback},
    })
}

#[tokio::test]
async fn a_claim_is_priced_accepted_at_its_version_and_carried() {
    let app = super::router().unwrap();
    let (_, created) = call(&app, "claims/create?request_id=1", &claim("")).await;
    assert_eq!((&created["status"], &created["version"]), (&json!("new"), &json!(1)));
    let id = created["id"].as_str().unwrap();
    let (_, again) = call(&app, "claims/create?request_id=1", &claim("")).await;
    assert_eq!(again["id"], created["id"]);
    let info = format!("claims/info?claim_id={id}");
    let (_, priced) = call(&app, &info, &Value::Null).await;
    assert_eq!(priced["status"], "ready_for_approval");
    assert_eq!(priced["pricing"]["offer"]["price"], "1500");
    let points: Vec<&str> = priced["route_points"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p["type"].as_str())
        .collect();
    assert_eq!(points, ["source", "destination", "return"]);
    let accept = format!("claims/accept?claim_id={id}");
    let (status, refused) = call(&app, &accept, &json!({"version": 1})).await;
    assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!("old_version")));
    let (status, _) = call(&app, &accept, &json!({"version": priced["version"]})).await;
    assert_eq!(status, StatusCode::OK);
    let mut last = String::new();
    while control(&app, &format!("claims/{id}/advance"), &Value::Null).await == StatusCode::OK {
        let (_, now) = call(&app, &info, &Value::Null).await;
        if now["status"] == last.as_str() {
            break;
        }
        last = now["status"].as_str().unwrap().to_owned();
    }
    assert_eq!(last, "delivered_finish");
}

#[tokio::test]
async fn what_yango_refuses_is_refused() {
    let app = super::router().unwrap();
    let mut swapped = claim("");
    swapped["route_points"][0]["address"]["coordinates"] = json!([5.36, -3.98]);
    let (_, refused) = call(&app, "claims/create?request_id=1", &swapped).await;
    assert_eq!(refused["code"], "address_not_found");
    let silent = Request::post(format!("{API}/claims/info?claim_id=1"))
        .header(header::AUTHORIZATION, "Bearer key")
        .body(Body::empty())
        .unwrap();
    let answer = app.clone().oneshot(silent).await.unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "the language is required");
    let (_, created) = call(&app, "claims/create?request_id=2", &claim("")).await;
    let id = created["id"].as_str().unwrap();
    control(&app, "clock", &json!({"advance_seconds": 601})).await;
    let path = format!("claims/accept?claim_id={id}");
    let (_, late) = call(&app, &path, &json!({"version": 3})).await;
    assert_eq!(late["code"], "offer_expired");
}

#[tokio::test]
async fn a_callback_is_appended_to_the_very_text_of_its_address() {
    let (sender, mut received) = mpsc::unbounded_channel();
    let routes = Router::new().route(
        "/hook",
        post(move |RawQuery(query): RawQuery| async move {
            sender.send(query.unwrap_or_default()).unwrap();
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hook?k=s&of=a.b&", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    let app = super::router().unwrap();
    let (_, created) = call(&app, "claims/create?request_id=1", &claim(&address)).await;
    let id = created["id"].as_str().unwrap();
    let query = received.recv().await.unwrap();
    assert!(query.starts_with("k=s&of=a.b&updated_ts=20"), "{query}");
    assert!(query.ends_with(&format!("&claim_id={id}")), "{query}");
    let again = json!({"times": 2, "updated_ts": "2020-01-01T00:00:00+00:00"});
    control(&app, &format!("claims/{id}/callback"), &again).await;
    for _ in 0..2 {
        let old = received.recv().await.unwrap();
        assert!(old.contains("updated_ts=2020-01-01T00:00:00%2B00:00"), "{old}");
    }
}
