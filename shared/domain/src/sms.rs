//! Text messages in the alphabet that costs least: one segment of GSM-7 holds 160 characters, one
//! with a single `ê` only 70.
//!
//! `é è à ù ò ì Ç É` are in the alphabet, `ç ê â î ô û œ « » ’ –` are not. Source: 3GPP TS 23.038,
//! section 6.2.1 (default alphabet and its extension table).

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Septets of a message that is sent in one piece.
pub const SEGMENT: usize = 160;

/// The default alphabet; the escape to the extension table is left out.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Each takes an escape before it: two septets.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// The text in the alphabet: what is not in it gives way to what people read as the same, and to
/// nothing when there is no such thing (an emoji).
pub fn gsm7(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        if is_in(c) {
            out.push(c);
        } else if let Some(same) = alike(c) {
            out.push_str(same);
        } else {
            // The letter without its accent: `ê` → `e`, `ç` → `c`.
            out.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c) && is_in(*c)));
        }
    }
    out
}

/// Septets the text takes; `None` when a character is not in the alphabet.
pub fn septets(text: &str) -> Option<usize> {
    text.chars().map(septets_of).sum()
}

/// Whether the text, as it is, travels in one piece.
pub fn fits_one(text: &str) -> bool {
    septets(text).is_some_and(|count| count <= SEGMENT)
}

fn septets_of(c: char) -> Option<usize> {
    if BASIC.contains(c) { Some(1) } else { EXTENDED.contains(c).then_some(2) }
}

fn is_in(c: char) -> bool {
    septets_of(c).is_some()
}

fn alike(c: char) -> Option<&'static str> {
    Some(match c {
        '«' | '»' | '“' | '”' | '„' | '″' => "\"",
        '’' | '‘' | '‚' | '′' | '`' | '´' => "'",
        '–' | '—' | '‑' | '‐' | '−' | '•' | '·' => "-",
        '…' => "...",
        '×' => "x",
        '→' => "->",
        'œ' => "oe",
        'Œ' => "OE",
        '°' => "o",
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn french_is_written_with_what_the_alphabet_has() {
        for (text, expected) in [
            ("Récupéré à Yopougon", "Récupéré à Yopougon"),
            ("Ça va, garçon ?", "Ça va, garcon ?"),
            ("« Tête » – œuf… 2 × 3", "\" Tete \" - oeuf... 2 x 3"),
            ("l’hôtel\u{202f}: 15\u{a0}000 F", "l'hotel : 15 000 F"),
            ("e\u{301}te\u{301} 👍🏾", "été "),
            ("ÊÎÔÛâîôûëïÀÈÙ", "EIOUaioueiAEU"),
        ] {
            assert_eq!(gsm7(text), expected, "{text}");
        }
    }

    #[test]
    fn the_extension_table_counts_double() {
        assert_eq!(septets("abc"), Some(3));
        assert_eq!(septets("[€]"), Some(6));
        assert_eq!(septets("ê"), None);
        assert!(fits_one(&"a".repeat(160)));
        assert!(!fits_one(&"a".repeat(161)));
        assert!(!fits_one(&"€".repeat(81)));
        assert!(!fits_one("ê"));
    }

    #[test]
    fn the_alphabet_is_whole() {
        // 128 places, less the escape.
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENDED.chars().count(), 10);
    }

    proptest! {
        #[test]
        fn whatever_is_written_fits_the_alphabet_and_stays(text in "\\PC{0,200}") {
            let written = gsm7(&text);
            prop_assert!(septets(&written).is_some());
            prop_assert_eq!(gsm7(&written), written);
        }
    }
}
