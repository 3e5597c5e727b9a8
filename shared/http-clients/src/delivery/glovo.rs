//! Glovo On-Demand ("`LaaS`") v2: quotes that become parcels. (Glovo, logistics-docs, `LaaS` partners.)
//!
//! A token is fetched with the seller's keys, kept, and fetched again when it is refused. Booking
//! knows no idempotency key. Coordinates are `{latitude, longitude}`.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::delivery_service::{CancelTerms, Quote, Seen, ServiceRequest, ServiceState};
use reqwest::{
    Method, RequestBuilder,
    header::{ACCEPT_LANGUAGE, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::{Booked, Provider, RefusalClass, ServiceError, ServiceRefusal};
use crate::http::{Endpoint, Http, InvalidEndpoint, JSON_LIMIT, call};

mod keys;
mod parcel;

pub use keys::GlovoKeys;

/// How a parcel is given up. Glovo's pages and integrations differ between this and `PATCH`.
const CANCEL: Method = Method::POST;
/// Tokens kept at the most.
const MAX_KEPT: usize = 256;

/// The client of Glovo's servers; cheap to clone.
#[derive(Clone)]
pub struct Glovo {
    endpoint: Endpoint,
    http: Http,
    /// By client and secret: one seller's token is never another's.
    tokens: Arc<Mutex<HashMap<String, SecretString>>>,
}

/// Never the tokens.
impl std::fmt::Debug for Glovo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Glovo").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

impl Glovo {
    /// A client of `base_url` (`https://api.glovoapp.com`, `https://stageapi.glovoapp.com`).
    pub fn new(base_url: &str, http: Http) -> Result<Self, InvalidEndpoint> {
        Ok(Self { endpoint: Endpoint::new(base_url, "v2")?, http, tokens: Arc::default() })
    }

    /// Has Glovo tell `callback_url` when a parcel of the seller's changes; it then sends the
    /// seller's partner secret in `Authorization`.
    pub async fn register_webhook(
        &self,
        keys: &SecretString,
        callback_url: &str,
    ) -> Result<(), ServiceError> {
        let keys = GlovoKeys::read(keys)?;
        let body = json!({
            "callbackUrl": callback_url,
            "eventType": "STATUS_UPDATE",
            "partnerSecret": keys.partner_secret.expose_secret(),
            "retryConfig": {"maxRetryCount": 3},
        });
        self.ask(&keys, Method::POST, &["webhooks"], Some(&body)).await.map(drop)
    }

    /// Calls with the kept token, once more with a new one when it is refused.
    async fn ask(
        &self,
        keys: &GlovoKeys,
        method: Method,
        path: &[&str],
        body: Option<&Value>,
    ) -> Result<Value, ServiceError> {
        let whole: Vec<&str> = std::iter::once(&"laas").chain(path).copied().collect();
        let request = |token: &SecretString| {
            let url = self.endpoint.at(&whole);
            let request =
                if method == Method::GET { self.http.get(url) } else { self.http.post(url) };
            let request = request.bearer_auth(token.expose_secret());
            if let Some(body) = body { request.json(body) } else { request }
        };
        if let Some(kept) = self.kept(keys) {
            match json_of(request(&kept)).await {
                Err(error) if is_refused_token(&error) => self.forget(keys),
                answer => return answer,
            }
        }
        let token = self.fetch(keys).await?;
        json_of(request(&token)).await
    }

    fn kept(&self, keys: &GlovoKeys) -> Option<SecretString> {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.get(&keys.fingerprint()).cloned()
    }

    fn forget(&self, keys: &GlovoKeys) {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.remove(&keys.fingerprint());
    }

    async fn fetch(&self, keys: &GlovoKeys) -> Result<SecretString, ServiceError> {
        let body = json!({
            "grantType": "client_credentials",
            "clientId": keys.client_id,
            "clientSecret": keys.client_secret.expose_secret(),
        });
        let url = self.endpoint.beside(&["oauth", "token"]);
        let answer = json_of(self.http.post(url).json(&body)).await?;
        let token = answer.get("accessToken").and_then(Value::as_str);
        let token = SecretString::from(token.ok_or(ServiceError::Unreadable { http_status: 200 })?);
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= MAX_KEPT {
            tokens.clear();
        }
        tokens.insert(keys.fingerprint(), token.clone());
        drop(tokens);
        Ok(token)
    }

    async fn seen(&self, keys: &GlovoKeys, reference: &str) -> Result<Seen, ServiceError> {
        let parcel = self.ask(keys, Method::GET, &["parcels", reference], None).await?;
        let mut seen = parcel::seen(&parcel);
        if seen.state.is_none() {
            // Not every answer holds the state; the call that is for it does.
            let path = ["parcels", reference, "status"];
            let status = self.ask(keys, Method::GET, &path, None).await?;
            seen.state = parcel::state_of(&status);
        }
        Ok(seen)
    }
}

impl Provider for Glovo {
    async fn quote(
        &self,
        keys: &SecretString,
        request: &ServiceRequest,
    ) -> Result<Quote, ServiceError> {
        let keys = GlovoKeys::read(keys)?;
        let body = parcel::quote_body(&keys, request);
        let answer = self.ask(&keys, Method::POST, &["quotes"], Some(&body)).await?;
        parcel::quote(&answer, request).ok_or(ServiceError::Unreadable { http_status: 200 })
    }

    async fn create(
        &self,
        keys: &SecretString,
        request: &ServiceRequest,
        quote: Option<&Quote>,
    ) -> Result<Booked, ServiceError> {
        let fresh;
        let quote = if let Some(quote) = quote {
            quote
        } else {
            fresh = self.quote(keys, request).await?;
            &fresh
        };
        let id = quote.reference.as_deref();
        let id = id.ok_or(ServiceError::ours(RefusalClass::OfferExpired))?;
        let keys = GlovoKeys::read(keys)?;
        let body = parcel::booking_body(request);
        let answer = self.ask(&keys, Method::POST, &["quotes", id, "parcels"], Some(&body)).await;
        let parcel = answer.map_err(ServiceError::of_booking)?;
        let reference = parcel::reference(&parcel);
        let unreadable = ServiceError::Unreadable { http_status: 200 };
        let reference = reference.ok_or_else(|| unreadable.of_booking())?;
        let seen = parcel::seen(&parcel);
        // A parcel is as soon as it is asked for, at the price of its quote.
        let state = seen.state.or(Some(ServiceState::AwaitingConfirm));
        Ok(Booked {
            reference,
            seen: Seen { state, price: seen.price.or(Some(quote.price)), ..seen },
        })
    }

    async fn read(&self, keys: &SecretString, reference: &str) -> Result<Seen, ServiceError> {
        self.seen(&GlovoKeys::read(keys)?, reference).await
    }

    /// Glovo needs no confirmation.
    async fn confirm(
        &self,
        keys: &SecretString,
        reference: &str,
        _seen: &Seen,
    ) -> Result<Seen, ServiceError> {
        self.read(keys, reference).await
    }

    async fn cancel_terms(
        &self,
        keys: &SecretString,
        reference: &str,
    ) -> Result<CancelTerms, ServiceError> {
        Ok(match self.read(keys, reference).await?.state {
            Some(ServiceState::AwaitingConfirm | ServiceState::Searching) => CancelTerms::Free,
            Some(ServiceState::Assigned | ServiceState::AtPickup) => CancelTerms::Paid(None),
            Some(
                ServiceState::PickedUp
                | ServiceState::AtDropoff
                | ServiceState::Delivered
                | ServiceState::Returning
                | ServiceState::Returned
                | ServiceState::NoCourier
                | ServiceState::Cancelled
                | ServiceState::Failed,
            )
            | None => CancelTerms::Unavailable,
        })
    }

    async fn cancel(
        &self,
        keys: &SecretString,
        reference: &str,
        _version: i64,
        terms: CancelTerms,
    ) -> Result<Seen, ServiceError> {
        if terms == CancelTerms::Unavailable {
            return Err(ServiceError::ours(RefusalClass::WrongState));
        }
        let now = self.read(keys, reference).await?;
        if now.state.is_some_and(ServiceState::is_over) {
            return Ok(now);
        }
        let keys = GlovoKeys::read(keys)?;
        let path = ["parcels", reference, "cancel"];
        self.ask(&keys, CANCEL, &path, Some(&json!({}))).await?;
        self.seen(&keys, reference).await
    }
}

fn is_refused_token(error: &ServiceError) -> bool {
    matches!(error, ServiceError::Refused(refusal) if refusal.http_status == 401)
}

/// Sends a call and reads the JSON of a success; an empty one is an empty object.
async fn json_of(request: RequestBuilder) -> Result<Value, ServiceError> {
    let request = request.header(ACCEPT_LANGUAGE, HeaderValue::from_static("fr"));
    let answer = call(request, JSON_LIMIT).await.map_err(ServiceError::Transport)?;
    let value: Option<Value> = serde_json::from_slice(&answer.body).ok();
    if !answer.is_success() {
        let code = value.as_ref().and_then(parcel::error_code);
        return Err(ServiceError::Refused(ServiceRefusal::of(&answer, code)));
    }
    if answer.body.is_empty() {
        return Ok(json!({}));
    }
    value.ok_or(ServiceError::Unreadable { http_status: answer.status })
}
