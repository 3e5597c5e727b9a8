//! The wire between the function and everything outside of it, which can be the death of it: after a
//! number of calls have had their effect, the answer of the last one never comes.

use std::{
    future::{Future, pending},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    response::Response,
};
use tokio::{net::TcpListener, sync::watch};

/// Calls of AWS that leave nothing behind: to die after one is to have died before it.
const READS: [&str; 4] = ["GetItem", "GetItems", "Query", "Decrypt"];

const BODY_MAX: usize = 4 << 20;

pub(crate) struct Wire {
    calls: AtomicU32,
    /// The call that is answered by death.
    last: AtomicU32,
    is_dead: watch::Sender<bool>,
    http: reqwest::Client,
}

impl Wire {
    pub(crate) fn new(http: reqwest::Client) -> Arc<Self> {
        let (calls, last) = (AtomicU32::new(0), AtomicU32::new(u32::MAX));
        Arc::new(Self { calls, last, is_dead: watch::Sender::new(false), http })
    }

    /// Where `server` is reached through the wire.
    pub(crate) async fn to(self: &Arc<Self>, server: &str) -> String {
        let (wire, server) = (Arc::clone(self), server.to_owned());
        let router = Router::new().fallback(move |request: Request| {
            let (wire, server) = (Arc::clone(&wire), server.clone());
            async move { wire.carry(&server, request).await }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }

    /// Lives until `life` ends (and what it ended in), or dies of its call of that number; calls
    /// that only read are not counted.
    pub(crate) async fn until<T>(&self, last: u32, life: impl Future<Output = T>) -> Option<T> {
        self.calls.store(0, Ordering::SeqCst);
        self.last.store(last, Ordering::SeqCst);
        self.is_dead.send_replace(false);
        let mut death = self.is_dead.subscribe();
        let ended = tokio::select! {
            ended = life => Some(ended),
            died = death.wait_for(|is_dead| *is_dead) => died.map(|_| None).unwrap(),
        };
        self.last.store(u32::MAX, Ordering::SeqCst);
        ended
    }

    async fn carry(&self, server: &str, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let target = parts.headers.get("x-amz-target").and_then(|name| name.to_str().ok());
        let is_read = target.is_some_and(|name| READS.iter().any(|read| name.ends_with(read)));
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let body = to_bytes(body, BODY_MAX).await.unwrap();
        let call = self.http.request(parts.method, format!("{server}{path}"));
        let answer = call.headers(parts.headers).body(body).send().await.unwrap();
        let mut response = Response::builder().status(answer.status());
        for (name, value) in answer.headers() {
            // The body is passed on whole, however it came.
            if name != "transfer-encoding" && name != "connection" {
                response = response.header(name, value);
            }
        }
        let body = answer.bytes().await.unwrap();
        let number = self.calls.fetch_add(u32::from(!is_read), Ordering::SeqCst) + 1;
        if !is_read && number >= self.last.load(Ordering::SeqCst) {
            self.is_dead.send_replace(true);
            pending::<()>().await;
        }
        response.body(Body::from(body)).unwrap()
    }
}
