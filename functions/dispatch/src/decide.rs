//! From what arrived to what the machine is told, and what it decides. Pure.
//!
//! Nobody acts on an order but who may: a tap or a text counts only from the phone of the courier
//! it belongs to, and a button only for the offer that led to it.

use domain::{
    Transition,
    conversation::{AmendmentRefusal, OrderChoice},
    dispatch::{
        self, CourierNote, Delivery, DeliveryCode, DispatchEffect, DispatchEvent,
        DispatchRejection, Party, ProspectNews, Search, SellerNote, amount_said,
    },
    ids::{CourierId, WaId},
    moment::Moment,
};
use jiff::Timestamp;

use crate::{amendment::Change, case::Case, sender, tap::Action};

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
    Amended(Box<Change>),
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
    /// The delivery stays as it is, and whoever wished for more is told; what was taken from stock
    /// for it goes back.
    Declined(Box<Transition<Delivery, DispatchEffect>>),
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
            | Self::Chose(_)
            | Self::Amended(_) => None,
        }
    }

    /// Who wishes the order to be another one.
    fn wished_by(&self) -> Option<Party> {
        match self {
            Self::Cancelled { by } | Self::Rescheduled { by, .. } => Some(*by),
            Self::Amended(change) => Some(change.by.into()),
            Self::Chose(_) => Some(Party::Prospect),
            Self::Placed
            | Self::OfferExpired { .. }
            | Self::Undeliverable { .. }
            | Self::RetryDue
            | Self::Tapped { .. }
            | Self::Typed { .. } => None,
        }
    }

    /// Whether it may come before the order's search was asked for, and must not be lost.
    const fn may_be_first(&self) -> bool {
        match self {
            Self::Cancelled { .. }
            | Self::Rescheduled { .. }
            | Self::Chose(_)
            | Self::Amended(_) => true,
            Self::Placed
            | Self::OfferExpired { .. }
            | Self::Undeliverable { .. }
            | Self::RetryDue
            | Self::Tapped { .. }
            | Self::Typed { .. } => false,
        }
    }
}

/// Decides. `code` is drawn for a delivery that is born here.
pub(crate) fn decide(
    case: &Case,
    trigger: &Trigger,
    code: &DeliveryCode,
    offer_seconds: u32,
    now: Timestamp,
) -> Decision {
    let search = Search { couriers: case.couriers.clone(), offer_seconds };
    // Whoever overtakes the order's own message finds a delivery that nobody was asked for yet.
    let born = trigger.may_be_first().then(|| as_it_stands(case, code, now));
    let state = born.as_ref().or(case.state());
    let event = match trigger {
        Trigger::Placed => {
            Ok(DispatchEvent::Requested { request: case.request(), code: code.clone(), search })
        }
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
        Trigger::Amended(change) => Ok(change.event(case, search)),
        Trigger::Tapped { sender, attempt, action } => {
            tapped(case, sender, *attempt, *action, search, now)
        }
        Trigger::Typed { sender, courier, typed } => written(case, sender, courier, typed),
    };
    let event = match event {
        Ok(event) => event,
        Err(refusal) => return refusal,
    };
    match dispatch::step(state, &event, now) {
        Ok(transition) => Decision::Changed(Box::new(transition)),
        Err(rejection) => match (trigger.sender(), rejection.note()) {
            (Some(_), Some(note)) => Decision::Refused(note),
            (Some(_), None) | (None, _) => {
                declined(state, dispatch::answer_to(&event, &rejection), rejection)
            }
        },
    }
}

/// The delivery, or the one that would be born of the order at `now`.
fn as_it_stands(case: &Case, code: &DeliveryCode, now: Timestamp) -> Delivery {
    let known = case.state().cloned();
    known.unwrap_or_else(|| Delivery::born(&case.request(), code, now))
}

fn declined(
    state: Option<&Delivery>,
    told: Vec<DispatchEffect>,
    rejection: DispatchRejection,
) -> Decision {
    match state {
        Some(state) if !told.is_empty() => {
            Decision::Declined(Box::new(Transition { state: state.clone(), effects: told }))
        }
        Some(_) | None => Decision::Nothing(rejection),
    }
}

/// What is decided instead when there are too few units: whoever wished for them is told, and the
/// seller, who can settle it.
pub(crate) fn without_units(
    case: &Case,
    trigger: &Trigger,
    code: &DeliveryCode,
    now: Timestamp,
) -> Decision {
    let mut effects = Vec::new();
    if trigger.wished_by() == Some(Party::Prospect) {
        let news = ProspectNews::Refused(AmendmentRefusal::SoldOut);
        effects.push(DispatchEffect::TellProspect(news));
    }
    effects.push(DispatchEffect::TellSeller(SellerNote::TooFewUnits));
    Decision::Declined(Box::new(Transition { state: as_it_stands(case, code, now), effects }))
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
