//! Doing what a commit left to do. Everything may be done twice: pages and refunds have ids of
//! ours, messages are told apart by their effect's.

use std::time::Duration;

use aws_adapters::{
    commit::{EffectId, EventId, PendingEffect},
    queues::Message,
};
use contracts::{
    messages::{
        ConversationMessage, DispatchMessage, Envelope, OrderNews, PaymentCheck, PaymentMessage,
    },
    records::values::MoneyValue,
};
use domain::{
    money::Money,
    payment::{Failure as Why, Payment, PaymentEvent, RefundState, Seen, SeenState, Status},
};
use http_clients::payments::{Disposition, Found, PayError, RefundAsked, Wallet};
use jiff::Timestamp;
use lambda_support::clock;

use crate::{
    Deps,
    failure::Failure,
    request::uuid_of,
    settle::{self, Turn},
    task::Task,
    wallet::{self, Shop},
};

/// Deliveries of a message after which an opening is given up, before the queue gives the message
/// up: whoever waits for the link must hear that there is none.
const OPENING_TRIES: u32 = 4;

/// Does one thing, and what follows from it.
pub(crate) async fn one(
    deps: &Deps,
    turn: &Turn,
    effect: &PendingEffect,
    is_again: bool,
) -> Result<(), Failure> {
    let task: Task = serde_json::from_value(effect.payload.clone())?;
    let follow = match task {
        Task::Open => open(deps, turn, is_again).await?,
        Task::Close => close(deps, turn).await?,
        Task::Refund { amount, nth } => refund(deps, turn, &amount, nth).await?,
        Task::Check { round, at } => {
            check_later(deps, turn, round, at).await?;
            None
        }
        Task::TellProspect(news) => {
            tell_prospect(deps, &effect.id, news).await?;
            None
        }
        Task::TellDispatch(message) => {
            tell_dispatch(deps, &effect.id, message).await?;
            None
        }
    };
    // The same effect always has the same sequel, however often it is done.
    let event = EventId::new(&format!("after.{}", effect.id.short_name()));
    match follow {
        Some(what) => settle::happened(deps, turn, &event, what).await,
        // Nothing is left to do of the effect itself, but perhaps of its sequel.
        None if is_again => settle::resume(deps, turn, &event).await,
        None => Ok(()),
    }
}

async fn open(deps: &Deps, turn: &Turn, is_again: bool) -> Result<Option<PaymentEvent>, Failure> {
    let (payment, _) = settle::load(deps, turn).await?;
    if payment.status != Status::Requested {
        return Ok(None);
    }
    let Some(wallet) = wallet::open(deps, &turn.seller, payment.provider).await? else {
        return Ok(Some(PaymentEvent::OpeningFailed(Why::Keys)));
    };
    match opened(deps, turn, &payment, &wallet, is_again).await {
        Ok(event) => Ok(Some(event)),
        Err(Failure::Provider(error)) => {
            let may_pass = matches!(error.disposition(), Disposition::Retry { .. });
            if may_pass && turn.tries < OPENING_TRIES {
                return Err(Failure::Provider(error));
            }
            tracing::warn!(error.code = error.code(), payment.id = %payment.id, %error, "no page");
            Ok(Some(PaymentEvent::OpeningFailed(error.failure())))
        }
        Err(failure) => Err(failure),
    }
}

/// After a call whose answer was lost, the provider is asked what became of it first.
async fn opened(
    deps: &Deps,
    turn: &Turn,
    payment: &Payment,
    wallet: &Wallet,
    is_again: bool,
) -> Result<PaymentEvent, Failure> {
    if is_again
        && let Some(Found { page, seen }) = wallet.find(&payment.id, payment.ends_at).await?
    {
        return Ok(page.map_or(PaymentEvent::Seen(seen), PaymentEvent::Opened));
    }
    let shop = Shop::load(deps, &turn.seller).await?;
    let page = wallet.open(&shop.asking(payment, clock::now())).await?;
    Ok(PaymentEvent::Opened(page))
}

/// Closes the page, and looks what it was when it closed.
async fn close(deps: &Deps, turn: &Turn) -> Result<Option<PaymentEvent>, Failure> {
    let (payment, _) = settle::load(deps, turn).await?;
    let unseen = |state| Some(PaymentEvent::Seen(unseen(&payment, state)));
    let Some(wallet) = wallet::open(deps, &turn.seller, payment.provider).await? else {
        // Without keys nothing can be learnt; what was not seen to be paid is not.
        return Ok(unseen(SeenState::Expired));
    };
    match closed(&payment, &wallet).await {
        Ok(Some(seen)) if seen.state == SeenState::Open => Err(Failure::StillOpen),
        Ok(Some(seen)) => Ok(Some(PaymentEvent::Seen(seen))),
        Ok(None) => Ok(unseen(SeenState::Absent)),
        Err(error) if error.disposition() == Disposition::GiveUp => {
            tracing::warn!(error.code = error.code(), payment.id = %payment.id, %error, "not closed");
            Ok(unseen(SeenState::Expired))
        }
        Err(error) => Err(error.into()),
    }
}

async fn closed(payment: &Payment, wallet: &Wallet) -> Result<Option<Seen>, PayError> {
    let reference = match payment.reference() {
        Some(reference) => reference.to_owned(),
        None => match wallet.find(&payment.id, payment.ends_at).await? {
            Some(found) => found.seen.reference,
            None => return Ok(None),
        },
    };
    wallet.close(&reference).await?;
    wallet.read(&reference).await.map(Some)
}

/// What the provider says now of money that the seller wants to take. One that cannot be asked, or
/// does not answer for long enough, confirms nothing: the seller is told, and may try again.
pub(crate) async fn confirmed(
    deps: &Deps,
    turn: &Turn,
    payment: &Payment,
) -> Result<Seen, Failure> {
    let nothing = || unseen(payment, SeenState::Absent);
    let Some(wallet) = wallet::open(deps, &turn.seller, payment.provider).await? else {
        return Ok(nothing());
    };
    let Some(reference) = payment.reference() else { return Ok(nothing()) };
    match wallet.read(reference).await {
        Ok(seen) => Ok(seen),
        Err(error) if error.disposition() != Disposition::GiveUp && turn.tries < OPENING_TRIES => {
            Err(error.into())
        }
        Err(error) => {
            tracing::warn!(error.code = error.code(), payment.id = %payment.id, %error, "not confirmed");
            Ok(nothing())
        }
    }
}

/// An answer of a provider that knows nothing, or cannot be asked.
pub(crate) fn unseen(payment: &Payment, state: SeenState) -> Seen {
    Seen {
        state,
        reference: payment.reference().unwrap_or_default().to_owned(),
        amount: None,
        currency: String::new(),
        client_reference: payment.id.to_string(),
        transaction: None,
        is_reused: false,
        failure: None,
    }
}

async fn refund(
    deps: &Deps,
    turn: &Turn,
    amount: &MoneyValue,
    nth: u32,
) -> Result<Option<PaymentEvent>, Failure> {
    let (payment, _) = settle::load(deps, turn).await?;
    let Some(asked) = refund_of(&payment, Money::try_from(amount)?, nth) else { return Ok(None) };
    let Some(wallet) = wallet::open(deps, &turn.seller, payment.provider).await? else {
        return Ok(Some(PaymentEvent::RefundSeen(RefundState::Refused(Why::Keys))));
    };
    let state = match wallet.refund(&asked).await {
        Ok(state) => state,
        Err(error) if error.disposition() == Disposition::GiveUp => {
            RefundState::Refused(error.failure())
        }
        // It may be on its way: asked after later, and sent again under the same id if it is not.
        Err(error) if turn.tries >= OPENING_TRIES => {
            tracing::warn!(error.code = error.code(), payment.id = %payment.id, %error, "no answer");
            RefundState::Pending
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Some(PaymentEvent::RefundSeen(state)))
}

/// The refund under way, under the id it went out with.
pub(crate) fn refund_of(payment: &Payment, amount: Money, nth: u32) -> Option<RefundAsked> {
    let paid = payment.receipt()?.clone();
    let id = uuid_of(&format!("refund.{}.{nth}", payment.id)).to_string();
    Some(RefundAsked { payment: payment.id.clone(), paid, amount, id })
}

/// The queue wakes us up; what counts is the moment that is stored.
pub(crate) async fn check_later(
    deps: &Deps,
    turn: &Turn,
    round: u32,
    at: Timestamp,
) -> Result<(), Failure> {
    let id = format!("check.{}.{round}", turn.payment);
    let (seller, payment) = (turn.seller.clone(), turn.payment.clone());
    let body = PaymentMessage::Check(PaymentCheck { seller, payment, round });
    let text = serde_json::to_string(&Envelope { id, at, body })?;
    let left = Duration::try_from(at.duration_since(clock::now())).unwrap_or(Duration::ZERO);
    Ok(deps.payments.send(&Message::standard(text).delayed(left)).await?)
}

async fn tell_prospect(deps: &Deps, effect: &EffectId, news: OrderNews) -> Result<(), Failure> {
    let (id, group) = (effect.to_string(), news.conversation.to_string());
    let body = ConversationMessage::OrderNews(news);
    let text = serde_json::to_string(&Envelope { id: id.clone(), at: clock::now(), body })?;
    Ok(deps.inbound.send(&Message::fifo(text, &group, &id)).await?)
}

async fn tell_dispatch(
    deps: &Deps,
    effect: &EffectId,
    body: DispatchMessage,
) -> Result<(), Failure> {
    let (id, group) = (effect.to_string(), body.group());
    let text = serde_json::to_string(&Envelope { id: id.clone(), at: clock::now(), body })?;
    Ok(deps.dispatch.send(&Message::fifo(text, &group, &id)).await?)
}
