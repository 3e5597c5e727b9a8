//! What stands on papers. They are in French whatever the prospect speaks: the shop's own books
//! and its tax office read them too.

use jiff::civil::{Date, DateTime};

use crate::{
    money::Money,
    paper::{Balance, HandedOver, Means, Paper},
    seller::PaymentProvider,
};

/// Over the table of articles, left and right.
pub const ARTICLE: &str = "Désignation";
pub const AMOUNT: &str = "Montant";
/// Before the client's name.
pub const CLIENT: &str = "Client";
/// Lines of the sum.
pub const SUBTOTAL: &str = "Articles";
pub const DELIVERY_FEE: &str = "Livraison";
pub const TOTAL: &str = "Total";
pub const PAYMENT: &str = "Règlement";
/// For a client whose name is not known.
pub const NO_NAME: &str = "—";

/// Between thousands, which stay together wherever a line breaks.
const NARROW_SPACE: &str = "\u{202f}";

/// « Reçu de commande », or an invoice once it is stamped.
pub const fn title(paper: &Paper) -> &'static str {
    if paper.stamp.is_some() { "Facture" } else { "Reçu de commande" }
}

/// `N° 2026-0042 du 27 novembre 2026`.
pub fn number(paper: &Paper) -> String {
    format!("N°\u{a0}{} du {}", paper.number, day(paper.day))
}

/// The same for the head of further pages.
pub fn running_head(paper: &Paper) -> String {
    format!("{} n°\u{a0}{} (suite)", title(paper), paper.number)
}

/// Why there is a second paper of that number.
pub fn correction(replaced: Date) -> String {
    format!("Duplicata corrigé : annule et remplace l'exemplaire du {}.", day(replaced))
}

/// `46 500 FCFA`, unbreakable.
pub fn amount(money: Money) -> String {
    let text = money.to_string();
    match text.rsplit_once(' ') {
        Some((digits, unit)) => format!("{}\u{a0}{unit}", digits.replace(' ', NARROW_SPACE)),
        None => text,
    }
}

/// `2 × 22 500 FCFA`.
pub fn quantity(quantity: u32, unit_price: Money) -> String {
    format!("{quantity}\u{a0}×\u{a0}{}", amount(unit_price))
}

/// Before where the parcel went, or whom the shop may call.
pub const fn place(handed_over: &HandedOver) -> &'static str {
    if handed_over.fetched { "Contact" } else { "Livré à" }
}

/// How a part of the money came.
pub const fn means(means: &Means, handed_over: &HandedOver) -> &'static str {
    match means {
        Means::Cash if handed_over.fetched => "Réglé en boutique",
        Means::Cash => "Espèces remises au livreur",
        Means::Mobile { by: PaymentProvider::Wave, .. } => "Wave",
        Means::Mobile { by: PaymentProvider::Pawapay, .. } => "Mobile money",
    }
}

/// Under it, by what name the provider knows it: `Réf. TCN4Y4ZC3FM`.
pub fn payment_reference(means: &Means) -> Option<String> {
    match means {
        Means::Mobile { reference, .. } if !reference.is_empty() => {
            Some(format!("Réf.\u{a0}{reference}"))
        }
        Means::Mobile { .. } | Means::Cash => None,
    }
}

/// What is left between the total and what was paid; nothing when it is settled.
pub fn balance(balance: Balance) -> Option<(&'static str, Money)> {
    match balance {
        Balance::Settled => None,
        Balance::Owed(left) => Some(("Reste à payer", left)),
        Balance::Over(over) => Some(("Trop-perçu, à rendre au client", over)),
    }
}

/// `Livré le 27 novembre 2026 à 14 h 05 par Kouassi.`
pub fn handed_over(paper: &Paper) -> String {
    let when = moment(paper.handed_over.at);
    match &paper.handed_over.courier {
        _ if paper.handed_over.fetched => format!("Retiré en boutique le {when}."),
        Some(courier) => format!("Livré le {when} par {courier}."),
        None => format!("Livré le {when}."),
    }
}

/// At the foot: what the paper is worth to a tax office.
pub fn standing(paper: &Paper) -> String {
    match &paper.stamp {
        Some(stamp) => {
            format!(
                "Certifiée {} n°\u{a0}{}. {}",
                stamp.system, stamp.reference, stamp.verification
            )
        }
        None => "Document non normalisé – ne tient pas lieu de FNE / facture certifiée.".to_owned(),
    }
}

/// `Page 2 sur 3`.
pub fn page(number: usize, of: usize) -> String {
    format!("Page\u{a0}{number} sur\u{a0}{of}")
}

/// How the file is called on the prospect's phone: `Reçu 2026-0042.pdf`.
pub fn file_name(paper: &Paper) -> String {
    let kind = if paper.stamp.is_some() { "Facture" } else { "Reçu" };
    format!("{kind} {}.pdf", paper.number)
}

/// What a reader of the file's properties sees: `Reçu de commande n° 2026-0042, 46 500 FCFA`.
pub fn summary(paper: &Paper) -> String {
    format!("{} n° {}, {}", title(paper), paper.number, paper.total)
}

/// `27 novembre 2026`, `1er décembre 2026`.
pub fn day(date: Date) -> String {
    let nth = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    let month = match date.month() {
        1 => "janvier",
        2 => "février",
        3 => "mars",
        4 => "avril",
        5 => "mai",
        6 => "juin",
        7 => "juillet",
        8 => "août",
        9 => "septembre",
        10 => "octobre",
        11 => "novembre",
        _ => "décembre",
    };
    format!("{nth}\u{a0}{month} {}", date.year())
}

/// `27 novembre 2026 à 14 h 05`.
fn moment(at: DateTime) -> String {
    format!("{} à {}\u{a0}h\u{a0}{:02}", day(at.date()), at.hour(), at.minute())
}
