//! A Graph that says yes, remembers what it was asked, and says no when a test wants it to.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    http::{Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// What the stub knows and remembers.
#[derive(Clone, Default)]
pub(crate) struct Graph(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    /// Answers that come before the usual one, by the last segment of the path.
    scripted: BTreeMap<String, VecDeque<(u16, Value)>>,
    asked: Vec<String>,
    pins: Vec<String>,
    redirect_uris: Vec<String>,
}

pub(crate) const APP: &str = "670843887433847";
pub(crate) const TOKEN: &str = "EAAsecret-token";

impl Graph {
    /// Starts the stub and tells its address.
    pub(crate) async fn start(&self) -> String {
        let router = Router::new().fallback(answer).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        format!("http://{address}")
    }

    /// Answers the next call to `path` like this.
    pub(crate) fn then(&self, path: &str, status: u16, body: Value) -> &Self {
        let mut inner = self.0.lock().unwrap();
        inner.scripted.entry(path.to_owned()).or_default().push_back((status, body));
        drop(inner);
        self
    }

    /// Refuses the next call to `path` with Graph's error of this code.
    pub(crate) fn refuse(&self, path: &str, code: i64, subcode: i64) -> &Self {
        let error = json!({"message": "no", "type": "OAuthException", "code": code,
            "error_subcode": subcode, "fbtrace_id": "A"});
        self.then(path, 400, json!({"error": error}))
    }

    /// The calls so far, as `GET debug_token`.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.0.lock().unwrap().asked.clone()
    }

    /// The PINs numbers were registered with.
    pub(crate) fn pins(&self) -> Vec<String> {
        self.0.lock().unwrap().pins.clone()
    }

    /// The redirect URIs codes were exchanged with.
    pub(crate) fn redirect_uris(&self) -> Vec<String> {
        self.0.lock().unwrap().redirect_uris.clone()
    }
}

/// A number as Meta lists it, before its registration.
pub(crate) fn number(id: &str) -> Value {
    json!({"id": id, "display_phone_number": "+225 07 07 12 34 56", "verified_name": "Chez Awa",
        "status": "PENDING", "platform_type": "NOT_APPLICABLE", "is_on_biz_app": false})
}

/// What `debug_token` says of a good token.
pub(crate) fn good_token() -> Value {
    let scopes = ["whatsapp_business_management", "whatsapp_business_messaging"];
    json!({"app_id": APP, "is_valid": true, "expires_at": 1_800_000_000, "scopes": scopes,
        "granular_scopes": scopes.map(|scope| json!({"scope": scope, "target_ids": ["102"]}))})
}

async fn answer(
    State(graph): State<Graph>,
    method: Method,
    uri: Uri,
    Query(query): Query<BTreeMap<String, String>>,
    body: Bytes,
) -> Response {
    let path = uri.path().trim_start_matches("/v25.0/").to_owned();
    let last = path.rsplit('/').next().unwrap_or_default().to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let mut inner = graph.0.lock().unwrap();
    inner.asked.push(format!("{method} {path}"));
    inner.redirect_uris.extend(query.get("redirect_uri").cloned());
    inner.pins.extend(body["pin"].as_str().map(str::to_owned));
    let scripted = inner.scripted.get_mut(&last).and_then(VecDeque::pop_front);
    let (status, value) = scripted.unwrap_or_else(|| match last.as_str() {
        "access_token" => (200, json!({"access_token": TOKEN, "token_type": "bearer"})),
        "debug_token" => (200, json!({"data": good_token()})),
        "phone_numbers" => (200, json!({"data": [number("106")]})),
        "subscribed_apps" if method == Method::GET => (
            200,
            json!({"data": [{
                "whatsapp_business_api_data": {"id": APP, "name": "FluxAsync"}
            }]}),
        ),
        "subscribed_apps" | "register" => (200, json!({"success": true})),
        "message_templates" if method == Method::GET => (200, json!({"data": []})),
        "message_templates" => (200, json!({"id": "1", "status": "PENDING"})),
        "106" => (
            200,
            json!({"id": "106", "quality_rating": "GREEN", "health_status": {
                "can_send_message": "AVAILABLE",
                "entities": [{"entity_type": "WABA", "id": "102", "can_send_message": "AVAILABLE"}],
            }}),
        ),
        "me" => (200, json!({"id": "1", "client_business_id": "900"})),
        _ => (404, json!({"error": {"message": "unknown", "code": 100}})),
    });
    (StatusCode::from_u16(status).unwrap(), axum::Json(value)).into_response()
}
