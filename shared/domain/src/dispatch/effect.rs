//! What a delivery makes happen.

use jiff::Timestamp;

use super::{CourierNote, ProspectNews, SellerNote};
use crate::{courier::Channel, ids::CourierId, money::Money};

/// Something must happen, in this order, once the new state is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DispatchEffect {
    /// Offer the delivery; the courier becomes the last of the rota.
    SendOffer {
        attempt: u32,
        courier: CourierId,
        channel: Channel,
    },
    /// Wake this machine with `RungDue` at (or soon after) `at`.
    ArmRung {
        attempt: u32,
        rung: u32,
        at: Timestamp,
    },
    /// A call of this offer may still ring: end it.
    HangUp {
        attempt: u32,
    },
    /// Book a delivery service, or ask it how the booking stands: it answers with `ServiceSaid`.
    AskService {
        booking: u32,
    },
    /// Wake this machine with `ServiceDue` at (or soon after) `at`.
    ArmService {
        booking: u32,
        at: Timestamp,
    },
    /// Give a booking up; with `pays`, also when that costs something. Without, a service that
    /// asks for money is left alone and says so with `ServiceSaid`.
    CancelService {
        booking: u32,
        pays: bool,
    },
    /// The prospect gets a page to pay on.
    RequestPayment {
        amount: Money,
        is_deposit: bool,
    },
    /// What is open of the order's payments is closed.
    WithdrawPayment,
    /// Wake this machine with `OfferExpired` at (or soon after) `at`.
    ArmOfferTimer {
        attempt: u32,
        at: Timestamp,
    },
    /// Wake this machine with `RetryDue` at (or soon after) `at`.
    ArmRetry {
        round: u32,
        at: Timestamp,
    },
    TellCourier {
        courier: CourierId,
        note: CourierNote,
    },
    TellProspect(ProspectNews),
    TellSeller(SellerNote),
    /// The goods can be sold again. Never twice without `TakeStock` in between.
    ReturnStock,
    /// The goods are wanted again; without enough of them nothing changes.
    TakeStock,
}
