//! What a seller reads from our own number. Each text is one line: outside the 24 h window it is
//! the parameter of a template, which takes no line break.

pub mod number;

use jiff::civil::Date;

use super::courier::{reason as reason_in_words, short};
use crate::{
    conversation::{DeliveryFailure, HandOverReason},
    dispatch::Tally,
    moment::Moment,
    money::Money,
    order::Order,
};

/// Characters of the contents; Meta's limit for a whole template body is 1,024.
const MAX_CONTENTS: usize = 500;
const MAX_NAME: usize = 60;

fn contents(order: &Order) -> String {
    short(&order.contents(), MAX_CONTENTS)
}

/// A courier accepted: the parcel is to be prepared.
pub fn to_prepare(order: &Order, today: Date) -> String {
    format!(
        "Nouvelle commande confirmée - À préparer : {} - livraison {}",
        contents(order),
        order.moment.day_in_words(today)
    )
}

/// The same, once the delivery was moved.
pub fn to_prepare_again(order: &Order, today: Date) -> String {
    format!(
        "Commande {} reprogrammée - À préparer : {} - livraison {}",
        order.reference(),
        contents(order),
        order.moment.day_in_words(today)
    )
}

/// Nobody accepted, and how the round went: `4 livreurs contactés, 2 refus, 2 sans réponse`.
pub fn nobody_found(order: &Order, tally: Tally) -> String {
    let many = |count: u32, one: &str, several: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {several}")),
    };
    let told = if tally.asked == 0 {
        "aucun livreur disponible pour cette zone".to_owned()
    } else {
        let parts = [
            many(tally.asked, "livreur contacté", "livreurs contactés"),
            many(tally.refused, "refus", "refus"),
            many(tally.silent, "sans réponse", "sans réponse"),
            many(tally.unreachable, "injoignable", "injoignables"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    format!(
        "Aucun livreur pour la commande {} ({}) : {told}. Le client peut choisir demain, le retrait en boutique ou l'annulation.",
        order.reference(),
        contents(order)
    )
}

/// Delivered and paid; an amount that differs from what was due is said next to it.
pub fn delivered(order: &Order, collected: Money) -> String {
    let due = order.totals.total;
    let paid = if collected == due {
        format!("{collected} encaissés par le livreur")
    } else {
        format!("attention, {collected} encaissés au lieu de {due}")
    };
    format!("Commande {} livrée : {}, {paid}.", order.reference(), contents(order))
}

/// The delivery failed, and what happens next.
pub fn failed(order: &Order, why: DeliveryFailure, retry: Option<Moment>, today: Date) -> String {
    let next = match retry {
        Some(moment) => format!("Elle est reprogrammée {}.", moment.in_words(today)),
        None => "Choisissez un autre moment ou annulez-la dans votre tableau de bord.".to_owned(),
    };
    format!(
        "Livraison de la commande {} échouée - {}. {next}",
        order.reference(),
        reason_in_words(why)
    )
}

/// Too many wrong codes: the seller must look into it.
pub fn code_locked(order: &Order, courier: &str) -> String {
    format!(
        "Commande {} : le livreur {} a donné 3 codes faux. Appelez-le et le client, puis reprogrammez ou annulez dans votre tableau de bord.",
        order.reference(),
        short(courier, MAX_NAME)
    )
}

/// The prospect chose another moment.
pub fn rescheduled(order: &Order, promised: Moment, today: Date) -> String {
    format!(
        "Commande {} reportée par le client - livraison {}",
        order.reference(),
        promised.in_words(today)
    )
}

/// The prospect comes to the shop.
pub fn pickup_chosen(order: &Order) -> String {
    format!(
        "Commande {} : {} vient la retirer en boutique - À préparer : {}",
        order.reference(),
        short(&order.contact_name, MAX_NAME),
        contents(order)
    )
}

/// The prospect cancelled.
pub fn cancelled(order: &Order) -> String {
    format!(
        "Commande {} annulée par le client : {}. Les articles sont remis en stock.",
        order.reference(),
        contents(order)
    )
}

/// A prospect waits for the seller in person.
pub fn hand_over(contact: &str, why: HandOverReason) -> String {
    let why = match why {
        HandOverReason::Asked => "demande à parler à une personne",
        HandOverReason::AiUnavailable => "attend une réponse, l'assistant est indisponible",
        HandOverReason::AiUnreliable => "attend une réponse que l'assistant n'a pas su donner",
        HandOverReason::Unsupported => "a envoyé un message que l'assistant ne sait pas lire",
        HandOverReason::WindowClosed => {
            "attend des nouvelles de sa commande, mais WhatsApp ne permet plus de lui écrire"
        }
    };
    call(contact, why)
}

/// WhatsApp refused a message to a prospect for good.
pub fn not_delivered(contact: &str) -> String {
    call(contact, "n'a pas reçu notre dernier message, WhatsApp l'a refusé")
}

fn call(contact: &str, why: &str) -> String {
    let contact = match short(contact, MAX_NAME) {
        empty if empty.is_empty() => "Un client".to_owned(),
        name => name,
    };
    format!("{contact} {why}. Répondez-lui depuis votre tableau de bord ou votre téléphone.")
}

/// A seller wrote to our own number, where nobody reads.
pub fn use_dashboard(url: &str) -> String {
    format!("Bonjour ! Ce numéro ne fait que vous prévenir. Vos commandes se suivent ici : {url}")
}

#[cfg(test)]
mod tests;
