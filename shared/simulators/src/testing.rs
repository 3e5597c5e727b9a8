//! The tests' world: the simulators' routes as the front door nests them, and a webhook receiver
//! on a real port whose every request can be awaited.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
    routing,
};
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use tower::ServiceExt as _;
use url::{Url, form_urlencoded};

use crate::{
    graph::{Graph, Settings},
    phone,
};

pub(crate) const APP_ID: &str = "1234567890";
pub(crate) const APP_SECRET: &str = "the-app-secret";
pub(crate) const PLATFORM_NUMBER: &str = "700000000000001";
pub(crate) const PLATFORM_TOKEN: &str = "EAAplatform";
pub(crate) const REDIRECT: &str = "http://localhost:8080/api/onboarding/callback";
pub(crate) const PERSON: &str = "2250701020304";

pub(crate) struct Received {
    pub(crate) signature: String,
    pub(crate) body: Bytes,
}

pub(crate) struct World {
    pub(crate) graph: Graph,
    app: Router,
    received: mpsc::UnboundedReceiver<Received>,
    answers: Arc<Mutex<VecDeque<StatusCode>>>,
    /// Dropped, it would end the event streams.
    _running: watch::Sender<bool>,
}

/// A connected seller.
pub(crate) struct Shop {
    pub(crate) token: String,
    pub(crate) account: String,
    pub(crate) number: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub(crate) async fn with(adjust: impl FnOnce(&mut Settings)) -> Self {
        let (sender, received) = mpsc::unbounded_channel();
        let answers = Arc::new(Mutex::new(VecDeque::new()));
        let routes = receiver(sender, Arc::clone(&answers));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let webhook_url = format!("http://{}/webhooks", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let mut settings = Settings {
            webhook_url: Url::parse(&webhook_url).unwrap(),
            app_id: APP_ID.to_owned(),
            app_secret: APP_SECRET.to_owned(),
            verify_token: "the-verify-token".to_owned(),
            platform_phone_number_id: PLATFORM_NUMBER.to_owned(),
            platform_token: PLATFORM_TOKEN.to_owned(),
            call_log: None,
            state_file: None,
            retry_delays: vec![Duration::ZERO; 3],
        };
        adjust(&mut settings);
        let graph = Graph::open(settings).unwrap();
        let (running, stopping) = watch::channel(false);
        let app = Router::new()
            .nest("/sim/graph", graph.router())
            .nest("/sim/phone", phone::router(graph.clone(), stopping));
        Self { graph, app, received, answers, _running: running }
    }

    /// The next webhooks are answered with these statuses, then all with 200.
    pub(crate) fn answer_with(&self, statuses: &[StatusCode]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Response {
        self.app.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn json(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let response = self.send(request.body(body).unwrap()).await;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> (StatusCode, Value) {
        self.json(Method::GET, path, token, None).await
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        self.json(Method::POST, path, token, Some(body)).await
    }

    /// Completes the login dialog and answers with the query of the redirect.
    pub(crate) async fn dialog(&self, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("client_id", APP_ID).append_pair("redirect_uri", REDIRECT);
        form.append_pair("state", "opaque").extend_pairs(fields);
        let request = Request::post("/sim/graph/dialog/complete")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.finish()))
            .unwrap();
        let response = self.send(request).await;
        assert_eq!(response.status(), StatusCode::FOUND);
        let target = response.headers()[header::LOCATION].to_str().unwrap();
        Url::parse(target).unwrap().query_pairs().into_owned().collect()
    }

    pub(crate) async fn code(&self, fields: &[(&str, &str)]) -> String {
        let query = self.dialog(fields).await;
        assert_eq!(query[1], ("state".to_owned(), "opaque".to_owned()));
        assert_eq!(query[0].0, "code");
        query[0].1.clone()
    }

    pub(crate) async fn exchange(&self, code: &str, redirect_uri: &str) -> (StatusCode, Value) {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", APP_ID)
            .append_pair("client_secret", APP_SECRET)
            .append_pair("code", code)
            .append_pair("redirect_uri", redirect_uri)
            .finish();
        self.get(&format!("/sim/graph/v25.0/oauth/access_token?{query}"), "").await
    }

    pub(crate) async fn debug(&self, token: &str) -> Value {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("input_token", token)
            .append_pair("access_token", &format!("{APP_ID}|{APP_SECRET}"))
            .finish();
        self.get(&format!("/sim/graph/v25.0/debug_token?{query}"), "").await.1["data"].clone()
    }

    /// A seller after the whole onboarding: connected, subscribed, registered.
    pub(crate) async fn shop(&self, number: &str) -> Shop {
        let fields = [
            ("outcome", "success"),
            ("business_name", "Chez Awa"),
            ("display_phone_number", number),
        ];
        let code = self.code(&fields).await;
        let token =
            self.exchange(&code, REDIRECT).await.1["access_token"].as_str().unwrap().to_owned();
        let account = self.debug(&token).await["granular_scopes"][0]["target_ids"][0]
            .as_str()
            .unwrap()
            .to_owned();
        let path = format!("/sim/graph/v25.0/{account}");
        let subscribed = self.post(&format!("{path}/subscribed_apps"), &token, json!({})).await;
        assert_eq!(subscribed, (StatusCode::OK, json!({"success": true})));
        let numbers = self.get(&format!("{path}/phone_numbers"), &token).await.1;
        let number = numbers["data"][0]["id"].as_str().unwrap().to_owned();
        let register = json!({"messaging_product": "whatsapp", "pin": "123456"});
        let registered =
            self.post(&format!("/sim/graph/v25.0/{number}/register"), &token, register).await;
        assert_eq!(registered, (StatusCode::OK, json!({"success": true})));
        Shop { token, account, number }
    }

    /// Sends a message from a business number.
    pub(crate) async fn message(
        &self,
        number: &str,
        token: &str,
        body: &Value,
    ) -> (StatusCode, Value) {
        let mut message = json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": PERSON,
        });
        for (name, value) in body.as_object().unwrap() {
            message[name] = value.clone();
        }
        self.post(&format!("/sim/graph/v25.0/{number}/messages"), token, message).await
    }

    /// The person writes to a business number; the webhook is taken off the receiver.
    pub(crate) async fn person_writes(&mut self, number: &str, draft: Value) -> Value {
        let path = format!("/sim/phone/threads/{number}/{PERSON}/messages");
        let (status, _) = self.post(&path, "", draft).await;
        assert_eq!(status, StatusCode::OK);
        self.next_value().await
    }

    pub(crate) async fn next(&mut self) -> Received {
        let next = tokio::time::timeout(Duration::from_secs(20), self.received.recv());
        next.await.expect("a webhook was expected").unwrap()
    }

    /// The value of the next webhook's only change.
    pub(crate) async fn next_value(&mut self) -> Value {
        let payload: Value = serde_json::from_slice(&self.next().await.body).unwrap();
        payload["entry"][0]["changes"][0]["value"].clone()
    }

    /// The next webhook's only status.
    pub(crate) async fn next_status(&mut self) -> Value {
        self.next_value().await["statuses"][0].clone()
    }

    pub(crate) fn nothing_more(&mut self) -> bool {
        self.received.try_recv().is_err()
    }
}

fn receiver(
    sender: mpsc::UnboundedSender<Received>,
    answers: Arc<Mutex<VecDeque<StatusCode>>>,
) -> Router {
    let challenge = |uri: axum::http::Uri| async move {
        let query: Vec<(String, String)> =
            form_urlencoded::parse(uri.query().unwrap().as_bytes()).into_owned().collect();
        assert_eq!(query[1].1, "the-verify-token");
        query[2].1.clone()
    };
    let receive = move |headers: HeaderMap, body: Bytes| async move {
        let signature = headers["x-hub-signature-256"].to_str().unwrap().to_owned();
        sender.send(Received { signature, body }).unwrap();
        answers.lock().unwrap().pop_front().unwrap_or(StatusCode::OK)
    };
    Router::new().route("/webhooks", routing::get(challenge).post(receive))
}
