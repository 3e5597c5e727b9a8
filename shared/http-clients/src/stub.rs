//! Small servers for the tests of the clients: they record what they were asked and answer what
//! they were told to, on a port of their own.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::Value;
use tokio::{io::AsyncReadExt, net::TcpListener};

use crate::http::{Http, Timeouts};

/// What a server was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Path and query, as sent.
    pub(crate) uri: String,
    pub(crate) headers: BTreeMap<String, String>,
    /// Null when it is no JSON.
    pub(crate) body: Value,
    pub(crate) text: String,
}

/// A server on a port of its own; it ends with the test's runtime.
pub(crate) struct Stub {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Stub {
    /// Answers each call, numbered from 0, as `answer` says.
    pub(crate) async fn new<R: IntoResponse>(
        answer: impl Fn(usize) -> R + Clone + Send + Sync + 'static,
    ) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        let router = Router::new().fallback(move |request: Request| {
            let (seen, answer) = (Arc::clone(&seen), answer.clone());
            async move {
                let asked = record(request).await;
                let number = {
                    let mut all = seen.lock().unwrap();
                    all.push(asked);
                    all.len() - 1
                };
                answer(number).into_response()
            }
        });
        let (listener, url) = listen().await;
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, asked }
    }

    /// Takes each request and never answers.
    pub(crate) async fn silent() -> Self {
        let router = Router::new().fallback(|| async {
            std::future::pending::<()>().await;
            StatusCode::OK
        });
        let (listener, url) = listen().await;
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, asked: Arc::default() }
    }

    /// Reads the beginning of each request and closes the connection.
    pub(crate) async fn cutting() -> Self {
        let (listener, url) = listen().await;
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut start = [0; 16];
                stream.read_exact(&mut start).await.unwrap();
            }
        });
        Self { url, asked: Arc::default() }
    }

    /// Everything asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

/// An address where nobody listens: port 1 is reserved and never handed out.
pub(crate) const ABSENT: &str = "http://127.0.0.1:1";

/// Longer than any test should take: a slow machine is not a failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// A client that waits.
pub(crate) fn http() -> Http {
    Http::new(Timeouts { connect: PATIENCE, total: PATIENCE }).unwrap()
}

/// A client for [`Stub::silent`], which gives up soon.
pub(crate) fn impatient() -> Http {
    Http::new(Timeouts { connect: PATIENCE, total: Duration::from_millis(100) }).unwrap()
}

/// A JSON answer.
pub(crate) fn answer(status: u16, body: &Value) -> Response {
    (StatusCode::from_u16(status).unwrap(), body.to_string()).into_response()
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

async fn record(request: Request) -> Asked {
    let (head, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap().to_owned();
    Asked {
        method: head.method.to_string(),
        uri: head.uri.to_string(),
        headers: head.headers.iter().map(|(k, v)| (k.to_string(), text(v))).collect(),
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        text: String::from_utf8_lossy(&body).into_owned(),
    }
}
