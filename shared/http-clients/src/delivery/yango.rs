//! Yango Delivery, the express claims API. (Yango, delivery-profile documentation;
//! A1-x-Tech/mcp-yango-delivery.)
//!
//! A claim is created, priced by Yango within moments, and accepted by us; only then does it cost
//! anything. Errors may hide in a success (`error_messages`), and every change names the claim's
//! version.

use domain::delivery_service::{CancelTerms, Quote, Seen, ServiceRequest, ServiceState};
use reqwest::{RequestBuilder, header::ACCEPT_LANGUAGE};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::{Booked, Provider, RefusalClass, ServiceError, ServiceRefusal, is_same_price};
use crate::http::{Endpoint, Http, InvalidEndpoint, JSON_LIMIT, call};

mod body;
mod claim;

/// Required on most calls; errors and names come in it.
const LANGUAGE: &str = "fr";

/// The client of Yango's servers; cheap to clone.
#[derive(Debug, Clone)]
pub struct Yango {
    endpoint: Endpoint,
    callback: Callback,
    http: Http,
}

/// Where Yango tells that a claim may have changed. Its calls are not signed, so the address holds
/// a secret, and all they may do is make us read.
#[derive(Debug, Clone)]
pub struct Callback {
    address: Url,
    secret: SecretString,
}

impl Callback {
    /// `address` is ours, such as `https://api.example.com/callbacks/yango`.
    pub fn new(address: &str, secret: SecretString) -> Result<Self, InvalidEndpoint> {
        let address = Url::parse(address).or(Err(InvalidEndpoint))?;
        Ok(Self { address, secret })
    }

    /// The address for one order. Yango appends `updated_ts=…&claim_id=…` to its very text, so it
    /// ends with `&`.
    fn of(&self, request: &ServiceRequest) -> String {
        let mut address = self.address.clone();
        address
            .query_pairs_mut()
            .append_pair("k", self.secret.expose_secret())
            .append_pair("of", &format!("{}.{}", request.seller, request.order));
        format!("{address}&")
    }
}

impl Yango {
    /// A client of `base_url` (`https://b2b.taxi.yandex.net`).
    pub fn new(base_url: &str, callback: Callback, http: Http) -> Result<Self, InvalidEndpoint> {
        Ok(Self { endpoint: Endpoint::new(base_url, "b2b")?, callback, http })
    }

    fn at(&self, path: &[&str]) -> Url {
        let whole: Vec<&str> = ["cargo", "integration", "v2"].iter().chain(path).copied().collect();
        self.endpoint.at(&whole)
    }

    async fn post(
        &self,
        keys: &SecretString,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, ServiceError> {
        let request = self.http.post(self.at(path)).query(query);
        json_of(keys, if let Some(body) = body { request.json(body) } else { request }).await
    }

    async fn info(&self, keys: &SecretString, reference: &str) -> Result<Value, ServiceError> {
        self.post(keys, &["claims", "info"], &[("claim_id", reference)], None).await
    }

    /// Courier's number and tracking link. They are a kindness: that they cannot be had changes
    /// nothing of what the claim says.
    async fn with_details(&self, keys: &SecretString, claim: &Value, mut seen: Seen) -> Seen {
        let is_under_way = seen.state.is_some_and(|state| {
            state.advance(ServiceState::Delivered).is_some()
                && ServiceState::Searching.advance(state).is_some()
        });
        let (Some(reference), true) = (claim.get("id").and_then(Value::as_str), is_under_way)
        else {
            return seen;
        };
        let links = self.http.get(self.at(&["claims", "tracking-links"]));
        if let Ok(links) = json_of(keys, links.query(&[("claim_id", reference)])).await {
            seen.tracking = claim::tracking(&links);
        }
        let asked = json!({"claim_id": reference, "point_id": claim::pickup_point(claim)});
        if let (Some(courier), Ok(line)) = (
            &mut seen.courier,
            self.post(keys, &["driver-voiceforwarding"], &[], Some(&asked)).await,
        ) {
            claim::put_line(courier, &line);
        }
        seen
    }

    async fn accept(
        &self,
        keys: &SecretString,
        reference: &str,
        version: i64,
    ) -> Result<(), ServiceError> {
        let (query, body) = ([("claim_id", reference)], json!({ "version": version }));
        self.post(keys, &["claims", "accept"], &query, Some(&body)).await.map(drop)
    }
}

impl Provider for Yango {
    async fn quote(
        &self,
        keys: &SecretString,
        request: &ServiceRequest,
    ) -> Result<Quote, ServiceError> {
        let body = body::price(request);
        let answer = self.post(keys, &["check-price"], &[], Some(&body)).await?;
        claim::quote(&answer).ok_or(ServiceError::Unreadable { http_status: 200 })
    }

    async fn create(
        &self,
        keys: &SecretString,
        request: &ServiceRequest,
        _quote: Option<&Quote>,
    ) -> Result<Booked, ServiceError> {
        let body = body::claim(request, &self.callback.of(request));
        let query = [("request_id", request.request_id.as_str())];
        let claim = self.post(keys, &["claims", "create"], &query, Some(&body)).await?;
        let seen = claim::seen(&claim);
        match claim.get("id").and_then(Value::as_str) {
            Some(id) => Ok(Booked { reference: id.to_owned(), seen }),
            None => Err(ServiceError::Unreadable { http_status: 200 }),
        }
    }

    async fn read(&self, keys: &SecretString, reference: &str) -> Result<Seen, ServiceError> {
        let claim = self.info(keys, reference).await?;
        let seen = claim::seen(&claim);
        Ok(self.with_details(keys, &claim, seen).await)
    }

    async fn confirm(
        &self,
        keys: &SecretString,
        reference: &str,
        seen: &Seen,
    ) -> Result<Seen, ServiceError> {
        let Err(refused) = self.accept(keys, reference, seen.version).await else {
            return Ok(claim::seen(&self.info(keys, reference).await?));
        };
        if !is_about_state(&refused) {
            return Err(refused);
        }
        // The claim moved on since it was read: it may have been accepted by a call whose answer
        // was lost, or be priced anew. Only the price that was approved is accepted.
        let now = claim::seen(&self.info(keys, reference).await?);
        if !now.awaits_us {
            let is_confirmed = now.state.is_some_and(|state| {
                state != ServiceState::AwaitingConfirm
                    && !matches!(state, ServiceState::Cancelled | ServiceState::Failed)
            });
            return if is_confirmed { Ok(now) } else { Err(refused) };
        }
        if !is_same_price(seen.price, now.price) {
            return Err(ServiceError::ours(RefusalClass::PriceChanged));
        }
        self.accept(keys, reference, now.version).await?;
        Ok(claim::seen(&self.info(keys, reference).await?))
    }

    async fn cancel_terms(
        &self,
        keys: &SecretString,
        reference: &str,
    ) -> Result<CancelTerms, ServiceError> {
        let query = [("claim_id", reference)];
        let answer = self.post(keys, &["claims", "cancel-info"], &query, None).await?;
        claim::cancel_terms(&answer).ok_or(ServiceError::Unreadable { http_status: 200 })
    }

    async fn cancel(
        &self,
        keys: &SecretString,
        reference: &str,
        version: i64,
        terms: CancelTerms,
    ) -> Result<Seen, ServiceError> {
        let word = match terms {
            CancelTerms::Free => "free",
            CancelTerms::Paid(_) => "paid",
            CancelTerms::Unavailable => return Err(ServiceError::ours(RefusalClass::WrongState)),
        };
        let give_up = async |version: i64| {
            let (query, path) = ([("claim_id", reference)], ["claims", "cancel"]);
            let body = json!({ "version": version, "cancel_state": word });
            self.post(keys, &path, &query, Some(&body)).await
        };
        let Err(refused) = give_up(version).await else {
            return Ok(claim::seen(&self.info(keys, reference).await?));
        };
        if !is_about_state(&refused) {
            return Err(refused);
        }
        let now = claim::seen(&self.info(keys, reference).await?);
        if now.state.is_some_and(ServiceState::is_over) {
            return Ok(now);
        }
        if refused.class() == Some(RefusalClass::OutdatedVersion) {
            // The fee may be another by now: only the one that was agreed to is paid.
            if self.cancel_terms(keys, reference).await? != terms {
                return Err(ServiceError::ours(RefusalClass::TermsChanged));
            }
            give_up(now.version).await?;
            return Ok(claim::seen(&self.info(keys, reference).await?));
        }
        Err(refused)
    }
}

/// Whether a call was refused because the claim is not as it was when it was read.
fn is_about_state(error: &ServiceError) -> bool {
    matches!(error.class(), Some(RefusalClass::OutdatedVersion | RefusalClass::WrongState))
}

/// Sends a call and reads the JSON of a success. A success without a claim that lists errors is a
/// refusal.
async fn json_of(keys: &SecretString, request: RequestBuilder) -> Result<Value, ServiceError> {
    let request = request.bearer_auth(keys.expose_secret()).header(ACCEPT_LANGUAGE, LANGUAGE);
    let answer = call(request, JSON_LIMIT).await.map_err(ServiceError::Transport)?;
    let value: Option<Value> = serde_json::from_slice(&answer.body).ok();
    if !answer.is_success() {
        let code = value.as_ref().and_then(|value| value.get("code")).and_then(Value::as_str);
        return Err(ServiceError::Refused(ServiceRefusal::of(&answer, code)));
    }
    let value = value.ok_or(ServiceError::Unreadable { http_status: answer.status })?;
    match claim::trouble(&value) {
        Some(code) if value.get("id").is_none() => {
            Err(ServiceError::Refused(ServiceRefusal::of(&answer, Some(&code))))
        }
        Some(_) | None => Ok(value),
    }
}
