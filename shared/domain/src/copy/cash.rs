//! What couriers and sellers read about cash, from our own number. Each text is one line: outside
//! the 24 h window it is the parameter of a template, which takes no line break.
//!
//! A courier of several sellers gets one message for each, which names that seller alone.

use super::{
    courier::short,
    shop::{the_shop, the_shop_first},
};
use crate::money::Money;

const MAX_NAME: usize = 60;

/// Titles of the buttons under these texts, the same in their templates.
pub mod button {
    pub const HANDED_OVER: &str = "J'ai tout remis";
    pub const RECEIVED: &str = "Oui, bien reçu";
    pub const NOT_RECEIVED: &str = "Non, pas encore";
}

/// To the courier, in the evening; nothing when nothing is owed.
pub fn evening(owed: Money, shop: &str) -> Option<String> {
    let shop = the_shop(&short(shop, MAX_NAME));
    (owed.amount() > 0).then(|| format!("Tu as {owed} à remettre à {shop}."))
}

/// To the courier: no more cash orders until this is handed over.
pub fn ceiling_reached(owed: Money, shop: &str) -> String {
    format!(
        "Tu as {owed} à remettre à {}. C'est le maximum : remets cet argent pour recevoir de nouveau des courses à encaisser. Les courses déjà payées te sont toujours proposées.",
        the_shop(&short(shop, MAX_NAME))
    )
}

/// To the courier: the seller says that they have it.
pub fn remittance_noted(amount: Money, left: Money, shop: &str) -> String {
    format!(
        "{} a bien reçu {amount}. {}",
        the_shop_first(&short(shop, MAX_NAME)),
        match left.amount() {
            0 => "Tu n'as plus rien à remettre. Merci !".to_owned(),
            _ => format!("Il te reste {left} à remettre."),
        }
    )
}

/// To the seller: what they confirmed is written down.
pub fn remittance_confirmed(courier: &str, amount: Money, left: Money) -> String {
    let courier = named(courier);
    match left.amount() {
        0 => format!("{courier} vous a remis {amount}. Il ne vous doit plus rien."),
        _ => format!("{courier} vous a remis {amount}. Il lui reste {left} à vous remettre."),
    }
}

/// To the seller: the courier says that they handed it over, and only the seller can know.
pub fn claimed(courier: &str, amount: Money) -> String {
    format!("{} dit vous avoir remis {amount}. L'avez-vous bien reçu ?", named(courier))
}

/// To the courier: the seller is asked.
pub fn claim_passed_on(amount: Money, shop: &str) -> String {
    let shop = the_shop(&short(shop, MAX_NAME));
    format!("C'est noté : on demande à {shop} de confirmer {amount}.")
}

/// To the courier: the seller says that they have nothing yet.
pub fn claim_denied(amount: Money, shop: &str) -> String {
    format!(
        "{} dit ne pas encore avoir reçu {amount}. Vois avec la boutique directement.",
        the_shop_first(&short(shop, MAX_NAME))
    )
}

/// To the seller: nothing was written down.
pub fn denial_noted(courier: &str, owed: Money) -> String {
    format!("C'est noté : {} a toujours {owed} à vous remettre.", named(courier))
}

/// To whoever tapped: the account has moved since the message they answered.
pub fn claim_outdated() -> String {
    "Ce message n'est plus à jour : la caisse a changé depuis, rien n'a été noté.".to_owned()
}

/// To the courier: what the seller had noted did not happen.
pub fn remittance_recalled(amount: Money, owed: Money, shop: &str) -> String {
    format!(
        "{} a annulé la remise de {amount} : elle était notée par erreur. Tu as {owed} à remettre.",
        the_shop_first(&short(shop, MAX_NAME))
    )
}

/// To the seller: more was said to be handed over than is owed, so nothing is written down.
pub fn remittance_refused(courier: &str, amount: Money, owed: Money) -> String {
    let courier = named(courier);
    let state = match owed.amount() {
        ..=0 => format!("{courier} n'a rien à vous remettre"),
        _ => format!("{courier} n'a que {owed} à vous remettre"),
    };
    format!(
        "{state} : la remise de {amount} n'a pas été notée. Vérifiez le montant dans votre tableau de bord."
    )
}

/// To the seller: a courier holds as much as they may.
pub fn courier_at_ceiling(courier: &str, owed: Money, ceiling: Money) -> String {
    format!(
        "{} a {owed} à vous remettre, votre plafond est de {ceiling} : seules des courses déjà payées lui seront proposées. Confirmez la remise quand vous avez l'argent.",
        named(courier)
    )
}

/// A courier's name on one line, at the head of a sentence.
fn named(name: &str) -> String {
    match short(name, MAX_NAME) {
        empty if empty.is_empty() => "Le livreur".to_owned(),
        name => name,
    }
}

#[cfg(test)]
mod tests;
