//! The people's side of WhatsApp, behind the phone page: who there is, what they see, and what
//! they write. The page holds no state of its own.

mod events;
mod inbound;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, State as Extension},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing,
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::graph::{
    Graph,
    state::{Message, NumberKind, Person, Role, State, Thread, digits_of},
};

/// 16 MB of voice note are 22 MB of base64.
const BODY_LIMIT: usize = 24 * 1024 * 1024;

/// The routes, to be nested at `/sim/phone`; `stopping` turns true when the process is leaving,
/// which ends the event streams.
pub fn router(graph: Graph, stopping: watch::Receiver<bool>) -> Router {
    Router::new()
        .route("/state", routing::get(overview))
        .route("/people", routing::post(save_person))
        .route("/threads/{phone_number_id}/{wa_id}", routing::get(thread))
        .route("/threads/{phone_number_id}/{wa_id}/messages", routing::post(inbound::write))
        .route("/threads/{phone_number_id}/{wa_id}/open", routing::post(open))
        .route("/media/{id}", routing::get(media))
        .route("/events", routing::get(events::stream).with_state((graph.clone(), stopping)))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(graph)
}

fn problem(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({"error": why}))).into_response()
}

async fn overview(Extension(graph): Extension<Graph>) -> Json<Value> {
    Json(graph.read(|state| {
        let businesses: Vec<Value> = state
            .numbers
            .values()
            .map(|number| {
                json!({
                    "phone_number_id": number.id,
                    "display_phone_number": number.display,
                    "name": number.verified_name,
                    "kind": number.kind,
                })
            })
            .collect();
        let platform = state.numbers.values().find(|it| it.kind == NumberKind::Platform);
        let platform = platform.map(|number| number.id.as_str()).unwrap_or_default();
        let people: Vec<Value> =
            state.people.values().map(|it| describe_person(state, platform, it)).collect();
        let mut threads: Vec<_> = state.threads.iter().filter_map(describe_thread).collect();
        threads.sort_by_key(|(last_at, _)| std::cmp::Reverse(*last_at));
        let threads: Vec<Value> = threads.into_iter().map(|(_, thread)| thread).collect();
        json!({"businesses": businesses, "people": people, "threads": threads})
    }))
}

/// `user_id` is the one that our own portfolio sees; each seller sees another.
fn describe_person(state: &State, platform: &str, person: &Person) -> Value {
    json!({
        "wa_id": person.wa_id,
        "user_id": state.user_id(platform, &person.wa_id),
        "name": person.name,
        "role": person.role,
    })
}

fn describe_thread((key, thread): (&String, &Thread)) -> Option<(i64, Value)> {
    let (phone_number_id, wa_id) = key.split_once('/')?;
    let last = thread.messages.last()?;
    let described = json!({
        "phone_number_id": phone_number_id,
        "wa_id": wa_id,
        "last_at": last.at,
        "preview": preview(last),
        "unread": thread.unread,
    });
    Some((last.at, described))
}

/// The first words of a message, or the name of its kind.
fn preview(message: &Message) -> String {
    let body = &message.body;
    let seen = message.rendered.as_ref().and_then(|seen| seen.get("body"));
    let written = [
        "/text/body",
        "/interactive/body/text",
        "/interactive/button_reply/title",
        "/interactive/list_reply/title",
        "/button/text",
        "/reaction/emoji",
    ]
    .iter()
    .find_map(|path| body.pointer(path));
    let text = match (seen.or(written).and_then(Value::as_str), message.kind()) {
        (Some(text), _) => text,
        (None, "image") => "Photo",
        (None, "audio") => "Message vocal",
        (None, "video") => "Vidéo",
        (None, "document") => "Document",
        (None, "location") => "Position",
        (None, kind) => kind,
    };
    text.chars().take(80).collect()
}

#[derive(Deserialize)]
struct PersonForm {
    wa_id: String,
    name: String,
    role: Role,
    #[serde(default)]
    hides_phone: bool,
}

async fn save_person(Extension(graph): Extension<Graph>, Json(form): Json<PersonForm>) -> Response {
    let wa_id = digits_of(&form.wa_id);
    if !(7..=15).contains(&wa_id.len()) {
        return problem(StatusCode::BAD_REQUEST, "wa_id is not a phone number");
    }
    graph.write(|state| {
        let person = state.person(&wa_id);
        person.name = form.name;
        person.role = form.role;
        person.hides_phone = form.hides_phone;
    });
    graph.thread_changed("", &wa_id);
    Json(json!({"wa_id": wa_id})).into_response()
}

async fn thread(
    Extension(graph): Extension<Graph>,
    Path((phone_number_id, wa_id)): Path<(String, String)>,
) -> Response {
    let now = graph.clock().now();
    graph.read(|state| {
        if !state.numbers.contains_key(&phone_number_id) {
            return problem(StatusCode::NOT_FOUND, "no such phone number id");
        }
        let empty = Thread::default();
        let thread = state.thread(&phone_number_id, &wa_id).unwrap_or(&empty);
        let messages: Vec<Value> = thread.messages.iter().map(describe_message).collect();
        Json(json!({
            "messages": messages,
            "typing": thread.typing_until.is_some_and(|until| until > now),
            "window_open_until": thread.window_open_until,
        }))
        .into_response()
    })
}

fn describe_message(message: &Message) -> Value {
    let mut body = message.body.clone();
    if let (Some(rendered), Some(fields)) = (&message.rendered, body.as_object_mut()) {
        fields.insert("rendered".to_owned(), rendered.clone());
    }
    let mut described = json!({
        "wamid": message.wamid,
        "at": message.at,
        "direction": message.direction,
        "type": message.kind(),
        "body": body,
        "status": message.status,
    });
    if let (Some(error), Some(fields)) = (&message.error, described.as_object_mut()) {
        fields.insert("error".to_owned(), error.clone());
    }
    described
}

async fn open(
    Extension(graph): Extension<Graph>,
    Path((phone_number_id, wa_id)): Path<(String, String)>,
) -> Response {
    if !graph.read(|state| state.numbers.contains_key(&phone_number_id)) {
        return problem(StatusCode::NOT_FOUND, "no such phone number id");
    }
    graph.open_thread(&phone_number_id, &wa_id);
    StatusCode::NO_CONTENT.into_response()
}

async fn media(Extension(graph): Extension<Graph>, Path(id): Path<String>) -> Response {
    let found = graph
        .read(|state| state.media.get(&id).map(|media| (media.mime_type.clone(), media.bytes())));
    match found {
        Some((mime_type, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, mime_type),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        None => problem(StatusCode::NOT_FOUND, "no such media"),
    }
}

#[cfg(test)]
mod tests;
