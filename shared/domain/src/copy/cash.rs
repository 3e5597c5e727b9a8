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
        "{} a {owed} à vous remettre, votre plafond est de {ceiling} : seules des courses déjà payées lui seront proposées. Confirmez la remise dans votre tableau de bord quand vous avez l'argent.",
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
