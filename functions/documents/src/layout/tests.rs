use super::*;
use crate::sample;

fn faces() -> Faces {
    Faces::read().unwrap()
}

fn sheets(name: &str) -> Vec<Sheet> {
    let (_, paper, has_logo) = sample::all().into_iter().find(|(it, ..)| *it == name).unwrap();
    set(&paper, &faces(), has_logo.then_some((300, 200))).unwrap()
}

fn runs(sheet: &Sheet) -> Vec<&Run> {
    let mut runs = Vec::new();
    for mark in &sheet.marks {
        if let Mark::Text(run) = mark {
            runs.push(run);
        }
    }
    runs
}

/// The words of a page, line by line, with plain spaces.
fn read(sheet: &Sheet) -> String {
    let mut lines: Vec<(Twips, Vec<&str>)> = Vec::new();
    for run in runs(sheet) {
        match lines.last_mut() {
            Some((y, parts)) if *y == run.y => parts.push(&run.text),
            _ => lines.push((run.y, vec![&run.text])),
        }
    }
    let lines = lines.into_iter().map(|(_, parts)| parts.join(" | "));
    lines.collect::<Vec<_>>().join("\n").replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_receipt_says_who_what_how_much_and_how_it_was_paid() {
    let sheets = sheets("nameless");
    assert_eq!(sheets.len(), 1);
    insta::assert_snapshot!(read(&sheets[0]), @r"
    Awa Mode & Beauté
    Tél. 07 07 12 34 56
    Reçu de commande
    N° 2026-0042 du 27 novembre 2026
    Client | —
    Livré à | 05 05 12 34 56
    Désignation | Montant
    Robe wax brodée main, taille M
    3 × 15 000 FCFA | 45 000 FCFA
    Articles | 45 000 FCFA
    Livraison | 1 500 FCFA
    Total | 46 500 FCFA
    Règlement
    Wave | 20 000 FCFA
    Réf. TCN4Y4ZC3FM
    Espèces remises au livreur | 27 000 FCFA
    Trop-perçu, à rendre au client | 500 FCFA
    Livré le 27 novembre 2026 à 14 h 05.
    Document non normalisé – ne tient pas lieu de FNE / facture certifiée.
    ");
    insta::assert_snapshot!(read(&self::sheets("wave")[0]), @r"
    Awa Mode & Beauté
    Cocody Riviera 2, près du marché
    Tél. 07 07 12 34 56
    Reçu de commande
    N° 2026-0042 du 27 novembre 2026
    Client | Mariam Koné
    Livré à | Yopougon, derrière la pharmacie
    Saint-Gabriel · 05 05 12 34 56
    Désignation | Montant
    Robe wax brodée main, taille M
    3 × 15 000 FCFA | 45 000 FCFA
    Articles | 45 000 FCFA
    Livraison | 1 500 FCFA
    Total | 46 500 FCFA
    Règlement
    Wave | 46 500 FCFA
    Réf. TCN4Y4ZC3FM
    Livré le 27 novembre 2026 à 14 h 05 par Kouassi.
    Document non normalisé – ne tient pas lieu de FNE / facture certifiée.
    ");
}

#[test]
fn a_corrected_receipt_says_what_it_replaces_and_what_is_owed() {
    let text = read(&sheets("corrected")[0]);
    for said in [
        "Duplicata corrigé : annule et remplace\nl'exemplaire du 27 novembre 2026.",
        "Reste à payer | 500 FCFA",
    ] {
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_stamped_paper_is_an_invoice_with_its_reference() {
    let text = read(&sheets("stamped")[0]);
    assert!(text.contains("\nFacture\n") && text.contains("9606123E25000000019"), "{text}");
    assert!(!text.contains("non normalisé"), "{text}");
}

#[test]
fn thirty_articles_go_over_pages_that_repeat_their_heads() {
    let sheets = sheets("thirty");
    assert_eq!(sheets.len(), 4);
    let mut names = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let text = read(sheet);
        assert!(text.contains("Désignation | Montant"), "{text}");
        assert!(text.contains(&format!("Page {} sur 4", index + 1)), "{text}");
        let is_further =
            text.starts_with("Awa Mode & Beauté · Reçu de commande n° 2026-0042 (suite)");
        assert_eq!(is_further, index > 0, "{text}");
        assert_eq!(text.contains("non normalisé"), index == 3);
        names.extend(text.lines().filter(|line| line.starts_with("Pagne")).map(str::to_owned));
    }
    let all: Vec<String> =
        (1..=30).map(|n| format!("Pagne Vlisco motif n° {n}, 6 yards")).collect();
    assert_eq!(names, all);
    assert!(read(&sheets[3]).contains("Total | 939 000 FCFA"));
}

#[test]
fn nothing_leaves_the_page_or_stands_on_something_else() {
    let faces = faces();
    for (name, ..) in sample::all() {
        for sheet in sheets(name) {
            let runs = runs(&sheet);
            for (index, run) in runs.iter().enumerate() {
                let width = faces.width(&run.text, run.style.weight, run.style.size);
                let end = run.x + width;
                assert!(run.x >= MARGIN && end <= RIGHT, "{name}: « {} » to {end}", run.text);
                assert!(run.y <= PAGE.1 - pt(8), "{name}: « {} » at {}", run.text, run.y);
                for other in &runs[index + 1..] {
                    let apart = other.x >= end
                        || run.x
                            >= other.x
                                + faces.width(&other.text, other.style.weight, other.style.size)
                        || (other.y - run.y).abs() >= other.style.size.min(run.style.size);
                    assert!(apart, "{name}: « {} » over « {} »", run.text, other.text);
                }
            }
        }
    }
}

#[test]
fn an_article_is_never_parted_from_its_amount() {
    for name in ["thirty", "long"] {
        for sheet in sheets(name) {
            let rows = |column| {
                let mut rows = Vec::new();
                for run in runs(&sheet) {
                    if let Role::Cell { row, column: it } = run.role
                        && it == column
                    {
                        rows.push(row);
                    }
                }
                rows.dedup();
                rows
            };
            assert_eq!(rows(0), rows(1), "{name}");
        }
    }
}

#[test]
fn an_article_longer_than_a_page_ends_all_the_same() {
    let name = "Pagne ".repeat(2_000);
    let order = sample::order(&[(&name, 1, 1_000)]);
    let paper = sample::paper(&order, vec![sample::cash(2_500)]);
    let sheets = set(&paper, &faces(), None).unwrap();
    let words: usize = sheets.iter().map(|sheet| read(sheet).matches("Pagne").count()).sum();
    assert_eq!(words, 2_000);
    assert!(sheets.iter().all(|sheet| runs(sheet).len() > 2), "no page is empty");
}

#[test]
fn a_picture_fills_its_box_without_being_stretched() {
    let (width, height) = LOGO_BOX;
    assert_eq!(fitted((300, 200)), Some((width, width * 200 / 300)));
    assert_eq!(fitted((200, 800)), Some((height * 200 / 800, height)));
    assert_eq!(fitted((0, 10)), None);
    let sheet = &sheets("logo")[0];
    let logos = sheet.marks.iter().filter(|mark| matches!(mark, Mark::Logo(_))).count();
    assert_eq!(logos, 1);
}
