//! Runs what was decided: timers, news for `reply`, messages of our own number.
//!
//! Timers and queue messages may be repeated, so they are done and then forgotten. A message to a
//! person may not: it is claimed first, tagged, and sent again only when it is certain, or after a
//! wait likely, that it did not go out.

mod telephone;

use std::time::Duration;

use aws_adapters::{
    commit::{Claim, EffectId, Lease, PendingEffect},
    queues::{Message, Queue},
    schedules::OneShot,
    table::{ConflictKind, NewItem, StoreError, Stored, keys},
};
use contracts::{
    messages::{
        CashReminder, ConversationMessage, DispatchMessage, DocumentMessage, Envelope,
        OfferExpired, OrderNews, OrderRef, PaymentMessage, PaymentWithdrawal, RungDue, ServiceHint,
    },
    meta::{
        error_class::ErrorClass,
        send::{Outgoing, Recipient},
    },
    records::courier::{DeskRecord, MerchantRecord},
};
use domain::{
    courier::Channel,
    dispatch::ServiceWord,
    ids::WaId,
    window::{self, OpenWindow},
};
use http_clients::meta::Disposition;
use jiff::{Timestamp, ToSpan};
use lambda_support::{chain::Chain, clock, deadline::Deadline};

use crate::{
    Deps,
    effect::{Say, StoredEffect},
    failure::Failure,
    money, service,
};

/// How long the status of a message that may have gone out is waited for.
const DOUBT_SECONDS: i64 = 20;
/// How often a message is sent at most when nobody knows what became of it.
const MAX_SENDS: u32 = 2;
/// Quick tries against a passing refusal, inside one invocation.
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// How an effect ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// Done or no longer wanted; it is forgotten.
    Done,
    /// This offer cannot reach its courier by this channel. The effect is still there.
    Unreachable { effect: EffectId, attempt: u32, channel: Channel },
    /// A delivery service was asked, and said this. The effect is still there.
    ServiceSaid { effect: EffectId, booking: u32, word: ServiceWord },
}

/// Runs effects, timers and news before messages; one that fails does not hold the others up.
pub(crate) async fn all(
    deps: &Deps,
    pending: Vec<PendingEffect>,
    deadline: Deadline,
) -> Vec<Result<Ended, Failure>> {
    let mut ended = Vec::new();
    let mut messages = Vec::new();
    for effect in pending {
        match serde_json::from_value(effect.payload).map_err(Failure::Unreadable) {
            Ok(StoredEffect::Say(say)) => messages.push((effect.id, say)),
            Ok(StoredEffect::TellProspect(news)) => {
                ended.push(tell_prospect(deps, &effect.id, news).await);
            }
            Ok(StoredEffect::ArmOffer { of, attempt, at }) => {
                ended.push(arm_offer(deps, &effect.id, of, attempt, at).await);
            }
            Ok(StoredEffect::ArmRung { of, attempt, rung, at }) => {
                ended.push(arm_rung(deps, &effect.id, of, (attempt, rung), at).await);
            }
            Ok(StoredEffect::ArmRetry { of, round, at }) => {
                ended.push(arm_retry(deps, &effect.id, of, round, at).await);
            }
            Ok(StoredEffect::ArmCashReminder { reminder, at }) => {
                ended.push(arm_cash_reminder(deps, &effect.id, reminder, at).await);
            }
            Ok(StoredEffect::ArmService { of, booking, at }) => {
                ended.push(arm_service(deps, &effect.id, of, booking, at).await);
            }
            Ok(StoredEffect::AskService { of, booking }) => {
                ended.push(service::ask(deps, &effect.id, &of, booking, deadline).await);
            }
            Ok(StoredEffect::CancelService { of, booking, pays }) => {
                ended.push(service::cancel(deps, &effect.id, &of, (booking, pays)).await);
            }
            Ok(StoredEffect::RequestPayment(request)) => {
                let message = PaymentMessage::Requested(request);
                ended.push(ask(deps, &effect.id, &deps.payments, message).await);
            }
            Ok(StoredEffect::WithdrawPayment(of)) => {
                let message = PaymentMessage::Withdrawn(PaymentWithdrawal { of });
                ended.push(ask(deps, &effect.id, &deps.payments, message).await);
            }
            Ok(StoredEffect::MakeReceipt(of)) => {
                let message = DocumentMessage::ReceiptDue(of);
                ended.push(ask(deps, &effect.id, &deps.documents, message).await);
            }
            Ok(StoredEffect::HangUp { of, attempt }) => {
                ended.push(telephone::hang_up(deps, &effect.id, &of, attempt).await);
            }
            Ok(StoredEffect::Call(call)) => {
                ended.push(telephone::call(deps, &effect.id, &call, deadline).await);
            }
            Ok(StoredEffect::Text(text)) => {
                ended.push(telephone::text(deps, &effect.id, &text, deadline).await);
            }
            Err(failure) => ended.push(Err(failure)),
        }
    }
    for (id, say) in messages {
        ended.push(tell(deps, &id, &say, deadline).await);
    }
    ended
}

async fn forget(deps: &Deps, id: &EffectId) -> Result<Ended, Failure> {
    deps.table.complete(std::slice::from_ref(id)).await?;
    Ok(Ended::Done)
}

fn body<T: serde::Serialize>(id: &str, at: Timestamp, body: T) -> Result<String, Failure> {
    let envelope = Envelope { id: id.to_owned(), at, body };
    serde_json::to_string(&envelope).map_err(Failure::Unwritable)
}

async fn tell_prospect(deps: &Deps, id: &EffectId, news: OrderNews) -> Result<Ended, Failure> {
    let group = news.conversation.clone();
    let key = id.to_string();
    let text = body(&key, clock::now(), ConversationMessage::OrderNews(news))?;
    deps.inbound.send(&Message::fifo(text, group.as_str(), &key)).await?;
    forget(deps, id).await
}

/// Two hints for one deadline: the queue's delay is precise, Scheduler survives a lost message.
async fn arm_offer(
    deps: &Deps,
    id: &EffectId,
    of: OrderRef,
    attempt: u32,
    at: Timestamp,
) -> Result<Ended, Failure> {
    let name = format!("offer-{}-{attempt}", of.order);
    let group = of.order.to_string();
    let text = body(&name, at, DispatchMessage::OfferExpired(OfferExpired { of, attempt }))?;
    let left = Duration::try_from(at.duration_since(clock::now())).unwrap_or(Duration::ZERO);
    deps.offer_timers.send(&Message::standard(text.clone()).delayed(left)).await?;
    schedule(deps, name, group, text, at).await?;
    forget(deps, id).await
}

/// One hint is enough: when it is lost, the offer's own deadline is still heard.
async fn arm_rung(
    deps: &Deps,
    id: &EffectId,
    of: OrderRef,
    (attempt, rung): (u32, u32),
    at: Timestamp,
) -> Result<Ended, Failure> {
    let name = format!("rung.{}.{attempt}.{rung}", of.order);
    let text = body(&name, at, DispatchMessage::RungDue(RungDue { of, attempt, rung }))?;
    let left = Duration::try_from(at.duration_since(clock::now())).unwrap_or(Duration::ZERO);
    deps.offer_timers.send(&Message::standard(text).delayed(left)).await?;
    forget(deps, id).await
}

/// A booking is looked at every minute, callbacks or not.
async fn arm_service(
    deps: &Deps,
    id: &EffectId,
    of: OrderRef,
    booking: u32,
    at: Timestamp,
) -> Result<Ended, Failure> {
    let name = format!("service.{}.{booking}.{}", of.order, at.as_second());
    let hint = ServiceHint { of, reference: String::new(), booking: Some(booking) };
    let text = body(&name, at, DispatchMessage::ServiceHint(hint))?;
    let left = Duration::try_from(at.duration_since(clock::now())).unwrap_or(Duration::ZERO);
    deps.offer_timers.send(&Message::standard(text).delayed(left)).await?;
    forget(deps, id).await
}

async fn arm_cash_reminder(
    deps: &Deps,
    id: &EffectId,
    reminder: CashReminder,
    at: Timestamp,
) -> Result<Ended, Failure> {
    let of_day = money::reminder_id(&reminder);
    let group = reminder.seller.to_string();
    let message = DispatchMessage::CashReminder(reminder);
    let text = body(of_day.event().as_str(), at, message)?;
    schedule(deps, of_day.short_name(), group, text, at).await?;
    forget(deps, id).await
}

/// Asks another function for something; it knows a repeated wish by its id.
async fn ask<T: serde::Serialize>(
    deps: &Deps,
    id: &EffectId,
    queue: &Queue,
    message: T,
) -> Result<Ended, Failure> {
    let text = body(&id.to_string(), clock::now(), message)?;
    queue.send(&Message::standard(text)).await?;
    forget(deps, id).await
}

async fn arm_retry(
    deps: &Deps,
    id: &EffectId,
    of: OrderRef,
    round: u32,
    at: Timestamp,
) -> Result<Ended, Failure> {
    let name = format!("retry-{}-{round}", of.order);
    let group = of.order.to_string();
    let text = body(&name, at, DispatchMessage::RetryDue(of))?;
    schedule(deps, name, group, text, at).await?;
    forget(deps, id).await
}

async fn schedule(
    deps: &Deps,
    name: String,
    group: String,
    body: String,
    at: Timestamp,
) -> Result<(), Failure> {
    let queue_arn = deps.dispatch_queue_arn.clone();
    let timer = OneShot { name, at, queue_arn, group: Some(group), body };
    deps.schedules.create(&timer).await.map_err(Failure::Timer)
}

/// Says one message, at most once as far as anybody can know.
async fn tell(deps: &Deps, id: &EffectId, say: &Say, deadline: Deadline) -> Result<Ended, Failure> {
    let now = clock::now();
    if say.offer.as_ref().is_some_and(|offer| now >= offer.expires_at) {
        tracing::info!(effect = %id, "the offer expired before it was sent");
        return forget(deps, id).await;
    }
    let to = WaId::new(&say.to);
    let open = window_of(deps, &to, now).await?;
    if let Some(seller) = &say.seller {
        remember_seller(deps, &to, seller.as_str()).await?;
    }
    let lease = match deps.table.claim(id, deadline.moment(), now).await? {
        Claim::Granted(lease) => lease,
        Claim::Held { until } => return Err(Failure::Held { until }),
        Claim::Done => return Ok(Ended::Done),
    };
    if let Some(doubt) = lease.doubt() {
        if doubt.calls >= MAX_SENDS {
            tracing::error!(error.code = "send_given_up", effect = %id, "nobody knows whether a message went out");
            return forget(deps, id).await;
        }
        if doubt.since.saturating_add(DOUBT_SECONDS.seconds()).is_ok_and(|until| now < until) {
            deps.table.release(lease).await?;
            return Err(Failure::InDoubt);
        }
    }
    let sent = send(deps, say, open, Some(&id.to_string())).await;
    conclude(deps, say, lease, sent).await
}

/// Reads the end of a send.
async fn conclude(
    deps: &Deps,
    say: &Say,
    lease: Lease,
    sent: Result<(), Failure>,
) -> Result<Ended, Failure> {
    let id = lease.effect().clone();
    let error = match sent {
        Ok(()) => return forget(deps, &id).await,
        Err(Failure::Send(error)) => error,
        Err(failure) => {
            deps.table.release(lease).await?;
            return Err(failure);
        }
    };
    match (error.disposition(), error.class()) {
        (Disposition::AwaitStatus, _) => {
            deps.table.mark_unknown(lease, clock::now()).await?;
            Err(Failure::Send(error))
        }
        (Disposition::GiveUp, Some(ErrorClass::Undeliverable | ErrorClass::NeedsPhone)) => {
            tracing::warn!(error.code = Failure::Send(error).code(), effect = %id, "a person cannot be reached");
            match &say.offer {
                Some(offer) => {
                    deps.table.release(lease).await?;
                    Ok(Ended::Unreachable {
                        effect: id,
                        attempt: offer.attempt,
                        channel: Channel::WhatsApp,
                    })
                }
                None => forget(deps, &id).await,
            }
        }
        (Disposition::GiveUp | Disposition::Retry { .. }, _) => {
            if let Some(reason) = error.consequence().and_then(|asked| asked.number) {
                // Nobody can be told from a number that does not send: an operator must look.
                tracing::error!(
                    error.code = "platform_number_stopped",
                    reason = reason.word(),
                    "our own number does not send"
                );
            }
            deps.table.release(lease).await?;
            Err(Failure::Send(error))
        }
    }
}

/// Sends in the form the window allows. Meta's own word on the window counts more than ours.
pub(crate) async fn send(
    deps: &Deps,
    say: &Say,
    open: Option<OpenWindow>,
    tag: Option<&str>,
) -> Result<(), Failure> {
    let to = || Recipient::Phone(WaId::new(&say.to));
    if let Some(window) = open {
        let message = Outgoing::free_form(to(), say.words.clone(), window);
        match post(deps, message, tag).await {
            Err(Failure::Send(error))
                if error.class() == Some(ErrorClass::WindowClosed) && say.template.is_some() =>
            {
                tracing::warn!(error = %Chain(&error), "the window was closed");
            }
            sent => return sent,
        }
    }
    let Some(template) = &say.template else {
        tracing::warn!("an answer came too late to be sent");
        return Ok(());
    };
    post(deps, Outgoing::template(to(), template.clone()), tag).await
}

async fn post(deps: &Deps, message: Outgoing, tag: Option<&str>) -> Result<(), Failure> {
    let message = match tag {
        Some(tag) => message.tagged(tag)?,
        None => message,
    };
    let mut pause = FIRST_PAUSE;
    for _refused in 1..TRIES {
        match deps.graph.send(&deps.token, &deps.number, &message).await {
            Err(error) if matches!(error.disposition(), Disposition::Retry { .. }) => {
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
            sent => return sent.map(drop).map_err(Failure::Send),
        }
    }
    let sent = deps.graph.send(&deps.token, &deps.number, &message).await;
    sent.map(drop).map_err(Failure::Send)
}

/// The window this person's last message to our own number left open.
async fn window_of(
    deps: &Deps,
    person: &WaId,
    now: Timestamp,
) -> Result<Option<OpenWindow>, Failure> {
    let desk: Option<Stored<DeskRecord>> = deps.table.get(&keys::courier_desk(person)).await?;
    Ok(window::at(desk.and_then(|desk| desk.value.last_inbound_at), now))
}

/// From now on somebody who writes from this phone is known to be a seller.
async fn remember_seller(deps: &Deps, person: &WaId, seller: &str) -> Result<(), Failure> {
    let record = MerchantRecord { seller: seller.to_owned() };
    let item = NewItem::new(keys::merchant_desk(person), &record)?;
    match deps.table.put_new(item).await {
        Err(StoreError::Conflict { kind: ConflictKind::AlreadyExists, .. }) | Ok(()) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
