//! What a commit left to do, and doing it: wake-ups, sends, messages to `dispatch`, timers.
//!
//! A send has no idempotency key at Meta: it is claimed before the call, tagged, and one whose
//! outcome nobody knows waits for its status webhook before it is sent again, once.

use std::time::Duration;

use aws_adapters::{
    commit::{Claim, Doubt, EffectId, Lease, PendingEffect},
    queues::Message,
    schedules::OneShot,
    table::{Write, keys},
};
use contracts::{
    messages::{
        Choice, ConversationRef, DispatchMessage, Envelope, HandOverReason as Reason, Notice,
        OrderRef, ProspectChoice, RelaunchMessage, SellerNotice, Silence, TurnDue, TurnMessage,
    },
    meta::send::{Button, FreeForm, Outgoing, Recipient},
    records::{conversation::Sender, tag::SendTag},
};
use domain::{
    conversation::{Conversation, HandOverReason, OrderChoice},
    ids::{OrderId, Wamid},
    order::Order,
    window,
};
use http_clients::meta::{Disposition, SendError};
use jiff::{SignedDuration, Timestamp};
use lambda_support::{clock, deadline::Deadline};
use serde::{Deserialize, Serialize};

use crate::{Deps, Failure, thread};

/// How long the status of an unclear send is waited for before it is sent again.
const STATUS_WAIT: SignedDuration = SignedDuration::from_secs(20);
/// An unclear send is repeated once, never more.
const MAX_CALLS: u32 = 2;
/// Quick tries against a passing refusal, inside one invocation.
const TRIES: u32 = 3;

/// An effect, as it is kept until it is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Task {
    Wake {
        turn: u64,
        after: u32,
    },
    MarkRead {
        wamid: String,
    },
    Send {
        message: String,
        #[serde(with = "contracts::as_text")]
        at: Timestamp,
        bubble: BubbleRecord,
    },
    Dispatch(Envelope<DispatchMessage>),
    Remind {
        turn: u64,
        #[serde(with = "contracts::as_text")]
        at: Timestamp,
    },
    Nothing,
}

/// A bubble, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct BubbleRecord {
    pub(crate) author: Sender,
    pub(crate) text: String,
    pub(crate) buttons: Vec<ButtonRecord>,
}

/// A button, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ButtonRecord {
    pub(crate) id: String,
    pub(crate) title: String,
}

pub(crate) fn order_placed(order: &Order) -> DispatchMessage {
    DispatchMessage::OrderPlaced(OrderRef { seller: order.seller.clone(), order: order.id.clone() })
}

pub(crate) fn choice(
    thread: &Conversation,
    order: &OrderId,
    choice: OrderChoice,
    now: Timestamp,
) -> Task {
    let (word, choice) = match choice {
        OrderChoice::Tomorrow => ("tomorrow", Choice::Tomorrow),
        OrderChoice::Pickup => ("pickup", Choice::Pickup),
        OrderChoice::Cancel => ("cancel", Choice::Cancel),
    };
    let of = OrderRef { seller: thread.seller.clone(), order: order.clone() };
    Task::Dispatch(Envelope {
        // The thread's turn tells one tap from a later one.
        id: format!("chose.{order}.{word}.{}", thread.turn),
        at: now,
        body: DispatchMessage::ProspectChoice(ProspectChoice { of, choice }),
    })
}

pub(crate) fn call_seller(thread: &Conversation, reason: HandOverReason, now: Timestamp) -> Task {
    let reason = match reason {
        HandOverReason::Asked => Reason::Asked,
        HandOverReason::AiUnavailable => Reason::AiUnavailable,
        HandOverReason::AiUnreliable => Reason::AiUnreliable,
        HandOverReason::Unsupported => Reason::Unsupported,
        HandOverReason::WindowClosed => Reason::WindowClosed,
    };
    Task::Dispatch(notice(thread, reason, now))
}

fn notice(thread: &Conversation, reason: Reason, now: Timestamp) -> Envelope<DispatchMessage> {
    let notice = Notice::HandOver {
        conversation: thread.id.clone(),
        contact_name: thread.contact_name.clone(),
        reason,
    };
    Envelope {
        id: format!("call.{}.{}.{}", thread.id, thread.turn, now.as_millisecond()),
        at: now,
        body: DispatchMessage::SellerNotice(SellerNotice { seller: thread.seller.clone(), notice }),
    }
}

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
            let envelope = Envelope { id: format!("silence.{}.{turn}", state.id), at, body };
            let timer = OneShot {
                name: format!("silence-{}-{turn}", state.id),
                at,
                queue_arn: deps.relaunch_queue_arn.clone(),
                group: None,
                body: serde_json::to_string(&envelope).map_err(Failure::corrupt)?,
            };
            deps.schedules.create(&timer).await?;
            Ok(true)
        }
        Task::Send { message, at, bubble } => {
            let tag = SendTag { effect: id.to_string(), message, at };
            send(deps, state, id, &tag, &bubble, deadline).await?;
            Ok(false)
        }
        Task::Nothing => Ok(true),
    }
}

async fn send_to_dispatch(
    deps: &Deps,
    envelope: &Envelope<DispatchMessage>,
) -> Result<(), Failure> {
    let group = match &envelope.body {
        DispatchMessage::SellerNotice(notice) => notice.seller.to_string(),
        DispatchMessage::OrderPlaced(of) | DispatchMessage::RetryDue(of) => of.order.to_string(),
        DispatchMessage::OfferExpired(expired) => expired.of.order.to_string(),
        DispatchMessage::Cancel(cancellation) => cancellation.of.order.to_string(),
        DispatchMessage::Reschedule(rescheduling) => rescheduling.of.order.to_string(),
        DispatchMessage::ProspectChoice(choice) => choice.of.order.to_string(),
        DispatchMessage::PlatformMessage(message) => message.wamid.as_str().to_owned(),
        DispatchMessage::Amend(amendment) => amendment.of.order.to_string(),
    };
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

/// The body that is sent, if free-form text still may be.
pub(crate) fn outgoing(
    state: &Conversation,
    bubble: &BubbleRecord,
    tag: &SendTag,
) -> Option<Outgoing> {
    let to = Recipient::of(&state.identity)?;
    let open = window::at(state.last_inbound_at, clock::now())?;
    let body = if bubble.buttons.is_empty() {
        FreeForm::text(&bubble.text)
    } else {
        let buttons = bubble
            .buttons
            .iter()
            .map(|button| Button { id: button.id.clone(), title: button.title.clone() });
        FreeForm::buttons(&bubble.text, buttons.collect())
    };
    Outgoing::free_form(to, body.ok()?, open).tagged(&tag.to_string()).ok()
}

async fn send(
    deps: &Deps,
    state: &Conversation,
    id: &EffectId,
    tag: &SendTag,
    bubble: &BubbleRecord,
    deadline: Deadline,
) -> Result<(), Failure> {
    let now = clock::now();
    let lease = match deps.table.claim(id, deadline.moment(), now).await? {
        Claim::Granted(lease) => lease,
        Claim::Held { .. } => return Err(Failure::Later("send_held")),
        Claim::Done => return Ok(()),
    };
    match lease.doubt() {
        Some(Doubt { since, .. }) if now.duration_since(since) < STATUS_WAIT => {
            deps.table.release(lease).await?;
            return Err(Failure::Later("send_in_doubt"));
        }
        Some(Doubt { calls, .. }) if calls >= MAX_CALLS => {
            return give_up(deps, state, tag, id, "send_unclear", None).await;
        }
        Some(_) | None => {}
    }
    let Some(message) = outgoing(state, bubble, tag) else {
        return give_up(deps, state, tag, id, "window_closed", None).await;
    };
    call(deps, state, lease, id, tag, &message).await
}

async fn call(
    deps: &Deps,
    state: &Conversation,
    lease: Lease,
    id: &EffectId,
    tag: &SendTag,
    message: &Outgoing,
) -> Result<(), Failure> {
    let token = match deps.token(&state.seller).await {
        Ok(token) => token,
        Err(failure) => {
            deps.table.release(lease).await?;
            return Err(failure);
        }
    };
    let mut tries = 1;
    loop {
        let error = match deps.graph.send(token.secret(), &state.number, message).await {
            Ok(_wamid) => return finish(deps, state, tag, id, "sent", None).await,
            Err(error) => error,
        };
        let code = error.class().map_or("graph_unreachable", |class| class.name());
        tracing::warn!(error.code = code, attempt = tries, "message not sent");
        match error.disposition() {
            Disposition::Retry { .. } if tries < TRIES => {
                tokio::time::sleep(Duration::from_millis(500 << tries)).await;
                tries += 1;
            }
            Disposition::Retry { .. } => {
                deps.table.release(lease).await?;
                return Err(Failure::Later("send_refused_for_now"));
            }
            Disposition::AwaitStatus => {
                deps.table.mark_unknown(lease, clock::now()).await?;
                return Err(Failure::Later("send_unclear"));
            }
            Disposition::GiveUp => {
                let meta_code = match &error {
                    SendError::NotSent(refused) => refused.code,
                    SendError::ConnectFailed(_) | SendError::Unknown(_) => None,
                };
                return give_up(deps, state, tag, id, code, meta_code).await;
            }
        }
    }
}

/// A message that will not leave: shown as failed, and the seller is told.
async fn give_up(
    deps: &Deps,
    state: &Conversation,
    tag: &SendTag,
    id: &EffectId,
    code: &str,
    meta_code: Option<i64>,
) -> Result<(), Failure> {
    tracing::error!(error.code = code, "message given up");
    send_to_dispatch(deps, &notice(state, Reason::NotDelivered, clock::now())).await?;
    finish(deps, state, tag, id, "failed", meta_code).await
}

/// A prospect waits, and free-form text may no longer be sent.
pub(crate) async fn tell_seller_window_closed(
    deps: &Deps,
    state: &Conversation,
) -> Result<(), Failure> {
    let mut call = notice(state, Reason::WindowClosed, clock::now());
    // One call for a turn, however often its wake-up comes.
    call.id = format!("late.{}.{}", state.id, state.turn);
    send_to_dispatch(deps, &call).await
}

/// The effect's item goes and the message's status comes, together.
async fn finish(
    deps: &Deps,
    state: &Conversation,
    tag: &SendTag,
    id: &EffectId,
    status: &str,
    meta_code: Option<i64>,
) -> Result<(), Failure> {
    let message = tag.message.parse().map_err(Failure::corrupt_id)?;
    let key = keys::message(&state.seller, &state.id, tag.at, &message);
    let fields = vec![
        ("status".to_owned(), serde_json::json!(status)),
        ("error_code".to_owned(), serde_json::json!(meta_code)),
    ];
    // The status webhook may have overtaken us and completed the effect; its word is newer.
    if deps.table.pending_effect(id).await?.is_some() {
        deps.table.write(&Write::Update { key, fields }).await?;
        deps.table.complete(std::slice::from_ref(id)).await?;
    }
    Ok(())
}

/// Runs what an earlier delivery of the same event left undone.
pub(crate) async fn resume(
    deps: &Deps,
    thread: &thread::Thread,
    event: &aws_adapters::commit::EventId,
    deadline: Deadline,
) -> Result<(), Failure> {
    let pending = deps.table.pending_effects(&thread.aggregate(), event).await?;
    run(deps, &thread.state, &pending, deadline).await
}
