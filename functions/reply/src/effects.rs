//! What a commit left to do, and doing it: wake-ups, sends, messages to `dispatch`, timers.

use std::time::Duration;

use aws_adapters::{
    commit::{Aggregate, EffectId, EventId, PendingEffect},
    queues::Message,
    schedules::OneShot,
};
use contracts::messages::{
    ConversationRef, DispatchMessage, Envelope, HandOverReason as Reason, Hold, RelaunchMessage,
    Silence, TurnDue, TurnMessage,
};
use domain::{conversation::Conversation, ids::Wamid};
use jiff::Timestamp;
use lambda_support::{clock, deadline::Deadline};

use crate::{
    Deps,
    failure::Failure,
    meter, send,
    task::{self, Task},
    thread::Thread,
};

/// Runs effects in order. Whatever is left undone keeps its item, and the message comes back.
pub(crate) async fn run(
    deps: &Deps,
    state: &Conversation,
    effects: &[PendingEffect],
    deadline: Deadline,
) -> Result<(), Failure> {
    let mut done = Vec::new();
    let mut failed = None;
    for effect in effects {
        let task = serde_json::from_value(effect.payload.clone()).map_err(Failure::corrupt)?;
        match run_one(deps, state, &effect.id, task, deadline).await {
            Ok(true) => done.push(effect.id.clone()),
            Ok(false) => {}
            Err(failure) => {
                failed = Some(failure);
                break;
            }
        }
    }
    if !done.is_empty() {
        deps.table.complete(&done).await?;
    }
    failed.map_or(Ok(()), Err)
}

/// Runs one effect. `true` when its item may go, `false` when it went with the effect.
async fn run_one(
    deps: &Deps,
    state: &Conversation,
    id: &EffectId,
    task: Task,
    deadline: Deadline,
) -> Result<bool, Failure> {
    let of = || ConversationRef { seller: state.seller.clone(), conversation: state.id.clone() };
    match task {
        Task::Wake { turn, after } => {
            let body = TurnMessage::Due(TurnDue { of: of(), turn });
            let message = Envelope { id: format!("turn.{turn}"), at: clock::now(), body };
            let text = serde_json::to_string(&message).map_err(Failure::corrupt)?;
            let message = Message::standard(text).delayed(Duration::from_secs(u64::from(after)));
            deps.turns.send(&message).await?;
            Ok(true)
        }
        Task::MarkRead { wamid } => {
            mark_read(deps, state, &Wamid::new(wamid)).await;
            Ok(true)
        }
        Task::Dispatch(envelope) => {
            send_to_dispatch(deps, &envelope).await?;
            Ok(true)
        }
        Task::Remind { turn, at } => {
            let body = RelaunchMessage::SilenceDue(Silence { of: of(), episode: turn });
            let name = format!("silence-{}-{turn}", state.id);
            wake_later(deps, name, at, body).await?;
            Ok(true)
        }
        Task::Hold { recap, at } => {
            let recap = recap.parse().map_err(Failure::corrupt_id)?;
            // The moment is part of the name: a timer that came too early is set again.
            let name = format!("hold-{recap}-{}", at.as_second());
            wake_later(deps, name, at, RelaunchMessage::HoldDue(Hold { of: of(), recap })).await?;
            Ok(true)
        }
        Task::Return { turn, at } => {
            let body = RelaunchMessage::ReturnDue(Silence { of: of(), episode: turn });
            let name = format!("return-{}-{turn}-{}", state.id, at.as_second());
            wake_later(deps, name, at, body).await?;
            Ok(true)
        }
        Task::Meter(usage) => {
            meter::count(deps, &state.seller, &usage).await?;
            Ok(true)
        }
        Task::Send(bubble) => {
            send::run(deps, state, id, &bubble, deadline).await?;
            Ok(false)
        }
        Task::Nothing => Ok(true),
    }
}

/// Sets a timer that puts a message on `relaunch`.
async fn wake_later(
    deps: &Deps,
    name: String,
    at: Timestamp,
    body: RelaunchMessage,
) -> Result<(), Failure> {
    let envelope = Envelope { id: name.replace('-', "."), at, body };
    let timer = OneShot {
        at,
        queue_arn: deps.relaunch_queue_arn.clone(),
        group: None,
        body: serde_json::to_string(&envelope).map_err(Failure::corrupt)?,
        name,
    };
    deps.schedules.create(&timer).await?;
    Ok(())
}

pub(crate) async fn send_to_dispatch(
    deps: &Deps,
    envelope: &Envelope<DispatchMessage>,
) -> Result<(), Failure> {
    let group = envelope.body.group();
    let text = serde_json::to_string(envelope).map_err(Failure::corrupt)?;
    Ok(deps.dispatch.send(&Message::fifo(text, &group, &envelope.id)).await?)
}

/// Blue ticks are a courtesy: failing them is no reason to do anything again.
async fn mark_read(deps: &Deps, state: &Conversation, wamid: &Wamid) {
    let marked = async {
        let token = deps.token(&state.seller).await?;
        let done = deps.graph.mark_read_typing(token.secret(), &state.number, wamid).await;
        done.map_err(|error| Failure::Permanent("mark_read", error.into()))
    };
    if let Err(error) = marked.await {
        tracing::warn!(error.code = error.code(), "message not marked as read");
    }
}

/// A prospect waits, and free-form text may no longer be sent.
pub(crate) async fn tell_seller_window_closed(
    deps: &Deps,
    state: &Conversation,
) -> Result<(), Failure> {
    tell_seller_late(deps, state, Reason::WindowClosed).await
}

/// A prospect waits, and nothing leaves the seller's number.
pub(crate) async fn tell_seller_unsendable(
    deps: &Deps,
    state: &Conversation,
) -> Result<(), Failure> {
    tell_seller_late(deps, state, Reason::NotDelivered).await
}

async fn tell_seller_late(
    deps: &Deps,
    state: &Conversation,
    reason: Reason,
) -> Result<(), Failure> {
    let mut call = task::call(state, reason, clock::now());
    // One call for a turn, however often its wake-up comes.
    call.id = format!("late.{}.{}", state.id, state.turn);
    send_to_dispatch(deps, &call).await
}

/// Runs what an earlier delivery of the same event left undone, here or in a thread taken in.
pub(crate) async fn resume(
    deps: &Deps,
    thread: &Thread,
    event: &EventId,
    deadline: Deadline,
) -> Result<(), Failure> {
    let seller = &thread.state.seller;
    let merged = thread.state.merged.iter().map(|id| Aggregate::conversation(seller, id));
    for aggregate in std::iter::once(thread.aggregate()).chain(merged) {
        let pending = deps.table.pending_effects(&aggregate, event).await?;
        run(deps, &thread.state, &pending, deadline).await?;
    }
    Ok(())
}
