//! The states of a booking, the same for every service, and the only way they move.

/// Where a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServiceState {
    /// Booked, and nobody is sent before it is confirmed.
    AwaitingConfirm,
    /// The service looks for one of its couriers.
    Searching,
    Assigned,
    AtPickup,
    PickedUp,
    AtDropoff,
    Delivered,
    /// The parcel is on its way back.
    Returning,
    Returned,
    /// The service found nobody.
    NoCourier,
    Cancelled,
    Failed,
}

impl ServiceState {
    /// Every state, in the order a booking may go through them.
    pub const ALL: [Self; 12] = [
        Self::AwaitingConfirm,
        Self::Searching,
        Self::Assigned,
        Self::AtPickup,
        Self::PickedUp,
        Self::AtDropoff,
        Self::Returning,
        Self::Delivered,
        Self::Returned,
        Self::NoCourier,
        Self::Cancelled,
        Self::Failed,
    ];

    /// Where the booking stands after the service says `said`; `None` when that is nothing new.
    ///
    /// Answers and callbacks may arrive in any order, so a booking never goes back, and what is
    /// over stays over, even when the service says otherwise later.
    #[must_use]
    pub fn advance(self, said: Self) -> Option<Self> {
        (!self.is_over() && self.rank() < said.rank()).then_some(said)
    }

    /// Somebody comes for the parcel, or has it.
    pub const fn is_carried(self) -> bool {
        !self.is_over() && self.rank() >= Self::Assigned.rank()
    }

    /// Nothing can follow.
    pub const fn is_over(self) -> bool {
        match self {
            Self::Delivered | Self::Returned | Self::NoCourier | Self::Cancelled | Self::Failed => {
                true
            }
            Self::AwaitingConfirm
            | Self::Searching
            | Self::Assigned
            | Self::AtPickup
            | Self::PickedUp
            | Self::AtDropoff
            | Self::Returning => false,
        }
    }

    /// The parcel has left the shop and is not back. A booking that ends as cancelled or failed
    /// from here leaves it with the service's courier.
    pub const fn has_parcel(self) -> bool {
        match self {
            Self::PickedUp | Self::AtDropoff | Self::Returning => true,
            Self::AwaitingConfirm
            | Self::Searching
            | Self::Assigned
            | Self::AtPickup
            | Self::Delivered
            | Self::Returned
            | Self::NoCourier
            | Self::Cancelled
            | Self::Failed => false,
        }
    }

    /// Nobody will come, and the parcel never left: the search for a courier goes on.
    pub const fn frees_the_order(self, before: Self) -> bool {
        match self {
            Self::NoCourier | Self::Cancelled | Self::Failed => !before.has_parcel(),
            Self::AwaitingConfirm
            | Self::Searching
            | Self::Assigned
            | Self::AtPickup
            | Self::PickedUp
            | Self::AtDropoff
            | Self::Returning
            | Self::Delivered
            | Self::Returned => false,
        }
    }

    /// How far a booking is. All ends are as far as each other: none follows another.
    const fn rank(self) -> u8 {
        match self {
            Self::AwaitingConfirm => 0,
            Self::Searching => 1,
            Self::Assigned => 2,
            Self::AtPickup => 3,
            Self::PickedUp => 4,
            Self::AtDropoff => 5,
            Self::Returning => 6,
            Self::Delivered | Self::Returned | Self::NoCourier | Self::Cancelled | Self::Failed => {
                7
            }
        }
    }
}
