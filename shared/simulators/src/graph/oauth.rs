//! The code exchange and what a token says about itself. A code works once, for 30 seconds, and
//! only with the redirect URI it was asked for with, byte for byte.

use serde_json::{Value, json};

use super::{
    Graph, access, accounts,
    call::Call,
    error::{GraphError, GraphResult},
    nodes, seed,
    state::{Code, Token},
};
use crate::{
    random,
    time::{SECOND, UnixMs},
};

/// Meta, Embedded Signup implementation: the token code has a time-to-live of 30 seconds.
const CODE_LIFE: UnixMs = 30 * SECOND;

pub(super) const SCOPES: [&str; 2] =
    ["whatsapp_business_management", "whatsapp_business_messaging"];

/// `GET` or `POST /oauth/access_token`.
pub(super) fn exchange(graph: &Graph, call: &Call) -> GraphResult {
    let settings = graph.settings();
    if call.param("client_id") != Some(settings.app_id.as_str()) {
        return Err(GraphError::plain(
            101,
            "Error validating application. Cannot get application info due to a system error.",
        ));
    }
    if call.param("client_secret") != Some(settings.app_secret.as_str()) {
        return Err(GraphError::plain(1, "Error validating client secret."));
    }
    let now = graph.clock().now();
    let text = call.param("code").unwrap_or_default().to_owned();
    graph.write(|state| {
        let code = state
            .codes
            .get_mut(&text)
            .ok_or_else(|| GraphError::plain(100, "Invalid verification code format."))?;
        check_code(code, call.param("redirect_uri"), now)?;
        code.used = true;
        let token = Token {
            account_ids: code.account_ids.clone(),
            business_id: code.business_id.clone(),
            user_id: random::digits(15),
            issued_at: now,
            expires_at: code.token_life.map(|life| now.saturating_add(life)),
            revoked: false,
            names_targets: code.names_targets,
        };
        let expires_in = code.token_life.map(|life| life / SECOND);
        let text = random::access_token();
        let mut answer = json!({"access_token": text, "token_type": "bearer"});
        if let (Some(seconds), Some(fields)) = (expires_in, answer.as_object_mut()) {
            fields.insert("expires_in".to_owned(), json!(seconds));
        }
        state.tokens.insert(text, token);
        Ok(answer)
    })
}

fn check_code(code: &Code, redirect_uri: Option<&str>, now: UnixMs) -> Result<(), GraphError> {
    let refused = |message, subcode| Err(GraphError::plain(100, message).subcode(subcode));
    if code.used {
        return refused("This authorization code has been used.", 36009);
    }
    if now > code.issued_at.saturating_add(CODE_LIFE) {
        return refused("This authorization code has expired.", 36007);
    }
    if redirect_uri != Some(code.redirect_uri.as_str()) {
        return refused(
            "Error validating verification code. Please make sure your redirect_uri is identical \
             to the one you used in the OAuth dialog request",
            36008,
        );
    }
    Ok(())
}

/// `GET /debug_token`, to be called with `APP_ID|APP_SECRET`.
pub(super) fn debug_token(graph: &Graph, call: &Call) -> GraphResult {
    let settings = graph.settings();
    let app_token = format!("{}|{}", settings.app_id, settings.app_secret);
    if call.token() != Some(app_token.as_str()) {
        return Err(GraphError::token("Invalid OAuth access token signature.", None));
    }
    let Some(input) = call.param("input_token") else {
        return Err(GraphError::parameter("The parameter input_token is required."));
    };
    let now = graph.clock().now();
    Ok(graph.read(|state| match state.tokens.get(input) {
        Some(token) => json!({"data": describe(token, &settings.app_id, now)}),
        None => json!({"data": {
            "error": {"code": 190, "message": "Invalid OAuth access token."},
            "is_valid": false,
            "scopes": [],
        }}),
    }))
}

fn describe(token: &Token, app_id: &str, now: UnixMs) -> Value {
    let granular: Vec<Value> = SCOPES
        .iter()
        .map(|scope| {
            if token.names_targets {
                json!({"scope": scope, "target_ids": token.account_ids})
            } else {
                json!({"scope": scope})
            }
        })
        .collect();
    let usable = access::usable(token, now);
    let mut data = json!({
        "app_id": app_id,
        "type": "SYSTEM_USER",
        "application": "FluxAsync",
        "data_access_expires_at": 0,
        "expires_at": token.expires_at.map_or(0, |expiry| expiry / SECOND),
        "issued_at": token.issued_at / SECOND,
        "is_valid": usable.is_ok(),
        "scopes": SCOPES,
        "granular_scopes": granular,
        "user_id": token.user_id,
    });
    if let (Err(error), Some(fields)) = (usable, data.as_object_mut()) {
        let error = error.to_json();
        let message = error.pointer("/error/message").cloned().unwrap_or_default();
        let subcode = error.pointer("/error/error_subcode").cloned().unwrap_or_default();
        fields.insert(
            "error".to_owned(),
            json!({"code": 190, "message": message, "subcode": subcode}),
        );
    }
    data
}

/// `GET /me`: the system user behind the token, and the customer's business portfolio.
pub(super) fn me(graph: &Graph, call: &Call) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| {
        let token = access::token(state, call, now)?;
        let all = json!({
            "id": token.user_id,
            "name": "FluxAsync",
            "client_business_id": token.business_id,
        });
        nodes::select(&all, call, &["id", "name"])
    })
}

/// How a portfolio came by its accounts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    SharedWithIt,
    Owned,
}

/// `GET /{business}/client_…` and `/owned_whatsapp_business_accounts`: what was shared with a
/// portfolio, what it owns.
pub(super) fn business_accounts(
    graph: &Graph,
    call: &Call,
    business_id: &str,
    relation: Relation,
) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| {
        let token = access::token(state, call, now)?;
        if business_id != token.business_id && business_id != seed::PARTNER_BUSINESS_ID {
            return Err(access::unknown(call, business_id));
        }
        let accounts = token.account_ids.iter().filter_map(|id| state.accounts.get(id));
        let rows = accounts
            .filter(|account| (account.business_id == business_id) == (relation == Relation::Owned))
            // Only the partner has accounts shared with it.
            .filter(|_| relation == Relation::Owned || business_id == seed::PARTNER_BUSINESS_ID)
            .map(accounts::describe)
            .collect();
        nodes::page(rows, call)
    })
}
