//! Numbers people say, in words or digits, to check that a quantity was really asked for.
//!
//! The model puts quantities in carts; one that nobody said is the model's invention. What is
//! surely no quantity is left out (phones, hours, ordinals, decimals, dates); sizes and prices stay
//! in, since « la 42 » and « 42 paires » are told apart by the catalogue and not by grammar.

use crate::text;

/// Longer texts are not about quantities.
const MAX_WORDS: usize = 200;
/// Digits from which a number is a phone or a reference.
const PHONE_DIGITS: usize = 7;
/// Words that ask for one more without a number.
const MORE: [&str; 8] =
    ["encore", "autre", "deuxieme", "aussi", "another", "one more", "more", "meme chose"];
/// Longest number that is grouped by threes when written `15 000`.
const GROUP: usize = 3;

/// The numbers of a text, in the order they are said: `j'en veux deux, et la 42` → 2, 42;
/// `une douzaine` → 12; `15k` and `15 mille` → 15 000. « Un » and « une » are 1.
pub fn said_numbers(said: &str) -> Vec<u32> {
    let tokens = tokens(said);
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at..).unwrap_or_default();
        let (value, length) = match token {
            Token::Digits(_) => digits_at(rest),
            Token::Word(_) => {
                words_at(rest, at.checked_sub(1).and_then(|before| tokens.get(before)))
            }
            Token::Other => (None, 1),
        };
        numbers.extend(value);
        at += length.max(1);
    }
    numbers
}

/// Whether a prospect's words account for a quantity in a cart that held `before` of it: they said
/// the number, or how many to add, or « encore un ». One, and fewer than before, need no number.
pub fn accounts_for(said: &[&str], before: u32, quantity: u32) -> bool {
    if quantity <= 1 || quantity <= before {
        return true;
    }
    let numbers: Vec<u32> = said.iter().flat_map(|said| said_numbers(said)).collect();
    let is_one_more = quantity == before.saturating_add(1)
        && said.iter().any(|said| MORE.iter().any(|word| text::mentions(said, word)));
    is_one_more
        || numbers.iter().any(|n| *n == quantity || before.checked_add(*n) == Some(quantity))
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A run of digits.
    Digits(String),
    /// A folded word.
    Word(String),
    /// Punctuation that ends a number.
    Other,
}

impl Token {
    fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Digits(_) | Self::Other => None,
        }
    }

    fn digits(&self) -> Option<&str> {
        match self {
            Self::Digits(digits) => Some(digits),
            Self::Word(_) | Self::Other => None,
        }
    }
}

/// Words and runs of digits; `2x` is two tokens, and so is `x2`. Decimals and dates become
/// [`Token::Other`], country codes too: `1,5`, `24/11`, `+225`.
fn tokens(said: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for chunk in said.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '’' | '-')) {
        let inner = chunk.trim_matches(|c: char| !c.is_alphanumeric());
        let chars: Vec<char> = inner.chars().collect();
        // A country code is the start of a phone.
        let is_code = chunk.starts_with('+') && chars.len() >= GROUP;
        let is_decimal = chars.windows(3).any(joins_digits) && !is_grouped(inner);
        if is_code || is_decimal {
            tokens.push(Token::Other);
            continue;
        }
        let joined: String = if is_grouped(inner) {
            inner.chars().filter(|c| !matches!(c, '.' | ',')).collect()
        } else {
            inner.to_owned()
        };
        let folded = text::folded(&joined);
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            let letters: Vec<char> = word.chars().collect();
            for run in letters.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
                let text: String = run.iter().collect();
                let is_digits = run.iter().all(char::is_ascii_digit);
                tokens.push(if is_digits { Token::Digits(text) } else { Token::Word(text) });
            }
        }
        if chunk.ends_with([',', '.', ';', '!', '?']) {
            tokens.push(Token::Other);
        }
    }
    tokens.truncate(MAX_WORDS);
    tokens
}

/// Two digits around a sign that makes them one figure: `1,5`, `24/11`, `10:30`.
fn joins_digits(trio: &[char]) -> bool {
    match trio {
        [a, '.' | ',' | '/' | ':', b] => a.is_ascii_digit() && b.is_ascii_digit(),
        [..] => false,
    }
}

/// `15.000`, `1,500`: a separator before exactly three digits.
fn is_grouped(written: &str) -> bool {
    let mut parts = written.split(['.', ',']);
    let head = parts.next().unwrap_or_default();
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let rest: Vec<&str> = parts.collect();
    let is_head = !head.is_empty() && head.len() <= GROUP && digits(head);
    is_head && !rest.is_empty() && rest.iter().all(|part| part.len() == GROUP && digits(part))
}

/// The number that starts with digits, and the tokens it takes.
fn digits_at(tokens: &[Token]) -> (Option<u32>, usize) {
    let run: Vec<&str> = tokens.iter().map_while(Token::digits).collect();
    let pairs = run.iter().take_while(|part| part.len() == 2).count();
    // `07 07 12 34 56`: a phone.
    if pairs >= 4 {
        return (None, pairs);
    }
    let first = run.first().copied().unwrap_or_default();
    if first.len() >= PHONE_DIGITS || (first.len() > 2 && first.starts_with('0')) {
        return (None, 1);
    }
    let groups = run.iter().skip(1).take_while(|part| part.len() == GROUP).count();
    let grouped = first.len() <= GROUP && groups > 0;
    let (written, length) = if grouped {
        (run.iter().take(groups + 1).copied().collect::<String>(), groups + 1)
    } else {
        (first.to_owned(), 1)
    };
    let value = written.parse::<u32>().ok();
    match tokens.get(length).and_then(Token::word) {
        // `10h30`.
        Some("h") if tokens.get(length + 1).and_then(Token::digits).is_some() => (None, length + 2),
        // Hours, ordinals and delays are no quantities.
        Some(
            "h" | "heure" | "heures" | "er" | "ere" | "e" | "eme" | "ieme" | "nd" | "nde" | "rd"
            | "th" | "st" | "am" | "pm" | "mn" | "min" | "minutes" | "jours" | "days",
        ) => (None, length + 1),
        Some("k" | "mil" | "mille") => {
            (value.and_then(|value| value.checked_mul(1_000)), length + 1)
        }
        Some("douzaine" | "douzaines" | "dozen" | "dozens") => {
            (value.and_then(|value| value.checked_mul(12)), length + 1)
        }
        Some(_) | None => (value, length),
    }
}

/// The number that starts with a word, and the tokens it takes; `before` is the token before it.
fn words_at(tokens: &[Token], before: Option<&Token>) -> (Option<u32>, usize) {
    let words: Vec<&str> = tokens.iter().map_while(Token::word).collect();
    if let Some(found) = idiom(&words) {
        return found;
    }
    // « Un téléphone neuf »: new, not nine.
    if words.first() == Some(&"neuf") && !is_nine(before, words.get(1).copied()) {
        return (None, 1);
    }
    let (mut total, mut part, mut length) = (0_u32, None, 0);
    while let Some(word) = words.get(length) {
        let step = match (*word, value_of(word), part) {
            // « Vingt et un », « one hundred and two ».
            ("et" | "and", _, Some(_)) => {
                let next = words.get(length + 1).and_then(|next| value_of(next));
                if joins(part, next, word) { part } else { break }
            }
            (_, Some(1_000), _) => {
                total = total.saturating_add(part.unwrap_or(1).saturating_mul(1_000));
                length += 1;
                part = None;
                continue;
            }
            (_, Some(100), before) => {
                Some(before.filter(|n| *n < 10).unwrap_or(1).saturating_mul(100))
            }
            (_, Some(20), Some(4)) => Some(80),
            (_, Some(value), None) => Some(value),
            (_, Some(value), Some(before)) if fits(before, value) => {
                Some(before.saturating_add(value))
            }
            (_, Some(_) | None, _) => break,
        };
        part = step;
        length += 1;
    }
    if length == 0 {
        return (None, 1);
    }
    let value = total.saturating_add(part.unwrap_or(0));
    // `deux douzaines`, `two dozen`.
    match words.get(length) {
        Some(&("douzaine" | "douzaines" | "dozen" | "dozens")) => {
            (value.checked_mul(12), length + 1)
        }
        Some(&("heure" | "heures" | "minutes" | "jours" | "days" | "h")) => (None, length + 1),
        Some(_) | None => (Some(value), length),
    }
}

/// Sayings of a number, and of none.
fn idiom(words: &[&str]) -> Option<(Option<u32>, usize)> {
    let found = match words {
        ["un" | "une", "peu" | "instant" | "moment" | "fois" | "jour" | "heure" | "minute", ..] => {
            (None, 2)
        }
        ["une", "demi", "douzaine", ..] | ["half", "a", "dozen", ..] => (Some(6), 3),
        ["demi", "douzaine", ..] => (Some(6), 2),
        ["une" | "la", "douzaine", ..] | ["a", "dozen", ..] => (Some(12), 2),
        ["une", "dizaine", ..] => (Some(10), 2),
        ["une", "quinzaine", ..] => (Some(15), 2),
        ["une", "vingtaine", ..] => (Some(20), 2),
        ["une", "trentaine", ..] => (Some(30), 2),
        ["une", "centaine", ..] => (Some(100), 2),
        ["a", "couple", ..] => (Some(2), 2),
        ["a" | "an", "pair" | "piece" | "set" | "box" | "pack", ..] => (Some(1), 2),
        ["both", ..] => (Some(2), 1),
        ["douzaine" | "dozen", ..] => (Some(12), 1),
        [..] => return None,
    };
    Some(found)
}

/// Whether « neuf » counts something here.
fn is_nine(before: Option<&Token>, after: Option<&str>) -> bool {
    const ASKING: &str = "veux prends prend en donne donnez met mets mettez ajoute ajoutez commande
        pour les vingt trente et il faut voudrais x plutot";
    match before {
        None | Some(Token::Other) => after.is_some(),
        Some(Token::Word(word)) => ASKING.split_whitespace().any(|known| known == word),
        Some(Token::Digits(_)) => false,
    }
}

/// Whether « et » or « and » goes on with the number.
fn joins(part: Option<u32>, next: Option<u32>, word: &str) -> bool {
    match (part, next) {
        (Some(part), Some(next)) if word == "et" => {
            matches!(part % 100, 20 | 30 | 40 | 50 | 60) && matches!(next, 1 | 11)
        }
        (Some(part), Some(next)) => part >= 100 && part % 100 == 0 && next < 100,
        (_, _) => false,
    }
}

/// Whether `value` goes on with a number that so far is `before`: `vingt deux`, `soixante dix`,
/// `cent cinq`, but not `deux trois`.
fn fits(before: u32, value: u32) -> bool {
    let tail = before % 100;
    if before >= 100 && tail == 0 {
        return value < 100;
    }
    match tail {
        60 | 80 => value < 20,
        20 | 30 | 40 | 50 | 70 | 90 => value < 10,
        // « Dix sept », which English says in one word.
        10 => matches!(value, 7..=9),
        _ => false,
    }
}

/// What a word counts. Wolof and Bambara beside French and English, up to what is counted by hand.
fn value_of(word: &str) -> Option<u32> {
    Some(match word {
        "zero" => 0,
        "un" | "une" | "one" | "benn" | "kelen" => 1,
        "deux" | "two" | "naar" | "niaar" | "gnaar" | "fila" => 2,
        "trois" | "troi" | "three" | "nett" | "niett" | "gnett" | "saba" => 3,
        "quatre" | "quatr" | "katre" | "four" | "nent" | "nenent" | "naani" => 4,
        "cinq" | "cink" | "five" | "juroom" | "duuru" => 5,
        "six" => 6,
        "sept" | "seven" => 7,
        "huit" | "uit" | "eight" => 8,
        "neuf" | "nine" => 9,
        "dix" | "ten" | "fukk" => 10,
        "onze" | "eleven" => 11,
        "douze" | "twelve" => 12,
        "treize" | "thirteen" => 13,
        "quatorze" | "fourteen" => 14,
        "quinze" | "fifteen" => 15,
        "seize" | "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "vingt" | "vingts" | "twenty" => 20,
        "trente" | "thirty" => 30,
        "quarante" | "forty" => 40,
        "cinquante" | "fifty" => 50,
        "soixante" | "sixty" => 60,
        "septante" | "seventy" => 70,
        "huitante" | "eighty" => 80,
        "nonante" | "ninety" => 90,
        "cent" | "cents" | "hundred" => 100,
        "mille" | "mil" | "thousand" => 1_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
