//! Web Push (RFC 8030): one message to one device, through the push service of its browser's vendor.
//!
//! The service sees who sends (VAPID, RFC 8292), how long it keeps the message, and a body that only
//! the device decrypts (RFC 8291). An answer of success means that it has the message, not that
//! anybody read it.

mod encryption;
mod error;
mod vapid;

use contracts::push::{DeviceKeys, Endpoint};
use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};

use self::encryption::encrypt;
pub use self::{
    encryption::{BODY_MAX, Chance},
    error::{Disposition, PushError},
    vapid::{InvalidVapid, Vapid},
};
use crate::http::{Http, call};

/// Whatever a push service answers, none of it is read.
const ANSWER_LIMIT: usize = 64 * 1024;

/// The client of all push services; cheap to clone.
#[derive(Debug, Clone)]
pub struct PushSender {
    vapid: Vapid,
    http: Http,
}

/// One message.
#[derive(Debug, Clone, Copy)]
pub struct Push<'a> {
    pub endpoint: &'a Endpoint,
    pub keys: &'a DeviceKeys,
    /// At most [`BODY_MAX`] bytes, in clear.
    pub body: &'a [u8],
    /// How long the service keeps it for a device that is not there (RFC 8030 §5.2).
    pub ttl_seconds: u32,
    /// What it replaces while it waits: at most 32 characters of base64url (RFC 8030 §5.4).
    pub topic: &'a str,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// The service has it.
    Accepted,
    /// Nobody is reached there any more (RFC 8030 §7.3): it is to be forgotten.
    Gone,
}

impl PushSender {
    /// A sender that is known by `vapid`.
    pub const fn new(vapid: Vapid, http: Http) -> Self {
        Self { vapid, http }
    }

    /// The public key that devices must have been subscribed with, base64url.
    pub fn public_key(&self) -> &str {
        self.vapid.public_key()
    }

    /// Sends one message, urgently: a telephone that saves power is woken for it (RFC 8030 §5.3).
    ///
    /// # Errors
    /// See [`PushError`]; a message sent again replaces itself by its topic.
    pub async fn send(
        &self,
        push: &Push<'_>,
        chance: Chance,
        now: Timestamp,
    ) -> Result<Pushed, PushError> {
        let body = encrypt(push.body, push.keys, chance).ok_or(PushError::Unencryptable)?;
        let request = self
            .http
            .post(push.endpoint.url().clone())
            .header(AUTHORIZATION, self.vapid.authorization(&push.endpoint.origin(), now))
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("ttl", push.ttl_seconds)
            .header("urgency", "high")
            .header("topic", push.topic)
            .body(body);
        let answer = call(request, ANSWER_LIMIT).await.map_err(PushError::Transport)?;
        match answer.status {
            200..=299 => Ok(Pushed::Accepted),
            404 | 410 => Ok(Pushed::Gone),
            http_status => Err(PushError::Refused { http_status, retry_after: answer.retry_after }),
        }
    }
}

#[cfg(test)]
mod tests;
