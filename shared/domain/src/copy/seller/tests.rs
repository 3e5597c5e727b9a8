use jiff::civil::date;

use super::*;
use crate::{copy::courier::tests::order, moment::Period, money::Currency};

const TODAY: Date = date(2026, 11, 23);

#[test]
fn every_sentence_to_a_seller() {
    let order = order();
    let tomorrow = Moment { day: date(2026, 11, 24), period: Period::Morning };
    let round = Tally { asked: 4, refused: 2, silent: 2, unreachable: 0 };
    let said = [
        to_prepare(&order, TODAY),
        to_prepare_again(&order, TODAY),
        nobody_found(&order, round),
        nobody_found(&order, Tally { asked: 1, unreachable: 1, ..Tally::default() }),
        nobody_found(&order, Tally::default()),
        delivered(&order, order.totals.total, order.totals.total),
        delivered(&order, Money::new(45_000, Currency::Xof), order.totals.total),
        failed(&order, DeliveryFailure::CustomerAbsent, Some(tomorrow), TODAY),
        failed(&order, DeliveryFailure::WrongAddress, None, TODAY),
        code_locked(&order, "Blaise"),
        rescheduled(&order, tomorrow, TODAY),
        pickup_chosen(&order, Money::new(45_000, Currency::Xof), Money::new(0, Currency::Xof)),
        pickup_chosen(&order, Money::new(0, Currency::Xof), Money::new(1_500, Currency::Xof)),
        pickup_chosen(&order, Money::new(0, Currency::Xof), Money::new(0, Currency::Xof)),
        cancelled(&order),
        amended(&order, TODAY),
        refused(&order, AmendmentRefusal::Left),
        refused(&order, AmendmentRefusal::Over),
        refused(&order, AmendmentRefusal::Outdated),
        cancellation_wanted(&order),
        too_few_units(&order),
        hand_over("Mariam", HandOverReason::Asked),
        hand_over("Mariam", HandOverReason::AiUnavailable),
        hand_over("Mariam", HandOverReason::AiUnreliable),
        hand_over("", HandOverReason::Unsupported),
        hand_over("Mariam", HandOverReason::WindowClosed),
        not_delivered("Mariam"),
        use_dashboard("https://app.example.com"),
    ];
    insta::assert_snapshot!(said.join("\n"), @"
    Nouvelle commande confirmée - À préparer : paire Air Max 42 - livraison demain
    Commande 02NWVR reprogrammée - À préparer : paire Air Max 42 - livraison demain
    Aucun livreur pour la commande 02NWVR (paire Air Max 42) : 4 livreurs contactés, 2 refus, 2 sans réponse. Votre client peut choisir une livraison demain, le retrait en boutique ou l'annulation.
    Aucun livreur pour la commande 02NWVR (paire Air Max 42) : 1 livreur contacté, 1 injoignable. Votre client peut choisir une livraison demain, le retrait en boutique ou l'annulation.
    Aucun livreur pour la commande 02NWVR (paire Air Max 42) : personne n'est disponible dans cette zone. Votre client peut choisir une livraison demain, le retrait en boutique ou l'annulation.
    Commande 02NWVR livrée : paire Air Max 42, 46 500 FCFA encaissés par le livreur.
    Commande 02NWVR livrée : paire Air Max 42. Attention : 45 000 FCFA encaissés au lieu de 46 500 FCFA.
    La commande 02NWVR n'a pas pu être livrée : le client était absent. Nouvelle livraison prévue demain avant 12h.
    La commande 02NWVR n'a pas pu être livrée : le livreur n'a pas trouvé l'adresse. Les articles sont de nouveau en stock. Choisissez un autre moment ou annulez-la dans votre tableau de bord.
    Commande 02NWVR : Blaise a donné 3 mauvais codes. Appelez-le, appelez le client, puis décidez dans votre tableau de bord : livrée, échec ou nouveaux essais.
    Commande 02NWVR reportée à la demande du client - livraison demain avant 12h
    Commande 02NWVR : Mariam passe la retirer en boutique - À préparer : paire Air Max 42. À encaisser en boutique : 45 000 FCFA.
    Commande 02NWVR : Mariam passe la retirer en boutique - À préparer : paire Air Max 42. Déjà payée, 1 500 FCFA sont à rendre au client (pas de livraison).
    Commande 02NWVR : Mariam passe la retirer en boutique - À préparer : paire Air Max 42. Déjà payée.
    Commande 02NWVR annulée par le client : paire Air Max 42. Les articles sont de nouveau en stock.
    Commande 02NWVR modifiée - À préparer : paire Air Max 42 - livraison demain
    Commande 02NWVR : le colis est déjà parti, votre changement n'a pas été fait.
    Commande 02NWVR : elle est déjà terminée, votre changement n'a pas été fait.
    Commande 02NWVR : elle a changé entre-temps, votre changement n'a pas été fait. Regardez-la dans votre tableau de bord et refaites-le s'il le faut.
    Commande 02NWVR : Mariam veut annuler, mais le colis est déjà parti. Appelez le client et le livreur, puis annulez ou laissez livrer depuis votre tableau de bord.
    Commande 02NWVR : le stock ne suffit pas pour le changement demandé, elle reste comme avant (paire Air Max 42). Corrigez le stock dans votre tableau de bord ou répondez au client.
    Mariam demande à parler à une personne. Répondez-lui depuis votre tableau de bord ou votre téléphone.
    Mariam attend une réponse, l'assistant est indisponible pour le moment. Répondez-lui depuis votre tableau de bord ou votre téléphone.
    Mariam attend une réponse que l'assistant n'a pas su donner. Répondez-lui depuis votre tableau de bord ou votre téléphone.
    Un client a envoyé un message que l'assistant ne sait pas lire. Répondez-lui depuis votre tableau de bord ou votre téléphone.
    Mariam attend des nouvelles de sa commande, mais WhatsApp ne permet plus de lui écrire d'ici. Appelez ce client si vous le pouvez.
    Mariam n'a pas reçu votre dernier message : WhatsApp l'a refusé. Appelez ce client si vous le pouvez.
    Bonjour ! Ce numéro sert seulement à vous prévenir. Suivez vos commandes ici : https://app.example.com
    ");
    assert!(said.iter().all(|text| !text.contains('\n')));
}

#[test]
fn a_new_order_is_told_in_the_sellers_own_pattern() {
    assert_eq!(
        to_prepare(&order(), TODAY),
        "Nouvelle commande confirmée - À préparer : paire Air Max 42 - livraison demain"
    );
}

#[test]
fn a_service_costs_nothing_without_a_word_and_keys_are_the_seller_s_to_mend() {
    let order = order();
    let fee = Some(Money::new(500, Currency::Xof));
    assert_eq!(
        service_cancel_costs(&order, "Yango Delivery", fee),
        format!(
            "Commande {} : Yango Delivery est déjà en route et l'annuler coûte 500 FCFA. Sans votre accord, rien \
             n'est payé et la course continue.",
            order.reference()
        )
    );
    assert!(service_cancel_costs(&order, "Glovo", None).contains("n'indique pas"));
    assert!(PAY_AND_CANCEL.chars().count() <= 20);
    assert!(service_keys_refused("Glovo").starts_with("Glovo n'accepte pas les clés"));
}
