//! pawaPay's Merchant API v2: one checkout a payment, whose deposits are tries to pay it.
//!
//! Source: docs.pawapay.io/v2. A checkout's id is the UUID of our payment, so that an answer lost
//! is a `GET` away. Statuses come in two layers: whether something was found, and where it stands.
//! At most one deposit of a checkout completes, and it is read for itself before it counts.

use contracts::callbacks::pawapay::PublicKey;
use domain::{
    country::Country,
    ids::PaymentId,
    payment::{Failure, Page, RefundState, Seen, SeenState},
};
use jiff::Timestamp;
use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::{
    Asked, Found, PayError, RefundAsked, Refusal, codes,
    wire::{Reply, ask, francs, moment, text},
};
use crate::http::{Endpoint, Http, InvalidEndpoint};

/// The client of one pawaPay server; cheap to clone.
#[derive(Debug, Clone)]
pub struct Pawapay {
    endpoint: Endpoint,
    http: Http,
}

impl Pawapay {
    /// A client of `base_url` (`https://api.pawapay.io`, or `https://api.sandbox.pawapay.io`).
    pub fn new(base_url: &str, http: Http) -> Result<Self, InvalidEndpoint> {
        Ok(Self { endpoint: Endpoint::new(base_url, "v2")?, http })
    }

    /// The keys callbacks are signed with.
    pub async fn public_keys(&self, token: &SecretString) -> Result<Vec<PublicKey>, PayError> {
        let reply = self.get(token, &["public-key", "http"]).await?;
        let keys = reply.value.as_array().ok_or_else(|| reply.unreadable())?;
        let key = |key: &Value| {
            let (id, pem) = (text(key, "id")?, text(key, "key")?);
            Some(PublicKey { id: id.to_owned(), key: pem.to_owned() })
        };
        Ok(keys.iter().filter_map(key).collect())
    }

    pub(super) async fn open(&self, token: &SecretString, asked: &Asked) -> Result<Page, PayError> {
        let country = served(asked.country).ok_or(PayError::Unserved)?;
        let id = asked.payment.uuid().to_string();
        let body = json!({
            "checkoutId": id,
            "returnUrl": asked.success_url,
            "defaultLanguage": "fr",
            "countries": [country],
            "expiresAfter": asked.minutes,
            "amounts": [{
                "country": country,
                "currency": asked.amount.currency().code(),
                "amount": asked.amount.amount().to_string(),
            }],
            "clientReferenceId": asked.payment.as_str(),
            "reason": {"fr": asked.label},
            "metadata": [{"payment": asked.payment.as_str()}],
        });
        let reply = self.post(token, &["checkouts"], &body).await?;
        match text(&reply.value, "status") {
            Some("ACCEPTED") => page(&reply.value, asked.ends_at).ok_or_else(|| reply.unreadable()),
            // Ours, from a call whose answer was lost.
            Some("DUPLICATE_IGNORED") => {
                let found = self.find(token, &asked.payment, asked.ends_at).await?;
                found.and_then(|found| found.page).ok_or_else(|| reply.unreadable())
            }
            Some("REJECTED") => Err(refusal(&reply)),
            Some(_) | None => Err(reply.unreadable()),
        }
    }

    pub(super) async fn find(
        &self,
        token: &SecretString,
        payment: &PaymentId,
        ends_at: Timestamp,
    ) -> Result<Option<Found>, PayError> {
        let id = payment.uuid().to_string();
        let Some(checkout) = self.look_up(token, "checkouts", &id).await? else { return Ok(None) };
        let seen = self.seen(token, &checkout).await?;
        Ok(Some(Found { page: page(&checkout, ends_at), seen }))
    }

    pub(super) async fn read(
        &self,
        token: &SecretString,
        reference: &str,
    ) -> Result<Seen, PayError> {
        if let Some(checkout) = self.look_up(token, "checkouts", reference).await? {
            self.seen(token, &checkout).await
        } else {
            let seen = seen_of(&Value::Null, None, SeenState::Absent);
            Ok(Seen { reference: reference.to_owned(), ..seen })
        }
    }

    pub(super) async fn close(
        &self,
        token: &SecretString,
        reference: &str,
    ) -> Result<(), PayError> {
        let path = ["checkouts", reference, "expire"];
        match self.post(token, &path, &json!({})).await {
            // Paid or expired in between.
            Err(PayError::Refused(refusal)) if matches!(refusal.http_status, 400 | 404 | 409) => {
                Ok(())
            }
            reply => reply.map(drop),
        }
    }

    pub(super) async fn refund(
        &self,
        token: &SecretString,
        refund: &RefundAsked,
    ) -> Result<RefundState, PayError> {
        let body = json!({
            "refundId": refund.id,
            "depositId": refund.paid.transaction,
            "amount": refund.amount.amount().to_string(),
            "currency": refund.amount.currency().code(),
            "clientReferenceId": refund.payment.as_str(),
        });
        let reply = match self.post(token, &["refunds"], &body).await {
            Err(PayError::Refused(no)) if !no.may_pass() => {
                return Ok(RefundState::Refused(no.failure));
            }
            reply => reply?,
        };
        match text(&reply.value, "status") {
            Some("ACCEPTED" | "DUPLICATE_IGNORED") => Ok(RefundState::Pending),
            Some("REJECTED") => Ok(RefundState::Refused(failure(&reply.value))),
            Some(_) | None => Err(reply.unreadable()),
        }
    }

    pub(super) async fn refund_state(
        &self,
        token: &SecretString,
        refund: &RefundAsked,
    ) -> Result<RefundState, PayError> {
        let Some(found) = self.look_up(token, "refunds", &refund.id).await? else {
            return self.refund(token, refund).await;
        };
        Ok(match text(&found, "status") {
            Some("COMPLETED") => RefundState::Done,
            Some("FAILED") => RefundState::Refused(failure(&found)),
            Some(_) | None => RefundState::Pending,
        })
    }

    /// What a checkout amounts to: its own state, and the money of the deposit that completed.
    async fn seen(&self, token: &SecretString, checkout: &Value) -> Result<Seen, PayError> {
        let state = match text(checkout, "status") {
            Some("COMPLETED") => SeenState::Paid,
            Some("FAILED") => SeenState::Failed,
            Some("EXPIRED") => SeenState::Expired,
            Some(_) | None => SeenState::Open,
        };
        if state != SeenState::Paid {
            return Ok(seen_of(checkout, None, state));
        }
        let completed = tries(checkout).find(|it| text(it, "status") == Some("COMPLETED"));
        let Some(id) = completed.and_then(|deposit| text(deposit, "depositId")) else {
            // Paid by nothing: the domain will not believe it.
            return Ok(seen_of(checkout, None, SeenState::Paid));
        };
        let deposit = self.look_up(token, "deposits", id).await?;
        let is_done = deposit.as_ref().and_then(|it| text(it, "status")) == Some("COMPLETED");
        let state = if is_done { SeenState::Paid } else { SeenState::Open };
        Ok(seen_of(checkout, deposit.as_ref(), state))
    }

    /// Something by its id. (The outer status of every `GET` of version 2.)
    async fn look_up(
        &self,
        token: &SecretString,
        kind: &str,
        id: &str,
    ) -> Result<Option<Value>, PayError> {
        let reply = self.get(token, &[kind, id]).await?;
        match text(&reply.value, "status") {
            Some("FOUND") => match reply.value.get("data") {
                Some(data) if data.is_object() => Ok(Some(data.clone())),
                Some(_) | None => Err(reply.unreadable()),
            },
            Some("NOT_FOUND") => Ok(None),
            Some(_) | None => Err(reply.unreadable()),
        }
    }

    async fn get(&self, token: &SecretString, path: &[&str]) -> Result<Reply, PayError> {
        self.ask(token, self.http.get(self.endpoint.at(path))).await
    }

    async fn post(
        &self,
        token: &SecretString,
        path: &[&str],
        body: &Value,
    ) -> Result<Reply, PayError> {
        self.ask(token, self.http.post(self.endpoint.at(path)).json(body)).await
    }

    async fn ask(&self, token: &SecretString, request: RequestBuilder) -> Result<Reply, PayError> {
        let reply = ask(request.bearer_auth(token.expose_secret())).await?;
        if reply.is_success() { Ok(reply) } else { Err(refusal(&reply)) }
    }
}

fn refusal(reply: &Reply) -> PayError {
    let named = failure(&reply.value);
    let failure = match reply.status {
        _ if named != Failure::Other => named,
        401 | 403 => Failure::Keys,
        408 | 429 | 500.. => Failure::Down,
        _ => Failure::Other,
    };
    let code = code(&reply.value);
    PayError::Refused(Refusal::new(reply.status, code, failure, reply.retry_after))
}

fn code(value: &Value) -> Option<&str> {
    value.get("failureReason").and_then(|reason| text(reason, "failureCode"))
}

fn failure(value: &Value) -> Failure {
    code(value).map_or(Failure::Other, codes::of_pawapay)
}

/// Every try to pay, the latest first.
fn tries(checkout: &Value) -> impl Iterator<Item = &Value> {
    let history = checkout.get("depositsHistory").and_then(Value::as_array);
    checkout.get("deposit").into_iter().chain(history.into_iter().flatten().rev())
}

fn page(checkout: &Value, ends_at: Timestamp) -> Option<Page> {
    Some(Page {
        reference: text(checkout, "checkoutId")?.to_owned(),
        url: text(checkout, "redirectUrl")?.to_owned(),
        until: moment(checkout, "expiresAt").unwrap_or(ends_at),
    })
}

fn seen_of(checkout: &Value, deposit: Option<&Value>, state: SeenState) -> Seen {
    let latest = tries(checkout).next();
    let of_deposit = |name: &str| deposit.and_then(|deposit| text(deposit, name));
    // A deposit that names another payment is another payment's.
    let reference = of_deposit("clientReferenceId").or_else(|| text(checkout, "clientReferenceId"));
    Seen {
        state,
        reference: text(checkout, "checkoutId").unwrap_or_default().to_owned(),
        amount: francs(deposit.and_then(|deposit| deposit.get("amount"))),
        currency: of_deposit("currency").unwrap_or_default().to_owned(),
        client_reference: reference.unwrap_or_default().to_owned(),
        transaction: of_deposit("depositId").map(str::to_owned),
        is_reused: false,
        failure: latest.and_then(code).map(codes::of_pawapay),
    }
}

/// ISO 3166-1 alpha-3, where pawaPay works. (pawaPay, "Providers")
const fn served(country: Country) -> Option<&'static str> {
    match country {
        Country::Benin => Some("BEN"),
        Country::BurkinaFaso => Some("BFA"),
        Country::Cameroon => Some("CMR"),
        Country::Congo => Some("COG"),
        Country::Gabon => Some("GAB"),
        Country::IvoryCoast => Some("CIV"),
        Country::Senegal => Some("SEN"),
        Country::CentralAfricanRepublic
        | Country::Chad
        | Country::Mali
        | Country::Niger
        | Country::Togo => None,
    }
}
