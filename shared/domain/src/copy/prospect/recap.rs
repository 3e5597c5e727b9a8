//! What is read before a confirmation, and why one cannot be had.

use jiff::civil::Date;

use super::{plain, recap_buttons, with_buttons};
use crate::{
    conversation::{Bubble, Recap},
    copy::Voice,
    ids::{OrderId, RecapId},
    order::{Line, reference},
};

/// Things named in a sentence before it becomes a list nobody reads.
const MAX_OTHERS: usize = 5;

fn line(voice: Voice, line: &Line) -> String {
    let colon = voice.either(" : ", ": ");
    let total = line.total().map_or_else(|_| String::new(), |total| format!("{colon}{total}"));
    format!("• {} × {}{total}", line.quantity, line.name)
}

/// The recap with its two buttons: what is confirmed is what is read here.
pub fn recap(voice: Voice, recap: &Recap, today: Date) -> Bubble {
    let heading =
        voice.pick("Voici votre commande :", "Voici ta commande :", "Here is your order:");
    let question = voice.pick("Vous confirmez ?", "Tu confirmes ?", "Do you confirm?");
    shown(voice, heading, recap, question, today)
}

/// The recap of an order that the prospect wants changed.
pub fn amendment_recap(voice: Voice, order: &OrderId, recap: &Recap, today: Date) -> Bubble {
    let order = reference(order);
    let heading = voice.pick(
        format!("Voici votre commande {order} modifiée :"),
        format!("Voici ta commande {order} modifiée :"),
        format!("Here is your order {order} with the change:"),
    );
    let question = voice.pick(
        "Vous confirmez ce changement ?",
        "Tu confirmes ce changement ?",
        "Do you confirm this change?",
    );
    shown(voice, &heading, recap, question, today)
}

fn shown(voice: Voice, heading: &str, recap: &Recap, question: &str, today: Date) -> Bubble {
    let lines = recap.lines.iter().map(|one| line(voice, one)).collect::<Vec<_>>().join("\n");
    let (fee, total) = (recap.totals.delivery_fee, recap.totals.total);
    let place = voice.place(&recap.address);
    let people = people(voice, recap);
    let moment = voice.moment(recap.moment, today);
    let terms = voice.either(
        format!(
            "Livraison : {fee}\nLieu : {place}\n{people}\nQuand : {moment}\n\n*Total à payer à la livraison : {total}*"
        ),
        format!(
            "Delivery: {fee}\nPlace: {place}\n{people}\nWhen: {moment}\n\n*Total to pay on delivery: {total}*"
        ),
    );
    with_buttons(
        format!("{heading}\n{lines}\n\n{terms}\n\n{question}"),
        recap_buttons(voice, &recap.id),
    )
}

/// Whom the courier calls, and who receives and pays when it is somebody else.
fn people(voice: Voice, recap: &Recap) -> String {
    let phone = recap.contact_phone.national();
    let mut lines = vec![voice.either(format!("Contact : {phone}"), format!("Contact: {phone}"))];
    if let Some(recipient) = &recap.recipient {
        let who = recipient.in_words();
        lines.push(voice.either(format!("Reçoit : {who}"), format!("Received by: {who}")));
    }
    if let Some(payer) = &recap.payer {
        lines.push(voice.either(format!("Paie : {payer}"), format!("Paid by: {payer}")));
    }
    lines.join("\n")
}

/// « ok » under an outstanding recap: what confirms is the button, so here it is again.
pub fn tap_to_confirm(voice: Voice, recap: &RecapId) -> Bubble {
    let text = voice.pick(
        "Il ne manque que votre accord : touchez « Confirmer » pour valider.",
        "Il ne manque que ton accord : touche « Confirmer » pour valider.",
        "I only need your go-ahead: tap \"Confirm\" to go on.",
    );
    with_buttons(text, recap_buttons(voice, recap))
}

/// A button of a recap that has been replaced or is too old.
pub fn recap_outdated(voice: Voice) -> Bubble {
    plain(voice.pick(
        "Ce récapitulatif n'est plus à jour. Dites-moi ce que vous souhaitez et je vous en prépare un nouveau.",
        "Ce récapitulatif n'est plus à jour. Dis-moi ce que tu souhaites et je t'en prépare un nouveau.",
        "This summary is out of date. Tell me what you would like and I will prepare a new one.",
    ))
}

/// « Modifier » was tapped.
pub fn what_to_change(voice: Voice) -> Bubble {
    plain(voice.pick(
        "Bien sûr. Que souhaitez-vous modifier : l'article, la quantité, l'adresse, le numéro ou le moment de la livraison ?",
        "Bien sûr. Que veux-tu modifier : l'article, la quantité, l'adresse, le numéro ou le moment de la livraison ?",
        "Of course. What would you like to change: the item, the quantity, the address, the phone number or the delivery time?",
    ))
}

/// The last unit went to somebody else between recap and confirmation. `others` is what is still
/// there of the same product, as shown in a cart; it may be empty.
pub fn sold_out(voice: Voice, name: &str, others: &[String]) -> Bubble {
    if others.is_empty() {
        return plain(voice.pick(
            format!(
                "Désolé, {name} vient de partir : il n'en reste plus assez. Voulez-vous que je vous propose autre chose ?"
            ),
            format!(
                "Désolé, {name} vient de partir : il n'en reste plus assez. Tu veux que je te propose autre chose ?"
            ),
            format!(
                "Sorry, {name} has just gone: there is not enough left. Shall I suggest something else?"
            ),
        ));
    }
    let others = others.iter().take(MAX_OTHERS).cloned().collect::<Vec<_>>().join(", ");
    plain(voice.pick(
        format!(
            "Désolé, {name} vient de partir : il n'en reste plus assez. Il y a encore : {others}. Qu'est-ce qui vous plairait ?"
        ),
        format!(
            "Désolé, {name} vient de partir : il n'en reste plus assez. Il y a encore : {others}. Qu'est-ce qui te plairait ?"
        ),
        format!(
            "Sorry, {name} has just gone: there is not enough left. We still have: {others}. What would you like?"
        ),
    ))
}

/// Some are left, but fewer than wanted; with none left it is [`sold_out`].
pub fn not_enough(voice: Voice, name: &str, left: u32) -> Bubble {
    if left == 0 {
        return sold_out(voice, name, &[]);
    }
    plain(voice.pick(
        format!("Désolé, il ne reste que {left} × {name}. Ça vous convient, ou je vous propose autre chose ?"),
        format!("Désolé, il ne reste que {left} × {name}. Ça te convient, ou je te propose autre chose ?"),
        format!("Sorry, only {left} × {name} left. Is that fine, or shall I suggest something else?"),
    ))
}

/// What was kept aside for an open recap is on sale again.
pub fn hold_expired(voice: Voice, contents: &str) -> Bubble {
    plain(voice.pick(
        format!(
            "Je n'ai pas pu garder ces articles de côté plus longtemps : {contents}. Si vous les voulez toujours, écrivez-moi et je vérifie ce qu'il en reste."
        ),
        format!(
            "Je n'ai pas pu garder ces articles de côté plus longtemps : {contents}. Si tu les veux toujours, écris-moi et je vérifie ce qu'il en reste."
        ),
        format!(
            "I could not keep these items aside any longer: {contents}. If you still want them, write to me and I will check what is left."
        ),
    ))
}
