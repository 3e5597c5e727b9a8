//! A file that a message only points to: Meta fetches it after it accepted the message, and shows
//! its own copy. (Meta, Cloud API, "Media messages": with `link`, the file is fetched by us; when
//! that fails the message does, with 131053.)

use axum::http::header;
use serde_json::{Value, json};

use super::check;
use crate::{
    graph::{Graph, media::INBOUND_LIFE, state::Media, statuses::MessageKey},
    time::UnixMs,
};

/// What Meta says when it cannot have the file.
pub(in crate::graph) const NOT_FETCHED: i64 = 131_053;

impl Graph {
    /// Fetches the file that a message points to, if it does, and lets the person see the copy.
    pub(in crate::graph) async fn fetch_linked(&self, key: &MessageKey) -> Result<(), String> {
        let Some((kind, link)) = self.read(|state| {
            let thread = state.thread(&key.phone_number_id, &key.wa_id)?;
            let message = thread.messages.iter().find(|message| message.wamid == key.wamid)?;
            let link = message.body.get(message.kind())?.get("link")?.as_str()?;
            Some((message.kind().to_owned(), link.to_owned()))
        }) else {
            return Ok(());
        };
        let (mime_type, bytes) = self.fetched(&link).await?;
        check(&mime_type, bytes.len()).map_err(|_refused| format!("A file of type {mime_type}"))?;
        let expires_at: UnixMs = self.clock().now().saturating_add(INBOUND_LIFE);
        self.write(|state| {
            let media = Media::new(&key.phone_number_id, &mime_type, &bytes, expires_at);
            let id = state.store_media(media);
            let thread = state.thread_mut(&key.phone_number_id, &key.wa_id);
            let message = thread.messages.iter_mut().find(|message| message.wamid == key.wamid);
            let content = message.and_then(|message| message.body.get_mut(&kind));
            if let Some(fields) = content.and_then(Value::as_object_mut) {
                fields.insert("id".to_owned(), json!(id));
            }
        });
        Ok(())
    }

    async fn fetched(&self, link: &str) -> Result<(String, Vec<u8>), String> {
        let unreachable = |error: reqwest::Error| error.without_url().to_string();
        let answer = self.0.http.get(link).send().await.map_err(unreachable)?;
        if !answer.status().is_success() {
            return Err(format!("Downloading media from weblink failed with {}", answer.status()));
        }
        let mime_type = answer.headers().get(header::CONTENT_TYPE);
        let mime_type = mime_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mime_type = mime_type.to_owned();
        Ok((mime_type, answer.bytes().await.map_err(unreachable)?.to_vec()))
    }
}
