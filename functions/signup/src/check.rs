//! `POST /onboarding/check`: asks Meta how a connected number stands, and mends what it can: the
//! subscription without which nothing arrives, and the templates a shop writes with past the window.

use std::time::Duration;

use aws_adapters::{
    table::{Stored, keys},
    vault::{AccessToken, Sealed, TokenPurpose, VaultError},
};
use contracts::meta::error_class::ErrorClass;
use domain::{
    copy::{onboarding as copy, seller::number},
    health::{HealthEvent, StopReason, TemplateChange, TemplateStatus},
    ids::SellerId,
    onboarding::Connection,
    template::ShopTemplate,
};
use http_clients::meta::CallError;
use jiff::Timestamp;
use lambda_http::{Body, Request, Response, http::StatusCode};
use lambda_support::{
    chain::Chain,
    clock,
    http::{self, Problem, page},
};
use serde_json::{Value, json};

use crate::{Deps, MAX_BODY, Moment, account::Account, asking, failed, link};

/// What the list of templates and two proposals may take together.
const WELCOME_TIME: Duration = Duration::from_secs(20);

/// What a call to Graph, and keeping what it answered, may take.
const CALL_TIME: Duration = Duration::from_secs(8);

/// What was found.
struct Checked {
    at: Timestamp,
    can_be_charged: Option<bool>,
    /// What was missing: `subscription`, `templates`.
    mended: Vec<&'static str>,
}

impl Checked {
    /// As it is answered. Whoever was not subscribed is by now.
    fn shown(&self) -> Value {
        json!({
            "checked_at": self.at.to_string(),
            "subscribed": true,
            "payment_method": self.can_be_charged.map(|can| if can { "ok" } else { "trouble" }),
            "mended": self.mended,
        })
    }
}

pub(crate) async fn check(
    deps: &Deps,
    request: &Request,
    moment: Moment,
) -> Result<Response<Body>, Problem> {
    let id = asking(request)?;
    http::bounded(request.body(), MAX_BODY)?;
    let account = Account::load(&deps.table, &id)
        .await
        .map_err(|error| failed(error.code(), &error))?
        .ok_or_else(link::not_registered)?;
    let Some(connection) = account.onboarding.connected.clone() else {
        let notice = copy::not_connected();
        let detail = format!("{} {}", notice.what, notice.action);
        return Err(Problem::new(StatusCode::CONFLICT, "not_connected", &notice.title, &detail));
    };
    let token = open(deps, &id, moment).await?.ok_or_else(revoked)?;
    let of = Shop { deps, seller: &id, name: &account.seller.shop_name, connection: &connection };
    match of.look(&token, moment).await {
        Ok(checked) => Ok(page::json(StatusCode::OK, &checked.shown())),
        Err(error) => Err(of.told(&error).await?),
    }
}

/// Proposes the templates of a number that was just connected. It is a courtesy: what fails here
/// is done by the next check.
pub(crate) async fn welcome(
    deps: &Deps,
    account: &Account,
    connection: &Connection,
    token: &AccessToken,
    moment: Moment,
) {
    if moment.deadline.is_some_and(|deadline| !deadline.allows(WELCOME_TIME, clock::now())) {
        return;
    }
    let seller = &account.seller.id;
    let of = Shop { deps, seller, name: &account.seller.shop_name, connection };
    let begun = clock::now();
    let noted = match of.templates(token, begun, moment).await {
        Ok((events, _proposed)) => deps.table.note_health(seller, &events, begun).await,
        Err(error) => {
            tracing::warn!(seller.id = %seller, error = %Chain(&error), "templates not proposed");
            return;
        }
    };
    if let Err(error) = noted {
        tracing::warn!(error.code = error.code(), "templates not noted");
    }
}

/// The token of a connected number; `None` when there is none that opens.
async fn open(
    deps: &Deps,
    seller: &SellerId,
    moment: Moment,
) -> Result<Option<AccessToken>, Problem> {
    let key = keys::sealed_token(seller, TokenPurpose::WhatsApp);
    let stored: Option<Stored<Sealed>> =
        deps.table.get(&key).await.map_err(|error| failed(error.code(), &error))?;
    let Some(Stored { value: sealed, .. }) = stored else { return Ok(None) };
    match deps.vault.open(seller, TokenPurpose::WhatsApp, &sealed, moment.now).await {
        Ok(token) => Ok(Some(token)),
        Err(VaultError::NotForThis) => Ok(None),
        Err(error) => Err(failed(error.code(), &error)),
    }
}

fn revoked() -> Problem {
    let reason = StopReason::TokenRevoked;
    let said = number::stopped(reason);
    Problem::new(StatusCode::CONFLICT, reason.word(), "Accès à WhatsApp perdu", said)
}

/// A connected number and where what is said of it is kept.
struct Shop<'a> {
    deps: &'a Deps,
    seller: &'a SellerId,
    name: &'a str,
    connection: &'a Connection,
}

impl Shop<'_> {
    async fn look(&self, token: &AccessToken, moment: Moment) -> Result<Checked, CallError> {
        let Self { deps, connection, .. } = self;
        let graph = &deps.graph;
        let begun = clock::now();
        let mut mended = Vec::new();
        let subscribed =
            graph.is_subscribed(token.secret(), &connection.account, &deps.app_id).await?;
        if !subscribed {
            graph.subscribe(token.secret(), &connection.account).await?;
            mended.push("subscription");
        }
        let standing = graph.standing(token.secret(), &connection.number).await?;
        let can_be_charged = standing.can_be_charged;
        let events = [HealthEvent::Checked { is_subscribed: true, can_be_charged }]
            .into_iter()
            .chain(standing.quality.map(HealthEvent::Quality))
            .chain(standing.limit.map(HealthEvent::Limit));
        let mut events: Vec<HealthEvent> = events.collect();
        match self.templates(token, begun, moment).await {
            Ok((templates, proposed)) => {
                events.extend(templates);
                mended.extend(proposed.then_some("templates"));
            }
            Err(error) if error.class() == Some(ErrorClass::TokenRevoked) => return Err(error),
            // They are looked at again by the next check; what is known by now stays known.
            Err(error) => tracing::warn!(error = %Chain(&error), "templates not looked at"),
        }
        // What Meta answered is shown even when it cannot be kept: the next check keeps it.
        if let Err(error) = deps.table.note_health(self.seller, &events, begun).await {
            tracing::warn!(error.code = error.code(), "what Meta said is not kept");
        }
        Ok(Checked { at: begun, can_be_charged, mended })
    }

    /// What Meta says of the shop's templates, and whether one was missing and is proposed now.
    async fn templates(
        &self,
        token: &AccessToken,
        begun: Timestamp,
        moment: Moment,
    ) -> Result<(Vec<HealthEvent>, bool), CallError> {
        let Self { deps, connection, .. } = self;
        let has_time = || moment.deadline.is_none_or(|end| end.allows(CALL_TIME, clock::now()));
        if !has_time() {
            return Ok((Vec::new(), false));
        }
        let there = deps.graph.templates(token.secret(), &connection.account).await?;
        let (mut events, mut proposed) = (Vec::new(), false);
        for template in ShopTemplate::ALL.iter().copied() {
            let known = there.iter().find(|known| known.name == template.word());
            let (status, category) = match known {
                Some(known) => (known.status, known.category.clone()),
                None if has_time() && self.propose(token, template).await => {
                    proposed = true;
                    (TemplateStatus::Pending, Some(template.category().to_owned()))
                }
                None => continue,
            };
            let name = template.word().to_owned();
            let change = TemplateChange::Status { status, reason: None, category };
            events.push(HealthEvent::Template { name, change });
        }
        tracing::info!(seller.id = %self.seller, %begun, proposed, "templates looked at");
        Ok((events, proposed))
    }

    /// A refusal of one is no reason to leave the others.
    async fn propose(&self, token: &AccessToken, template: ShopTemplate) -> bool {
        let Self { deps, connection, .. } = self;
        let example = template.filled(self.name).blank;
        let account = &connection.account;
        let asked = deps.graph.propose_template(token.secret(), account, template, &example).await;
        if let Err(error) = &asked {
            tracing::warn!(template = %template, error = %Chain(error), "template not proposed");
        }
        asked.is_ok()
    }

    /// Why Meta said nothing. That our token was revoked is remembered.
    async fn told(&self, error: &CallError) -> Result<Problem, Problem> {
        tracing::warn!(seller.id = %self.seller, error = %Chain(error), "check failed");
        if error.class() != Some(ErrorClass::TokenRevoked) {
            return Ok(Problem::unavailable());
        }
        let reason = StopReason::TokenRevoked;
        let stopped = [HealthEvent::Stopped { reason, code: None, until: None }];
        self.deps
            .table
            .note_health(self.seller, &stopped, clock::now())
            .await
            .map_err(|error| failed(error.code(), &error))?;
        Ok(revoked())
    }
}
