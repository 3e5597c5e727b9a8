//! Webhooks to the product: enveloped and signed as Meta's, at least once, and only for accounts
//! that our app is subscribed to.

use axum::{
    body::Bytes,
    http::{StatusCode, header},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Graph, snapshot::chain, state::State};
use crate::random;

/// The signed content of one webhook request.
#[derive(Clone, Debug)]
pub(crate) struct Webhook(Bytes);

impl Webhook {
    /// One change of one entry (Meta, webhooks: the notification payload).
    pub(crate) fn change(entry_id: &str, field: &str, value: &Value) -> Self {
        Self::raw(&json!({
            "object": "whatsapp_business_account",
            "entry": [{"id": entry_id, "changes": [{"value": value, "field": field}]}],
        }))
    }

    pub(super) fn raw(payload: &Value) -> Self {
        Self(Bytes::from(payload.to_string()))
    }
}

/// The value of a `messages` change without its messages or statuses; `None` when nobody
/// subscribed to the number's account. The account's id comes first.
pub(crate) fn messages_value(
    state: &State,
    phone_number_id: &str,
    wa_id: &str,
) -> Option<(String, Value)> {
    let number = state.numbers.get(phone_number_id)?;
    let account = state.accounts.get(&number.account_id).filter(|account| account.subscribed)?;
    let name = state.people.get(wa_id).map_or(wa_id, |person| person.name.as_str());
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": number.digits(),
            "phone_number_id": phone_number_id,
        },
        "contacts": [{
            "profile": {"name": name},
            "wa_id": wa_id,
            "user_id": state.user_id(phone_number_id, wa_id),
        }],
    });
    if state.people.get(wa_id).is_some_and(|person| person.hides_phone)
        && let Some(contact) = value.pointer_mut("/contacts/0").and_then(Value::as_object_mut)
    {
        contact.remove("wa_id");
    }
    Some((account.id.clone(), value))
}

impl Graph {
    /// Posts a webhook once; true when it was answered with 200.
    pub(crate) async fn attempt(&self, webhook: &Webhook) -> bool {
        let signature = signature(&self.settings().app_secret, &webhook.0);
        let request = self
            .0
            .http
            .post(self.settings().webhook_url.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, "facebookexternalua")
            .header("x-hub-signature-256", signature)
            .body(webhook.0.clone());
        match request.send().await {
            Ok(answer) if answer.status() == StatusCode::OK => true,
            Ok(answer) => {
                tracing::warn!(status = answer.status().as_u16(), "a webhook was refused");
                false
            }
            Err(error) => {
                tracing::warn!(error = %chain(&error), "a webhook did not arrive");
                false
            }
        }
    }

    /// The attempts after a failed first one; true as soon as one is answered with 200.
    pub(crate) async fn retry(&self, webhook: &Webhook) -> bool {
        for delay in &self.settings().retry_delays {
            tokio::time::sleep(*delay).await;
            if self.attempt(webhook).await {
                return true;
            }
        }
        tracing::error!("a webhook was given up");
        false
    }

    /// Posts a webhook until it is taken or given up.
    pub(crate) async fn deliver(&self, webhook: &Webhook) -> bool {
        self.attempt(webhook).await || self.retry(webhook).await
    }

    /// Meta's handshake with the callback URL: true when the challenge comes back.
    pub(super) async fn verify_webhook(&self) -> bool {
        let challenge = random::digits(10);
        let query = [
            ("hub.mode", "subscribe"),
            ("hub.verify_token", self.settings().verify_token.as_str()),
            ("hub.challenge", challenge.as_str()),
        ];
        let request = self.0.http.get(self.settings().webhook_url.clone()).query(&query);
        match request.send().await {
            Ok(answer) if answer.status() == StatusCode::OK => {
                answer.text().await.is_ok_and(|text| text == challenge)
            }
            Ok(_) | Err(_) => false,
        }
    }
}

/// `sha256=<hex HMAC-SHA256 of the raw body under the app secret>` (Meta, webhooks: validating
/// payloads).
pub(crate) fn signature(app_secret: &str, body: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = "sha256=".to_owned();
    // HMAC takes a key of any length.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(app_secret.as_bytes()) {
        mac.update(body);
        for byte in mac.finalize().into_bytes() {
            write!(text, "{byte:02x}").unwrap_or_default();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn the_signature_is_the_published_hmac_vector() {
        // RFC 4231, test case 2.
        assert_eq!(
            signature("Jefe", b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
