//! Telling an unmistakable yes from everything else.

use crate::text;

/// One of these must be said…
const STRONG: [&str; 28] = [
    "oui",
    "ouii",
    "ui",
    "wi",
    "oue",
    "ouais",
    "ouai",
    "ouaip",
    "ouep",
    "yes",
    "yess",
    "yep",
    "yeah",
    "yup",
    // Wolof, then Bambara as it is typed with and without its letters.
    "waaw",
    "waw",
    "waawaw",
    "awo",
    "ɔwɔ",
    "awɔ",
    "confirme",
    "confirmer",
    "confirmee",
    "confirmez",
    "valide",
    "validez",
    "confirm",
    "confirmed",
];
/// …and only these may stand beside it. « C'est bon » is one of them: alone it also means « laissez
/// tomber », so it needs a yes beside it.
const HARMLESS: [&str; 43] = [
    "je", "j", "on", "c", "cest", "est", "ca", "bon", "d", "accord", "daccord", "dac", "ok",
    "okay", "oki", "merci", "beaucoup", "bcp", "svp", "stp", "parfait", "super", "bien", "sur",
    "tout", "exact", "correct", "la", "ma", "commande", "i", "please", "it", "s", "sure", "order",
    "the", "madame", "monsieur", "chef", "boss", "jerejef", "rekk",
];
/// Signs that take a yes back or put it in doubt.
const DOUBTS: [char; 12] = ['?', '👎', '❌', '🚫', '⛔', '🤔', '🙄', '😡', '😠', '😒', '😤', '😕'];
/// A longer sentence says more than yes.
const MAX_WORDS: usize = 8;

/// Whether the words can only mean that what was asked is accepted: `Oui, je confirme !`, `waaw` and
/// `ouais c'est bon` are; `oui mais en rouge`, `ok`, `c'est bon` and `je ne confirme pas` are not.
pub fn is_unmistakable_yes(said: &str) -> bool {
    if said.contains(DOUBTS) {
        return false;
    }
    let folded = text::folded(said);
    let words: Vec<String> =
        folded.split(' ').filter(|word| !word.is_empty()).map(text::unstretched).collect();
    let is_strong = |word: &String| STRONG.contains(&word.as_str());
    !words.is_empty()
        && words.len() <= MAX_WORDS
        && words.iter().any(is_strong)
        && words.iter().all(|word| is_strong(word) || HARMLESS.contains(&word.as_str()))
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
            "ouiiiii",
            "ouais c'est bon",
            "oui c bon",
            "oui cest bon",
            "ok je confirme",
            "ok je valide",
            "d'accord je confirme",
            "C'est confirmé",
            "c'est validé merci",
            "on valide",
            "confirmez svp",
            "validez la commande",
            "oui chef",
            "Oui madame merci bcp",
            "oui c'est ça",
            "oui c'est exact",
            "ui",
            "wi",
            "yesss",
            "yeah sure",
            "yes please",
            "I confirm the order",
            "waaw",
            "Waaaw",
            "waw waw",
            "waaw jërëjëf",
            "waaw je confirme",
            "awɔ",
            "ɔwɔ",
            "oui 👍🏾",
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
            "c'est bon",
            "c bon",
            "ok c bon",
            "ok super",
            "d'accord merci",
            "ca marche",
            "ouais mais",
            "oui mais",
            "oui non",
            "oui à combien",
            "oui la livraison",
            "oui la rouge",
            "oui pour 2",
            "oui 2",
            "oui je confirme ?",
            "je confirme demain",
            "je vais confirmer",
            "pas encore validé",
            "ne confirmez pas",
            "ne validez pas la commande",
            "confirmez l'adresse d'abord",
            "oui annulez",
            "oui 👎",
            "oui 🤔",
            "yes but tomorrow",
            "yes how much",
            "not confirmed",
            "waaw waaye",
            "waaw ñaata la",
            "waaw suba",
            "deedeet",
            "awɔ nka",
            "ayi",
            "y a pas drap",
            "on est ensemble",
            "Confirmer ou modifier",
        ] {
            assert!(!is_unmistakable_yes(said), "{said}");
        }
    }
}
