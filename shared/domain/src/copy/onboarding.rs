//! What a seller reads while signing up and connecting WhatsApp: what happened, who must do what.

use jiff::tz::TimeZone;

use crate::onboarding::{
    Actor, Call, Connection, Refusal,
    form::{Fault, Field, FieldFault, PASSWORD_MAX, PASSWORD_MIN},
};

/// A short message of a page: what happened, then what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub what: String,
    pub action: String,
}

/// The number answers from now on. It is not shown whole: pages stay in histories.
pub fn connected(shop: &str, connection: &Connection) -> Notice {
    let action = if connection.coexistence {
        "Vous pouvez continuer à écrire depuis WhatsApp Business : dès que vous répondez, l'IA se \
         tait."
    } else {
        "Complétez votre catalogue, et ajoutez un moyen de paiement dans WhatsApp Manager : Meta \
         facture les messages au-delà du quota gratuit."
    };
    Notice {
        title: "WhatsApp est connecté".to_owned(),
        what: format!(
            "Le numéro qui finit par {} est relié à votre boutique {shop}. FluxAsync répond \
             désormais à vos prospects.",
            last_digits(&connection.display_number)
        ),
        action: action.to_owned(),
    }
}

fn last_digits(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    digits.iter().skip(digits.len().saturating_sub(2)).collect()
}

/// We, not Meta, could not go on.
pub fn trouble() -> Notice {
    Notice {
        title: "Connexion interrompue".to_owned(),
        what: "Un incident de notre côté interrompt la connexion. Ce qui était fait est gardé."
            .to_owned(),
        action: "Retournez au tableau de bord et appuyez sur « Réessayer ».".to_owned(),
    }
}

/// Two windows of the same seller are at it.
pub fn under_way() -> Notice {
    Notice {
        title: "Connexion déjà en cours".to_owned(),
        what: "La connexion de votre WhatsApp avance déjà dans une autre fenêtre.".to_owned(),
        action: "Retournez au tableau de bord : le résultat s'y affiche.".to_owned(),
    }
}

/// Nothing waits for « Réessayer ».
pub fn nothing_to_resume() -> Notice {
    Notice {
        title: "Rien à reprendre".to_owned(),
        what: "Aucune connexion n'est en attente.".to_owned(),
        action: NEW_LINK.to_owned(),
    }
}

/// No number is connected, so there is nothing to ask Meta about.
pub fn not_connected() -> Notice {
    Notice {
        title: "Aucun numéro connecté".to_owned(),
        what: "Votre numéro WhatsApp n’est pas connecté.".to_owned(),
        action: NEW_LINK.to_owned(),
    }
}

/// Why the connection stopped, and who must do what. `zone` is the shop's clock.
pub fn refusal(refusal: Refusal, zone: &TimeZone) -> Notice {
    Notice {
        title: title(refusal).to_owned(),
        what: what(refusal).to_owned(),
        action: action(refusal, zone),
    }
}

const NEW_LINK: &str =
    "Retournez au tableau de bord et appuyez sur « Connecter mon WhatsApp Business ».";
const RETRY: &str = "puis appuyez sur « Réessayer » dans le tableau de bord.";

const fn title(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::AccessDenied => "Connexion annulée",
        Refusal::LinkUnknown => "Lien inconnu",
        Refusal::LinkUsed => "Lien déjà utilisé",
        Refusal::LinkExpired => "Lien expiré",
        Refusal::CodeUsed | Refusal::CodeExpired => "Autorisation expirée",
        Refusal::TokenInvalid => "Accès retiré",
        Refusal::MissingPermission => "Autorisation incomplète",
        Refusal::NoAccount => "Aucun compte WhatsApp Business",
        Refusal::NoNumber => "Aucun numéro",
        Refusal::NumberTaken => "Numéro déjà relié",
        Refusal::NumberUnverified => "Numéro à vérifier",
        Refusal::AccountLocked => "Compte bloqué par Meta",
        Refusal::PinMismatch => "Code PIN à désactiver",
        Refusal::PinLocked => "Trop d'essais de code PIN",
        Refusal::RegisterLocked { .. } => "Numéro en pause chez Meta",
        Refusal::Unavailable(_) => "Meta ne répond pas",
        Refusal::RedirectMismatch | Refusal::WrongApp => "Réglage à corriger de notre côté",
        Refusal::Unexpected(_) => "Refus inattendu de Meta",
    }
}

const fn what(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::AccessDenied => {
            "L'autorisation n'a pas été donnée sur Facebook : rien n'a été connecté."
        }
        Refusal::LinkUnknown => "Ce lien de connexion n'est pas valable.",
        Refusal::LinkUsed => {
            "Ce lien de connexion a déjà servi. Si vous venez de recharger la page, la connexion \
             est peut-être faite."
        }
        Refusal::LinkExpired => "Un lien de connexion ne sert que quelques minutes.",
        Refusal::CodeUsed | Refusal::CodeExpired => {
            "L'autorisation donnée par Facebook vaut quelques secondes et une seule fois."
        }
        Refusal::RedirectMismatch => {
            "L'adresse de retour déclarée chez Meta n'est pas la nôtre : rien n'a été connecté."
        }
        Refusal::TokenInvalid => "L'accès donné sur Facebook n'est plus valable.",
        Refusal::WrongApp => "L'accès reçu a été donné à une autre application que la nôtre.",
        Refusal::MissingPermission => {
            "Il manque une des deux autorisations : gérer le compte WhatsApp Business, envoyer des \
             messages."
        }
        Refusal::NoAccount => "Aucun compte WhatsApp Business n'a été partagé avec FluxAsync.",
        Refusal::NoNumber => "Votre compte WhatsApp Business n'a pas encore de numéro.",
        Refusal::NumberTaken => "Ce numéro est déjà relié à une autre boutique sur FluxAsync.",
        Refusal::NumberUnverified => "Meta n'a pas encore vérifié ce numéro.",
        Refusal::AccountLocked => "Meta a bloqué ce compte WhatsApp Business.",
        Refusal::PinMismatch => {
            "Ce numéro est protégé par un code PIN (vérification en deux étapes) que nous ne \
             connaissons pas."
        }
        Refusal::PinLocked => "Meta refuse tout code PIN pour ce numéro pendant un moment.",
        Refusal::RegisterLocked { .. } => {
            "Ce numéro a été enregistré trop de fois : Meta le met en pause pendant 72 heures."
        }
        Refusal::Unavailable(Call::ExchangeCode) => {
            "Meta n'a pas répondu au moment de la connexion : rien n'a été connecté."
        }
        Refusal::Unavailable(_) => {
            "Meta ne répond pas pour le moment. Ce qui était fait est gardé."
        }
        Refusal::Unexpected(_) => "Meta a refusé une étape de la connexion.",
    }
}

fn action(refusal: Refusal, zone: &TimeZone) -> String {
    match refusal {
        Refusal::AccessDenied
        | Refusal::LinkUnknown
        | Refusal::LinkExpired
        | Refusal::CodeUsed
        | Refusal::CodeExpired
        | Refusal::TokenInvalid
        | Refusal::Unavailable(Call::ExchangeCode) => NEW_LINK.to_owned(),
        Refusal::LinkUsed => {
            "Retournez au tableau de bord pour voir où en est votre WhatsApp.".to_owned()
        }
        Refusal::MissingPermission => {
            format!("{NEW_LINK} Sur Facebook, laissez toutes les autorisations cochées.")
        }
        Refusal::NoAccount => format!(
            "{NEW_LINK} Sur Facebook, choisissez ou créez le compte WhatsApp Business à relier."
        ),
        Refusal::NoNumber => format!("Ajoutez un numéro dans WhatsApp Manager, {RETRY}"),
        Refusal::NumberTaken => format!(
            "{NEW_LINK} Sur Facebook, choisissez un autre numéro. Si celui-ci est à vous, \
             prévenez-nous."
        ),
        Refusal::NumberUnverified => format!(
            "Vérifiez-le dans WhatsApp Manager avec le code reçu par SMS ou par appel, {RETRY}"
        ),
        Refusal::AccountLocked => {
            format!("Demandez un réexamen à Meta dans l'Espace professionnel, {RETRY}")
        }
        Refusal::PinMismatch => format!(
            "Dans WhatsApp Manager, ouvrez ce numéro, désactivez la vérification en deux étapes, \
             {RETRY}"
        ),
        Refusal::PinLocked => format!("Attendez une heure, {RETRY}"),
        Refusal::RegisterLocked { until } => {
            let until = zone.to_datetime(until);
            format!(
                "Attendez le {:02}/{:02} à {}h{:02}, {RETRY}",
                until.day(),
                until.month(),
                until.hour(),
                until.minute()
            )
        }
        Refusal::Unavailable(_) => format!("Attendez quelques minutes, {RETRY}"),
        Refusal::RedirectMismatch | Refusal::WrongApp | Refusal::Unexpected(_) => {
            "C'est à FluxAsync d'agir : prévenez-nous, puis réessayez.".to_owned()
        }
    }
}

/// Who acts next, as a heading.
pub const fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Seller => "À vous de jouer",
        Actor::Operator => "À nous de jouer",
        Actor::Time => "Un peu de patience",
    }
}

/// There is an account with that address already.
pub const fn account_exists() -> &'static str {
    "Un compte existe déjà avec cet e-mail."
}

/// What is wrong with a field of the form.
pub fn field(fault: FieldFault) -> String {
    match fault.fault {
        Fault::Missing => missing(fault.field).to_owned(),
        Fault::TooLong if fault.field == Field::Password => {
            format!("Choisissez un mot de passe de {PASSWORD_MAX} caractères au plus.")
        }
        Fault::TooLong => "C'est trop long : abrégez, s'il vous plaît.".to_owned(),
        Fault::Unusable => unusable(fault.field).to_owned(),
        Fault::OldPhone => {
            "Ce numéro a 8 chiffres : écrivez-le avec les 10 chiffres d'aujourd'hui.".to_owned()
        }
        Fault::TooShort => {
            format!("Choisissez un mot de passe d'au moins {PASSWORD_MIN} caractères.")
        }
        Fault::TooSimple => {
            "Le mot de passe doit contenir au moins une lettre minuscule et un chiffre.".to_owned()
        }
    }
}

const fn missing(field: Field) -> &'static str {
    match field {
        Field::FirstName => "Indiquez votre prénom.",
        Field::LastName => "Indiquez votre nom.",
        Field::Country => "Choisissez votre pays.",
        Field::Phone => "Indiquez votre numéro de téléphone.",
        Field::Email => "Indiquez votre adresse e-mail.",
        Field::Password => "Choisissez un mot de passe.",
        Field::ShopName => "Indiquez le nom de votre boutique.",
    }
}

const fn unusable(field: Field) -> &'static str {
    match field {
        Field::FirstName | Field::LastName | Field::ShopName => {
            "Écrivez ce nom avec des lettres ou des chiffres."
        }
        Field::Country => "Ce pays n'est pas encore desservi par FluxAsync.",
        Field::Phone => "Ce numéro n'est pas valable dans ce pays. Exemple : 07 07 12 34 56.",
        Field::Email => "Cette adresse e-mail n'est pas valable. Exemple : awa@exemple.com.",
        Field::Password => "Le mot de passe ne peut pas commencer ni finir par un espace.",
    }
}

#[cfg(test)]
mod tests;
