//! The figures of an unmasked text: amounts, counts, shares, and what stands around them.

use super::{
    digits::{closed_up, digit, phone_at},
    spelled::LARGE_WORDS,
};
use crate::text;

/// Numbers below are sizes, quantities and hours rather than amounts.
const SMALLEST_AMOUNT: i64 = 100;
pub(super) const CURRENCIES: [&str; 22] = [
    "fcfa", "cfa", "f", "fr", "frs", "franc", "francs", "xof", "xaf", "euro", "euros", "eur",
    "usd", "dollar", "dollars", "balles", "krika", "krikas", "togo", "brique", "briques", "baton",
];
const UNITS: [&str; 21] = [
    "m",
    "metre",
    "metres",
    "meter",
    "meters",
    "ml",
    "cl",
    "cm",
    "mm",
    "g",
    "gr",
    "grammes",
    "go",
    "gb",
    "mah",
    "watt",
    "watts",
    "km",
    "pages",
    "pixels",
    "logements",
];
/// What stands before a number that is a place.
const PLACES: [&str; 14] = [
    "lot",
    "ilot",
    "villa",
    "porte",
    "rue",
    "appartement",
    "immeuble",
    "bp",
    "boulevard",
    "route",
    "street",
    "bus",
    "ligne",
    "bloc",
];
const PRICE_CUES: [&str; 22] = [
    "prix",
    "price",
    "tarif",
    "coute",
    "cost",
    "costs",
    "fais",
    "laisse",
    "cede",
    "vends",
    "donne",
    "fee",
    "frais",
    "payez",
    "paie",
    "pay",
    "give",
    "sell",
    "let",
    "livraison",
    "delivery",
    "make",
];
const BEFORE_PRICE: [&str; 12] =
    ["a", "pour", "for", "at", "est", "is", "only", "juste", "prix", "price", "tarif", "fee"];

/// A number and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Digits only.
    pub(super) digits: String,
    /// In characters.
    start: usize,
    end: usize,
    is_decimal: bool,
}

/// What a figure may state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    Amount(i64),
    /// More digits than an amount has, or a leading zero.
    Unreadable,
    /// A size, an hour, a place.
    Nothing,
}

/// A line of text with its figures.
#[derive(Debug)]
pub(super) struct Line {
    chars: Vec<char>,
    pub(super) figures: Vec<Figure>,
    /// Figures that are phones, digits joined, with the same of each of their parts.
    pub(super) phones: Vec<(String, Vec<String>)>,
}

impl Line {
    /// Reads a line of an unmasked text.
    pub(super) fn of(unmasked: &str) -> Self {
        let chars = closed_up(unmasked);
        let mut line = Self { chars, figures: Vec::new(), phones: Vec::new() };
        let mut at = 0;
        while at < line.chars.len() {
            if let Some((digits, parts, end)) = phone_at(&line.chars, at) {
                line.phones.push((digits, parts));
                at = end;
            } else if line.digit(at).is_some() {
                let figure = line.figure_at(at);
                at = figure.end;
                line.figures.push(figure);
            } else {
                at += 1;
            }
        }
        line
    }

    fn digit(&self, at: usize) -> Option<char> {
        digit(&self.chars, at)
    }

    /// The number that starts there, groups of three joined: `15 000` but not `2 42`.
    fn figure_at(&self, start: usize) -> Figure {
        let mut at = start;
        while self.digit(at).is_some() {
            at += 1;
        }
        let is_group = |at: usize| {
            self.chars.get(at).is_some_and(|c| matches!(c, ' ' | '.' | ',' | '\'' | '’' | '_'))
                && (1..=3).all(|step| self.digit(at + step).is_some())
                && self.digit(at + 4).is_none()
        };
        while at - start <= 16 && is_group(at) {
            at += 4;
        }
        let decimal = self.chars.get(at).is_some_and(|c| matches!(c, '.' | ','))
            && self.digit(at + 1).is_some();
        let digits = self.chars.get(start..at).unwrap_or_default();
        let digits = digits.iter().filter(|c| c.is_ascii_digit()).collect();
        Figure { digits, start, end: at, is_decimal: decimal }
    }

    fn after(&self, figure: &Figure) -> String {
        self.chars.iter().skip(figure.end).take(14).collect()
    }

    fn word_before(&self, figure: &Figure) -> Option<String> {
        let before: String = self.chars.iter().take(figure.start).collect();
        text::folded(&before).split(' ').next_back().map(str::to_owned)
    }

    /// Whether a currency or a « k » follows the figure, or a sign of one stands before it.
    pub(super) fn is_priced(&self, figure: &Figure) -> bool {
        let before = figure.start.checked_sub(1).and_then(|at| self.chars.get(at));
        let after = self.after(figure);
        begins_with(&after, &CURRENCIES)
            || is_thousands(&after)
            || after.trim_start().starts_with(['€', '$', '£'])
            || before.is_some_and(|c| matches!(c, '€' | '$' | '£'))
    }

    /// What the figure states, whoever's it is.
    pub(super) fn stated(&self, figure: &Figure) -> Stated {
        let after = self.after(figure);
        let is_thousands = is_thousands(&after);
        if figure.is_decimal && is_thousands_soon(&after) {
            return Stated::Unreadable;
        }
        let has_leading_zero = figure.digits.len() > 2 && figure.digits.starts_with('0');
        let Some(value) = figure.digits.parse::<i64>().ok().filter(|_| !has_leading_zero) else {
            return Stated::Unreadable;
        };
        let value = if is_thousands { value.saturating_mul(1_000) } else { value };
        let is_priced = self.is_priced(figure);
        let is_place = self.word_before(figure).is_some_and(|word| PLACES.contains(&word.as_str()));
        let is_share = after.trim_start().starts_with(['%', '‰']);
        if !is_priced && (begins_with(&after, &UNITS) || is_place || is_share) {
            return Stated::Nothing;
        }
        if value >= SMALLEST_AMOUNT || is_priced || self.is_bare_price(figure, &after) {
            Stated::Amount(value)
        } else {
            Stated::Nothing
        }
    }

    /// « Je vous la laisse à 15 »: in thousands, as people say it.
    fn is_bare_price(&self, figure: &Figure, after: &str) -> bool {
        let before: String = self.chars.iter().take(figure.start).collect();
        let sentence = before.rsplit(['.', '!', '?', ';']).next().unwrap_or_default();
        let folded = text::folded(sentence);
        let mut words = folded.split(' ').rev();
        let leads = words.next().is_some_and(|word| BEFORE_PRICE.contains(&word));
        let cued = folded.split(' ').rev().take(8).any(|word| PRICE_CUES.contains(&word));
        let ends = !after.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '/');
        leads && cued && ends && !after.starts_with('h')
    }

    /// How many of something are said to be left.
    pub(super) fn count_left(&self, figure: &Figure) -> Option<u32> {
        let before: String = self.chars.iter().take(figure.start).collect();
        let (before, after) = (text::folded(&before), text::folded(&self.after(figure)));
        let ends = |cue: &str| before == cue || before.ends_with(&format!(" {cue}"));
        let begins = |cue: &str| after == cue || after.starts_with(&format!("{cue} "));
        let is_left = LEFT_BEFORE.iter().any(|cue| ends(cue));
        let is_size = NOT_A_COUNT.iter().any(|cue| ends(cue));
        let is_there = LEFT_AFTER.iter().any(|cue| begins(cue)) && !is_size;
        let priced = self.is_priced(figure);
        ((is_left || is_there) && !priced).then(|| figure.digits.parse().unwrap_or(u32::MAX))
    }
}

const LEFT_BEFORE: [&str; 14] = [
    "reste",
    "restent",
    "reste que",
    "restent que",
    "reste plus que",
    "plus que",
    "reste encore",
    "reste seulement",
    "only",
    "only have",
    "still have",
    "left only",
    "stock de",
    "stock",
];
const LEFT_AFTER: [&str; 12] = [
    "en stock",
    "left",
    "in stock",
    "remaining",
    "disponibles",
    "available",
    "restant",
    "restants",
    "restantes",
    "exemplaires",
    "pieces en stock",
    "paires en stock",
];
const NOT_A_COUNT: [&str; 12] =
    ["la", "le", "les", "en", "pointure", "taille", "du", "size", "et", "ou", "the", "and"];

pub(super) fn begins_with(rest: &str, words: &[&str]) -> bool {
    let rest = text::folded(rest.split('\n').next().unwrap_or_default());
    let first = rest.split(' ').next().unwrap_or_default();
    words.contains(&first) || first.starts_with("fcfa") || first.starts_with("cfa")
}

/// `15k`, `15 K F`, `15 mil`.
fn is_thousands(rest: &str) -> bool {
    let word: String = rest
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    matches!(word.as_str(), "k" | "kf" | "kfcfa" | "kcfa" | "mil" | "mille" | "mil f")
}

/// `1,5k`, `1.5 million`.
fn is_thousands_soon(rest: &str) -> bool {
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    is_thousands(after) || begins_with(after, &LARGE_WORDS)
}

/// Whether a share of a price is written with its sign: `-20 %`, but not `100 % coton`.
pub(super) fn has_percentage(unmasked: &str) -> bool {
    unmasked.match_indices(['%', '‰']).any(|(at, _)| {
        let (before, after) = unmasked.split_at_checked(at).unwrap_or((unmasked, ""));
        let share = before.trim_end();
        let is_figure = share.ends_with(|c: char| c.is_ascii_digit());
        let material = text::folded(after);
        let is_material = MATERIALS.contains(&material.split(' ').next().unwrap_or_default());
        is_figure && !(share.ends_with("100") && is_material)
    })
}

const MATERIALS: [&str; 15] = [
    "coton",
    "cotton",
    "cuir",
    "leather",
    "laine",
    "wool",
    "soie",
    "silk",
    "lin",
    "linen",
    "polyester",
    "wax",
    "naturel",
    "natural",
    "bio",
];

/// The numbers of a text, digits joined.
pub(super) fn numbers_in(text: &str) -> Vec<String> {
    text.lines().flat_map(|line| Line::of(line).figures).map(|figure| figure.digits).collect()
}
