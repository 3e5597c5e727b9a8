//! Which of the two languages the prospect writes.

use super::text::Text;
use super::turn::Turn;

/// The language of an answer. French is the shop's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lang {
    French,
    English,
}

impl Lang {
    /// Picks the sentence of this language.
    pub(super) fn pick(self, french: &str, english: &str) -> String {
        match self {
            Self::French => french.to_owned(),
            Self::English => english.to_owned(),
        }
    }
}

const ENGLISH: [&str; 34] = [
    "hello",
    "hi",
    "hey",
    "i",
    "want",
    "the",
    "how",
    "much",
    "please",
    "do",
    "you",
    "have",
    "is",
    "price",
    "delivery",
    "deliver",
    "thanks",
    "thank",
    "need",
    "would",
    "like",
    "my",
    "good",
    "morning",
    "evening",
    "buy",
    "what",
    "where",
    "yes",
    "tomorrow",
    "are",
    "interested",
    "it",
    "today",
];
const FRENCH: [&str; 37] = [
    "je",
    "vous",
    "le",
    "la",
    "les",
    "un",
    "une",
    "bonjour",
    "bonsoir",
    "salut",
    "est",
    "de",
    "des",
    "du",
    "svp",
    "combien",
    "pour",
    "merci",
    "oui",
    "et",
    "en",
    "avec",
    "moi",
    "veux",
    "prends",
    "prix",
    "demain",
    "livraison",
    "suis",
    "avez",
    "mon",
    "numero",
    "derriere",
    "au",
    "quel",
    "voudrais",
    "non",
];

/// The language of the new messages, or of the latest earlier one that shows any.
pub(super) fn of(turn: &Turn) -> Lang {
    let spoken = std::iter::once(turn.messages.join("\n"));
    let earlier =
        turn.history.iter().rev().filter(|line| line.by_prospect).map(|line| line.text.clone());
    spoken.chain(earlier).find_map(|text| guess(&text)).unwrap_or(Lang::French)
}

fn guess(message: &str) -> Option<Lang> {
    let text = Text::new(message);
    let count = |known: &[&str]| {
        text.words.iter().filter(|word| known.contains(&word.folded.as_str())).count()
    };
    match (count(&FRENCH), count(&ENGLISH)) {
        (0, 0) => None,
        (french, english) if english > french => Some(Lang::English),
        _ => Some(Lang::French),
    }
}
