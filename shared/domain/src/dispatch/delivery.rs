//! A delivery as it is kept: where it stands, who was asked, what is due.

use jiff::Timestamp;

use super::{
    Actor, Attempt, Booking, Deed, DeedKind, DeliveryCode, DispatchEffect, HISTORY_KEPT, Outcome,
    Party, Photo, Request, Undo,
};
use crate::{
    conversation::DeliveryFailure,
    country::Country,
    courier::Channel,
    delivery_service::ServiceState,
    ids::{CourierId, OrderId, SellerId, ZoneId},
    moment::Moment,
    money::Money,
    order::OrderStatus,
};

/// The delivery of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one parcel")]
pub struct Delivery {
    pub order: OrderId,
    pub seller: SellerId,
    pub requested_at: Timestamp,
    /// Gives the clock that promises are said in.
    pub country: Country,
    /// The zone couriers must serve, when the address lies in one.
    pub zone: Option<ZoneId>,
    /// The order's total, whatever it is amended to; [`Delivery::left`] is what is owed at the door.
    pub due: Money,
    /// All that payment providers said they got for it; refunds do not make it less.
    pub paid: Money,
    /// How much of that went back.
    pub refunded: Money,
    /// A page where the prospect can pay is open, or was asked for.
    pub payment_open: bool,
    pub promised: Moment,
    /// How long before a promise ends a postponed search starts, in hours.
    pub lead_hours: u32,
    pub code: DeliveryCode,
    /// Searches for a courier count from 1; another moment starts another round.
    pub round: u32,
    /// An absent customer was given another moment without asking anybody; once is enough.
    pub retried: bool,
    /// The order's units are back in stock: it was cancelled, or failed for good.
    pub units_returned: bool,
    /// The prospect fetched it at the shop: nobody brought it.
    pub fetched: bool,
    /// No other moment is offered to the prospect: so many searches found nobody.
    pub exhausted: bool,
    /// The prospect was asked for the point on the map; once is enough.
    pub position_asked: bool,
    /// Everybody asked, in all rounds, oldest first.
    pub attempts: Vec<Attempt>,
    /// Services that were asked to carry it, in all rounds, oldest first.
    pub bookings: Vec<Booking>,
    pub status: DeliveryStatus,
    /// The courier's last photo of the parcel.
    pub photo: Option<Photo>,
    /// What the last step was made from, while it can be taken back.
    pub undo: Option<Undo>,
    /// Steps that somebody may have to answer for, oldest first; the latest [`HISTORY_KEPT`].
    pub history: Vec<Deed>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// Nobody is sent before the deposit is there.
    AwaitingDeposit {
        amount: Money,
        until: Timestamp,
    },
    /// A courier is asked; from `expires_at` on the offer is dead.
    Offered {
        attempt: u32,
        courier: CourierId,
        expires_at: Timestamp,
        /// When they are asked by their next channel.
        next_rung_at: Option<Timestamp>,
    },
    /// A delivery service has it, or is being asked; it is looked at again at `check_at`.
    WithService {
        booking: u32,
        check_at: Timestamp,
    },
    /// A courier accepted and goes to the shop.
    Assigned {
        courier: CourierId,
    },
    /// The courier has the parcel.
    PickedUp {
        courier: CourierId,
    },
    /// The courier says it is handed over; the code proves it.
    AwaitingCode {
        courier: CourierId,
        wrong: u32,
    },
    /// Too many wrong codes: only the seller goes on from here.
    CodeLocked {
        courier: CourierId,
    },
    /// The code was right; how much was collected?
    AwaitingCash {
        courier: CourierId,
    },
    /// In the prospect's hands. Without a courier: fetched at the shop, or brought by a service.
    Delivered {
        courier: Option<CourierId>,
        collected: Money,
        at: Timestamp,
    },
    /// Everybody was asked; the prospect or the seller chooses what now, so the order is pending.
    NobodyFound(Tally),
    /// The next search starts at `at`.
    AwaitingRetry {
        at: Timestamp,
    },
    /// The prospect fetches it at the shop.
    PickupAtShop,
    /// It failed for good; the seller may choose another moment, if the units are still there.
    Failed {
        reason: DeliveryFailure,
        at: Timestamp,
    },
    Cancelled {
        by: Party,
    },
}

/// How a round of offers went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub asked: u32,
    pub refused: u32,
    pub silent: u32,
    pub unreachable: u32,
}

/// What moves a delivery on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaitsFor {
    /// The clock: something happens at this instant even if everybody is silent.
    Deadline(Timestamp),
    Courier(CourierId),
    Prospect,
    Seller,
    /// It is over.
    Nothing,
}

impl DeliveryStatus {
    /// The courier in charge, from acceptance on.
    pub const fn courier(&self) -> Option<&CourierId> {
        match self {
            DeliveryStatus::Assigned { courier }
            | DeliveryStatus::PickedUp { courier }
            | DeliveryStatus::AwaitingCode { courier, .. }
            | DeliveryStatus::CodeLocked { courier }
            | DeliveryStatus::AwaitingCash { courier } => Some(courier),
            DeliveryStatus::Delivered { courier, .. } => courier.as_ref(),
            DeliveryStatus::AwaitingDeposit { .. }
            | DeliveryStatus::Offered { .. }
            | DeliveryStatus::WithService { .. }
            | DeliveryStatus::NobodyFound(_)
            | DeliveryStatus::AwaitingRetry { .. }
            | DeliveryStatus::PickupAtShop
            | DeliveryStatus::Failed { .. }
            | DeliveryStatus::Cancelled { .. } => None,
        }
    }
}

impl Delivery {
    /// The delivery of an order before anybody was asked: its search is due at once.
    pub fn born(request: &Request, code: &DeliveryCode, now: Timestamp) -> Self {
        Self {
            order: request.order.clone(),
            seller: request.seller.clone(),
            requested_at: now,
            country: request.country,
            zone: request.zone.clone(),
            due: request.due,
            paid: Money::new(0, request.due.currency()),
            refunded: Money::new(0, request.due.currency()),
            payment_open: false,
            promised: request.promised,
            lead_hours: request.lead_hours,
            code: code.clone(),
            round: 1,
            retried: false,
            units_returned: false,
            fetched: false,
            exhausted: false,
            position_asked: false,
            attempts: Vec::new(),
            bookings: Vec::new(),
            photo: None,
            status: DeliveryStatus::AwaitingRetry { at: now },
            undo: None,
            history: Vec::new(),
        }
    }

    /// What is still owed: the courier collects it.
    pub fn left(&self) -> Money {
        let left = self.due.amount().saturating_sub(self.kept().amount()).max(0);
        Money::new(left, self.due.currency())
    }

    /// What was paid beyond the total and did not go back: the prospect's.
    pub fn over(&self) -> Money {
        let over = self.kept().amount().saturating_sub(self.due.amount()).max(0);
        Money::new(over, self.due.currency())
    }

    /// Mobile money that came and did not go back.
    pub fn kept(&self) -> Money {
        let kept = self.paid.amount().saturating_sub(self.refunded.amount()).max(0);
        Money::new(kept, self.paid.currency())
    }

    /// Whether nothing is to be collected at the door.
    pub fn is_paid(&self) -> bool {
        self.due.amount() > 0 && self.left().amount() == 0
    }

    /// The way in which the courier in charge is told things: the one they answered by.
    pub fn reached_by(&self) -> Channel {
        let newest_first = self.attempts.iter().rev();
        let mut accepted = newest_first.filter(|attempt| attempt.outcome == Outcome::Accepted);
        accepted.next().and_then(|attempt| attempt.via).unwrap_or(Channel::WhatsApp)
    }

    /// Writes down who did what.
    pub(super) fn remember(&mut self, by: Actor, what: DeedKind, at: Timestamp) {
        self.history.push(Deed { at, by, what });
        let surplus = self.history.len().saturating_sub(HISTORY_KEPT);
        self.history.drain(..surplus);
    }

    /// Who or what must act now. A state that waits for nobody is over.
    pub fn waits_for(&self) -> WaitsFor {
        match &self.status {
            DeliveryStatus::AwaitingDeposit { until, .. } => WaitsFor::Deadline(*until),
            DeliveryStatus::Offered { expires_at, .. } => WaitsFor::Deadline(*expires_at),
            DeliveryStatus::WithService { check_at, .. } => WaitsFor::Deadline(*check_at),
            DeliveryStatus::AwaitingRetry { at } => WaitsFor::Deadline(*at),
            DeliveryStatus::Assigned { courier }
            | DeliveryStatus::PickedUp { courier }
            | DeliveryStatus::AwaitingCode { courier, .. }
            | DeliveryStatus::AwaitingCash { courier } => WaitsFor::Courier(courier.clone()),
            DeliveryStatus::NobodyFound(_) => WaitsFor::Prospect,
            DeliveryStatus::CodeLocked { .. }
            | DeliveryStatus::PickupAtShop
            | DeliveryStatus::Failed { .. } => WaitsFor::Seller,
            DeliveryStatus::Delivered { .. } | DeliveryStatus::Cancelled { .. } => {
                WaitsFor::Nothing
            }
        }
    }

    /// The booking of a service that is under way.
    pub fn booking(&self) -> Option<&Booking> {
        let DeliveryStatus::WithService { booking, .. } = self.status else { return None };
        self.bookings.iter().find(|known| known.number == booking)
    }

    /// What the order's status is while the delivery stands here.
    pub fn order_status(&self) -> OrderStatus {
        match self.status {
            DeliveryStatus::WithService { .. } => {
                let coming = self.booking().and_then(|booking| booking.state);
                if coming.is_some_and(ServiceState::is_carried) {
                    OrderStatus::Confirmed
                } else {
                    OrderStatus::Pending
                }
            }
            DeliveryStatus::AwaitingDeposit { .. }
            | DeliveryStatus::Offered { .. }
            | DeliveryStatus::NobodyFound(_)
            | DeliveryStatus::AwaitingRetry { .. } => OrderStatus::Pending,
            DeliveryStatus::Assigned { .. }
            | DeliveryStatus::PickedUp { .. }
            | DeliveryStatus::AwaitingCode { .. }
            | DeliveryStatus::CodeLocked { .. }
            | DeliveryStatus::AwaitingCash { .. }
            | DeliveryStatus::PickupAtShop => OrderStatus::Confirmed,
            DeliveryStatus::Delivered { .. } => OrderStatus::Delivered,
            DeliveryStatus::Failed { .. } => OrderStatus::Failed,
            DeliveryStatus::Cancelled { .. } => OrderStatus::Cancelled,
        }
    }

    /// The courier in charge, from acceptance on.
    pub const fn courier(&self) -> Option<&CourierId> {
        self.status.courier()
    }

    /// The offer of that number.
    pub fn attempt(&self, number: u32) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.number == number)
    }

    /// Couriers already asked in this round, for the delivery as it is.
    pub(super) fn asked(&self) -> Vec<CourierId> {
        self.this_round().map(|attempt| attempt.courier.clone()).collect()
    }

    /// How this round went so far.
    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for attempt in self.this_round() {
            tally.asked += 1;
            match attempt.outcome {
                Outcome::Refused => tally.refused += 1,
                Outcome::Expired => tally.silent += 1,
                Outcome::Unreachable => tally.unreachable += 1,
                Outcome::Open | Outcome::Accepted | Outcome::Withdrawn => {}
            }
        }
        tally
    }

    /// Ends the open offer, if one is; a telephone that still rings for it is hung up, unless the
    /// answer came by it.
    pub(super) fn end_offer(
        &mut self,
        outcome: Outcome,
        via: Option<Channel>,
    ) -> Option<DispatchEffect> {
        let open = self.attempts.iter_mut().find(|a| a.outcome == Outcome::Open)?;
        open.outcome = outcome;
        open.via = via;
        let rings = open.rungs.iter().any(|rung| {
            rung.channel == Channel::Call && rung.end.is_none() && via != Some(Channel::Call)
        });
        rings.then_some(DispatchEffect::HangUp { attempt: open.number })
    }

    /// Gives the order's units back, once.
    pub(super) fn return_units(&mut self) -> Option<DispatchEffect> {
        let is_due = !self.units_returned;
        self.units_returned = true;
        is_due.then_some(DispatchEffect::ReturnStock)
    }

    /// Closes the page on which the prospect could still pay.
    pub(super) fn withdraw_payment(&mut self) -> Option<DispatchEffect> {
        let is_due = self.payment_open;
        self.payment_open = false;
        is_due.then_some(DispatchEffect::WithdrawPayment)
    }

    /// Takes the order's units again after they were given back.
    pub(super) fn take_units(&mut self) -> Option<DispatchEffect> {
        let is_due = self.units_returned;
        self.units_returned = false;
        is_due.then_some(DispatchEffect::TakeStock)
    }

    fn this_round(&self) -> impl Iterator<Item = &Attempt> {
        let is_counted = |attempt: &&Attempt| {
            attempt.round == self.round && attempt.outcome != Outcome::Withdrawn
        };
        self.attempts.iter().filter(is_counted)
    }
}
