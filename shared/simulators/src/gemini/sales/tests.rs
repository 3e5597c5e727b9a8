//! How single messages are read.

use super::moment::{self, Moment};
use super::phone;
use super::place::{self, Place};
use super::text::Text;

fn phone_in(message: &str) -> Option<String> {
    let characters: Vec<char> = message.chars().collect();
    phone::find(&characters).map(|phone| phone.number)
}

#[test]
fn phones() {
    for (message, expected) in [
        ("0707080910", Some("0707080910")),
        ("mon numéro 07 07 08 09 10 merci", Some("0707080910")),
        ("+225 07.07.08.09.10", Some("+2250707080910")),
        ("+2250707080910", Some("+2250707080910")),
        ("225 0707080910", Some("2250707080910")),
        ("2 paires en 42, 01-02-03-04-05", Some("0102030405")),
        ("taille 42 0707080910", Some("0707080910")),
        ("2 paires en 42", None),
        ("iPhone 13 128 Go", None),
        ("12 34", None),
    ] {
        assert_eq!(phone_in(message).as_deref(), expected, "{message}");
    }
}

#[test]
fn moments() {
    let monday = "2026-11-23";
    let said = |day: Option<&str>, period| Moment { day: day.map(str::to_owned), period };
    for (message, expected) in [
        ("demain matin", said(Some("tomorrow"), Some("morning"))),
        ("ce soir svp", said(Some("today"), Some("afternoon"))),
        ("aujourd'hui à 15h", said(Some("today"), Some("afternoon"))),
        ("après-demain vers 9h30", said(Some("2026-11-25"), Some("morning"))),
        ("samedi", said(Some("2026-11-28"), None)),
        ("lundi après-midi", said(Some("2026-11-30"), Some("afternoon"))),
        ("l'aprèm", said(None, Some("afternoon"))),
        ("je veux une robe", Moment::default()),
    ] {
        assert_eq!(moment::find(&Text::new(message), monday), expected, "{message}");
    }
}

#[test]
fn places() {
    let read = |message: &str| {
        let Place { commune, quarter, landmark, city, .. } =
            place::find(&Text::new(message), |_| true, false);
        [commune, quarter, landmark, city].map(Option::unwrap_or_default).join("|")
    };
    for (message, expected) in [
        ("Cocody", "Cocody|||"),
        ("je suis à Yopougon Maroc", "Yopougon|Maroc||"),
        ("Angré 8e tranche", "Cocody|Angré 8e tranche||"),
        ("2 plateaux vallons", "Cocody|2 plateaux vallons||"),
        ("au Plateau demain matin", "Plateau|||"),
        ("Riviera 3 à Abidjan", "Cocody|Riviera 3||Abidjan"),
        (
            "port-bouët derrière la pharmacie du marché",
            "Port-Bouët||derrière la pharmacie du marché|",
        ),
        ("Abobo, carrefour Samaké, demain", "Abobo||carrefour Samaké|"),
        ("livrez à Marcory et je veux 2 chemises", "Marcory|||"),
        ("je veux une robe devant", "||devant|"),
        ("bonjour", "|||"),
    ] {
        assert_eq!(read(message), expected, "{message}");
    }
}
