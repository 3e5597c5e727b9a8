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
    shop,
    thread::{self, Committed},
    turn::{self, Matter},
};

/// How often a thread that somebody else changed is read again.
const ROUNDS: usize = 5;

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
    let (seller, conversation) = (&due.of.seller, &due.of.conversation);
    let event_id = EventId::new(&format!("turn.{}", due.turn));
    let thread = thread::load(&deps.table, seller, conversation).await?;
    if deps.table.was_processed(&thread.aggregate(), &event_id).await? {
        return effects::resume(deps, &thread, &event_id, deadline).await;
    }
    match conversation::may_think(&thread.state, due.turn, clock::now()) {
        Ok(()) => {}
        // Too late to answer in free text: the prospect must not meet silence.
        Err(Rejection::WindowClosed) => {
            return effects::tell_seller_window_closed(deps, &thread.state).await;
        }
        Err(rejection) => {
            tracing::info!(rejection = %rejection, "no turn");
            return Ok(());
        }
    }
    let shop = shop::load(&deps.table, seller).await?;
    let messages = thread::history(&deps.table, &thread.state).await?;
    let (history, new_messages) = split(&messages, &thread.state);
    let wa_id = thread.state.identity.wa_id();
    let own_phone = wa_id.and_then(|id| Phone::of_wa_id(id, shop.seller.country).ok());
    let matter = Matter {
        shop: shop.shop(),
        thread: &thread.state,
        history,
        new_messages: &new_messages,
        own_phone: own_phone.as_ref(),
        recap_id: RecapId::from_uuid(random::uuid_v7()),
        now: clock::now(),
    };
    let event = match turn::think(&deps.model, &matter, deadline).await {
        Ok(draft) => Event::Drafted { turn: due.turn, draft: Box::new(draft) },
        Err(failure) => Event::ModelFailed { turn: due.turn, failure },
    };
    for _ in 0..ROUNDS {
        // Read again: a newer message or a human may have come while the model was thinking.
        let thread = thread::load(&deps.table, seller, conversation).await?;
        let now = clock::now();
        let step = match conversation::step(&thread.state, &event, &shop.seller, deps.rhythm, now) {
            Ok(step) => step,
            Err(rejection) => {
                tracing::info!(rejection = %rejection, "draft dropped");
                return Ok(());
            }
        };
        match thread::commit(&deps.table, &thread, &event_id, &step, None, now).await? {
            Committed::Done(pending) => {
                return effects::run(deps, &step.state, &pending, deadline).await;
            }
            Committed::Before => {
                return effects::resume(deps, &thread, &event_id, deadline).await;
            }
            Committed::Raced | Committed::SoldOut { .. } => {}
        }
    }
    Err(Failure::Later("thread_contended"))
}

/// The messages before the prospect began to wait, and what they wrote since.
fn split<'a>(
    messages: &'a [MessageRecord],
    state: &Conversation,
) -> (&'a [MessageRecord], Vec<String>) {
    let waits = |message: &&MessageRecord| {
        message.from == Sender::Prospect && state.waiting_since.is_some_and(|t| message.at >= t)
    };
    let start = messages.iter().position(|message| waits(&message)).unwrap_or(messages.len());
    let (history, recent) = messages.split_at_checked(start).unwrap_or((messages, &[]));
    let mut new: Vec<String> = recent.iter().filter(waits).map(|m| m.text.clone()).collect();
    if new.is_empty() {
        new.push("…".to_owned());
    }
    (history, new)
}
