//! The delivery machine: from a confirmed order to cash in hand, a failure, or a cancellation.
//!
//! One courier at a time is asked, never the same one twice in a round; at its deadline an offer
//! is dead whatever the timers do; a delivery closes only against the prospect's code and an
//! amount. Every state that waits names its deadline or who must act ([`Delivery::waits_for`]).

mod amend;
mod code;
mod correction;
mod delivery;
mod effect;
mod event;
mod ladder;
mod note;
mod payment;
mod rejection;
mod road;
mod search;
mod service;
mod trail;

pub use amend::answer_to;
pub use code::{DeliveryCode, InvalidCode, amount_said};
pub use delivery::{Delivery, DeliveryStatus, Tally, WaitsFor};
pub use effect::DispatchEffect;
pub use event::{
    Answer, Decision, DispatchEvent, FAILURE_REASONS, Party, Payment, Request, Search, ServiceWord,
    Terms,
};
pub use note::{CourierNote, ProspectNews, SellerNote};
pub use rejection::DispatchRejection;
pub use trail::{
    Actor, Attempt, Booking, Deed, DeedKind, HISTORY_KEPT, Outcome, Photo, Rung, RungEnd,
    UNDO_MINUTES, Undo,
};

use jiff::Timestamp;

use crate::Transition;

/// What a step gives: the delivery after the event and what must happen, or why nothing does.
pub type Step = Result<Transition<Delivery, DispatchEffect>, DispatchRejection>;

/// Applies an event to a delivery; `None` is an order nobody has asked a courier for yet.
///
/// Duplicates, stale timers and taps on what is over are rejections: nothing changes.
pub fn step(state: Option<&Delivery>, event: &DispatchEvent, now: Timestamp) -> Step {
    let Some(delivery) = state.cloned() else {
        let DispatchEvent::Requested { request, code, search } = event else {
            return Err(DispatchRejection::Unknown);
        };
        return Ok(search::open(request, code, search, now));
    };
    let before = delivery.clone();
    let next = moved(delivery, event, now)?;
    Ok(correction::keep_undo(&before, event, next, now))
}

fn moved(delivery: Delivery, event: &DispatchEvent, now: Timestamp) -> Step {
    match event {
        DispatchEvent::Requested { .. } => Err(DispatchRejection::AlreadyRequested),
        DispatchEvent::CourierAnswered { attempt, courier, answer, via, search } => {
            search::answered(delivery, (*attempt, courier), (*answer, *via), search, now)
        }
        DispatchEvent::OfferExpired { attempt, search } => {
            search::expired(delivery, *attempt, search, now)
        }
        DispatchEvent::RungDue { attempt, rung, search } => {
            ladder::rung_due(delivery, (*attempt, *rung), search, now)
        }
        DispatchEvent::RungEnded { attempt, channel, end, search } => {
            ladder::rung_ended(delivery, (*attempt, *channel), *end, search, now)
        }
        DispatchEvent::RetryDue { search } => search::retry_due(delivery, search, now),
        DispatchEvent::PickedUp { courier } => road::picked_up(delivery, courier, now),
        DispatchEvent::HandedOver { courier } => road::handed_over(delivery, courier, now),
        DispatchEvent::Photographed { courier, object } => {
            road::photographed(delivery, courier, object, now)
        }
        DispatchEvent::CodeGiven { courier, code } => {
            road::code_given(delivery, courier, code, now)
        }
        DispatchEvent::OtherAmount { courier } => road::other_amount(delivery, courier),
        DispatchEvent::CashReported { courier, amount } => {
            road::cash_reported(delivery, courier, *amount, now)
        }
        DispatchEvent::FailureStarted { courier } => road::failure_started(delivery, courier),
        DispatchEvent::FailureReported { courier, reason, usual } => {
            road::failure_reported(delivery, courier, *reason, *usual, now)
        }
        DispatchEvent::Undone { by } => correction::undone(delivery, by, now),
        DispatchEvent::Decided { decision, usual } => {
            correction::decided(delivery, decision, *usual, now)
        }
        DispatchEvent::ServiceDue { booking } => service::due(delivery, *booking, now),
        DispatchEvent::ServiceSaid { booking, word, search, usual } => {
            service::said(delivery, *booking, word, search, *usual, now)
        }
        DispatchEvent::PaymentOpened => payment::opened(delivery),
        DispatchEvent::Paid { amount, as_deposit, search } => {
            Ok(payment::paid(delivery, *amount, *as_deposit, search, now))
        }
        DispatchEvent::PaymentLapsed => payment::lapsed(delivery),
        DispatchEvent::Refunded { amount } => Ok(payment::refunded(delivery, *amount)),
        DispatchEvent::Cancelled { by } => amend::cancelled(delivery, *by),
        DispatchEvent::Rescheduled { moment, by, search } => {
            amend::rescheduled(delivery, *moment, *by, search, now)
        }
        DispatchEvent::ProspectChose { choice, usual, goods } => {
            amend::chosen(delivery, *choice, *usual, *goods, now)
        }
        DispatchEvent::Located { search } => search::located(delivery, search, now),
        DispatchEvent::Amended { to, by, search } => amend::amended(delivery, to, *by, search, now),
    }
}

#[cfg(test)]
mod tests;
