//! From what arrived to what the machine is told, and what it decides. Pure.
//!
//! Nobody acts on an order but who may: a tap or a text counts only from the phone of the courier
//! it belongs to, and a button only for the offer that led to it.

use domain::{
    Transition,
    conversation::OrderChoice,
    dispatch::{
        self, CourierNote, Delivery, DeliveryCode, DispatchEffect, DispatchEvent,
        DispatchRejection, Party, Search, amount_said,
    },
    ids::{CourierId, WaId},
    moment::Moment,
};
use jiff::Timestamp;

use crate::{case::Case, sender, tap::Action};

/// What arrived for one order.
#[derive(Debug, Clone)]
pub(crate) enum Trigger {
    Placed,
    OfferExpired { attempt: u32 },
    Undeliverable { attempt: u32 },
    RetryDue,
    Cancelled { by: Party },
    Rescheduled { moment: Moment, by: Party },
    Chose(OrderChoice),
    Tapped { sender: WaId, attempt: u32, action: Action },
    Typed { sender: WaId, courier: CourierId, typed: Typed },
}

/// A text of a courier, with what was asked for.
#[derive(Clone)]
pub(crate) enum Typed {
    Code(String),
    Amount(String),
}

/// Never the text.
impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Code(_) => "Code(…)",
            Self::Amount(_) => "Amount(…)",
        })
    }
}

/// What is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    Changed(Box<Transition<Delivery, DispatchEffect>>),
    /// Nothing changes, and the person who acted is told why.
    Refused(CourierNote),
    /// The text was not a code or an amount.
    NotUnderstood,
    /// Nothing changes and nobody needs to know.
    Nothing(DispatchRejection),
}

impl Trigger {
    /// The courier's phone it came from, when it did.
    pub(crate) const fn sender(&self) -> Option<&WaId> {
        match self {
            Self::Tapped { sender, .. } | Self::Typed { sender, .. } => Some(sender),
            Self::Placed
            | Self::OfferExpired { .. }
            | Self::Undeliverable { .. }
            | Self::RetryDue
            | Self::Cancelled { .. }
            | Self::Rescheduled { .. }
            | Self::Chose(_) => None,
        }
    }
}

/// Decides. `code` is drawn for a delivery that is born here.
pub(crate) fn decide(
    case: &Case,
    trigger: &Trigger,
    code: DeliveryCode,
    offer_seconds: u32,
    now: Timestamp,
) -> Decision {
    let search = Search { couriers: case.couriers.clone(), offer_seconds };
    let event = match trigger {
        Trigger::Placed => Ok(DispatchEvent::Requested { request: case.request(), code, search }),
        Trigger::OfferExpired { attempt } => {
            Ok(DispatchEvent::OfferExpired { attempt: *attempt, search })
        }
        Trigger::Undeliverable { attempt } => {
            Ok(DispatchEvent::OfferUndeliverable { attempt: *attempt, search })
        }
        Trigger::RetryDue => Ok(DispatchEvent::RetryDue { search }),
        Trigger::Cancelled { by } => Ok(DispatchEvent::Cancelled { by: *by }),
        Trigger::Rescheduled { moment, by } => {
            Ok(DispatchEvent::Rescheduled { moment: *moment, by: *by, search })
        }
        Trigger::Chose(choice) => {
            Ok(DispatchEvent::ProspectChose { choice: *choice, usual: case.usual(now) })
        }
        Trigger::Tapped { sender, attempt, action } => {
            tapped(case, sender, *attempt, *action, search, now)
        }
        Trigger::Typed { sender, courier, typed } => written(case, sender, courier, typed),
    };
    let event = match event {
        Ok(event) => event,
        Err(refusal) => return refusal,
    };
    match dispatch::step(case.state(), &event, now) {
        Ok(transition) => Decision::Changed(Box::new(transition)),
        Err(rejection) => match (trigger.sender(), rejection.note()) {
            (Some(_), Some(note)) => Decision::Refused(note),
            (Some(_), None) | (None, _) => Decision::Nothing(rejection),
        },
    }
}

fn tapped(
    case: &Case,
    sender: &WaId,
    attempt: u32,
    action: Action,
    search: Search,
    now: Timestamp,
) -> Result<DispatchEvent, Decision> {
    let courier = case.offered_to(attempt, sender).map(|courier| courier.id.clone());
    let courier = courier.ok_or(Decision::Refused(CourierNote::NotYours))?;
    if let Action::Answer(answer) = action {
        return Ok(DispatchEvent::CourierAnswered { attempt, courier, answer, search });
    }
    // A button of an earlier round must not move the present one.
    let due = case.state().filter(|_| case.accepted_attempt() == Some(attempt));
    let due = due.map(|delivery| delivery.due).ok_or(Decision::Refused(CourierNote::Over))?;
    Ok(match action {
        Action::Answer(answer) => {
            DispatchEvent::CourierAnswered { attempt, courier, answer, search }
        }
        Action::PickedUp => DispatchEvent::PickedUp { courier },
        Action::Delivered => DispatchEvent::HandedOver { courier },
        Action::Failed => DispatchEvent::FailureStarted { courier },
        Action::Reason(reason) => {
            DispatchEvent::FailureReported { courier, reason, usual: case.usual(now) }
        }
        Action::CashDue => DispatchEvent::CashReported { courier, amount: due },
        Action::CashOther => DispatchEvent::OtherAmount { courier },
    })
}

fn written(
    case: &Case,
    sender: &WaId,
    courier: &CourierId,
    typed: &Typed,
) -> Result<DispatchEvent, Decision> {
    let known = case.courier(courier).filter(|courier| sender::is(sender, &courier.phone));
    let courier =
        known.map(|known| known.id.clone()).ok_or(Decision::Refused(CourierNote::NotYours))?;
    match typed {
        Typed::Code(text) => match DeliveryCode::said(text) {
            Ok(code) => Ok(DispatchEvent::CodeGiven { courier, code }),
            Err(_not_a_code) => Err(Decision::NotUnderstood),
        },
        Typed::Amount(text) => match amount_said(text, case.order.totals.total.currency()) {
            Some(amount) => Ok(DispatchEvent::CashReported { courier, amount }),
            None => Err(Decision::NotUnderstood),
        },
    }
}

#[cfg(test)]
mod tests;
