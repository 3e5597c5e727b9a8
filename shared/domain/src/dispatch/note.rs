//! What the people of a delivery are told, without the words.

use super::Tally;
use crate::{
    conversation::{AmendmentRefusal, CancellationRefusal, DeliveryFailure},
    ids::CourierId,
    moment::Moment,
    money::Money,
    seller::DeliveryService,
};

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
    /// Their photo is kept with the delivery.
    PhotoKept,
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
    /// A delivery service needs to know where they are.
    PositionWanted,
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
    /// A service that is not wanted any more asks for money to stay away: the seller decides.
    ServiceCancelCosts {
        service: DeliveryService,
        booking: u32,
        fee: Option<Money>,
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
