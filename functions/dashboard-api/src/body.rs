//! Bodies as handlers take them: a JSON object, a sheet, or a file, within the size limit.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::header,
};
use lambda_support::http::Problem;
use serde_json::{Map, Value};

use crate::{failure::Failure, input, sheet};

/// A JSON object.
#[derive(Debug)]
pub(crate) struct Object(pub(crate) Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Object {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let body = bytes(request, state).await?;
        Ok(Self(input::object(&body)?))
    }
}

/// A JSON object, or no body at all, which is one without fields.
#[derive(Debug)]
pub(crate) struct MaybeObject(pub(crate) Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for MaybeObject {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let body = bytes(request, state).await?;
        Ok(Self(if body.is_empty() { Map::new() } else { input::object(&body)? }))
    }
}

/// The text of a sheet: the body itself, or the field `csv` of a JSON object.
#[derive(Debug)]
pub(crate) struct Sheet(pub(crate) String);

impl<S: Send + Sync> FromRequest<S> for Sheet {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let is_json =
            kind.and_then(|kind| kind.to_str().ok()).is_some_and(|kind| kind.contains("json"));
        let body = bytes(request, state).await?;
        if !is_json {
            return Ok(Self(sheet::text_of(&body)));
        }
        match input::object(&body)?.get("csv") {
            Some(Value::String(text)) => Ok(Self(text.clone())),
            Some(_) | None => Err(Problem::malformed()
                .with_field("csv", "Le texte d’un fichier CSV est attendu.")
                .into()),
        }
    }
}

/// The bytes of a file, whatever they are said to be.
#[derive(Debug)]
pub(crate) struct File(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        Ok(Self(bytes(request, state).await?))
    }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Failure> {
    Bytes::from_request(request, state).await.map_err(|_too_long| Problem::too_large().into())
}
