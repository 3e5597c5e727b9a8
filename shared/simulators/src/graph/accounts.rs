//! WhatsApp business accounts: their numbers and the subscription without which no webhook of
//! theirs leaves Meta.

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    Graph, access,
    call::Call,
    error::{GraphError, GraphResult},
    nodes, numbers,
    state::Account,
};

pub(super) fn describe(account: &Account) -> Value {
    json!({
        "id": account.id,
        "name": account.name,
        "currency": "XOF",
        "timezone_id": "0",
        "message_template_namespace": format!("ns_{}", account.id),
        "account_review_status": "APPROVED",
        "business_verification_status": "not_verified",
        "ownership_type": "CLIENT_OWNED",
        "owner_business_info": {"id": account.business_id, "name": account.name},
    })
}

/// `GET /{account}`.
pub(super) fn get(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| {
        let account = access::account(state, call, now, id)?;
        let default = ["id", "name", "currency", "timezone_id", "message_template_namespace"];
        nodes::select(&describe(account), call, &default)
    })
}

/// `GET /{account}/phone_numbers`.
pub(super) fn phone_numbers(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| {
        let account = access::account(state, call, now, id)?;
        let mut numbers: Vec<_> =
            state.numbers.values().filter(|number| number.account_id == account.id).collect();
        numbers.sort_by_key(|number| std::cmp::Reverse(number.onboarded_at));
        let rows = numbers
            .into_iter()
            .map(|number| numbers::select(graph, state, call, number))
            .collect::<Result<_, _>>()?;
        nodes::page(rows, call)
    })
}

/// `/{account}/subscribed_apps`: `POST` starts the webhooks, `DELETE` ends them.
pub(super) fn subscribed_apps(
    graph: &Graph,
    call: &Call,
    id: &str,
    method: &Method,
) -> GraphResult {
    let now = graph.clock().now();
    let app_id = &graph.settings().app_id;
    let subscribed = graph
        .read(|state| access::account(state, call, now, id).map(|account| account.subscribed))?;
    let set = |subscribed| {
        graph.write(|state| {
            if let Some(account) = state.accounts.get_mut(id) {
                account.subscribed = subscribed;
            }
        });
        Ok(json!({"success": true}))
    };
    match *method {
        Method::GET => {
            let app = json!({"whatsapp_business_api_data": {
                "id": app_id,
                "name": "FluxAsync",
                "link": format!("https://www.facebook.com/games/?app_id={app_id}"),
            }});
            Ok(json!({"data": if subscribed { vec![app] } else { Vec::new() }}))
        }
        Method::POST if call.param("override_callback_uri").is_some() => {
            // An override would move the webhooks away from the one endpoint of the stack.
            Err(GraphError::parameter("The simulator has one callback: no override_callback_uri"))
        }
        Method::POST => set(true),
        Method::DELETE => set(false),
        _ => Err(access::unknown(call, id)),
    }
}
