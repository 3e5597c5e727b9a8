//! Sending, and showing that a message was read.

use contracts::meta::{graph, send};
use domain::ids::{PhoneNumberId, Wamid};
use secrecy::SecretString;
use serde_json::Value;

use super::{CallError, Graph, SendError};

impl Graph {
    /// Sends a message from `from` and gives its identifier. Accepted is not delivered: that
    /// comes by webhook.
    ///
    /// # Errors
    ///
    /// [`SendError`] tells whether the message can have gone out.
    pub async fn send(
        &self,
        token: &SecretString,
        from: &PhoneNumberId,
        message: &send::Outgoing,
    ) -> Result<Wamid, SendError> {
        let path = [from.as_str(), "messages"];
        let answer = self.post(token, &path, Some(&message.to_json())).await;
        let accepted = answer.and_then(|value| {
            // Accepted without an identifier: it may be on its way.
            graph::accepted(&value).ok_or(CallError::Unreadable { http_status: 200 })
        });
        accepted.map_err(SendError::of)
    }

    /// Marks a message as read.
    pub async fn mark_read(
        &self,
        token: &SecretString,
        number: &PhoneNumberId,
        message: &Wamid,
    ) -> Result<(), CallError> {
        self.done(token, &[number.as_str(), "messages"], Some(&send::mark_read(message))).await
    }

    /// Marks a message as read and shows "typing" until the answer, for 25 s at most.
    pub async fn mark_read_typing(
        &self,
        token: &SecretString,
        number: &PhoneNumberId,
        message: &Wamid,
    ) -> Result<(), CallError> {
        let body = send::mark_read_and_typing(message);
        self.done(token, &[number.as_str(), "messages"], Some(&body)).await
    }

    /// A call whose only answer is `{"success":true}`.
    pub(super) async fn done(
        &self,
        token: &SecretString,
        path: &[&str],
        body: Option<&Value>,
    ) -> Result<(), CallError> {
        let answer = self.post(token, path, body).await?;
        if graph::succeeded(&answer) {
            Ok(())
        } else {
            Err(CallError::Unreadable { http_status: 200 })
        }
    }
}
