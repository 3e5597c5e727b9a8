//! An order from its confirmation on: noted, changed, cancelled.

use jiff::civil::Date;

use super::{button, plain, with_buttons};
use crate::{
    conversation::{AmendmentRefusal, Bubble, CancellationRefusal, Tap},
    copy::Voice,
    ids::OrderId,
    moment::Moment,
    money::Money,
    order::reference,
};

/// Right after the confirmation, while a courier is looked for.
pub fn order_received(voice: Voice, order: &OrderId, total: Money) -> Bubble {
    let order = reference(order);
    plain(voice.pick(
        format!(
            "Merci ! Votre commande {order} est bien notée, pour {total}. Nous cherchons un livreur et vous prévenons dès qu'il est trouvé."
        ),
        format!(
            "Merci ! Ta commande {order} est bien notée, pour {total}. Nous cherchons un livreur et te prévenons dès qu'il est trouvé."
        ),
        format!(
            "Thank you! Your order {order} is noted, for {total}. We are looking for a courier and will tell you as soon as we have one."
        ),
    ))
}

/// A second confirmation of the same recap.
pub fn already_confirmed(voice: Voice, order: &OrderId) -> Bubble {
    let order = reference(order);
    plain(voice.pick(
        format!("Votre commande {order} est déjà notée, vous n'avez rien d'autre à faire."),
        format!("Ta commande {order} est déjà notée, tu n'as rien d'autre à faire."),
        format!("Your order {order} is already noted, there is nothing else to do."),
    ))
}

/// Is it really to be cancelled? `yes` and `no` are what the two buttons mean.
pub fn cancel_question(voice: Voice, order: &OrderId, yes: Tap, no: Tap) -> Bubble {
    let order = reference(order);
    let text = voice.pick(
        format!("Voulez-vous vraiment annuler votre commande {order} ?"),
        format!("Tu veux vraiment annuler ta commande {order} ?"),
        format!("Do you really want to cancel your order {order}?"),
    );
    with_buttons(
        text,
        vec![
            button(yes, voice.either("Oui, annuler", "Yes, cancel")),
            button(no, voice.either("Non, garder", "No, keep it")),
        ],
    )
}

/// « Non, garder »: nothing changes.
pub fn kept(voice: Voice, order: &OrderId) -> Bubble {
    let order = reference(order);
    plain(voice.pick(
        format!("Parfait, votre commande {order} est maintenue."),
        format!("Parfait, ta commande {order} est maintenue."),
        format!("Great, we keep your order {order}."),
    ))
}

/// The order cannot be cancelled any more; of a parcel that has left, people must talk.
pub fn cancellation_refused(voice: Voice, order: &OrderId, why: CancellationRefusal) -> Bubble {
    let order = reference(order);
    plain(match why {
        CancellationRefusal::Left => voice.pick(
            format!(
                "Votre commande {order} est déjà en route, je ne peux plus l'annuler. La boutique est prévenue et va vous appeler pour trouver une solution."
            ),
            format!(
                "Ta commande {order} est déjà en route, je ne peux plus l'annuler. La boutique est prévenue et va t'appeler pour trouver une solution."
            ),
            format!(
                "Your order {order} is already on its way, I can no longer cancel it. The shop has been told and will call you to find a solution."
            ),
        ),
        CancellationRefusal::Over => voice.either(
            format!("La commande {order} est déjà terminée : il n'y a plus rien à annuler."),
            format!("Order {order} is already closed: there is nothing left to cancel."),
        ),
    })
}

/// The order is cancelled.
pub fn cancelled(voice: Voice, order: &OrderId) -> Bubble {
    let order = reference(order);
    plain(voice.pick(
        format!("Votre commande {order} est annulée. À bientôt !"),
        format!("Ta commande {order} est annulée. À bientôt !"),
        format!("Your order {order} is cancelled. See you soon!"),
    ))
}

/// The order is as the prospect wanted it changed.
pub fn amended(
    voice: Voice,
    order: &OrderId,
    total: Money,
    promised: Moment,
    today: Date,
) -> Bubble {
    let (order, moment) = (reference(order), voice.moment(promised, today));
    plain(voice.pick(
        format!(
            "C'est fait : votre commande {order} est modifiée. Total à payer à la livraison : {total}. Livraison prévue {moment}."
        ),
        format!(
            "C'est fait : ta commande {order} est modifiée. Total à payer à la livraison : {total}. Livraison prévue {moment}."
        ),
        format!(
            "Done: your order {order} is changed. Total to pay on delivery: {total}. Delivery {moment}."
        ),
    ))
}

/// The change came too late, or cannot be made.
pub fn amendment_refused(voice: Voice, order: &OrderId, why: AmendmentRefusal) -> Bubble {
    let order = reference(order);
    plain(match why {
        AmendmentRefusal::Left => voice.pick(
            format!(
                "Votre colis est déjà parti : la commande {order} ne peut plus être modifiée. Elle reste comme vous l'aviez confirmée."
            ),
            format!(
                "Ton colis est déjà parti : la commande {order} ne peut plus être modifiée. Elle reste comme tu l'avais confirmée."
            ),
            format!(
                "Your parcel has already left: order {order} can no longer be changed. It stays as you confirmed it."
            ),
        ),
        AmendmentRefusal::Over => voice.either(
            format!("La commande {order} est déjà terminée : elle ne peut plus être modifiée."),
            format!("Order {order} is already closed: it can no longer be changed."),
        ),
        AmendmentRefusal::Outdated => voice.pick(
            format!(
                "Votre commande {order} a changé entre-temps, je n'ai donc rien modifié. Voulez-vous la revoir telle qu'elle est maintenant, puis me redire votre changement ?"
            ),
            format!(
                "Ta commande {order} a changé entre-temps, je n'ai donc rien modifié. Tu veux la revoir telle qu'elle est maintenant, puis me redire ton changement ?"
            ),
            format!(
                "Your order {order} has changed in the meantime, so I left it alone. Shall I show it to you as it is now, so that you can ask again?"
            ),
        ),
        AmendmentRefusal::SoldOut => voice.pick(
            format!(
                "Désolé, il n'en reste pas assez : votre commande {order} reste comme avant. Dites-moi si vous voulez changer autre chose."
            ),
            format!(
                "Désolé, il n'en reste pas assez : ta commande {order} reste comme avant. Dis-moi si tu veux changer autre chose."
            ),
            format!(
                "Sorry, there is not enough left: your order {order} stays as it was. Tell me if you would like another change."
            ),
        ),
    })
}

/// The prospect comes to the shop, as they chose when no courier was found.
pub fn pickup_agreed(voice: Voice, order: &OrderId, left: Option<Money>) -> Bubble {
    let order = reference(order);
    let agreed = voice.pick(
        format!(
            "Entendu. La boutique vous attend pour votre commande {order}, elle vous confirme l'adresse ici."
        ),
        format!(
            "Entendu. La boutique t'attend pour ta commande {order}, elle te confirme l'adresse ici."
        ),
        format!(
            "All right. The shop is expecting you for your order {order} and will confirm the address here."
        ),
    );
    let left = left.map(|left| match left.amount() {
        1.. => voice.either(
            format!(" Sans livraison, il y a {left} à payer sur place."),
            format!(" Without delivery, there is {left} to pay at the shop."),
        ),
        ..=0 => voice.either(
            " Il n'y a rien à payer sur place.".to_owned(),
            " There is nothing to pay at the shop.".to_owned(),
        ),
    });
    plain(format!("{agreed}{}", left.unwrap_or_default()))
}

/// A button that was offered before the order went on.
pub fn choice_outdated(voice: Voice, order: &OrderId) -> Bubble {
    let order = reference(order);
    plain(voice.pick(
        format!(
            "Votre commande {order} a avancé depuis ce message, ce choix n'est plus possible. Voulez-vous savoir où elle en est ?"
        ),
        format!(
            "Ta commande {order} a avancé depuis ce message, ce choix n'est plus possible. Tu veux savoir où elle en est ?"
        ),
        format!(
            "Your order {order} has moved on since that message, this choice is no longer possible. Would you like to know where it stands?"
        ),
    ))
}
