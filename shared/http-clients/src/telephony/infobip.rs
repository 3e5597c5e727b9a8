//! Infobip: one JSON request per call, which reads, listens and reports by itself.
//!
//! The report comes after the call, so that nobody is told in it who got the delivery. Numbers are
//! written without `+`. Source: Infobip's OpenAPI, `/tts/3/advanced` and `/sms/3/messages`.

use contracts::callbacks::OfferTag;
use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::{
    Call, CallId, MAX_CALL_SECONDS, Sms, SmsId, Telephone, TelephonyError,
    error::{Refused, TelephonyErrorClass},
};
use crate::http::{Answer, Endpoint, Http, InvalidEndpoint, JSON_LIMIT, call};

/// Seconds Infobip waits for a key after the last word.
const KEY_SECONDS: u32 = 10;

/// The account calls are made with.
#[derive(Debug, Clone)]
pub struct InfobipAccount {
    pub api_key: SecretString,
    /// What makes us believe a report: part of the address that Infobip calls.
    pub callback_secret: SecretString,
    /// The number couriers are called from, E.164.
    pub from: String,
    /// Whom text messages are from: a registered name or a number.
    pub sms_sender: String,
}

/// The client of one account; cheap to clone.
#[derive(Debug, Clone)]
pub struct Infobip {
    calls: Endpoint,
    messages: Endpoint,
    http: Http,
    account: InfobipAccount,
    callbacks: Url,
}

impl Infobip {
    /// A client of `base_url` (an account's own, `https://xxxxx.api.infobip.com`) that is called
    /// back under `public_api_url`.
    pub fn new(
        base_url: &str,
        public_api_url: &str,
        account: InfobipAccount,
        http: Http,
    ) -> Result<Self, InvalidEndpoint> {
        Ok(Self {
            calls: Endpoint::new(base_url, "tts")?,
            messages: Endpoint::new(base_url, "sms")?,
            http,
            account,
            callbacks: Endpoint::new(public_api_url, "callbacks")?.at(&["infobip"]),
        })
    }

    fn callback(&self, kind: &str) -> String {
        let mut url = self.callbacks.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.push(kind);
        }
        url.query_pairs_mut().append_pair("k", self.account.callback_secret.expose_secret());
        url.into()
    }

    async fn accepted(&self, url: Url, body: &Value) -> Result<String, TelephonyError> {
        let key = format!("App {}", self.account.api_key.expose_secret());
        let request = self.http.post(url).header("authorization", key).json(body);
        read(request).await
    }
}

impl Telephone for Infobip {
    async fn call(&self, call: &Call<'_>) -> Result<CallId, TelephonyError> {
        let body = json!({"messages": [{
            "from": digits(&self.account.from),
            "destinations": [{"to": digits(call.to.e164()), "messageId": id(call.offer, "call")}],
            "text": call.prompt,
            "language": "fr",
            "maxDtmf": 1,
            "dtmfTimeout": KEY_SECONDS,
            "repeatDtmf": "0",
            "ringTimeout": call.ring_seconds,
            "callTimeout": MAX_CALL_SECONDS,
            "validityPeriod": minutes(call.ring_seconds),
            "notifyUrl": self.callback("voice"),
            "notifyContentType": "application/json",
            "callbackData": call.offer.to_string(),
        }]});
        self.accepted(self.calls.at(&["3", "advanced"]), &body).await.map(CallId)
    }

    /// A call by one request cannot be called off once it is placed (Infobip, `/tts/3`): it rings
    /// out, and a key pressed in it comes too late. Nothing is sent.
    async fn hang_up(&self, _call: &CallId) -> Result<(), TelephonyError> {
        Ok(())
    }

    async fn text(&self, sms: &Sms<'_>) -> Result<SmsId, TelephonyError> {
        let body = json!({"messages": [{
            "sender": self.account.sms_sender.trim_start_matches('+'),
            "destinations": [{"to": digits(sms.to.e164()), "messageId": id(sms.offer, "sms")}],
            "content": {"text": sms.body},
            "options": {
                "validityPeriod": {"amount": minutes(sms.valid_seconds), "timeUnit": "MINUTES"},
            },
            "webhooks": {
                "delivery": {"url": self.callback("sms")},
                "contentType": "application/json",
                "callbackData": sms.offer.to_string(),
            },
        }]});
        self.accepted(self.messages.at(&["3", "messages"]), &body).await.map(SmsId)
    }
}

/// Our own id of a call or message, which Infobip takes over: one of each for an offer.
fn id(offer: &OfferTag, kind: &str) -> String {
    format!("{offer}.{kind}")
}

fn digits(e164: &str) -> &str {
    e164.trim_start_matches('+')
}

/// Whole minutes, rounded up, at least one.
const fn minutes(seconds: u32) -> u32 {
    let minutes = seconds.div_ceil(60);
    if minutes == 0 { 1 } else { minutes }
}

/// Sends a request for one destination and reads its id. A success may hold a rejection.
async fn read(request: RequestBuilder) -> Result<String, TelephonyError> {
    let answer = call(request, JSON_LIMIT).await.map_err(TelephonyError::Transport)?;
    let value: Option<Value> = serde_json::from_slice(&answer.body).ok();
    if !answer.is_success() {
        return Err(TelephonyError::Refused(refusal(&answer, value.as_ref())));
    }
    let unreadable = TelephonyError::Unreadable { http_status: answer.status };
    let Some(message) = value.as_ref().and_then(|value| value.pointer("/messages/0")) else {
        return Err(unreadable);
    };
    let word = |path| message.pointer(path).and_then(Value::as_str);
    if word("/status/groupName") == Some("REJECTED") {
        let name = word("/status/name").unwrap_or_default();
        let refused = Refused::new(&answer, Some(name.to_owned()), class(name));
        return Err(TelephonyError::Refused(refused));
    }
    let id = word("/messageId").filter(|id| !id.is_empty());
    id.map(str::to_owned).ok_or(unreadable)
}

/// `{"requestError":{"serviceException":{"messageId":"UNAUTHORIZED","text":"…"}}}`.
fn refusal(answer: &Answer, value: Option<&Value>) -> Refused {
    let code = value
        .and_then(|value| value.pointer("/requestError/serviceException/messageId"))
        .and_then(Value::as_str);
    Refused::new(answer, code.map(str::to_owned), code.and_then(class))
}

/// Source: Infobip, "Response status and error codes".
fn class(code: &str) -> Option<TelephonyErrorClass> {
    Some(match code {
        "REJECTED_DESTINATION"
        | "REJECTED_INVALID_DESTINATION"
        | "REJECTED_PREFIX_MISSING"
        | "INVALID_DESTINATION_ADDRESS" => TelephonyErrorClass::RefusedNumber,
        "REJECTED_BLACKLISTED" | "REJECTED_USER_OPTED_OUT" => TelephonyErrorClass::OptedOut,
        "REJECTED_NETWORK" | "REJECTED_ROUTE_NOT_AVAILABLE" => TelephonyErrorClass::BlockedCountry,
        "REJECTED_SENDER" | "REJECTED_NOT_SENDER_ALLOWED" => TelephonyErrorClass::RefusedSender,
        "REJECTED_FLOODING_FILTER" | "TOO_MANY_REQUESTS" => TelephonyErrorClass::RateLimited,
        "REJECTED_NOT_ENOUGH_CREDITS" | "REJECTED_SYSTEM_ERROR" | "UNAUTHORIZED" | "FORBIDDEN" => {
            TelephonyErrorClass::Account
        }
        _ => return None,
    })
}
