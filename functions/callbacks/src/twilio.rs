//! Twilio: what becomes of calls and text messages, and what is said in a call.
//!
//! Every request is signed; the address carries the offer it is about, which nobody but Twilio can
//! have been given. (Twilio, "Validating requests", "TwiML voice".)

mod asking;
mod caller;
mod keys;
mod road;
mod status;
mod turn;
mod twiml;

use aws_adapters::ride::{Ride, RideError};
use contracts::callbacks::{
    OfferTag,
    twilio::{SIGNATURE_HEADER, VerifiedForm},
};
use domain::copy::call as copy;
use lambda_http::{Body, Response, http::StatusCode};
use lambda_support::{
    chain::Chain,
    clock,
    http::{Problem, page},
};

use self::{
    asking::Key,
    caller::Caller,
    keys::{Meaning, Step},
    road::Place,
    turn::Turn,
    twiml::{Verb, goodbye},
};
use crate::{
    Deps,
    verified::{Callback, tell, unreadable, unverified},
};

const PROVIDER: &str = "twilio";

pub(crate) async fn handle(
    deps: &Deps,
    callback: &Callback<'_>,
) -> Result<Response<Body>, Problem> {
    let Some(auth_token) = &deps.twilio_auth_token else { return Err(Problem::not_found()) };
    let header = callback.header(SIGNATURE_HEADER);
    let form = VerifiedForm::verify(auth_token, header, &callback.url(), callback.raw())
        .map_err(|error| unverified(PROVIDER, &error.to_string()))?;
    let turn = || Turn::of(callback, &form, &deps.public_api_url);
    match callback.rest() {
        "status" => told(deps, status::of_call(&offer(callback)?, &form)).await,
        "sms" => told(deps, status::of_sms(&offer(callback)?, &form)).await,
        "inbound" => Ok(said(inbound(deps, callback, &form).await)),
        "voice" => Ok(said(read(deps, &turn()?, 1).await)),
        "key" => Ok(said(key(deps, &turn()?).await)),
        "outcome" => Ok(said(outcome(deps, &turn()?).await)),
        "act" => Ok(said(act(deps, &turn()?).await)),
        "moved" => Ok(said(moved(deps, &turn()?).await)),
        _ => Err(Problem::not_found()),
    }
}

/// The offer the address names.
fn offer(callback: &Callback<'_>) -> Result<OfferTag, Problem> {
    let tag = callback.query("of").and_then(|tag| tag.parse().ok());
    tag.ok_or_else(|| unreadable(PROVIDER, "offer"))
}

async fn told(deps: &Deps, news: Option<status::News>) -> Result<Response<Body>, Problem> {
    if let Some(news) = news {
        tell(deps, vec![news]).await?;
    }
    Ok(page::text(StatusCode::OK, String::new()))
}

/// A turn of a call always ends in words: whoever is on the line cannot read an error.
fn said(verbs: Result<Vec<Verb>, Problem>) -> Response<Body> {
    twiml::response(&verbs.unwrap_or_else(|_logged| goodbye(copy::trouble())))
}

fn unread(error: &RideError) -> Problem {
    tracing::error!(error.code = error.code(), error = %Chain(error), "offer not read");
    Problem::unavailable()
}

async fn ride(deps: &Deps, turn: &Turn<'_>) -> Result<Option<Ride>, Problem> {
    Ride::load(&deps.table, &turn.offer).await.map_err(|error| unread(&error))
}

async fn read(deps: &Deps, turn: &Turn<'_>, reading: u64) -> Result<Vec<Verb>, Problem> {
    let ride = ride(deps, turn).await?;
    Ok(asking::read(turn, ride.as_ref(), reading, clock::now()))
}

async fn key(deps: &Deps, turn: &Turn<'_>) -> Result<Vec<Verb>, Problem> {
    let reading = turn.number("try");
    match asking::key(turn.keys()) {
        (Key::Act(act), _) => {
            tell(deps, vec![turn.acted(reading, act)?]).await?;
            Ok(asking::wait(turn))
        }
        (Key::Read, before) => {
            let mut verbs: Vec<Verb> =
                before.map(|words| Verb::Say(words.to_owned())).into_iter().collect();
            verbs.extend(read(deps, turn, reading.saturating_add(1)).await?);
            Ok(verbs)
        }
    }
}

async fn outcome(deps: &Deps, turn: &Turn<'_>) -> Result<Vec<Verb>, Problem> {
    let ride = ride(deps, turn).await?;
    Ok(asking::outcome(turn, ride.as_ref(), turn.number("try"), clock::now()))
}

/// A courier calls us. With several deliveries the newest under way is spoken of.
async fn inbound(
    deps: &Deps,
    callback: &Callback<'_>,
    form: &VerifiedForm,
) -> Result<Vec<Verb>, Problem> {
    let now = clock::now();
    let from = form.field("From").unwrap_or_default();
    let rides = match caller::find(&deps.table, from, now).await.map_err(|error| unread(&error))? {
        Caller::Stranger => return Ok(goodbye(copy::unknown_caller())),
        Caller::Idle => return Ok(goodbye(copy::no_job())),
        Caller::Busy(rides) => rides,
    };
    let Some(ride) = rides.first() else { return Ok(goodbye(copy::no_job())) };
    let turn = Turn::about(ride.offer.clone(), callback, form, &deps.public_api_url);
    Ok(road::menu(&turn, ride, Place { turn: 1, silences: 0 }, None, now))
}

async fn act(deps: &Deps, turn: &Turn<'_>) -> Result<Vec<Verb>, Problem> {
    let step = Step::of_word(&turn.word("step")).ok_or_else(|| unreadable(PROVIDER, "step"))?;
    let Some(ride) = ride(deps, turn).await? else { return Ok(goodbye(copy::taken())) };
    let now = clock::now();
    let this_turn = turn.number("n");
    let silent = turn.keys().is_empty();
    let silences = if silent { turn.number("mute").saturating_add(1) } else { 0 };
    let next = Place { turn: this_turn.saturating_add(1), silences };
    match keys::meaning(step, turn.keys(), ride.seller.currency()) {
        Meaning::Act(act) => {
            tell(deps, vec![turn.acted(this_turn, act)?]).await?;
            Ok(road::wait(turn, ride.version, next.turn))
        }
        Meaning::AskWhy => Ok(road::why(turn, next)),
        Meaning::Again => Ok(road::menu(turn, &ride, next, None, now)),
        Meaning::Nothing => {
            let lead = (!silent).then_some(copy::not_a_key());
            Ok(road::menu(turn, &ride, next, lead, now))
        }
    }
}

async fn moved(deps: &Deps, turn: &Turn<'_>) -> Result<Vec<Verb>, Problem> {
    let ride = ride(deps, turn).await?;
    let place = (turn.number("n"), turn.number("try"));
    Ok(road::look(turn, ride.as_ref(), turn.number("was"), place, clock::now()))
}

#[cfg(test)]
mod tests;
