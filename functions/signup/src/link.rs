//! `GET /onboarding/link`: a one-time link to Meta's dialog, bound to the seller who asks.

use aws_adapters::table::{NewItem, StoreError, Write, keys};
use contracts::records::seller::LinkRecord;
use domain::onboarding::{self, Event, LINK_MINUTES, Link, Refusal};
use jiff::{Timestamp, ToSpan};
use lambda_http::{Body, Request, Response, http::StatusCode};
use lambda_support::{
    http::{Problem, page},
    random,
};
use serde_json::json;

use crate::{Deps, account::Account, asking, failed};

/// Hours a link is remembered after its end, so that a late use is told from an unknown one.
const REMEMBERED_HOURS: i64 = 24;
/// How often a seller who moved meanwhile is read again.
const ATTEMPTS: u32 = 3;

pub(crate) async fn give(
    deps: &Deps,
    request: &Request,
    now: Timestamp,
) -> Result<Response<Body>, Problem> {
    let id = asking(request)?;
    let state = random::token();
    for _attempt in 0..ATTEMPTS {
        let mut account = Account::load(&deps.table, &id)
            .await
            .map_err(|error| failed(error.code(), &error))?
            .ok_or_else(not_registered)?;
        let expires_at = now.saturating_add(LINK_MINUTES.minutes()).unwrap_or(now);
        let link = Link { seller: id.clone(), expires_at, used_at: None };
        match store(deps, &mut account, &state, &link, now).await {
            Ok(()) => {
                tracing::info!(seller.id = %id, "link given");
                let url = deps.dialog.link(&state);
                let body = json!({
                    "url": url,
                    "state": state,
                    "expires_at": expires_at.to_string(),
                });
                return Ok(page::json(StatusCode::OK, &body));
            }
            Err(error) if Account::moved_meanwhile(&error) => {}
            Err(error) => return Err(failed(error.code(), &error)),
        }
    }
    Err(Problem::conflict())
}

/// Stores the link and, when it changes anything, the seller's step.
async fn store(
    deps: &Deps,
    account: &mut Account,
    state: &str,
    link: &Link,
    now: Timestamp,
) -> Result<(), StoreError> {
    // The state is new by chance: nothing can be overwritten but our own lost answer.
    let write = Write::overwrite(item(state, link)?);
    match onboarding::step(&account.onboarding, &Event::LinkAsked, now) {
        Ok(transition) if transition.state != account.onboarding => {
            account.advance(&deps.table, transition.state, vec![write]).await
        }
        Ok(_) | Err(_) => deps.table.write(&write).await,
    }
}

/// Uses a link up, or says why it cannot be used. The `state` itself is never stored.
pub(crate) async fn redeem(
    deps: &Deps,
    state: &str,
    now: Timestamp,
) -> Result<Result<Link, Refusal>, StoreError> {
    let Some(stored) = deps.table.get::<LinkRecord>(&keys::oauth_state(state)).await? else {
        return Ok(Err(Refusal::LinkUnknown));
    };
    let used = match Link::from(&stored.value).redeemed(now) {
        Ok(used) => used,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match deps.table.put_versioned(item(state, &used)?, stored.version).await {
        Ok(_) => Ok(Ok(used)),
        // Two requests at one moment: the other one was first.
        Err(error) if error.conflict().is_some() => Ok(Err(Refusal::LinkUsed)),
        Err(error) => Err(error),
    }
}

fn item(state: &str, link: &Link) -> Result<NewItem, StoreError> {
    let until = link.expires_at.saturating_add(REMEMBERED_HOURS.hours());
    let item = NewItem::new(keys::oauth_state(state), &LinkRecord::from(link))?;
    Ok(item.expiring(until.unwrap_or(link.expires_at)))
}

pub(crate) fn not_registered() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "not_registered",
        "Inscription inachevée",
        "Votre inscription n'est pas terminée : envoyez de nouveau le formulaire.",
    )
}
