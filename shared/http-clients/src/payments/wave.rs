//! Wave's Checkout API: one session a payment, found by our `client_reference`.
//!
//! Source: docs.wave.com, "Checkout API". Amounts are texts without decimals; a session is paid
//! when it is `complete` and its payment `succeeded`; it is refunded as a whole.

use domain::{
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

const SESSIONS: [&str; 2] = ["checkout", "sessions"];

/// The client of one Wave server; cheap to clone.
#[derive(Debug, Clone)]
pub struct Wave {
    endpoint: Endpoint,
    http: Http,
}

impl Wave {
    /// A client of `base_url` (`https://api.wave.com`).
    pub fn new(base_url: &str, http: Http) -> Result<Self, InvalidEndpoint> {
        Ok(Self { endpoint: Endpoint::new(base_url, "v1")?, http })
    }

    pub(super) async fn open(&self, key: &SecretString, asked: &Asked) -> Result<Page, PayError> {
        let id = asked.payment.as_str();
        let body = json!({
            "amount": asked.amount.amount().to_string(),
            "currency": asked.amount.currency().code(),
            "client_reference": id,
            "success_url": asked.success_url,
            "error_url": asked.error_url,
        });
        let request = self.http.post(self.endpoint.at(&SESSIONS)).header("idempotency-key", id);
        let reply = self.ask(key, request.json(&body)).await?;
        page(&reply.value, asked.ends_at).ok_or_else(|| reply.unreadable())
    }

    pub(super) async fn find(
        &self,
        key: &SecretString,
        payment: &PaymentId,
        ends_at: Timestamp,
    ) -> Result<Option<Found>, PayError> {
        let url = self.endpoint.at(&[SESSIONS[0], SESSIONS[1], "search"]);
        let query = [("client_reference", payment.as_str())];
        let reply = self.ask(key, self.http.get(url).query(&query)).await?;
        let list = reply.value.get("result").or_else(|| reply.value.get("items"));
        let list = list.unwrap_or(&reply.value).as_array().ok_or_else(|| reply.unreadable())?;
        let ours =
            || list.iter().filter(|it| text(it, "client_reference") == Some(payment.as_str()));
        // One key makes one session; should there be two, the one with the money counts.
        let found = ours().find(|it| state(it) == SeenState::Paid).or_else(|| ours().next_back());
        Ok(found.map(|session| Found { page: page(session, ends_at), seen: seen(session) }))
    }

    pub(super) async fn read(&self, key: &SecretString, reference: &str) -> Result<Seen, PayError> {
        let url = self.endpoint.at(&[SESSIONS[0], SESSIONS[1], reference]);
        let reply = match self.ask(key, self.http.get(url)).await {
            Err(PayError::Refused(refusal)) if refusal.http_status == 404 => {
                return Ok(Seen { reference: reference.to_owned(), ..absent() });
            }
            reply => reply?,
        };
        let is_it = text(&reply.value, "id") == Some(reference);
        if is_it { Ok(seen(&reply.value)) } else { Err(reply.unreadable()) }
    }

    pub(super) async fn close(&self, key: &SecretString, reference: &str) -> Result<(), PayError> {
        let url = self.endpoint.at(&[SESSIONS[0], SESSIONS[1], reference, "expire"]);
        match self.ask(key, self.http.post(url)).await {
            // Paid or expired in between.
            Err(PayError::Refused(refusal)) if matches!(refusal.http_status, 400 | 404 | 409) => {
                Ok(())
            }
            reply => reply.map(drop),
        }
    }

    pub(super) async fn refund(
        &self,
        key: &SecretString,
        refund: &RefundAsked,
    ) -> Result<RefundState, PayError> {
        let reference = refund.paid.reference.as_str();
        let url = self.endpoint.at(&[SESSIONS[0], SESSIONS[1], reference, "refund"]);
        let request = self.http.post(url).header("idempotency-key", &refund.id);
        match self.ask(key, request).await {
            Ok(_) => Ok(RefundState::Done),
            Err(PayError::Refused(no)) if is_refunded(&no) => Ok(RefundState::Done),
            Err(PayError::Refused(no)) if !no.may_pass() => Ok(RefundState::Refused(no.failure)),
            Err(error) => Err(error),
        }
    }

    async fn ask(&self, key: &SecretString, request: RequestBuilder) -> Result<Reply, PayError> {
        let reply = ask(request.bearer_auth(key.expose_secret())).await?;
        if reply.is_success() {
            return Ok(reply);
        }
        let code = text(&reply.value, "code").or_else(|| text(&reply.value, "error_code"));
        let failure = match code.map(codes::of_wave) {
            Some(failure) if failure != Failure::Other => failure,
            Some(_) | None if matches!(reply.status, 401 | 403) => Failure::Keys,
            Some(_) | None if matches!(reply.status, 408 | 429 | 500..) => Failure::Down,
            Some(_) | None => Failure::Other,
        };
        Err(PayError::Refused(Refusal::new(reply.status, code, failure, reply.retry_after)))
    }
}

/// Wave's word for a second refund of one session is not documented.
fn is_refunded(refusal: &Refusal) -> bool {
    refusal.code.as_deref().is_some_and(|code| code.contains("already-refunded"))
}

fn page(session: &Value, ends_at: Timestamp) -> Option<Page> {
    Some(Page {
        reference: text(session, "id")?.to_owned(),
        url: text(session, "wave_launch_url")?.to_owned(),
        until: moment(session, "when_expires").unwrap_or(ends_at),
    })
}

fn state(session: &Value) -> SeenState {
    let is_refunded = session.get("when_refunded").is_some_and(|moment| !moment.is_null());
    match (text(session, "checkout_status"), text(session, "payment_status")) {
        (Some("complete"), Some("succeeded")) if is_refunded => SeenState::Refunded,
        (Some("complete"), Some("succeeded")) => SeenState::Paid,
        (Some("complete"), Some("cancelled")) => SeenState::Failed,
        (Some("expired"), _) => SeenState::Expired,
        // Open, or a word to come: whatever it is, it is not money.
        _ => SeenState::Open,
    }
}

fn seen(session: &Value) -> Seen {
    let owned = |name: &str| text(session, name).unwrap_or_default().to_owned();
    let code = session.get("last_payment_error").and_then(|error| text(error, "code"));
    Seen {
        state: state(session),
        reference: owned("id"),
        amount: francs(session.get("amount")),
        currency: owned("currency"),
        client_reference: owned("client_reference"),
        transaction: text(session, "transaction_id").map(str::to_owned),
        is_reused: false,
        failure: code.map(codes::of_wave),
    }
}

/// What is known of a session that is not there.
fn absent() -> Seen {
    Seen { state: SeenState::Absent, ..seen(&Value::Null) }
}
