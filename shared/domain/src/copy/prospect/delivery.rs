//! News from the road, and the three ways out when nobody takes it.

use jiff::civil::Date;

use super::{button, plain, with_buttons};
use crate::{
    conversation::{Bubble, DeliveryFailure, Document, OrderChoice, Tap},
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

/// Delivered, and what was paid.
pub fn delivered(voice: Voice, collected: Money) -> Bubble {
    plain(voice.pick(
        format!("Votre commande est livrée, {collected} réglés. Merci de votre confiance !"),
        format!("Ta commande est livrée, {collected} réglés. Merci de ta confiance !"),
        format!("Your order is delivered, {collected} paid. Thank you for your trust!"),
    ))
}

/// Under the receipt itself.
pub fn receipt_ready(voice: Voice, number: &str, document: Document) -> Bubble {
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
    why: DeliveryFailure,
    retry: Option<Moment>,
    today: Date,
) -> Bubble {
    let why = match why {
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
    plain(match retry.map(|moment| voice.moment(moment, today)) {
        Some(moment) => voice.either(
            format!("La livraison n'a pas pu se faire : {why}. Nous la reprogrammons {moment}."),
            format!("The delivery could not be made: {why}. It is now planned for {moment}."),
        ),
        None => voice.pick(
            format!("La livraison n'a pas pu se faire : {why}. La boutique va vous recontacter."),
            format!("La livraison n'a pas pu se faire : {why}. La boutique va te recontacter."),
            format!("The delivery could not be made: {why}. The shop will get back to you."),
        ),
    })
}

/// No courier accepted: three ways out.
pub fn nobody_found(voice: Voice, order: &OrderId) -> Bubble {
    let choose = |choice, title| button(Tap::Choose(order.clone(), choice), title);
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
        vec![
            choose(OrderChoice::Tomorrow, voice.either("Livrer demain", "Deliver tomorrow")),
            choose(OrderChoice::Pickup, voice.either("Retrait en boutique", "Pick up at the shop")),
            choose(OrderChoice::Cancel, voice.either("Annuler", "Cancel")),
        ],
    )
}

/// A new moment was agreed.
pub fn rescheduled(voice: Voice, promised: Moment, today: Date) -> Bubble {
    let moment = voice.moment(promised, today);
    plain(voice.either(
        format!("C'est noté : livraison reprogrammée {moment}."),
        format!("Noted: the delivery is now planned for {moment}."),
    ))
}
