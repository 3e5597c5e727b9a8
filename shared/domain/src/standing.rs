//! Where a courier stands with a delivery they were once offered: what a call or a page shows them,
//! whoever else has done what since.

use jiff::Timestamp;

use crate::{
    dispatch::{Delivery, DeliveryStatus, Outcome},
    ids::CourierId,
    money::Money,
};

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They can still answer.
    Open {
        until: Timestamp,
    },
    /// They said no.
    Refused,
    /// The time to answer is over.
    TooLate,
    /// Taken back, or given to another courier.
    Gone,
    /// Theirs, on the way to the shop.
    Assigned,
    /// Theirs, on the way to the prospect.
    PickedUp,
    /// At the door, the code is to be given; so many were wrong.
    AwaitingCode {
        wrong: u32,
    },
    /// Only the seller goes on from here.
    CodeLocked,
    /// The code was right, the amount is to be told.
    AwaitingCash,
    Delivered {
        collected: Money,
    },
    /// It failed while they had it.
    Failed,
    /// It was cancelled while they had it.
    Cancelled,
}

impl Standing {
    /// Where the courier of an attempt stands at `now`. An attempt nobody made is [`Self::Gone`].
    pub fn of(delivery: &Delivery, attempt: u32, now: Timestamp) -> Self {
        let Some(made) = delivery.attempt(attempt) else { return Self::Gone };
        match made.outcome {
            Outcome::Open => open(delivery, attempt, now),
            Outcome::Accepted => on_the_road(delivery, &made.courier),
            Outcome::Refused => Self::Refused,
            Outcome::Expired | Outcome::Unreachable => Self::TooLate,
            Outcome::Withdrawn => Self::Gone,
        }
    }

    /// Whether they can still answer the offer.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// Whether the courier has something to do.
    pub const fn is_theirs(self) -> bool {
        match self {
            Self::Assigned
            | Self::PickedUp
            | Self::AwaitingCode { .. }
            | Self::CodeLocked
            | Self::AwaitingCash => true,
            Self::Open { .. }
            | Self::Refused
            | Self::TooLate
            | Self::Gone
            | Self::Delivered { .. }
            | Self::Failed
            | Self::Cancelled => false,
        }
    }
}

fn open(delivery: &Delivery, attempt: u32, now: Timestamp) -> Standing {
    match delivery.status {
        DeliveryStatus::Offered { attempt: asked, expires_at, .. } if asked == attempt => {
            if now < expires_at { Standing::Open { until: expires_at } } else { Standing::TooLate }
        }
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::Delivered { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => Standing::Gone,
    }
}

/// An offer that was accepted: another courier may have the delivery by now, or nobody.
fn on_the_road(delivery: &Delivery, them: &CourierId) -> Standing {
    let (standing, in_charge) = match &delivery.status {
        DeliveryStatus::Assigned { courier } => (Standing::Assigned, courier),
        DeliveryStatus::PickedUp { courier } => (Standing::PickedUp, courier),
        DeliveryStatus::AwaitingCode { courier, wrong } => {
            (Standing::AwaitingCode { wrong: *wrong }, courier)
        }
        DeliveryStatus::CodeLocked { courier } => (Standing::CodeLocked, courier),
        DeliveryStatus::AwaitingCash { courier } => (Standing::AwaitingCash, courier),
        DeliveryStatus::Delivered { courier: Some(courier), collected, .. } => {
            (Standing::Delivered { collected: *collected }, courier)
        }
        DeliveryStatus::Failed { .. } => return Standing::Failed,
        DeliveryStatus::Cancelled { .. } => return Standing::Cancelled,
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Delivered { courier: None, .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop => return Standing::Gone,
    };
    if in_charge == them { standing } else { Standing::Gone }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        country::Country,
        courier::Tier,
        dispatch::{Attempt, DeliveryCode, Party, Payment, Request},
        ids::{OrderId, SellerId},
        moment::{Moment, Period},
        money::Currency,
    };

    fn now() -> Timestamp {
        "2026-11-23T10:00:00Z".parse().unwrap()
    }

    fn courier(n: u128) -> CourierId {
        CourierId::from_uuid(Uuid::from_u128(n))
    }

    fn delivery(outcome: Outcome, status: DeliveryStatus) -> Delivery {
        let request = Request {
            order: OrderId::from_uuid(Uuid::from_u128(1)),
            seller: SellerId::from_uuid(Uuid::from_u128(2)),
            country: Country::IvoryCoast,
            zone: None,
            due: Money::new(46_500, Currency::Xof),
            promised: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
            lead_hours: 4,
            payment: Payment::Cash,
        };
        let born = Delivery::born(&request, &DeliveryCode::drawn("4821"), now());
        let attempt = Attempt {
            number: 1,
            round: 1,
            courier: courier(1),
            tier: Tier::Own,
            offered_at: now(),
            channels: Vec::new(),
            rungs: Vec::new(),
            via: None,
            outcome,
        };
        Delivery { attempts: vec![attempt], status, ..born }
    }

    #[test]
    fn an_offer_stands_until_its_deadline() {
        let until = "2026-11-23T10:05:00Z".parse().unwrap();
        let offered = |attempt| DeliveryStatus::Offered {
            attempt,
            courier: courier(1),
            expires_at: until,
            next_rung_at: None,
        };
        let open = delivery(Outcome::Open, offered(1));
        assert_eq!(Standing::of(&open, 1, now()), Standing::Open { until });
        assert_eq!(Standing::of(&open, 1, until), Standing::TooLate);
        assert_eq!(Standing::of(&open, 2, now()), Standing::Gone);
        assert_eq!(Standing::of(&delivery(Outcome::Open, offered(2)), 1, now()), Standing::Gone);
        for (outcome, expected) in [
            (Outcome::Refused, Standing::Refused),
            (Outcome::Expired, Standing::TooLate),
            (Outcome::Unreachable, Standing::TooLate),
            (Outcome::Withdrawn, Standing::Gone),
        ] {
            assert_eq!(Standing::of(&delivery(outcome, offered(2)), 1, now()), expected);
        }
    }

    #[test]
    fn the_road_is_shown_to_who_is_on_it() {
        let collected = Money::new(46_500, Currency::Xof);
        let of = |n| {
            let courier = courier(n);
            [
                (DeliveryStatus::Assigned { courier: courier.clone() }, Standing::Assigned),
                (DeliveryStatus::PickedUp { courier: courier.clone() }, Standing::PickedUp),
                (
                    DeliveryStatus::AwaitingCode { courier: courier.clone(), wrong: 2 },
                    Standing::AwaitingCode { wrong: 2 },
                ),
                (DeliveryStatus::CodeLocked { courier: courier.clone() }, Standing::CodeLocked),
                (DeliveryStatus::AwaitingCash { courier: courier.clone() }, Standing::AwaitingCash),
                (
                    DeliveryStatus::Delivered { courier: Some(courier), collected, at: now() },
                    Standing::Delivered { collected },
                ),
            ]
        };
        for (status, expected) in of(1) {
            let standing = Standing::of(&delivery(Outcome::Accepted, status), 1, now());
            let is_over = matches!(standing, Standing::Delivered { .. });
            assert_eq!((standing, standing.is_theirs()), (expected, !is_over));
        }
        for (status, _) in of(2) {
            let standing = Standing::of(&delivery(Outcome::Accepted, status), 1, now());
            assert_eq!(standing, Standing::Gone);
        }
        for (status, expected) in [
            (DeliveryStatus::Cancelled { by: Party::Seller }, Standing::Cancelled),
            (DeliveryStatus::PickupAtShop, Standing::Gone),
            (DeliveryStatus::AwaitingRetry { at: now() }, Standing::Gone),
        ] {
            let standing = Standing::of(&delivery(Outcome::Accepted, status), 1, now());
            assert_eq!((standing, standing.is_theirs()), (expected, false));
        }
    }
}
