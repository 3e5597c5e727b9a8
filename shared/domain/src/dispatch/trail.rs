//! What a delivery remembers: who was asked and how that ended, which services were booked, who did
//! what, and how the last step is taken back.

use jiff::Timestamp;

use super::DeliveryStatus;
use crate::{
    courier::{Channel, Tier},
    delivery_service::ServiceState,
    ids::CourierId,
    moment::Moment,
    money::Money,
    seller::DeliveryService,
};

/// A photo that a courier took as proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Where the file lies.
    pub object: String,
    pub at: Timestamp,
}

/// A delivery service that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Counts from 1 over all rounds; the service is asked under it.
    pub number: u32,
    pub round: u32,
    pub service: DeliveryService,
    pub at: Timestamp,
    /// The service's name for it, once it is booked.
    pub reference: Option<String>,
    /// What the service said last; `None` while it has not been booked.
    pub state: Option<ServiceState>,
    pub price: Option<Money>,
    /// It is not wanted any more, and goes on because giving it up costs something.
    pub unwanted: bool,
}

/// How many deeds a delivery remembers.
pub const HISTORY_KEPT: usize = 40;

/// Where a delivery stood before a step that may have been a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// When the step was made; it can be taken back for [`UNDO_MINUTES`].
    pub at: Timestamp,
    pub status: Box<DeliveryStatus>,
    pub promised: Moment,
    pub round: u32,
    pub retried: bool,
}

/// Minutes for which a step can be taken back.
pub const UNDO_MINUTES: i64 = 10;

/// Who did what when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub at: Timestamp,
    pub by: Actor,
    pub what: DeedKind,
}

/// Who moves a delivery on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Courier(CourierId),
    Seller,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeedKind {
    PickedUp,
    HandedOver,
    WrongCode,
    Delivered,
    Failed,
    Undone,
    /// The seller forgave the wrong codes.
    Unlocked,
    /// The seller gave it to a courier by hand.
    Assigned,
    /// The courier sent a photo of the parcel.
    Photographed,
}

/// An offer made to a courier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Counts from 1 over all rounds: a timer or a tap names the attempt it is about.
    pub number: u32,
    pub round: u32,
    pub courier: CourierId,
    pub tier: Tier,
    pub offered_at: Timestamp,
    /// The ways the courier is asked by, in order.
    pub channels: Vec<Channel>,
    /// The ways they were asked by so far: a prefix of `channels`, without the ways skipped.
    pub rungs: Vec<Rung>,
    /// The way the answer came by.
    pub via: Option<Channel>,
    pub outcome: Outcome,
}

/// One way in which an offer was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    pub channel: Channel,
    pub at: Timestamp,
    /// Why no answer can come this way any more; `None` while one can.
    pub end: Option<RungEnd>,
}

/// Why no answer comes from a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RungEnd {
    /// The call rang out.
    NoAnswer,
    Busy,
    /// Somebody picked up and pressed nothing.
    NoKey,
    /// The channel does not reach them.
    Unreachable,
    /// It was not the hour to call.
    NotNow,
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
    /// Taken back because the order was cancelled, moved or amended; the courier may be asked
    /// again, since what they were asked is no longer true.
    Withdrawn,
}
