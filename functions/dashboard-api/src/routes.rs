//! Every route of this function, as a list: the router is made of it, and a test holds it to
//! `infra/openapi.yaml` and `template.yaml`.

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    middleware,
    routing::{MethodFilter, MethodRouter, on},
};
use lambda_support::http::Problem;

use crate::{
    Deps, activity, ads, cash, conversations, couriers, deliveries, failure::Failure, figures,
    health, idempotency, live, logo, me, messages, orders, payments, preparations, products, push,
    receipts, service_keys, settings, stats, zones,
};

/// A body's size limit, in bytes: a sheet of 500 lines is far below.
pub(crate) const BODY_MAX: usize = 1024 * 1024;

/// What handlers share.
pub(crate) type Shared = Arc<Deps>;

/// One method of one path.
pub(crate) struct Route {
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold it to the contract"))]
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    handler: MethodRouter<Shared>,
}

impl Route {
    pub(crate) fn get<T: 'static>(path: &'static str, handler: impl Handler<T, Shared>) -> Self {
        Self { method: Method::GET, path, handler: on(MethodFilter::GET, handler) }
    }

    pub(crate) fn post<T: 'static>(path: &'static str, handler: impl Handler<T, Shared>) -> Self {
        Self { method: Method::POST, path, handler: on(MethodFilter::POST, handler) }
    }

    pub(crate) fn put<T: 'static>(path: &'static str, handler: impl Handler<T, Shared>) -> Self {
        Self { method: Method::PUT, path, handler: on(MethodFilter::PUT, handler) }
    }

    pub(crate) fn patch<T: 'static>(path: &'static str, handler: impl Handler<T, Shared>) -> Self {
        Self { method: Method::PATCH, path, handler: on(MethodFilter::PATCH, handler) }
    }

    pub(crate) fn delete<T: 'static>(path: &'static str, handler: impl Handler<T, Shared>) -> Self {
        Self { method: Method::DELETE, path, handler: on(MethodFilter::DELETE, handler) }
    }
}

/// Every route.
pub(crate) fn all() -> Vec<Route> {
    let resources = [
        me::routes(),
        logo::routes(),
        health::routes(),
        settings::routes(),
        products::routes(),
        zones::routes(),
        couriers::routes(),
        conversations::routes(),
        messages::routes(),
        orders::routes(),
        receipts::routes(),
        deliveries::routes(),
        cash::routes(),
        figures::routes(),
        preparations::routes(),
        payments::routes(),
        service_keys::routes(),
        stats::routes(),
        live::routes(),
        activity::routes(),
        ads::routes(),
        push::routes(),
    ];
    resources.into_iter().flatten().collect()
}

/// The router of this function.
pub fn app(deps: Deps) -> Router {
    let deps = Arc::new(deps);
    let router = Router::new().fallback(async || Failure::Told(Problem::not_found()));
    all()
        .into_iter()
        .fold(router, |router, route| router.route(route.path, route.handler))
        // It serves the routes that are there when it is set.
        .method_not_allowed_fallback(async || Failure::Told(not_allowed()))
        .layer(middleware::from_fn_with_state(Arc::clone(&deps), idempotency::once))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(deps)
}

fn not_allowed() -> Problem {
    Problem::new(
        axum::http::StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "Action impossible",
        "Cette action n’existe pas pour cet élément.",
    )
}

#[cfg(test)]
mod tests;
