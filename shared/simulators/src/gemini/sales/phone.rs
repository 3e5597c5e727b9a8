//! Telephone numbers in a message.

use std::ops::Range;

/// Country codes of the markets, which may stand apart without a `+`.
const COUNTRY_CODES: [&str; 12] =
    ["225", "229", "221", "228", "237", "223", "226", "227", "224", "241", "242", "243"];

/// A number found in a message, and the characters it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phone {
    /// Digits, with a `+` when the prospect wrote one.
    pub(super) number: String,
    pub(super) at: Range<usize>,
}

struct Group {
    digits: String,
    at: Range<usize>,
    plus: bool,
}

/// Finds the first telephone number: 8 to 15 digits, in groups or not.
pub(super) fn find(characters: &[char]) -> Option<Phone> {
    runs(characters).iter().find_map(|run| number_in(run))
}

/// Groups of digits, separated from each other by one space, dot or dash.
fn runs(characters: &[char]) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    let mut previous = None;
    let mut at = 0;
    while let Some(character) = characters.get(at) {
        if !character.is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits: String =
            characters.iter().skip(at).take_while(|c| c.is_ascii_digit()).collect();
        let before = at.checked_sub(1).and_then(|before| characters.get(before));
        let glued = before.is_some_and(|c| c.is_alphabetic());
        let joined = previous.is_some_and(|end: usize| end + 1 == at)
            && before.is_some_and(|c| matches!(c, ' ' | '.' | '-' | '\u{a0}'));
        let end = at + digits.len();
        let group = Group { digits, at: at..end, plus: before == Some(&'+') };
        match runs.last_mut() {
            Some(run) if joined => run.push(group),
            Some(_) | None if !glued => runs.push(vec![group]),
            Some(_) | None => {}
        }
        previous = Some(end);
        at = end;
    }
    runs
}

fn number_in(run: &[Group]) -> Option<Phone> {
    // A long group is a number of its own: what precedes it is a country code or something else.
    if let Some(long) = run.iter().position(|group| (8..=15).contains(&group.digits.len())) {
        let code = long.checked_sub(1).and_then(|before| run.get(before));
        let code = code.filter(|code| code.plus || COUNTRY_CODES.contains(&code.digits.as_str()));
        let groups: Vec<&Group> = code.into_iter().chain(run.get(long)).collect();
        return Some(join(&groups));
    }
    let total: usize = run.iter().map(|group| group.digits.len()).sum();
    let groups: Vec<&Group> = run.iter().collect();
    if (8..=15).contains(&total) && run.len() > 1 {
        return Some(join(&groups));
    }
    None
}

fn join(groups: &[&Group]) -> Phone {
    let mut number = String::new();
    if groups.first().is_some_and(|first| first.plus) {
        number.push('+');
    }
    for group in groups {
        number.push_str(&group.digits);
    }
    let start = groups.first().map_or(0, |group| group.at.start);
    let end = groups.last().map_or(0, |group| group.at.end);
    Phone { number, at: start..end }
}
