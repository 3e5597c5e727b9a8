//! Numbers written in words: amounts, which code never writes, and phones that are dictated.

use super::{numbers::CURRENCIES, words::Word};

/// This many figures said one after the other are a phone.
const SPOKEN_PHONE: usize = 5;

const NUMBER_WORDS: [&str; 52] = [
    "zero",
    "un",
    "une",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "vingt",
    "vingts",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "septante",
    "cent",
    "one",
    "two",
    "three",
    "four",
    "five",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
];
pub(super) const LARGE_WORDS: [&str; 13] = [
    "mille",
    "milles",
    "million",
    "millions",
    "milliard",
    "milliards",
    "millier",
    "milliers",
    "thousand",
    "thousands",
    "hundred",
    "hundreds",
    "cents",
];
/// `mille mercis` and the `mille logements` are no amounts.
const NO_AMOUNTS: [&str; 6] = ["merci", "mercis", "excuses", "pardons", "fois", "logements"];

/// Whether an amount is written in words.
pub(super) fn is_spelled(words: &[Word]) -> bool {
    let is = |at: usize, list: &[&str]| {
        words.get(at).is_some_and(|word| list.contains(&word.text.as_str()))
    };
    let is_number = |at: usize| is(at, &NUMBER_WORDS);
    words.iter().enumerate().any(|(at, word)| {
        let said = word.text.as_str();
        let is_large = is(at, &LARGE_WORDS) && !is(at + 1, &NO_AMOUNTS);
        let glued = NUMBER_WORDS.iter().any(|number| {
            said.strip_prefix(number).is_some_and(|rest| LARGE_WORDS.contains(&rest))
        });
        let priced = (is_number(at) || is_roman(said))
            && (is(at + 1, &CURRENCIES) || is(at + 1, &["k", "mil", "kilo", "kilos"]));
        // `cent` alone is « pour cent » or an amount.
        let hundred = said == "cent" && (is_number(at + 1) || at > 0 && is_number(at - 1));
        is_large
            || glued
            || (priced && !(is_roman(said) && is(at + 1, &["f", "k", "fr"])))
            || hundred
    })
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c' | 'd' | 'm'))
}

/// Whether a phone is dictated in words: `zéro sept zéro sept douze`.
pub(super) fn is_phone_spoken(words: &[Word]) -> bool {
    let is_figure = |word: &Word| {
        NUMBER_WORDS.contains(&word.text.as_str()) || matches!(word.text.as_str(), "double" | "oh")
    };
    words
        .chunk_by(|a, b| is_figure(a) == is_figure(b))
        .any(|run| run.len() >= SPOKEN_PHONE && run.first().is_some_and(is_figure))
}
