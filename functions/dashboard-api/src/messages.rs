//! `/conversations/{id}/messages`: what was said, and what the seller says in person.
//!
//! The seller's words are only queued here: `reply` sends them, and is the one that decides
//! whether they still can be. A window that is known to be closed is told at once.

use aws_adapters::table::keys;
use axum::{extract::State, http::StatusCode};
use contracts::{
    as_text,
    messages::{ConversationMessage, ConversationRef, HumanMessage},
    records::conversation::{MediaRecord, MessageRecord, Sender},
};
use domain::{
    ids::{ConversationId, MessageId},
    window,
};
use jiff::Timestamp;
use lambda_support::{
    clock,
    http::{FieldError, Problem},
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    answer::{self, Answer, Listing},
    body::Object,
    caller::{Caller, Drawn, Id, Paging},
    conversations::{self, AdView},
    input::Fields,
    routes::{Route, Shared},
    stored::values,
};

/// The longest text of one WhatsApp message (Meta, Cloud API, text messages).
const TEXT_MAX: usize = 4_096;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/conversations/{id}/messages", list),
        Route::post("/conversations/{id}/messages", send),
    ]
}

/// The latest messages, in the order they were sent; the cursor leads to the ones before.
async fn list(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
    paging: Paging,
) -> Answer {
    conversations::load(&deps, &seller, &id).await?;
    let page = paging.newest_first(&deps, &keys::messages(&seller, &id)).await?;
    let records = values::<MessageRecord>(&page.items)?;
    let items = records.iter().rev().map(MessageView::of).collect();
    answer::ok(&Listing { items, cursor: page.next })
}

async fn send(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
    Drawn(drawn): Drawn,
    Object(body): Object,
) -> Answer {
    let text = text(&body)?;
    let thread = conversations::load(&deps, &seller, &id).await?.value;
    if window::at(thread.last_inbound_at, clock::now()).is_none() {
        return Err(window_closed().into());
    }
    let to = ConversationRef { seller, conversation: id.clone() };
    let words = ConversationMessage::Human(HumanMessage { to, text });
    conversations::ask(&deps, &MessageId::from_uuid(drawn), &id, words).await
}

/// The seller's words, as typed but for what is invisible around them.
fn text(body: &Map<String, Value>) -> Result<String, Vec<FieldError>> {
    let mut fields = Fields::of(body);
    fields.require(&["text"]);
    let text = fields.paragraph("text", TEXT_MAX);
    if text.as_deref() == Some("") {
        fields.refuse("text", "Écrivez un message.");
    }
    fields.finish(text.unwrap_or_default())
}

fn window_closed() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "window_closed",
        "Conversation fermée par WhatsApp",
        "Ce client n’a pas écrit depuis plus de 24 heures : WhatsApp ne permet plus de lui envoyer \
         un message libre. Vous pourrez répondre dès qu’il vous écrira.",
    )
}

/// A message as the dashboard sees it.
#[derive(Debug, Serialize)]
struct MessageView<'a> {
    id: &'a str,
    #[serde(serialize_with = "as_text::serialize")]
    at: Timestamp,
    from: Sender,
    kind: &'a str,
    text: &'a str,
    buttons: &'a [String],
    /// `received` of a prospect's message; of ours `pending`, `sent`, `delivered`, `read`, `failed`.
    status: &'a str,
    /// Meta's code of a message that failed.
    error_code: Option<i64>,
    media: Option<MediaView<'a>>,
    /// What was heard or seen in the file, in words.
    perceived: Option<&'a str>,
    /// The ad this message came by.
    ad: Option<AdView<'a>>,
    /// The message it answers.
    answers: Option<&'a str>,
    /// The product it asks about, as Meta's catalogue calls it.
    about_product: Option<&'a str>,
}

/// A file of a message.
#[derive(Debug, Serialize)]
struct MediaView<'a> {
    mime_type: Option<&'a str>,
    /// Where it can be read for a few minutes; null until objects can be signed for.
    url: Option<String>,
    /// Why there is no copy, when there will be none.
    refused: Option<&'a str>,
}

impl<'a> MessageView<'a> {
    fn of(record: &'a MessageRecord) -> Self {
        let status = match record.from {
            Sender::Prospect => "received",
            Sender::Ai | Sender::Human | Sender::System => {
                record.status.as_deref().unwrap_or("pending")
            }
        };
        Self {
            id: &record.id,
            at: record.at,
            from: record.from,
            kind: &record.kind,
            text: &record.text,
            buttons: &record.buttons,
            status,
            error_code: record.error_code,
            media: record.media.as_ref().map(MediaView::of),
            perceived: record.perceived.as_deref(),
            ad: record.ad.as_ref().map(AdView::of),
            answers: record.answers.as_deref(),
            about_product: record.about_product.as_deref(),
        }
    }
}

impl<'a> MediaView<'a> {
    fn of(record: &'a MediaRecord) -> Self {
        Self {
            mime_type: record.mime_type.as_deref(),
            url: None,
            refused: record.refused.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use contracts::records::conversation::AdRecord;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_is_shown_with_its_file_and_the_ad_it_came_by() {
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        let mut record = MessageRecord::said("wamid.1", at, Sender::Prospect, "[audio]");
        let shown = |record: &MessageRecord| serde_json::to_value(MessageView::of(record)).unwrap();
        assert_eq!(
            shown(&record),
            json!({
                "id": "wamid.1", "at": "2026-11-23T10:00:00Z", "from": "prospect", "kind": "text",
                "text": "[audio]", "buttons": [], "status": "received", "error_code": null,
                "media": null, "perceived": null, "ad": null, "answers": null,
                "about_product": null,
            })
        );
        record.media = Some(MediaRecord {
            id: "1".to_owned(),
            mime_type: Some("audio/ogg; codecs=opus".to_owned()),
            object: Some("media/secret".to_owned()),
            refused: None,
        });
        record.perceived = Some("Je veux la noire".to_owned());
        record.ad = Some(AdRecord {
            id: "120".to_owned(),
            headline: "Air Max à 45 000".to_owned(),
            body: String::new(),
            click_id: Some("click".to_owned()),
        });
        record.answers = Some("wamid.0".to_owned());
        let shown = shown(&record);
        let mime = "audio/ogg; codecs=opus";
        assert_eq!(shown["media"], json!({ "mime_type": mime, "url": null, "refused": null }));
        assert_eq!(shown["perceived"], "Je veux la noire");
        assert_eq!(shown["ad"], json!({ "id": "120", "headline": "Air Max à 45 000", "body": "" }));
        assert_eq!(shown["answers"], "wamid.0");
    }

    #[test]
    fn a_message_has_words_and_no_more_than_whatsapp_takes() {
        let read = |value: Value| {
            let Value::Object(map) = value else { panic!("an object") };
            text(&map).map_err(|errors| errors.len())
        };
        assert_eq!(
            read(json!({ "text": " Bonjour !\n  Il arrive. " })).as_deref(),
            Ok("Bonjour !\nIl arrive.")
        );
        for bad in [
            json!({}),
            json!({ "text": "  " }),
            json!({ "text": 3 }),
            json!({ "text": "a".repeat(4097) }),
        ] {
            assert_eq!(read(bad), Err(1));
        }
    }
}
