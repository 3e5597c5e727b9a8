use serde_json::json;

use super::*;

const COLUMNS: &[Column] = &[
    Column { field: "name", also: &["nom", "produit"], kind: Kind::Text, is_required: true },
    Column { field: "price", also: &["prix"], kind: Kind::Number, is_required: true },
    Column { field: "on_sale", also: &["en vente"], kind: Kind::Flag, is_required: false },
    Column { field: "communes", also: &[], kind: Kind::List, is_required: false },
];

fn fields(sheet: &str) -> Vec<(u64, Value)> {
    let rows = read(sheet, COLUMNS).unwrap();
    rows.into_iter().map(|row| (row.line, Value::Object(row.fields))).collect()
}

#[test]
fn a_sheet_of_excel_in_french_is_read() {
    let sheet = "\u{feff}Nom;PRIX;En vente;Remarque;communes\r\n\
                 Robe wax;15 000 FCFA;oui;à voir;Cocody / Riviera\r\n\
                 ;;;;\r\n\
                 \r\n\
                 \"Sac; noir\";12.500;;;\r\n";
    assert_eq!(
        fields(sheet),
        [
            (
                2,
                json!({
                    "name": "Robe wax", "price": 15000, "on_sale": true,
                    "communes": ["Cocody", "Riviera"],
                })
            ),
            (5, json!({ "name": "Sac; noir", "price": 12500 })),
        ]
    );
}

#[test]
fn a_cell_that_is_not_understood_stays_text_for_its_rule_to_refuse() {
    assert_eq!(
        fields("name,price,on_sale\nA,12.5,peut-être\nB,cher,"),
        [
            (2, json!({ "name": "A", "price": "12.5", "on_sale": "peut-être" })),
            (3, json!({ "name": "B", "price": "cher" })),
        ]
    );
}

#[test]
fn a_missing_column_is_named_as_people_call_it() {
    let problem = read("nom\nRobe", COLUMNS).unwrap_err();
    assert_eq!(problem.errors[0].field, "price");
    assert!(problem.errors[0].message.contains("prix"));
    assert_eq!(read("", COLUMNS).unwrap_err().errors.len(), 2);
}

#[test]
fn a_sheet_is_bounded() {
    let sheet = format!("nom,prix\n{}", "A,1\n".repeat(LINES_MAX + 1));
    assert_eq!(read(&sheet, COLUMNS).unwrap_err().code, "too_large");
}

#[test]
fn accents_of_windows_are_understood() {
    assert_eq!(text_of(b"caf\xe9"), "café");
    assert_eq!(text_of("café".as_bytes()), "café");
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (cell, expected) in [
        ("15000", Some(15_000)),
        ("15\u{a0}000\u{202f}F CFA", Some(15_000)),
        ("1.250.000", Some(1_250_000)),
        ("-5", Some(-5)),
        ("12,5", None),
        ("", None),
        ("3 pièces", None),
    ] {
        assert_eq!(number(cell), expected, "{cell}");
    }
}
