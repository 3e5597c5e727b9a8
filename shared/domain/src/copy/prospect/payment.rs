//! Mobile money: the link, and what became of it. Amounts are the provider's word, never the
//! prospect's.

use jiff::civil::Time;

use super::{plain, with_link};
use crate::{
    conversation::Bubble,
    copy::Voice,
    ids::OrderId,
    money::Money,
    order::reference,
    payment::{Known, Purpose},
};

/// WhatsApp shows as much of a button.
const TITLE_MAX: usize = 20;

/// Where to pay, and until when (on the shop's clock, today).
pub fn payment_link(
    voice: Voice,
    order: &OrderId,
    amount: Money,
    purpose: Purpose,
    until: Option<Time>,
    url: &str,
) -> Bubble {
    let order = reference(order);
    let text = match purpose {
        Purpose::Full => voice.pick(
            format!("Pour payer votre commande {order} par mobile money, touchez le bouton : {amount}."),
            format!("Pour payer ta commande {order} par mobile money, touche le bouton : {amount}."),
            format!("To pay for your order {order} by mobile money, tap the button: {amount}."),
        ),
        Purpose::Deposit => voice.pick(
            format!(
                "Pour lancer la livraison de votre commande {order}, il faut un acompte de {amount}. Le reste se paie à la livraison."
            ),
            format!(
                "Pour lancer la livraison de ta commande {order}, il faut un acompte de {amount}. Le reste se paie à la livraison."
            ),
            format!(
                "To start the delivery of your order {order}, we need a deposit of {amount}. The rest is paid on delivery."
            ),
        ),
    };
    let end = until.map(|until| {
        let (hour, minute) = (until.hour(), until.minute());
        voice.either(
            format!(" Le lien est valable jusqu'à {hour}h{minute:02}."),
            format!(" The link is valid until {hour}:{minute:02}."),
        )
    });
    let title = voice.either(format!("Payer {amount}"), format!("Pay {amount}"));
    let title = if title.chars().count() > TITLE_MAX {
        voice.either("Payer", "Pay").to_owned()
    } else {
        title
    };
    with_link(format!("{text}{}", end.unwrap_or_default()), title, url)
}

/// The provider has the money; `left` is due on delivery.
pub fn payment_received(voice: Voice, order: &OrderId, amount: Money, left: Money) -> Bubble {
    let order = reference(order);
    plain(if left.amount() > 0 {
        voice.pick(
            format!(
                "Paiement reçu : {amount}, merci ! Il vous reste {left} à payer à la livraison de la commande {order}."
            ),
            format!(
                "Paiement reçu : {amount}, merci ! Il te reste {left} à payer à la livraison de la commande {order}."
            ),
            format!(
                "Payment received: {amount}, thank you! There is {left} left to pay on delivery of order {order}."
            ),
        )
    } else {
        voice.pick(
            format!(
                "Paiement reçu : {amount}, merci ! Votre commande {order} est réglée, vous n'avez rien à payer au livreur."
            ),
            format!(
                "Paiement reçu : {amount}, merci ! Ta commande {order} est réglée, tu n'as rien à payer au livreur."
            ),
            format!(
                "Payment received: {amount}, thank you! Your order {order} is paid, there is nothing to pay the courier."
            ),
        )
    })
}

/// The provider has money for an order that is delivered, failed or cancelled.
pub fn payment_after_the_end(voice: Voice, order: &OrderId, amount: Money) -> Bubble {
    let order = reference(order);
    plain(voice.pick(
        format!(
            "Paiement reçu : {amount}. Votre commande {order} était déjà terminée : la boutique vous écrit pour la suite."
        ),
        format!(
            "Paiement reçu : {amount}. Ta commande {order} était déjà terminée : la boutique t'écrit pour la suite."
        ),
        format!(
            "Payment received: {amount}. Your order {order} was already closed: the shop will write to you about it."
        ),
    ))
}

/// What is known of an order's money, for who says they have paid or asks whether it came. What a
/// provider has not confirmed is not said to have come, whatever was sent to prove it.
pub fn payment_known(voice: Voice, order: &OrderId, known: Known) -> Bubble {
    let order = reference(order);
    plain(match known {
        Known::Paid { came } => voice.pick(
            format!("Votre commande {order} est payée : {came} reçus. Vous n'avez plus rien à payer."),
            format!("Ta commande {order} est payée : {came} reçus. Tu n'as plus rien à payer."),
            format!("Your order {order} is paid: {came} received. There is nothing left to pay."),
        ),
        Known::Part { came, left } => voice.pick(
            format!("Acompte reçu pour votre commande {order} : {came}. Il vous reste {left} à payer à la livraison."),
            format!("Acompte reçu pour ta commande {order} : {came}. Il te reste {left} à payer à la livraison."),
            format!("Deposit received for your order {order}: {came}. There is {left} left to pay on delivery."),
        ),
        Known::Asked => voice.pick(
            format!(
                "Le lien de paiement de votre commande {order} vous a été envoyé, et l'opérateur ne nous a pas encore confirmé de paiement. Dès qu'il le fait, nous vous l'écrivons ici ; une capture d'écran ne suffit pas."
            ),
            format!(
                "Le lien de paiement de ta commande {order} t'a été envoyé, et l'opérateur ne nous a pas encore confirmé de paiement. Dès qu'il le fait, nous te l'écrivons ici ; une capture d'écran ne suffit pas."
            ),
            format!(
                "The payment link of your order {order} was sent to you, and the operator has not confirmed any payment to us yet. We will write to you here as soon as it does; a screenshot is not enough."
            ),
        ),
        Known::Nothing => voice.pick(
            format!(
                "L'opérateur ne nous a confirmé aucun paiement pour votre commande {order}. Si vous avez payé, nous vous l'écrirons ici dès qu'il le confirme ; une capture d'écran ne suffit pas."
            ),
            format!(
                "L'opérateur ne nous a confirmé aucun paiement pour ta commande {order}. Si tu as payé, nous te l'écrirons ici dès qu'il le confirme ; une capture d'écran ne suffit pas."
            ),
            format!(
                "The operator has not confirmed any payment for your order {order}. If you have paid, we will write to you here as soon as it does; a screenshot is not enough."
            ),
        ),
        Known::Over { came, back } => {
            let money = match (came.amount(), back.amount()) {
                (..=0, _) => voice.either(
                    "Nous n'avons reçu aucun paiement.".to_owned(),
                    "We have received no payment.".to_owned(),
                ),
                (_, ..=0) => voice.either(
                    format!("Paiement reçu : {came}."),
                    format!("Payment received: {came}."),
                ),
                (..) => voice.either(
                    format!("Paiement reçu : {came}, dont {back} remboursés."),
                    format!("Payment received: {came}, of which {back} went back."),
                ),
            };
            voice.pick(
                format!("Votre commande {order} est terminée. {money}"),
                format!("Ta commande {order} est terminée. {money}"),
                format!("Your order {order} is closed. {money}"),
            )
        }
    })
}

/// The page closed and nothing was paid.
pub fn payment_expired(voice: Voice, order: &OrderId, purpose: Purpose) -> Bubble {
    let order = reference(order);
    plain(match purpose {
        Purpose::Full => voice.pick(
            format!(
                "Le lien de paiement de votre commande {order} a expiré et nous n'avons rien reçu. Vous pouvez payer à la livraison, ou me demander un nouveau lien."
            ),
            format!(
                "Le lien de paiement de ta commande {order} a expiré et nous n'avons rien reçu. Tu peux payer à la livraison, ou me demander un nouveau lien."
            ),
            format!(
                "The payment link of your order {order} has expired and we have received nothing. You can pay on delivery, or ask me for a new link."
            ),
        ),
        Purpose::Deposit => voice.pick(
            format!(
                "Le délai de l'acompte de votre commande {order} est passé et nous n'avons rien reçu. Écrivez-moi si vous la voulez toujours."
            ),
            format!(
                "Le délai de l'acompte de ta commande {order} est passé et nous n'avons rien reçu. Écris-moi si tu la veux toujours."
            ),
            format!(
                "The time for the deposit of your order {order} is over and we have received nothing. Write to me if you still want it."
            ),
        ),
    })
}

/// Money went back.
pub fn payment_refunded(voice: Voice, order: &OrderId, amount: Money) -> Bubble {
    let order = reference(order);
    plain(voice.pick(
        format!(
            "{amount} vous ont été remboursés pour la commande {order}, sur le compte qui a payé."
        ),
        format!(
            "{amount} t'ont été remboursés pour la commande {order}, sur le compte qui a payé."
        ),
        format!("{amount} went back to the account that paid for order {order}."),
    ))
}
