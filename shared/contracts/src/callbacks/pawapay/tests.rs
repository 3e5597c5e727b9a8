//! With a key made here: it proves the code, not which encoding pawaPay chose.

use p256::{
    ecdsa::{SigningKey, signature::Signer},
    pkcs8::{EncodePublicKey, LineEnding},
};
use sha2::{Digest, Sha256, Sha512};

use super::*;

const NOW: i64 = 1_794_400_000;
const PATH: &str = "/callbacks/pawapay/slr_1";
const BODY: &str = r#"{"checkoutId":"afb57b93-7849-49aa-babb-4c3ccbfe3d79","status":"COMPLETED","clientReferenceId":"pay_1"}"#;
const COVERED: &str = r#"("@method" "@authority" "@path" "signature-date" "content-digest" "content-type" "content-length")"#;

#[derive(Clone)]
struct Call {
    method: String,
    authority: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn published(id: &str, key: &SigningKey) -> PublicKey {
    let pem = key.verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
    PublicKey { id: id.into(), key: pem }
}

fn keys() -> Vec<PublicKey> {
    // The one that signs is not the first.
    vec![published("HTTP_EC_P256_KEY:2", &key(9)), published("HTTP_EC_P256_KEY:1", &key(7))]
}

fn parameters(covered: &str) -> String {
    let (created, expires) = (NOW - 10, NOW + 50);
    format!(
        r#"{covered};alg="ecdsa-p256-sha256";keyid="HTTP_EC_P256_KEY:1";created={created};expires={expires}"#
    )
}

fn call(parameters: &str, is_der: bool) -> Call {
    let digest = format!("sha-512=:{}:", STANDARD.encode(Sha512::digest(BODY)));
    let mut call = Call {
        method: "POST".into(),
        authority: "api.example.ci".into(),
        path: PATH.into(),
        headers: vec![
            ("content-digest".into(), digest),
            ("signature-date".into(), "2026-11-11T00:00:00Z".into()),
            ("content-type".into(), "application/json".into()),
            ("content-length".into(), BODY.len().to_string()),
            ("signature-input".into(), format!("sig-pp={parameters}")),
        ],
        body: BODY.into(),
    };
    let input = Input::of(&call.headers[4].1).unwrap();
    let base = base(&input, &call.request(&|name| call.header(name))).unwrap_or_default();
    let signature: Signature = key(7).sign(base.as_bytes());
    let bytes =
        if is_der { signature.to_der().as_bytes().to_vec() } else { signature.to_bytes().to_vec() };
    call.headers.push(("signature".into(), format!("sig-pp=:{}:", STANDARD.encode(bytes))));
    call
}

impl Call {
    fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn request<'a>(&'a self, header: &'a dyn Fn(&str) -> Option<String>) -> SignedRequest<'a> {
        SignedRequest {
            method: &self.method,
            authority: &self.authority,
            path: &self.path,
            header,
            body: &self.body,
        }
    }

    fn check(&self) -> Result<(), PawapayProofError> {
        self.check_at(NOW)
    }

    fn check_at(&self, second: i64) -> Result<(), PawapayProofError> {
        let now = Timestamp::from_second(second).unwrap();
        let header = |name: &str| self.header(name);
        VerifiedPawapay::verify(&keys(), &self.request(&header), now).map(drop)
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.into(), value.into()));
        self
    }
}

fn good() -> Call {
    call(&parameters(COVERED), true)
}

#[test]
fn both_encodings_of_a_signature_pass() {
    assert_eq!(good().check(), Ok(()));
    assert_eq!(call(&parameters(COVERED), false).check(), Ok(()));
}

#[test]
fn a_flipped_bit_anywhere_fails() {
    for index in 0..BODY.len() {
        let mut other = good();
        other.body[index] ^= 1;
        assert_eq!(other.check(), Err(PawapayProofError::WrongDigest), "byte {index}");
    }
    for (header, _) in good().headers {
        let value = good().header(&header).unwrap();
        // Each costs an unoptimised verification, so some bytes stand for all.
        for index in (0..value.len()).step_by(5) {
            let mut bytes = value.clone().into_bytes();
            bytes[index] ^= 1;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let is_same = text.trim() == value;
            assert!(is_same || good().with(&header, &text).check().is_err(), "{header} {index}");
        }
    }
}

#[test]
fn another_route_method_or_host_was_not_signed() {
    let change: [fn(&mut Call); 3] = [
        |call| call.path = "/callbacks/pawapay/slr_2".into(),
        |call| call.method = "PUT".into(),
        |call| call.authority = "evil.example".into(),
    ];
    for change in change {
        let mut other = good();
        change(&mut other);
        assert_eq!(other.check(), Err(PawapayProofError::Mismatch));
    }
}

#[test]
fn a_signature_that_covers_too_little_proves_nothing() {
    for covered in [
        r#"("@method" "@path")"#,
        r#"("@method" "content-digest")"#,
        r#"("@path" "content-digest")"#,
        r#"("@method" "@path" "content-digest" "@query")"#,
        r#"("@method" "@path" "content-digest" "x-absent")"#,
    ] {
        let ends = call(&parameters(covered), true).check();
        assert_eq!(ends, Err(PawapayProofError::Uncovered), "{covered}");
    }
    let twice = call(&parameters(COVERED), true)
        .with("signature-input", &format!("sig-pp={}", parameters(r#"("@path" "@path")"#)));
    assert_eq!(twice.check(), Err(PawapayProofError::Malformed));
}

#[test]
fn only_its_minutes_count() {
    assert_eq!(good().check_at(NOW + 50), Ok(()));
    assert_eq!(good().check_at(NOW + 51), Err(PawapayProofError::Outdated));
    assert_eq!(good().check_at(NOW - 311), Err(PawapayProofError::Outdated));
    let keyed = r#"alg="ecdsa-p256-sha256";keyid="HTTP_EC_P256_KEY:1""#;
    let open = call(&format!("{COVERED};{keyed};created={NOW}"), true);
    assert_eq!(
        (open.check_at(NOW + 300), open.check_at(NOW + 301)),
        (Ok(()), Err(PawapayProofError::Outdated))
    );
    let timeless = call(&format!("{COVERED};{keyed}"), true);
    assert_eq!(timeless.check(), Err(PawapayProofError::Malformed));
}

#[test]
fn the_key_is_the_one_of_its_id() {
    let other = parameters(COVERED).replace("KEY:1", "KEY:2");
    assert_eq!(call(&other, true).check(), Err(PawapayProofError::Mismatch));
    let unknown = parameters(COVERED).replace("KEY:1", "KEY:3");
    assert_eq!(call(&unknown, true).check(), Err(PawapayProofError::UnknownKey));
    let weak = parameters(COVERED).replace("ecdsa-p256-sha256", "hmac-sha256");
    assert_eq!(call(&weak, true).check(), Err(PawapayProofError::Malformed));
}

#[test]
fn missing_headers_are_missing_and_digests_must_all_match() {
    for header in ["signature", "signature-input", "content-digest"] {
        let mut bare = good();
        bare.headers.retain(|(known, _)| known != header);
        assert_eq!(bare.check(), Err(PawapayProofError::Missing), "{header}");
    }
    let (short, long) = (
        format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(BODY))),
        format!("sha-512=:{}:", STANDARD.encode(Sha512::digest(BODY))),
    );
    for right in [&short, &long, &format!("{short}, {long}"), &format!("md5=:AA==:, {short}")] {
        assert!(digest::matches(right, BODY.as_bytes()), "{right}");
    }
    for wrong in
        ["", "md5=:AA==:", "sha-256=:AA==:", &format!("{short}, sha-512=:AA==:"), "sha-256"]
    {
        assert!(!digest::matches(wrong, BODY.as_bytes()), "{wrong}");
    }
}

#[test]
fn a_callback_names_what_it_is_about() {
    let hint = |body: &str| VerifiedPawapay(body.as_bytes()).hint();
    let checkout = hint(BODY).unwrap();
    assert_eq!(checkout.subject, Subject::Checkout("afb57b93-7849-49aa-babb-4c3ccbfe3d79".into()));
    assert_eq!(
        (checkout.status.as_str(), checkout.client_reference.as_str()),
        ("COMPLETED", "pay_1")
    );
    let deposit = hint(r#"{"depositId":"d","status":"FAILED"}"#).unwrap();
    assert_eq!((deposit.subject.id(), deposit.client_reference.as_str()), ("d", ""));
    let refund = hint(r#"{"refundId":"r","depositId":"d","status":"COMPLETED"}"#).unwrap();
    assert_eq!(refund.subject, Subject::Refund("r".into()));
    for nothing in ["{}", "[]", r#"{"checkoutId":""}"#, "not json"] {
        assert_eq!(hint(nothing), None, "{nothing}");
    }
}
