use domain::{
    ids::OrderId,
    ledger::{Movement, post},
    money::{Currency, Money},
};
use jiff::{Timestamp, civil::date};

use super::*;
use crate::cash::tests::{courier, seller};

fn entries(movements: &[(&str, Kind, i64)]) -> Vec<Entry> {
    let mut balance = Balance::zero(Currency::Xof);
    let mut entries = Vec::new();
    for (at, kind, amount) in movements {
        let at: Timestamp = at.parse().unwrap();
        let amount = Money::new(*amount, Currency::Xof);
        let (next, entry) = post(&balance, &Movement { kind: kind.clone(), amount }, at).unwrap();
        entries.push(entry);
        balance = next;
    }
    entries
}

fn order() -> OrderId {
    "ord_000000000000000000001234e4".parse().unwrap()
}

fn lines() -> (BTreeMap<String, Vec<Entry>>, Names) {
    let (koffi, mallory) = (courier(1, "Koffi \"Jo\" ; fils"), courier(2, "=HYPERLINK(\"x\")"));
    let first = entries(&[
        ("2026-11-26T23:59:00Z", Kind::Collected { order: order() }, 47_500),
        ("2026-11-27T18:05:00Z", Kind::Remitted, 40_000),
    ]);
    let second = entries(&[
        ("2026-11-27T09:00:00Z", Kind::Collected { order: order() }, 1_000),
        ("2026-11-27T09:05:00Z", Kind::Reversed { order: order() }, 1_000),
    ]);
    let lines = [(koffi.id.clone(), first), (mallory.id.clone(), second)].into();
    let names = [koffi, mallory].map(|courier| (courier.id.clone(), courier)).into();
    (lines, names)
}

#[test]
fn a_sheet_is_what_excel_in_french_reads() {
    let (lines, names) = lines();
    let all = Period { from: None, to: None };
    let text = sheet(lines, &names, &seller(), all).unwrap();
    assert_eq!(
        text,
        "\u{feff}Date;Heure;Livreur;Mouvement;Commande;Montant (FCFA);Reste à remettre (FCFA)\r\n\
         26/11/2026;23:59;\"Koffi \"\"Jo\"\" ; fils\";Encaissé;n° 1234E4;47500;47500\r\n\
         27/11/2026;09:00;\"'=HYPERLINK(\"\"x\"\")\";Encaissé;n° 1234E4;1000;1000\r\n\
         27/11/2026;09:05;\"'=HYPERLINK(\"\"x\"\")\";Encaissement annulé;n° 1234E4;-1000;0\r\n\
         27/11/2026;18:05;\"Koffi \"\"Jo\"\" ; fils\";Remis à la boutique;;-40000;7500\r\n"
    );
}

#[test]
fn days_are_those_of_the_shop() {
    let (lines, names) = lines();
    let day = Some(date(2026, 11, 26));
    let text = sheet(lines, &names, &seller(), Period { from: day, to: day }).unwrap();
    assert_eq!(text.lines().count(), 2);
    // 23:59 in Abidjan is the next day in Douala.
    let (lines, names) = self::lines();
    let douala = Seller { country: domain::country::Country::Cameroon, ..seller() };
    let text = sheet(lines, &names, &douala, Period { from: day, to: day }).unwrap();
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn a_cell_is_never_a_formula() {
    for bad in ["=1", "+225", "-1", "@x", "\t=1", "\r=1"] {
        assert!(harmless(bad).starts_with('\''), "{bad}");
    }
    assert_eq!(harmless("Koffi = 1"), "Koffi = 1");
}

#[test]
fn too_many_lines_ask_for_a_shorter_period() {
    let (mut lines, names) = lines();
    for entries in lines.values_mut() {
        *entries = entries.iter().cycle().take(LINES_MAX).cloned().collect();
    }
    let refused = sheet(lines, &names, &seller(), Period { from: None, to: None });
    assert!(matches!(refused, Err(Failure::Told(problem)) if problem.code == "too_large"));
}
