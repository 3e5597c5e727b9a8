//! What a person sends: stored, opens the 24-hour window, and goes out as a signed webhook. A
//! replay sends the very same bytes again.

use axum::{
    Json,
    extract::{Path, State as Extension},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures::future;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::problem;
use crate::{
    graph::{
        Graph, media, messages,
        state::{Direction, Media, Message, State, Status, digits_of},
        webhooks::{Webhook, messages_value},
    },
    random,
    time::{SECOND, UnixMs},
};

#[derive(Deserialize)]
pub(super) struct Draft {
    #[serde(flatten)]
    content: Content,
    referral: Option<Referral>,
    /// How often the webhook is sent.
    #[serde(default = "once")]
    times: u8,
    /// Whether the repetitions go out together.
    #[serde(default)]
    parallel: bool,
}

fn once() -> u8 {
    1
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Content {
    Text {
        text: String,
    },
    Location {
        latitude: f64,
        longitude: f64,
        name: Option<String>,
        address: Option<String>,
    },
    Image {
        data_base64: String,
        mime_type: String,
        caption: Option<String>,
    },
    Audio {
        data_base64: String,
        mime_type: String,
    },
    Video {
        data_base64: String,
        mime_type: String,
        caption: Option<String>,
    },
    Document {
        data_base64: String,
        mime_type: String,
        caption: Option<String>,
        filename: Option<String>,
    },
    Sticker {
        data_base64: String,
        mime_type: String,
    },
    ButtonReply {
        id: String,
        title: String,
        context_wamid: String,
    },
    ListReply {
        id: String,
        title: String,
        context_wamid: String,
    },
    TemplateButton {
        payload: String,
        text: String,
        context_wamid: String,
    },
    /// Any other kind, as Meta words it, without what every message has.
    Raw {
        message: Map<String, Value>,
    },
}

/// The click on an ad that brought the person here.
#[derive(Deserialize)]
struct Referral {
    headline: Option<String>,
    body: Option<String>,
    source_id: Option<String>,
    source_url: Option<String>,
    ctwa_clid: Option<String>,
}

/// `POST /threads/{phone_number_id}/{wa_id}/messages`: answers when the first attempt of the
/// webhook is over, so that messages sent one after the other arrive in that order.
pub(super) async fn write(
    Extension(graph): Extension<Graph>,
    Path((phone_number_id, wa_id)): Path<(String, String)>,
    headers: HeaderMap,
    Json(draft): Json<Draft>,
) -> Response {
    let wa_id = digits_of(&wa_id);
    let now = graph.clock().now();
    let incoming = Incoming { phone_number_id: &phone_number_id, wa_id: &wa_id, headers, now };
    let stored = graph.write(|state| incoming.store(state, &draft));
    let (message_id, webhook) = match stored {
        Ok(stored) => stored,
        Err((status, why)) => return problem(status, why),
    };
    graph.thread_changed(&phone_number_id, &wa_id);
    let Some(webhook) = webhook else {
        let answer = json!({"wamid": message_id, "webhook": "not_subscribed"});
        return Json(answer).into_response();
    };
    let accepted = send(&graph, &webhook, draft.times.max(1), draft.parallel).await;
    if accepted {
        arrived(&graph, &phone_number_id, &wa_id, &message_id);
    } else {
        let message_id = message_id.clone();
        tokio::spawn(async move {
            if graph.retry(&webhook).await {
                arrived(&graph, &phone_number_id, &wa_id, &message_id);
            }
        });
    }
    let webhook = if accepted { "accepted" } else { "retrying" };
    Json(json!({"wamid": message_id, "webhook": webhook})).into_response()
}

/// True when every copy was taken.
async fn send(graph: &Graph, webhook: &Webhook, times: u8, parallel: bool) -> bool {
    if parallel {
        let copies = (0..times).map(|_| graph.attempt(webhook));
        return future::join_all(copies).await.into_iter().all(|accepted| accepted);
    }
    let mut accepted = true;
    for _ in 0..times {
        accepted &= graph.attempt(webhook).await;
    }
    accepted
}

/// Two ticks on the person's phone.
fn arrived(graph: &Graph, phone_number_id: &str, wa_id: &str, message_id: &str) {
    graph.write(|state| {
        let messages = &mut state.thread_mut(phone_number_id, wa_id).messages;
        if let Some(message) = messages.iter_mut().find(|message| message.wamid == message_id) {
            message.status = message.status.max(Status::Delivered);
        }
    });
    graph.thread_changed(phone_number_id, wa_id);
}

struct Incoming<'a> {
    phone_number_id: &'a str,
    wa_id: &'a str,
    headers: HeaderMap,
    now: UnixMs,
}

type Refusal = (StatusCode, &'static str);

impl Incoming<'_> {
    /// Stores the message; answers with its id and its webhook, if anybody listens.
    fn store(
        &self,
        state: &mut State,
        draft: &Draft,
    ) -> Result<(String, Option<Webhook>), Refusal> {
        let number = state.numbers.get(self.phone_number_id);
        let digits = number.ok_or((StatusCode::NOT_FOUND, "no such phone number id"))?.digits();
        if !(7..=15).contains(&self.wa_id.len()) {
            return Err((StatusCode::BAD_REQUEST, "wa_id is not a phone number"));
        }
        state.person(self.wa_id);
        let wamid = random::wamid();
        let mut body = self.content(state, &draft.content, &digits)?;
        for (name, value) in [
            ("from", json!(self.wa_id)),
            ("from_user_id", json!(state.user_id(self.phone_number_id, self.wa_id))),
            ("id", json!(wamid)),
            ("timestamp", json!((self.now / SECOND).to_string())),
        ] {
            body.insert(name.to_owned(), value);
        }
        if state.people.get(self.wa_id).is_some_and(|person| person.hides_phone) {
            body.remove("from");
        }
        if let Some(referral) = &draft.referral {
            body.insert("referral".to_owned(), referral.to_json());
        }
        let body = Value::Object(body);
        let webhook = messages_value(state, self.phone_number_id, self.wa_id).map(
            |(account_id, mut value)| {
                if let Some(fields) = value.as_object_mut() {
                    fields.insert("messages".to_owned(), json!([body]));
                }
                Webhook::change(&account_id, "messages", &value)
            },
        );
        let sequence = state.next_sequence();
        let thread = state.thread_mut(self.phone_number_id, self.wa_id);
        thread.window_open_until = Some(self.now.saturating_add(messages::WINDOW));
        if draft.referral.is_some() {
            thread.referred_at = Some(self.now);
        }
        thread.messages.push(Message {
            wamid: wamid.clone(),
            sequence,
            at: self.now,
            direction: Direction::FromPerson,
            body,
            rendered: None,
            status: Status::Sent,
            error: None,
        });
        Ok((wamid, webhook))
    }

    /// The webhook's message object without what every kind has.
    fn content(
        &self,
        state: &mut State,
        content: &Content,
        business: &str,
    ) -> Result<Map<String, Value>, Refusal> {
        let replied_to = |id: &str| json!({"from": business, "id": id});
        let message = match content {
            Content::Text { text } => json!({"type": "text", "text": {"body": text}}),
            Content::Location { latitude, longitude, name, address } => {
                let mut location = json!({"latitude": latitude, "longitude": longitude});
                set(&mut location, "name", name.as_ref());
                set(&mut location, "address", address.as_ref());
                json!({"type": "location", "location": location})
            }
            Content::Image { data_base64, mime_type, caption } => {
                let mut image = self.file(state, data_base64, mime_type)?;
                set(&mut image, "caption", caption.as_ref());
                json!({"type": "image", "image": image})
            }
            Content::Audio { data_base64, mime_type } => {
                let mut audio = self.file(state, data_base64, mime_type)?;
                if let Some(fields) = audio.as_object_mut() {
                    fields.insert("voice".to_owned(), json!(true));
                }
                json!({"type": "audio", "audio": audio})
            }
            Content::Video { data_base64, mime_type, caption } => {
                let mut video = self.file(state, data_base64, mime_type)?;
                set(&mut video, "caption", caption.as_ref());
                json!({"type": "video", "video": video})
            }
            Content::Document { data_base64, mime_type, caption, filename } => {
                let mut document = self.file(state, data_base64, mime_type)?;
                set(&mut document, "caption", caption.as_ref());
                set(&mut document, "filename", filename.as_ref());
                json!({"type": "document", "document": document})
            }
            Content::Sticker { data_base64, mime_type } => {
                let mut sticker = self.file(state, data_base64, mime_type)?;
                if let Some(fields) = sticker.as_object_mut() {
                    fields.insert("animated".to_owned(), json!(false));
                }
                json!({"type": "sticker", "sticker": sticker})
            }
            Content::ButtonReply { id, title, context_wamid } => json!({
                "type": "interactive",
                "context": replied_to(context_wamid),
                "interactive": {"type": "button_reply", "button_reply": {"id": id, "title": title}},
            }),
            Content::ListReply { id, title, context_wamid } => json!({
                "type": "interactive",
                "context": replied_to(context_wamid),
                "interactive": {"type": "list_reply", "list_reply": {"id": id, "title": title}},
            }),
            Content::TemplateButton { payload, text, context_wamid } => json!({
                "type": "button",
                "context": replied_to(context_wamid),
                "button": {"payload": payload, "text": text},
            }),
            Content::Raw { message } => Value::Object(message.clone()),
        };
        Ok(message.as_object().cloned().unwrap_or_default())
    }

    fn file(
        &self,
        state: &mut State,
        data_base64: &str,
        mime_type: &str,
    ) -> Result<Value, Refusal> {
        let bytes = STANDARD
            .decode(data_base64)
            .map_err(|_error| (StatusCode::BAD_REQUEST, "data_base64 is not base64"))?;
        let expires_at = self.now.saturating_add(media::INBOUND_LIFE);
        let mut file = Media::new(self.phone_number_id, mime_type, &bytes, expires_at);
        let url = media::inbound_link(&mut file, &self.headers, self.now);
        Ok(json!({
            "id": state.store_media(file),
            "mime_type": mime_type,
            "sha256": STANDARD.encode(Sha256::digest(&bytes)),
            "url": url,
        }))
    }
}

impl Referral {
    fn to_json(&self) -> Value {
        let mut referral = json!({"source_type": "ad", "media_type": "image"});
        set(&mut referral, "headline", self.headline.as_ref());
        set(&mut referral, "body", self.body.as_ref());
        set(&mut referral, "source_id", self.source_id.as_ref());
        set(&mut referral, "source_url", self.source_url.as_ref());
        set(&mut referral, "ctwa_clid", self.ctwa_clid.as_ref());
        referral
    }
}

fn set(object: &mut Value, name: &str, value: Option<&String>) {
    if let (Some(value), Some(fields)) = (value, object.as_object_mut()) {
        fields.insert(name.to_owned(), json!(value));
    }
}
