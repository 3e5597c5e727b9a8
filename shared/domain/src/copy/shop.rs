//! A shop's name inside a sentence, without « la boutique Boutique Awa » or « chez Chez Awa ».

use crate::text;

/// Words that already say that it is a shop; « la boutique » before them would say it twice.
const SHOP_WORDS: [&str; 14] = [
    "boutique",
    "boutiques",
    "magasin",
    "magasins",
    "maison",
    "shop",
    "store",
    "market",
    "marche",
    "ets",
    "etablissement",
    "etablissements",
    "galerie",
    "bazar",
];

/// The shop as it is spoken of: `la boutique Awa` for « Awa » and « Boutique Awa »,
/// `Awa Shop` for « Awa Shop », `la boutique` when it has no name.
pub fn the_shop(name: &str) -> String {
    let bare = after_boutique(name);
    if bare.is_empty() {
        "la boutique".to_owned()
    } else if says_shop(&bare) {
        bare
    } else {
        format!("la boutique {bare}")
    }
}

/// [`the_shop`] at the head of a sentence.
pub fn the_shop_first(name: &str) -> String {
    let said = the_shop(name);
    match said.strip_prefix("la ") {
        Some(rest) => format!("La {rest}"),
        None => said,
    }
}

/// The name as it stands after the words « la boutique » of an approved template: without its own
/// « Boutique », unless it has no other (Meta refuses an empty parameter).
pub fn in_template(name: &str) -> String {
    match after_boutique(name) {
        empty if empty.is_empty() => text::tidy(name, usize::MAX),
        bare => bare,
    }
}

/// Where one is welcome: `chez Awa`, `à la boutique Awa` for « Boutique Awa ».
pub fn at_the_shop(name: &str) -> String {
    let whole = text::tidy(name, usize::MAX);
    let bare = after_boutique(&whole);
    if bare.is_empty() {
        "à la boutique".to_owned()
    } else if bare != whole {
        format!("à la boutique {bare}")
    } else if first_word(&whole).0 == "chez" {
        format!("chez {}", first_word(&whole).1)
    } else {
        format!("chez {whole}")
    }
}

/// The name without a « Boutique » or « La boutique » in front.
fn after_boutique(name: &str) -> String {
    let whole = text::tidy(name, usize::MAX);
    let (first, rest) = first_word(&whole);
    let (second, after) = first_word(rest);
    match (first.as_str(), second.as_str()) {
        ("boutique", _) => rest.to_owned(),
        ("la", "boutique") => after.to_owned(),
        _ => whole,
    }
}

/// The first word, folded, and what follows it.
fn first_word(name: &str) -> (String, &str) {
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    (text::folded(first), rest)
}

fn says_shop(name: &str) -> bool {
    text::folded(name).split(' ').any(|word| SHOP_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_is_never_said_to_be_a_shop_twice() {
        for (name, spoken, welcomed, parameter) in [
            ("Awa", "la boutique Awa", "chez Awa", "Awa"),
            ("Boutique Awa", "la boutique Awa", "à la boutique Awa", "Awa"),
            ("BOUTIQUE  Awa", "la boutique Awa", "à la boutique Awa", "Awa"),
            ("La Boutique d'Awa", "la boutique d'Awa", "à la boutique d'Awa", "d'Awa"),
            ("Boutique", "la boutique", "à la boutique", "Boutique"),
            ("", "la boutique", "à la boutique", ""),
            ("Chez Awa", "la boutique Chez Awa", "chez Awa", "Chez Awa"),
            ("Awa Shop", "Awa Shop", "chez Awa Shop", "Awa Shop"),
            ("Ma Boutique", "Ma Boutique", "chez Ma Boutique", "Ma Boutique"),
            ("La Maison du Wax", "La Maison du Wax", "chez La Maison du Wax", "La Maison du Wax"),
            (
                "Dakar Sneakers",
                "la boutique Dakar Sneakers",
                "chez Dakar Sneakers",
                "Dakar Sneakers",
            ),
        ] {
            assert_eq!(the_shop(name), spoken, "{name}");
            assert_eq!(at_the_shop(name), welcomed, "{name}");
            assert_eq!(in_template(name), parameter, "{name}");
        }
    }

    #[test]
    fn a_sentence_starts_with_a_capital() {
        assert_eq!(the_shop_first("Boutique Awa"), "La boutique Awa");
        assert_eq!(the_shop_first("Awa Shop"), "Awa Shop");
    }
}
