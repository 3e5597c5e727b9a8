//! What a seller's device shows when it rings with the page closed: two short lines, which also lie
//! on a locked screen. A prospect's name and nothing of their words; an order's reference.
//!
//! The dashboard says the same while it is open (`dashboard/src/i18n/fr/health.ts`).

use crate::{
    alert::{Trouble, Waiting},
    copy::courier::short,
    language::Language,
};

/// A profile's name may be a whole sentence.
const MAX_NAME: usize = 60;

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub text: &'static str,
}

/// A prospect waits.
pub fn waiting(language: Language, contact: &str, why: Waiting) -> Notice {
    let name = short(contact, MAX_NAME);
    let (title, text) = match language {
        Language::French => {
            let who = if name.is_empty() { "Un client" } else { &name };
            let text = match why {
                Waiting::HandedOver => "L’IA vous passe la main.",
                Waiting::Wrote => "Nouveau message.",
            };
            (format!("{who} vous attend"), text)
        }
        Language::English => {
            let who = if name.is_empty() { "A customer" } else { &name };
            let text = match why {
                Waiting::HandedOver => "The AI hands over to you.",
                Waiting::Wrote => "New message.",
            };
            (format!("{who} waits for you"), text)
        }
    };
    Notice { title, text }
}

/// A delivery is in trouble; `reference` is its order's.
pub fn delivery(language: Language, reference: &str, trouble: Trouble) -> Notice {
    let (title, text) = match language {
        Language::French => (
            format!("Livraison {reference}"),
            match trouble {
                Trouble::Failed => "La livraison a échoué.",
                Trouble::NobodyFound => "Aucun livreur trouvé. À vous de décider.",
                Trouble::CodeLocked => "Trop de codes faux : le livreur vous attend.",
                Trouble::Replanned => "Le client n’a pas été livré. Elle est reprogrammée.",
            },
        ),
        Language::English => (
            format!("Delivery {reference}"),
            match trouble {
                Trouble::Failed => "The delivery failed.",
                Trouble::NobodyFound => "No courier found. It is for you to decide.",
                Trouble::CodeLocked => "Too many wrong codes: the courier waits for you.",
                Trouble::Replanned => "The customer was not delivered. It is planned again.",
            },
        ),
    };
    Notice { title, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alert_reads_like_this() {
        let mut said = Vec::new();
        for language in [Language::French, Language::English] {
            for why in [Waiting::HandedOver, Waiting::Wrote] {
                said.push(waiting(language, "Moussa Traoré", why));
            }
            said.push(waiting(language, " \n", Waiting::Wrote));
            for trouble in
                [Trouble::Failed, Trouble::NobodyFound, Trouble::CodeLocked, Trouble::Replanned]
            {
                said.push(delivery(language, "7K3FQA", trouble));
            }
        }
        let said: Vec<String> =
            said.iter().map(|notice| format!("{} | {}", notice.title, notice.text)).collect();
        insta::assert_snapshot!(said.join("\n"));
    }

    #[test]
    fn a_name_without_end_is_cut_and_stays_on_one_line() {
        let notice = waiting(Language::French, &"Awa\n".repeat(100), Waiting::Wrote);
        assert!(notice.title.chars().count() < 80, "{}", notice.title);
        assert!(!notice.title.contains('\n'));
    }
}
