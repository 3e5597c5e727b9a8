//! Errors in Meta's own JSON shape, with the code a client branches on
//! (Meta, Cloud API, error codes).

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::random;

/// One refused Graph call.
#[derive(Clone, Debug)]
pub(super) struct GraphError {
    pub(super) code: i64,
    status: StatusCode,
    kind: &'static str,
    message: String,
    subcode: Option<i64>,
    details: Option<String>,
}

pub(super) type GraphResult = Result<Value, GraphError>;

impl GraphError {
    /// An error under its usual title and HTTP status.
    pub(super) fn new(code: i64) -> Self {
        Self {
            code,
            status: http_status(code),
            kind: "OAuthException",
            message: format!("(#{code}) {}", title(code)),
            subcode: None,
            details: None,
        }
    }

    /// A message-level error with the sentence Meta puts into `error_data.details`.
    pub(super) fn with_details(code: i64, details: impl Into<String>) -> Self {
        Self { details: Some(details.into()), ..Self::new(code) }
    }

    /// Code 100: the request itself is wrong.
    pub(super) fn parameter(message: impl AsRef<str>) -> Self {
        Self { message: format!("(#100) {}", message.as_ref()), ..Self::new(100) }
    }

    /// An error whose message has no `(#code)` prefix, as those of the login dialog's routes.
    pub(super) fn plain(code: i64, message: &str) -> Self {
        Self { message: message.to_owned(), ..Self::new(code) }
    }

    pub(super) fn subcode(self, subcode: i64) -> Self {
        Self { subcode: Some(subcode), ..self }
    }

    pub(super) fn http(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The token is no token, was revoked, or has expired.
    pub(super) fn token(message: &str, subcode: Option<i64>) -> Self {
        Self { message: message.to_owned(), subcode, ..Self::new(190) }
    }

    /// The token is good, the object is somebody else's.
    pub(super) fn permission() -> Self {
        Self {
            message: "(#200) You do not have permission to access this WhatsApp Business Account"
                .to_owned(),
            ..Self::new(200)
        }
    }

    pub(super) fn unknown_object(method: &str, id: &str) -> Self {
        Self {
            kind: "GraphMethodException",
            message: format!(
                "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be \
                 loaded due to missing permissions, or does not support this operation"
            ),
            subcode: Some(33),
            ..Self::new(100)
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let mut error = json!({
            "message": self.message,
            "type": self.kind,
            "code": self.code,
            "fbtrace_id": format!("A{}", random::hex()),
        });
        if let Some(fields) = error.as_object_mut() {
            if let Some(subcode) = self.subcode {
                fields.insert("error_subcode".to_owned(), json!(subcode));
            }
            if let Some(details) = &self.details {
                fields.insert(
                    "error_data".to_owned(),
                    json!({"messaging_product": "whatsapp", "details": details}),
                );
            }
            if matches!(self.code, 1 | 2 | 4 | 131_000 | 131_016 | 131_057 | 133_004) {
                fields.insert("is_transient".to_owned(), json!(true));
            }
        }
        json!({"error": error})
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        (self.status, Json(self.to_json())).into_response()
    }
}

/// An error object as `statuses[].errors` carries it.
pub(super) fn webhook_error(code: i64, details: &str) -> Value {
    json!({
        "code": code,
        "title": title(code),
        "message": title(code),
        "error_data": {"details": details},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    })
}

/// Meta's title of an error code.
pub(super) fn title(code: i64) -> &'static str {
    match code {
        0 => "AuthException",
        1 | 131_000 => "Something went wrong",
        2 | 131_016 => "Service unavailable",
        3 => "Capability or permissions issue",
        4 => "Application request limit reached",
        10 | 200..=299 => "Permissions error",
        100 => "Invalid parameter",
        190 => "Invalid OAuth access token",
        368 => "Temporarily blocked for policies violations",
        80_007 => "Rate limit issues",
        130_403 => "User blocked",
        130_429 => "Rate limit hit",
        130_472 => "User's number is part of an experiment",
        131_005 => "Access denied",
        131_008 => "Required parameter is missing",
        33 | 131_009 => "Parameter value is not valid",
        131_021 => "Recipient cannot be sender",
        131_026 => "Message undeliverable",
        131_030 => "Recipient phone number not in allowed list",
        131_031 => "Business account has been locked",
        131_042 => "Business eligibility payment issue",
        131_047 => "Re-engagement message",
        131_048 => "Spam rate limit hit",
        131_049 => "Message not delivered to maintain healthy ecosystem engagement",
        131_050 => "User has stopped marketing messages",
        131_051 => "Unsupported message type",
        131_052 => "Media download error",
        131_053 => "Media upload error",
        131_056 => "(Business Account, Consumer Account) pair rate limit hit",
        131_057 => "Account in maintenance mode",
        131_062 => "Business-scoped user id is not supported for this message",
        132_000 => "Number of parameters does not match the expected number of params",
        132_001 => "Template name does not exist in the translation",
        132_005 => "Translated text too long",
        132_007 => "Template format character policy violated",
        132_012 => "Parameter format does not match format in the created template",
        132_015 => "Template is paused",
        132_016 => "Template is disabled",
        132_018 => "There is an issue with the parameters in the template",
        133_004 => "Server temporarily unavailable",
        133_005 => "Two step verification PIN mismatch",
        133_008 => "Too many two step verification PIN guesses",
        133_009 => "Two step verification PIN guessed too fast",
        133_010 => "Phone number not registered",
        133_015 => "Please wait a few minutes before attempting to register this phone number",
        133_016 => "Account register or deregister rate limit exceeded",
        135_000 => "Generic user error",
        _ => "Unknown error",
    }
}

fn http_status(code: i64) -> StatusCode {
    match code {
        0 | 190 => StatusCode::UNAUTHORIZED,
        3 | 131_000 | 131_057 => StatusCode::INTERNAL_SERVER_ERROR,
        2 | 131_016 | 133_004 => StatusCode::SERVICE_UNAVAILABLE,
        10 | 200..=299 | 368 | 131_005 | 131_031 => StatusCode::FORBIDDEN,
        132_001 => StatusCode::NOT_FOUND,
        _ => StatusCode::BAD_REQUEST,
    }
}
