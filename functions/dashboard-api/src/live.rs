//! `/live/tickets`: a ticket opens one socket of the live feed, once, within a minute.

use axum::{extract::State, http::StatusCode};
use contracts::live::TicketAnswer;
use lambda_support::{clock, http::Problem, random};

use crate::{
    answer::{self, Answer},
    caller::Caller,
    routes::{Route, Shared},
};

/// Its answers are never kept for a repeated request: a ticket lies nowhere in clear.
pub(crate) const TICKETS: &str = "/live/tickets";

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::post(TICKETS, issue)]
}

/// Open pages of one seller: each is told of every change, so a page that opens sockets without end
/// would slow the others down. Whoever is refused reads again every few seconds instead.
const PAGES_MAX: usize = 30;

async fn issue(State(deps): State<Shared>, Caller(seller): Caller) -> Answer {
    let now = clock::now();
    if deps.table.listeners(&seller, now).await?.len() >= PAGES_MAX {
        return Err(too_many().into());
    }
    let ticket = random::token();
    let expires_at = deps.table.issue_ticket(&seller, &ticket, now).await?;
    answer::created(&TicketAnswer { ticket, url: deps.live_url.clone(), expires_at })
}

fn too_many() -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too_many_pages",
        "Trop de pages ouvertes",
        "Le tableau de bord est ouvert sur trop d’appareils : fermez ceux qui ne servent plus.",
    )
}
