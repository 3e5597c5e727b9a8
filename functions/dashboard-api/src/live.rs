//! `/live/tickets`: a ticket opens one socket of the live feed, once, within a minute.

use axum::extract::State;
use contracts::live::TicketAnswer;
use lambda_support::{clock, random};

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

async fn issue(State(deps): State<Shared>, Caller(seller): Caller) -> Answer {
    let ticket = random::token();
    let expires_at = deps.table.issue_ticket(&seller, &ticket, clock::now()).await?;
    answer::created(&TicketAnswer { ticket, url: deps.live_url.clone(), expires_at })
}
