//! The headers every answer carries.

use lambda_http::http::{HeaderMap, HeaderValue, Response, header};

const COMMON: [(header::HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// What data may do in a browser: nothing.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
/// What a page of ours may do: show itself with the styles inside it, and lead elsewhere by links.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The same for a page whose forms are sent back to where it came from.
const FORM_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

/// Adds the headers of an answer that is data. A header already set is kept.
pub fn secure<B>(response: Response<B>) -> Response<B> {
    with_policy(response, DATA_POLICY)
}

/// Adds the headers of an answer that is a page, with no script and no outside resource.
pub fn secure_page<B>(response: Response<B>) -> Response<B> {
    with_policy(response, PAGE_POLICY)
}

/// The same for a page with forms.
pub fn secure_form<B>(response: Response<B>) -> Response<B> {
    with_policy(response, FORM_POLICY)
}

fn with_policy<B>(mut response: Response<B>, policy: &'static str) -> Response<B> {
    let headers = response.headers_mut();
    for (name, value) in COMMON {
        set_unless_present(headers, name, value);
    }
    set_unless_present(headers, header::CONTENT_SECURITY_POLICY, policy);
    response
}

fn set_unless_present(headers: &mut HeaderMap, name: header::HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
