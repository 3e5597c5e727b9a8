//! Breaking a text into lines.

use domain::text::is_mark;

/// Breaks `text` so that no line is wider than `most`, by the measure given: at plain spaces, and
/// inside a word only when it fills a line alone. Always at least one line.
pub(super) fn broken<W>(text: &str, most: W, width: impl Fn(&str) -> W) -> Vec<String>
where
    W: PartialOrd + Copy,
{
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let tried = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&tried) <= most {
            line = tried;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = cut(word, most, &width, &mut lines);
    }
    lines.push(line);
    lines
}

/// Cuts a word that is wider than a line; what is left of it starts the next one.
fn cut<W: PartialOrd + Copy>(
    word: &str,
    most: W,
    width: &impl Fn(&str) -> W,
    lines: &mut Vec<String>,
) -> String {
    let mut part = String::new();
    for c in word.chars() {
        let mut tried = part.clone();
        tried.push(c);
        // An accent stays with its letter.
        if part.is_empty() || is_mark(c) || width(&tried) <= most {
            part = tried;
        } else {
            lines.push(std::mem::replace(&mut part, c.to_string()));
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, most: usize) -> Vec<String> {
        broken(text, most, |line| line.chars().count())
    }

    #[test]
    fn a_text_breaks_at_its_spaces() {
        assert_eq!(of("Robe wax brodée main", 11), ["Robe wax", "brodée main"]);
        assert_eq!(of("Robe", 4), ["Robe"]);
        assert_eq!(of("", 4), [""]);
        assert_eq!(of("2\u{a0}×\u{a0}15 000", 6), ["2\u{a0}×\u{a0}15", "000"]);
    }

    #[test]
    fn a_word_wider_than_a_line_is_cut() {
        assert_eq!(of("un anticonstitutionnel", 8), ["un", "anticons", "titution", "nel"]);
        assert_eq!(of("abc", 1), ["a", "b", "c"]);
        // Even where nothing fits, it ends.
        assert_eq!(of("abc", 0), ["a", "b", "c"]);
    }

    #[test]
    fn no_line_is_wider_than_allowed_and_nothing_is_lost() {
        let text = "Ensemble pagne tissé Kita trois pièces taille unique édition spéciale mariage";
        for most in 1..40 {
            let lines = of(text, most);
            assert!(lines.iter().all(|line| line.chars().count() <= most), "{most}: {lines:?}");
            let letters = |text: &str| text.replace(' ', "");
            assert_eq!(letters(&lines.concat()), letters(text), "{most}");
        }
    }
}
