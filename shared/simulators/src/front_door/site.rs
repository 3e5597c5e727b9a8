//! The seller's site, served with the headers that it is to have wherever it is hosted.

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header, header::InvalidHeaderValue},
    middleware::{self, Next},
    response::Response,
};
use tower_http::services::ServeDir;

use crate::config::Config;

/// The files of the site, under its policy.
///
/// # Errors
/// The policy cannot be the value of a header.
pub(super) fn router(config: &Config) -> Result<Router, InvalidHeaderValue> {
    let policy =
        config.content_security_policy.as_deref().map(HeaderValue::from_str).transpose()?;
    let dressed = middleware::from_fn(move |request: Request, next: Next| {
        let policy = policy.clone();
        async move { dress(policy, request, next).await }
    });
    Ok(Router::new().fallback_service(ServeDir::new(&config.dashboard_dir)).layer(dressed))
}

async fn dress(policy: Option<HeaderValue>, request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    // Vite puts a hash of the contents into the name of what lies in assets/.
    let cache = if is_asset && response.status().is_success() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Some(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
