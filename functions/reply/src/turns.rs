//! It is time to answer: think outside of any lock, then commit the draft if it is still wanted.

use aws_adapters::commit::EventId;
use contracts::{
    messages::{Envelope, TurnDue, TurnMessage},
    records::conversation::{MessageRecord, Sender},
};
use domain::{
    conversation::{self, Conversation, Event, Rejection},
    ids::RecapId,
    phone::Phone,
    seller::Seller,
};
use lambda_support::{
    clock,
    deadline::Deadline,
    random,
    sqs::{Outcome, Record},
};

use crate::{
    Deps, effects,
    failure::Failure,
    meter, shop,
    thread::{self, Committed, Thread, Written},
    turn::{self, Matter},
    words,
};

/// How often a thread that somebody else changed is read again.
const ROUNDS: usize = 5;
/// The status of a bubble that never left.
const DROPPED: &str = "dropped";

/// Handles one record of `turns`.
pub(crate) async fn handle(deps: &Deps, record: &Record, deadline: Deadline) -> Outcome {
    let envelope: Envelope<TurnMessage> = match serde_json::from_str(&record.body) {
        Ok(envelope) => envelope,
        Err(error) => return Outcome::park("unreadable", error),
    };
    let TurnMessage::Due(due) = envelope.body;
    match answer(deps, &due, deadline).await {
        Ok(()) => Outcome::Done,
        Err(failure) => failure.into(),
    }
}

async fn answer(deps: &Deps, due: &TurnDue, deadline: Deadline) -> Result<(), Failure> {
    let (seller_id, conversation) = (&due.of.seller, &due.of.conversation);
    let event_id = EventId::new(&format!("turn.{}", due.turn));
    let (thread, seller) = tokio::join!(
        thread::load(&deps.table, seller_id, conversation),
        shop::seller(&deps.table, seller_id)
    );
    let (thread, seller) = (thread?, seller?);
    if thread.was_processed(&deps.table, &event_id).await? {
        return effects::resume(deps, &thread, &event_id, deadline).await;
    }
    let limit = Event::LimitReached { turn: due.turn };
    let event = match conversation::may_think(&thread.state, due.turn, &seller, clock::now()) {
        Ok(()) if meter::has_left(deps, &seller, clock::now()).await? => {
            thought(deps, &thread, seller.clone(), due.turn, deadline).await?
        }
        Ok(()) | Err(Rejection::LimitReached) => limit,
        // Too late to answer in free text: the prospect must not meet silence.
        Err(Rejection::WindowClosed) => {
            return effects::tell_seller_window_closed(deps, &thread.state).await;
        }
        Err(rejection) => {
            tracing::info!(rejection = %rejection, "no turn");
            return Ok(());
        }
    };
    settle(deps, due, &seller, &event_id, event, deadline).await
}

/// Has the model think, outside of any lock.
async fn thought(
    deps: &Deps,
    thread: &Thread,
    seller: Seller,
    turn: u64,
    deadline: Deadline,
) -> Result<Event, Failure> {
    let state = &thread.state;
    let (shop, lines, orders) = tokio::join!(
        shop::load(&deps.table, seller),
        thread::history(&deps.table, &state.seller, &state.id),
        shop::orders(&deps.table, &state.seller, &state.orders)
    );
    let (shop, lines, orders) = (shop?, lines?, orders?);
    let messages: Vec<MessageRecord> = lines.into_iter().map(|line| line.message).collect();
    let (history, new_messages) = split(&messages, state);
    let wa_id = state.identity.wa_id().filter(|_| !state.reach.needs_phone);
    let own_phone = wa_id.and_then(|id| Phone::of_wa_id(id, shop.seller.country).ok());
    let matter = Matter {
        shop: shop.shop(),
        thread: state,
        history: &history,
        new_messages: &new_messages,
        orders: &orders,
        own_phone: own_phone.as_ref(),
        recap_id: RecapId::from_uuid(random::uuid_v7()),
        now: clock::now(),
    };
    Ok(match turn::think(&deps.model, &matter, deadline).await {
        (Ok(draft), usage) => Event::Drafted { turn, draft: Box::new(draft), usage },
        (Err(failure), usage) => Event::ModelFailed { turn, failure, usage },
    })
}

async fn settle(
    deps: &Deps,
    due: &TurnDue,
    seller: &Seller,
    event_id: &EventId,
    event: Event,
    deadline: Deadline,
) -> Result<(), Failure> {
    let mut event = event;
    for _ in 0..ROUNDS {
        // Read again: a newer message or a human may have come while the model was thinking.
        let thread = thread::load(&deps.table, &due.of.seller, &due.of.conversation).await?;
        let now = clock::now();
        let step = match conversation::step(&thread.state, &event, seller, deps.rhythm, now) {
            Ok(step) => step,
            Err(rejection) => {
                tracing::info!(rejection = %rejection, "draft dropped");
                return spent_for_nothing(deps, seller, &event).await;
            }
        };
        let written = Written::default();
        match thread::commit(&deps.table, &thread, event_id, &step, &written, now).await? {
            Committed::Done(pending) => {
                return effects::run(deps, &step.state, &pending, deadline).await;
            }
            Committed::Before => {
                return effects::resume(deps, &thread, event_id, deadline).await;
            }
            // The units of the recap went to somebody else while the model was thinking.
            Committed::SoldOut { name } => event = Event::SoldOut { name },
            Committed::Raced => {}
        }
    }
    Err(Failure::Later("thread_contended"))
}

/// A draft that nobody reads was paid for all the same.
async fn spent_for_nothing(deps: &Deps, seller: &Seller, event: &Event) -> Result<(), Failure> {
    match event {
        Event::Drafted { usage, .. } | Event::ModelFailed { usage, .. } => {
            meter::count(deps, &seller.id, &usage.into()).await
        }
        _ => Ok(()),
    }
}

/// The messages before the prospect began to wait, and what they wrote since. What never left, or
/// was taken back, is not there.
fn split(messages: &[MessageRecord], state: &Conversation) -> (Vec<MessageRecord>, Vec<String>) {
    let seen = |message: &&MessageRecord| {
        message.status.as_deref() != Some(DROPPED) && message.kind != "revoke"
    };
    let waits = |message: &MessageRecord| {
        message.from == Sender::Prospect && state.waiting_since.is_some_and(|t| message.at >= t)
    };
    let start = messages.iter().position(waits).unwrap_or(messages.len());
    let (history, recent) = messages.split_at_checked(start).unwrap_or((messages, &[]));
    let mut new: Vec<String> = recent
        .iter()
        .filter(|m| waits(m))
        .filter(seen)
        .map(|m| words::in_context(m, messages))
        .collect();
    if new.is_empty() {
        new.push("…".to_owned());
    }
    (history.iter().filter(seen).cloned().collect(), new)
}
