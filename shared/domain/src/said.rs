//! Whether a person really said a number that a model claims they said.

use crate::text;

/// Whether an amount is written in a text, as people write them: `40000`, `40 000`, `40.000 F`,
/// `40k`, `40 mille`.
pub fn amount(said: &str, amount: i64) -> bool {
    let folded = text::folded(said);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    (0..words.len()).any(|start| amounts_at(&words, start).contains(&amount))
}

/// The amounts that a run of words beginning at `start` may be.
fn amounts_at(words: &[&str], start: usize) -> Vec<i64> {
    let Some(first) = words.get(start) else { return Vec::new() };
    let digits: String = first.chars().take_while(char::is_ascii_digit).collect();
    let unit = first.get(digits.len()..).unwrap_or_default();
    let Ok(mut value) = digits.parse::<i64>() else { return Vec::new() };
    let mut found = Vec::new();
    if is_thousand(unit) {
        return vec![value.saturating_mul(1_000)];
    }
    let mut next = start + 1;
    found.push(value);
    // Groups of three digits go on with the number.
    while let Some(group) = words.get(next) {
        let three: String = group.chars().take_while(char::is_ascii_digit).collect();
        if three.len() != 3 {
            break;
        }
        let Ok(more) = three.parse::<i64>() else { break };
        value = value.saturating_mul(1_000).saturating_add(more);
        found.push(value);
        next += 1;
    }
    if next == start + 1 && words.get(next).is_some_and(|word| is_thousand(word)) {
        found.push(value.saturating_mul(1_000));
    }
    found
}

fn is_thousand(word: &str) -> bool {
    matches!(word, "k" | "kf" | "mil" | "mille" | "thousand")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_found_as_people_write_them() {
        for said in [
            "40000",
            "je donne 40 000 F",
            "40.000f dernier prix ?",
            "40k ça va ?",
            "on fait 40 mille",
            "40000fcfa",
            "entre 38 000 et 40 000",
        ] {
            assert!(amount(said, 40_000), "{said}");
        }
        for said in ["", "dernier prix ?", "400 000", "4000", "la 40", "quarante", "140 000"] {
            assert!(!amount(said, 40_000), "{said}");
        }
    }
}
