use reqwest::header::HeaderValue;

use super::*;

#[test]
fn ids_cannot_leave_their_place_in_the_path() {
    let endpoint = Endpoint::new("http://localhost:8080/sim/graph/", "v25.0").unwrap();
    let at = |path: &[&str]| endpoint.at(path).as_str().to_owned();
    assert_eq!(at(&["12", "messages"]), "http://localhost:8080/sim/graph/v25.0/12/messages");
    assert_eq!(at(&["a/b?c#d", "x"]), "http://localhost:8080/sim/graph/v25.0/a%2Fb%3Fc%23d/x");
    assert_eq!(at(&["..", "x"]), "http://localhost:8080/sim/graph/v25.0/x");
    assert_eq!(
        at(&["models", "gemini-3.8-flash:generateContent"]),
        "http://localhost:8080/sim/graph/v25.0/models/gemini-3.8-flash:generateContent"
    );
}

#[test]
fn only_web_addresses_are_endpoints() {
    for bad in ["", "graph.facebook.com", "ftp://x", "file:///etc", "http://"] {
        assert_eq!(Endpoint::new(bad, "v1").err(), Some(InvalidEndpoint), "{bad}");
    }
}

#[test]
fn retry_after_is_read_in_seconds_only() {
    let read = |value: &'static str| {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]);
        retry_after(&headers)
    };
    assert_eq!(read("7"), Some(Duration::from_secs(7)));
    assert_eq!(read("Mon, 23 Nov 2026 10:00:00 GMT"), None);
    assert_eq!(read("-1"), None);
    assert_eq!(retry_after(&HeaderMap::new()), None);
}
