//! The language a message is written in, told by the words people really type.
//!
//! A small lexicon per language and a score: enough to choose between three voices and to tell the
//! model what it is reading, and honest enough to say [`Heard::Unclear`]. Spelling is free in all
//! of these languages on WhatsApp, so words are compared folded and the lexicons list variants.

mod lexicon;

use crate::text;
use lexicon::{BAMBARA, ENGLISH, FRENCH, Lexicon, NOUCHI, WOLOF};

/// The languages code speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    French,
    English,
}

/// Languages code reads and does not speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LocalLanguage {
    Wolof,
    /// With Dioula, which is spelled alike in what buyers write.
    Bambara,
    /// Abidjan's: French with words of its own.
    Nouchi,
}

/// What a message was heard to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Heard {
    French,
    English,
    Local(LocalLanguage),
    /// A number, a name, an emoji, « ok »: nothing that tells.
    Unclear,
}

/// Words that are looked at: a language shows in its first sentences.
const MAX_WORDS: usize = 60;
/// Less than this says nothing: one clear word, or two faint ones.
const CLEAR: u32 = 2;

impl Heard {
    /// The language of a text.
    pub fn of(said: &str) -> Self {
        let words = words(said);
        let french = FRENCH.weigh(&words).total();
        let slang = NOUCHI.weigh(&words).of_its_own();
        // French words speak for Nouchi as soon as a word of its own is there.
        let nouchi = if slang == 0 { 0 } else { slang.saturating_add(french) };
        // The first of the highest wins. Wolof and Bambara borrow French nouns all the time, so a
        // tie is theirs; between French and English it is French's, which code answers in.
        let scores = [
            (Self::Local(LocalLanguage::Wolof), WOLOF.weigh(&words).of_its_own()),
            (Self::Local(LocalLanguage::Bambara), BAMBARA.weigh(&words).of_its_own()),
            (Self::Local(LocalLanguage::Nouchi), nouchi),
            (Self::French, french),
            (Self::English, ENGLISH.weigh(&words).total()),
        ];
        let mut best = (Self::Unclear, CLEAR - 1);
        for (heard, score) in scores {
            if score > best.1 {
                best = (heard, score);
            }
        }
        best.0
    }

    /// The language code answers in: English to English, French to everything else.
    pub const fn answered_in(self) -> Language {
        match self {
            Self::English => Language::English,
            Self::French | Self::Local(_) | Self::Unclear => Language::French,
        }
    }
}

/// The language a thread is in after a message: its last clear one.
pub fn followed(previous: Option<Heard>, now: Heard) -> Heard {
    match (previous, now) {
        (Some(previous), Heard::Unclear) => previous,
        (_, now) => now,
    }
}

/// How much of a text speaks for a language.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// Two for a clear word, three for a phrase.
    clear: u32,
    /// One for a faint word.
    faint: u32,
}

impl Weight {
    fn total(self) -> u32 {
        self.clear.saturating_add(self.faint)
    }

    /// The total, or nothing without a word that is surely the language's: `a la` is as much
    /// Bambara as French, and means nothing.
    fn of_its_own(self) -> u32 {
        if self.clear == 0 { 0 } else { self.total() }
    }
}

impl Lexicon {
    fn weigh(&self, words: &[String]) -> Weight {
        let holds = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
        let mut weight = Weight::default();
        for word in words {
            if holds(self.clear, word) {
                weight.clear = weight.clear.saturating_add(2);
            } else if holds(self.faint, word) {
                weight.faint = weight.faint.saturating_add(1);
            }
        }
        let sentence = format!(" {} ", words.join(" "));
        for phrase in self.phrases.lines().map(str::trim).filter(|phrase| !phrase.is_empty()) {
            if sentence.contains(&format!(" {phrase} ")) {
                weight.clear = weight.clear.saturating_add(3);
            }
        }
        weight
    }
}

/// The words, folded further than [`text::folded`] does: Bambara's letters to their Latin
/// neighbours, `slttt` to `slt`.
fn words(said: &str) -> Vec<String> {
    let mut plain = String::new();
    for c in text::folded(said).chars() {
        match c {
            'ɛ' => plain.push('e'),
            'ɔ' => plain.push('o'),
            'ŋ' => plain.push('n'),
            'ɲ' => plain.push_str("ny"),
            c => plain.push(c),
        }
    }
    plain
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .map(text::unstretched)
        .collect()
}

#[cfg(test)]
mod tests;
