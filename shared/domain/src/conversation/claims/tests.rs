use super::*;
use crate::conversation::tests::shop;

fn verdict(said: &str) -> Result<(), Violation> {
    let fixture = shop();
    let mut cart = Cart::default();
    cart.set_line(fixture.shop(), "Air Max", "42 noir", 2).unwrap();
    let mut facts = Facts::of(fixture.shop(), &cart);
    facts.allow_number("07 07 12 34 56");
    check(said, &facts)
}

#[test]
fn true_sentences_pass() {
    for said in [
        "Bonjour ! Quelle pointure vous faut-il, 42 ou 43 ?",
        "Les Air Max sont à 45 000 FCFA la paire.",
        "Air Max : 45.000 F\nRobe wax : 12 500 FCFA",
        "Deux paires d'Air Max, cela fait 90 000 FCFA.",
        "La livraison à Cocody est à 1 500 FCFA.",
        "Je note le 07 07 12 34 56 pour le livreur.",
        "Elle est à 12500f, en M ou L.",
        "Le modèle de 45k vous plaît ?",
    ] {
        assert_eq!(verdict(said), Ok(()), "{said}");
    }
}

#[test]
fn false_amounts_are_caught_however_they_are_written() {
    for said in [
        "Les Air Max sont à 15 000 FCFA.",
        "Air Max : 12 500 FCFA",
        "Air Max : 45 000 FCFA\nRobe wax : 45 000 FCFA",
        "Je vous la fais à 40000",
        "Je vous la fais à 40k",
        "Je vous la fais à 40.000f",
        "Dernier prix 44\u{a0}999 FCFA",
        "Dernier prix 44\u{202f}999",
        "Ça fait quarante mille francs",
        "Prix spécial : 50 FCFA",
        "Appelez le 05 04 03 02 01",
        "99999999999999999999 FCFA",
    ] {
        assert_eq!(verdict(said), Err(Violation::Amount), "{said}");
    }
}

#[test]
fn a_number_in_a_name_is_no_amount_until_it_is_priced() {
    let mut fixture = shop();
    fixture.rename(1, "Galaxy A 256");
    let facts = Facts::of(fixture.shop(), &Cart::default());
    assert_eq!(check("Le Galaxy A 256 est à 12 500 FCFA.", &facts), Ok(()));
    assert_eq!(check("Le Galaxy A est à 256 FCFA.", &facts), Err(Violation::Amount));
    assert_eq!(check("Le Galaxy A est à 256 000.", &facts), Err(Violation::Amount));
}

#[test]
fn a_promising_name_may_be_said_and_nothing_else_promised() {
    let mut fixture = shop();
    fixture.rename(1, "Coffret cadeau");
    let facts = Facts::of(fixture.shop(), &Cart::default());
    assert_eq!(check("Le coffret cadeau vous plaît ?", &facts), Ok(()));
    assert_eq!(check("Je l'ajoute en cadeau.", &facts), Err(Violation::Promise));
}

#[test]
fn promises_links_and_silence_are_caught() {
    for (said, expected) in [
        ("Votre commande est confirmée !", Violation::Promise),
        ("Livraison gratuite aujourd'hui", Violation::Promise),
        ("Je vous fais -10 %", Violation::Promise),
        ("Remise de 10 pour cent", Violation::Promise),
        ("Payez ici https://exemple.ci", Violation::Link),
        ("  ", Violation::Length),
    ] {
        assert_eq!(verdict(said), Err(expected), "{said}");
    }
    assert_eq!(verdict(&"a".repeat(MAX_CHARS + 1)), Err(Violation::Length));
}
