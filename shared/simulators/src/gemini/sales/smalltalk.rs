//! What is said around a sale: greetings, thanks, answers to the usual questions.

use super::language::Lang;
use super::reading::Reading;
use super::turn::{Turn, text};

/// The greeting of a first answer; nothing later on, or when nobody greeted.
pub(super) fn greeting(turn: &Turn, reading: &Reading) -> Option<String> {
    if turn.last_answer().is_some() || !(reading.intents.greets || turn.history.is_empty()) {
        return None;
    }
    let name = first_name(&text(&turn.context, "contact_name"));
    let hello = match reading.lang {
        Lang::French if reading.text.has_any(&["bonsoir", "bsr"]) => "Bonsoir",
        Lang::French => "Bonjour",
        Lang::English => "Hello",
    };
    Some(match (name, reading.lang) {
        (Some(name), Lang::French) => format!("{hello} {name} !"),
        (Some(name), Lang::English) => format!("{hello} {name}!"),
        (None, Lang::French) => format!("{hello} !"),
        (None, Lang::English) => format!("{hello}!"),
    })
}

/// A profile name is whatever its owner typed: only a plain first name is repeated.
fn first_name(contact: &str) -> Option<String> {
    let name = contact.split_whitespace().next()?;
    let plain = name.chars().all(|c| c.is_alphabetic() || c == '-');
    (plain && (2..=20).contains(&name.chars().count())).then(|| name.to_owned())
}

/// The answers to the usual questions the message asks.
pub(super) fn answers(turn: &Turn, reading: &Reading) -> Vec<String> {
    let intents = reading.intents;
    let lang = reading.lang;
    let mut answers = Vec::new();
    if intents.thanks && !intents.is_shopping() && turn.steps.is_empty() {
        answers.push(if intents.refuses {
            lang.pick("Très bien.", "All right.")
        } else {
            lang.pick("Avec plaisir !", "You are welcome!")
        });
    }
    if intents.asks_order_status && turn.flag("order_open") {
        answers.push(lang.pick(
            "Votre commande est bien enregistrée. Vous recevez un message ici dès qu'un livreur la \
             prend en charge.",
            "Your order is registered. You will get a message here as soon as a courier takes it.",
        ));
    }
    if intents.asks_delivery && reading.place.commune.is_none() {
        answers.push(lang.pick(
            "Nous livrons chez vous, les frais dépendent de votre commune.",
            "We deliver to your door; the fee depends on your commune.",
        ));
    }
    if intents.asks_payment {
        answers.push(lang.pick(
            "Vous payez à la livraison, quand vous avez l'article en main.",
            "You pay on delivery, once you have the item in hand.",
        ));
    }
    if intents.asks_discount {
        answers.push(lang.pick(
            "Nos prix sont déjà au plus juste, je ne peux pas faire de remise.",
            "Our prices are already as low as they can be, I cannot give a discount.",
        ));
    }
    if intents.asks_shop {
        answers.push(lang.pick(
            "Nous livrons directement chez vous, pas besoin de vous déplacer.",
            "We deliver directly to your door, no need to come over.",
        ));
    }
    if intents.asks_identity {
        answers.push(lang.pick(
            "Je suis l'assistant automatique de la boutique. Si vous préférez, une personne de \
             l'équipe peut vous répondre.",
            "I am the shop's automatic assistant. Someone from the team can answer you if you \
             prefer.",
        ));
    }
    if intents.asks_picture {
        answers.push(lang.pick(
            "Je ne peux pas envoyer de photo ici, mais je peux vous décrire l'article.",
            "I cannot send pictures here, but I can describe the item.",
        ));
    }
    if turn.has_unheard_note {
        answers.push(lang.pick(
            "Je ne peux pas écouter les notes vocales ici : pouvez-vous me l'écrire ?",
            "I cannot listen to voice notes here: could you write it to me?",
        ));
    }
    if turn.has_payment_proof {
        answers.push(lang.pick(
            "Merci ! Une capture ne me permet pas de vérifier un paiement, la boutique s'en charge.",
            "Thanks! I cannot verify a payment from a screenshot, the shop will.",
        ));
    }
    if turn.has_picture {
        answers.push(lang.pick(
            "Merci pour l'image ! Je préfère être sûr : quel est le nom de l'article ?",
            "Thanks for the picture! To be sure, what is the name of the item?",
        ));
    }
    answers
}

/// The last word when nobody asked anything of the shop.
pub(super) fn closing(turn: &Turn, reading: &Reading) -> String {
    let lang = reading.lang;
    if reading.intents.modifies {
        return lang.pick(
            "Bien sûr, que souhaitez-vous changer : l'article, l'adresse ou le moment ?",
            "Of course, what would you like to change: the item, the address or the time?",
        );
    }
    if turn.flag("recap_open") {
        return lang.pick(
            "Il ne reste qu'à appuyer sur Confirmer sous le récapitulatif.",
            "You only need to press Confirmer under the summary.",
        );
    }
    if reading.intents.refuses || turn.flag("order_open") {
        return lang.pick(
            "N'hésitez pas à m'écrire si vous avez besoin de quelque chose.",
            "Feel free to write to me if you need anything.",
        );
    }
    lang.pick("Quel article vous intéresse ?", "Which item are you interested in?")
}
