//! Files from servers that lie about where, how large, how fast and what.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use contracts::meta::{graph::MediaInfo, webhook::MediaId};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::*;

const VOICE: &[u8] = b"OggS voice note";
/// `sha256sum` of [`VOICE`].
const VOICE_DIGEST: &str = "eed7842e646b0549c4b961c9365558e4700d88c4783ef1f29b7fce738dcf71c8";
const LONG: Duration = Duration::from_secs(20);

fn audio() -> FileLimits {
    FileLimits::of(FileKind::Audio, LONG)
}

/// A client that may fetch from this server.
fn client(url: &str) -> Graph {
    graph(url).with_file_origins(url.parse().unwrap())
}

fn info(url: &str) -> MediaInfo {
    let voice = json!({"url": url, "mime_type": "audio/ogg; codecs=opus"});
    MediaInfo::of(&voice).unwrap()
}

fn typed(mime: &str, body: impl Into<Body>) -> Response<Body> {
    Response::builder().header("content-type", mime).body(body.into()).unwrap()
}

async fn fails(stub: &Stub, limits: FileLimits) -> FileError {
    client(&stub.url).download(&token(), &info(&stub.url), limits).await.unwrap_err()
}

#[tokio::test]
async fn a_file_is_found_and_fetched_with_the_token() {
    let voice = json!({"mime_type": "audio/ogg; codecs=opus", "file_size": "15"});
    let address = Arc::new(std::sync::OnceLock::new());
    let known = Arc::clone(&address);
    let stub = Stub::new(move |number| match number {
        0 => {
            let mut voice = voice.clone();
            voice["url"] = json!(format!("{}/files/14", known.get().unwrap()));
            answer(200, &voice)
        }
        _ => typed("audio/ogg", VOICE),
    })
    .await;
    address.set(stub.url.clone()).unwrap();
    let file = client(&stub.url);
    let file = file.file(&token(), &MediaId::new("14"), &number(), audio()).await.unwrap();
    assert_eq!((file.mime.as_str(), file.bytes.as_slice()), ("audio/ogg", VOICE));
    assert!(!format!("{file:?}").contains("79"), "the bytes are not shown: {file:?}");
    let asked = stub.asked();
    let uris: Vec<&str> = asked.iter().map(|call| call.uri.as_str()).collect();
    assert_eq!(uris, ["/v25.0/14?phone_number_id=4711", "/files/14"]);
    assert_eq!(asked[1].headers["authorization"], "Bearer EAAtoken");
}

#[tokio::test]
async fn the_token_goes_to_no_other_origin() {
    let stranger = Stub::new(|_| typed("audio/ogg", VOICE)).await;
    // Graph's own server has the token, and is still no place for files unless it is listed.
    let client = graph(&stranger.url);
    for url in [
        stranger.url.as_str(),
        "https://lookaside.fbsbx.com.evil.example/x",
        "https://evil.example/lookaside.fbsbx.com",
        "http://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://user@lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com@evil.example/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://localhost:9001/2018-06-01/runtime/invocation/next",
        "file:///etc/passwd",
        "not an address",
    ] {
        let error = client.download(&token(), &info(url), audio()).await.unwrap_err();
        assert!(matches!(error, FileError::ForbiddenOrigin), "{url}: {error:?}");
        assert_eq!(error.disposition(), Disposition::GiveUp);
    }
    assert!(stranger.asked().is_empty());
    assert!(client.file_address("https://lookaside.fbsbx.com/whatsapp_business/1").is_some());
}

#[tokio::test]
async fn no_redirect_is_followed_and_the_token_is_not_seen_there() {
    let elsewhere = Stub::new(|_| typed("audio/ogg", VOICE)).await;
    for target in [elsewhere.url.clone(), "http://169.254.169.254/latest".to_owned()] {
        let stub = Stub::new(move |_| (StatusCode::FOUND, [("location", target.clone())])).await;
        let error = fails(&stub, audio()).await;
        assert!(matches!(error, FileError::Redirected { http_status: 302 }), "{error:?}");
        assert_eq!((error.code(), error.disposition()), ("media_redirected", Disposition::GiveUp));
        assert_eq!(stub.asked().len(), 1);
    }
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn a_file_too_large_is_refused_before_it_fills_the_memory() {
    let large = [VOICE, &[0_u8; 2000]].concat();
    let limits = |size: usize| FileLimits { size, ..audio() };
    let served = large.clone();
    let announced = Stub::new(move |_| typed("audio/ogg", served.clone())).await;
    let chunks = large.clone();
    let unannounced = Stub::new(move |_| {
        let chunks = chunks.chunks(100).map(|part| Ok::<_, std::io::Error>(part.to_vec()));
        typed("audio/ogg", Body::from_stream(futures::stream::iter(chunks.collect::<Vec<_>>())))
    })
    .await;
    for stub in [&announced, &unannounced] {
        let error = fails(stub, limits(large.len() - 1)).await;
        assert!(matches!(error, FileError::TooLarge { limit: 2014 }), "{error:?}");
        assert_eq!(error.disposition(), Disposition::GiveUp);
        let client = client(&stub.url);
        let whole = client.download(&token(), &info(&stub.url), limits(large.len())).await;
        assert_eq!(whole.unwrap().bytes, large);
    }
}

#[tokio::test]
async fn a_file_announced_too_large_is_not_even_asked_for() {
    let stub = Stub::new(|_| typed("audio/ogg", VOICE)).await;
    let huge = MediaInfo { file_size: Some(100 * 1024 * 1024), ..info(&stub.url) };
    let error = client(&stub.url).download(&token(), &huge, audio()).await.unwrap_err();
    assert_eq!(error.code(), "media_too_large");
    assert!(stub.asked().is_empty());
}

#[tokio::test]
async fn a_file_is_what_it_says_and_of_a_type_that_is_taken() {
    let page = "<html><script>alert(1)</script></html>";
    for (mime, body, code) in [
        ("text/html", page, "media_wrong_type"),
        ("image/jpeg", "\u{0}", "media_wrong_type"),
        ("audio/ogg", page, "media_disguised"),
        ("audio/ogg; codecs=opus", "", "media_disguised"),
        // Nothing said here: Meta's own word for it counts, and the bytes belie it.
        ("application/octet-stream", page, "media_disguised"),
    ] {
        let stub = Stub::new(move |_| typed(mime, body)).await;
        let error = fails(&stub, audio()).await;
        assert_eq!((error.code(), error.disposition()), (code, Disposition::GiveUp), "{mime}");
    }
}

#[tokio::test]
async fn a_slow_file_is_cut() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // A byte at a time for ever: each comes in time, the file never does.
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 16];
        stream.read_exact(&mut request).await.unwrap();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: audio/ogg\r\ncontent-length: 9999\r\n\r\n";
        let mut open = stream.write_all(head.as_bytes()).await.is_ok();
        let mut tick = tokio::time::interval(Duration::from_millis(5));
        while open {
            tick.tick().await;
            open = stream.write_all(b"O").await.is_ok();
        }
    });
    let limits = FileLimits::of(FileKind::Audio, Duration::from_millis(60));
    let error = client(&url).download(&token(), &info(&url), limits).await.unwrap_err();
    assert_eq!(error.code(), "media_too_slow", "{error:?}");
    assert!(matches!(error.disposition(), Disposition::Retry { .. }));
}

#[tokio::test]
async fn the_digest_meta_announced_is_compared() {
    let stub = Stub::new(|_| typed("audio/ogg", VOICE)).await;
    let client = client(&stub.url);
    let with = |sha256: &str| MediaInfo { sha256: Some(sha256.to_owned()), ..info(&stub.url) };
    let other = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
    let error = client.download(&token(), &with(other), audio()).await.unwrap_err();
    assert_eq!((error.code(), error.disposition()), ("media_altered", Disposition::GiveUp));
    for own in [VOICE_DIGEST, "not a digest"] {
        client.download(&token(), &with(own), audio()).await.unwrap();
    }
}

#[tokio::test]
async fn an_address_too_old_is_asked_for_again_once() {
    for (fresh_works, ended) in [(true, None), (false, Some("media_gone"))] {
        let address = Arc::new(std::sync::OnceLock::<String>::new());
        let (known, found) = (Arc::clone(&address), Arc::new(AtomicUsize::new(0)));
        let stub = Stub::new(move |number| {
            let url = known.get().unwrap();
            match number {
                0 | 2 => answer(200, &json!({"url": format!("{url}/files/{number}")})),
                1 => answer(404, &json!({})),
                _ if fresh_works => typed("audio/ogg", VOICE),
                _ => {
                    found.fetch_add(1, Ordering::Relaxed);
                    answer(404, &json!({}))
                }
            }
        })
        .await;
        address.set(stub.url.clone()).unwrap();
        let client = client(&stub.url);
        let file = client.file(&token(), &MediaId::new("14"), &number(), audio()).await;
        assert_eq!(file.err().map(|error| error.code()), ended);
        let uris: Vec<String> = stub.asked().into_iter().map(|call| call.uri).collect();
        let lookup = "/v25.0/14?phone_number_id=4711";
        assert_eq!(uris, [lookup, "/files/0", lookup, "/files/2"]);
    }
}

#[tokio::test]
async fn a_server_in_trouble_may_be_asked_again_and_one_that_refuses_may_not() {
    for (status, code, again) in [
        (503, "media_unavailable", true),
        (429, "media_unavailable", true),
        (401, "media_refused", false),
        (403, "media_refused", false),
        (404, "media_gone", false),
    ] {
        let stub = Stub::new(move |_| answer(status, &json!({}))).await;
        let error = fails(&stub, audio()).await;
        assert_eq!(error.code(), code, "{status}");
        assert_eq!(error.disposition() != Disposition::GiveUp, again, "{status}");
        // Graph itself fails the same way when it is asked where the file is.
        let client = client(&stub.url);
        let looked_up = client.file(&token(), &MediaId::new("14"), &number(), audio()).await;
        assert_eq!(looked_up.unwrap_err().code(), "media_lookup", "{status}");
    }
}

#[tokio::test]
async fn no_failure_tells_the_token_or_the_address() {
    let stub = Stub::new(|_| answer(503, &json!({}))).await;
    let errors = [
        fails(&stub, audio()).await,
        graph(ABSENT)
            .with_file_origins(ABSENT.parse().unwrap())
            .download(&token(), &info(&format!("{ABSENT}/secret-path")), audio())
            .await
            .unwrap_err(),
    ];
    for error in errors {
        let text = printed(&error);
        assert!(!text.contains("EAAtoken") && !text.contains("secret-path"), "{text}");
    }
}
