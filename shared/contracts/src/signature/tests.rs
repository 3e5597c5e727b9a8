use proptest::prelude::*;

use super::*;

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

/// RFC 4231, test case 2.
#[test]
fn the_published_vector_is_accepted() {
    let body = b"what do ya want for nothing?";
    let header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(sign(&secret("Jefe"), body), header);
    let verified = VerifiedBody::verify(&[secret("Jefe")], Some(header), body).unwrap();
    assert_eq!(verified.bytes(), body);
    assert_eq!(format!("{verified:?}"), "VerifiedBody(28 bytes)");
}

#[test]
fn either_secret_of_a_rotation_is_accepted_and_no_other() {
    let secrets = [secret("new"), secret("old")];
    let check = |signed_with: &str| {
        VerifiedBody::verify(&secrets, Some(&sign(&secret(signed_with), b"x")), b"x").err()
    };
    assert_eq!(check("new"), None);
    assert_eq!(check("old"), None);
    assert_eq!(check("other"), Some(SignatureError::Mismatch));
}

#[test]
fn what_is_no_signature_is_refused_before_any_comparison() {
    let good = sign(&secret("s"), b"x");
    let digits = good.trim_start_matches("sha256=");
    let short: String = digits.chars().skip(1).collect();
    let refused = |header: &str| VerifiedBody::verify(&[secret("s")], Some(header), b"x").err();
    for header in [
        "",
        "sha256=",
        digits,
        &format!("sha1={digits}"),
        &format!("SHA256={digits}"),
        &format!("sha256={digits}00"),
        &format!("sha256={short}"),
        &format!("sha256= {short}"),
        &format!("sha256=+{short}"),
        &format!("sha256=é{short}"),
    ] {
        assert_eq!(refused(header), Some(SignatureError::Malformed), "{header}");
    }
    assert_eq!(
        VerifiedBody::verify(&[secret("s")], None, b"x").err(),
        Some(SignatureError::Missing)
    );
}

/// An HMAC under the empty key is one that anybody can compute.
#[test]
fn an_empty_secret_verifies_nothing() {
    let mut under_empty_key = Hmac::<Sha256>::new_from_slice(b"").unwrap();
    under_empty_key.update(b"x");
    let forged = format!("sha256={}", hex::encode(&under_empty_key.finalize().into_bytes()));
    let check = |secrets: &[SecretString]| VerifiedBody::verify(secrets, Some(&forged), b"x").err();
    assert_eq!(check(&[]), Some(SignatureError::NoSecret));
    assert_eq!(check(&[secret("")]), Some(SignatureError::NoSecret));
    assert_eq!(check(&[secret(""), secret("s")]), Some(SignatureError::Mismatch));
}

proptest! {
    #[test]
    fn a_changed_body_never_verifies(body in prop::collection::vec(any::<u8>(), 1..200), at: prop::sample::Index) {
        let header = sign(&secret("s"), &body);
        prop_assert!(VerifiedBody::verify(&[secret("s")], Some(&header), &body).is_ok());
        let mut changed = body.clone();
        changed[at.index(body.len())] ^= 1;
        prop_assert_eq!(
            VerifiedBody::verify(&[secret("s")], Some(&header), &changed).err(),
            Some(SignatureError::Mismatch)
        );
    }
}
