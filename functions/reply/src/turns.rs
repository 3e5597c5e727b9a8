//! It is time to answer: think outside of any lock, then commit the draft if it is still wanted.

use std::time::Duration;

use aws_adapters::{commit::EventId, table::Write};
use contracts::{
    messages::{Envelope, TurnDue, TurnMessage},
    records::conversation::{MessageRecord, Sender},
};
use domain::{
    conversation::{self, Conversation, Event, Recap, Rejection},
    health::Scope,
    ids::{RecapId, SellerId},
    phone::Phone,
    receipt::Receipt,
    seller::Seller,
    usage::ModelUsage,
};
use futures::future::join_all;
use lambda_support::{
    clock,
    deadline::Deadline,
    random,
    sqs::{Outcome, Record},
};
use serde_json::json;
use tokio::time::Instant;

use crate::{
    Deps, effects,
    failure::Failure,
    inbound, meter,
    perception::{self, Attachment},
    send,
    shop::{self, ShopData},
    thread::{self, Committed, Line, Thread, Written},
    turn::{self, Matter},
    words,
};

/// How often a thread that somebody else changed is read again.
const ROUNDS: usize = 5;
/// Files of one turn that are listened to and looked at.
const MAX_FILES: usize = 4;
/// What that may take of the prospect's patience.
const LOOKING: Duration = Duration::from_secs(14);

/// Handles one record of `turns`.
pub(crate) async fn handle(deps: &Deps, record: &Record, deadline: Deadline) -> Outcome {
    let envelope: Envelope<TurnMessage> = match serde_json::from_str(&record.body) {
        Ok(envelope) => envelope,
        Err(error) => return Outcome::park("unreadable", error),
    };
    let TurnMessage::Due(due) = envelope.body;
    match answer(deps, &due, deadline).await {
        Ok(()) => Outcome::Done,
        Err(failure) => failure.outcome(record.receive_count),
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
        // Nothing would leave: no model is asked, and the seller, who knows why, is told who waits.
        Ok(()) if !may_send(deps, seller_id).await? => {
            return effects::tell_seller_unsendable(deps, &thread.state).await;
        }
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

async fn may_send(deps: &Deps, seller: &SellerId) -> Result<bool, Failure> {
    let health = deps.table.health(seller).await?;
    Ok(health.held_by(Scope::Everything, clock::now()).is_none())
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
    let (mut shop, mut lines, orders) = (shop?, lines?, orders?);
    // What the open recap keeps aside is this prospect's to order.
    shop.give_back(state.recap.iter().flat_map(Recap::held_units));
    let mut used = perceive(deps, state, &shop, &mut lines).await?;
    let messages: Vec<MessageRecord> = lines.into_iter().map(|line| line.message).collect();
    let (history, new) = split(&messages, state);
    let catalogue = shop.shop().catalogue;
    let mut cart = state.cart.clone();
    for message in &new {
        // What cannot be had is named to the model, which asks for another.
        let missing = cart.take_in(shop.shop(), &words::wanted(message, catalogue));
        if missing > 0 {
            tracing::info!(count = missing, "a part of a WhatsApp cart cannot be had so");
        }
    }
    let mut new_messages: Vec<String> =
        new.iter().map(|message| words::in_context(message, &messages, catalogue)).collect();
    if new_messages.is_empty() {
        new_messages.push("…".to_owned());
    }
    let wa_id = state.identity.wa_id().filter(|_| !state.reach.needs_phone);
    let own_phone = wa_id.and_then(|id| Phone::of_wa_id(id, shop.seller.country).ok());
    let matter = Matter {
        shop: shop.shop(),
        thread: state,
        cart: &cart,
        history: &history,
        new_messages: &new_messages,
        orders: &orders,
        own_phone: own_phone.as_ref(),
        recap_id: RecapId::from_uuid(random::uuid_v7()),
        now: clock::now(),
    };
    let (thought, usage) = turn::think(&deps.model, &matter, deadline).await;
    used = used.plus(usage);
    Ok(match thought {
        Ok(draft) => Event::Drafted { turn, draft: Box::new(draft), usage: used },
        Err(failure) => Event::ModelFailed { turn, failure, usage: used },
    })
}

/// Listens to and looks at the files that wait for an answer, and keeps what was understood.
async fn perceive(
    deps: &Deps,
    state: &Conversation,
    shop: &ShopData,
    lines: &mut [Line],
) -> Result<ModelUsage, Failure> {
    let is_new = |line: &&mut Line| {
        let file = line.message.media.as_ref();
        waits(&line.message, state)
            && line.message.perceived.is_none()
            && file.is_some_and(|file| file.object.is_none() && file.refused.is_none())
    };
    let fresh: Vec<&mut Line> = lines.iter_mut().filter(is_new).take(MAX_FILES).collect();
    if fresh.is_empty() {
        return Ok(ModelUsage::default());
    }
    let token = deps.token(&state.seller).await?;
    let end = Instant::now() + LOOKING;
    let looked = fresh.into_iter().map(async |line| {
        let attachment = Attachment {
            token: token.secret(),
            seller: &state.seller,
            number: &state.number,
            conversation: &state.id,
            message: &line.message,
            catalogue: shop.shop().catalogue,
        };
        let Some(seen) = perception::perceive(deps, &attachment, end).await else {
            return Ok(ModelUsage::default());
        };
        let mut fields = vec![
            ("perceived".to_owned(), json!(seen.words)),
            ("media".to_owned(), serde_json::to_value(&seen.media).map_err(Failure::corrupt)?),
        ];
        if let Some(product) = &seen.product {
            fields.push(("about_product".to_owned(), json!(product.as_str())));
            line.message.about_product = Some(product.to_string());
        }
        let (key, version) = (line.key.clone(), line.version);
        let update = Write::UpdateRead { key, fields, version };
        match deps.table.write(&update).await {
            Ok(()) => {
                line.message.perceived = Some(seen.words);
                line.message.media = Some(seen.media);
            }
            // Taken back meanwhile: what was understood is forgotten, and the turn is stale.
            Err(error) if error.conflict().is_some() => {}
            Err(error) => return Err(error.into()),
        }
        Ok::<_, Failure>(deps.model.usage_of_fallback(&seen.usage))
    });
    let mut used = ModelUsage::default();
    for usage in join_all(looked).await {
        used = used.plus(usage?);
    }
    Ok(used)
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
                return spent_for_nothing(deps, due, event_id, &event, deadline).await;
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
            Committed::SoldOut { name } => event = hold_refused(event, name),
            Committed::Raced => {}
        }
    }
    Err(Failure::contended())
}

fn hold_refused(event: Event, name: String) -> Event {
    if let Event::Drafted { turn, draft, usage } = event {
        Event::HoldRefused { turn, draft, usage, name }
    } else {
        event
    }
}

/// A draft that nobody reads was paid for all the same.
async fn spent_for_nothing(
    deps: &Deps,
    due: &TurnDue,
    turn: &EventId,
    event: &Event,
    deadline: Deadline,
) -> Result<(), Failure> {
    let (Event::Drafted { usage, .. }
    | Event::ModelFailed { usage, .. }
    | Event::HoldRefused { usage, .. }) = event
    else {
        return Ok(());
    };
    let usage = *usage;
    let id = EventId::new(&format!("wasted.{turn}"));
    inbound::happened(deps, &due.of, &id, Event::Wasted { usage }, deadline).await
}

/// The messages before the prospect began to wait, and what they wrote since. What never left, or
/// was taken back, is not there.
fn split(
    messages: &[MessageRecord],
    state: &Conversation,
) -> (Vec<MessageRecord>, Vec<MessageRecord>) {
    let seen = |message: &&MessageRecord| {
        let status = message.status.as_deref();
        status != Some(send::DROPPED)
            && status != Some(Receipt::Failed.word())
            && !matches!(message.kind.as_str(), "revoke" | "edit")
    };
    let is_waiting = |message: &MessageRecord| waits(message, state);
    let start = messages.iter().position(is_waiting).unwrap_or(messages.len());
    let (history, recent) = messages.split_at_checked(start).unwrap_or((messages, &[]));
    let new = recent.iter().filter(|m| is_waiting(m)).filter(seen).cloned().collect();
    (history.iter().filter(seen).cloned().collect(), new)
}

/// Whether a message is one the prospect waits for an answer to.
fn waits(message: &MessageRecord, state: &Conversation) -> bool {
    message.from == Sender::Prospect && state.waiting_since.is_some_and(|t| message.at >= t)
}
