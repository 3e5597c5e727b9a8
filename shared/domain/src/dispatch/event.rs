//! What can happen to a delivery, what it makes happen, and why nothing does.

use jiff::Timestamp;
use thiserror::Error;

use super::{Actor, DeliveryCode, RungEnd, Tally};
use crate::{
    conversation::{AmendmentRefusal, CancellationRefusal, DeliveryFailure, OrderChoice},
    country::Country,
    courier::{Channel, Courier},
    delivery_service::ServiceState,
    hours::Span,
    ids::{CourierId, OrderId, SellerId, ZoneId},
    moment::Moment,
    money::Money,
    seller::{DeliveryService, ServiceRule},
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
    /// Delivery services that may be booked for this order when no courier accepts, in order.
    pub services: Vec<ServiceRule>,
}

/// What a delivery service says of a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceWord {
    /// It will not carry this, or not at a price the seller approved.
    Declined,
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
}

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
    /// Give a booking up, whatever that costs.
    CancelService {
        booking: u32,
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

/// What a courier is told about a delivery; `copy::courier` has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CourierNote {
    /// Theirs: address, contact, contents, amount, and the buttons of the road.
    Accepted,
    RefusalNoted,
    /// They answered after the deadline.
    TooLate,
    /// The offer was taken back.
    Gone,
    /// They had accepted it already.
    AlreadyYours,
    /// Another courier has it.
    NotYours,
    /// On the road: deliver, then tap « Livré ».
    OnTheRoad,
    AskCode,
    WrongCode {
        left: u32,
    },
    CodeLocked,
    AskCash,
    AskAmount,
    AskReason,
    /// Delivered and accounted for.
    Thanks,
    /// Their step was taken back: where the delivery stands now.
    Undone,
    /// It is too late to take a step back.
    NoUndo,
    /// The provider has the money: this much is left to collect, maybe nothing.
    Paid,
    /// The seller gave them the delivery.
    Assigned,
    /// The failure is recorded; bring the parcel back to the shop.
    FailureNoted,
    /// Cancelled under way.
    Cancelled,
    /// Moved to another moment under way.
    Rescheduled,
    /// Amended on the way to the shop: what is true now.
    Amended,
    /// Amended to a place they do not serve: another courier is asked.
    Reassigned,
    /// What they were asked is no longer true; another offer follows.
    OfferChanged,
    /// What they were asked is no longer true, and is not for them any more.
    OfferGone,
    /// Nothing is left to do.
    Over,
}

/// What the prospect is told; `reply` finds the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProspectNews {
    CourierFound {
        courier: CourierId,
    },
    PickedUp {
        courier: CourierId,
    },
    /// A delivery service comes for it.
    ServiceFound {
        service: DeliveryService,
        courier: Option<String>,
        tracking: Option<String>,
    },
    /// The service's courier has the parcel.
    ServicePickedUp {
        service: DeliveryService,
    },
    Delivered {
        collected: Money,
    },
    DeliveryFailed {
        reason: DeliveryFailure,
        retry: Option<Moment>,
    },
    /// `may_wait`: another moment is one of the ways out.
    NobodyFound {
        may_wait: bool,
    },
    /// What they were told was done is not.
    Reopened,
    Rescheduled {
        promised: Moment,
    },
    Cancelled,
    Amended {
        total: Money,
        promised: Moment,
    },
    /// Their change came too late or cannot be made.
    Refused(AmendmentRefusal),
    /// Their cancellation came too late.
    CancellationRefused(CancellationRefusal),
    /// They fetch it at the shop.
    PickupAgreed,
    /// They chose what was only possible while nobody was found.
    ChoiceOutdated,
}

/// What the seller is told; `copy::seller` has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SellerNote {
    /// A courier accepted: prepare the parcel.
    ToPrepare,
    /// The same after another moment was chosen.
    ToPrepareAgain,
    NobodyFound(Tally),
    Delivered {
        collected: Money,
    },
    Failed {
        reason: DeliveryFailure,
        retry: Option<Moment>,
    },
    CodeLocked,
    Rescheduled {
        promised: Moment,
    },
    PickupChosen,
    Cancelled,
    /// The prospect amended the order.
    Amended,
    /// Their own change or cancellation came too late or cannot be made.
    Refused(AmendmentRefusal),
    /// The prospect wants to cancel what has left: the seller decides.
    CancellationWanted,
    /// A delivery service comes for the parcel, at this price.
    ServiceComing {
        service: DeliveryService,
        price: Option<Money>,
    },
    /// A step that was reported is taken back.
    Undone,
    /// The prospect paid by mobile money; `left` is collected at the door, `over` is theirs.
    Paid {
        amount: Money,
        left: Money,
        over: Money,
    },
    /// Money came for an order that is over: it may have to go back.
    PaidTooLate {
        amount: Money,
    },
    /// No deposit in time: the order is cancelled.
    DepositMissing,
    /// The order is cancelled and money of it is with the provider.
    RefundDue {
        paid: Money,
    },
    /// Not enough units are left for what was asked; the order stands as it was.
    TooFewUnits,
}

/// Why an event changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DispatchRejection {
    #[error("no delivery of that order")]
    Unknown,
    #[error("the delivery exists already")]
    AlreadyRequested,
    #[error("the timer fired before its time")]
    Early { until: Timestamp },
    #[error("the event is about something that is over")]
    Stale,
    #[error("the offer had expired")]
    Late,
    #[error("the offer was taken back")]
    Gone,
    #[error("the offer was answered already")]
    AlreadyAnswered,
    #[error("the offer was accepted already")]
    AlreadyAccepted,
    #[error("another courier is in charge")]
    NotYours,
    #[error("the delivery is not at that point")]
    NotNow { instead: CourierNote },
    #[error("the code is locked after too many wrong ones")]
    Locked,
    #[error("the parcel was handed over already")]
    HandedOver,
    #[error("the parcel has left the shop")]
    Left,
    #[error("the delivery is over")]
    Over,
    #[error("there is nothing to take back, or not any more")]
    NoUndo,
    #[error("the order was changed since")]
    Outdated,
}

impl DispatchRejection {
    /// What the courier whose action was rejected is told; timers and other parties are not.
    pub const fn note(&self) -> Option<CourierNote> {
        match self {
            Self::Unknown
            | Self::AlreadyRequested
            | Self::Early { .. }
            | Self::Stale
            | Self::Left
            | Self::Outdated => None,
            Self::Late => Some(CourierNote::TooLate),
            Self::Gone => Some(CourierNote::Gone),
            Self::AlreadyAnswered => Some(CourierNote::RefusalNoted),
            Self::AlreadyAccepted => Some(CourierNote::AlreadyYours),
            Self::NotYours => Some(CourierNote::NotYours),
            Self::NotNow { instead } => Some(*instead),
            Self::Locked => Some(CourierNote::CodeLocked),
            Self::HandedOver => Some(CourierNote::AskCash),
            Self::Over => Some(CourierNote::Over),
            Self::NoUndo => Some(CourierNote::NoUndo),
        }
    }
}
