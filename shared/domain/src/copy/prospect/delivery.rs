//! News from the road, and the three ways out when nobody takes it.

use jiff::civil::Date;

use super::{button, plain, with_buttons};
use crate::{
    conversation::{Bubble, Button, DeliveryFailure, Document, OrderChoice, Tap},
    copy::Voice,
    ids::OrderId,
    moment::Moment,
    money::Money,
    order::reference,
    phone::Phone,
};

/// A courier accepted. The code closes the delivery.
pub fn courier_found(
    voice: Voice,
    name: &str,
    phone: &Phone,
    code: &str,
    promised: Moment,
    today: Date,
) -> Bubble {
    let (moment, phone) = (voice.moment(promised, today), phone.national());
    plain(voice.pick(
        format!(
            "Votre commande est confirmée ! Livraison prévue {moment} avec {name}, {phone}\n\nVotre code de livraison : *{code}*. Donnez-le au livreur quand vous avez votre colis."
        ),
        format!(
            "Ta commande est confirmée ! Livraison prévue {moment} avec {name}, {phone}\n\nTon code de livraison : *{code}*. Donne-le au livreur quand tu as ton colis."
        ),
        format!(
            "Your order is confirmed! Delivery {moment} with {name}, {phone}\n\nYour delivery code: *{code}*. Give it to the courier once you have your parcel."
        ),
    ))
}

/// The parcel left the shop.
pub fn picked_up(voice: Voice, name: &str) -> Bubble {
    plain(voice.pick(
        format!(
            "{name} a récupéré votre colis et arrive. Gardez votre code de livraison à portée de main."
        ),
        format!("{name} a récupéré ton colis et arrive. Garde ton code de livraison à portée de main."),
        format!("{name} has your parcel and is on the way. Keep your delivery code at hand."),
    ))
}

/// A delivery service comes for the parcel. The order is paid, so no code is needed at the door.
pub fn service_found(
    voice: Voice,
    service: &str,
    courier: Option<&str>,
    tracking: Option<&str>,
    promised: Moment,
    today: Date,
) -> Bubble {
    let moment = voice.moment(promised, today);
    let by = courier.map_or(service.to_owned(), |courier| format!("{service} ({courier})"));
    let follow = tracking.map_or(String::new(), |url| {
        voice.either(format!("\n\nSuivi : {url}"), format!("\n\nFollow it: {url}"))
    });
    plain(voice.pick(
        format!("Votre commande est confirmée ! Livraison prévue {moment} par {by}.{follow}"),
        format!("Ta commande est confirmée ! Livraison prévue {moment} par {by}.{follow}"),
        format!("Your order is confirmed! Delivery {moment} by {by}.{follow}"),
    ))
}

/// The service's courier left the shop with the parcel.
pub fn service_picked_up(voice: Voice, service: &str) -> Bubble {
    plain(voice.pick(
        format!("{service} a récupéré votre colis et arrive."),
        format!("{service} a récupéré ton colis et arrive."),
        format!("{service} has your parcel and is on the way."),
    ))
}

/// Delivered, and what was paid.
pub fn delivered(voice: Voice, collected: Money) -> Bubble {
    if collected.amount() == 0 {
        return plain(voice.pick(
            "Votre commande est livrée. Merci de votre confiance !",
            "Ta commande est livrée. Merci de ta confiance !",
            "Your order is delivered. Thank you for your trust!",
        ));
    }
    plain(voice.pick(
        format!("Votre commande est livrée, {collected} réglés. Merci de votre confiance !"),
        format!("Ta commande est livrée, {collected} réglés. Merci de ta confiance !"),
        format!("Your order is delivered, {collected} paid. Thank you for your trust!"),
    ))
}

/// Fetched at the shop, and what was paid there.
pub fn fetched(voice: Voice, collected: Money) -> Bubble {
    if collected.amount() == 0 {
        return plain(voice.pick(
            "Vous avez bien retiré votre commande. Merci de votre confiance !",
            "Tu as bien retiré ta commande. Merci de ta confiance !",
            "You have picked up your order. Thank you for your trust!",
        ));
    }
    plain(voice.pick(
        format!(
            "Vous avez bien retiré votre commande, {collected} réglés. Merci de votre confiance !"
        ),
        format!("Tu as bien retiré ta commande, {collected} réglés. Merci de ta confiance !"),
        format!("You have picked up your order, {collected} paid. Thank you for your trust!"),
    ))
}

/// Under the receipt itself.
pub fn receipt_ready(voice: Voice, document: Document) -> Bubble {
    let number = &document.number;
    let text = voice.pick(
        format!("Votre reçu n° {number}. Merci !"),
        format!("Ton reçu n° {number}. Merci !"),
        format!("Your receipt no. {number}. Thank you!"),
    );
    Bubble { document: Some(document), ..plain(text) }
}

/// The delivery failed.
pub fn delivery_failed(
    voice: Voice,
    order: &OrderId,
    why: DeliveryFailure,
    retry: Option<Moment>,
    today: Date,
) -> Bubble {
    let reason = match why {
        DeliveryFailure::CustomerAbsent => voice.pick(
            "le livreur ne vous a pas trouvé sur place",
            "le livreur ne t'a pas trouvé sur place",
            "the courier did not find you there",
        ),
        DeliveryFailure::CustomerRefused => {
            voice.either("le colis n'a pas été accepté", "the parcel was not accepted")
        }
        DeliveryFailure::WrongAddress => voice
            .either("le livreur n'a pas trouvé l'adresse", "the courier did not find the address"),
        DeliveryFailure::CourierProblem => {
            voice.either("le livreur a eu un empêchement", "the courier had a problem")
        }
    };
    if let Some(moment) = retry.map(|moment| voice.moment(moment, today)) {
        return plain(voice.either(
            format!("La livraison n'a pas pu se faire : {reason}. Nous la reprogrammons {moment}."),
            format!("The delivery could not be made: {reason}. It is now planned for {moment}."),
        ));
    }
    // What was refused at the door is not brought again by a tap.
    let is_refused = match why {
        DeliveryFailure::CustomerRefused => true,
        DeliveryFailure::CustomerAbsent
        | DeliveryFailure::WrongAddress
        | DeliveryFailure::CourierProblem => false,
    };
    if is_refused {
        return plain(voice.pick(
            format!(
                "La livraison n'a pas pu se faire : {reason}. La boutique va vous recontacter."
            ),
            format!("La livraison n'a pas pu se faire : {reason}. La boutique va te recontacter."),
            format!("The delivery could not be made: {reason}. The shop will get back to you."),
        ));
    }
    with_buttons(
        voice.pick(
            format!("La livraison n'a pas pu se faire : {reason}. Que préférez-vous ?"),
            format!("La livraison n'a pas pu se faire : {reason}. Que préfères-tu ?"),
            format!("The delivery could not be made: {reason}. What would you prefer?"),
        ),
        ways_out(voice, order, true),
    )
}

/// The buttons of an order that waits for the prospect's word.
fn ways_out(voice: Voice, order: &OrderId, may_wait: bool) -> Vec<Button> {
    let choose = |choice, title| button(Tap::Choose(order.clone(), choice), title);
    let later = choose(OrderChoice::Tomorrow, voice.either("Livrer demain", "Deliver tomorrow"));
    let rest = [
        choose(OrderChoice::Pickup, voice.either("Retrait en boutique", "Pick up at the shop")),
        choose(OrderChoice::Cancel, voice.either("Annuler", "Cancel")),
    ];
    may_wait.then_some(later).into_iter().chain(rest).collect()
}

/// No courier accepted: three ways out, or two once waiting has led nowhere often enough.
pub fn nobody_found(voice: Voice, order: &OrderId, may_wait: bool) -> Bubble {
    let number = reference(order);
    with_buttons(
        voice.pick(
            format!(
                "Nous n'avons pas encore trouvé de livreur pour votre commande {number}. Que préférez-vous ?"
            ),
            format!(
                "Nous n'avons pas encore trouvé de livreur pour ta commande {number}. Que préfères-tu ?"
            ),
            format!(
                "We have not found a courier for your order {number} yet. What would you prefer?"
            ),
        ),
        ways_out(voice, order, may_wait),
    )
}

/// The delivery that was reported is not done after all.
pub fn reopened(voice: Voice, order: &OrderId) -> Bubble {
    let number = reference(order);
    plain(voice.pick(
        format!(
            "Petite erreur de notre livreur : la livraison de votre commande {number} n'est pas encore terminée. Gardez votre code de livraison, il reste valable."
        ),
        format!(
            "Petite erreur de notre livreur : la livraison de ta commande {number} n'est pas encore terminée. Garde ton code de livraison, il reste valable."
        ),
        format!(
            "A small mistake of our courier: the delivery of your order {number} is not finished yet. Keep your delivery code, it is still valid."
        ),
    ))
}

/// Nobody of the shop's is free, and a delivery service needs the point on the map.
pub fn position_wanted(voice: Voice, order: &OrderId) -> Bubble {
    let number = reference(order);
    let asked = plain(voice.pick(
        format!(
            "Un service de livraison peut prendre votre commande {number}. Il lui faut votre position exacte : touchez le bouton ci-dessous à l'endroit où vous voulez être livré."
        ),
        format!(
            "Un service de livraison peut prendre ta commande {number}. Il lui faut ta position exacte : touche le bouton ci-dessous à l'endroit où tu veux être livré."
        ),
        format!(
            "A delivery service can take your order {number}. It needs your exact position: tap the button below at the place where you want it delivered."
        ),
    ));
    Bubble { asks_position: true, ..asked }
}

/// The position is on its way to whoever delivers.
pub fn position_received(voice: Voice) -> Bubble {
    plain(voice.pick(
        "Merci, votre position est transmise pour la livraison.",
        "Merci, ta position est transmise pour la livraison.",
        "Thank you, your position is passed on for the delivery.",
    ))
}

/// A new moment was agreed.
pub fn rescheduled(voice: Voice, promised: Moment, today: Date) -> Bubble {
    let moment = voice.moment(promised, today);
    plain(voice.either(
        format!("C'est noté : livraison reprogrammée {moment}."),
        format!("Noted: the delivery is now planned for {moment}."),
    ))
}
