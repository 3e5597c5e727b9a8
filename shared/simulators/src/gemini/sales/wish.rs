//! Wishes: the products a message names, or points at, with the words that choose a variant.

use super::lexicon;
use super::text::{Text, Word, stem};

/// A product the prospect talks about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wish {
    /// What to search first.
    pub(super) query: String,
    /// What to search when the query finds nothing.
    pub(super) fallback: Option<String>,
    /// The words around it, folded: quantities, sizes, colours.
    pub(super) words: Vec<String>,
    /// Words of the shop's own question, which « oui » accepts.
    pub(super) hint: Vec<String>,
    /// The variant in the cart which the prospect wants changed: what is not said stays.
    pub(super) leaning: Vec<String>,
    /// Whether the message names the product itself.
    pub(super) is_named: bool,
}

impl Wish {
    /// The stems of its words, for comparison with variants and names.
    pub(super) fn stems(&self) -> Vec<String> {
        self.words.iter().map(|word| stem(word)).collect()
    }

    /// The quantity said, ignoring the numbers that belong to the product or its variant.
    pub(super) fn quantity(&self, taken: &[String]) -> Option<u64> {
        let free = self.words.iter().filter(|word| !taken.contains(&stem(word)));
        let free: Vec<u64> = free
            .filter(|word| !lexicon::is_size(word))
            .filter_map(|word| lexicon::quantity(word))
            .collect();
        // « une commande de 2 chemises »: a number above one says more than an article.
        free.iter().copied().find(|number| *number > 1).or_else(|| free.first().copied())
    }

    /// Whether its words say anything about a variant or a quantity.
    pub(super) fn is_specific(&self) -> bool {
        self.stems().iter().any(|stem| lexicon::is_colour(stem) || lexicon::is_size(stem))
    }

    pub(super) fn has_number(&self) -> bool {
        self.words.iter().any(|word| lexicon::quantity(word).is_some_and(|number| number > 1))
            || self.words.iter().any(|word| word == "1")
    }
}

/// Cuts the words of a message that nothing else used into wishes. The second value holds the words
/// of a message that names no product.
pub(super) fn cut(text: &Text, free: impl Fn(usize) -> bool) -> (Vec<Wish>, Wish) {
    let mut wishes: Vec<Wish> = Vec::new();
    let mut floating = Wish::default();
    for clause in clauses(text, free) {
        let words: Vec<String> = clause
            .iter()
            .filter_map(|index| text.word(*index))
            .filter(|word| !word.elided)
            .map(|word| word.folded.clone())
            .collect();
        let named = name_words(text, &clause);
        match (named.is_empty(), wishes.last_mut()) {
            (true, Some(wish)) => wish.words.extend(words),
            (true, None) => floating.words.extend(words),
            (false, _) => {
                let mut wish = Wish { is_named: true, ..Wish::default() };
                wish.query = named
                    .iter()
                    .map(|index| text.slice(&(*index..index + 1)))
                    .collect::<Vec<_>>()
                    .join(" ");
                wish.fallback = longest(text, &named);
                wish.words = std::mem::take(&mut floating.words);
                wish.words.extend(words);
                wishes.push(wish);
            }
        }
    }
    (wishes, floating)
}

fn clauses(text: &Text, free: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let mut clauses: Vec<Vec<usize>> = Vec::new();
    for (index, word) in text.words.iter().enumerate() {
        let joins = matches!(word.folded.as_str(), "et" | "and" | "puis");
        if word.opens || joins || clauses.is_empty() {
            clauses.push(Vec::new());
        }
        if let Some(clause) = clauses.last_mut()
            && free(index)
            && !joins
        {
            clause.push(index);
        }
    }
    clauses
}

/// The words of a clause that may name a product, with the numbers glued to them (« Air Max 90 »).
fn name_words(text: &Text, clause: &[usize]) -> Vec<usize> {
    let mut named: Vec<usize> = Vec::new();
    for index in clause {
        let Some(word) = text.word(*index) else { continue };
        let follows = index.checked_sub(1).is_some_and(|before| named.contains(&before));
        if may_name(word) || (follows && is_model_number(word)) {
            named.push(*index);
        }
    }
    named
}

fn may_name(word: &Word) -> bool {
    let stem = stem(&word.folded);
    !word.elided
        && word.folded.chars().count() > 1
        && !word.folded.starts_with(|c: char| c.is_ascii_digit())
        && !lexicon::is_filler(&word.folded)
        && !lexicon::is_filler(&stem)
        && !lexicon::is_colour(&stem)
        && !lexicon::is_size(&stem)
        && lexicon::quantity(&word.folded).is_none()
}

/// A number above ten that is no size belongs to the name it follows.
fn is_model_number(word: &Word) -> bool {
    word.folded.parse::<u64>().is_ok_and(|number| number > 10) && !lexicon::is_size(&word.folded)
}

fn longest(text: &Text, named: &[usize]) -> Option<String> {
    let words = named.iter().filter_map(|index| text.word(*index));
    let longest = words.max_by_key(|word| word.folded.chars().count())?;
    Some(stem(&longest.folded))
}
