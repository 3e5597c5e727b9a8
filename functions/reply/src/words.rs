//! A kept message as the model reads it: what was written, heard or seen, and what it is about.

use contracts::records::conversation::MessageRecord;

/// Characters of the message that is answered.
const MAX_QUOTED: usize = 120;

/// A message in words.
pub(crate) fn of(message: &MessageRecord) -> String {
    message.perceived.clone().unwrap_or_else(|| message.text.clone())
}

/// The same, with the words of the message it answers: « oui, celui-là » needs them.
pub(crate) fn in_context(message: &MessageRecord, all: &[MessageRecord]) -> String {
    let words = of(message);
    let answered = message.answers.as_ref();
    let answered = answered.and_then(|id| all.iter().find(|other| other.id == *id));
    match answered.map(of).filter(|quoted| !quoted.is_empty()) {
        Some(quoted) => {
            let quoted: String = quoted.chars().take(MAX_QUOTED).collect();
            format!("[répond à « {quoted} »] {words}")
        }
        None => words,
    }
}
