//! Who may call: one non-empty `x-goog-api-key`, and nothing beside it.
//!
//! Keys have no checked shape: new ones start with `AQ.`, old ones with `AIza` (Gemini API, api-key
//! page, September 2026).

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::error::ApiError;
use super::state::Simulator;

/// Checks the credentials of a request, as Google does before reading the body.
pub(super) fn check(
    headers: &HeaderMap,
    query: Option<&str>,
    simulator: &Simulator,
) -> Result<(), ApiError> {
    let key = headers.get("x-goog-api-key").map(|value| value.to_str().unwrap_or_default().trim());
    let key = key.filter(|key| !key.is_empty());
    if key.is_some() && headers.contains_key(AUTHORIZATION) {
        return Err(ApiError::invalid(
            "Multiple authentication credentials received. Please pass only one.",
        ));
    }
    match key {
        Some(key) if simulator.is_invalid_key(key) => {
            Err(ApiError::invalid("API key not valid. Please pass a valid API key.")
                .with_reason("API_KEY_INVALID"))
        }
        Some(_) => Ok(()),
        None if has_key_parameter(query) || headers.contains_key(AUTHORIZATION) => Err(
            // Authorization keys are read from the header only.
            ApiError::new(
                401,
                "Request had invalid authentication credentials. Expected OAuth 2 access token, \
                 login cookie or other valid authentication credential. See \
                 https://developers.google.com/identity/sign-in/web/devconsole-project.",
            )
            .with_reason("ACCESS_TOKEN_TYPE_UNSUPPORTED"),
        ),
        None => Err(ApiError::new(
            403,
            "Method doesn't allow unregistered callers (callers without established identity). \
             Please use API Key or other form of API consumer identity to call this API.",
        )),
    }
}

fn has_key_parameter(query: Option<&str>) -> bool {
    query.is_some_and(|query| query.split('&').any(|pair| pair.starts_with("key=")))
}
