//! The delivery machine: from a confirmed order to cash in hand, a failure, or a cancellation.
//!
//! One courier at a time is asked, never the same one twice in a round; at its deadline an offer
//! is dead whatever the timers do; a delivery closes only against the prospect's code and an
//! amount. Every state that waits names its deadline or who must act ([`Delivery::waits_for`]).

mod amend;
mod code;
mod delivery;
mod event;
mod road;
mod search;

pub use amend::answer_to;
pub use code::{DeliveryCode, InvalidCode, amount_said};
pub use delivery::{Attempt, Delivery, DeliveryStatus, Outcome, Tally, WaitsFor};
pub use event::{
    Answer, CourierNote, DispatchEffect, DispatchEvent, DispatchRejection, FAILURE_REASONS, Party,
    ProspectNews, Request, Search, SellerNote, Terms,
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
    match event {
        DispatchEvent::Requested { .. } => Err(DispatchRejection::AlreadyRequested),
        DispatchEvent::CourierAnswered { attempt, courier, answer, search } => {
            search::answered(delivery, (*attempt, courier), *answer, search, now)
        }
        DispatchEvent::OfferExpired { attempt, search } => {
            search::expired(delivery, *attempt, search, now)
        }
        DispatchEvent::OfferUndeliverable { attempt, search } => {
            search::undeliverable(delivery, *attempt, search, now)
        }
        DispatchEvent::RetryDue { search } => search::retry_due(delivery, search, now),
        DispatchEvent::PickedUp { courier } => road::picked_up(delivery, courier),
        DispatchEvent::HandedOver { courier } => road::handed_over(delivery, courier),
        DispatchEvent::CodeGiven { courier, code } => road::code_given(delivery, courier, code),
        DispatchEvent::OtherAmount { courier } => road::other_amount(delivery, courier),
        DispatchEvent::CashReported { courier, amount } => {
            road::cash_reported(delivery, courier, *amount, now)
        }
        DispatchEvent::FailureStarted { courier } => road::failure_started(delivery, courier),
        DispatchEvent::FailureReported { courier, reason, usual } => {
            road::failure_reported(delivery, courier, *reason, *usual, now)
        }
        DispatchEvent::Cancelled { by } => amend::cancelled(delivery, *by),
        DispatchEvent::Rescheduled { moment, by, search } => {
            amend::rescheduled(delivery, *moment, *by, search, now)
        }
        DispatchEvent::ProspectChose { choice, usual } => {
            amend::chosen(delivery, *choice, *usual, now)
        }
        DispatchEvent::Amended { to, by, search } => amend::amended(delivery, to, *by, search, now),
    }
}

#[cfg(test)]
mod tests;
