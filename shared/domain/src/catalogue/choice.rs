//! Which variant of a product some words mean.
//!
//! A wrong size is a parcel that comes back, so words that say a size or a colour the variant does
//! not have never single it out.

use super::{Product, Variant};
use crate::text;

/// Sizes that are letters.
const LETTER_SIZES: [&str; 9] = ["xs", "s", "m", "l", "xl", "xxl", "xxxl", "2xl", "3xl"];
/// Colours as sellers and prospects write them, masculine; `noire` and `noirs` are `noir`.
const COLOURS: [&str; 27] = [
    "noir",
    "blanc",
    "rouge",
    "bleu",
    "vert",
    "jaune",
    "gris",
    "marron",
    "rose",
    "violet",
    "orange",
    "beige",
    "dore",
    "argente",
    "bordeaux",
    "kaki",
    "marine",
    "turquoise",
    "mauve",
    "creme",
    "camel",
    "black",
    "white",
    "red",
    "blue",
    "green",
    "grey",
];

impl Product {
    /// The variant that words such as `noir, taille 42` single out: the one whose label's words
    /// are all said; failing that, the only one that shares the most words with what was said and
    /// contradicts none of it.
    pub fn variant_named(&self, said: &str) -> Option<&Variant> {
        if let [only] = self.variants.as_slice() {
            return Some(only);
        }
        if let Some(exact) = self.variants.iter().find(|v| v.label_words() == words(said)) {
            return Some(exact);
        }
        match self.meant(said).as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// What to choose from when some words left it open: the labels of the variants in stock that
    /// fit them best, else of all in stock.
    pub fn choices(&self, said: &str) -> Vec<String> {
        let in_stock = |variants: Vec<&Variant>| -> Vec<String> {
            let left = variants.into_iter().filter(|variant| variant.available > 0);
            left.map(|variant| variant.label.clone()).collect()
        };
        let fitting = in_stock(self.meant(said));
        if fitting.is_empty() { in_stock(self.variants.iter().collect()) } else { fitting }
    }

    /// The variants that share the most words with what was said and contradict none of it.
    fn meant(&self, said: &str) -> Vec<&Variant> {
        let said = words(said);
        let fitting = self.variants.iter().filter(|variant| !variant.contradicts(&said));
        let scored: Vec<(usize, &Variant)> =
            fitting.map(|variant| (variant.shared(&said), variant)).collect();
        let best = scored.iter().map(|(count, _)| *count).max().unwrap_or(0);
        let winners = scored.into_iter().filter(|(count, _)| best > 0 && *count == best);
        winners.map(|(_, variant)| variant).collect()
    }
}

impl Variant {
    fn label_words(&self) -> Vec<String> {
        words(&self.label)
    }

    /// How many words of the label were said.
    fn shared(&self, said: &[String]) -> usize {
        let is_said = |word: &&String| said.iter().any(|other| is_same(word, other));
        self.label_words().iter().filter(is_said).count()
    }

    /// Whether a size or a colour was said, the label has one, and it is another.
    fn contradicts(&self, said: &[String]) -> bool {
        let label = self.label_words();
        differ(said, &label, is_size) || differ(said, &label, is_colour)
    }
}

/// Whether both have words of a kind, and not one in common.
fn differ(said: &[String], label: &[String], is_kind: impl Fn(&str) -> bool) -> bool {
    let wanted: Vec<&String> = said.iter().filter(|word| is_kind(word)).collect();
    let mut had = label.iter().filter(|word| is_kind(word)).peekable();
    !wanted.is_empty()
        && had.peek().is_some()
        && !had.any(|word| wanted.iter().any(|other| is_same(word, other)))
}

fn words(text: &str) -> Vec<String> {
    let folded = text::folded(text);
    folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_size(word: &str) -> bool {
    LETTER_SIZES.contains(&word)
        || (word.len() <= 4 && !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()))
}

fn is_colour(word: &str) -> bool {
    COLOURS.iter().any(|colour| is_same(colour, word))
}

/// Whether two folded words are one but for their ending: `noir` and `noires`, `blanc` and
/// `blanche`.
fn is_same(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let ending = long.strip_prefix(short);
    short == long
        || (short.len() >= 3
            && ending.is_some_and(|end| ["s", "e", "es", "he", "hes"].contains(&end)))
}
