use super::*;

/// A vector computed with another implementation.
const SECRET: &str = "wave_sn_WHS_test_secret";
const TIME: i64 = 1_794_400_000;
const BODY: &str = r#"{"id":"EV_QvEZuDSQbLdI","type":"checkout.session.completed","data":{"id":"cos-18qq25rgr100a","amount":"100","checkout_status":"complete","client_reference":"CMD-42","currency":"XOF","payment_status":"succeeded"}}"#;
const DIGEST: &str = "9f3af3c8374b1226da17fcb74b54e33bb2092cfd702d505ba30904392635fc08";

fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn check(secret_text: &str, header: &str, body: &[u8], now: i64) -> Result<(), WaveProofError> {
    let proof = WaveProof { signature: Some(header), authorization: None };
    let now = Timestamp::from_second(now).unwrap();
    let secret = secret(secret_text);
    VerifiedWave::verify(WebhookStrategy::Signature, &secret, proof, body, now).map(drop)
}

fn header() -> String {
    format!("t={TIME},v1={DIGEST}")
}

#[test]
fn the_vector_passes() {
    assert_eq!(check(SECRET, &header(), BODY.as_bytes(), TIME), Ok(()));
}

#[test]
fn a_flipped_bit_anywhere_fails() {
    for index in 0..BODY.len() {
        let mut body = BODY.as_bytes().to_vec();
        body[index] ^= 1;
        assert!(check(SECRET, &header(), &body, TIME).is_err(), "body byte {index}");
    }
    for index in 0..SECRET.len() {
        let mut other = SECRET.as_bytes().to_vec();
        other[index] ^= 1;
        let other = String::from_utf8(other).unwrap();
        assert!(check(&other, &header(), BODY.as_bytes(), TIME).is_err(), "secret byte {index}");
    }
    for index in 0..header().len() {
        let mut other = header().into_bytes();
        other[index] ^= 1;
        let other = String::from_utf8(other).unwrap();
        assert!(check(SECRET, &other, BODY.as_bytes(), TIME).is_err(), "header byte {index}");
    }
}

#[test]
fn a_separator_between_time_and_body_is_not_waves() {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{TIME}.{BODY}").as_bytes());
    let dotted = crate::hex::encode(&mac.finalize().into_bytes());
    let header = format!("t={TIME},v1={dotted}");
    assert_eq!(check(SECRET, &header, BODY.as_bytes(), TIME), Err(WaveProofError::Mismatch));
}

#[test]
fn any_of_several_signatures_counts_while_a_secret_is_replaced() {
    let other = "0".repeat(64);
    for header in [
        format!("t={TIME},v1={other},v1={DIGEST}"),
        format!("t={TIME}, v1={DIGEST}, v1={other}, v2=x"),
    ] {
        assert_eq!(check(SECRET, &header, BODY.as_bytes(), TIME), Ok(()), "{header}");
    }
}

#[test]
fn only_the_last_minutes_count() {
    for (now, ends) in [
        (TIME + 300, Ok(())),
        (TIME - 300, Ok(())),
        (TIME + 301, Err(WaveProofError::Outdated)),
        (TIME - 301, Err(WaveProofError::Outdated)),
    ] {
        assert_eq!(check(SECRET, &header(), BODY.as_bytes(), now), ends, "{now}");
    }
}

#[test]
fn headers_of_another_shape_are_malformed() {
    let many = format!("t={TIME}{}", format!(",v1={DIGEST}").repeat(9));
    for header in [
        String::new(),
        DIGEST.to_owned(),
        format!("v1={DIGEST}"),
        format!("t={TIME}"),
        format!("t=soon,v1={DIGEST}"),
        format!("t={TIME},t={TIME},v1={DIGEST}"),
        many,
    ] {
        let ends = check(SECRET, &header, BODY.as_bytes(), TIME);
        assert_eq!(ends, Err(WaveProofError::Malformed), "{header}");
    }
}

#[test]
fn a_shared_secret_is_the_bearer_and_nothing_else_is() {
    let check = |authorization, signature| {
        let proof = WaveProof { signature, authorization };
        let now = Timestamp::from_second(TIME).unwrap();
        let strategy = WebhookStrategy::SharedSecret;
        VerifiedWave::verify(strategy, &secret(SECRET), proof, BODY.as_bytes(), now).map(drop)
    };
    assert_eq!(check(Some("Bearer wave_sn_WHS_test_secret"), None), Ok(()));
    let wrong = Some("Bearer wave_sn_WHS_test_secreu");
    assert_eq!(check(wrong, None), Err(WaveProofError::Mismatch));
    assert_eq!(check(Some(SECRET), None), Err(WaveProofError::Malformed));
    // A good signature proves nothing for a webhook that was registered with the other proof.
    assert_eq!(check(None, Some(&header())), Err(WaveProofError::Missing));
}

#[test]
fn an_empty_secret_proves_nothing() {
    assert_eq!(check("", &header(), BODY.as_bytes(), TIME), Err(WaveProofError::NoSecret));
}

#[test]
fn an_event_names_its_session_and_our_payment() {
    let event = VerifiedWave(BODY.as_bytes()).event().unwrap();
    assert_eq!(
        (event.id.as_str(), event.reference.as_str(), event.client_reference.as_str()),
        ("EV_QvEZuDSQbLdI", "cos-18qq25rgr100a", "CMD-42")
    );
    for other in [
        r#"{"id":"EV_1","type":"test.test_event","data":{}}"#,
        r#"{"id":"EV_1","type":"merchant.payment_received","data":{"id":"m_1"}}"#,
        r#"{"id":"EV_1","type":"checkout.session.completed","data":{}}"#,
        "[]",
    ] {
        assert_eq!(VerifiedWave(other.as_bytes()).event(), None, "{other}");
    }
}
