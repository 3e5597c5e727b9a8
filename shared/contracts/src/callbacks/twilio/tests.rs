//! The vectors Twilio publishes, and what must not pass.

use super::*;

const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const FORM: &str = "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309\
    &To=%2B18005551212&Caller=%2B14158675309";
const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
const JSON: &str = r#"{"property": "value", "boolean": true}"#;
const HASH: &str = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";

fn token() -> SecretString {
    SecretString::from("12345")
}

fn verify(header: &str, url: &str, raw: &str) -> Result<VerifiedForm, SignatureError> {
    VerifiedForm::verify(&token(), Some(header), url, raw.as_bytes())
}

fn with_hash() -> String {
    format!("{URL}&bodySHA256={HASH}")
}

#[test]
fn the_published_vectors_pass() {
    let form = verify(SIGNATURE, URL, FORM).unwrap();
    assert_eq!(form.field("Digits"), Some("1234"));
    assert_eq!(form.field("From"), Some("+14158675309"));
    assert_eq!(form.field("Absent"), None);
    let with_port = URL.replace(".com/", ".com:443/");
    assert!(verify("kvajT1Ptam85bY51eRf/AJRuM3w=", &with_port, FORM).is_ok());
    let twice = "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234";
    assert!(verify("IK+Dwps556ElfBT0I3Rgjkr1wJU=", URL, twice).is_ok());
    assert!(verify("a9nBmqA0ju/hNViExpshrM61xv4=", &with_hash(), JSON).is_ok());
}

#[test]
fn a_port_taken_away_or_added_on_the_way_does_not_matter() {
    let with_port = URL.replace(".com/", ".com:443/");
    assert!(verify(SIGNATURE, &with_port, FORM).is_ok());
    assert!(verify("kvajT1Ptam85bY51eRf/AJRuM3w=", URL, FORM).is_ok());
    assert!(verify(SIGNATURE, &URL.replace("https", "http"), FORM).is_err());
}

#[test]
fn any_changed_byte_is_refused() {
    for (index, _) in FORM.char_indices() {
        let mut bytes = FORM.as_bytes().to_vec();
        bytes[index] ^= 1;
        let verified = VerifiedForm::verify(&token(), Some(SIGNATURE), URL, &bytes);
        assert_eq!(verified, Err(SignatureError::Mismatch), "form, byte {index}");
    }
    for (index, _) in URL.char_indices() {
        let mut bytes = URL.as_bytes().to_vec();
        bytes[index] ^= 1;
        let url = String::from_utf8(bytes).unwrap();
        assert_eq!(verify(SIGNATURE, &url, FORM), Err(SignatureError::Mismatch), "{url}");
    }
    for (index, _) in SIGNATURE.char_indices() {
        let mut bytes = SIGNATURE.as_bytes().to_vec();
        bytes[index] ^= 1;
        let header = String::from_utf8(bytes).unwrap();
        assert_eq!(verify(&header, URL, FORM), Err(SignatureError::Mismatch), "{header}");
    }
    for (index, _) in JSON.char_indices() {
        let mut bytes = JSON.as_bytes().to_vec();
        bytes[index] ^= 1;
        let header = Some("a9nBmqA0ju/hNViExpshrM61xv4=");
        let verified = VerifiedForm::verify(&token(), header, &with_hash(), &bytes);
        assert_eq!(verified, Err(SignatureError::Mismatch), "json, byte {index}");
    }
}

#[test]
fn no_header_and_no_secret_are_told_apart_from_a_wrong_signature() {
    let missing = VerifiedForm::verify(&token(), None, URL, FORM.as_bytes());
    assert_eq!(missing, Err(SignatureError::Missing));
    let nobody = SecretString::from("");
    let header = signature(&nobody, URL, &[]);
    let open = VerifiedForm::verify(&nobody, Some(&header), URL, b"");
    assert_eq!(open, Err(SignatureError::NoSecret));
    let other = SecretString::from("12346");
    let wrong = VerifiedForm::verify(&other, Some(SIGNATURE), URL, FORM.as_bytes());
    assert_eq!(wrong, Err(SignatureError::Mismatch));
}

#[test]
fn a_form_is_never_shown() {
    let form = verify(SIGNATURE, URL, FORM).unwrap();
    assert_eq!(format!("{form:?}"), "VerifiedForm(5 fields)");
}
