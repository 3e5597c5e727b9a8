//! `/conversations`: the threads, which only `reply` writes. Taking one over and giving it back
//! are requests to it.

use aws_adapters::{
    queues::Message,
    table::{Stored, keys},
};
use axum::extract::State;
use contracts::{
    as_text,
    messages::{ConversationMessage, ConversationRef, Envelope, TimedTakeOver},
    records::conversation::{AdRecord, ConversationRecord, OwnerRecord},
};
use domain::{
    ids::{ConversationId, MessageId, SellerId},
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
    Deps,
    answer::{self, Answer, Listing},
    body::MaybeObject,
    caller::{Caller, Drawn, Id, Paging},
    failure::Failure,
    input::Fields,
    routes::{Route, Shared},
    settings,
    stored::values,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/conversations", list),
        Route::get("/conversations/{id}", show),
        Route::post("/conversations/{id}/takeover", take_over),
        Route::post("/conversations/{id}/release", release),
    ]
}

async fn list(State(deps): State<Shared>, Caller(seller): Caller, paging: Paging) -> Answer {
    let page = paging.newest_first(&deps, &keys::conversations(&seller)).await?;
    let records = values::<ConversationRecord>(&page.items)?;
    let now = clock::now();
    let items = records.iter().map(|record| ConversationView::of(record, now)).collect();
    answer::ok(&Listing { items, cursor: page.next })
}

async fn show(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
) -> Answer {
    let found = load(&deps, &seller, &id).await?;
    answer::ok(&ConversationView::of(&found.value, clock::now()))
}

async fn take_over(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
    Drawn(drawn): Drawn,
    MaybeObject(body): MaybeObject,
) -> Answer {
    let minutes = minutes(&body)?;
    load(&deps, &seller, &id).await?;
    let of = ConversationRef { seller, conversation: id.clone() };
    let body = match minutes {
        Some(minutes) => ConversationMessage::TakeOverFor(TimedTakeOver { of, minutes }),
        None => ConversationMessage::TakeOver(of),
    };
    ask(&deps, &MessageId::from_uuid(drawn), &id, body).await
}

/// `{"minutes":30}`: for how long; nothing for a take-over without end.
fn minutes(body: &Map<String, Value>) -> Result<Option<u32>, Vec<FieldError>> {
    let mut fields = Fields::of(body);
    let minutes = fields.count_in("minutes", settings::TAKEOVER_MINUTES);
    fields.finish(minutes)
}

async fn release(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
    Drawn(drawn): Drawn,
) -> Answer {
    load(&deps, &seller, &id).await?;
    let of = ConversationRef { seller, conversation: id.clone() };
    ask(&deps, &MessageId::from_uuid(drawn), &id, ConversationMessage::Release(of)).await
}

/// A thread of the caller's.
pub(crate) async fn load(
    deps: &Deps,
    seller: &SellerId,
    id: &ConversationId,
) -> Result<Stored<ConversationRecord>, Failure> {
    let found = deps.table.get::<ConversationRecord>(&keys::conversation(seller, id)).await?;
    Ok(found.ok_or_else(Problem::not_found)?)
}

/// Asks `reply`; the same `id` is heard once.
pub(crate) async fn ask(
    deps: &Deps,
    id: &MessageId,
    conversation: &ConversationId,
    body: ConversationMessage,
) -> Answer {
    let envelope = Envelope { id: id.to_string(), at: clock::now(), body };
    // These types always serialise; an empty body would be parked by its consumer.
    let text = serde_json::to_string(&envelope).unwrap_or_default();
    let message = Message::fifo(text, conversation.as_str(), id.as_str());
    deps.inbound.send(&message).await?;
    Ok(answer::accepted(id.as_str()))
}

/// Whether the AI answers at `now`.
pub(crate) fn is_ais(record: &ConversationRecord, now: Timestamp) -> bool {
    let is_no_humans = match record.owner {
        OwnerRecord::Ai => true,
        OwnerRecord::Human { until } => until.is_some_and(|until| until <= now),
    };
    is_no_humans && !record.other_app
}

/// A thread as the dashboard sees it.
#[derive(Debug, Serialize)]
struct ConversationView<'a> {
    id: &'a str,
    contact: ContactView<'a>,
    owner: &'static str,
    /// When the AI comes back by itself.
    #[serde(serialize_with = "as_text::option::serialize")]
    owner_until: Option<Timestamp>,
    #[serde(serialize_with = "as_text::serialize")]
    last_message_at: Timestamp,
    preview: &'a str,
    unread: u32,
    /// Until when free text can be sent; null once it cannot.
    #[serde(serialize_with = "as_text::option::serialize")]
    window_open_until: Option<Timestamp>,
    ad: Option<AdView<'a>>,
    order_ids: &'a [String],
}

/// A prospect. WhatsApp hides the phone of some.
#[derive(Debug, Serialize)]
struct ContactView<'a> {
    name: &'a str,
    phone: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct AdView<'a> {
    id: &'a str,
    headline: &'a str,
    body: &'a str,
}

impl<'a> ConversationView<'a> {
    fn of(record: &'a ConversationRecord, now: Timestamp) -> Self {
        let is_ais = is_ais(record, now);
        let owner_until = match record.owner {
            OwnerRecord::Human { until } if !is_ais => until,
            OwnerRecord::Human { .. } | OwnerRecord::Ai => None,
        };
        Self {
            id: &record.id,
            contact: ContactView {
                name: &record.contact_name,
                phone: record.wa_id.as_ref().map(|wa_id| format!("+{wa_id}")),
            },
            owner: match (is_ais, record.other_app) {
                (true, _) => "ai",
                (false, true) => "other_app",
                (false, false) => "human",
            },
            owner_until,
            last_message_at: record.last_message_at,
            preview: &record.preview,
            unread: record.unread,
            window_open_until: window::at(record.last_inbound_at, now)
                .map(window::OpenWindow::until),
            ad: record.ad.as_ref().map(AdView::of),
            order_ids: &record.orders,
        }
    }
}

impl<'a> AdView<'a> {
    pub(crate) fn of(ad: &'a AdRecord) -> Self {
        Self { id: &ad.id, headline: &ad.headline, body: &ad.body }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_take_over_lasts_a_while_or_until_it_is_given_back() {
        let read = |value: Value| {
            let Value::Object(map) = value else { panic!("an object") };
            minutes(&map).map_err(|errors| errors[0].field.clone())
        };
        assert_eq!(read(json!({})), Ok(None));
        assert_eq!(read(json!({ "minutes": null })), Ok(None));
        assert_eq!(read(json!({ "minutes": 1440 })), Ok(Some(1_440)));
        for bad in [json!(0), json!(1441), json!("30"), json!(2.5), json!(-1)] {
            assert_eq!(read(json!({ "minutes": bad })), Err("minutes".to_owned()));
        }
    }
}
