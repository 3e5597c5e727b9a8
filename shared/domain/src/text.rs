//! Comparing what people write: case, accents and punctuation do not count.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case, accents dropped, every run of other characters one space: `« Île-d'Or »` → `ile d or`.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            c if c.is_alphanumeric() => out.push(c),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether a character only decorates the one before it, such as a separate accent.
pub fn is_mark(c: char) -> bool {
    is_combining_mark(c)
}

/// Whether `phrase` occurs in `text` as whole words, both compared folded.
pub fn mentions(text: &str, phrase: &str) -> bool {
    let phrase = folded(phrase);
    !phrase.is_empty() && format!(" {} ", folded(text)).contains(&format!(" {phrase} "))
}

/// A letter typed three times or more is typed once: `slttt` → `slt`. Digits are left alone.
pub fn unstretched(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|a, b| a == b);
    let kept = runs.flat_map(|run| {
        let is_stretched = run.len() > 2 && !run.iter().all(char::is_ascii_digit);
        run.iter().take(if is_stretched { 1 } else { run.len() })
    });
    kept.collect()
}

/// The folded text with words joined by `-`, at most `max` ASCII characters.
pub fn slug(text: &str, max: usize) -> String {
    let joined: String = folded(text)
        .chars()
        .map(|c| if c == ' ' { '-' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(max)
        .collect();
    joined.trim_matches('-').to_owned()
}

/// What a person typed, fit to be kept or shown again: control characters out, spaces single, at
/// most `max` characters. Line breaks survive.
pub fn tidy(text: &str, max: usize) -> String {
    let kept: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let lines: Vec<String> =
        kept.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    lines.join("\n").trim().chars().take(max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_case_accents_and_punctuation() {
        assert_eq!(folded("« Île-d'Or »  — CŒUR !"), "ile d or coeur");
        assert_eq!(folded("  "), "");
        assert_eq!(slug("42 / Noir-Été", 40), "42-noir-ete");
    }

    #[test]
    fn a_stretched_word_is_the_word_and_a_number_stays_itself() {
        assert_eq!(unstretched("slttt"), "slt");
        assert_eq!(unstretched("waaw"), "waaw");
        assert_eq!(unstretched("15000"), "15000");
    }

    #[test]
    fn a_mention_is_of_whole_words() {
        assert!(mentions("je suis à Cocody, Angré", "cocody"));
        assert!(!mentions("cocodyville", "Cocody"));
        assert!(!mentions("tout", ""));
    }

    #[test]
    fn tidy_keeps_lines_and_drops_control_characters() {
        assert_eq!(tidy(" a\u{0}  b \n c\t d ", 20), "a b\nc d");
        assert_eq!(tidy("abcdef", 3), "abc");
    }
}
