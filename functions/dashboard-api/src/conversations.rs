//! `/conversations`: the threads, which only `reply` writes. Taking one over and giving it back
//! are requests to it.

mod view;

use aws_adapters::{queues::Message, table::keys};
use axum::extract::State;
use contracts::{
    messages::{ConversationMessage, ConversationRef, Envelope, TimedTakeOver},
    records::{CorruptRecord, conversation::ConversationRecord},
};
use domain::{
    conversation::Conversation,
    ids::{ConversationId, MessageId, SellerId},
};
use lambda_support::{
    clock,
    http::{FieldError, Problem},
};
use serde_json::{Map, Value};

pub(crate) use self::view::AdView;
use self::view::ConversationView;
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

/// How often one thread can have been taken in by another that was then taken in itself.
const MERGES_MAX: usize = 4;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/conversations", list),
        Route::get("/conversations/{id}", show),
        Route::post("/conversations/{id}/takeover", take_over),
        Route::post("/conversations/{id}/release", release),
    ]
}

/// A thread that another one took in is left out, so a page may be short.
async fn list(State(deps): State<Shared>, Caller(seller): Caller, paging: Paging) -> Answer {
    let page = paging.newest_first(&deps, &keys::conversations(&seller)).await?;
    let records = values::<ConversationRecord>(&page.items)?;
    let now = clock::now();
    let open = records.iter().filter(|record| record.merged_into.is_none());
    let items = open.map(|record| ConversationView::of(record, now)).collect::<Result<_, _>>()?;
    answer::ok(&Listing::<ConversationView<'_>> { items, cursor: page.next })
}

async fn show(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
) -> Answer {
    let record = load(&deps, &seller, &id).await?;
    let mut view = ConversationView::of(&record, clock::now())?;
    if record.merged_into.is_some() {
        view.merged_into = Some(current(&deps, &seller, &id).await?.id.to_string());
    }
    answer::ok(&view)
}

async fn take_over(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
    Drawn(drawn): Drawn,
    MaybeObject(body): MaybeObject,
) -> Answer {
    let minutes = minutes(&body)?;
    let id = current(&deps, &seller, &id).await?.id;
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
    let id = current(&deps, &seller, &id).await?.id;
    let of = ConversationRef { seller, conversation: id.clone() };
    ask(&deps, &MessageId::from_uuid(drawn), &id, ConversationMessage::Release(of)).await
}

/// A thread of the caller's that goes on: the one asked for, or the one that took it in.
pub(crate) async fn current(
    deps: &Deps,
    seller: &SellerId,
    id: &ConversationId,
) -> Result<Conversation, Failure> {
    let mut id = id.clone();
    for _ in 0..=MERGES_MAX {
        let thread = Conversation::try_from(&load(deps, seller, &id).await?)?;
        match thread.merged_into.clone() {
            Some(other) => id = other,
            None => return Ok(thread),
        }
    }
    Err(CorruptRecord::new("conversation", "merged_into").into())
}

/// A thread of the caller's.
async fn load(
    deps: &Deps,
    seller: &SellerId,
    id: &ConversationId,
) -> Result<ConversationRecord, Failure> {
    let found = deps.table.get::<ConversationRecord>(&keys::conversation(seller, id)).await?;
    Ok(found.ok_or_else(Problem::not_found)?.value)
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
