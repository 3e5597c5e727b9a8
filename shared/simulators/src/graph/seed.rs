//! What exists before anybody signs up: our own portfolio, number and approved templates.

use serde_json::{Value, json};

use super::{
    Settings,
    state::{Account, Number, NumberKind, State, Template, Token},
};
use crate::time::UnixMs;

/// Our own business portfolio, the partner that sellers share their accounts with.
pub(super) const PARTNER_BUSINESS_ID: &str = "100200300400500";
const ACCOUNT_ID: &str = "100200300400501";

/// Makes sure that our own number exists; what a state file brought along is kept.
pub(super) fn platform(state: &mut State, settings: &Settings, now: UnixMs) {
    let account = state.accounts.entry(ACCOUNT_ID.to_owned()).or_insert_with(|| Account {
        id: ACCOUNT_ID.to_owned(),
        name: "FluxAsync".to_owned(),
        business_id: PARTNER_BUSINESS_ID.to_owned(),
        subscribed: true,
        shared_at: now,
        templates: Vec::new(),
        cannot_be_charged: false,
    });
    for template in templates() {
        if !account.templates.iter().any(|known| known.id == template.id) {
            account.templates.push(template);
        }
    }
    let id = &settings.platform_phone_number_id;
    state.numbers.entry(id.clone()).or_insert_with(|| Number {
        id: id.clone(),
        account_id: ACCOUNT_ID.to_owned(),
        display: "+225 07 00 00 00 00".to_owned(),
        verified_name: "FluxAsync".to_owned(),
        kind: NumberKind::Platform,
        registered: true,
        on_business_app: false,
        pin: None,
        registrations: Vec::new(),
        onboarded_at: now,
    });
    state.tokens.insert(
        settings.platform_token.clone(),
        Token {
            account_ids: vec![ACCOUNT_ID.to_owned()],
            business_id: PARTNER_BUSINESS_ID.to_owned(),
            user_id: "100200300400502".to_owned(),
            issued_at: now,
            expires_at: None,
            revoked: false,
            names_targets: true,
        },
    );
}

fn templates() -> [Template; 6] {
    [
        template(
            "100200300400511",
            "courier_offer",
            "Nouvelle course pour la boutique {{1}}. {{2}}. Trajet : {{3}}. Moment : {{4}}. \
             Prenez-vous cette course ?",
            &["Accepter", "Refuser"],
        ),
        template(
            "100200300400512",
            "seller_notice",
            "Votre boutique {{1}} : {{2}} Répondez à ce message pour nous écrire.",
            &[],
        ),
        template(
            "100200300400513",
            "courier_update",
            "Livraison FluxAsync : {{1}} Répondez à ce message pour continuer.",
            &[],
        ),
        template(
            "100200300400514",
            "courier_cash",
            "Votre caisse FluxAsync : {{1}} Touchez le bouton quand c'est fait.",
            &["J'ai tout remis"],
        ),
        template(
            "100200300400515",
            "seller_cash",
            "Votre boutique {{1}} : {{2}} Touchez votre réponse.",
            &["Oui, bien reçu", "Non, pas encore"],
        ),
        template(
            "100200300400516",
            "seller_fee",
            "Votre boutique {{1}} : {{2}} Touchez le bouton pour accepter.",
            &["Payer et annuler"],
        ),
    ]
}

fn template(id: &str, name: &str, body: &str, buttons: &[&str]) -> Template {
    let mut components = vec![json!({"type": "BODY", "text": body})];
    if !buttons.is_empty() {
        let buttons: Vec<Value> =
            buttons.iter().map(|text| json!({"type": "QUICK_REPLY", "text": text})).collect();
        components.push(json!({"type": "BUTTONS", "buttons": buttons}));
    }
    Template {
        id: id.to_owned(),
        name: name.to_owned(),
        language: "fr".to_owned(),
        category: "UTILITY".to_owned(),
        status: "APPROVED".to_owned(),
        components,
    }
}
