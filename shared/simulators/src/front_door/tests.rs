//! The front door's own promises: the proxy changes nothing, files are served where they belong.

use std::{collections::BTreeMap, path::Path};

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Request},
    http::{HeaderMap, Method, StatusCode, Uri},
    response::IntoResponse as _,
};
use tower::ServiceExt as _;

use super::*;

fn door(folder: &Path, api: Option<&str>) -> Router {
    let mut variables: BTreeMap<String, String> = [
        ("META_APP_ID", "1"),
        ("META_APP_SECRET", "s"),
        ("META_VERIFY_TOKEN", "v"),
        ("PLATFORM_PHONE_NUMBER_ID", "2"),
        ("PLATFORM_TOKEN", "t"),
        ("TELEPHONY_FROM", "+33900000000"),
        ("TWILIO_ACCOUNT_SID", "AC1"),
        ("TWILIO_AUTH_TOKEN", "t"),
        ("INFOBIP_API_KEY", "k"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    variables.insert("DASHBOARD_DIR".to_owned(), folder.join("site").display().to_string());
    variables.insert("CONTENT_SECURITY_POLICY".to_owned(), "default-src 'none'".to_owned());
    variables.insert("PHONE_DIR".to_owned(), folder.join("phone").display().to_string());
    if let Some(api) = api {
        variables.insert("API_URL".to_owned(), api.to_owned());
    }
    let config = Config::from_variables(&variables).unwrap();
    let graph = Graph::open(config.graph.clone()).unwrap();
    let (_, stopping) = watch::channel(false);
    let telephony = Telephony::open(config.telephony.clone()).unwrap();
    let providers = Providers::new(config.port).unwrap();
    let proxy = Proxy::new(config.api_url.clone()).unwrap();
    router(&config, (&graph, &telephony, &providers), proxy, stopping).unwrap()
}

async fn ask(door: &Router, request: Request) -> (StatusCode, HeaderMap, Bytes) {
    let (parts, body) = door.clone().oneshot(request).await.unwrap().into_parts();
    (parts.status, parts.headers, axum::body::to_bytes(body, usize::MAX).await.unwrap())
}

fn get(path: &str) -> Request {
    Request::get(path).body(Body::empty()).unwrap()
}

/// An API that answers with what it was asked, in headers, and the same body.
async fn echo() -> String {
    let echo = |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| async move {
        let names: Vec<&str> = headers.keys().map(axum::http::HeaderName::as_str).collect();
        let seen = [
            ("x-method", method.to_string()),
            ("x-uri", uri.to_string()),
            ("x-names", names.join(",")),
            ("location", "http://elsewhere/".to_owned()),
        ];
        (StatusCode::FOUND, seen, body).into_response()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().fallback(echo).layer(DefaultBodyLimit::disable());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    format!("http://{address}/_aws/execute-api/0abc/$default/")
}

#[tokio::test]
async fn the_proxy_passes_everything_on_as_it_came() {
    let door = door(Path::new("/nowhere"), Some(&echo().await));
    let raw: Vec<u8> = (0..=255).collect();
    let request = Request::put("/api/webhooks/meta?a=%2F&a=b%20c")
        .header("x-hub-signature-256", "sha256=00")
        .header("connection", "x-hop")
        .header("x-hop", "1")
        .body(Body::from(raw.clone()))
        .unwrap();
    let (status, headers, body) = ask(&door, request).await;
    // A redirect is the caller's to follow.
    assert_eq!(
        (status, &headers["location"]),
        (StatusCode::FOUND, &"http://elsewhere/".parse().unwrap())
    );
    assert_eq!(headers["x-method"], "PUT");
    assert_eq!(headers["x-uri"], "/_aws/execute-api/0abc/$default/webhooks/meta?a=%2F&a=b%20c");
    let names = headers["x-names"].to_str().unwrap();
    assert!(names.contains("x-hub-signature-256"));
    assert!(!names.contains("x-hop"));
    assert_eq!(body, raw);
}

#[tokio::test]
async fn the_api_may_be_made_known_later() {
    let door = door(Path::new("/nowhere"), None);
    assert_eq!(ask(&door, get("/api/me")).await.0, StatusCode::SERVICE_UNAVAILABLE);
    let order = |url: &str| {
        Request::post("/sim/_control/api")
            .header("content-type", "application/json")
            .body(Body::from(format!(r#"{{"url":"{url}"}}"#)))
            .unwrap()
    };
    assert_eq!(ask(&door, order("not a url")).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(ask(&door, order(&echo().await)).await.0, StatusCode::NO_CONTENT);
    let (_, headers, _) = ask(&door, get("/api/me")).await;
    assert_eq!(headers["x-uri"], "/_aws/execute-api/0abc/$default/me");
}

#[tokio::test]
async fn six_megabytes_pass_and_no_more() {
    let door = door(Path::new("/nowhere"), Some(&echo().await));
    let post = |size| Request::post("/api/products").body(Body::from(vec![b'x'; size])).unwrap();
    let limit = 6 * 1024 * 1024;
    assert_eq!(ask(&door, post(limit)).await.2.len(), limit);
    assert_eq!(ask(&door, post(limit + 1)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn an_api_that_is_down_is_a_bad_gateway() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let door = door(Path::new("/nowhere"), Some(&url));
    assert_eq!(ask(&door, get("/api/me")).await.0, StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn the_site_and_the_phone_page_are_served() {
    let folder = std::env::temp_dir().join(format!("simulators-{}", crate::random::hex()));
    for name in ["site", "phone"] {
        std::fs::create_dir_all(folder.join(name)).unwrap();
        std::fs::write(folder.join(name).join("index.html"), name).unwrap();
    }
    std::fs::create_dir_all(folder.join("site/assets")).unwrap();
    std::fs::write(folder.join("site/assets/index-1a2b.js"), "").unwrap();
    let door = door(&folder, None);
    let (status, headers, body) = ask(&door, get("/")).await;
    assert_eq!((status, body), (StatusCode::OK, Bytes::from_static(b"site")));
    assert_eq!(headers["cache-control"], "no-cache");
    assert_eq!(headers["content-security-policy"], "default-src 'none'");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(ask(&door, get("/phone/")).await.2, Bytes::from_static(b"phone"));
    assert_eq!(ask(&door, get("/phone")).await.1["location"], "/phone/");
    // The name of an asset changes with its contents; that of a missing one says nothing.
    let immutable = "public, max-age=31536000, immutable";
    assert_eq!(ask(&door, get("/assets/index-1a2b.js")).await.1["cache-control"], immutable);
    let (status, headers, _) = ask(&door, get("/assets/missing.js")).await;
    assert_eq!(
        (status, &headers["cache-control"]),
        (StatusCode::NOT_FOUND, &"no-cache".parse().unwrap())
    );
    assert!(!ask(&door, get("/phone/")).await.1.contains_key("content-security-policy"));
    assert_eq!(ask(&door, get("/sim/_control/health")).await.0, StatusCode::OK);
    std::fs::remove_dir_all(folder).unwrap();
}
