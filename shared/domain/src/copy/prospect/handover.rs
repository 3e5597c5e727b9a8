//! The AI steps back, honestly: a person takes over, now or when the shop opens.

use super::plain;
use crate::{conversation::Bubble, copy::Voice};

/// The AI is down or unusable: honest, and a human is on the way.
pub fn human_is_coming(voice: Voice) -> Bubble {
    plain(voice.pick(
        "Je préfère laisser la boutique vous répondre elle-même : une personne reprend cette conversation. Merci de patienter un instant.",
        "Je préfère laisser la boutique te répondre elle-même : une personne reprend cette conversation. Merci de patienter un instant.",
        "I would rather let the shop answer you: a person is taking over this conversation. Thank you for waiting a moment.",
    ))
}

/// The same while nobody is there. `opening` is when the shop opens, as said in the voice's
/// language: `demain à 8h`, `tomorrow at 8 am`.
pub fn shop_is_closed(voice: Voice, opening: Option<&str>) -> Bubble {
    plain(match opening {
        Some(opening) => voice.pick(
            format!(
                "La boutique est fermée en ce moment, elle ouvre {opening}. Votre message l'attend : une personne vous répond dès l'ouverture."
            ),
            format!(
                "La boutique est fermée en ce moment, elle ouvre {opening}. Ton message l'attend : une personne te répond dès l'ouverture."
            ),
            format!(
                "The shop is closed right now, it opens {opening}. Your message is waiting: a person will answer you at opening time."
            ),
        ),
        None => voice.pick(
            "La boutique est fermée en ce moment. Votre message l'attend : une personne vous répond dès que possible.".to_owned(),
            "La boutique est fermée en ce moment. Ton message l'attend : une personne te répond dès que possible.".to_owned(),
            "The shop is closed right now. Your message is waiting: a person will answer you as soon as possible.".to_owned(),
        ),
    })
}

/// The day's number of answers is used up.
pub fn day_limit(voice: Voice) -> Bubble {
    plain(voice.pick(
        "Nous avons beaucoup échangé aujourd'hui : la boutique prend le relais et vous répond ici.",
        "Nous avons beaucoup échangé aujourd'hui : la boutique prend le relais et te répond ici.",
        "We have talked a lot today: the shop takes over and will answer you here.",
    ))
}
