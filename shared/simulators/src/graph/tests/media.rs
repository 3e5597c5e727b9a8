//! Files: up, down, and down from a server that misbehaves.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};

use crate::{
    testing::{PERSON, PLATFORM_NUMBER, PLATFORM_TOKEN, World},
    time::{DAY, MINUTE},
};

#[tokio::test]
async fn media_goes_up_and_comes_down_with_the_token_only() {
    let mut world = World::new().await;
    let form = "--x\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n\
                --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.ogg\"\r\n\
                Content-Type: audio/ogg; codecs=opus\r\n\r\nsound\r\n--x--\r\n";
    let upload = |form: String| {
        Request::post(format!("/sim/graph/v25.0/{PLATFORM_NUMBER}/media"))
            .header(header::AUTHORIZATION, format!("Bearer {PLATFORM_TOKEN}"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(form))
            .unwrap()
    };
    let response = world.send(upload(form.to_owned())).await;
    assert_eq!(response.status(), StatusCode::OK);
    let plain = world.send(upload(form.replace("; codecs=opus", ""))).await;
    assert_eq!(plain.status(), StatusCode::BAD_REQUEST);

    let photo = json!({"type": "image", "data_base64": "aGVsbG8=", "mime_type": "image/jpeg"});
    let image = world.person_writes(PLATFORM_NUMBER, photo).await["messages"][0]["image"].clone();
    let path = format!("/sim/graph/v25.0/{}", image["id"].as_str().unwrap());
    let described = world.get(&path, PLATFORM_TOKEN).await.1;
    assert_eq!(described["file_size"], 5);
    let url = described["url"].as_str().unwrap().strip_prefix("http://localhost").unwrap();
    let fetch = async |token: &str| {
        let request = Request::get(url).header(header::AUTHORIZATION, format!("Bearer {token}"));
        world.send(request.body(Body::empty()).unwrap()).await.status()
    };
    assert_eq!(fetch(PLATFORM_TOKEN).await, StatusCode::OK);
    assert_eq!(fetch("EAAother").await, StatusCode::UNAUTHORIZED);
    world.graph.clock().advance(6 * MINUTE);
    assert_eq!(fetch(PLATFORM_TOKEN).await, StatusCode::NOT_FOUND);
    world.graph.clock().advance(8 * DAY);
    assert_eq!(world.get(&path, PLATFORM_TOKEN).await.0, StatusCode::BAD_REQUEST);
}

/// The metadata of a photo that a person just sent.
async fn photo(world: &mut World) -> (String, Value) {
    let photo = json!({"type": "image", "data_base64": "aGVsbG8=", "mime_type": "image/jpeg"});
    let value = world.person_writes(PLATFORM_NUMBER, photo).await;
    let id = value["messages"][0]["image"]["id"].as_str().unwrap().to_owned();
    let described = world.get(&format!("/sim/graph/v25.0/{id}"), PLATFORM_TOKEN).await.1;
    (id, described)
}

async fn fetch(world: &World, described: &Value) -> Response {
    let url = described["url"].as_str().unwrap().strip_prefix("http://localhost").unwrap();
    let request =
        Request::get(url).header(header::AUTHORIZATION, format!("Bearer {PLATFORM_TOKEN}"));
    world.send(request.body(Body::empty()).unwrap()).await
}

async fn order(world: &World, fault: Value) {
    let ordered = world.post("/sim/graph/_control/file_faults", "", fault).await;
    assert_eq!(ordered.0, StatusCode::OK);
}

#[tokio::test]
async fn a_file_is_told_about_on_the_number_that_received_it() {
    let mut world = World::new().await;
    let (id, _) = photo(&mut world).await;
    for (number, status) in [(PLATFORM_NUMBER, StatusCode::OK), ("404", StatusCode::BAD_REQUEST)] {
        let path = format!("/sim/graph/v25.0/{id}?phone_number_id={number}");
        assert_eq!(world.get(&path, PLATFORM_TOKEN).await.0, status, "{number}");
    }
}

#[tokio::test]
async fn the_file_server_misbehaves_as_ordered_and_then_no_more() {
    let mut world = World::new().await;
    let (id, described) = photo(&mut world).await;
    order(&world, json!({"media_id": "other", "effect": {"http": 500}})).await;
    let metadata = "http://169.254.169.254/latest";
    order(&world, json!({"media_id": id, "effect": {"redirect": metadata}})).await;
    let sent_away = fetch(&world, &described).await;
    assert_eq!(sent_away.status(), StatusCode::FOUND);
    assert_eq!(sent_away.headers()[header::LOCATION], metadata);

    order(&world, json!({"effect": {"http": 404}, "phone_number_id": PLATFORM_NUMBER})).await;
    assert_eq!(fetch(&world, &described).await.status(), StatusCode::NOT_FOUND);
    order(&world, json!({"media_id": id, "effect": {"typed": "text/html"}})).await;
    assert_eq!(fetch(&world, &described).await.headers()[header::CONTENT_TYPE], "text/html");
    for (effect, size) in [(json!({"oversized": 200_000}), 200_000), (json!("altered"), 6)] {
        order(&world, json!({"media_id": id, "effect": effect})).await;
        let body = to_bytes(fetch(&world, &described).await.into_body(), usize::MAX).await;
        assert_eq!(body.unwrap().len(), size, "{effect}");
    }
    let usual = to_bytes(fetch(&world, &described).await.into_body(), usize::MAX).await.unwrap();
    assert_eq!(usual, "hello");
    let unknown = json!({"effect": {"explode": 1}});
    let refused = world.post("/sim/graph/_control/file_faults", "", unknown).await;
    assert_eq!(refused.0, StatusCode::UNPROCESSABLE_ENTITY);
}

/// A server that has one PDF at `/recu` and a page at `/page`.
async fn files() -> String {
    let pdf = ([(header::CONTENT_TYPE, "application/pdf")], "%PDF-1.7");
    let page = ([(header::CONTENT_TYPE, "text/html")], "<p>");
    let app = axum::Router::new()
        .route("/recu", axum::routing::get(async move || pdf))
        .route("/page", axum::routing::get(async move || page));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    format!("http://{address}")
}

#[tokio::test]
async fn a_linked_file_is_fetched_and_shown_from_a_copy_or_the_message_fails() {
    let mut world = World::new().await;
    let hello = json!({"type": "text", "text": "bonjour"});
    world.person_writes(PLATFORM_NUMBER, hello).await;
    let server = files().await;
    let messages = format!("/sim/graph/v25.0/{PLATFORM_NUMBER}/messages");
    let document = |path: &str| {
        json!({
            "messaging_product": "whatsapp", "to": PERSON, "type": "document",
            "document": {"link": format!("{server}{path}"), "filename": "Reçu 2026-0042.pdf"},
        })
    };
    let sent = world.post(&messages, PLATFORM_TOKEN, document("/recu")).await;
    assert_eq!(sent.0, StatusCode::OK, "{}", sent.1);
    assert_eq!(world.next_status().await["status"], "sent");
    assert_eq!(world.next_status().await["status"], "delivered");
    let path = format!("/sim/phone/threads/{PLATFORM_NUMBER}/{PERSON}");
    let thread = world.get(&path, "").await.1;
    let shown = thread["messages"].as_array().unwrap().last().unwrap()["body"]["document"].clone();
    assert_eq!(shown["filename"], "Reçu 2026-0042.pdf");
    let copy = format!("/sim/phone/media/{}", shown["id"].as_str().unwrap());
    let copy = world.send(Request::get(copy).body(Body::empty()).unwrap()).await;
    assert_eq!(copy.headers()[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(to_bytes(copy.into_body(), 100).await.unwrap().as_ref(), b"%PDF-1.7");
    while world.next_status().await["status"] != "read" {}

    for path in ["/gone", "/page"] {
        let sent = world.post(&messages, PLATFORM_TOKEN, document(path)).await;
        assert_eq!(sent.0, StatusCode::OK, "accepted, as by Meta");
        let status = world.next_status().await;
        assert_eq!(
            (&status["status"], &status["errors"][0]["code"]),
            (&json!("failed"), &json!(131_053))
        );
    }
}
