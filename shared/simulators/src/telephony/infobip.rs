//! Infobip's API as far as a call with one key and a text message need it. Source: Infobip's
//! OpenAPI, `/tts/3/advanced` and `/sms/3/messages`.

use axum::{
    Json,
    body::Bytes,
    extract::State as Extension,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use super::{
    Behaviour, Telephony, is_e164,
    line::{Line, Text, Vendor},
};
use crate::random;

/// A request with one message to one destination, which is all we send.
struct Asked {
    body: Value,
}

impl Asked {
    fn word(&self, path: &str) -> &str {
        self.body.pointer(&format!("/messages/0{path}")).and_then(Value::as_str).unwrap_or_default()
    }

    fn number(&self, path: &str) -> Option<u32> {
        let number = self.body.pointer(&format!("/messages/0{path}"))?.as_u64()?;
        u32::try_from(number).ok()
    }

    /// E.164; numbers are written without `+`.
    fn to(&self) -> String {
        format!("+{}", self.word("/destinations/0/to"))
    }

    fn id(&self) -> String {
        match self.word("/destinations/0/messageId") {
            "" => random::hex(),
            given => given.to_owned(),
        }
    }
}

/// `POST /tts/3/advanced`.
pub(super) async fn call(
    Extension(telephony): Extension<Telephony>,
    uri: Uri,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let asked = match telephony.read_request(&headers, &raw) {
        Ok(asked) => asked,
        Err(refused) => return refused.into_response(),
    };
    let effect = telephony.take_fault(uri.path(), &asked.to());
    if let Some(ordered) = effect.before().await {
        return ordered;
    }
    let (to, id) = (asked.to(), asked.id());
    if let Some(rejection) = telephony.rejection(&to) {
        return effect.after(accepted(&id, &to, "REJECTED", rejection));
    }
    let from = format!("+{}", asked.word("/from"));
    let mut line = Line::new(id.clone(), Vendor::Infobip, to.clone(), from, telephony.now());
    asked.word("/text").clone_into(&mut line.prompt);
    asked.word("/callbackData").clone_into(&mut line.reference);
    line.ring_seconds = asked.number("/ringTimeout").unwrap_or(45);
    line.report_to = Some(asked.word("/notifyUrl").to_owned()).filter(|url| !url.is_empty());
    line.copies = effect.callback_copies.unwrap_or(1);
    telephony.ring(line);
    effect.after(accepted(&id, &to, "PENDING", "PENDING_ACCEPTED"))
}

/// `POST /sms/3/messages`.
pub(super) async fn text(
    Extension(telephony): Extension<Telephony>,
    uri: Uri,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let asked = match telephony.read_request(&headers, &raw) {
        Ok(asked) => asked,
        Err(refused) => return refused.into_response(),
    };
    let effect = telephony.take_fault(uri.path(), &asked.to());
    if let Some(ordered) = effect.before().await {
        return ordered;
    }
    let (to, id) = (asked.to(), asked.id());
    if let Some(rejection) = telephony.rejection(&to) {
        return effect.after(accepted(&id, &to, "REJECTED", rejection));
    }
    let is_lost = matches!(telephony.behaviour(&to), Behaviour::Unreachable | Behaviour::Landline);
    let (group, status) =
        if is_lost { ("UNDELIVERABLE", "undelivered") } else { ("DELIVERED", "delivered") };
    let text = Text {
        id: id.clone(),
        vendor: Vendor::Infobip,
        to: to.clone(),
        from: asked.word("/sender").to_owned(),
        body: asked.word("/content/text").to_owned(),
        status,
        at: telephony.now(),
    };
    telephony.add_text(text);
    let url = asked.word("/webhooks/delivery/url").to_owned();
    if !url.is_empty() {
        let report = json!({"results": [{
            "messageId": id, "to": to.trim_start_matches('+'),
            "callbackData": asked.word("/webhooks/callbackData"),
            "status": {"groupName": group, "name": group}, "error": {"name": "NO_ERROR"},
        }]});
        let copies = effect.callback_copies.unwrap_or(1);
        tokio::spawn(async move { telephony.post_json(&url, &report, copies).await });
    }
    effect.after(accepted(&id, &to, "PENDING", "PENDING_ACCEPTED"))
}

impl Telephony {
    fn read_request(&self, headers: &HeaderMap, raw: &[u8]) -> Result<Asked, Refused> {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let expected = format!("App {}", self.settings().infobip_api_key);
        if given != Some(expected.as_str()) {
            return Err(Refused(StatusCode::UNAUTHORIZED, "UNAUTHORIZED"));
        }
        let body: Value = serde_json::from_slice(raw)
            .map_err(|_error| Refused(StatusCode::BAD_REQUEST, "BAD_REQUEST"))?;
        Ok(Asked { body })
    }

    fn rejection(&self, to: &str) -> Option<&'static str> {
        if !is_e164(to) {
            return Some("REJECTED_DESTINATION");
        }
        match self.behaviour(to) {
            Behaviour::BlockedCountry => Some("REJECTED_NETWORK"),
            Behaviour::OptedOut => Some("REJECTED_BLACKLISTED"),
            Behaviour::Reachable
            | Behaviour::Busy
            | Behaviour::Unreachable
            | Behaviour::Landline => None,
        }
    }
}

fn accepted(id: &str, to: &str, group: &str, name: &str) -> Response {
    Json(json!({"bulkId": "bulk", "messages": [{
        "messageId": id, "to": to.trim_start_matches('+'), "destination": to.trim_start_matches('+'),
        "status": {"groupId": 1, "groupName": group, "id": 26, "name": name},
        "details": {"messageCount": 1},
    }]}))
    .into_response()
}

/// A request that is not taken at all.
struct Refused(StatusCode, &'static str);

impl Refused {
    fn into_response(self) -> Response {
        let Self(status, code) = self;
        let exception = json!({"messageId": code, "text": "refused"});
        (status, Json(json!({"requestError": {"serviceException": exception}}))).into_response()
    }
}
