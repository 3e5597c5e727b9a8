//! Twilio's REST API as far as calls and text messages need it. Source: Twilio OpenAPI
//! (`twilio_api_v2010`) and its dictionary of errors.

use std::collections::BTreeMap;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State as Extension},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;
use url::{Url, form_urlencoded};

use super::{
    Behaviour, Telephony, is_e164,
    line::{Line, Status, Text, Vendor},
};
use crate::random;

/// Characters of a message, and of a sender's name.
const MAX_BODY: usize = 1_600;
const MAX_SENDER: usize = 11;

/// A form; of a field that comes several times all values count.
struct Form(BTreeMap<String, Vec<String>>);

impl Form {
    fn read(raw: &[u8]) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(raw).into_owned() {
            fields.entry(name).or_default().push(value);
        }
        Self(fields)
    }

    fn one(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str).filter(|value| !value.is_empty())
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.0.get(name).cloned().unwrap_or_default()
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.one(name)?.parse().ok()
    }
}

/// A refusal: Twilio's code under an HTTP status.
struct Refusal(StatusCode, i64, &'static str);

impl Refusal {
    const fn bad(code: i64, message: &'static str) -> Self {
        Self(StatusCode::BAD_REQUEST, code, message)
    }

    fn into_response(self) -> Response {
        let Self(status, code, message) = self;
        let body = json!({
            "code": code, "message": message, "status": status.as_u16(),
            "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
        });
        (status, Json(body)).into_response()
    }
}

/// `POST …/Calls.json` and `…/Messages.json`.
pub(super) async fn create(
    Extension(telephony): Extension<Telephony>,
    Path((account, resource)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    if let Err(refusal) = telephony.authenticate(&account, &headers) {
        return refusal.into_response();
    }
    let form = Form::read(&raw);
    let effect = telephony.take_fault(uri.path(), form.one("To").unwrap_or_default());
    if let Some(ordered) = effect.before().await {
        return ordered;
    }
    let answer = match resource.as_str() {
        "Calls.json" => telephony.place(&form, effect.callback_copies.unwrap_or(1)),
        "Messages.json" => telephony.send(&form, effect.callback_copies.unwrap_or(1)),
        _ => Err(Refusal(StatusCode::NOT_FOUND, 20_404, "The requested resource was not found")),
    };
    effect.after(answer.unwrap_or_else(Refusal::into_response))
}

/// `POST …/Calls/{Sid}.json` with a `Status`.
pub(super) async fn update(
    Extension(telephony): Extension<Telephony>,
    Path((account, file)): Path<(String, String)>,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    if let Err(refusal) = telephony.authenticate(&account, &headers) {
        return refusal.into_response();
    }
    let sid = file.trim_end_matches(".json");
    let Some(line) = telephony.line(sid) else {
        return Refusal(StatusCode::NOT_FOUND, 20_404, "The call was not found").into_response();
    };
    if line.status.is_over() {
        return Refusal::bad(21_220, "Call is not in-progress. Cannot redirect.").into_response();
    }
    let form = Form::read(&raw);
    match (form.one("Status"), line.status) {
        (Some("canceled"), Status::Ringing) => telephony.end(sid, Status::Canceled).await,
        // « canceled » does not affect a call that was answered.
        (Some("canceled"), _) => {}
        (Some("completed"), _) => telephony.end(sid, Status::Completed).await,
        _ => return Refusal::bad(20_001, "Status is not valid").into_response(),
    }
    let status = telephony.line(sid).map_or("completed", |line| line.status.word());
    Json(json!({"sid": sid, "status": status})).into_response()
}

impl Telephony {
    fn authenticate(&self, account: &str, headers: &HeaderMap) -> Result<(), Refusal> {
        let Settings { sid, token } = self.account();
        let expected = format!("Basic {}", STANDARD.encode(format!("{sid}:{token}")));
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if given == Some(expected.as_str()) && account == sid {
            Ok(())
        } else {
            Err(Refusal(StatusCode::UNAUTHORIZED, 20_003, "Authenticate"))
        }
    }

    fn account(&self) -> Settings<'_> {
        Settings { sid: &self.settings().account_sid, token: &self.settings().auth_token }
    }

    fn place(&self, form: &Form, copies: u32) -> Result<Response, Refusal> {
        let to = form.one("To").ok_or(Refusal::bad(21_201, "No 'To' number specified"))?;
        let from = form.one("From").ok_or(Refusal::bad(21_213, "'From' is required"))?;
        if !is_e164(to) {
            return Err(Refusal::bad(21_211, "The 'To' number is not a valid phone number"));
        }
        if from != self.settings().our_number {
            return Err(Refusal::bad(21_210, "'From' phone number not verified"));
        }
        let url = form.one("Url").filter(|url| Url::parse(url).is_ok());
        let url = url.ok_or(Refusal::bad(21_205, "Url is not a valid URL"))?;
        check_callback(form)?;
        if self.behaviour(to) == Behaviour::BlockedCountry {
            return Err(Refusal::bad(
                21_215,
                "Geo Permission configuration is not permitting call",
            ));
        }
        let sid = format!("CA{}", random::hex());
        let mut line =
            Line::new(sid.clone(), Vendor::Twilio, to.to_owned(), from.to_owned(), self.now());
        url.clone_into(&mut line.url);
        line.ring_seconds = form.number("Timeout").unwrap_or(60);
        line.report_to = form.one("StatusCallback").map(str::to_owned);
        line.events = form.all("StatusCallbackEvent");
        line.copies = copies;
        self.ring(line);
        Ok(created(&json!({
            "sid": sid, "status": "queued", "to": to, "from": from, "direction": "outbound-api",
            "account_sid": self.account().sid, "api_version": "2010-04-01",
        })))
    }

    fn send(&self, form: &Form, copies: u32) -> Result<Response, Refusal> {
        let to = form.one("To").ok_or(Refusal::bad(21_604, "'To' phone number is required"))?;
        let from = form.one("From").ok_or(Refusal::bad(21_603, "'From' is required"))?;
        let body = form.one("Body").ok_or(Refusal::bad(21_602, "Message body is required"))?;
        if !is_e164(to) {
            return Err(Refusal::bad(21_211, "The 'To' number is not a valid phone number"));
        }
        if !is_e164(from) && !is_sender(from) {
            return Err(Refusal::bad(21_212, "The 'From' number is not a valid phone number"));
        }
        if body.chars().count() > MAX_BODY {
            return Err(Refusal::bad(21_617, "The message body exceeds the 1600 character limit"));
        }
        if form.number("ValidityPeriod").is_some_and(|seconds| !(1..=36_000).contains(&seconds)) {
            return Err(Refusal::bad(21_635, "ValidityPeriod is out of range"));
        }
        check_callback(form)?;
        match self.behaviour(to) {
            Behaviour::Landline => {
                return Err(Refusal::bad(21_614, "'To' number is not a valid mobile number"));
            }
            Behaviour::OptedOut => {
                return Err(Refusal::bad(21_610, "Attempt to send to unsubscribed recipient"));
            }
            Behaviour::BlockedCountry => {
                return Err(Refusal::bad(21_612, "The 'To' phone number is not reachable via SMS"));
            }
            Behaviour::Reachable | Behaviour::Busy | Behaviour::Unreachable => {}
        }
        let sid = format!("SM{}", random::hex());
        let is_lost = self.behaviour(to) == Behaviour::Unreachable;
        let text = Text {
            id: sid.clone(),
            vendor: Vendor::Twilio,
            to: to.to_owned(),
            from: from.to_owned(),
            body: body.to_owned(),
            status: if is_lost { "undelivered" } else { "delivered" },
            at: self.now(),
        };
        self.tell_fate(&text, form.one("StatusCallback"), copies);
        self.add_text(text);
        Ok(created(&json!({
            "sid": sid, "status": "queued", "to": to, "from": from, "body": body,
            "num_segments": "1", "error_code": null, "account_sid": self.account().sid,
        })))
    }

    /// Posts what became of a message, after the answer to the request.
    fn tell_fate(&self, text: &Text, url: Option<&str>, copies: u32) {
        let Some(url) = url.map(str::to_owned) else { return };
        let mut fields: Vec<(String, String)> = [
            ("AccountSid", self.account().sid),
            ("MessageSid", &text.id),
            ("SmsSid", &text.id),
            ("MessageStatus", text.status),
            ("SmsStatus", text.status),
            ("From", &text.from),
            ("To", &text.to),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        if text.status == "undelivered" {
            fields.push(("ErrorCode".to_owned(), "30003".to_owned()));
        }
        let telephony = self.clone();
        tokio::spawn(async move { telephony.post_form(&url, &fields, copies).await });
    }
}

struct Settings<'a> {
    sid: &'a str,
    token: &'a str,
}

/// The address of a callback has no underscore in its host (Twilio OpenAPI).
fn check_callback(form: &Form) -> Result<(), Refusal> {
    let Some(url) = form.one("StatusCallback") else { return Ok(()) };
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    match host {
        Some(host) if !host.contains('_') => Ok(()),
        Some(_) | None => Err(Refusal::bad(21_609, "Invalid 'StatusCallback' URL")),
    }
}

/// A sender's name: letters, digits and spaces, not digits alone.
fn is_sender(text: &str) -> bool {
    text.len() <= MAX_SENDER
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn created(body: &serde_json::Value) -> Response {
    (StatusCode::CREATED, Json(body.clone())).into_response()
}
