//! What is known of a kept message, joined with what arrives: by `receipts` from Meta's statuses,
//! by the sender from the answer to its call. Whoever comes last, nothing is lost.

use domain::{receipt::Receipt, window::Billing};
use serde::Deserialize;

use crate::table::{StoreError, Stored, Table, Write, keys::Key};

/// How often a change is tried again that somebody else came before.
const ROUNDS: u32 = 5;

/// As much of a kept message as a receipt needs.
#[derive(Debug, Deserialize)]
struct Kept {
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    billed: Option<String>,
}

impl Table {
    /// Joins a receipt to a kept message and tells what it comes to; `None` when no message is
    /// kept there. `code` is Meta's, for a failure; `billed` what Meta bills it as, once it says: its
    /// first word stays.
    ///
    /// # Errors
    /// [`StoreError::Contended`] when others changed the message all the time.
    pub async fn receive(
        &self,
        message: &Key,
        arrived: Receipt,
        code: Option<i64>,
        billed: Option<Billing>,
    ) -> Result<Option<Receipt>, StoreError> {
        for _round in 0..ROUNDS {
            let kept: Option<Stored<Kept>> = self.get(message).await?;
            let Some(Stored { value, version, .. }) = kept else { return Ok(None) };
            // A word of another version of ours is worth nothing more than no word.
            let known = value.status.and_then(|word| word.parse().ok()).unwrap_or_default();
            let joined = arrived.join(known);
            let billed = billed.filter(|_| value.billed.is_none());
            if joined == known && billed.is_none() {
                return Ok(Some(known));
            }
            let mut fields = Vec::new();
            if joined != known {
                fields.push(("status".to_owned(), serde_json::json!(joined.word())));
                fields.push(("error_code".to_owned(), serde_json::json!(code)));
            }
            fields.extend(billed.map(|as_| ("billed".to_owned(), serde_json::json!(as_.word()))));
            let write = Write::UpdateRead { key: message.clone(), fields, version };
            match self.write(&write).await {
                Err(StoreError::Conflict { .. }) => {}
                written => return written.map(|()| Some(joined)),
            }
        }
        Err(StoreError::Contended)
    }
}
