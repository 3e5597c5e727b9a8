use super::*;
use crate::money::Currency;

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

#[test]
fn the_evening_says_what_is_to_be_handed_over_and_to_whom() {
    let said = evening(francs(47_500), "Awa").unwrap();
    assert_eq!(said, "Tu as 47 500 FCFA à remettre à la boutique Awa.");
    let said = evening(francs(500), "Awa Shop").unwrap();
    assert_eq!(said, "Tu as 500 FCFA à remettre à Awa Shop.");
    assert_eq!(evening(francs(0), "Awa"), None);
    assert_eq!(evening(francs(-500), "Awa"), None);
}

#[test]
fn at_the_ceiling_both_know_what_stops_and_what_ends_it() {
    assert_eq!(
        ceiling_reached(francs(102_000), "Boutique Awa"),
        "Tu as 102 000 FCFA à remettre à la boutique Awa. C'est le maximum : remets cet argent \
         pour recevoir de nouveau des courses à encaisser. Les courses déjà payées te sont \
         toujours proposées."
    );
    assert_eq!(
        courier_at_ceiling("Koffi", francs(102_000), francs(100_000)),
        "Koffi a 102 000 FCFA à vous remettre, votre plafond est de 100 000 FCFA : seules des \
         courses déjà payées lui seront proposées. Confirmez la remise quand vous avez l'argent."
    );
}

#[test]
fn a_remittance_is_told_to_both() {
    assert_eq!(
        remittance_noted(francs(47_500), francs(0), "Awa"),
        "La boutique Awa a bien reçu 47 500 FCFA. Tu n'as plus rien à remettre. Merci !"
    );
    assert_eq!(
        remittance_noted(francs(40_000), francs(7_500), "Awa Shop"),
        "Awa Shop a bien reçu 40 000 FCFA. Il te reste 7 500 FCFA à remettre."
    );
    assert_eq!(
        remittance_confirmed("Koffi", francs(47_500), francs(0)),
        "Koffi vous a remis 47 500 FCFA. Il ne vous doit plus rien."
    );
    assert_eq!(
        remittance_confirmed("", francs(40_000), francs(7_500)),
        "Le livreur vous a remis 40 000 FCFA. Il lui reste 7 500 FCFA à vous remettre."
    );
}

#[test]
fn a_courier_s_word_is_asked_of_the_seller() {
    assert_eq!(
        claimed("Koffi", francs(47_500)),
        "Koffi dit vous avoir remis 47 500 FCFA. L'avez-vous bien reçu ?"
    );
    assert_eq!(
        claim_passed_on(francs(47_500), "Awa"),
        "C'est noté : on demande à la boutique Awa de confirmer 47 500 FCFA."
    );
    assert_eq!(
        claim_denied(francs(47_500), "Awa"),
        "La boutique Awa dit ne pas encore avoir reçu 47 500 FCFA. Vois avec la boutique directement."
    );
    assert_eq!(
        denial_noted("Koffi", francs(47_500)),
        "C'est noté : Koffi a toujours 47 500 FCFA à vous remettre."
    );
    assert_eq!(
        remittance_recalled(francs(45_700), francs(47_500), "Awa Shop"),
        "Awa Shop a annulé la remise de 45 700 FCFA : elle était notée par erreur. Tu as 47 500 \
         FCFA à remettre."
    );
    assert!(claim_outdated().contains("rien n'a été noté"));
    for title in [button::HANDED_OVER, button::RECEIVED, button::NOT_RECEIVED] {
        assert!(title.chars().count() <= 20, "{title}");
    }
}

#[test]
fn a_remittance_of_too_much_says_what_is_owed() {
    assert_eq!(
        remittance_refused("Koffi", francs(47_500), francs(20_000)),
        "Koffi n'a que 20 000 FCFA à vous remettre : la remise de 47 500 FCFA n'a pas été notée. \
         Vérifiez le montant dans votre tableau de bord."
    );
    assert_eq!(
        remittance_refused("Koffi", francs(500), francs(-20_000)),
        "Koffi n'a rien à vous remettre : la remise de 500 FCFA n'a pas été notée. Vérifiez le \
         montant dans votre tableau de bord."
    );
}

#[test]
fn a_text_is_one_line_whatever_the_names() {
    let name = "Koffi\nYao  dit  \u{201c}le rapide\u{201d}";
    for text in [
        evening(francs(1), name).unwrap(),
        ceiling_reached(francs(1), name),
        remittance_noted(francs(1), francs(2), name),
        remittance_confirmed(name, francs(1), francs(2)),
        remittance_refused(name, francs(2), francs(1)),
        courier_at_ceiling(name, francs(2), francs(1)),
    ] {
        assert!(!text.contains(['\n', '\t']) && !text.contains("  "), "{text}");
    }
}
