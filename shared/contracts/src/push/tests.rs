use super::*;

/// The subscription of RFC 8291 §5.
const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// As `template.yaml` lists them.
const VENDORS: &str = "https://fcm.googleapis.com,https://updates.push.services.mozilla.com,https://*.notify.windows.com,https://*.push.apple.com";

fn endpoint(text: &str) -> Result<Endpoint, InvalidDevice> {
    Endpoint::read(text, &VENDORS.parse().unwrap())
}

#[test]
fn addresses_of_the_known_vendors_are_taken_and_nobody_elses() {
    for (address, origin) in [
        ("https://fcm.googleapis.com/fcm/send/abc:APA91", "https://fcm.googleapis.com"),
        ("https://fcm.googleapis.com:443/fcm/send/abc", "https://fcm.googleapis.com"),
        (
            "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
            "https://updates.push.services.mozilla.com",
        ),
        (
            "https://wns2-par02p.notify.windows.com/w/?token=BQ",
            "https://wns2-par02p.notify.windows.com",
        ),
        ("https://web.push.apple.com/QGuQyavXutnMH", "https://web.push.apple.com"),
    ] {
        assert_eq!(endpoint(address).unwrap().origin(), origin);
    }
    for address in [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://user@fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com@169.254.169.254/latest/meta-data",
        "https://fcm.googleapis.com.evil.example/fcm/send/abc",
        "https://notify.windows.com/w/?token=BQ",
        "https://evilnotify.windows.com/w/?token=BQ",
        "https://.notify.windows.com/w/?token=BQ",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/x",
        "https://fcm.googleapis.com/fcm/send/abc#x",
        "/fcm/send/abc",
        "",
    ] {
        assert_eq!(endpoint(address), Err(InvalidDevice::Endpoint), "{address}");
    }
    let long = format!("https://web.push.apple.com/{}", "a".repeat(ENDPOINT_MAX));
    assert_eq!(endpoint(&long), Err(InvalidDevice::Endpoint));
}

#[test]
fn a_list_of_anything_but_origins_is_refused() {
    for list in [
        "",
        "*",
        "https://*",
        "https://*.com",
        "https://a.*.example",
        "https://*.*.example.com",
        "https://push.example/path",
        "https://user@push.example",
        "push.example",
        "ftp://push.example",
        "https://push.example,",
    ] {
        assert_eq!(list.parse::<PushOrigins>(), Err(InvalidPushOrigin), "{list}");
    }
    let local: PushOrigins = "http://localhost:8080".parse().unwrap();
    assert!(Endpoint::read("http://localhost:8080/sim/push/send/1", &local).is_ok());
    assert!(Endpoint::read("http://localhost:8081/sim/push/send/1", &local).is_err());
}

#[test]
fn an_address_is_not_shown() {
    let endpoint = endpoint("https://web.push.apple.com/QGuQyavXutnMH").unwrap();
    assert!(!format!("{endpoint:?}").contains("QGuQ"));
    assert_eq!(endpoint.device().len(), 32);
}

#[test]
fn keys_are_a_point_on_the_curve_and_sixteen_bytes() {
    let keys = DeviceKeys::read(P256DH, AUTH).unwrap();
    assert!(!format!("{keys:?}").contains(AUTH));
    assert!(DeviceKeys::read(&format!("{P256DH}="), &format!("{AUTH}==")).is_ok());
    let mut off = bytes(P256DH).unwrap();
    off[64] ^= 1;
    let off = URL_SAFE_NO_PAD.encode(&off);
    let mut compressed = bytes(P256DH).unwrap();
    compressed.truncate(33);
    compressed[0] = 2;
    let compressed = URL_SAFE_NO_PAD.encode(&compressed);
    for wrong in ["", "AA", "not base64!", &off, &compressed, P256DH.trim_end_matches('4')] {
        assert_eq!(DeviceKeys::read(wrong, AUTH), Err(InvalidDevice::P256dh), "{wrong}");
    }
    for wrong in ["", "AA", "BTBZMqHH6r4Tts7J_aSIggAA", "BTBZMqHH6r4Tts7J/aSIgg"] {
        assert_eq!(DeviceKeys::read(P256DH, wrong), Err(InvalidDevice::Auth), "{wrong}");
    }
}
