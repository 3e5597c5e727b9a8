//! A text as its reader sees it: disguises of letters and digits taken off, then cut into words.

use unicode_normalization::UnicodeNormalization;

use crate::text;

/// The zeros of the other decimal scripts a phone's keyboard offers; nine more digits follow each.
const ZEROS: [u32; 14] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0BE6, 0x0C66, 0x0E50, 0x0F20, 0x1040,
    0x17E0, 0x1E950,
];

/// Cyrillic and Greek letters that look like Latin ones.
const LOOKALIKES: [(&str, &str); 2] = [
    ("абвеіѕјкмнорсԁтухԛԝһցАВЕІЅЈКМНОРСТУХ", "abbeisjkmhopcdtyxqwhgABEISJKMHOPCTYX"),
    ("αβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abeikvoptuxABEZHIKMNOPTYX"),
];

/// English contractions that deny: `can't` folds to `can t`.
const CONTRACTED: [&str; 10] =
    ["can", "don", "doesn", "won", "isn", "didn", "couldn", "wouldn", "haven", "aren"];

/// From this many single letters in a row they are one word, spelt: `g r a t u i t`.
const SPELT: usize = 5;

/// One word, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// Punctuation follows: what comes next is another clause.
    pub(super) ends_clause: bool,
}

/// The text without invisible characters, in ASCII digits and Latin letters.
pub(super) fn unmasked(said: &str) -> String {
    let visible = said.chars().filter(|c| !is_invisible(*c)).map(plain_emoji);
    visible
        .nfkc()
        .map(|c| match c {
            '\n' => '\n',
            c if c.is_whitespace() => ' ',
            '٪' => '%',
            '。' | '․' | '·' => '.',
            '∕' | '⁄' => '/',
            c => latin(digit(c)),
        })
        .collect()
}

/// Joiners, marks of direction, variation and keycap signs, soft hyphens: nobody sees them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{2122}' | '\u{ae}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Letters on a ground: `🅰`, `🅖`.
fn plain_emoji(c: char) -> char {
    let code = u32::from(c);
    let offset = match code {
        0x1F150..=0x1F169 => code - 0x1F150,
        0x1F170..=0x1F189 => code - 0x1F170,
        _ => return c,
    };
    char::from_u32(u32::from('A') + offset).unwrap_or(c)
}

fn digit(c: char) -> char {
    let code = u32::from(c);
    let value = ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

fn latin(c: char) -> char {
    let found = LOOKALIKES.iter().find_map(|(strange, plain)| {
        let place = strange.chars().position(|candidate| candidate == c)?;
        plain.chars().nth(place)
    });
    found.unwrap_or(c)
}

/// The words of an unmasked text.
pub(super) fn words(unmasked: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let chars: Vec<char> = unmasked.chars().collect();
    let mut current = String::new();
    for (at, c) in chars.iter().enumerate() {
        let beside = |step: Option<usize>| step.and_then(|at| chars.get(at)).copied();
        let is_inside = beside(at.checked_sub(1)).is_some_and(char::is_alphabetic)
            && beside(Some(at + 1)).is_some_and(char::is_alphabetic);
        match c {
            c if c.is_alphanumeric() || text::is_mark(*c) => current.push(*c),
            // `gr@tuit`, `gratu!t`.
            '@' if is_inside => current.push('a'),
            '!' | '|' if is_inside => current.push('i'),
            '$' if is_inside => current.push('s'),
            c => {
                end_word(&mut current, &mut found);
                if matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\n' | '(' | ')' | '—' | '–')
                    && let Some(last) = found.last_mut()
                {
                    last.ends_clause = true;
                }
            }
        }
    }
    end_word(&mut current, &mut found);
    if let Some(last) = found.last_mut() {
        last.ends_clause = true;
    }
    joined(&found)
}

fn end_word(current: &mut String, found: &mut Vec<Word>) {
    let folded = text::folded(&unleeted(current));
    current.clear();
    if !folded.is_empty() {
        found.push(Word { text: undrawled(&folded), ends_clause: false });
    }
}

/// `gr4tuit`, `c0nfirmée`: digits between letters of a word stand for letters.
fn unleeted(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let is_letter =
        |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphabetic());
    let read = |(at, c): (usize, &char)| {
        if !(is_letter(at.checked_sub(1)) && is_letter(Some(at + 1))) {
            return *c;
        }
        match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            c => *c,
        }
    };
    chars.iter().enumerate().map(read).collect()
}

/// `gratuiiiit` → `gratuit`: a letter three times or more is there once.
fn undrawled(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let runs = chars.chunk_by(|a, b| a == b && a.is_alphabetic());
    runs.flat_map(|run| run.iter().take(if run.len() > 2 { 1 } else { 2 })).collect()
}

/// Words spelt letter by letter become words again, contractions become `not`.
fn joined(words: &[Word]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let is_letter =
        |word: &Word| word.text.len() == 1 && word.text.chars().all(char::is_alphabetic);
    for run in words.chunk_by(|a, b| is_letter(a) && is_letter(b) && !a.ends_clause) {
        if run.len() >= SPELT {
            let text = run.iter().map(|word| word.text.as_str()).collect::<String>();
            let ends_clause = run.last().is_some_and(|word| word.ends_clause);
            out.push(Word { text: undrawled(&text), ends_clause });
        } else {
            out.extend(run.iter().cloned());
        }
    }
    let contracts = |pair: &[Word]| matches!(pair, [verb, t] if t.text == "t" && CONTRACTED.contains(&verb.text.as_str()));
    let denied: Vec<bool> = out.windows(2).map(contracts).collect();
    for (at, _) in denied.iter().enumerate().filter(|(_, denied)| **denied) {
        if let Some(t) = out.get_mut(at + 1) {
            "not".clone_into(&mut t.text);
        }
    }
    out
}

/// Letters and digits only, lower case without accents.
pub(super) fn compact(text: &str) -> String {
    text::folded(text).replace(' ', "")
}
