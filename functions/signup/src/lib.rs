//! Registers sellers and connects their WhatsApp numbers.
//!
//! Trigger: HTTP `POST /signup`, `GET /onboarding/link`, `GET /onboarding/callback`,
//! `POST /onboarding/resume`, `POST /onboarding/check`.
//! Writes: the seller's profile, its sealed tokens, links to Meta's dialog, claims on numbers, the
//! rows that lead from an account to its sellers, that a number is connected and how it stands; the
//! user pool.
//! Calls: Graph (code, token, accounts, numbers, subscription, registration, templates, standing),
//! KMS, Cognito.
//!
//! The one writer of a seller's onboarding. A step is stored before the next is taken, so whatever
//! stops the walk, « Réessayer » goes on from there. Codes, tokens, PINs, states and phones are in
//! no log and on no page.

mod account;
mod callback;
mod check;
mod config;
mod deps;
mod dialog;
mod form;
mod link;
mod page;
mod refusals;
mod resume;
mod walk;

use lambda_http::{
    Body, Request, RequestExt, Response,
    http::{HeaderValue, Method, StatusCode, header},
};
use lambda_support::{
    chain::Chain,
    clock,
    deadline::Deadline,
    http::{Problem, claims::Claims},
};

pub use config::Config;
pub use deps::Deps;

/// The largest body accepted, in bytes.
const MAX_BODY: usize = 16 * 1024;

/// What a handler may know of the call besides the request.
#[derive(Debug, Clone, Copy)]
struct Moment {
    now: jiff::Timestamp,
    /// Absent outside Lambda: nothing is cut short, and nothing done twice.
    deadline: Option<Deadline>,
}

/// Answers one call.
pub async fn handle(deps: &Deps, request: &Request) -> Response<Body> {
    let deadline = request.lambda_context_ref().map(Deadline::of);
    let moment = Moment { now: clock::now(), deadline };
    let answer = match (request.uri().path(), request.method()) {
        ("/signup", &Method::POST) => form::sign_up(deps, request, moment.now).await,
        ("/onboarding/link", &Method::GET) => link::give(deps, request, moment.now).await,
        ("/onboarding/callback", &Method::GET) => {
            Ok(callback::come_back(deps, request, moment).await)
        }
        ("/onboarding/resume", &Method::POST) => resume::go_on(deps, request, moment).await,
        ("/onboarding/check", &Method::POST) => check::check(deps, request, moment).await,
        ("/signup" | "/onboarding/resume" | "/onboarding/check", _) => return wrong_method("POST"),
        ("/onboarding/link" | "/onboarding/callback", _) => return wrong_method("GET"),
        _ => Err(Problem::not_found()),
    };
    answer.unwrap_or_else(|problem| problem.to_response())
}

fn wrong_method(allowed: &'static str) -> Response<Body> {
    let problem = Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "Méthode refusée",
        "Cette adresse ne se demande pas ainsi.",
    );
    let mut response = problem.to_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

/// The seller who is asking: made of the `sub` of their token, and of nothing else.
fn asking(request: &Request) -> Result<domain::ids::SellerId, Problem> {
    let claims = Claims::of(request.extensions())?;
    seller_of(&claims.subject).ok_or_else(Problem::unauthenticated)
}

/// The seller a Cognito user is.
fn seller_of(subject: &str) -> Option<domain::ids::SellerId> {
    uuid::Uuid::parse_str(subject).ok().map(domain::ids::SellerId::from_uuid)
}

/// Something we need failed: the log has the reason, the caller may try again.
fn failed(code: &'static str, error: &(dyn std::error::Error + 'static)) -> Problem {
    tracing::error!(error.code = code, error = %Chain(error), "call failed");
    Problem::unavailable()
}
