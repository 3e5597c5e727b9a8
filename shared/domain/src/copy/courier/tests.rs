use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::{
    country::Country,
    ids::{ConversationId, OrderId, ProductId, SellerId, VariantId},
    moment::{Moment, Period},
    money::Currency,
    order::{Line, OrderStatus, Pin, Recipient, Totals},
    phone::Phone,
};

const TODAY: Date = date(2026, 11, 23);

pub(in crate::copy) fn order() -> Order {
    let line = Line {
        product: ProductId::from_uuid(Uuid::from_u128(1)),
        variant: VariantId::only(),
        name: "paire Air Max 42".into(),
        quantity: 1,
        unit_price: Money::new(45_000, Currency::Xof),
    };
    let totals = Totals::of(std::slice::from_ref(&line), Money::new(1_500, Currency::Xof));
    Order {
        id: OrderId::from_uuid(Uuid::from_u128(0xabcde)),
        seller: SellerId::from_uuid(Uuid::from_u128(1)),
        conversation: ConversationId::from_uuid(Uuid::from_u128(1)),
        status: OrderStatus::Pending,
        revision: 0,
        lines: vec![line],
        totals: totals.unwrap(),
        address: Address {
            commune: "Cocody".into(),
            quarter: "Angré 8e tranche".into(),
            landmark: "derrière la pharmacie".into(),
            pin: Some(Pin { latitude_e7: 53_600_000, longitude_e7: -40_083_000 }),
            ..Address::default()
        },
        contact_name: "Mariam".into(),
        recipient: None,
        payer: None,
        contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
        moment: Moment { day: date(2026, 11, 24), period: Period::Morning },
        ad_id: None,
        placed_at: "2026-11-23T10:00:00Z".parse().unwrap(),
    }
}

#[test]
fn an_offer_says_what_is_needed_to_decide_and_no_more() {
    let offer = Offer::of(&order(), "Boutique  Awa", order().totals.total, TODAY);
    let said = offer.in_words(300);
    insta::assert_snapshot!(said, @"
    Nouvelle course pour la boutique Awa
    Colis : paire Air Max 42, à encaisser 46 500 FCFA. Vous gagnez 1 500 FCFA
    Livraison : Cocody, Angré 8e tranche, demain avant 12h
    Vous avez 5 minutes pour répondre.
    ");
    for secret in ["Mariam", "05 05", "pharmacie", "maps"] {
        assert!(!said.contains(secret), "{secret}");
    }
    for piece in [offer.shop, offer.parcel, offer.area, offer.moment] {
        assert!(!piece.contains('\n') && !piece.contains("  ") && !piece.is_empty());
    }
}

#[test]
fn an_offer_fits_metas_limit_whatever_was_ordered() {
    let mut long = order();
    long.lines[0].name = "très long nom\n".repeat(200);
    long.address.landmark = "derrière la pharmacie ".repeat(50);
    long.contact_name = "Mariam ".repeat(50);
    let shop = "Boutique Awa ".repeat(50);
    let said = Offer::of(&long, &shop, long.totals.total, TODAY).in_words(300);
    assert!(said.chars().count() < 1_024);
    assert!(accepted(&long, &shop, long.totals.total, TODAY).chars().count() < 1_024);
    assert_eq!(said.lines().count(), 4);
}

#[test]
fn a_time_limit_is_said_in_its_own_unit() {
    let said = [300, 60, 90, 20].map(duration);
    assert_eq!(said, ["5 minutes", "1 minute", "90 secondes", "20 secondes"]);
}

#[test]
fn an_accepted_delivery_says_everything() {
    insta::assert_snapshot!(accepted(&order(), "Boutique Awa", order().totals.total, TODAY), @"
    La course 02NWVR est à vous. Merci !
    Boutique : Boutique Awa
    Colis : paire Air Max 42
    Adresse : Cocody, Angré 8e tranche, derrière la pharmacie (position WhatsApp)
    Plan : https://maps.google.com/?q=5.3600000,-4.0083000
    Client : Mariam, 05 05 12 34 56
    Quand : demain avant 12h
    À encaisser : 46 500 FCFA
    ");
}

#[test]
fn an_amended_delivery_says_everything_again() {
    let said = amended(&order(), "Boutique Awa", order().totals.total, TODAY);
    let (first, rest) = said.split_once('\n').unwrap();
    assert_eq!(first, "La course 02NWVR a changé. Voici ce qui compte maintenant :");
    assert!(
        accepted(&order(), "Boutique Awa", order().totals.total, TODAY).ends_with(rest),
        "{rest}"
    );
    assert_eq!(rest.lines().count(), 7);
}

#[test]
fn every_other_sentence() {
    let order = order();
    let shop = "Boutique Awa";
    let due = order.totals.total;
    let said = [
        refusal_noted(),
        too_late(),
        gone(),
        already_yours(&order),
        not_yours(),
        on_the_road(&order),
        ask_code(&order),
        wrong_code(2),
        wrong_code(1),
        code_locked(&order, shop),
        ask_cash(&order, order.totals.total),
        cash_received(due),
        ask_amount(&order, order.totals.total),
        not_understood(),
        ask_reason(&order),
        thanks(&order, due),
        failure_noted(&order, shop),
        cancelled(&order, shop),
        rescheduled(&order, shop),
        reassigned(&order, shop),
        offer_changed(&order),
        offer_gone(&order),
        over(&order.id),
        thanks_for_writing(),
        use_buttons(),
        unknown_sender(),
    ];
    insta::assert_snapshot!(said.join("\n"), @"
    C'est noté, merci d'avoir répondu. À une prochaine course !
    Merci, mais le délai de réponse est dépassé : la course est proposée à un autre livreur. À une prochaine fois !
    Merci, mais cette course n'est plus disponible. À une prochaine fois !
    La course 02NWVR est déjà à vous.
    Cette course est confiée à un autre livreur.
    Bonne route ! Une fois le colis 02NWVR remis au client, appuyez sur « Livré » : son code à 4 chiffres vous sera demandé.
    Course 02NWVR : quel est le code à 4 chiffres donné par le client ? Vous pouvez aussi envoyer une photo du colis remis.
    Ce n'est pas le bon code. Redemandez-le au client. Il reste 2 essais.
    Ce n'est pas le bon code. Redemandez-le au client. Il reste 1 essai.
    Trop de codes faux pour la course 02NWVR. La boutique Awa est au courant : appelez avant de laisser le colis.
    Code correct, merci ! Avez-vous encaissé 46 500 FCFA pour la course 02NWVR ?
    46 500 FCFA reçus
    Quel montant avez-vous encaissé pour la course 02NWVR ? Écrivez seulement le nombre, par exemple 46500.
    Je n'ai pas compris. Écrivez seulement les chiffres, s'il vous plaît.
    Course 02NWVR : pourquoi la livraison n'a-t-elle pas pu se faire ?
    Course 02NWVR terminée, 46 500 FCFA encaissés. Merci et à bientôt !
    C'est noté pour la course 02NWVR. Merci de rapporter le colis à la boutique Awa.
    La course 02NWVR est annulée. Si vous avez le colis, merci de le rapporter à la boutique Awa.
    La course 02NWVR est reportée à un autre moment. Si vous avez le colis, merci de le rapporter à la boutique Awa.
    L'adresse de la course 02NWVR a changé de zone : elle est confiée à un autre livreur. Merci ! Si vous avez le colis, rapportez-le à la boutique Awa.
    La course 02NWVR a été modifiée : la proposition précédente n'est plus valable, voici la nouvelle.
    La course 02NWVR a été modifiée : elle n'est plus disponible comme nous vous l'avions proposée. Merci, à une prochaine fois !
    La course 02NWVR est terminée, il n'y a plus rien à faire.
    Merci ! Vous recevrez ici les prochaines courses.
    Pour répondre à une course, appuyez sur « J'accepte » ou « Je refuse » sous le message.
    Bonjour ! Ce numéro FluxAsync sert aux livreurs et aux boutiques inscrites. Pour une commande, écrivez directement à la boutique.
    ");
}

#[test]
fn titles_fit_whatsapp() {
    for title in [
        button::ACCEPT,
        button::REFUSE,
        button::PICKED_UP,
        button::DELIVERED,
        button::FAILED,
        button::OTHER_AMOUNT,
        button::REASONS,
        &cash_received(Money::new(999_999_999, Currency::Xof)),
        &cash_received(Money::new(46_500, Currency::Xof)),
    ] {
        assert!(title.chars().count() <= 20, "{title}");
    }
    for why in crate::dispatch::FAILURE_REASONS {
        assert!(reason(why).chars().count() <= 24);
    }
}

#[test]
fn a_parcel_for_somebody_else_names_who_receives_who_ordered_and_who_pays() {
    let mut for_her_sister = order();
    for_her_sister.recipient = Some(Recipient {
        name: "Adjoua".into(),
        phone: Phone::parse("0708090102", Country::IvoryCoast).unwrap(),
    });
    for_her_sister.payer = Some("Yao".into());
    let said = accepted(&for_her_sister, "Boutique Awa", for_her_sister.totals.total, TODAY);
    let people = said.lines().skip_while(|line| !line.starts_with("À remettre")).take(3);
    assert_eq!(
        people.collect::<Vec<_>>(),
        [
            "À remettre à : Adjoua, 07 08 09 01 02",
            "Commandé par : Mariam, 05 05 12 34 56",
            "Paie : Yao"
        ]
    );
}
