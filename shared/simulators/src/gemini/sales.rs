//! The demo's salesperson: a small deterministic reader of French (and simple English) which plays
//! the model when no script does.
//!
//! Invariant: it keeps nothing between requests, and an amount it says is copied from a tool result
//! of the current turn.

mod ask;
mod catalogue;
mod dialogue;
mod file;
mod intent;
mod language;
mod lexicon;
mod moment;
mod phone;
mod place;
mod reading;
mod report;
mod smalltalk;
mod text;
mod tools;
mod turn;
mod wish;

use serde_json::{Value, json};

use super::answer::Utterance;
use super::script::Call;

/// Answers an accepted request. `transcript` is what its voice note says, when somebody told.
pub(super) fn answer(request: &Value, transcript: Option<&str>) -> Utterance {
    let turn = turn::Turn::read(request, transcript);
    if turn.is_transcription() {
        return Utterance::Text(turn.spoken.join("\n"));
    }
    match dialogue::next_move(&turn) {
        dialogue::Move::Call(calls) => Utterance::Calls(calls),
        dialogue::Move::Say(text) => match turn.tools.must_call() {
            Some(call) => Utterance::Calls(vec![call]),
            None => Utterance::Text(text),
        },
    }
}

/// A call to one of the shop's tools.
fn call(name: &str, args: Value) -> Call {
    Call { name: name.to_owned(), args: if args.is_null() { json!({}) } else { args } }
}

#[cfg(test)]
mod tests;
