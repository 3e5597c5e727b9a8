use proptest::prelude::*;

use super::*;

fn check(cases: &[(&str, &[u32])]) {
    for (said, numbers) in cases {
        assert_eq!(said_numbers(said), *numbers, "{said}");
    }
}

#[test]
fn numbers_are_heard_in_french() {
    check(&[
        ("deux paires", &[2]),
        ("j'en veux 3", &[3]),
        ("j'en prends trois", &[3]),
        ("une douzaine", &[12]),
        ("deux douzaines svp", &[24]),
        ("une demi-douzaine", &[6]),
        ("une dizaine de sacs", &[10]),
        ("une robe", &[1]),
        ("la 42", &[42]),
        ("2 paires en 42", &[2, 42]),
        ("deux en quarante-deux", &[2, 42]),
        ("vingt et un", &[21]),
        ("vingt-deux", &[22]),
        ("dix-sept", &[17]),
        ("dix huit pièces", &[18]),
        ("soixante-dix", &[70]),
        ("soixante et onze", &[71]),
        ("soixante-quinze", &[75]),
        ("quatre-vingts", &[80]),
        ("quatre-vingt-dix-neuf", &[99]),
        ("quatre vingt deux", &[82]),
        ("cent", &[100]),
        ("deux cents", &[200]),
        ("cent cinquante", &[150]),
        ("quinze mille", &[15_000]),
        ("deux mille cinq cents", &[2_500]),
        ("mille", &[1_000]),
        ("une rouge et deux noires", &[1, 2]),
        ("une noire, une rouge", &[1, 1]),
        ("deux ou trois", &[2, 3]),
        ("les deux", &[2]),
        ("neuf paires", &[9]),
        ("j'en veux neuf", &[9]),
        ("cinq robes et dix sacs", &[5, 10]),
    ]);
}

#[test]
fn numbers_are_heard_in_english() {
    check(&[
        ("a pair", &[1]),
        ("I want two", &[2]),
        ("both", &[2]),
        ("a couple of them", &[2]),
        ("a dozen", &[12]),
        ("half a dozen", &[6]),
        ("three dozen", &[36]),
        ("twenty-one", &[21]),
        ("one hundred and five", &[105]),
        ("size forty two", &[42]),
        ("fifteen thousand", &[15_000]),
        ("one black and two red", &[1, 2]),
        ("I need five of the 42", &[5, 42]),
    ]);
}

#[test]
fn numbers_are_heard_in_digits_of_any_dress() {
    check(&[
        ("2x", &[2]),
        ("x2", &[2]),
        ("2 x Air Max 42", &[2, 42]),
        ("3pcs", &[3]),
        ("2️⃣", &[2]),
        ("(2)", &[2]),
        ("2, 3 et 4", &[2, 3, 4]),
        ("2 42", &[2, 42]),
        ("15k", &[15_000]),
        ("15 mil", &[15_000]),
        ("15 000 FCFA", &[15_000]),
        ("15.000", &[15_000]),
        ("1 250 000", &[1_250_000]),
        ("10000f", &[10_000]),
        ("2 douzaines", &[24]),
        ("la 42noir", &[42]),
        ("0", &[0]),
    ]);
}

#[test]
fn numbers_are_heard_in_the_languages_counted_by_hand() {
    check(&[
        ("ñaar laa bëgg", &[2]),
        ("jox ma ñett", &[3]),
        ("benn rekk", &[1]),
        ("fila di n ma", &[2]),
        ("n be saba san", &[3]),
    ]);
}

#[test]
fn what_is_no_quantity_is_not_heard_as_one() {
    check(&[
        ("", &[]),
        ("ok", &[]),
        ("demain à 10h", &[]),
        ("à 10h30", &[]),
        ("à dix heures", &[]),
        ("2 heures", &[]),
        ("Angré 8e tranche", &[]),
        ("la 2ème", &[]),
        ("le 1er", &[]),
        ("1,5 litre", &[]),
        ("le 24/11", &[]),
        ("07 07 12 34 56", &[]),
        ("0707123456", &[]),
        ("+225 07 07 12 34 56", &[]),
        ("un peu", &[]),
        ("un instant", &[]),
        ("il y a quoi", &[]),
        ("un téléphone neuf", &[1]),
        ("c'est neuf ?", &[]),
        ("tout neuf", &[]),
        ("dans 3 jours", &[]),
        ("aucun", &[]),
    ]);
}

#[test]
fn a_quantity_is_accounted_for_by_what_was_said() {
    for (said, before, quantity) in [
        (&["je la prends"][..], 0, 1),
        (&["deux paires svp"], 0, 2),
        (&["bonjour", "j'en veux 3", "en noir"], 0, 3),
        (&["ajoutez deux autres"], 1, 3),
        (&["mettez encore une"], 1, 2),
        (&["la même chose pour ma sœur"], 1, 2),
        (&["enlevez une paire"], 3, 2),
        (&["une douzaine"], 0, 12),
    ] {
        assert!(accounts_for(said, before, quantity), "{said:?} {before} → {quantity}");
    }
    for (said, before, quantity) in [
        (&["je la prends"][..], 0, 2),
        (&["deux paires svp"], 0, 3),
        (&["ok", "livrez demain à 10h"], 0, 10),
        (&["mon numéro 07 07 12 34 56"], 0, 12),
        (&["encore une"], 1, 4),
        (&[], 0, 2),
    ] {
        assert!(!accounts_for(said, before, quantity), "{said:?} {before} → {quantity}");
    }
}

proptest! {
    #[test]
    fn a_number_in_digits_is_heard_as_itself(n in 0_u32..999_999) {
        prop_assert_eq!(said_numbers(&format!("j'en veux {n} svp")), vec![n]);
    }

    #[test]
    fn whatever_is_written_is_read_without_a_fault(said in any::<String>()) {
        prop_assert!(said_numbers(&said).len() <= MAX_WORDS);
    }
}
