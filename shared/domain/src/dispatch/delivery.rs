//! A delivery as it is kept: where it stands, who was asked, what is due.

use jiff::Timestamp;

use super::{DeliveryCode, Party};
use crate::{
    conversation::DeliveryFailure,
    country::Country,
    ids::{CourierId, OrderId, SellerId, ZoneId},
    moment::Moment,
    money::Money,
    order::OrderStatus,
};

/// The delivery of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub order: OrderId,
    pub seller: SellerId,
    pub requested_at: Timestamp,
    /// Gives the clock that promises are said in.
    pub country: Country,
    /// The zone couriers must serve, when the address lies in one.
    pub zone: Option<ZoneId>,
    /// What the prospect owes on delivery: the order's total, never changed.
    pub due: Money,
    pub promised: Moment,
    pub code: DeliveryCode,
    /// Searches for a courier count from 1; another moment starts another round.
    pub round: u32,
    /// An absent customer was given another moment without asking anybody; once is enough.
    pub retried: bool,
    /// Everybody asked, in all rounds, oldest first.
    pub attempts: Vec<Attempt>,
    pub status: DeliveryStatus,
}

/// An offer made to a courier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Counts from 1 over all rounds: a timer or a tap names the attempt it is about.
    pub number: u32,
    pub round: u32,
    pub courier: CourierId,
    pub offered_at: Timestamp,
    pub outcome: Outcome,
}

/// How an offer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Not ended: the delivery is `Offered`.
    Open,
    Accepted,
    Refused,
    /// No answer in time.
    Expired,
    /// WhatsApp could not deliver the offer.
    Unreachable,
    /// Taken back because the order was cancelled or moved.
    Withdrawn,
}

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// A courier is asked; from `expires_at` on the offer is dead.
    Offered {
        attempt: u32,
        courier: CourierId,
        expires_at: Timestamp,
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
    Delivered {
        courier: CourierId,
        collected: Money,
        at: Timestamp,
    },
    /// Everybody was asked; the prospect or the seller chooses what now.
    NobodyFound(Tally),
    /// The next search starts at `at`.
    AwaitingRetry {
        at: Timestamp,
    },
    /// The prospect fetches it at the shop.
    PickupAtShop,
    /// It failed; the seller may choose another moment or cancel.
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

impl Delivery {
    /// Who or what must act now. A state that waits for nobody is over.
    pub fn waits_for(&self) -> WaitsFor {
        match &self.status {
            DeliveryStatus::Offered { expires_at, .. } => WaitsFor::Deadline(*expires_at),
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

    /// What the order's status is while the delivery stands here.
    pub const fn order_status(&self) -> OrderStatus {
        match self.status {
            DeliveryStatus::Offered { .. } | DeliveryStatus::AwaitingRetry { .. } => {
                OrderStatus::Pending
            }
            DeliveryStatus::Assigned { .. }
            | DeliveryStatus::PickedUp { .. }
            | DeliveryStatus::AwaitingCode { .. }
            | DeliveryStatus::CodeLocked { .. }
            | DeliveryStatus::AwaitingCash { .. }
            | DeliveryStatus::PickupAtShop => OrderStatus::Confirmed,
            DeliveryStatus::Delivered { .. } => OrderStatus::Delivered,
            DeliveryStatus::NobodyFound(_) | DeliveryStatus::Failed { .. } => OrderStatus::Failed,
            DeliveryStatus::Cancelled { .. } => OrderStatus::Cancelled,
        }
    }

    /// The courier in charge, from acceptance on.
    pub const fn courier(&self) -> Option<&CourierId> {
        match &self.status {
            DeliveryStatus::Assigned { courier }
            | DeliveryStatus::PickedUp { courier }
            | DeliveryStatus::AwaitingCode { courier, .. }
            | DeliveryStatus::CodeLocked { courier }
            | DeliveryStatus::AwaitingCash { courier }
            | DeliveryStatus::Delivered { courier, .. } => Some(courier),
            DeliveryStatus::Offered { .. }
            | DeliveryStatus::NobodyFound(_)
            | DeliveryStatus::AwaitingRetry { .. }
            | DeliveryStatus::PickupAtShop
            | DeliveryStatus::Failed { .. }
            | DeliveryStatus::Cancelled { .. } => None,
        }
    }

    /// The offer of that number.
    pub fn attempt(&self, number: u32) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.number == number)
    }

    /// Couriers already asked in this round.
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

    /// Ends the open offer, if one is.
    pub(super) fn end_offer(&mut self, outcome: Outcome) {
        for attempt in self.attempts.iter_mut().filter(|a| a.outcome == Outcome::Open) {
            attempt.outcome = outcome;
        }
    }

    fn this_round(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter().filter(|attempt| attempt.round == self.round)
    }
}
