//! What happened to a conversation: find its thread, step, commit, run the effects.

use aws_adapters::{commit::EventId, table::keys};
use contracts::{
    messages::{
        AmendmentRefusal as ToldRefusal, ConversationMessage, ConversationRef, Envelope,
        FailureReason, HumanMessage, News as Told, OrderNews,
    },
    meta::webhook::InboundMessage,
    records::{conversation::MessageRecord, seller::NumberRecord, values::MoneyValue},
};
use domain::{
    Transition,
    conversation::{
        self, AmendmentRefusal, Content, Conversation, DeliveryFailure, Effect, Event, News,
        Rejection,
    },
    money::Money,
    phone::Phone,
    seller::Seller,
};
use jiff::Timestamp;
use lambda_support::{
    clock,
    deadline::Deadline,
    sqs::{Outcome, Record},
};

use crate::{
    Deps, arrival, effects,
    failure::Failure,
    shop,
    thread::{self, Committed, Thread},
};

/// How often a thread that somebody else changed is read again.
const ROUNDS: usize = 5;

/// Handles one record of `inbound.fifo`.
pub(crate) async fn handle(deps: &Deps, record: &Record, deadline: Deadline) -> Outcome {
    let envelope: Envelope<ConversationMessage> = match serde_json::from_str(&record.body) {
        Ok(envelope) => envelope,
        Err(error) => return Outcome::park("unreadable", error),
    };
    match dispatch(deps, envelope, deadline).await {
        Ok(()) => Outcome::Done,
        Err(failure) => failure.into(),
    }
}

async fn dispatch(
    deps: &Deps,
    envelope: Envelope<ConversationMessage>,
    deadline: Deadline,
) -> Result<(), Failure> {
    let id = EventId::new(&envelope.id);
    match envelope.body {
        ConversationMessage::Inbound(message) => received(deps, &id, &message, deadline).await,
        ConversationMessage::Human(HumanMessage { to, text }) => {
            happened(deps, &to, &id, Event::HumanSaid { text }, deadline).await
        }
        ConversationMessage::TakeOver(of) => {
            happened(deps, &of, &id, Event::TakenOver, deadline).await
        }
        ConversationMessage::Release(of) => {
            happened(deps, &of, &id, Event::Released, deadline).await
        }
        ConversationMessage::OrderNews(news) => {
            let of = ConversationRef {
                seller: news.of.seller.clone(),
                conversation: news.conversation.clone(),
            };
            happened(deps, &of, &id, Event::News(news_of(news)?), deadline).await
        }
        ConversationMessage::ReminderDue(silence) => {
            let event = Event::ReminderDue { turn: silence.episode };
            happened(deps, &silence.of, &id, event, deadline).await
        }
        ConversationMessage::TakeOverFor(_)
        | ConversationMessage::OwnerMessage(_)
        | ConversationMessage::IdentityChanged(_)
        | ConversationMessage::ControlChanged(_)
        | ConversationMessage::MarketingPreference(_)
        | ConversationMessage::ThreadCorrected(_)
        | ConversationMessage::HoldDue(_) => {
            Err(Failure::Permanent("not_handled", "no version handles this yet".into()))
        }
    }
}

async fn received(
    deps: &Deps,
    id: &EventId,
    message: &InboundMessage,
    deadline: Deadline,
) -> Result<(), Failure> {
    let number = deps.table.get::<NumberRecord>(&keys::number(&message.phone_number_id)).await?;
    let Some(number) = number else {
        return Err(Failure::Permanent("number_unknown", "nobody has this number".into()));
    };
    let seller = shop::seller(&deps.table, &number.value.seller).await?;
    let Some(arrival) = arrival::arrival_of(message, seller.country) else {
        return Err(Failure::Permanent("person_unknown", "the message names nobody".into()));
    };
    for _ in 0..ROUNDS {
        let now = clock::now();
        let who = &arrival.identity;
        let thread =
            thread::of_person(&deps.table, &seller.id, &message.phone_number_id, who, now).await?;
        let line = arrival::record_of(message, now);
        let event = Event::Arrived(Box::new(arrival.clone()));
        if settle(deps, &thread, id, &event, &seller, Some(&line), now, deadline).await? {
            return Ok(());
        }
    }
    Err(Failure::Later("thread_contended"))
}

async fn happened(
    deps: &Deps,
    of: &ConversationRef,
    id: &EventId,
    event: Event,
    deadline: Deadline,
) -> Result<(), Failure> {
    let seller = shop::seller(&deps.table, &of.seller).await?;
    for _ in 0..ROUNDS {
        let thread = thread::load(&deps.table, &of.seller, &of.conversation).await?;
        if settle(deps, &thread, id, &event, &seller, None, clock::now(), deadline).await? {
            return Ok(());
        }
    }
    Err(Failure::Later("thread_contended"))
}

/// Steps, commits and runs. `false` when the thread must be read again.
#[expect(clippy::too_many_arguments, reason = "the protocol's parts, used in this file only")]
async fn settle(
    deps: &Deps,
    thread: &Thread,
    id: &EventId,
    event: &Event,
    seller: &Seller,
    line: Option<&MessageRecord>,
    now: Timestamp,
    deadline: Deadline,
) -> Result<bool, Failure> {
    if deps.table.was_processed(&thread.aggregate(), id).await? {
        effects::resume(deps, thread, id, deadline).await?;
        return Ok(true);
    }
    let step = match conversation::step(&thread.state, event, seller, deps.rhythm, now) {
        Ok(step) => step,
        Err(rejection) => return rejected(rejection),
    };
    let committed = thread::commit(&deps.table, thread, id, &step, line, now).await?;
    let committed = match committed {
        Committed::SoldOut { name } => {
            let step = sold_out(deps, thread, event, seller, name, now)?;
            let again = thread::commit(&deps.table, thread, id, &step, line, now).await?;
            return finish(deps, thread, &step.state, id, again, deadline).await;
        }
        other @ (Committed::Done(_) | Committed::Before | Committed::Raced) => other,
    };
    finish(deps, thread, &step.state, id, committed, deadline).await
}

async fn finish(
    deps: &Deps,
    thread: &Thread,
    after: &Conversation,
    id: &EventId,
    committed: Committed,
    deadline: Deadline,
) -> Result<bool, Failure> {
    match committed {
        Committed::Done(pending) => {
            effects::run(deps, after, &pending, deadline).await?;
            Ok(true)
        }
        Committed::Before => {
            effects::resume(deps, thread, id, deadline).await?;
            Ok(true)
        }
        Committed::Raced | Committed::SoldOut { .. } => Ok(false),
    }
}

fn rejected(rejection: Rejection) -> Result<bool, Failure> {
    tracing::info!(rejection = %rejection, "nothing changes");
    match rejection {
        // Of a closed window the dashboard warned before it asked; it closed in between.
        Rejection::Stale
        | Rejection::HumanHasIt
        | Rejection::NothingToRecall
        | Rejection::WindowClosed => Ok(true),
        Rejection::Amounts => Err(Failure::Permanent("amounts", rejection.into())),
    }
}

/// The message counts as any other, and the prospect is told what is gone.
fn sold_out(
    deps: &Deps,
    thread: &Thread,
    event: &Event,
    seller: &Seller,
    name: String,
    now: Timestamp,
) -> Result<Transition<Conversation, Effect>, Failure> {
    let refused = |rejection: Rejection| Failure::Permanent("sold_out", rejection.into());
    let mut state = thread.state.clone();
    if let Event::Arrived(arrival) = event {
        let plain = Event::Arrived(Box::new(conversation::Arrival {
            content: Content::Media,
            ..arrival.as_ref().clone()
        }));
        state =
            conversation::step(&state, &plain, seller, deps.rhythm, now).map_err(refused)?.state;
    }
    conversation::step(&state, &Event::SoldOut { name }, seller, deps.rhythm, now).map_err(refused)
}

fn news_of(message: OrderNews) -> Result<News, Failure> {
    let order = message.of.order;
    let money = |value: &MoneyValue| {
        Money::try_from(value).map_err(|error| Failure::Permanent("unreadable", error.into()))
    };
    Ok(match message.news {
        Told::CourierFound { courier_name, courier_phone, code, promised } => News::CourierFound {
            order,
            name: courier_name,
            phone: Phone::of_e164(&courier_phone)
                .map_err(|error| Failure::Permanent("unreadable", error.into()))?,
            code,
            promised: (&promised).into(),
        },
        Told::PickedUp { courier_name } => News::PickedUp { order, name: courier_name },
        Told::Delivered { collected } => News::Delivered { order, collected: money(&collected)? },
        Told::DeliveryFailed { reason, retry } => News::DeliveryFailed {
            order,
            why: match reason {
                FailureReason::CustomerAbsent => DeliveryFailure::CustomerAbsent,
                FailureReason::CustomerRefused => DeliveryFailure::CustomerRefused,
                FailureReason::WrongAddress => DeliveryFailure::WrongAddress,
                FailureReason::CourierProblem => DeliveryFailure::CourierProblem,
            },
            retry: retry.as_ref().map(Into::into),
        },
        Told::NobodyFound => News::NobodyFound { order },
        Told::Rescheduled { promised } => News::Rescheduled { order, promised: (&promised).into() },
        Told::Cancelled => News::Cancelled { order },
        Told::Amended { total, promised } => {
            News::Amended { order, total: money(&total)?, promised: (&promised).into() }
        }
        Told::AmendmentRefused { reason } => News::AmendmentRefused {
            order,
            why: match reason {
                ToldRefusal::Left => AmendmentRefusal::Left,
                ToldRefusal::Over => AmendmentRefusal::Over,
            },
        },
    })
}
