//! Telling an unmistakable yes from everything else.

use crate::text;

/// One of these must be said…
const STRONG: [&str; 12] = [
    "oui",
    "ouii",
    "ouiii",
    "ouais",
    "yes",
    "yep",
    "confirme",
    "confirmer",
    "confirmee",
    "valide",
    "confirm",
    "confirmed",
];
/// …and only these may stand beside it.
const HARMLESS: [&str; 26] = [
    "je", "j", "c", "est", "bon", "d", "accord", "ok", "okay", "merci", "beaucoup", "svp", "stp",
    "parfait", "super", "bien", "sur", "tout", "la", "ma", "commande", "i", "please", "it", "s",
    "sure",
];
/// A longer sentence says more than yes.
const MAX_WORDS: usize = 8;

/// Whether the words can only mean that what was asked is accepted: `Oui, je confirme !` is one;
/// `oui mais en rouge`, `ok` and `je ne confirme pas` are not.
pub fn is_unmistakable_yes(said: &str) -> bool {
    if said.contains('?') {
        return false;
    }
    let folded = text::folded(said);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    !words.is_empty()
        && words.len() <= MAX_WORDS
        && words.iter().any(|word| STRONG.contains(word))
        && words.iter().all(|word| STRONG.contains(word) || HARMLESS.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yes_is_a_yes() {
        for said in [
            "oui",
            "Oui !",
            "OUI OUI",
            "oui je confirme",
            "Je confirme.",
            "oui c'est bon",
            "yes",
            "Ok oui merci",
            "Oui, d'accord 👍",
            "je valide la commande",
        ] {
            assert!(is_unmistakable_yes(said), "{said}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        for said in [
            "",
            "ok",
            "👍",
            "d'accord",
            "non",
            "oui mais en rouge",
            "je ne confirme pas",
            "oui ?",
            "oui et ajoutez un sac",
            "pas oui",
            "oui demain",
            "je confirme plus tard",
        ] {
            assert!(!is_unmistakable_yes(said), "{said}");
        }
    }
}
