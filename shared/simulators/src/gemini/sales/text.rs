//! Words of a message, folded for comparison, with their place in the original.

use std::ops::Range;

/// One word: letters and digits between spaces, punctuation and apostrophes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case, without accents.
    pub(super) folded: String,
    /// The range of characters in the original.
    pub(super) at: Range<usize>,
    /// Whether punctuation or a new line precedes it.
    pub(super) opens: bool,
    /// Whether an apostrophe cut it short (`l'`, `s'`, `j'`).
    pub(super) elided: bool,
}

/// A message and its words.
#[derive(Debug, Clone)]
pub(super) struct Text {
    original: Vec<char>,
    pub(super) words: Vec<Word>,
    padded: String,
}

impl Text {
    pub(super) fn new(message: &str) -> Self {
        let original: Vec<char> = message.chars().collect();
        let words = split(&original);
        let mut padded = String::from(" ");
        for word in &words {
            padded.push_str(&word.folded);
            padded.push(' ');
        }
        Self { original, words, padded }
    }

    /// Whether these whole words follow each other, in their folded form.
    pub(super) fn has(&self, phrase: &str) -> bool {
        self.padded.contains(&format!(" {phrase} "))
    }

    pub(super) fn has_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }

    pub(super) fn has_prefix(&self, prefix: &str) -> bool {
        self.padded.contains(&format!(" {prefix}"))
    }

    /// Where a phrase stands, as a range of words.
    pub(super) fn find(&self, phrase: &str) -> Option<Range<usize>> {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        let windows = self.words.windows(wanted.len());
        let start = windows.into_iter().position(|window| {
            window.iter().zip(&wanted).all(|(word, wanted)| word.folded == *wanted)
        })?;
        Some(start..start + wanted.len())
    }

    pub(super) fn word(&self, index: usize) -> Option<&Word> {
        self.words.get(index)
    }

    /// The original text of a range of words.
    pub(super) fn slice(&self, words: &Range<usize>) -> String {
        let (Some(first), Some(last)) =
            (self.words.get(words.start), self.words.get(words.end.saturating_sub(1)))
        else {
            return String::new();
        };
        let length = last.at.end.saturating_sub(first.at.start);
        self.original.iter().skip(first.at.start).take(length).collect()
    }

    pub(super) fn is_question(&self) -> bool {
        self.original.contains(&'?')
    }

    pub(super) fn characters(&self) -> &[char] {
        &self.original
    }
}

/// Folds a character: lower case, no accent. One character gives one character, so that places in
/// the folded and the original text are the same.
pub(super) fn fold(character: char) -> char {
    let lower = character.to_lowercase().next().unwrap_or(character);
    match lower {
        'à' | 'â' | 'ä' | 'á' | 'ã' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' | 'œ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ÿ' => 'y',
        'ñ' => 'n',
        other => other,
    }
}

fn split(original: &[char]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut opens = true;
    let mut current: Option<(usize, String)> = None;
    let ending = [' '];
    for (at, character) in original.iter().chain(&ending).enumerate() {
        if character.is_alphanumeric() {
            current.get_or_insert_with(|| (at, String::new())).1.push(fold(*character));
            continue;
        }
        if let Some((start, folded)) = current.take() {
            let elided = matches!(character, '\'' | '’') && folded.len() <= 2;
            words.push(Word { folded, at: start..at, opens, elided });
            opens = false;
        }
        opens |= matches!(character, ',' | ';' | '.' | '!' | '?' | '\n' | '+' | ':' | '(');
    }
    words
}

/// A word without its plural, and a colour in its one form.
pub(super) fn stem(folded: &str) -> String {
    let colour = match folded {
        "noire" | "noirs" | "noires" | "black" => "noir",
        "blanche" | "blancs" | "blanches" | "white" => "blanc",
        "rouges" | "red" => "rouge",
        "bleue" | "bleus" | "bleues" | "blue" => "bleu",
        "verte" | "verts" | "vertes" | "green" => "vert",
        "jaunes" | "yellow" => "jaune",
        "grise" | "grises" | "grey" | "gray" => "gris",
        "marrons" | "brown" => "marron",
        "roses" | "pink" => "rose",
        "violette" | "violettes" | "violets" | "purple" => "violet",
        "doree" | "dores" | "dorees" | "gold" => "dore",
        "small" => "s",
        "medium" => "m",
        "large" => "l",
        other => other,
    };
    if colour != folded {
        return colour.to_owned();
    }
    let plural = folded.chars().count() > 3 && folded != "gris" && folded != "bordeaux";
    match folded.strip_suffix(['s', 'x']) {
        Some(singular) if plural && !singular.ends_with('s') => singular.to_owned(),
        Some(_) | None => folded.to_owned(),
    }
}

/// The stems of a name, for comparison with the words of a message.
pub(super) fn stems(name: &str) -> Vec<String> {
    Text::new(name).words.iter().map(|word| stem(&word.folded)).collect()
}
