//! What happened to a conversation: find its thread, step, commit, run the effects.

mod changes;
mod seller;

use aws_adapters::{commit::EventId, table::keys};
use contracts::{
    messages::{
        AmendmentRefusal as ToldRefusal, CancellationRefusal as ToldUncancelled,
        ConversationMessage, ConversationRef, Envelope, FailureReason, Lesson as ToldLesson,
        News as Told, OrderNews,
    },
    meta::webhook::{Contact, InboundMessage},
    records::{seller::NumberRecord, values::MoneyValue},
};
use domain::{
    Transition,
    conversation::{
        self, AmendmentRefusal, CancellationRefusal, Conversation, DeliveryFailure, Document,
        Effect, Event, Lesson, News, Rejection,
    },
    health::Scope,
    ids::PhoneNumberId,
    money::Money,
    person::Identity,
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
    thread::{self, Committed, Thread, Written},
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
        Err(failure) => failure.outcome(record.receive_count),
    }
}

async fn dispatch(
    deps: &Deps,
    envelope: Envelope<ConversationMessage>,
    deadline: Deadline,
) -> Result<(), Failure> {
    let id = EventId::new(&envelope.id);
    let about = |event, of: &ConversationRef| (event, of.clone());
    let (event, of) = match envelope.body {
        ConversationMessage::Inbound(message) => {
            return received(deps, &id, &message, deadline).await;
        }
        ConversationMessage::OwnerMessage(echo) => {
            return seller::wrote_by_hand(deps, &id, &echo, deadline).await;
        }
        ConversationMessage::IdentityChanged(change) => {
            let (Some(before), Some(after)) = (change.before.identity(), change.after.identity())
            else {
                return Err(nobody());
            };
            let event = Event::IdentityChanged(after.clone());
            let who = [&before, &after];
            return of_person(deps, &id, &change.phone_number_id, &who, event, deadline).await;
        }
        ConversationMessage::ControlChanged(change) => {
            let event = Event::ControlChanged { is_ours: change.is_ours };
            return of_contact(deps, &id, &change.phone_number_id, &change.person, event, deadline)
                .await;
        }
        ConversationMessage::MarketingPreference(wish) => {
            let event = Event::MarketingChanged { stopped: wish.stopped };
            return of_contact(deps, &id, &wish.phone_number_id, &wish.person, event, deadline)
                .await;
        }
        ConversationMessage::Human(message) => {
            return seller::wrote(
                deps,
                &id,
                &message.to,
                seller::Words::Text(message.text),
                deadline,
            )
            .await;
        }
        ConversationMessage::Template(message) => {
            let words = seller::Words::Template(message.template);
            return seller::wrote(deps, &id, &message.to, words, deadline).await;
        }
        ConversationMessage::Read(read) => {
            return seller::has_read(deps, &id, &read, deadline).await;
        }
        ConversationMessage::TakeOver(of) => about(Event::TakenOver { minutes: None }, &of),
        ConversationMessage::TakeOverFor(timed) => {
            about(Event::TakenOver { minutes: Some(timed.minutes) }, &timed.of)
        }
        ConversationMessage::DocumentReady(ready) => {
            let of = ConversationRef { seller: ready.of.seller, conversation: ready.conversation };
            let (object, file_name) = (ready.object, ready.file_name);
            (Event::PaperReady(Document { number: ready.number, object, file_name }), of)
        }
        ConversationMessage::Release(of) => about(Event::Released, &of),
        ConversationMessage::OrderNews(news) => {
            let of = ConversationRef {
                seller: news.of.seller.clone(),
                conversation: news.conversation.clone(),
            };
            (Event::News(news_of(news)?), of)
        }
        ConversationMessage::ReminderDue(silence) => {
            let health = deps.table.health(&silence.of.seller).await?;
            if let Some(stop) = health.held_by(Scope::Campaigns, clock::now()) {
                tracing::info!(reason = stop.reason.word(), "no reminder");
                return Ok(());
            }
            about(Event::ReminderDue { turn: silence.episode }, &silence.of)
        }
        ConversationMessage::ThreadCorrected(correction) => {
            let lesson = lesson_of(correction.lesson);
            let sent_at = correction.sent_at.unwrap_or(envelope.at);
            about(Event::Learned { lesson, sent_at }, &correction.of)
        }
        ConversationMessage::RecapShown(hold) => {
            about(Event::Shown { recap: hold.recap }, &hold.of)
        }
        ConversationMessage::RecapUndelivered(hold) => {
            let event = Event::Unsaid { recap: Some(hold.recap), dropped: false };
            about(event, &hold.of)
        }
        ConversationMessage::ReturnDue(silence) => {
            about(Event::ReturnDue { turn: silence.episode }, &silence.of)
        }
        ConversationMessage::HoldDue(hold) => about(Event::HoldDue { recap: hold.recap }, &hold.of),
    };
    happened(deps, &of, &id, event, deadline).await
}

/// A person wrote to a seller's number.
async fn received(
    deps: &Deps,
    id: &EventId,
    message: &InboundMessage,
    deadline: Deadline,
) -> Result<(), Failure> {
    if message.group_id.is_some() {
        // What people say to each other is not said to the shop.
        tracing::info!("a group's message is left alone");
        return Ok(());
    }
    let seller = seller_of(deps, &message.phone_number_id).await?;
    let who = message.contact.identity().ok_or_else(nobody)?;
    let moved = arrival::moved_to(message);
    let known_as: Vec<&Identity> = std::iter::once(&who).chain(moved.as_ref()).collect();
    for _ in 0..ROUNDS {
        let now = clock::now();
        let number = &message.phone_number_id;
        let thread = thread::find(&deps.table, &seller.id, number, &known_as, now).await?;
        let changes = changes::of(deps, &thread, message).await?;
        let arrival = arrival::arrival_of(message, seller.country, changes.others_wait);
        let event = Event::Arrived(Box::new(arrival.ok_or_else(nobody)?));
        let line = arrival::record_of(message, now);
        let written =
            Written { arrived: Some(&line), changes: changes.writes, ..Written::default() };
        let settled = Settling { deps, seller: &seller, id, event: &event, written, now, deadline };
        if settled.with(&thread).await? {
            return Ok(());
        }
    }
    Err(Failure::contended())
}

async fn of_contact(
    deps: &Deps,
    id: &EventId,
    number: &PhoneNumberId,
    contact: &Contact,
    event: Event,
    deadline: Deadline,
) -> Result<(), Failure> {
    let who = contact.identity().ok_or_else(nobody)?;
    of_person(deps, id, number, &[&who], event, deadline).await
}

/// Something about a person; of one who never wrote there is nothing to remember.
async fn of_person(
    deps: &Deps,
    id: &EventId,
    number: &PhoneNumberId,
    who: &[&Identity],
    event: Event,
    deadline: Deadline,
) -> Result<(), Failure> {
    let seller = seller_of(deps, number).await?;
    for _ in 0..ROUNDS {
        let now = clock::now();
        let thread = thread::find(&deps.table, &seller.id, number, who, now).await?;
        if thread.is_new() {
            tracing::info!("nobody known");
            return Ok(());
        }
        let written = Written::default();
        let settled = Settling { deps, seller: &seller, id, event: &event, written, now, deadline };
        if settled.with(&thread).await? {
            return Ok(());
        }
    }
    Err(Failure::contended())
}

/// Something happened to a conversation that must exist.
pub(crate) async fn happened(
    deps: &Deps,
    of: &ConversationRef,
    id: &EventId,
    event: Event,
    deadline: Deadline,
) -> Result<(), Failure> {
    let seller = shop::seller(&deps.table, &of.seller).await?;
    for _ in 0..ROUNDS {
        let now = clock::now();
        let thread = thread::load(&deps.table, &of.seller, &of.conversation).await?;
        let written = Written::default();
        let settled = Settling { deps, seller: &seller, id, event: &event, written, now, deadline };
        if settled.with(&thread).await? {
            return Ok(());
        }
    }
    Err(Failure::contended())
}

async fn seller_of(deps: &Deps, number: &PhoneNumberId) -> Result<Seller, Failure> {
    let known = deps.table.get::<NumberRecord>(&keys::number(number)).await?;
    let known = known
        .ok_or_else(|| Failure::Permanent("number_unknown", "nobody has this number".into()))?;
    Ok(shop::seller(&deps.table, &known.value.seller).await?)
}

fn nobody() -> Failure {
    Failure::Permanent("person_unknown", "the message names nobody".into())
}

/// One event on its way into a thread.
struct Settling<'a> {
    deps: &'a Deps,
    seller: &'a Seller,
    id: &'a EventId,
    event: &'a Event,
    written: Written<'a>,
    now: Timestamp,
    deadline: Deadline,
}

impl Settling<'_> {
    /// Steps, commits and runs. `false` when the thread must be read again.
    async fn with(&self, thread: &Thread) -> Result<bool, Failure> {
        let table = &self.deps.table;
        if thread.was_processed(table, self.id).await? {
            effects::resume(self.deps, thread, self.id, self.deadline).await?;
            return Ok(true);
        }
        let step = match self.step(thread, self.event) {
            Ok(step) => step,
            Err(rejection) => return rejected(rejection),
        };
        let committed = thread::commit(table, thread, self.id, &step, &self.written, self.now);
        match (committed.await?, self.event) {
            // What was confirmed cannot be had: the same message, answered so.
            (Committed::SoldOut { name }, Event::Arrived(arrival)) => {
                tracing::info!("sold out in between");
                let event = Event::SoldOut { arrival: arrival.clone(), name };
                let Ok(step) = self.step(thread, &event) else { return Ok(false) };
                let again =
                    thread::commit(table, thread, self.id, &step, &self.written, self.now).await?;
                self.finish(thread, &step.state, again).await
            }
            (committed, _) => self.finish(thread, &step.state, committed).await,
        }
    }

    fn step(
        &self,
        thread: &Thread,
        event: &Event,
    ) -> Result<Transition<Conversation, Effect>, Rejection> {
        let rhythm = self.deps.rhythm;
        let mut step = conversation::step(&thread.state, event, self.seller, rhythm, self.now)?;
        if thread.takes_another_in() {
            conversation::awaken(&mut step, self.now);
        }
        Ok(step)
    }

    async fn finish(
        &self,
        thread: &Thread,
        after: &Conversation,
        committed: Committed,
    ) -> Result<bool, Failure> {
        match committed {
            Committed::Done(pending) => {
                effects::run(self.deps, after, &pending, self.deadline).await?;
                Ok(true)
            }
            Committed::Before => {
                effects::resume(self.deps, thread, self.id, self.deadline).await?;
                Ok(true)
            }
            Committed::Raced | Committed::SoldOut { .. } => Ok(false),
        }
    }
}

fn rejected(rejection: Rejection) -> Result<bool, Failure> {
    tracing::info!(rejection = %rejection, "nothing changes");
    match rejection {
        // Of a closed window the dashboard warned before it asked; it closed in between.
        Rejection::Stale
        | Rejection::HumanHasIt
        | Rejection::NothingToRecall
        | Rejection::LimitReached
        | Rejection::WindowClosed => Ok(true),
        Rejection::Amounts => Err(Failure::Permanent("amounts", rejection.into())),
    }
}

pub(crate) const fn lesson_of(lesson: ToldLesson) -> Lesson {
    match lesson {
        ToldLesson::WindowClosed => Lesson::WindowClosed,
        ToldLesson::OptedOut => Lesson::OptedOut,
        ToldLesson::MarketingCapped => Lesson::MarketingCapped,
        ToldLesson::Unreachable => Lesson::Unreachable,
        ToldLesson::NeedsPhone => Lesson::NeedsPhone,
    }
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
        Told::ServiceFound { service, courier_name, tracking, promised } => News::ServiceFound {
            order,
            service,
            courier: courier_name,
            tracking,
            promised: (&promised).into(),
        },
        Told::ServicePickedUp { service } => News::ServicePickedUp { order, service },
        Told::Delivered { collected, fetched } => {
            News::Delivered { order, collected: money(&collected)?, fetched }
        }
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
        Told::NobodyFound { may_wait } => News::NobodyFound { order, may_wait },
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
                ToldRefusal::Outdated => AmendmentRefusal::Outdated,
                ToldRefusal::SoldOut => AmendmentRefusal::SoldOut,
            },
        },
        Told::CancellationRefused { reason } => News::CancellationRefused {
            order,
            why: match reason {
                ToldUncancelled::Left => CancellationRefusal::Left,
                ToldUncancelled::Over => CancellationRefusal::Over,
            },
        },
        Told::PickupAgreed { left } => {
            News::PickupAgreed { order, left: left.as_ref().map(money).transpose()? }
        }
        Told::ChoiceOutdated => News::ChoiceOutdated { order },
        Told::PaymentLink { url, amount, purpose, until } => News::PaymentLink {
            order,
            url,
            amount: money(&amount)?,
            purpose: purpose.into(),
            until,
        },
        Told::PaymentReceived { amount, left, is_over } => {
            News::PaymentReceived { order, amount: money(&amount)?, left: money(&left)?, is_over }
        }
        Told::PaymentExpired { purpose } => News::PaymentExpired { order, purpose: purpose.into() },
        Told::PaymentRefunded { amount } => {
            News::PaymentRefunded { order, amount: money(&amount)? }
        }
        Told::DeliveryReopened => News::DeliveryReopened { order },
        Told::PositionWanted => News::PositionWanted { order },
    })
}
