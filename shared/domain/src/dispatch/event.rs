//! What can happen to a delivery, and what must be known of it.

use jiff::Timestamp;

use super::{Actor, DeliveryCode, RungEnd};
use crate::{
    conversation::{DeliveryFailure, OrderChoice},
    country::Country,
    courier::{Channel, Courier},
    delivery_service::ServiceState,
    hours::Span,
    ids::{CourierId, OrderId, SellerId, ZoneId},
    moment::Moment,
    money::Money,
    seller::ServiceRule,
};

/// What a delivery is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub order: OrderId,
    pub seller: SellerId,
    pub country: Country,
    pub zone: Option<ZoneId>,
    pub due: Money,
    pub promised: Moment,
    /// How long before a promise ends a postponed search starts, in hours.
    pub lead_hours: u32,
    /// How the prospect may pay before the door.
    pub payment: Payment,
}

/// How an order may be paid before the courier is at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payment {
    /// Not at all: cash.
    Cash,
    /// By mobile money, if the prospect likes.
    Offered,
    /// This much first, until then.
    Deposit { amount: Money, until: Timestamp },
}

/// What couriers are told of a delivery, once its order was amended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub due: Money,
    pub zone: Option<ZoneId>,
    pub promised: Moment,
    /// The place that offers name is another one, though it may lie in the same zone.
    pub is_elsewhere: bool,
    /// The order was changed since somebody thought of these terms, which would undo that.
    pub is_outdated: bool,
}

/// Who can be asked, and for how long an offer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Everybody who may be asked: the seller's couriers, the pool, partners; the machine picks.
    pub couriers: Vec<Courier>,
    pub offer_seconds: u32,
    /// The ways that are open to us at all.
    pub channels: Vec<Channel>,
    /// When people may be called, on their clock.
    pub call_hours: Span,
    /// Cash of the seller's, in whole francs, that a courier may hold.
    pub cash_ceiling: i64,
    /// Searches after which the prospect is not offered another moment.
    pub max_rounds: u32,
    /// Delivery services that may be booked for this order when no courier accepts, in order; once
    /// it is paid, unless they take cash.
    pub services: Vec<ServiceRule>,
    /// There would be some for it, once paid, if its door were known on the map.
    pub wants_position: bool,
}

/// What a delivery service says of a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceWord {
    /// It will not carry this, or not at a price the seller approved.
    Declined,
    /// Giving the booking up costs so much, if it says; it goes on until the seller agrees.
    CancelCosts { fee: Option<Money> },
    /// How the booking stands.
    Seen {
        reference: String,
        state: Option<ServiceState>,
        price: Option<Money>,
        /// Who carries it, as far as the service tells.
        courier: Option<String>,
        /// Where the prospect may follow it.
        tracking: Option<String>,
    },
}

/// A courier's answer to an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    Accept,
    Refuse,
}

/// One side of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Party {
    Prospect,
    Seller,
}

/// Why a delivery may have failed, in the order of the courier's list.
pub const FAILURE_REASONS: [DeliveryFailure; 4] = [
    DeliveryFailure::CustomerAbsent,
    DeliveryFailure::CustomerRefused,
    DeliveryFailure::WrongAddress,
    DeliveryFailure::CourierProblem,
];

/// Something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DispatchEvent {
    /// A prospect confirmed an order. The code was drawn by the caller.
    Requested {
        request: Request,
        code: DeliveryCode,
        search: Search,
    },
    CourierAnswered {
        attempt: u32,
        courier: CourierId,
        answer: Answer,
        via: Channel,
        search: Search,
    },
    /// A timer says that the courier's next channel is due; the stored instant decides.
    RungDue {
        attempt: u32,
        rung: u32,
        search: Search,
    },
    /// No answer will come by this channel.
    RungEnded {
        attempt: u32,
        channel: Channel,
        end: RungEnd,
        search: Search,
    },
    /// A timer says an offer's time is up; the stored deadline decides.
    OfferExpired {
        attempt: u32,
        search: Search,
    },
    /// A timer says the next search may start; the stored instant decides.
    RetryDue {
        search: Search,
    },
    PickedUp {
        courier: CourierId,
    },
    /// The courier tapped « Livré ».
    HandedOver {
        courier: CourierId,
    },
    /// The courier sent a photo of the parcel; the file is kept.
    Photographed {
        courier: CourierId,
        object: String,
    },
    CodeGiven {
        courier: CourierId,
        code: DeliveryCode,
    },
    /// The courier will type the amount.
    OtherAmount {
        courier: CourierId,
    },
    CashReported {
        courier: CourierId,
        amount: Money,
    },
    /// The courier tapped « Échec » and has not said why yet.
    FailureStarted {
        courier: CourierId,
    },
    FailureReported {
        courier: CourierId,
        reason: DeliveryFailure,
        /// What the shop promises next when nobody asks for a moment.
        usual: Moment,
    },
    /// Somebody's last step was a mistake.
    Undone {
        by: Actor,
    },
    /// The seller settles it by hand.
    Decided {
        decision: Decision,
        /// What the shop promises next when nobody asks for a moment.
        usual: Moment,
    },
    /// It is time to ask a delivery service how a booking stands; a callback hints at the same.
    ServiceDue {
        booking: u32,
    },
    /// A delivery service was asked, and says this.
    ServiceSaid {
        booking: u32,
        word: ServiceWord,
        search: Search,
        /// What the shop promises next when nobody asks for a moment.
        usual: Moment,
    },
    /// A page to pay on is open.
    PaymentOpened,
    /// A payment provider has the money.
    Paid {
        amount: Money,
        /// The seller takes it for the deposit, whatever was asked for.
        as_deposit: bool,
        search: Search,
    },
    /// The page closed and nothing was paid.
    PaymentLapsed,
    /// Money went back to the prospect.
    Refunded {
        amount: Money,
    },
    Cancelled {
        by: Party,
    },
    Rescheduled {
        moment: Moment,
        by: Party,
        search: Search,
    },
    ProspectChose {
        choice: OrderChoice,
        /// What the shop promises next when nobody asks for a moment.
        usual: Moment,
        /// What the order costs when nobody brings it.
        goods: Money,
    },
    /// The prospect shared where the door is.
    Located {
        search: Search,
    },
    /// The order is another one now: lines, place, contact or moment.
    Amended {
        to: Terms,
        by: Party,
        search: Search,
    },
}

/// What a seller decides about a delivery that people cannot end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It was handed over, whatever the code; so much was collected.
    Delivered {
        collected: Money,
    },
    Failed {
        reason: DeliveryFailure,
    },
    /// The wrong codes are forgiven.
    Unlock,
    /// This courier does it; they are not asked.
    Assign {
        courier: CourierId,
    },
    /// A booking that is not wanted any more is given up, though that costs something.
    CancelService {
        booking: u32,
    },
}
