//! Runs of digits: spelt ones closed up, phones told from amounts.

use super::numbers::{CURRENCIES, begins_with};

/// Fewest digits of a phone number that can be called (Chad, Mali, Togo: 8).
const PHONE_DIGITS: usize = 8;

pub(super) fn digit(chars: &[char], at: usize) -> Option<char> {
    chars.get(at).filter(|c| c.is_ascii_digit()).copied()
}

/// The characters, with figures spelt one by one closed up and the letter O among them a zero.
pub(super) fn closed_up(line: &str) -> Vec<char> {
    let tokens = line.split(' ').scan(false, |after_figure, token| {
        let is_figure = token.chars().any(|c| c.is_ascii_digit());
        let only = |extra: &str| token.chars().all(|c| !c.is_alphabetic() || extra.contains(c));
        let zeros = token.chars().filter(|c| matches!(c, 'o' | 'O')).count();
        let is_disguised = zeros > 0 && only("oO") && (is_figure || (*after_figure && zeros == 3));
        *after_figure = is_figure;
        Some(if is_disguised { token.replace(['o', 'O'], "0") } else { token.to_owned() })
    });
    let chars: Vec<char> = tokens.collect::<Vec<_>>().join(" ").chars().collect();
    let mut out = Vec::with_capacity(chars.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let spelt = spelt_at(&chars, at);
        if spelt.len() >= 3 {
            at += 2 * spelt.len() - 1;
            out.extend(spelt);
        } else {
            out.push(*c);
            at += 1;
        }
    }
    out
}

/// Single digits from there on, each separated by one sign: `1 5 0 0 0`.
fn spelt_at(chars: &[char], start: usize) -> Vec<char> {
    let alone = |at: usize| digit(chars, at).filter(|_| digit(chars, at + 1).is_none());
    if start.checked_sub(1).is_some_and(|before| digit(chars, before).is_some()) {
        return Vec::new();
    }
    let mut found: Vec<char> = alone(start).into_iter().collect();
    let mut at = start;
    let is_sign = |at: usize| {
        chars.get(at).is_some_and(|c| matches!(c, ' ' | '.' | '-' | '_' | '*' | '|' | '/'))
    };
    while !found.is_empty() && is_sign(at + 1) {
        let Some(next) = alone(at + 2) else { break };
        found.push(next);
        at += 2;
    }
    found
}

/// A phone number that starts there: its digits, its parts, and where it ends.
pub(super) fn phone_at(chars: &[char], start: usize) -> Option<(String, Vec<String>, usize)> {
    let is_plus = chars.get(start) == Some(&'+');
    let before = start.checked_sub(1).and_then(|at| chars.get(at));
    if !(is_plus || digit(chars, start).is_some()) || before.is_some_and(char::is_ascii_digit) {
        return None;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut at = start + usize::from(is_plus);
    let mut end = at;
    loop {
        let part: String = (at..).map_while(|at| digit(chars, at)).collect();
        if part.is_empty() {
            break;
        }
        at += part.len();
        end = at;
        parts.push(part);
        let signs = (at..).take_while(|at| {
            chars.get(*at).is_some_and(|c| matches!(c, ' ' | '.' | '-' | '(' | ')'))
        });
        at += signs.take(2).count();
    }
    let digits = parts.concat();
    let is_amount = parts.split_first().is_some_and(|(first, rest)| {
        first.len() <= 3 && !rest.is_empty() && rest.iter().all(|part| part.len() == 3)
    });
    let leads = is_plus || digits.starts_with('0');
    let in_pairs = parts.len() >= 4 && parts.iter().all(|part| part.len() == 2);
    let in_one = parts.first().is_some_and(|part| part.len() > 8);
    let in_groups = parts.len() >= 3
        && parts.iter().skip(1).all(|part| (2..=4).contains(&part.len()))
        && parts.iter().skip(1).any(|part| part.len() != 3)
        && digits.len() <= 13
        && !parts.iter().any(|part| part == "000" || part == "500");
    let is_date = matches!(parts.as_slice(), [day, month, year]
        if day.len() == 2 && month.len() == 2 && year.len() == 4);
    let after: String = chars.iter().skip(end).take(14).collect();
    let is_priced = !leads && begins_with(&after, &CURRENCIES);
    let is_phone = digits.len() >= PHONE_DIGITS
        && !is_date
        && !is_priced
        && (leads || in_pairs || in_one || in_groups)
        && (leads || !is_amount);
    is_phone.then_some((digits, parts, end))
}
