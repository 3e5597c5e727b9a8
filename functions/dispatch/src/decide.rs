//! From what arrived to what the machine is told, and what it decides. Pure.
//!
//! Nobody acts on an order but who may: a tap or a text counts only from the phone of the courier
//! it belongs to, and a button only for the offer that led to it.

use domain::{
    Transition,
    conversation::{AmendmentRefusal, OrderChoice},
    courier::Channel,
    dispatch::{
        self, Actor, CourierNote, Delivery, DeliveryCode, DispatchEffect, DispatchEvent,
        DispatchRejection, Party, ProspectNews, RungEnd, Search, SellerNote, ServiceWord,
        amount_said,
    },
    hours::Span,
    ids::{CourierId, WaId},
    moment::Moment,
    money::Money,
    order::Pin,
};
use jiff::Timestamp;

use crate::{amendment::Change, case::Case, sender, tap::Action};

/// What arrived for one order.
#[derive(Debug, Clone)]
pub(crate) enum Trigger {
    Placed,
    OfferExpired {
        attempt: u32,
    },
    RungDue {
        attempt: u32,
        rung: u32,
    },
    RungEnded {
        attempt: u32,
        channel: Channel,
        end: RungEnd,
    },
    RetryDue,
    Cancelled {
        by: Party,
    },
    Rescheduled {
        moment: Moment,
        by: Party,
    },
    Chose(OrderChoice),
    /// The prospect shared where the door is.
    Located(Pin),
    Amended(Box<Change>),
    Tapped {
        sender: WaId,
        attempt: u32,
        action: Action,
    },
    Typed {
        sender: WaId,
        courier: CourierId,
        typed: Typed,
    },
    /// A photo of a parcel, which is kept under that name.
    Photographed {
        sender: WaId,
        courier: CourierId,
        object: String,
    },
    /// By telephone or on the page behind a link, whose provider vouches for the courier.
    Acted {
        attempt: u32,
        via: Channel,
        act: Act,
    },
    Decided(Decided),
    Paid(PaymentFact),
    /// It is time to ask the service about a booking.
    ServiceDue(HintAbout),
    ServiceSaid {
        booking: u32,
        word: ServiceWord,
    },
}

/// Which booking a hint is about.
#[derive(Debug, Clone)]
pub(crate) enum HintAbout {
    /// Our own number of it.
    Booking(u32),
    /// The service's name for it.
    Reference(String),
}

/// What a courier did by telephone or link.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Tap(Action),
    Type(Typed),
}

/// What the seller decided.
#[derive(Debug, Clone)]
pub(crate) enum Decided {
    Settle(dispatch::Decision),
    Undo,
}

/// What a payment provider says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PaymentFact {
    Opened,
    Paid { amount: Money, as_deposit: bool },
    Lapsed,
    Refunded(Money),
}

/// What an offer may take, as this deployment has it.
#[derive(Debug, Clone)]
pub(crate) struct Ways {
    pub(crate) offer_seconds: u32,
    pub(crate) channels: Vec<Channel>,
    pub(crate) call_hours: Span,
    pub(crate) lead_hours: u32,
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
            Self::Tapped { sender, .. }
            | Self::Typed { sender, .. }
            | Self::Photographed { sender, .. } => Some(sender),
            Self::Placed
            | Self::OfferExpired { .. }
            | Self::RungDue { .. }
            | Self::RungEnded { .. }
            | Self::RetryDue
            | Self::Cancelled { .. }
            | Self::Rescheduled { .. }
            | Self::Chose(_)
            | Self::Located(_)
            | Self::Amended(_)
            | Self::Acted { .. }
            | Self::Decided(_)
            | Self::Paid(_)
            | Self::ServiceDue(_)
            | Self::ServiceSaid { .. } => None,
        }
    }

    /// The offer whose courier acted where they see for themselves what came of it.
    pub(crate) const fn acted_on(&self) -> Option<u32> {
        match self {
            Self::Acted { attempt, .. } => Some(*attempt),
            Self::Placed
            | Self::OfferExpired { .. }
            | Self::RungDue { .. }
            | Self::RungEnded { .. }
            | Self::RetryDue
            | Self::Cancelled { .. }
            | Self::Rescheduled { .. }
            | Self::Chose(_)
            | Self::Located(_)
            | Self::Amended(_)
            | Self::Tapped { .. }
            | Self::Typed { .. }
            | Self::Photographed { .. }
            | Self::Decided(_)
            | Self::Paid(_)
            | Self::ServiceDue(_)
            | Self::ServiceSaid { .. } => None,
        }
    }

    /// The change of the order it asks for.
    pub(crate) fn amendment(&self) -> Option<&Change> {
        if let Self::Amended(change) = self { Some(change) } else { None }
    }

    /// Who wishes the order to be another one.
    fn wished_by(&self) -> Option<Party> {
        match self {
            Self::Cancelled { by } | Self::Rescheduled { by, .. } => Some(*by),
            Self::Amended(change) => Some(change.by.into()),
            Self::Chose(_) => Some(Party::Prospect),
            Self::Decided(_) => Some(Party::Seller),
            Self::Placed
            | Self::OfferExpired { .. }
            | Self::RungDue { .. }
            | Self::RungEnded { .. }
            | Self::RetryDue
            | Self::Located(_)
            | Self::Tapped { .. }
            | Self::Typed { .. }
            | Self::Photographed { .. }
            | Self::Acted { .. }
            | Self::Paid(_)
            | Self::ServiceDue(_)
            | Self::ServiceSaid { .. } => None,
        }
    }

    /// Whether it may come before the order's search was asked for, and must not be lost.
    const fn may_be_first(&self) -> bool {
        match self {
            Self::Cancelled { .. }
            | Self::Rescheduled { .. }
            | Self::Chose(_)
            | Self::Located(_)
            | Self::Amended(_)
            | Self::Paid(_) => true,
            Self::Placed
            | Self::OfferExpired { .. }
            | Self::RungDue { .. }
            | Self::RungEnded { .. }
            | Self::RetryDue
            | Self::Tapped { .. }
            | Self::Typed { .. }
            | Self::Photographed { .. }
            | Self::Acted { .. }
            | Self::Decided(_)
            | Self::ServiceDue(_)
            | Self::ServiceSaid { .. } => false,
        }
    }
}

/// Decides. `code` is drawn for a delivery that is born here.
pub(crate) fn decide(
    case: &Case,
    trigger: &Trigger,
    code: &DeliveryCode,
    ways: &Ways,
    now: Timestamp,
) -> Decision {
    // Whoever overtakes the order's own message finds a delivery that nobody was asked for yet.
    let born = trigger.may_be_first().then(|| as_it_stands(case, code, ways, now));
    let state = born.as_ref().or(case.state());
    let event = event(case, trigger, code, ways, now);
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

/// What the machine is told, or why it is not even asked.
fn event(
    case: &Case,
    trigger: &Trigger,
    code: &DeliveryCode,
    ways: &Ways,
    now: Timestamp,
) -> Result<DispatchEvent, Decision> {
    let search = case.search(ways);
    let usual = case.usual(now);
    Ok(match trigger {
        Trigger::Placed => DispatchEvent::Requested {
            request: case.request(ways, now),
            code: code.clone(),
            search,
        },
        Trigger::OfferExpired { attempt } => {
            DispatchEvent::OfferExpired { attempt: *attempt, search }
        }
        Trigger::RungDue { attempt, rung } => {
            DispatchEvent::RungDue { attempt: *attempt, rung: *rung, search }
        }
        Trigger::RungEnded { attempt, channel, end } => {
            DispatchEvent::RungEnded { attempt: *attempt, channel: *channel, end: *end, search }
        }
        Trigger::RetryDue => DispatchEvent::RetryDue { search },
        Trigger::Cancelled { by } => DispatchEvent::Cancelled { by: *by },
        Trigger::Rescheduled { moment, by } => {
            DispatchEvent::Rescheduled { moment: *moment, by: *by, search }
        }
        Trigger::Chose(choice) => {
            let goods = case.order.totals.subtotal;
            DispatchEvent::ProspectChose { choice: *choice, usual, goods }
        }
        Trigger::Located(pin) => DispatchEvent::Located { search: case.at(*pin).search(ways) },
        Trigger::Amended(change) => change.event(case, search),
        Trigger::Tapped { sender, attempt, action } => {
            let courier = case.offered_to(*attempt, sender).map(|courier| courier.id.clone());
            let courier = courier.ok_or(Decision::Refused(CourierNote::NotYours))?;
            tapped(case, (*attempt, courier), *action, Channel::WhatsApp, search, now)?
        }
        Trigger::Photographed { sender, courier, object } => {
            let known = case.courier(courier).filter(|known| sender::is(sender, &known.phone));
            let courier = known.ok_or(Decision::Refused(CourierNote::NotYours))?.id.clone();
            DispatchEvent::Photographed { courier, object: object.clone() }
        }
        Trigger::Typed { sender, courier, typed } => {
            let known = case.courier(courier).filter(|known| sender::is(sender, &known.phone));
            let courier = known.ok_or(Decision::Refused(CourierNote::NotYours))?.id.clone();
            written(case, courier, typed)?
        }
        Trigger::Acted { attempt, via, act } => {
            let offer = case.state().and_then(|delivery| delivery.attempt(*attempt));
            let courier = offer.map(|offer| offer.courier.clone());
            let courier = courier.ok_or(Decision::Refused(CourierNote::NotYours))?;
            match act {
                Act::Tap(action) => tapped(case, (*attempt, courier), *action, *via, search, now)?,
                Act::Type(_) if case.accepted_attempt() != Some(*attempt) => {
                    return Err(Decision::Refused(CourierNote::Over));
                }
                Act::Type(typed) => written(case, courier, typed)?,
            }
        }
        Trigger::Decided(Decided::Undo) => DispatchEvent::Undone { by: Actor::Seller },
        Trigger::Decided(Decided::Settle(decision)) => {
            DispatchEvent::Decided { decision: decision.clone(), usual }
        }
        Trigger::ServiceDue(HintAbout::Booking(number)) => {
            DispatchEvent::ServiceDue { booking: *number }
        }
        // A hint about a booking that is not the present one, or not ours at all, asks nobody.
        Trigger::ServiceDue(HintAbout::Reference(reference)) => {
            let present = case.state().and_then(Delivery::booking);
            let named = present.filter(|known| known.reference.as_ref() == Some(reference));
            let none = Decision::Nothing(DispatchRejection::Stale);
            DispatchEvent::ServiceDue { booking: named.ok_or(none)?.number }
        }
        Trigger::ServiceSaid { booking, word } => {
            DispatchEvent::ServiceSaid { booking: *booking, word: word.clone(), search, usual }
        }
        Trigger::Paid(PaymentFact::Opened) => DispatchEvent::PaymentOpened,
        Trigger::Paid(PaymentFact::Paid { amount, as_deposit }) => {
            DispatchEvent::Paid { amount: *amount, as_deposit: *as_deposit, search }
        }
        Trigger::Paid(PaymentFact::Lapsed) => DispatchEvent::PaymentLapsed,
        Trigger::Paid(PaymentFact::Refunded(amount)) => DispatchEvent::Refunded { amount: *amount },
    })
}

/// The delivery, or the one that would be born of the order at `now`.
fn as_it_stands(case: &Case, code: &DeliveryCode, ways: &Ways, now: Timestamp) -> Delivery {
    let known = case.state().cloned();
    known.unwrap_or_else(|| Delivery::born(&case.request(ways, now), code, now))
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
    ways: &Ways,
    now: Timestamp,
) -> Decision {
    let mut effects = Vec::new();
    if trigger.wished_by() == Some(Party::Prospect) {
        let news = ProspectNews::Refused(AmendmentRefusal::SoldOut);
        effects.push(DispatchEffect::TellProspect(news));
    }
    effects.push(DispatchEffect::TellSeller(SellerNote::TooFewUnits));
    Decision::Declined(Box::new(Transition { state: as_it_stands(case, code, ways, now), effects }))
}

/// A button of the offer `(attempt, courier)`, on whatever channel it was.
fn tapped(
    case: &Case,
    (attempt, courier): (u32, CourierId),
    action: Action,
    via: Channel,
    search: Search,
    now: Timestamp,
) -> Result<DispatchEvent, Decision> {
    if let Action::Answer(answer) = action {
        return Ok(DispatchEvent::CourierAnswered { attempt, courier, answer, via, search });
    }
    // A button of an earlier round must not move the present one.
    let current = case.state().filter(|_| case.accepted_attempt() == Some(attempt));
    let left = current.map(Delivery::left).ok_or(Decision::Refused(CourierNote::Over))?;
    Ok(match action {
        Action::Answer(answer) => {
            DispatchEvent::CourierAnswered { attempt, courier, answer, via, search }
        }
        Action::PickedUp => DispatchEvent::PickedUp { courier },
        Action::Delivered => DispatchEvent::HandedOver { courier },
        Action::Failed => DispatchEvent::FailureStarted { courier },
        Action::Reason(reason) => {
            DispatchEvent::FailureReported { courier, reason, usual: case.usual(now) }
        }
        Action::CashDue => DispatchEvent::CashReported { courier, amount: left },
        Action::CashOther => DispatchEvent::OtherAmount { courier },
        Action::Undo => DispatchEvent::Undone { by: Actor::Courier(courier) },
    })
}

fn written(case: &Case, courier: CourierId, typed: &Typed) -> Result<DispatchEvent, Decision> {
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
