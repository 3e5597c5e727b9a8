//! Callbacks to the product: a form signed as Twilio signs, a report as Infobip posts it.

use axum::http::header;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;

use super::{
    Telephony,
    line::{Line, Status},
};

impl Telephony {
    /// Posts a signed form and gives the answer's body; `None` when it was refused or got lost.
    pub(super) async fn post_form(
        &self,
        url: &str,
        fields: &[(String, String)],
        copies: u32,
    ) -> Option<String> {
        let mut answer = None;
        for _copy in 0..copies.max(1) {
            let request = self
                .0
                .http
                .post(url)
                .header("x-twilio-signature", signature(&self.settings().auth_token, url, fields))
                .header(header::USER_AGENT, "TwilioProxy/1.1")
                .form(fields);
            answer = body(request.send().await).await;
        }
        answer
    }

    /// Tells how a call goes, if somebody asked to be told.
    pub(super) async fn report(&self, line: &Line) {
        let Some(url) = line.report_to.as_deref() else { return };
        let is_told = line.status.is_over() && line.status != Status::Canceled
            || line.events.iter().any(|event| event == event_of(line.status));
        if !is_told {
            return;
        }
        match line.vendor {
            super::line::Vendor::Twilio => {
                let mut fields = self.fields(line);
                fields.push(("CallDuration".to_owned(), "12".to_owned()));
                self.post_form(url, &fields, line.copies).await;
            }
            super::line::Vendor::Infobip => {
                self.post_json(url, &voice_report(line), line.copies).await;
            }
        }
    }

    /// What Twilio says with every request about a call.
    pub(super) fn fields(&self, line: &Line) -> Vec<(String, String)> {
        let (from, to) =
            if line.is_inbound { (&line.phone, &line.other) } else { (&line.other, &line.phone) };
        let direction = if line.is_inbound { "inbound" } else { "outbound-api" };
        [
            ("AccountSid", self.settings().account_sid.as_str()),
            ("ApiVersion", "2010-04-01"),
            ("CallSid", &line.id),
            ("CallStatus", line.status.word()),
            ("Direction", direction),
            ("From", from),
            ("To", to),
            ("Caller", from),
            ("Called", to),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    pub(super) async fn post_json(&self, url: &str, value: &Value, copies: u32) {
        for _copy in 0..copies.max(1) {
            body(self.0.http.post(url).json(value).send().await).await;
        }
    }
}

async fn body(sent: Result<reqwest::Response, reqwest::Error>) -> Option<String> {
    match sent {
        Ok(answer) if answer.status().is_success() => answer.text().await.ok(),
        Ok(answer) => {
            tracing::warn!(status = answer.status().as_u16(), "a callback was refused");
            None
        }
        Err(error) => {
            tracing::warn!(connect = error.is_connect(), "a callback did not arrive");
            None
        }
    }
}

/// The event a status belongs to (Twilio, `StatusCallbackEvent`).
const fn event_of(status: Status) -> &'static str {
    match status {
        Status::Ringing => "ringing",
        Status::InProgress => "answered",
        Status::Completed | Status::Busy | Status::Failed | Status::NoAnswer | Status::Canceled => {
            "completed"
        }
    }
}

fn voice_report(line: &Line) -> Value {
    let (group, status, error) = match line.status {
        Status::Busy => ("UNDELIVERABLE", "UNDELIVERABLE_NOT_DELIVERED", "EC_VOICE_USER_BUSY"),
        Status::Failed => ("UNDELIVERABLE", "UNDELIVERABLE_NOT_DELIVERED", "EC_VOICE_ERROR"),
        Status::NoAnswer => ("EXPIRED", "EXPIRED_EXPIRED", "EC_VOICE_NO_ANSWER"),
        Status::Ringing | Status::InProgress | Status::Completed | Status::Canceled => {
            ("DELIVERED", "DELIVERED_TO_HANDSET", "VOICE_ANSWERED")
        }
    };
    let keys: Vec<String> = line.pressed.chars().map(String::from).collect();
    json!({"results": [{
        "bulkId": "bulk", "messageId": line.id, "from": line.other.trim_start_matches('+'),
        "to": line.phone.trim_start_matches('+'), "callbackData": line.reference,
        "voiceCall": {"duration": 12, "dtmfCodes": keys.join(", ")},
        "status": {"groupId": 3, "groupName": group, "id": 5, "name": status},
        "error": {"groupId": 0, "name": error},
    }]})
}

/// base64 of HMAC-SHA1 over the address and the sorted fields (twilio-python,
/// `request_validator.py`).
pub(super) fn signature(auth_token: &str, url: &str, fields: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort();
    sorted.dedup();
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()) else {
        return String::new();
    };
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn the_signature_is_the_published_vector() {
        let fields = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
            ("Caller", "+14158675309"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert_eq!(signature("12345", url, &fields), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }
}
