use axum::body::Body;
use contracts::meta::webhook::MediaId;

use super::*;

#[tokio::test]
async fn a_file_is_found_and_fetched_with_the_token() {
    let stub = Stub::new(|number| match number {
        0 => answer(200, &json!({"url": "x", "mime_type": "audio/ogg", "file_size": "4"})),
        _ => axum::response::Response::new(Body::from("OggS")),
    })
    .await;
    let client = graph(&stub.url);
    let info = client.media_url(&token(), &MediaId::new("14"), &number()).await.unwrap();
    assert_eq!((info.mime_type.as_deref(), info.file_size), (Some("audio/ogg"), Some(4)));
    let bytes = client.download(&token(), &format!("{}/files/14", stub.url)).await.unwrap();
    assert_eq!(bytes, b"OggS");
    let asked = stub.asked();
    assert_eq!(asked[0].uri, "/v25.0/14?phone_number_id=4711");
    assert_eq!(asked[1].headers["authorization"], "Bearer EAAtoken");
}

#[tokio::test]
async fn the_token_goes_to_no_other_host() {
    let stranger = Stub::new(|_| answer(200, &json!({}))).await;
    let client = graph("http://127.0.0.1:1");
    for url in [
        stranger.url.as_str(),
        "https://lookaside.fbsbx.com.evil.example/x",
        "https://evil.example/lookaside.fbsbx.com",
        "http://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://user@evil.example/",
        "file:///etc/passwd",
        "not an address",
    ] {
        let error = client.download(&token(), url).await.unwrap_err();
        assert!(matches!(error, CallError::ForbiddenHost), "{url}: {error:?}");
    }
    assert!(stranger.asked().is_empty());
    assert!(client.file_address("https://lookaside.fbsbx.com/whatsapp_business/1").is_some());
}

#[tokio::test]
async fn a_file_too_large_is_refused_before_it_fills_the_memory() {
    let stub = Stub::new(|_| axum::response::Response::new(Body::from(vec![0_u8; 2000]))).await;
    let client = graph(&stub.url).with_files(vec![], 1999);
    let error = client.download(&token(), &stub.url).await.unwrap_err();
    assert!(
        matches!(error, CallError::Transport(TransportError::Oversized { limit: 1999 })),
        "{error:?}"
    );
    assert_eq!(error.disposition(), Disposition::GiveUp);
    let enough = graph(&stub.url).with_files(vec![], 2000);
    assert_eq!(enough.download(&token(), &stub.url).await.unwrap().len(), 2000);
}

#[tokio::test]
async fn an_old_address_is_a_refusal() {
    let stub = Stub::new(|_| answer(404, &json!({}))).await;
    let error = graph(&stub.url).download(&token(), &stub.url).await.unwrap_err();
    let CallError::Refused(error) = error else { panic!("{error:?}") };
    assert_eq!(error.http_status, 404);
}
