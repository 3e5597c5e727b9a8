//! Who is asking, and the parts of a request every route reads the same way.
//!
//! A seller's id comes from the token alone, never from a path, a query or a body.

use std::{convert::Infallible, str::FromStr};

use aws_adapters::table::{Direction, Page, StoreError, keys::Range};
use axum::{
    extract::{FromRequestParts, Path, Query},
    http::{Extensions, request::Parts},
};
use domain::ids::SellerId;
use lambda_http::{RequestExt, request::RequestContext};
use lambda_support::{
    http::{Problem, claims::Claims},
    random,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{Deps, failure::Failure};

/// Items per page unless the caller asks for fewer or more.
const PAGE: u16 = 50;
const PAGE_MAX: u16 = 100;

/// The signed-in seller.
#[derive(Debug, Clone)]
pub(crate) struct Caller(pub(crate) SellerId);

impl Caller {
    /// The seller whose verified ID token came with the request.
    pub(crate) fn of(extensions: &Extensions) -> Result<Self, Problem> {
        let claims = Claims::of(extensions)?;
        // An access token names the same person, but it is made for other services than this one.
        if token_use(extensions).is_some_and(|kind| kind != "id") {
            return Err(Problem::unauthenticated());
        }
        let subject: Uuid =
            claims.subject.parse().map_err(|_no_uuid| Problem::unauthenticated())?;
        Ok(Self(SellerId::from_uuid(subject)))
    }
}

fn token_use(extensions: &Extensions) -> Option<&str> {
    let Some(RequestContext::ApiGatewayV2(context)) = extensions.request_context_ref() else {
        return None;
    };
    let jwt = context.authorizer.as_ref()?.jwt.as_ref()?;
    jwt.claims.get("token_use").map(String::as_str)
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self::of(&parts.extensions)?)
    }
}

/// The `{id}` of a path. A text that is no identifier names nothing: 404.
#[derive(Debug)]
pub(crate) struct Id<T>(pub(crate) T);

impl<S: Sync + Send, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_no_id| Problem::not_found())?;
        Ok(Self(text.parse().map_err(|_no_id| Problem::not_found())?))
    }
}

/// Which page of a list.
#[derive(Debug)]
pub(crate) struct Paging {
    pub(crate) cursor: Option<String>,
    /// 1 to 100.
    pub(crate) limit: u16,
    /// Of lists whose items have one.
    pub(crate) status: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    cursor: Option<String>,
    limit: Option<String>,
    status: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Paging {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let Query(asked) =
            Query::<Asked>::try_from_uri(&parts.uri).map_err(|_unreadable| Problem::malformed())?;
        let limit = match asked.limit.filter(|limit| !limit.is_empty()) {
            None => PAGE,
            Some(limit) => limit.parse().map_err(|_no_number| {
                Problem::malformed().with_field("limit", "Un nombre de 1 à 100 est attendu.")
            })?,
        };
        Ok(Self {
            cursor: asked.cursor.filter(|cursor| !cursor.is_empty()),
            limit: limit.clamp(1, PAGE_MAX),
            status: asked.status.filter(|status| !status.is_empty()),
        })
    }
}

impl Paging {
    /// That page of a range whose oldest items come first.
    pub(crate) async fn oldest_first(
        &self,
        deps: &Deps,
        range: &Range,
    ) -> Result<Page, StoreError> {
        self.page(deps, range, Direction::OldestFirst).await
    }

    /// That page of a range whose newest items come first.
    pub(crate) async fn newest_first(
        &self,
        deps: &Deps,
        range: &Range,
    ) -> Result<Page, StoreError> {
        self.page(deps, range, Direction::NewestFirst).await
    }

    async fn page(
        &self,
        deps: &Deps,
        range: &Range,
        direction: Direction,
    ) -> Result<Page, StoreError> {
        deps.table.page(range, direction, self.limit, self.cursor.as_deref()).await
    }
}

/// Chance for the identifier of what a request creates: the same again when the request is one
/// that was made before under the same `Idempotency-Key`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn(pub(crate) Uuid);

impl<S: Sync> FromRequestParts<S> for Drawn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let drawn = parts.extensions.get().copied();
        Ok(drawn.unwrap_or_else(|| Self(random::uuid_v7())))
    }
}
