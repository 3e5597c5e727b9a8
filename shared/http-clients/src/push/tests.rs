//! The vector of RFC 8291, the shape of RFC 8292, and what becomes of every answer.

use std::time::Duration;

use axum::http::StatusCode;
use contracts::push::PushOrigins;
use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::*;
use crate::stub::{ABSENT, Asked, Stub, http, impatient};

// RFC 8291 §5 and Appendix A.
const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
const EPHEMERAL: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
const SALT: &str = "DGv6ra1nlYgDCS1FRnbzlw";
const CLEAR: &[u8] = b"When I grow up, I want to be a watermelon";
const BODY: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

fn decoded<const N: usize>(text: &str) -> [u8; N] {
    BASE64URL_NOPAD.decode(text.as_bytes()).unwrap().try_into().unwrap()
}

fn chance() -> Chance {
    Chance { ephemeral: decoded(EPHEMERAL), salt: decoded(SALT) }
}

fn keys() -> DeviceKeys {
    DeviceKeys::read(P256DH, AUTH).unwrap()
}

fn now() -> Timestamp {
    "2026-11-28T10:00:00Z".parse().unwrap()
}

fn sender(http: Http) -> PushSender {
    // Any key is a signing key, that of the vector too.
    let vapid = Vapid::read(&SecretString::from(EPHEMERAL), "mailto:ops@example.ci").unwrap();
    PushSender::new(vapid, http)
}

async fn push(url: &str, http: Http) -> Result<Pushed, PushError> {
    let origins: PushOrigins = url.parse().unwrap();
    let endpoint = Endpoint::read(&format!("{url}/send/secret-place"), &origins).unwrap();
    let message =
        Push { endpoint: &endpoint, keys: &keys(), body: CLEAR, ttl_seconds: 60, topic: "upd" };
    sender(http).send(&message, chance(), now()).await
}

#[test]
fn the_vector_of_rfc_8291_is_encrypted_to_its_body() {
    let body = encrypt(CLEAR, &keys(), chance()).unwrap();
    assert_eq!(BASE64URL_NOPAD.encode(&body), BODY);
}

#[test]
fn a_body_fills_the_4096_bytes_that_services_take_and_no_more() {
    let longest = encrypt(&[b'a'; BODY_MAX], &keys(), chance()).unwrap();
    assert_eq!(longest.len(), 4_096);
    assert!(encrypt(&[b'a'; BODY_MAX + 1], &keys(), chance()).is_none());
    // A draw that is no key of the curve.
    assert!(encrypt(CLEAR, &keys(), Chance { ephemeral: [0; 32], ..chance() }).is_none());
}

fn parts(authorization: &str) -> (String, String) {
    let (token, key) = authorization.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    (token.to_owned(), key.to_owned())
}

#[test]
fn a_token_is_signed_by_the_key_it_comes_with_for_one_service_and_half_a_day() {
    let sender = sender(http());
    let (token, key) = parts(&sender.vapid.authorization("https://push.example", now()));
    assert_eq!(key, sender.public_key());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let point: [u8; 65] = decoded(&key);
    let key = VerifyingKey::from_sec1_bytes(&point).unwrap();
    let signature = Signature::from_slice(&decoded::<64>(signature)).unwrap();
    key.verify(signed.as_bytes(), &signature).unwrap();
    let json = |part: &str| -> Value {
        serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).unwrap()
    };
    let (head, claims) = signed.split_once('.').unwrap();
    assert_eq!(json(head), json!({"typ": "JWT", "alg": "ES256"}));
    let claims = json(claims);
    assert_eq!(claims["aud"], "https://push.example");
    assert_eq!(claims["sub"], "mailto:ops@example.ci");
    assert_eq!(claims["exp"], now().as_second() + 12 * 3_600);
}

#[test]
fn what_is_no_private_key_is_refused_and_none_is_shown() {
    for wrong in ["", "AA", AUTH, P256DH, "not base64!", &"A".repeat(43)] {
        let read = Vapid::read(&SecretString::from(wrong), "mailto:a@b.c");
        assert_eq!(read.err(), Some(InvalidVapid), "{wrong}");
    }
    let shown = format!("{:?}", sender(http()));
    assert!(!shown.contains(EPHEMERAL), "{shown}");
}

#[tokio::test]
async fn a_message_is_posted_with_what_the_service_must_know() {
    let stub = Stub::new(|_| (StatusCode::CREATED, [("location", "/m/1")])).await;
    assert_eq!(push(&stub.url, http()).await.unwrap(), Pushed::Accepted);
    let asked = stub.asked();
    let [Asked { method, uri, headers, .. }] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!((method.as_str(), uri.as_str()), ("POST", "/send/secret-place"));
    for (name, value) in [
        ("content-encoding", "aes128gcm"),
        ("content-length", "144"),
        ("ttl", "60"),
        ("urgency", "high"),
        ("topic", "upd"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    let (token, _) = parts(&headers["authorization"]);
    let claims = BASE64URL_NOPAD.decode(token.split('.').nth(1).unwrap().as_bytes()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["aud"], *stub.url);
}

#[tokio::test]
async fn every_answer_says_what_to_do_next() {
    let again = |seconds| Disposition::Retry { after: Duration::from_secs(seconds) };
    for (status, code, disposition) in [
        (400, "push_refused", Disposition::GiveUp),
        (401, "push_refused", Disposition::GiveUp),
        (403, "push_refused", Disposition::GiveUp),
        (413, "push_too_large", Disposition::GiveUp),
        // A redirect is not followed: it would lead where nobody looked.
        (307, "push_refused", Disposition::GiveUp),
        (408, "push_refused", again(10)),
        (429, "push_busy", again(10)),
        (500, "push_broken", again(10)),
        (503, "push_broken", again(10)),
    ] {
        let stub = Stub::new(move |_| StatusCode::from_u16(status).unwrap()).await;
        let error = push(&stub.url, http()).await.unwrap_err();
        assert_eq!((error.code(), error.disposition()), (code, disposition), "{status}");
        assert_eq!(error.refuses_us(), matches!(status, 401 | 403), "{status}");
        assert_eq!(stub.asked().len(), 1);
    }
    for status in [404, 410] {
        let stub = Stub::new(move |_| StatusCode::from_u16(status).unwrap()).await;
        assert_eq!(push(&stub.url, http()).await.unwrap(), Pushed::Gone, "{status}");
    }
    for status in [200, 202] {
        let stub = Stub::new(move |_| StatusCode::from_u16(status).unwrap()).await;
        assert_eq!(push(&stub.url, http()).await.unwrap(), Pushed::Accepted, "{status}");
    }
    let busy = Stub::new(|_| (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "120")])).await;
    let error = push(&busy.url, http()).await.unwrap_err();
    assert_eq!(error.disposition(), again(120));
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_asked_again_and_its_address_is_not_told() {
    let silent = Stub::silent().await;
    let cutting = Stub::cutting().await;
    for (url, http) in
        [(ABSENT, http()), (silent.url.as_str(), impatient()), (cutting.url.as_str(), http())]
    {
        let error = push(url, http).await.unwrap_err();
        assert_eq!(error.code(), "push_unreachable");
        assert_eq!(error.disposition(), Disposition::Retry { after: Duration::from_secs(10) });
        assert!(!format!("{error:?}").contains("secret-place"), "{error:?}");
    }
}
