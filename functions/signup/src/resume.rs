//! `POST /onboarding/resume`: « Réessayer » goes on from the stored step with the sealed token.

use domain::{
    copy::onboarding::{self as copy, Notice},
    onboarding::{self, Event, Refusal, Rejection, Step},
};
use jiff::tz::TimeZone;
use lambda_http::{Body, Request, Response, http::StatusCode};
use lambda_support::http::{self, Problem, page};
use serde_json::json;

use crate::{
    Deps, MAX_BODY, Moment,
    account::Account,
    asking, failed, link,
    page::status,
    walk::{End, Walk},
};

pub(crate) async fn go_on(
    deps: &Deps,
    request: &Request,
    moment: Moment,
) -> Result<Response<Body>, Problem> {
    let id = asking(request)?;
    http::bounded(request.body(), MAX_BODY)?;
    let mut account = Account::load(&deps.table, &id)
        .await
        .map_err(|error| failed(error.code(), &error))?
        .ok_or_else(link::not_registered)?;
    let zone = account.seller.time_zone();
    if account.onboarding.step == Step::Active && account.onboarding.refusal.is_none() {
        return Ok(active());
    }
    let resumed = match onboarding::step(&account.onboarding, &Event::Resumed, moment.now) {
        Ok(resumed) => resumed,
        Err(rejection) => return Err(rejected(rejection, &account, &zone)),
    };
    let end = Walk::go_on(deps, &mut account, resumed, moment)
        .await
        .map_err(|error| failed(error.code(), &error))?;
    match end {
        End::Connected(_) => Ok(active()),
        End::Refused(refusal) => Err(refused(refusal, &zone)),
        End::UnderWay => Err(told(StatusCode::CONFLICT, "under_way", &copy::under_way())),
    }
}

fn active() -> Response<Body> {
    page::json(StatusCode::OK, &json!({"status": "active", "step": "active"}))
}

/// Nothing to go on with: why the last attempt stopped is worth more than that.
fn rejected(rejection: Rejection, account: &Account, zone: &TimeZone) -> Problem {
    let stopped = match rejection {
        Rejection::Locked { until } => Some(Refusal::RegisterLocked { until }),
        Rejection::NothingToResume | Rejection::Stale => account.onboarding.refusal,
    };
    match stopped {
        Some(refusal) => refused(refusal, zone),
        None => told(StatusCode::CONFLICT, "nothing_to_resume", &copy::nothing_to_resume()),
    }
}

fn refused(refusal: Refusal, zone: &TimeZone) -> Problem {
    told(status(refusal), refusal.code(), &copy::refusal(refusal, zone))
}

fn told(status: StatusCode, code: &'static str, notice: &Notice) -> Problem {
    Problem::new(status, code, &notice.title, &format!("{} {}", notice.what, notice.action))
}
