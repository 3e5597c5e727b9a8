//! `/conversations/{id}/messages`: what was said, and what the seller says in person.
//!
//! The seller's words are only queued here: `reply` sends them, and is the one that decides
//! whether they still can be. A window that is known to be closed is told at once.

mod view;

use aws_adapters::{objects::ObjectKey, table::keys};
use axum::{extract::State, http::StatusCode};
use contracts::{
    messages::{ConversationMessage, ConversationRef, HumanMessage, TemplateMessage},
    records::conversation::MessageRecord,
};
use domain::ids::{ConversationId, MessageId, SellerId};
use lambda_support::{
    clock,
    http::{FieldError, Problem},
};
use serde_json::{Map, Value};

use self::view::MessageView;
use crate::{
    Deps,
    answer::{self, Answer, Listing},
    body::Object,
    caller::{Caller, Drawn, Id, Paging},
    conversations::{self, templates},
    failure::Failure,
    input::Fields,
    routes::{Route, Shared},
    stored::values,
};

/// The longest text of one WhatsApp message (Meta, Cloud API, text messages).
const TEXT_MAX: usize = 4_096;
/// The longest name of a template (Meta, "Message templates").
const TEMPLATE_MAX: usize = 512;

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
    let id = conversations::current(&deps, &seller, &id).await?.id;
    let page = paging.newest_first(&deps, &keys::messages(&seller, &id)).await?;
    let records = values::<MessageRecord>(&page.items)?;
    let mut items = Vec::with_capacity(records.len());
    for record in records.iter().rev() {
        items.push(MessageView::of(record, address(&deps, &seller, record).await?));
    }
    answer::ok(&Listing { items, cursor: page.next })
}

/// Where the file of a message can be read for a while, when there is a copy of this seller's.
async fn address(
    deps: &Deps,
    seller: &SellerId,
    record: &MessageRecord,
) -> Result<Option<String>, Failure> {
    let object = record.media.as_ref().and_then(|media| media.object.as_deref());
    let Some(key) = object.and_then(|text| ObjectKey::stored(seller, text)) else {
        return Ok(None);
    };
    let bucket = if key.is_receipt() { &deps.documents } else { &deps.objects };
    Ok(Some(bucket.presigned_get(&key, answer::ADDRESS_SECONDS).await?))
}

async fn send(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
    Drawn(drawn): Drawn,
    Object(body): Object,
) -> Answer {
    let words = words(&body)?;
    let thread = conversations::current(&deps, &seller, &id).await?;
    let to = ConversationRef { seller, conversation: thread.id.clone() };
    let asked = match words {
        Words::Text(_) if thread.window(clock::now()).free_form.is_none() => {
            return Err(window_closed().into());
        }
        Words::Text(text) => ConversationMessage::Human(HumanMessage { to, text }),
        Words::Template(name) => {
            let template = templates::sendable(&deps, &thread, &name).await?;
            ConversationMessage::Template(TemplateMessage { to, template })
        }
    };
    conversations::ask(&deps, &MessageId::from_uuid(drawn), &thread.id, asked).await
}

/// What the seller says: either of the two.
#[derive(Debug, PartialEq, Eq)]
enum Words {
    /// As typed but for what is invisible around it.
    Text(String),
    /// The name of a template.
    Template(String),
}

fn words(body: &Map<String, Value>) -> Result<Words, Vec<FieldError>> {
    let mut fields = Fields::of(body);
    if fields.has("template") {
        if fields.has("text") {
            fields.refuse("text", "Un texte libre ou un modèle, pas les deux.");
        }
        let name = fields.line("template", TEMPLATE_MAX);
        return fields.finish(Words::Template(name.unwrap_or_default()));
    }
    fields.require(&["text"]);
    let text = fields.paragraph("text", TEXT_MAX);
    if text.as_deref() == Some("") {
        fields.refuse("text", "Écrivez un message.");
    }
    fields.finish(Words::Text(text.unwrap_or_default()))
}

fn window_closed() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "window_closed",
        "Conversation fermée par WhatsApp",
        "Ce client n’a pas écrit depuis plus de 24 heures : WhatsApp ne permet plus de lui envoyer \
         un message libre. Envoyez-lui un modèle : la conversation s’ouvre à nouveau s’il répond.",
    )
}

#[cfg(test)]
mod tests {
    use aws_adapters::sdk;
    use aws_credential_types::Credentials;
    use contracts::records::conversation::{MediaRecord, Sender};
    use domain::ids::OrderId;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::Config;

    /// Clients that can sign and reach nobody.
    async fn deps() -> Deps {
        let aws = sdk::loader(sdk::Pace::Webhook)
            .region("eu-west-1")
            .credentials_provider(Credentials::new("key", "secret", None, None, "tests"))
            .endpoint_url("http://127.0.0.1:9")
            .load()
            .await;
        let config = Config {
            payments_queue_url: String::new(),
            token_key_id: String::new(),
            public_api_url: String::new(),
            live_url: String::new(),
            push_origins: "https://push.example".parse().unwrap(),
            push_key: "our-key".to_owned(),
            table_name: "table".to_owned(),
            inbound_queue_url: "http://127.0.0.1:9/inbound.fifo".to_owned(),
            dispatch_queue_url: "http://127.0.0.1:9/dispatch.fifo".to_owned(),
            media_bucket: "media".to_owned(),
            documents_bucket: "papers".to_owned(),
        };
        Deps::new(&aws, &config)
    }

    #[tokio::test]
    async fn only_a_copy_of_the_sellers_own_has_an_address() {
        let deps = deps().await;
        let [mine, other] = [1, 2].map(|number| SellerId::from_uuid(Uuid::from_u128(number)));
        let thread = ConversationId::from_uuid(Uuid::from_u128(3));
        let key = |seller| ObjectKey::media(seller, &thread, "wamid.1").as_str().to_owned();
        let asked = async |object: Option<String>| {
            let at = "2026-11-23T10:00:00Z".parse().unwrap();
            let mut record = MessageRecord::said("wamid.1", at, Sender::Prospect, "[image]");
            record.media =
                Some(MediaRecord { id: "1".into(), mime_type: None, object, refused: None });
            address(&deps, &mine, &record).await.unwrap()
        };
        let address = asked(Some(key(&mine))).await.unwrap();
        let start = format!("http://127.0.0.1:9/media/{}?", key(&mine));
        assert!(address.starts_with(&start), "{address}");
        for part in ["X-Amz-Expires=300&", "X-Amz-Signature="] {
            assert!(address.contains(part), "{address}");
        }
        let order = OrderId::from_uuid(Uuid::from_u128(5));
        let receipt = ObjectKey::receipt(&mine, &order, 1).as_str().to_owned();
        let address = asked(Some(receipt.clone())).await.unwrap();
        assert!(address.starts_with(&format!("http://127.0.0.1:9/papers/{receipt}?")), "{address}");
        assert_eq!(asked(None).await, None);
        assert_eq!(asked(Some(key(&other))).await, None);
    }

    #[test]
    fn a_message_has_words_and_no_more_than_whatsapp_takes() {
        let read = |value: Value| {
            let Value::Object(map) = value else { panic!("an object") };
            words(&map).map_err(|errors| errors.len())
        };
        assert_eq!(
            read(json!({ "text": " Bonjour !\n  Il arrive. " })),
            Ok(Words::Text("Bonjour !\nIl arrive.".to_owned()))
        );
        assert_eq!(
            read(json!({ "template": "reprise_contact" })),
            Ok(Words::Template("reprise_contact".to_owned()))
        );
        for bad in [
            json!({}),
            json!({ "text": "  " }),
            json!({ "text": 3 }),
            json!({ "text": "Bonjour", "template": "reprise_contact" }),
            json!({ "template": "" }),
            json!({ "text": "a".repeat(4097) }),
        ] {
            assert_eq!(read(bad), Err(1));
        }
    }
}
