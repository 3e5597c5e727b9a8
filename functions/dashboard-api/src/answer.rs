//! Answers that are not problems.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use lambda_support::http::{page, secure};
use serde::Serialize;

use crate::failure::Failure;

/// What a handler ends in.
pub(crate) type Answer = Result<Response, Failure>;

/// For how many seconds the address of a file is good: the page asks for another one when it needs it.
pub(crate) const ADDRESS_SECONDS: u32 = 300;

/// A list: `{"items":[…],"cursor":null}`; the cursor leads to the next page.
#[derive(Debug, Serialize)]
pub(crate) struct Listing<T> {
    pub(crate) items: Vec<T>,
    pub(crate) cursor: Option<String>,
}

/// 200 with a value.
#[expect(clippy::unnecessary_wraps, reason = "it is the last expression of a handler")]
pub(crate) fn ok(value: &impl Serialize) -> Answer {
    Ok(page::json::<Body>(StatusCode::OK, value))
}

/// 200 with a file that a spreadsheet opens.
#[expect(clippy::unnecessary_wraps, reason = "it is the last expression of a handler")]
pub(crate) fn csv(text: String, file_name: &'static str) -> Answer {
    let mut response = page::text::<Body>(StatusCode::OK, text);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(file_name));
    // A text is decoded on its way out of Lambda, which takes the byte order mark away that Excel
    // knows UTF-8 by (lambda_http, `convert_to_text`); what names an encoding goes as bytes.
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    Ok(response)
}

/// 201 with what was created.
#[expect(clippy::unnecessary_wraps, reason = "it is the last expression of a handler")]
pub(crate) fn created(value: &impl Serialize) -> Answer {
    Ok(page::json::<Body>(StatusCode::CREATED, value))
}

/// 202: asked of the function that decides; `id` names the request.
pub(crate) fn accepted(id: &str) -> Response {
    #[derive(Serialize)]
    struct Accepted<'a> {
        id: &'a str,
    }
    page::json(StatusCode::ACCEPTED, &Accepted { id })
}

/// 204: it is gone.
pub(crate) fn gone() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    secure(response)
}

#[cfg(test)]
mod tests {
    use lambda_http::IntoResponse as _;

    use super::*;

    #[tokio::test]
    async fn a_sheet_keeps_its_byte_order_mark_on_the_way_out() {
        let response = csv("\u{feff}Date;Montant".to_owned(), "attachment").unwrap();
        let sent = response.into_response().await;
        assert_eq!(sent.body().as_ref(), "\u{feff}Date;Montant".as_bytes());
    }
}
