//! A message that rewrites an earlier one or takes it back: the kept words change with it.

use aws_adapters::table::Write;
use contracts::{
    meta::webhook::InboundMessage,
    records::conversation::{MessageRecord, Sender},
};
use serde_json::json;

use crate::{
    Deps, arrival,
    failure::Failure,
    thread::{self, Thread},
};

/// What stands where a message was taken back.
const TAKEN_BACK: &str = "[message supprimé]";

/// What an arrival changes of earlier messages.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) writes: Vec<Write>,
    /// Whether a message other than the one taken back waits for an answer.
    pub(super) others_wait: bool,
}

/// Finds the earlier message among the latest ones; an older one stays as it was.
pub(super) async fn of(
    deps: &Deps,
    thread: &Thread,
    message: &InboundMessage,
) -> Result<Changes, Failure> {
    let Some(original) = arrival::changed_by(message) else { return Ok(Changes::default()) };
    if thread.is_new() {
        return Ok(Changes::default());
    }
    let state = &thread.state;
    let lines = thread::history(&deps.table, &state.seller, &state.id).await?;
    let asks = |line: &MessageRecord| {
        !matches!(line.kind.as_str(), "reaction" | "system" | "sticker" | "edit" | "revoke")
    };
    let waits = |line: &MessageRecord| {
        line.from == Sender::Prospect
            && asks(line)
            && state.waiting_since.is_some_and(|since| line.at >= since)
    };
    let mut changes = Changes::default();
    for line in lines {
        if line.message.id != original.as_str() {
            changes.others_wait |= waits(&line.message);
        } else if line.message.from == Sender::Prospect {
            let words = arrival::edited(message).unwrap_or_else(|| TAKEN_BACK.to_owned());
            let mut fields = vec![("text".to_owned(), json!(words))];
            if arrival::edited(message).is_none() {
                // What was heard or seen in it is taken back with it.
                fields.push(("perceived".to_owned(), json!(null)));
            }
            changes.writes.push(Write::Update { key: line.key, fields });
        }
    }
    Ok(changes)
}
