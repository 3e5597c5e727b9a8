//! What a prospect reads that code wrote: recaps, confirmations, news, honest excuses.

use jiff::civil::Date;

use crate::{
    conversation::{
        AmendmentRefusal, Author, Bubble, Button, DeliveryFailure, OrderChoice, Recap, Tap,
    },
    ids::OrderId,
    moment::Moment,
    money::Money,
    order::{Line, reference},
    phone::Phone,
};

fn plain(text: impl Into<String>) -> Bubble {
    Bubble { author: Author::System, text: text.into(), buttons: Vec::new() }
}

fn button(tap: Tap, title: &str) -> Button {
    Button { tap, title: title.to_owned() }
}

fn line(line: &Line) -> String {
    let total = line.total().map_or_else(|_| String::new(), |total| format!(" : {total}"));
    format!("• {} × {}{total}", line.quantity, line.name)
}

/// The recap with its two buttons: what is confirmed is what is read here.
pub fn recap(recap: &Recap, today: Date) -> Bubble {
    let lines: Vec<String> = recap.lines.iter().map(line).collect();
    let text = format!(
        "Voici votre commande :\n{}\n\nLivraison : {}\nLieu : {}\nContact : {}\nQuand : {}\n\n*Total à payer à la livraison : {}*\n\nVous confirmez ?",
        lines.join("\n"),
        recap.totals.delivery_fee,
        recap.address.in_words(),
        recap.contact_phone.national(),
        recap.moment.in_words(today),
        recap.totals.total,
    );
    Bubble {
        author: Author::System,
        text,
        buttons: vec![
            button(Tap::Confirm(recap.id.clone()), "Confirmer"),
            button(Tap::Change(recap.id.clone()), "Modifier"),
        ],
    }
}

/// Right after the confirmation, while a courier is looked for.
pub fn order_received(order: &OrderId, total: Money) -> Bubble {
    plain(format!(
        "Merci ! Votre commande {} est bien notée, pour {total}. Nous cherchons un livreur et vous prévenons dès qu'il est trouvé.",
        reference(order),
    ))
}

/// A second confirmation of the same recap.
pub fn already_confirmed(order: &OrderId) -> Bubble {
    plain(format!(
        "Votre commande {} est déjà notée, vous n'avez rien d'autre à faire.",
        reference(order)
    ))
}

/// A button of a recap that has been replaced or is too old.
pub fn recap_outdated() -> Bubble {
    plain(
        "Ce récapitulatif n'est plus à jour. Dites-moi ce que vous souhaitez et je vous en prépare un nouveau.",
    )
}

/// « Modifier » was tapped.
pub fn what_to_change() -> Bubble {
    plain(
        "Bien sûr. Que souhaitez-vous modifier : l'article, la quantité, l'adresse, le numéro ou le moment de la livraison ?",
    )
}

/// The last unit went to somebody else between recap and confirmation.
pub fn sold_out(name: &str) -> Bubble {
    plain(format!(
        "Désolé, {name} vient de partir : il n'en reste pas assez. Voulez-vous que je vous propose autre chose ?"
    ))
}

/// A courier accepted. The code closes the delivery.
pub fn courier_found(
    name: &str,
    phone: &Phone,
    code: &str,
    promised: Moment,
    today: Date,
) -> Bubble {
    plain(format!(
        "Votre commande est confirmée ! Livraison prévue {} avec {name}, {}\n\nVotre code de livraison : *{code}*. Donnez-le au livreur quand vous avez votre colis.",
        promised.in_words(today),
        phone.national(),
    ))
}

/// The parcel left the shop.
pub fn picked_up(name: &str) -> Bubble {
    plain(format!(
        "{name} a récupéré votre colis et arrive. Gardez votre code de livraison à portée de main."
    ))
}

/// Delivered, and what was paid.
pub fn delivered(collected: Money) -> Bubble {
    plain(format!("Votre commande est livrée, {collected} réglés. Merci de votre confiance !"))
}

/// The delivery failed.
pub fn delivery_failed(why: DeliveryFailure, retry: Option<Moment>, today: Date) -> Bubble {
    let why = match why {
        DeliveryFailure::CustomerAbsent => "le livreur ne vous a pas trouvé",
        DeliveryFailure::CustomerRefused => "le colis n'a pas été accepté",
        DeliveryFailure::WrongAddress => "le livreur n'a pas trouvé l'adresse",
        DeliveryFailure::CourierProblem => "le livreur a eu un empêchement",
    };
    plain(match retry {
        Some(moment) => format!(
            "La livraison n'a pas pu se faire : {why}. Nous la reprogrammons {}.",
            moment.in_words(today)
        ),
        None => {
            format!("La livraison n'a pas pu se faire : {why}. La boutique va vous recontacter.")
        }
    })
}

/// No courier accepted: three ways out.
pub fn nobody_found(order: &OrderId) -> Bubble {
    Bubble {
        author: Author::System,
        text: format!(
            "Nous n'avons pas encore trouvé de livreur pour votre commande {}. Que préférez-vous ?",
            reference(order)
        ),
        buttons: vec![
            button(Tap::Choose(order.clone(), OrderChoice::Tomorrow), "Livrer demain"),
            button(Tap::Choose(order.clone(), OrderChoice::Pickup), "Retrait en boutique"),
            button(Tap::Choose(order.clone(), OrderChoice::Cancel), "Annuler"),
        ],
    }
}

/// A new moment was agreed.
pub fn rescheduled(promised: Moment, today: Date) -> Bubble {
    plain(format!("C'est noté : livraison reprogrammée {}.", promised.in_words(today)))
}

/// The order is cancelled.
pub fn cancelled(order: &OrderId) -> Bubble {
    plain(format!("Votre commande {} est annulée. À bientôt !", reference(order)))
}

/// The order is as the prospect wanted it changed.
pub fn amended(order: &OrderId, total: Money, promised: Moment, today: Date) -> Bubble {
    plain(format!(
        "C'est fait : votre commande {} est modifiée. Total à payer à la livraison : {total}. Livraison prévue {}.",
        reference(order),
        promised.in_words(today)
    ))
}

/// The change came too late.
pub fn amendment_refused(order: &OrderId, why: AmendmentRefusal) -> Bubble {
    let reference = reference(order);
    plain(match why {
        AmendmentRefusal::Left => format!(
            "Votre colis est déjà parti : la commande {reference} ne peut plus être modifiée. Elle reste comme vous l'aviez confirmée."
        ),
        AmendmentRefusal::Over => {
            format!("La commande {reference} est déjà terminée : elle ne peut plus être modifiée.")
        }
    })
}

/// A choice was passed on.
pub fn choice_noted(choice: OrderChoice) -> Bubble {
    plain(match choice {
        OrderChoice::Tomorrow => "Entendu, nous relançons les livreurs pour demain.",
        OrderChoice::Pickup => {
            "Entendu. La boutique vous attend, elle vous confirme l'adresse ici."
        }
        OrderChoice::Cancel => "Entendu, nous annulons la commande.",
    })
}

/// The AI is down or unusable: honest, and a human is on the way.
pub fn human_is_coming() -> Bubble {
    plain(
        "Je préfère laisser la boutique vous répondre elle-même : une personne reprend cette conversation. Merci de patienter un instant.",
    )
}

/// The one reminder of an open cart.
pub fn reminder(contents: &str) -> Bubble {
    plain(format!(
        "Bonjour ! Votre sélection vous attend toujours : {contents}. Voulez-vous que nous finalisions la commande ?"
    ))
}

#[cfg(test)]
mod tests;
