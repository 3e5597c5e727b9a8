//! `/conversations`: the threads, which only `reply` writes. Taking one over and giving it back
//! are requests to it.

pub(crate) mod templates;
mod view;
mod wanted;

use aws_adapters::{queues::Message, table::keys};
use axum::extract::State;
use contracts::{
    messages::{ConversationMessage, ConversationRead, ConversationRef, Envelope, TimedTakeOver},
    records::{CorruptRecord, conversation::ConversationRecord},
};
use domain::{
    conversation::Conversation,
    ids::{ConversationId, MessageId, SellerId},
};
use jiff::Timestamp;
use lambda_support::{
    clock,
    http::{FieldError, Problem},
};
use serde_json::{Map, Value};

pub(crate) use self::view::AdView;
use self::{
    view::ConversationView,
    wanted::{Seen, Wanted},
};
use crate::{
    Deps,
    answer::{self, Answer, Listing},
    body::{MaybeObject, Object},
    caller::{Caller, Drawn, Id, Paging},
    failure::Failure,
    input::Fields,
    routes::{Route, Shared},
    settings,
    stored::values,
};

/// How often one thread can have been taken in by another that was then taken in itself.
const MERGES_MAX: usize = 4;
/// How many pages are read at most to find threads that are looked for.
const PAGES_MAX: usize = 10;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/conversations", list),
        Route::get("/conversations/{id}", show),
        Route::post("/conversations/{id}/read", read),
        Route::get("/conversations/{id}/templates", templates::list),
        Route::post("/conversations/{id}/takeover", take_over),
        Route::post("/conversations/{id}/release", release),
    ]
}

/// A thread that another one took in is left out, so a page may be short. With a filter or a search
/// it is the first pages' worth of threads among which one is wanted.
async fn list(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    mut paging: Paging,
    wanted: Wanted,
) -> Answer {
    let now = clock::now();
    let mut found = Vec::new();
    for _ in 0..PAGES_MAX {
        let page = paging.newest_first(&deps, &keys::conversations(&seller)).await?;
        for record in values::<ConversationRecord>(&page.items)? {
            if record.merged_into.is_none() && is_wanted(&record, &wanted, now)? {
                found.push(record);
            }
        }
        paging.cursor = page.next;
        if paging.cursor.is_none() || !found.is_empty() || wanted.is_everything() {
            break;
        }
    }
    let items = found.iter().map(|record| ConversationView::of(record, now));
    let items = items.collect::<Result<_, _>>()?;
    answer::ok(&Listing::<ConversationView<'_>> { items, cursor: paging.cursor })
}

fn is_wanted(
    record: &ConversationRecord,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<bool, CorruptRecord> {
    let thread = Conversation::try_from(record)?;
    let seen = Seen {
        name: &record.contact_name,
        phone: record.wa_id.as_deref().unwrap_or_default(),
        preview: &record.preview,
        ad: record.ad.as_ref().map_or("", |ad| &ad.headline),
    };
    Ok(wanted.takes(&thread, &seen, now))
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

/// What came after that moment stays unread; `reply` counts it.
async fn read(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
    Drawn(drawn): Drawn,
    Object(body): Object,
) -> Answer {
    let mut fields = Fields::of(&body);
    fields.require(&["through"]);
    let through = fields.instant("through");
    let through = fields.finish(through.unwrap_or_default())?;
    let id = current(&deps, &seller, &id).await?.id;
    let of = ConversationRef { seller, conversation: id.clone() };
    let read = ConversationMessage::Read(ConversationRead { of, through });
    ask(&deps, &MessageId::from_uuid(drawn), &id, read).await
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
