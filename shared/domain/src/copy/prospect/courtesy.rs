//! The small sentences around a sale: welcome, what cannot be read, promotions wanted or not.

use super::plain;
use crate::{
    conversation::Bubble,
    copy::{Voice, shop},
};

/// What was sent that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unread {
    /// A kind of message WhatsApp or we cannot show.
    Message,
    /// A voice note nobody could listen to.
    VoiceNote,
    /// A picture or a document that did not open.
    File,
}

/// Asks to write instead.
pub fn write_instead(voice: Voice, what: Unread) -> Bubble {
    plain(match what {
        Unread::Message => voice.pick(
            "Je n'arrive pas à lire ce type de message. Pouvez-vous me l'écrire, s'il vous plaît ?",
            "Je n'arrive pas à lire ce type de message. Tu peux me l'écrire, s'il te plaît ?",
            "I cannot read this kind of message. Could you write it to me, please?",
        ),
        Unread::VoiceNote => voice.pick(
            "Je n'ai pas pu écouter votre vocal. Pouvez-vous me l'écrire en quelques mots, s'il vous plaît ?",
            "Je n'ai pas pu écouter ton vocal. Tu peux me l'écrire en quelques mots, s'il te plaît ?",
            "I could not listen to your voice note. Could you write it in a few words, please?",
        ),
        Unread::File => voice.pick(
            "Je n'ai pas pu ouvrir votre fichier. Dites-moi en quelques mots ce que vous cherchez, s'il vous plaît.",
            "Je n'ai pas pu ouvrir ton fichier. Dis-moi en quelques mots ce que tu cherches, s'il te plaît.",
            "I could not open your file. Please tell me in a few words what you are looking for.",
        ),
    })
}

/// A sticker or an emoji came first: somebody is there, and nothing was said yet.
pub fn welcome(voice: Voice, shop_name: &str) -> Bubble {
    let place = shop::at_the_shop(shop_name);
    plain(voice.pick(
        format!("Bonjour et bienvenue {place} ! Quel article vous intéresse ?"),
        format!("Bonjour et bienvenue {place} ! Quel article t'intéresse ?"),
        match shop_name.trim() {
            "" => "Hello and welcome! What would you like to see?".to_owned(),
            name => format!("Hello and welcome to {name}! What would you like to see?"),
        },
    ))
}

/// What the prospect asks is none of the shop's business.
pub fn scope(voice: Voice, shop_name: &str) -> Bubble {
    let the_shop = shop::the_shop(shop_name);
    plain(voice.pick(
        format!(
            "Là, je ne peux pas vous aider : ici, je m'occupe des articles et des commandes de {the_shop}. Je vous montre ce que nous avons ?"
        ),
        format!(
            "Là, je ne peux pas t'aider : ici, je m'occupe des articles et des commandes de {the_shop}. Je te montre ce que nous avons ?"
        ),
        "I cannot help with that: I am here for the shop's items and orders. Shall I show you what we have?".to_owned(),
    ))
}

/// The courier must be able to call, and only a username is known.
pub fn ask_phone(voice: Voice) -> Bubble {
    plain(voice.pick(
        "À quel numéro le livreur peut-il vous appeler, s'il vous plaît ?",
        "À quel numéro le livreur peut-il t'appeler, s'il te plaît ?",
        "Which phone number can the courier call you on, please?",
    ))
}

/// Above the buttons of a choice, when the model gave no question of its own.
pub fn touch_your_choice(voice: Voice) -> &'static str {
    voice.pick("Touchez votre choix :", "Touche ton choix :", "Tap your choice:")
}

/// Articles of a WhatsApp cart that the catalogue does not know any more.
pub fn unknown_articles(voice: Voice, names: &[String]) -> Bubble {
    if let [name] = names {
        return plain(voice.pick(
            format!("Cet article n'est plus au catalogue : {name}. Voulez-vous que je vous propose autre chose ?"),
            format!("Cet article n'est plus au catalogue : {name}. Tu veux que je te propose autre chose ?"),
            format!("This item is no longer in the catalogue: {name}. Shall I suggest something else?"),
        ));
    }
    let names = names.join(", ");
    plain(voice.pick(
        format!("Ces articles ne sont plus au catalogue : {names}. Voulez-vous que je vous propose autre chose ?"),
        format!("Ces articles ne sont plus au catalogue : {names}. Tu veux que je te propose autre chose ?"),
        format!("These items are no longer in the catalogue: {names}. Shall I suggest something else?"),
    ))
}

/// The one reminder of an open cart.
pub fn reminder(voice: Voice, contents: &str) -> Bubble {
    plain(voice.pick(
        format!(
            "Bonjour ! Votre sélection vous attend toujours : {contents}. Voulez-vous que nous finalisions la commande ?"
        ),
        format!(
            "Bonjour ! Ta sélection t'attend toujours : {contents}. Tu veux qu'on finalise la commande ?"
        ),
        format!("Hello! Your selection is still waiting: {contents}. Shall we complete the order?"),
    ))
}

/// STOP was heard: orders are still spoken of, promotions are not.
pub fn stopped(voice: Voice) -> Bubble {
    plain(voice.pick(
        "C'est noté : vous ne recevrez plus de messages promotionnels, seulement les nouvelles de vos commandes. Écrivez REPRENDRE pour changer d'avis.",
        "C'est noté : tu ne recevras plus de messages promotionnels, seulement les nouvelles de tes commandes. Écris REPRENDRE pour changer d'avis.",
        "Noted: no more promotional messages, only news of your orders. Write START to change your mind.",
    ))
}

/// REPRENDRE was heard.
pub fn resumed(voice: Voice) -> Bubble {
    plain(voice.pick(
        "C'est noté : vous recevrez de nouveau nos nouveautés et nos offres. Écrivez STOP pour arrêter à tout moment.",
        "C'est noté : tu recevras de nouveau nos nouveautés et nos offres. Écris STOP pour arrêter à tout moment.",
        "Noted: you will get our new arrivals and offers again. Write STOP at any time to end them.",
    ))
}
