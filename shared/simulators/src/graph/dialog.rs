//! The login dialog of Embedded Signup: the page where an owner shares a business number with
//! us, and the redirect back with a code or a refusal.

use axum::{
    body::Bytes,
    extract::{Query, State as Extension},
    http::{StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use url::Url;

use super::{
    Graph,
    call::pairs,
    state::{Account, Code, Number, NumberKind, State, digits_of},
};
use crate::{
    random,
    time::{DAY, SECOND, UnixMs},
};

/// The default login configuration issues tokens of about 60 days (Meta, Facebook Login for
/// Business).
const TOKEN_LIFE: UnixMs = 60 * DAY;

#[derive(Deserialize)]
pub(super) struct Request {
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    response_type: String,
    state: Option<String>,
}

/// `GET /{version}/dialog/oauth`.
pub(super) async fn page(
    Extension(graph): Extension<Graph>,
    Query(request): Query<Request>,
) -> Response {
    if request.client_id != graph.settings().app_id {
        return refused("Identifiant d’application non valide.");
    }
    if request.response_type != "code" {
        return refused("Le paramètre response_type doit être « code ».");
    }
    if Url::parse(&request.redirect_uri).is_err() {
        return refused("L’adresse de redirection n’est pas valide.");
    }
    let known: Vec<_> = graph.read(|state| {
        let sellers = state.numbers.values().filter(|number| number.kind == NumberKind::Seller);
        sellers
            .map(|number| {
                let name = format!("{} ({})", number.verified_name, number.display);
                (number.id.clone(), name)
            })
            .collect()
    });
    form(&request, &known).into_response()
}

fn refused(sentence: &str) -> Response {
    let body = layout(&html! { h1 { "Une erreur s’est produite" } p { (sentence) } });
    (StatusCode::BAD_REQUEST, body).into_response()
}

fn layout(content: &Markup) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Connexion WhatsApp Business (simulation)" }
                style {
                    "body{font:16px system-ui;max-width:26rem;margin:2rem auto;padding:0 1rem}"
                    "label,button{display:block;width:100%;margin:1rem 0}"
                    "input,select,button{font:inherit;padding:.6rem;width:100%;box-sizing:border-box}"
                    "button{background:#0866ff;color:#fff;border:0;border-radius:.4rem}"
                }
            }
            body { (content) }
        }
    };
    Html(page.into_string())
}

fn form(request: &Request, known: &[(String, String)]) -> Html<String> {
    let number = format!("+225 07{}", random::digits(8));
    layout(&html! {
        h1 { "Partager votre compte WhatsApp Business" }
        p { "Cette page remplace celle de Facebook sur votre machine." }
        form method="post" action="/sim/graph/dialog/complete" {
            input type="hidden" name="client_id" value=(request.client_id);
            input type="hidden" name="redirect_uri" value=(request.redirect_uri);
            @if let Some(state) = &request.state {
                input type="hidden" name="state" value=(state);
            }
            label { "Nom de l’entreprise"
                input name="business_name" value="Ma boutique" required; }
            label { "Numéro WhatsApp"
                input name="display_phone_number" type="tel" value=(number) required; }
            @if !known.is_empty() {
                label { "Ou un numéro déjà partagé"
                    select name="phone_number_id" {
                        option value="" { "Nouveau numéro" }
                        @for (id, name) in known { option value=(id) { (name) } }
                    }
                }
            }
            label { "Résultat"
                select name="outcome" {
                    option value="success" { "Tout accepter" }
                    option value="coexistence" { "Numéro déjà dans l’application WhatsApp Business" }
                    option value="denied" { "Refuser l’accès" }
                    option value="no_waba" { "Accepter sans partager de compte" }
                    option value="no_number" { "Partager un compte sans numéro" }
                }
            }
            button { "Continuer" }
        }
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Success,
    Coexistence,
    NoAccount,
    NoNumber,
}

/// What the owner chose on the page, form-encoded. Beside the page's own fields a test may send
/// `business_id` (add the new account to a known portfolio), `omit_target_ids=true` (a token that
/// does not name its accounts) and `token_expires_in` (seconds; 0 never expires).
struct Choice {
    fields: Vec<(String, String)>,
}

impl Choice {
    fn get(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(key, _)| key == name);
        field.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

/// `POST /dialog/complete`.
pub(super) async fn complete(Extension(graph): Extension<Graph>, body: Bytes) -> Response {
    let choice = Choice { fields: pairs(&body) };
    if choice.get("client_id") != Some(graph.settings().app_id.as_str()) {
        return refused("Identifiant d’application non valide.");
    }
    let redirect_uri = choice.get("redirect_uri").unwrap_or_default();
    let Ok(mut target) = Url::parse(redirect_uri) else {
        return refused("L’adresse de redirection n’est pas valide.");
    };
    let outcome = match choice.get("outcome") {
        Some("success") => Some(Outcome::Success),
        Some("coexistence") => Some(Outcome::Coexistence),
        Some("no_waba") => Some(Outcome::NoAccount),
        Some("no_number") => Some(Outcome::NoNumber),
        Some("denied") => None,
        _ => return refused("Le résultat demandé est inconnu."),
    };
    match outcome {
        Some(outcome) => {
            let now = graph.clock().now();
            let granted = graph.write(|state| grant(state, &choice, outcome, now));
            let Some(code) = granted else {
                return refused("Le numéro ou l’entreprise demandés sont inconnus.");
            };
            target.query_pairs_mut().append_pair("code", &code);
        }
        None => {
            target
                .query_pairs_mut()
                .append_pair("error", "access_denied")
                .append_pair("error_code", "200")
                .append_pair("error_reason", "user_denied")
                .append_pair("error_description", "Permissions error");
        }
    }
    if let Some(state) = choice.get("state") {
        target.query_pairs_mut().append_pair("state", state);
    }
    (StatusCode::FOUND, [(header::LOCATION, String::from(target))]).into_response()
}

/// Shares what the outcome says and answers with a code for it; `None` when the form names a
/// number or portfolio that does not exist.
fn grant(state: &mut State, choice: &Choice, outcome: Outcome, now: UnixMs) -> Option<String> {
    let (business_id, shared) = match outcome {
        Outcome::NoAccount => (random::digits(15), None),
        Outcome::NoNumber => {
            let business_id = business(state, choice)?;
            let account = new_account(state, &business_id, business_name(choice), now);
            (business_id, Some(account))
        }
        Outcome::Success | Outcome::Coexistence => share_number(state, choice, outcome, now)?,
    };
    if let Some(account) = shared.as_ref().and_then(|id| state.accounts.get_mut(id)) {
        account.shared_at = now;
    }
    let mut accounts: Vec<_> = state
        .accounts
        .values()
        .filter(|account| account.business_id == business_id)
        .map(|account| (shared.as_ref() == Some(&account.id), account.shared_at, &account.id))
        .collect();
    // Most recently shared first, as debug_token lists them.
    accounts.sort_by(|one, other| other.cmp(one));
    let account_ids = accounts.into_iter().map(|(_, _, id)| id.clone()).collect();
    let token_life = match choice.get("token_expires_in").map(str::parse::<UnixMs>) {
        Some(Ok(0)) => None,
        Some(Ok(seconds)) => Some(seconds.saturating_mul(SECOND)),
        Some(Err(_)) | None => Some(TOKEN_LIFE),
    };
    let code = format!("AQ{}{}", random::hex(), random::hex());
    state.codes.insert(
        code.clone(),
        Code {
            redirect_uri: choice.get("redirect_uri").unwrap_or_default().to_owned(),
            issued_at: now,
            used: false,
            business_id,
            account_ids,
            names_targets: choice.get("omit_target_ids") != Some("true"),
            token_life,
        },
    );
    Some(code)
}

/// The owner's portfolio and the account of the number shared. A number lives in one account
/// only, so a known number is shared again and not created twice.
fn share_number(
    state: &mut State,
    choice: &Choice,
    outcome: Outcome,
    now: UnixMs,
) -> Option<(String, Option<String>)> {
    let display = choice.get("display_phone_number").unwrap_or_default();
    let known = match choice.get("phone_number_id") {
        Some(id) => Some(state.numbers.get(id)?),
        None => state.numbers.values().find(|number| number.digits() == digits_of(display)),
    };
    if let Some(number) = known {
        let account = state.accounts.get(&number.account_id)?;
        return Some((account.business_id.clone(), Some(account.id.clone())));
    }
    if digits_of(display).len() < 8 {
        return None;
    }
    let business_id = business(state, choice)?;
    let name = business_name(choice);
    let account_id = new_account(state, &business_id, name, now);
    let id = random::digits(15);
    let coexists = outcome == Outcome::Coexistence;
    state.numbers.insert(
        id.clone(),
        Number {
            id,
            account_id: account_id.clone(),
            display: display.to_owned(),
            verified_name: name.to_owned(),
            kind: NumberKind::Seller,
            registered: coexists,
            on_business_app: coexists,
            pin: None,
            registrations: Vec::new(),
            onboarded_at: now,
        },
    );
    Some((business_id, Some(account_id)))
}

fn business_name(choice: &Choice) -> &str {
    choice.get("business_name").unwrap_or("Ma boutique")
}

/// The portfolio that the form names, which must exist, or a new one.
fn business(state: &State, choice: &Choice) -> Option<String> {
    let Some(id) = choice.get("business_id") else { return Some(random::digits(15)) };
    state.accounts.values().any(|account| account.business_id == id).then(|| id.to_owned())
}

fn new_account(state: &mut State, business_id: &str, name: &str, now: UnixMs) -> String {
    let id = random::digits(15);
    state.accounts.insert(
        id.clone(),
        Account {
            id: id.clone(),
            name: name.to_owned(),
            business_id: business_id.to_owned(),
            subscribed: false,
            shared_at: now,
            templates: Vec::new(),
            cannot_be_charged: false,
        },
    );
    id
}
