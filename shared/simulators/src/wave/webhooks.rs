//! Webhooks, proven as the account chose when it registered its address.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

use super::Wave;
use crate::{
    money::hooks::{self, Hook},
    random,
};

/// Tells the session's account what happened, as often as callbacks are set to.
pub(super) async fn tell(wave: &Wave, id: &str, kind: &str) {
    let event = format!("EV_{}", random::hex());
    for _ in 0..wave.0.hooks.mode().times() {
        send(wave, id, kind, &event).await;
    }
}

/// One webhook, whatever is set.
pub(super) async fn post(wave: &Wave, id: &str, kind: &str) {
    send(wave, id, kind, &format!("EV_{}", random::hex())).await;
}

async fn send(wave: &Wave, id: &str, kind: &str, event: &str) {
    let found = wave.with(id, |session, _| (session.owner.clone(), session.to_json()));
    let Some((owner, session)) = found else { return };
    let Some(hook) = wave.0.hooks.of(&owner) else { return };
    let body = json!({"id": event, "type": kind, "data": session}).to_string();
    let (name, value) = proof(&hook, &body, wave.0.clock.now() / 1_000);
    let request = wave.0.http.post(hook.url).header(name, value).body(body);
    if !hooks::post(request).await {
        tracing::warn!("a webhook was not taken");
    }
}

fn proof(hook: &Hook, body: &str, second: i64) -> (&'static str, String) {
    if hook.strategy == "shared_secret" {
        return ("authorization", format!("Bearer {}", hook.secret));
    }
    let digest = Hmac::<Sha256>::new_from_slice(hook.secret.as_bytes()).map(|mut mac| {
        mac.update(second.to_string().as_bytes());
        mac.update(body.as_bytes());
        mac.finalize().into_bytes()
    });
    let mut value = format!("t={second},v1=");
    for byte in digest.into_iter().flatten() {
        write!(value, "{byte:02x}").unwrap_or_default();
    }
    ("wave-signature", value)
}
