//! STOP and its opposite, heard before any model: what people owe no explanation for.
//!
//! Marketing to somebody who said STOP is a broken promise and costs the number its quality (Meta,
//! business messaging policy: respect every request to opt out). A word alone, or a sentence about
//! being written to, is a wish; « stop à la pharmacie » is a place and « arrêt de bus » another.

use crate::text;

/// What a person wants of promotional messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wish {
    /// No more of them.
    Stop,
    /// Some again.
    Resume,
}

/// Whole texts that mean STOP, courtesies left out; one a line.
const STOP_WHOLE: &str = "stop
    stoppe
    stopper
    stoppez
    stop all
    stop pub
    stop pubs
    stop sms
    stop promo
    stop promos
    stop publicite
    stop message
    stop messages
    stop ads
    arret
    arretez
    arreter
    arretez les messages
    arretez les pubs
    arretez les publicites
    arretez la pub
    arreter les messages
    arreter la pub
    arrete les messages
    arrete les pubs
    unsubscribe
    opt out
    optout
    desabonner
    desabonnement
    desabonne
    desabonnez
    desabonnez moi
    desabonne moi
    me desabonner
    se desabonner
    je me desabonne
    desinscrire
    desinscription
    desinscrivez moi
    me desinscrire
    plus de pub
    plus de pubs
    plus de publicite
    plus de publicites
    plus de promo
    plus de promos
    plus de promotions
    plus de message
    plus de messages
    pas de pub
    pas de pubs
    pas de publicite
    pas de publicites
    no more ads
    no more messages
    no more promotions
    no ads
    no spam";
/// Words anywhere in a text that speak of being written to; one a line.
const STOP_ANYWHERE: &str = "arretez de m envoyer
    arrete de m envoyer
    arreter de m envoyer
    arretez de m ecrire
    arrete de m ecrire
    arreter de m ecrire
    arretez de me contacter
    arrete de me contacter
    arreter de me contacter
    arretez vos messages
    arretez vos pubs
    arretez vos publicites
    arretez avec vos messages
    arretez avec vos pubs
    arretez avec vos publicites
    cessez de m envoyer
    cessez de m ecrire
    ne m ecrivez plus
    ne m ecris plus
    m ecrivez plus jamais
    ne m envoyez plus
    ne m envoie plus
    ne me contactez plus
    ne me contacte plus
    ne me derangez plus
    ne m envoyer plus
    ne plus m ecrire
    ne plus m envoyer
    ne plus me contacter
    ne plus recevoir
    veux plus recevoir
    veut plus recevoir
    souhaite plus recevoir
    veux pas de vos pubs
    veux plus de vos messages
    veux plus de vos pubs
    retirez moi de votre liste
    retirez moi de vos contacts
    retirez moi de la liste
    enlevez moi de votre liste
    enlevez moi de vos contacts
    supprimez moi de votre liste
    supprimez mon numero
    effacez mon numero
    enlevez mon numero
    retirez mon numero
    stop sending me
    stop messaging me
    stop texting me
    stop writing to me
    stop spamming
    stop contacting me
    stop your ads
    do not contact me
    don t contact me
    do not message me
    don t message me
    don t text me
    don t write to me
    remove me from
    remove my number
    unsubscribe me
    want to unsubscribe";
/// Whole texts that mean REPRENDRE; one a line.
const RESUME_WHOLE: &str = "reprendre
    reprenez
    reprendre les messages
    reprendre les pubs
    reprendre les promos
    reprenez les messages
    reprenez les promos
    start
    unstop
    restart messages
    resume
    resume messages
    resubscribe
    opt in
    optin
    reabonner
    reabonnement
    reabonnez moi
    me reabonner
    je me reabonne";
/// Words anywhere in a text that ask for the messages again; one a line.
const RESUME_ANYWHERE: &str = "veux me reabonner
    recevoir a nouveau vos
    recevoir de nouveau vos
    a nouveau recevoir vos
    de nouveau recevoir vos
    veux recevoir vos promos
    veux recevoir vos offres
    veux recevoir vos promotions
    veux bien recevoir vos
    want to receive your messages again
    want your offers again
    subscribe me again
    renvoyez moi vos promos
    renvoyez moi vos offres";
/// Words that change nothing of a whole text.
const COURTESIES: &str =
    "svp stp s il vous plait te merci please pls plz ok bonjour bonsoir hello hi
    thanks thank you je veux dis maintenant now monsieur madame";
/// What is taken off from both ends of a whole text, and no more of it than this.
const MAX_WORDS: usize = 10;

/// The wish a text states, if it states one. A question is none, unless it is a way of asking not
/// to be written to: « pouvez-vous arrêter de m'envoyer des pubs ? ».
pub fn wish_in(said: &str) -> Option<Wish> {
    let folded = text::folded(said);
    let sentence = format!(" {folded} ");
    let holds_any = |phrases: &str| {
        let mut known = phrases.lines().map(str::trim);
        known.any(|phrase| sentence.contains(&format!(" {phrase} ")))
    };
    if holds_any(RESUME_ANYWHERE) {
        return Some(Wish::Resume);
    }
    if holds_any(STOP_ANYWHERE) {
        return Some(Wish::Stop);
    }
    if said.contains('?') {
        return None;
    }
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    if is_whole(&words, STOP_WHOLE) {
        Some(Wish::Stop)
    } else if is_whole(&words, RESUME_WHOLE) {
        Some(Wish::Resume)
    } else {
        None
    }
}

/// Whether the words, but for courtesies at both ends and repetitions, are one of the phrases.
fn is_whole(words: &[&str], phrases: &str) -> bool {
    if words.len() > MAX_WORDS {
        return false;
    }
    let is_courtesy = |word: &&str| COURTESIES.split_whitespace().any(|known| known == *word);
    let known = |said: &[&str]| {
        phrases.lines().any(|phrase| phrase.split_whitespace().eq(said.iter().copied()))
    };
    let mut once = words.to_vec();
    once.dedup();
    // « Je veux » is a courtesy before STOP, and « je me désabonne » is a phrase: try every cut.
    let heads = once.iter().take_while(|word| is_courtesy(word)).count();
    let tails = once.iter().rev().take_while(|word| is_courtesy(word)).count();
    (0..=heads).any(|head| {
        (0..=tails).any(|tail| {
            let end = once.len().saturating_sub(tail);
            once.get(head..end).is_some_and(known)
        })
    })
}

#[cfg(test)]
mod tests;
