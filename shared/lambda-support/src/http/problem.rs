//! Errors as the caller sees them: RFC 9457 `application/problem+json`, in French.

use lambda_http::http::{Response, StatusCode, header};
use serde::Serialize;

use super::headers::secure;

/// One field of a request that cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Path of the field in the request's JSON, such as `price.amount`.
    pub field: String,
    /// What is wrong with it, in French, for the person who typed it.
    pub message: String,
}

/// An answer that is not a success.
///
/// `code` is a stable word for programs; `title` and `detail` are French, for people. Nothing in
/// it comes from an internal error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} ({status})")]
pub struct Problem {
    pub status: StatusCode,
    pub code: &'static str,
    pub title: String,
    pub detail: String,
    pub errors: Vec<FieldError>,
}

#[derive(Serialize)]
struct Wire<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
}

impl Problem {
    /// A problem in general.
    pub fn new(status: StatusCode, code: &'static str, title: &str, detail: &str) -> Self {
        Self {
            status,
            code,
            title: title.to_owned(),
            detail: detail.to_owned(),
            errors: Vec::new(),
        }
    }

    /// 400: the request cannot be read.
    pub fn malformed() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "Demande illisible",
            "La demande n’a pas la forme attendue.",
        )
    }

    /// 401: nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            "Connexion requise",
            "Connectez-vous pour continuer.",
        )
    }

    /// 404: there is no such thing, or it is another seller's.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "Introuvable",
            "Cet élément n’existe pas ou n’existe plus.",
        )
    }

    /// 409: it changed in the meantime.
    pub fn conflict() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "conflict",
            "Modifié entre-temps",
            "Cet élément vient d’être modifié. Rechargez-le puis réessayez.",
        )
    }

    /// 413: the body is too long.
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "Envoi trop volumineux",
            "L’envoi dépasse la taille autorisée.",
        )
    }

    /// 422: some fields cannot be accepted.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "Informations à corriger",
            "Certaines informations sont à corriger.",
        );
        problem.errors = errors;
        problem
    }

    /// 500: something of ours failed; the log has the reason.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Erreur de notre côté",
            "Une erreur est survenue de notre côté. Réessayez dans un instant.",
        )
    }

    /// 503: something we need does not answer; trying again can succeed.
    pub fn unavailable() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Service momentanément indisponible",
            "Le service est momentanément indisponible. Réessayez dans un instant.",
        )
    }

    /// The same problem, naming one more field.
    #[must_use]
    pub fn with_field(mut self, field: &str, message: &str) -> Self {
        self.errors.push(FieldError { field: field.to_owned(), message: message.to_owned() });
        self
    }

    /// The answer, for `lambda_http` and axum alike (`B` is their body type).
    pub fn to_response<B: From<String>>(&self) -> Response<B> {
        let wire = Wire {
            kind: format!("urn:fluxasync:problem:{}", self.code),
            title: &self.title,
            status: self.status.as_u16(),
            code: self.code,
            detail: &self.detail,
            errors: &self.errors,
        };
        // Strings and a number always serialise; an empty body would still carry the status.
        let body = serde_json::to_string(&wire).unwrap_or_default();
        let mut response = Response::new(B::from(body));
        *response.status_mut() = self.status;
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static("application/problem+json"),
        );
        secure(response)
    }
}
