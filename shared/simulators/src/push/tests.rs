//! The rules of a push service that our sender must keep.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::time::{DAY, HOUR, SECOND};

/// The example of RFC 8292 §2.4.
const EXAMPLE: &str = "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";
const EXAMPLE_EXPIRES: i64 = 1_453_523_768 * SECOND;

struct World {
    service: PushService,
    key: SigningKey,
}

impl World {
    fn new() -> Self {
        let service = PushService::new("https://push.example/");
        Self { service, key: SigningKey::from_slice(&[7; 32]).unwrap() }
    }

    fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.verifying_key().to_sec1_point(false).as_bytes())
    }

    fn authorization(&self, audience: &str, life: i64) -> String {
        let expires = (self.service.0.clock.now() + life) / SECOND;
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = json!({"aud": audience, "exp": expires, "sub": "mailto:a@b.c"});
        let signed = format!("{}.{}", part(json!({"typ": "JWT", "alg": "ES256"})), part(claims));
        let signature: Signature = self.key.sign(signed.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        format!("vapid t={signed}.{signature}, k={}", self.public_key())
    }

    async fn call(&self, request: Request<Body>) -> Response {
        self.service.router().oneshot(request).await.unwrap()
    }

    async fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(format!("/_control{path}"))
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let body = self.call(request).await.into_body();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        serde_json::from_slice(&bytes).unwrap_or(Value::Null)
    }

    async fn subscribed(&self) -> String {
        let key = json!({"application_server_key": self.public_key()});
        let subscription = self.control("POST", "/subscriptions", &key).await;
        subscription["id"].as_str().unwrap().to_owned()
    }

    /// Sends with all that is needed but what `changed` says; an empty value leaves a header out.
    async fn send(&self, id: &str, changed: &[(&str, &str)], body: Vec<u8>) -> Response {
        let authorization = self.authorization("https://push.example", HOUR);
        let mut request = Request::builder().method("POST").uri(format!("/send/{id}"));
        let usual = [
            ("authorization", authorization.as_str()),
            ("ttl", "60"),
            ("content-encoding", "aes128gcm"),
        ];
        for (name, value) in usual.iter().chain(changed) {
            let is_changed = changed.iter().any(|(other, _)| other == name);
            let is_last = changed.contains(&(*name, *value));
            if !value.is_empty() && (!is_changed || is_last) {
                request = request.header(*name, *value);
            }
        }
        self.call(request.body(Body::from(body)).unwrap()).await
    }

    async fn topics(&self, id: &str) -> Vec<Value> {
        let heard = self.control("GET", &format!("/subscriptions/{id}/messages"), &json!({})).await;
        let heard = heard["messages"].as_array().unwrap();
        heard.iter().map(|message| message["topic"].clone()).collect()
    }
}

/// As long as a sealed body is, and nothing in it.
fn sealed() -> Vec<u8> {
    let header = [&[0; 16], 4_096_u32.to_be_bytes().as_slice(), &[65], &[4; 65]].concat();
    [header, vec![0; 17]].concat()
}

#[test]
fn the_example_of_rfc_8292_is_taken_while_it_is_good_and_where_it_is_made_out_to() {
    let early = EXAMPLE_EXPIRES - HOUR;
    let (_, key) = EXAMPLE.rsplit_once("k=").unwrap();
    let at = |audience, now| vapid::sender(EXAMPLE, audience, now);
    assert_eq!(at("https://push.example.net", early), Ok(key.to_owned()));
    assert!(at("https://push.example.com", early).is_err());
    assert!(at("https://push.example.net", EXAMPLE_EXPIRES).is_err());
    assert!(at("https://push.example.net", EXAMPLE_EXPIRES - DAY - HOUR).is_err());
    let forged = EXAMPLE.replace("i3CYb7", "i3CYb8");
    assert_eq!(vapid::sender(&forged, "https://push.example.net", early), Err("wrong signature"));
}

#[tokio::test]
async fn a_sender_that_breaks_a_rule_is_refused() {
    let world = World::new();
    let id = world.subscribed().await;
    let elsewhere = world.authorization("https://other.example", HOUR);
    let for_ever = world.authorization("https://push.example", DAY + HOUR);
    let long = "a".repeat(33);
    for (changed, status) in [
        (("authorization", ""), 401),
        (("authorization", "Bearer x"), 403),
        (("authorization", elsewhere.as_str()), 403),
        (("authorization", for_ever.as_str()), 403),
        (("ttl", ""), 400),
        (("ttl", "soon"), 400),
        (("topic", long.as_str()), 400),
        (("topic", "not/url-safe"), 400),
        (("urgency", "now"), 400),
        (("content-encoding", "aesgcm"), 415),
    ] {
        let answer = world.send(&id, &[changed], sealed()).await;
        assert_eq!(answer.status().as_u16(), status, "{changed:?}");
    }
    let answer = world.send(&id, &[], vec![0; 4_097]).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let answer = world.send(&id, &[], b"in clear".to_vec()).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let other =
        World { key: SigningKey::from_slice(&[8; 32]).unwrap(), service: world.service.clone() };
    assert_eq!(other.send(&id, &[], sealed()).await.status(), StatusCode::FORBIDDEN);
    assert!(world.topics(&id).await.is_empty());
    let answer = world.send(&id, &[("topic", "t")], sealed()).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert!(answer.headers().contains_key(header::LOCATION));
    assert_eq!(world.topics(&id).await, ["t"]);
}

#[tokio::test]
async fn while_a_device_is_away_the_last_of_a_topic_waits_for_its_time() {
    let world = World::new();
    let id = world.subscribed().await;
    let network = format!("/subscriptions/{id}/network");
    world.control("POST", &network, &json!({"is_online": false})).await;
    for changed in [
        [("topic", "a"), ("ttl", "60")],
        [("topic", "b"), ("ttl", "600")],
        [("topic", "b"), ("ttl", "600")],
        [("topic", "c"), ("ttl", "0")],
    ] {
        assert_eq!(world.send(&id, &changed, sealed()).await.status(), StatusCode::CREATED);
    }
    world.control("POST", "/clock", &json!({"milliseconds": 61 * SECOND})).await;
    assert!(world.topics(&id).await.is_empty());
    world.control("POST", &network, &json!({"is_online": true})).await;
    assert_eq!(world.topics(&id).await, ["b"]);
}

#[tokio::test]
async fn a_bad_day_is_had_on_order_and_a_device_can_be_gone() {
    let world = World::new();
    let id = world.subscribed().await;
    let faults = format!("/subscriptions/{id}/faults");
    world.control("POST", &faults, &json!({"status": 429, "retry_after": 7})).await;
    let busy = world.send(&id, &[], sealed()).await;
    assert_eq!(busy.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(busy.headers()[header::RETRY_AFTER], "7");
    assert_eq!(world.send(&id, &[], sealed()).await.status(), StatusCode::CREATED);
    world.control("DELETE", &format!("/subscriptions/{id}"), &json!({})).await;
    assert_eq!(world.send(&id, &[], sealed()).await.status(), StatusCode::GONE);
}
