//! `GET /onboarding/callback`: Meta sends the seller back with a code that lives half a minute.
//!
//! The link is used up first, then the code is exchanged at once and once: it is in no queue, and
//! an exchange is never tried again.

use aws_adapters::vault::AccessToken;
use domain::{
    copy::onboarding as copy,
    onboarding::{Call, Refusal},
};
use jiff::tz::TimeZone;
use lambda_http::{Body, Request, RequestExt, Response, http::StatusCode};
use lambda_support::chain::Chain;
use secrecy::{ExposeSecret, SecretString};

use crate::{
    Deps, Moment,
    account::Account,
    link, page,
    refusals::refusal_of,
    walk::{End, Walk, WalkError, refuse},
};

/// What Meta's redirect says.
enum Answer {
    Code(SecretString),
    Refused(Refusal),
}

/// The walk's end, with what a page needs of the seller.
struct Landing {
    end: End,
    shop: String,
    zone: TimeZone,
}

impl Landing {
    fn refused(refusal: Refusal) -> Self {
        Self { end: End::Refused(refusal), shop: String::new(), zone: TimeZone::UTC }
    }
}

pub(crate) async fn come_back(deps: &Deps, request: &Request, moment: Moment) -> Response<Body> {
    let dashboard = deps.dashboard_url.as_str();
    match land(deps, request, moment).await {
        Ok(Landing { end, shop, zone }) => match end {
            End::Connected(connection) => {
                page::done(&copy::connected(&shop, &connection), dashboard)
            }
            End::Refused(refusal) => page::refused(refusal, &zone, dashboard),
            End::UnderWay => page::waiting(StatusCode::CONFLICT, &copy::under_way(), dashboard),
        },
        Err(error) => {
            tracing::error!(error.code = error.code(), error = %Chain(&error), "callback failed");
            page::waiting(StatusCode::SERVICE_UNAVAILABLE, &copy::trouble(), dashboard)
        }
    }
}

async fn land(deps: &Deps, request: &Request, moment: Moment) -> Result<Landing, WalkError> {
    let query = request.query_string_parameters();
    let given = |name: &str| query.first(name).filter(|value| !value.is_empty());
    let (Some(state), Some(answer)) = (given("state"), answer(given)) else {
        return Ok(Landing::refused(Refusal::LinkUnknown));
    };
    let link = match link::redeem(deps, state, moment.now).await? {
        Ok(link) => link,
        Err(refusal) => {
            tracing::warn!(refusal = refusal.code(), "link refused");
            return Ok(Landing::refused(refusal));
        }
    };
    let Some(mut account) = Account::load(&deps.table, &link.seller).await? else {
        tracing::error!(seller.id = %link.seller, error.code = "seller_missing", "link of nobody");
        return Ok(Landing::refused(Refusal::LinkUnknown));
    };
    let end = match answer {
        Answer::Code(code) => match exchange(deps, &code, moment).await {
            Ok(token) => Walk::begin(deps, &mut account, token, moment).await?,
            Err(refusal) => refuse(deps, &mut account, refusal).await?,
        },
        Answer::Refused(refusal) => refuse(deps, &mut account, refusal).await?,
    };
    Ok(Landing { end, shop: account.seller.shop_name.clone(), zone: account.seller.time_zone() })
}

/// A redirect with neither a code nor an error is none of Meta's.
fn answer<'a>(given: impl Fn(&str) -> Option<&'a str>) -> Option<Answer> {
    if let Some(error) = given("error") {
        return Some(Answer::Refused(match error {
            "access_denied" => Refusal::AccessDenied,
            "temporarily_unavailable" | "server_error" => Refusal::Unavailable(Call::ExchangeCode),
            _ => Refusal::Unexpected(Call::ExchangeCode),
        }));
    }
    given("code").map(|code| Answer::Code(SecretString::from(code)))
}

async fn exchange(
    deps: &Deps,
    code: &SecretString,
    moment: Moment,
) -> Result<AccessToken, Refusal> {
    let redirect_uri = deps.dialog.redirect_uri();
    let exchanged =
        deps.graph.exchange_code(&deps.app_id, &deps.app_secret, code, redirect_uri).await;
    match exchanged {
        Ok(token) => Ok(AccessToken::new(token.access_token.expose_secret().to_owned())),
        Err(error) => {
            let refusal = refusal_of(Call::ExchangeCode, &error, moment.now);
            tracing::warn!(
                call = Call::ExchangeCode.code(),
                error.code = refusal.code(),
                error = %Chain(&error),
                "graph call failed"
            );
            Err(refusal)
        }
    }
}
