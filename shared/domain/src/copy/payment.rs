//! Why a payment by mobile money did not work, for the seller who reads it in the dashboard or on
//! WhatsApp.

use crate::{
    ids::OrderId,
    money::Money,
    order::reference,
    payment::{Failure, Suspicion, Warning},
};

/// A failure in one sentence, without a full stop.
pub const fn failure(failure: Failure) -> &'static str {
    match failure {
        Failure::Insufficient => "Solde insuffisant",
        Failure::NotApproved => "Paiement non validé sur le téléphone",
        Failure::PayerUnknown => "Ce numéro n'a pas de compte chez l'opérateur",
        Failure::OtherPayer => "Le paiement vient d'un autre numéro que celui qui est autorisé",
        Failure::PayerBlocked => "Le compte du client est bloqué ou limité par son opérateur",
        Failure::Limit => "Plafond du compte atteint",
        Failure::CrossBorder => "Paiement entre deux pays, ce que l'opérateur n'autorise pas",
        Failure::Busy => "Un autre paiement est déjà en cours sur ce compte",
        Failure::Down => "Service de l'opérateur indisponible, à réessayer",
        Failure::Keys => "Vos clés ne sont plus acceptées : remplacez-les dans les réglages",
        Failure::Amount => "Montant refusé par l'opérateur",
        Failure::GivenUp => "Le client a abandonné le paiement",
        Failure::Other => "Paiement refusé par l'opérateur, sans explication",
    }
}

/// What the seller reads about a payment that needs them. `provider` is its name: `Wave`.
pub fn warning(provider: &str, order: &OrderId, asked: Money, warning: Warning) -> String {
    let order = reference(order);
    match warning {
        Warning::Suspicious(why) => {
            let what = match why {
                Suspicion::Amount { said: Some(said) } => {
                    let said = Money::new(said, asked.currency());
                    format!("{provider} annonce {said} au lieu de {asked}")
                }
                Suspicion::Amount { said: None } => {
                    format!("{provider} annonce un montant illisible au lieu de {asked}")
                }
                Suspicion::Currency => {
                    format!("{provider} annonce {asked}, mais dans une autre monnaie")
                }
                Suspicion::Reference => {
                    format!("{provider} annonce un paiement qui porte une autre référence")
                }
                Suspicion::NoTransaction => {
                    format!("{provider} annonce un paiement sans numéro de transaction")
                }
                Suspicion::Reused => {
                    format!("{provider} annonce une transaction qui a déjà payé autre chose")
                }
            };
            format!(
                "⚠️ Paiement à vérifier pour la commande {order} : {what}. Nous ne l'avons pas compté. Vérifiez votre compte {provider} avant de livrer."
            )
        }
        Warning::NotOpened(why) => format!(
            "Le lien de paiement {provider} de la commande {order} ({asked}) n'a pas pu être créé. {}.",
            failure(why)
        ),
        Warning::NotRefunded(why) => format!(
            "Le remboursement {provider} de la commande {order} n'est pas passé. {}. L'argent est toujours sur votre compte.",
            failure(why)
        ),
        Warning::NotAccepted => format!(
            "Le paiement {provider} de la commande {order} n'a pas pu être accepté : {provider} ne le confirme pas pour le moment. Vérifiez votre compte {provider}, puis réessayez."
        ),
    }
}

/// Why a payment cannot be taken as it is, and what is to be done instead; `None` when it can.
pub fn unacceptable(provider: &str, why: Suspicion) -> Option<String> {
    let what = match why {
        Suspicion::Amount { said: Some(said) } if said > 0 => return None,
        Suspicion::Amount { said: Some(_) | None } => {
            format!("{provider} n'annonce pas un montant lisible")
        }
        Suspicion::Currency => {
            format!("{provider} annonce une autre monnaie que celle de la commande")
        }
        Suspicion::Reference => format!("il porte une autre référence chez {provider}"),
        Suspicion::NoTransaction => {
            format!("{provider} ne donne pas son numéro de transaction")
        }
        Suspicion::Reused => "sa transaction a déjà payé autre chose".to_owned(),
    };
    Some(format!(
        "Ce paiement ne peut pas être accepté : {what}. Si l'argent est bien arrivé, remboursez-le depuis votre compte {provider}."
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::*;
    use crate::money::Currency;

    #[test]
    fn every_failure_has_a_sentence_of_its_own() {
        let sentences: BTreeSet<&str> = Failure::ALL.map(failure).into();
        assert_eq!(sentences.len(), Failure::ALL.len());
        assert!(sentences.iter().all(|sentence| !sentence.ends_with('.')));
    }

    #[test]
    fn the_seller_reads_what_happened_and_what_to_do() {
        let order = OrderId::from_uuid(Uuid::from_u128(0x2a));
        let asked = Money::new(15_000, Currency::Xof);
        let said = |what| warning("Wave", &order, asked, what);
        let all = [
            said(Warning::Suspicious(Suspicion::Amount { said: Some(14_999) })),
            said(Warning::Suspicious(Suspicion::Currency)),
            said(Warning::Suspicious(Suspicion::Reused)),
            said(Warning::NotOpened(Failure::Keys)),
            said(Warning::NotRefunded(Failure::Insufficient)),
            said(Warning::NotAccepted),
        ];
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn only_another_amount_can_be_accepted_and_the_rest_says_why_not() {
        let why = |why| unacceptable("Wave", why);
        assert_eq!(why(Suspicion::Amount { said: Some(14_999) }), None);
        let refused = [
            Suspicion::Amount { said: Some(0) },
            Suspicion::Currency,
            Suspicion::Reference,
            Suspicion::NoTransaction,
            Suspicion::Reused,
        ];
        let said: Vec<String> = refused.into_iter().filter_map(why).collect();
        insta::assert_snapshot!(said.join("\n"));
    }
}
