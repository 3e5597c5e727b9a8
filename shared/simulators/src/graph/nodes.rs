//! The table of routes: which rule answers which method and path, plus the two things every Graph
//! node does alike, field selection and cursor paging.

use axum::http::Method;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use super::{
    Graph, access, accounts,
    call::Call,
    error::{GraphError, GraphResult},
    media, messages, numbers,
    oauth::{self, Relation},
    templates,
};

/// Answers a call by the rules. `forced_failure` is the error code that a message accepted by
/// this call shall fail with later.
pub(super) async fn dispatch(
    graph: &Graph,
    call: &Call,
    forced_failure: Option<i64>,
) -> GraphResult {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    match (&call.method, segments.as_slice()) {
        (&Method::GET | &Method::POST, ["oauth", "access_token"]) => oauth::exchange(graph, call),
        (&Method::GET, ["debug_token"]) => oauth::debug_token(graph, call),
        (&Method::GET, ["me"]) => oauth::me(graph, call),
        (&Method::GET, [id, "client_whatsapp_business_accounts"]) => {
            oauth::business_accounts(graph, call, id, Relation::SharedWithIt)
        }
        (&Method::GET, [id, "owned_whatsapp_business_accounts"]) => {
            oauth::business_accounts(graph, call, id, Relation::Owned)
        }
        (&Method::GET, [id, "phone_numbers"]) => accounts::phone_numbers(graph, call, id),
        (method, [id, "subscribed_apps"]) => accounts::subscribed_apps(graph, call, id, method),
        (&Method::GET, [id, "message_templates"]) => templates::list(graph, call, id),
        (&Method::POST, [id, "message_templates"]) => templates::create(graph, call, id),
        (&Method::DELETE, [id, "message_templates"]) => templates::delete(graph, call, id),
        (&Method::POST, [id, "register"]) => numbers::register(graph, call, id),
        (&Method::POST, [id, "deregister"]) => numbers::deregister(graph, call, id),
        (&Method::POST, [id, "messages"]) => messages::post(graph, call, id, forced_failure),
        (&Method::POST, [id, "media"]) => media::upload(graph, call, id).await,
        (&Method::GET, [id]) => node(graph, call, id),
        (&Method::POST, [id]) => numbers::set_pin(graph, call, id),
        (&Method::DELETE, [id]) => media::delete(graph, call, id),
        (_, [id, ..]) => Err(access::unknown(call, id)),
        (_, []) => Err(GraphError::plain(2500, "Unknown path components: /")),
    }
}

/// `GET /{id}`: Meta's ids share one space, the kind of node is found by looking.
fn node(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let (is_number, is_account, is_media) = graph.read(|state| {
        (
            state.numbers.contains_key(id),
            state.accounts.contains_key(id),
            state.media.contains_key(id),
        )
    });
    if is_number {
        numbers::get(graph, call, id)
    } else if is_account {
        accounts::get(graph, call, id)
    } else if is_media {
        media::get(graph, call, id)
    } else {
        templates::get(graph, call, id)
    }
}

/// The node's `fields=`, or the default ones; `id` is always there.
pub(super) fn select(node: &Value, call: &Call, default: &[&str]) -> GraphResult {
    let wanted: Vec<&str> = match call.param("fields") {
        Some(list) => list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect(),
        None => default.to_vec(),
    };
    let mut selected = Map::new();
    for name in wanted.into_iter().chain(["id"]) {
        let field = node.get(name).ok_or_else(|| {
            GraphError::parameter(format!("Tried accessing nonexisting field ({name})"))
        })?;
        selected.insert(name.to_owned(), field.clone());
    }
    Ok(Value::Object(selected))
}

/// One page of `rows` (each with an `id`) by `limit` and `after`.
pub(super) fn page(rows: Vec<Value>, call: &Call) -> GraphResult {
    let limit = match call.param("limit") {
        Some(text) => text.parse().ok().filter(|limit| *limit > 0).ok_or_else(|| {
            GraphError::parameter("The parameter limit must be a positive number")
        })?,
        None => 25_usize,
    };
    let id = |row: &Value| row.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let total = rows.len();
    let start = match call.param("after") {
        Some(cursor) => {
            let last = URL_SAFE_NO_PAD.decode(cursor).unwrap_or_default();
            let position = rows.iter().position(|row| id(row).as_bytes() == last.as_slice());
            position
                .map(|index| index.saturating_add(1))
                .ok_or_else(|| GraphError::parameter("Invalid cursors values"))?
        }
        None => 0,
    };
    let rows: Vec<Value> = rows.into_iter().skip(start).take(limit).collect();
    let more = start.saturating_add(rows.len()) < total;
    let mut answer = json!({"data": rows});
    let cursor = |row: Option<&Value>| row.map(|row| URL_SAFE_NO_PAD.encode(id(row)));
    if let (Some(before), Some(after), Some(fields)) =
        (cursor(rows.first()), cursor(rows.last()), answer.as_object_mut())
    {
        let mut paging = json!({"cursors": {"before": before, "after": after}});
        if let (true, Some(paging)) = (more, paging.as_object_mut()) {
            let next = format!("{}/sim/graph{}?after={after}", call.origin(), call.path);
            paging.insert("next".to_owned(), json!(next));
        }
        fields.insert("paging".to_owned(), paging);
    }
    Ok(answer)
}
