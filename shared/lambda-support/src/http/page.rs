//! Answers that are data or a page rather than a problem.

use lambda_http::http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

use super::{Problem, secure, secure_form, secure_page};

/// A page: `html` is a whole document, already escaped by whoever made it.
pub fn html<B: From<String>>(status: StatusCode, html: String) -> Response<B> {
    let mut response = Response::new(B::from(html));
    *response.status_mut() = status;
    set_type(&mut response, "text/html; charset=utf-8");
    secure_page(response)
}

/// A page whose forms are sent back to us.
pub fn form<B: From<String>>(status: StatusCode, html: String) -> Response<B> {
    let mut response = Response::new(B::from(html));
    *response.status_mut() = status;
    set_type(&mut response, "text/html; charset=utf-8");
    secure_form(response)
}

/// 303: what was asked is done, and shown at `location`, relative to where it was asked.
pub fn redirect<B: From<String>>(location: &str) -> Response<B> {
    let mut response = Response::new(B::from(String::new()));
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(value) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    secure(response)
}

/// Data, as JSON. A value that cannot be written answers 500.
pub fn json<B: From<String>>(status: StatusCode, value: &impl Serialize) -> Response<B> {
    match serde_json::to_string(value) {
        Ok(text) => {
            let mut response = Response::new(B::from(text));
            *response.status_mut() = status;
            set_type(&mut response, "application/json");
            secure(response)
        }
        Err(_) => Problem::internal().to_response(),
    }
}

/// A short text, such as the challenge Meta wants echoed.
pub fn text<B: From<String>>(status: StatusCode, text: String) -> Response<B> {
    let mut response = Response::new(B::from(text));
    *response.status_mut() = status;
    set_type(&mut response, "text/plain; charset=utf-8");
    secure(response)
}

fn set_type<B>(response: &mut Response<B>, kind: &'static str) {
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
}
