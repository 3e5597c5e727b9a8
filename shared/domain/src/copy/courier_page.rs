//! What the page behind a courier's link says, beside what the courier would read on WhatsApp.

use jiff::civil::Time;

use super::{courier::short, shop::the_shop};
use crate::{money::Money, order::Order, standing::Standing};

/// Characters of a shop's name in a title.
const MAX_NAME: usize = 60;
/// Wrong codes before the delivery is locked.
const MAX_WRONG_CODES: u32 = 3;

/// Names of the rows.
pub const PICKUP: &str = "Retrait";
pub const AREA: &str = "Livraison";
pub const ADDRESS: &str = "Adresse";
pub const MAP: &str = "Plan";
pub const CONTACT: &str = "Client";
pub const PHONE: &str = "Téléphone";
pub const WHEN: &str = "Quand";
pub const PARCEL: &str = "Colis";
pub const EARNED: &str = "Vous gagnez";
pub const COLLECT: &str = "À encaisser";
pub const PAID: &str = "PAYÉ";

/// A page that says one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub text: String,
}

impl Notice {
    fn new(title: &str, text: &str) -> Self {
        Self { title: title.to_owned(), text: text.to_owned() }
    }
}

/// The heading where a courier stands.
pub fn title(standing: Standing, shop: &str) -> String {
    let shop = the_shop(&short(shop, MAX_NAME));
    match standing {
        Standing::Open { .. } => format!("Nouvelle course pour {shop}"),
        Standing::Refused => "Course refusée".to_owned(),
        Standing::TooLate | Standing::Gone => "Course déjà attribuée".to_owned(),
        Standing::Assigned | Standing::PickedUp => format!("Votre course pour {shop}"),
        Standing::AwaitingCode { .. } => "Code du client".to_owned(),
        Standing::CodeLocked => "Course bloquée".to_owned(),
        Standing::AwaitingCash => "Montant encaissé".to_owned(),
        Standing::Delivered { .. } => "Course terminée".to_owned(),
        Standing::Failed => "Livraison non faite".to_owned(),
        Standing::Cancelled => "Course annulée".to_owned(),
    }
}

/// Until when the offer stands, on the shop's clock.
pub fn answer_before(until: &Time) -> String {
    format!("Répondez avant {:02}:{:02}.", until.hour(), until.minute())
}

/// The code is right: how much was collected?
pub fn ask_cash(due: Money, order: &Order) -> String {
    if due.amount() > 0 {
        format!(
            "Code correct, merci ! Avez-vous encaissé {due} pour la course {} ?",
            order.reference()
        )
    } else {
        format!(
            "Code correct, merci ! La course {} est déjà payée : confirmez que vous n'avez rien encaissé.",
            order.reference()
        )
    }
}

/// How many wrong codes are left.
pub const fn tries_left(wrong: u32) -> u32 {
    MAX_WRONG_CODES.saturating_sub(wrong)
}

/// Labels of fields and small buttons.
pub fn code_label() -> &'static str {
    "Code à 4 chiffres"
}

pub fn send_code() -> &'static str {
    "Valider le code"
}

pub fn amount_label() -> &'static str {
    "Montant encaissé, en francs"
}

pub fn send_amount() -> &'static str {
    "Valider le montant"
}

pub fn undo() -> &'static str {
    "Annuler ma dernière action"
}

pub fn open_map() -> &'static str {
    "Ouvrir le plan"
}

pub fn call_shop() -> &'static str {
    "Appeler la boutique"
}

pub fn look_again() -> &'static str {
    "Voir maintenant"
}

/// What was typed into the code's field is no code.
pub fn not_four_digits() -> &'static str {
    "Le code a 4 chiffres. Vérifiez-le avec le client."
}

/// What was typed into the amount's field cannot be read one way only.
pub fn not_an_amount() -> &'static str {
    "Écrivez seulement le montant, par exemple 46500."
}

/// A tap whose effect does not show.
pub fn not_yet() -> &'static str {
    "Votre dernière action n'est pas encore confirmée. Voici où en est la course ; recommencez si besoin."
}

/// What was tapped is on its way.
pub fn on_its_way() -> Notice {
    Notice::new("Un instant…", "Votre réponse est en cours d'enregistrement.")
}

/// No link of ours.
pub fn unknown_link() -> Notice {
    Notice::new(
        "Lien introuvable",
        "Ce lien n'est pas complet. Ouvrez-le depuis le SMS, ou répondez à l'appel.",
    )
}

/// The offer behind the link is long over.
pub fn expired() -> Notice {
    Notice::new(
        "Lien expiré",
        "Cette course n'est plus disponible. Merci, et à une prochaine fois !",
    )
}

/// Something of ours failed.
pub fn trouble() -> Notice {
    Notice::new(
        "Service momentanément indisponible",
        "Rien n'a été enregistré. Réessayez dans un instant.",
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;
    use crate::{copy::courier::tests::order, money::Currency};

    #[test]
    fn titles_name_the_shop_while_there_is_something_to_do() {
        let until = "2026-11-23T10:05:00Z".parse().unwrap();
        let open = title(Standing::Open { until }, "Chez Awa");
        assert_eq!(open, "Nouvelle course pour la boutique Chez Awa");
        assert_eq!(title(Standing::Gone, "Chez Awa"), "Course déjà attribuée");
        assert_eq!(answer_before(&time(10, 5, 0, 0)), "Répondez avant 10:05.");
    }

    #[test]
    fn what_was_paid_before_is_not_asked_for() {
        let due = |amount| ask_cash(Money::new(amount, Currency::Xof), &order());
        assert!(due(46_500).contains("encaissé 46 500 FCFA"));
        assert!(due(0).contains("rien encaissé"));
        assert_eq!((tries_left(1), tries_left(3), tries_left(9)), (2, 0, 0));
    }
}
