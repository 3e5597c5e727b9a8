//! What a seller reads from our own number. Each text is one line: outside the 24 h window it is
//! the parameter of a template, which takes no line break.

pub mod number;

use jiff::civil::Date;

use super::courier::short;
use crate::{
    conversation::{AmendmentRefusal, DeliveryFailure, HandOverReason},
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
        "personne n'est disponible dans cette zone".to_owned()
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
        "Aucun livreur pour la commande {} ({}) : {told}. Votre client peut choisir une livraison demain, le retrait en boutique ou l'annulation.",
        order.reference(),
        contents(order)
    )
}

/// A delivery service comes for the parcel.
pub fn service_coming(order: &Order, service: &str, price: Option<Money>, today: Date) -> String {
    let price = price.map_or(String::new(), |price| format!(" ({price})"));
    format!(
        "Aucun livreur n'a accepté : {service}{price} vient chercher la commande {}. À préparer : {} - livraison {}",
        order.reference(),
        contents(order),
        order.moment.in_words(today)
    )
}

/// A service that is not wanted any more asks for money to stay away.
pub fn service_cancel_costs(order: &Order, service: &str, fee: Option<Money>) -> String {
    let price =
        fee.map_or("un montant que le service n'indique pas".to_owned(), |fee| fee.to_string());
    format!(
        "Commande {} : {service} est déjà en route et l'annuler coûte {price}. Sans votre accord, rien n'est payé et la course continue.",
        order.reference()
    )
}

/// The keys of a delivery service that were just typed do not open it.
pub fn service_keys_refused(service: &str) -> String {
    format!(
        "{service} n'accepte pas les clés que vous venez d'enregistrer. Vérifiez-les dans les réglages de votre tableau de bord."
    )
}

/// The button under it (Meta: at most 20 characters).
pub const PAY_AND_CANCEL: &str = "Payer et annuler";

/// A step that was reported is taken back.
pub fn undone(order: &Order) -> String {
    format!(
        "Correction pour la commande {} : ce qui vous a été annoncé était une erreur de saisie, la livraison est de nouveau en cours.",
        order.reference()
    )
}

/// The prospect paid by mobile money.
pub fn paid(order: &Order, amount: Money, left: Money, over: Money) -> String {
    let rest = if over.amount() > 0 {
        format!("Rien à encaisser à la livraison : {over} sont payés en trop, à rendre au client.")
    } else if left.amount() > 0 {
        format!("Reste à encaisser : {left}.")
    } else {
        "Rien à encaisser à la livraison.".to_owned()
    };
    format!("Commande {} : {amount} reçus par mobile money. {rest}", order.reference())
}

/// Money for an order that is over.
pub fn paid_too_late(order: &Order, amount: Money) -> String {
    format!(
        "Attention : {amount} reçus par mobile money pour la commande {}, qui est déjà terminée. Vérifiez s'il faut rembourser.",
        order.reference()
    )
}

/// No deposit in time.
pub fn deposit_missing(order: &Order) -> String {
    format!(
        "Commande {} annulée : l'acompte n'a pas été payé à temps. Les articles sont de nouveau en stock.",
        order.reference()
    )
}

/// A cancelled order that was paid.
pub fn refund_due(order: &Order, paid: Money) -> String {
    format!(
        "La commande {} est annulée et {paid} ont été payés par mobile money : remboursez depuis votre tableau de bord.",
        order.reference()
    )
}

/// Delivered and paid; an amount that differs from what was left to collect is said next to it.
pub fn delivered(order: &Order, collected: Money, left: Money) -> String {
    let due = left;
    let paid = if due.amount() == 0 && collected.amount() == 0 {
        ", déjà payée par mobile money".to_owned()
    } else if collected == due {
        format!(", {collected} encaissés par le livreur")
    } else {
        format!(". Attention : {collected} encaissés au lieu de {due}")
    };
    format!("Commande {} livrée : {}{paid}.", order.reference(), contents(order))
}

/// The delivery failed, and what happens next.
pub fn failed(order: &Order, why: DeliveryFailure, retry: Option<Moment>, today: Date) -> String {
    let next = match retry {
        Some(moment) => format!("Nouvelle livraison prévue {}.", moment.in_words(today)),
        None => "Les articles sont de nouveau en stock. Choisissez un autre moment ou annulez-la dans votre tableau de bord.".to_owned(),
    };
    let why = match why {
        DeliveryFailure::CustomerAbsent => "le client était absent",
        DeliveryFailure::CustomerRefused => "le client a refusé le colis",
        DeliveryFailure::WrongAddress => "le livreur n'a pas trouvé l'adresse",
        DeliveryFailure::CourierProblem => "le livreur a eu un empêchement",
    };
    format!("La commande {} n'a pas pu être livrée : {why}. {next}", order.reference())
}

/// Too many wrong codes: the seller must look into it.
pub fn code_locked(order: &Order, courier: &str) -> String {
    format!(
        "Commande {} : {} a donné 3 mauvais codes. Appelez-le, appelez le client, puis décidez dans votre tableau de bord : livrée, échec ou nouveaux essais.",
        order.reference(),
        named(courier, "le livreur")
    )
}

/// The prospect chose another moment.
pub fn rescheduled(order: &Order, promised: Moment, today: Date) -> String {
    format!(
        "Commande {} reportée à la demande du client - livraison {}",
        order.reference(),
        promised.in_words(today)
    )
}

/// The prospect comes to the shop.
pub fn pickup_chosen(order: &Order, left: Money, over: Money) -> String {
    let money = if over.amount() > 0 {
        format!("Déjà payée, {over} sont à rendre au client (pas de livraison).")
    } else if left.amount() > 0 {
        format!("À encaisser en boutique : {left}.")
    } else {
        "Déjà payée.".to_owned()
    };
    format!(
        "Commande {} : {} passe la retirer en boutique - À préparer : {}. {money}",
        order.reference(),
        named(&order.contact_name, "le client"),
        contents(order)
    )
}

/// The prospect cancelled.
pub fn cancelled(order: &Order) -> String {
    format!(
        "Commande {} annulée par le client : {}. Les articles sont de nouveau en stock.",
        order.reference(),
        contents(order)
    )
}

/// The prospect amended the order.
pub fn amended(order: &Order, today: Date) -> String {
    format!(
        "Commande {} modifiée - À préparer : {} - livraison {}",
        order.reference(),
        contents(order),
        order.moment.day_in_words(today)
    )
}

/// The seller's own change or cancellation came too late, or cannot be made.
pub fn refused(order: &Order, why: AmendmentRefusal) -> String {
    let why = match why {
        AmendmentRefusal::Left => "le colis est déjà parti",
        AmendmentRefusal::Over => "elle est déjà terminée",
        AmendmentRefusal::Outdated => {
            return format!(
                "Commande {} : elle a changé entre-temps, votre changement n'a pas été fait. Regardez-la dans votre tableau de bord et refaites-le s'il le faut.",
                order.reference()
            );
        }
        AmendmentRefusal::SoldOut => return too_few_units(order),
    };
    format!("Commande {} : {why}, votre changement n'a pas été fait.", order.reference())
}

/// The prospect wants to cancel a parcel that has left.
pub fn cancellation_wanted(order: &Order) -> String {
    format!(
        "Commande {} : {} veut annuler, mais le colis est déjà parti. Appelez le client et le livreur, puis annulez ou laissez livrer depuis votre tableau de bord.",
        order.reference(),
        match short(&order.contact_name, MAX_NAME) {
            name if name.is_empty() => "le client".to_owned(),
            name => name,
        }
    )
}

/// Not enough is left for a change, or for a failed order that is to go out again.
pub fn too_few_units(order: &Order) -> String {
    format!(
        "Commande {} : le stock ne suffit pas pour le changement demandé, elle reste comme avant ({}). Corrigez le stock dans votre tableau de bord ou répondez au client.",
        order.reference(),
        contents(order)
    )
}

/// A prospect waits for the seller in person.
pub fn hand_over(contact: &str, why: HandOverReason) -> String {
    let why = match why {
        HandOverReason::Asked => "demande à parler à une personne",
        HandOverReason::AiUnavailable => {
            "attend une réponse, l'assistant est indisponible pour le moment"
        }
        HandOverReason::AiUnreliable => "attend une réponse que l'assistant n'a pas su donner",
        HandOverReason::Unsupported => "a envoyé un message que l'assistant ne sait pas lire",
        HandOverReason::LoopSuspected => "répond comme un robot : l'assistant ne lui écrit plus",
        HandOverReason::LimitReached => {
            "attend une réponse : l'assistant a atteint sa limite de la journée"
        }
        HandOverReason::Unreachable => {
            return call_by_phone(contact, "ne reçoit plus vos messages sur WhatsApp");
        }
        HandOverReason::WindowClosed => {
            return call_by_phone(
                contact,
                "attend des nouvelles de sa commande, mais WhatsApp ne permet plus de lui écrire d'ici",
            );
        }
    };
    format!(
        "{} {why}. Répondez-lui depuis votre tableau de bord ou votre téléphone.",
        named(contact, "Un client")
    )
}

/// WhatsApp refused a message to a prospect for good.
pub fn not_delivered(contact: &str) -> String {
    call_by_phone(contact, "n'a pas reçu votre dernier message : WhatsApp l'a refusé")
}

/// What the dashboard cannot send any more, a call can still say.
fn call_by_phone(contact: &str, why: &str) -> String {
    format!("{} {why}. Appelez ce client si vous le pouvez.", named(contact, "Un client"))
}

/// A person's name on one line; `nobody` when there is none.
fn named(name: &str, nobody: &str) -> String {
    match short(name, MAX_NAME) {
        empty if empty.is_empty() => nobody.to_owned(),
        name => name,
    }
}

/// A seller wrote to our own number, where nobody reads.
pub fn use_dashboard(url: &str) -> String {
    format!("Bonjour ! Ce numéro sert seulement à vous prévenir. Suivez vos commandes ici : {url}")
}

#[cfg(test)]
mod tests;
