//! What a seller is told about their WhatsApp number: what happened, and what to do. One line each,
//! as everything our own number says.

use super::{MAX_NAME, short};
use crate::{
    health::{Disconnection, StopReason, Warning},
    receipt::Undelivered,
};

const MAX_TEMPLATE: usize = 60;

/// Why the number, or its campaigns, stand still.
pub fn stopped(reason: StopReason) -> &'static str {
    match reason {
        StopReason::TokenRevoked => {
            "L'accès à votre numéro WhatsApp a été retiré ou a expiré : l'assistant ne peut plus répondre. Reconnectez votre numéro depuis le tableau de bord."
        }
        StopReason::Disconnected => {
            "Votre compte WhatsApp n'est plus relié : l'assistant ne peut plus répondre. Reconnectez votre numéro depuis le tableau de bord."
        }
        StopReason::Locked => {
            "Meta a bloqué votre compte WhatsApp : aucun message ne part. Ouvrez WhatsApp Manager pour voir la raison et demander un nouvel examen."
        }
        StopReason::Registration => {
            "Votre numéro doit être enregistré à nouveau chez WhatsApp : aucun message ne part. Reconnectez-le depuis le tableau de bord."
        }
        StopReason::Payment => {
            "Votre paiement Meta est refusé : les messages ne partent plus. Ajoutez une carte ou réglez votre solde dans WhatsApp Manager."
        }
        StopReason::Restricted => {
            "Meta limite votre numéro : aucun message ne part pour le moment. La raison et la durée sont dans WhatsApp Manager."
        }
        StopReason::StartsRestricted => {
            "Meta vous empêche pour le moment d'écrire en premier : les campagnes sont suspendues, les réponses continuent. Les détails sont dans WhatsApp Manager."
        }
        StopReason::SpamLimited => {
            "Trop de clients ont signalé ou bloqué vos messages : les campagnes sont suspendues 24 h, les réponses continuent. Écrivez seulement à ceux qui l'ont demandé."
        }
    }
}

/// How the account left us.
pub fn disconnected(how: Disconnection) -> &'static str {
    match how {
        Disconnection::Removed => {
            "Votre compte WhatsApp a été séparé de FluxAsync : l'assistant ne répond plus. Reconnectez votre numéro depuis le tableau de bord."
        }
        Disconnection::Downgraded => {
            "Votre téléphone est revenu de WhatsApp Business à WhatsApp : l'assistant ne répond plus. Réinstallez WhatsApp Business, puis reconnectez votre numéro."
        }
        Disconnection::NumberChanged => {
            "Le numéro de votre WhatsApp Business a changé : l'assistant ne répond plus. Connectez le nouveau numéro depuis le tableau de bord."
        }
        Disconnection::PhoneInactive => {
            "Votre WhatsApp Business n'a pas été ouvert depuis deux semaines : l'assistant ne répond plus. Ouvrez l'application, puis reconnectez votre numéro si besoin."
        }
        Disconnection::LinkInactive => {
            "La liaison avec votre téléphone a expiré faute d'activité : l'assistant ne répond plus. Reconnectez votre numéro depuis le tableau de bord."
        }
        Disconnection::Reregistered => {
            "Votre numéro a été enregistré sur un autre téléphone : l'assistant ne répond plus. Reconnectez-le depuis le tableau de bord."
        }
        Disconnection::Closed => {
            "Votre compte WhatsApp Business a été fermé : l'assistant ne répond plus. Connectez un autre numéro depuis le tableau de bord."
        }
    }
}

/// What Meta will do if nothing is done.
pub fn warned(warning: Warning) -> &'static str {
    match warning {
        Warning::Violation => {
            "Meta signale une infraction à ses règles sur votre compte WhatsApp. Corrigez-la dans WhatsApp Manager avant que le numéro ne soit bloqué."
        }
        Warning::ToBeDisabled => {
            "Meta va désactiver votre compte WhatsApp. Ouvrez WhatsApp Manager dès maintenant pour en voir la raison et faire appel."
        }
    }
}

fn template(name: &str) -> String {
    format!("Modèle « {} »", short(name, MAX_TEMPLATE))
}

/// Meta did not approve it.
pub fn template_rejected(name: &str) -> String {
    format!(
        "{} refusé par Meta. Modifiez-le et renvoyez-le depuis WhatsApp Manager.",
        template(name)
    )
}

/// Readers did not like it.
pub fn template_paused(name: &str) -> String {
    format!(
        "{} suspendu par Meta parce que trop de clients l'ont bloqué ou ignoré. Il reprendra seul ; d'ici là, il n'est plus envoyé.",
        template(name)
    )
}

/// It cannot be sent any more.
pub fn template_disabled(name: &str) -> String {
    format!(
        "{} désactivé ou introuvable chez Meta : il n'est plus envoyé. Créez-en un autre dans WhatsApp Manager.",
        template(name)
    )
}

/// Meta bills it differently.
pub fn template_recategorised(name: &str, category: &str) -> String {
    let category = match category {
        "MARKETING" => "marketing",
        "UTILITY" => "utilitaire",
        "AUTHENTICATION" => "authentification",
        other => other,
    };
    format!(
        "{} classé par Meta en « {} » : son prix change. Vous pouvez demander un nouvel examen dans WhatsApp Manager.",
        template(name),
        short(category, MAX_TEMPLATE)
    )
}

/// A message to a prospect ended undelivered.
pub fn message_failed(contact: &str, why: Undelivered) -> String {
    let contact = match short(contact, MAX_NAME) {
        empty if empty.is_empty() => "Un client".to_owned(),
        name => name,
    };
    let why = match why {
        Undelivered::WindowClosed => {
            "son dernier message date de plus de 24 h. Téléphonez-lui, ou attendez son prochain message"
        }
        Undelivered::OptedOut => {
            "ce contact ne veut plus de messages commerciaux. Ne lui en envoyez plus"
        }
        Undelivered::Capped => {
            "WhatsApp limite les messages commerciaux vers ce contact. Réessayez après 24 h"
        }
        Undelivered::Unreachable => "WhatsApp ne peut pas joindre ce contact. Téléphonez-lui",
        Undelivered::NeedsPhone => "ce contact cache son numéro de téléphone. Demandez-le-lui",
        Undelivered::Number => {
            "votre numéro WhatsApp ne peut pas envoyer en ce moment. Voyez l'état du numéro dans le tableau de bord"
        }
        Undelivered::Template => {
            "le modèle de message n'est plus utilisable. Répondez-lui depuis votre tableau de bord"
        }
        Undelivered::Media => {
            "WhatsApp n'a pas accepté le fichier. Répondez-lui depuis votre tableau de bord"
        }
        Undelivered::Passing => {
            "WhatsApp a eu une panne passagère. Renvoyez-le depuis votre tableau de bord"
        }
        Undelivered::Unknown => {
            "WhatsApp l'a refusé. Répondez-lui depuis votre tableau de bord ou votre téléphone"
        }
    };
    format!("{contact} n'a pas reçu notre dernier message : {why}.")
}

#[cfg(test)]
mod tests;
