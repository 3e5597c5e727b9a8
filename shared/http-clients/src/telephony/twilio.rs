//! Twilio: form-encoded requests, JSON answers, and a call whose words it asks us for.
//!
//! Source: Twilio OpenAPI (`twilio_api_v2010`), resources `Call` and `Message`; Twilio, "Error and
//! Warning Dictionary".

use contracts::callbacks::OfferTag;
use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use super::{
    Call, CallId, MAX_CALL_SECONDS, Sms, SmsId, Telephone, TelephonyError,
    error::{Refused, TelephonyErrorClass},
};
use crate::http::{Answer, Endpoint, Http, InvalidEndpoint, JSON_LIMIT, call};

/// The only version of this API.
const VERSION: &str = "2010-04-01";

/// The account calls are made with.
#[derive(Debug, Clone)]
pub struct TwilioAccount {
    pub sid: String,
    /// Also what Twilio signs its callbacks with.
    pub auth_token: SecretString,
    /// The number couriers are called from, E.164: they save it, and call it back.
    pub from: String,
    /// Whom text messages are from: a registered name or a number.
    pub sms_sender: String,
}

/// The client of one account; cheap to clone.
#[derive(Debug, Clone)]
pub struct Twilio {
    endpoint: Endpoint,
    http: Http,
    account: TwilioAccount,
    callbacks: Url,
}

impl Twilio {
    /// A client of `base_url` (`https://api.twilio.com`) that is called back under `public_api_url`.
    pub fn new(
        base_url: &str,
        public_api_url: &str,
        account: TwilioAccount,
        http: Http,
    ) -> Result<Self, InvalidEndpoint> {
        Ok(Self {
            endpoint: Endpoint::new(base_url, VERSION)?,
            http,
            account,
            callbacks: Endpoint::new(public_api_url, "callbacks")?.at(&["twilio"]),
        })
    }

    /// An address of ours that is about an offer. A host with an underscore is refused by Twilio,
    /// and none of ours has one.
    fn callback(&self, kind: &str, offer: &OfferTag) -> String {
        let mut url = self.callbacks.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.push(kind);
        }
        url.query_pairs_mut().append_pair("of", &offer.to_string());
        url.into()
    }

    fn post(&self, path: &[&str], form: &[(&str, &str)]) -> RequestBuilder {
        let path = [&["Accounts", &self.account.sid], path].concat();
        self.http
            .post(self.endpoint.at(&path))
            .basic_auth(&self.account.sid, Some(self.account.auth_token.expose_secret()))
            .form(form)
    }

    async fn created(
        &self,
        path: &[&str],
        form: &[(&str, &str)],
    ) -> Result<String, TelephonyError> {
        let value = json(self.post(path, form)).await?;
        let sid = value.get("sid").and_then(Value::as_str).filter(|sid| !sid.is_empty());
        // Accepted without an identifier: it may be on its way.
        sid.map(str::to_owned).ok_or(TelephonyError::Unreadable { http_status: 201 })
    }
}

impl Telephone for Twilio {
    async fn call(&self, call: &Call<'_>) -> Result<CallId, TelephonyError> {
        let (words, news) =
            (self.callback("voice", call.offer), self.callback("status", call.offer));
        let (ring, limit) = (call.ring_seconds.to_string(), MAX_CALL_SECONDS.to_string());
        let form = [
            ("To", call.to.e164()),
            ("From", &self.account.from),
            ("Url", &words),
            ("Method", "POST"),
            ("Timeout", &ring),
            ("TimeLimit", &limit),
            ("StatusCallback", &news),
            ("StatusCallbackMethod", "POST"),
            ("StatusCallbackEvent", "completed"),
        ];
        self.created(&["Calls.json"], &form).await.map(CallId)
    }

    /// A call that rings is canceled, one that was answered completed; Twilio takes only the word
    /// that fits, and we cannot know which.
    async fn hang_up(&self, call: &CallId) -> Result<(), TelephonyError> {
        let file = format!("{}.json", call.as_str());
        for status in ["canceled", "completed"] {
            match json(self.post(&["Calls", &file], &[("Status", status)])).await {
                Ok(answer) if is_over(&answer) => return Ok(()),
                // Accepted, and it goes on: somebody has just answered.
                Ok(_) => {}
                Err(TelephonyError::Refused(refused))
                    if refused.class == TelephonyErrorClass::Over => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn text(&self, sms: &Sms<'_>) -> Result<SmsId, TelephonyError> {
        let news = self.callback("sms", sms.offer);
        let valid = sms.valid_seconds.to_string();
        let form = [
            ("To", sms.to.e164()),
            ("From", &self.account.sms_sender),
            ("Body", sms.body),
            ("ValidityPeriod", &valid),
            ("SmartEncoded", "true"),
            ("StatusCallback", &news),
        ];
        self.created(&["Messages.json"], &form).await.map(SmsId)
    }
}

/// Whether a call has ended (Twilio OpenAPI, `call_enum_status`).
fn is_over(answer: &Value) -> bool {
    let status = answer.get("status").and_then(Value::as_str).unwrap_or_default();
    matches!(status, "completed" | "busy" | "failed" | "no-answer" | "canceled")
}

async fn json(request: RequestBuilder) -> Result<Value, TelephonyError> {
    let answer = call(request, JSON_LIMIT).await.map_err(TelephonyError::Transport)?;
    let value: Option<Value> = serde_json::from_slice(&answer.body).ok();
    if answer.is_success() {
        return value.ok_or(TelephonyError::Unreadable { http_status: answer.status });
    }
    Err(TelephonyError::Refused(refusal(&answer, value.as_ref())))
}

/// `{"code":21211,"message":"…","status":400}`.
fn refusal(answer: &Answer, value: Option<&Value>) -> Refused {
    let code = value.and_then(|value| value.get("code")).and_then(Value::as_i64);
    Refused::new(answer, code.map(|code| code.to_string()), code.and_then(class))
}

/// Source: Twilio, "Error and Warning Dictionary".
const fn class(code: i64) -> Option<TelephonyErrorClass> {
    Some(match code {
        // Invalid To; not a mobile number; unreachable carrier.
        21_211 | 21_214 | 21_217 | 21_614 | 13_224 => TelephonyErrorClass::RefusedNumber,
        21_610 => TelephonyErrorClass::OptedOut,
        21_215 | 21_216 | 21_408 | 32_205 | 13_227 => TelephonyErrorClass::BlockedCountry,
        21_210 | 21_212 | 21_606 | 21_612 | 21_659 => TelephonyErrorClass::RefusedSender,
        20_429 | 14_107 | 30_001 => TelephonyErrorClass::RateLimited,
        20_003 | 20_005 | 21_219 | 30_002 => TelephonyErrorClass::Account,
        // The call is not in a state that takes the word; no such call.
        21_220 | 20_404 => TelephonyErrorClass::Over,
        _ => return None,
    })
}
