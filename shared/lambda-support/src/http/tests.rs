use lambda_http::{
    Request, RequestExt,
    http::{Response, StatusCode, header},
};

use super::{claims::Claims, *};

/// An API Gateway event (payload 2.0) as the runtime hands it over.
fn request(authorizer: &serde_json::Value, body: &str, is_base64: bool) -> Request {
    let event = serde_json::json!({
        "version": "2.0", "routeKey": "GET /me", "rawPath": "/me", "rawQueryString": "",
        "headers": {"host": "h", "content-type": "application/octet-stream"},
        "requestContext": {
            "accountId": "1", "apiId": "a", "domainName": "d", "domainPrefix": "d",
            "http": {"method": "GET", "path": "/me", "protocol": "HTTP/1.1", "sourceIp": "1.1.1.1",
                     "userAgent": "t"},
            "authorizer": authorizer,
            "requestId": "r", "routeKey": "GET /me", "stage": "$default", "time": "t", "timeEpoch": 0
        },
        "body": body, "isBase64Encoded": is_base64
    });
    lambda_http::request::from_str(&event.to_string()).unwrap()
}

#[test]
fn the_subject_comes_from_the_authorizer() {
    let authorizer =
        serde_json::json!({"jwt": {"claims": {"sub": "u-1", "email": "a@b.ci"}, "scopes": null}});
    let request = request(&authorizer, "", false);
    let claims = Claims::of(request.extensions()).unwrap();
    assert_eq!((claims.subject.as_str(), claims.email.as_deref()), ("u-1", Some("a@b.ci")));
    assert!(!format!("{claims:?}").contains("a@b.ci"));
}

#[test]
fn without_claims_nobody_is_let_in() {
    for authorizer in [
        serde_json::json!(null),
        serde_json::json!({"jwt": {"claims": {}, "scopes": null}}),
        serde_json::json!({"jwt": {"claims": {"sub": ""}, "scopes": null}}),
        serde_json::json!({"lambda": {"sub": "u-1"}}),
    ] {
        let request = request(&authorizer, "", false);
        let refused = Claims::of(request.extensions()).unwrap_err();
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{authorizer}");
    }
    // A request that did not come through API Gateway has no context at all.
    let bare = Request::default();
    assert!(bare.request_context_ref().is_none());
    assert!(Claims::of(bare.extensions()).is_err());
}

#[test]
fn a_body_is_decoded_and_bounded() {
    let request = request(&serde_json::json!(null), "/wBhYg==", true);
    assert_eq!(bounded(request.body(), 4), Ok(&b"\xff\x00ab"[..]));
    assert_eq!(bounded(request.body(), 3).unwrap_err().status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn a_problem_names_its_fields_and_is_not_cached() {
    let problem =
        Problem::invalid(Vec::new()).with_field("price.amount", "Le prix est obligatoire.");
    let response: Response<String> = problem.to_response();
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    insta::assert_snapshot!(response.body(), @r#"{"type":"urn:fluxasync:problem:invalid","title":"Informations à corriger","status":422,"code":"invalid","detail":"Certaines informations sont à corriger.","errors":[{"field":"price.amount","message":"Le prix est obligatoire."}]}"#);
}

#[test]
fn a_page_runs_no_script_and_cannot_be_framed() {
    let response: Response<String> = page::html(StatusCode::OK, "<!doctype html>".to_owned());
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"));
    assert!(policy.contains("frame-ancestors 'none'"));
    assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
}

#[test]
fn a_header_set_by_the_answer_is_kept() {
    let mut response = Response::new(String::new());
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, header::HeaderValue::from_static("max-age=60"));
    assert_eq!(secure(response).headers()[header::CACHE_CONTROL], "max-age=60");
}
