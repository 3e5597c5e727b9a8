//! The ids under our buttons to couriers: `dlv:<seller>:<order>:<attempt>:<action>`.
//!
//! An id says which offer and which action, never who may take it: that is the sender's phone.

use std::{fmt, str::FromStr};

use contracts::messages::OrderRef;
use domain::{conversation::DeliveryFailure, dispatch::Answer};

const FAMILY: &str = "dlv";

/// A tap on one of our buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tap {
    pub(crate) of: OrderRef,
    /// The offer that led to the button.
    pub(crate) attempt: u32,
    pub(crate) action: Action,
}

/// What the courier tapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Answer(Answer),
    PickedUp,
    Delivered,
    Failed,
    Reason(DeliveryFailure),
    /// The amount due was collected.
    CashDue,
    CashOther,
    /// The last step was a mistake.
    Undo,
}

/// The seller's button under what giving a service's booking up costs:
/// `svc:<seller>:<order>:<booking>:pay`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CancelTap {
    pub(crate) of: OrderRef,
    pub(crate) booking: u32,
}

impl fmt::Display for CancelTap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "svc:{}:{}:{}:pay", self.of.seller, self.of.order, self.booking)
    }
}

impl FromStr for CancelTap {
    type Err = UnknownTap;

    fn from_str(id: &str) -> Result<Self, UnknownTap> {
        let parts: Vec<&str> = id.split(':').collect();
        let &["svc", seller, order, booking, "pay"] = parts.as_slice() else {
            return Err(UnknownTap);
        };
        Ok(Self {
            of: OrderRef {
                seller: seller.parse().or(Err(UnknownTap))?,
                order: order.parse().or(Err(UnknownTap))?,
            },
            booking: booking.parse().or(Err(UnknownTap))?,
        })
    }
}

/// The id of a button that is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a button of ours")]
pub(crate) struct UnknownTap;

impl Action {
    const ALL: [Self; 12] = [
        Self::Answer(Answer::Accept),
        Self::Answer(Answer::Refuse),
        Self::PickedUp,
        Self::Delivered,
        Self::Failed,
        Self::Reason(DeliveryFailure::CustomerAbsent),
        Self::Reason(DeliveryFailure::CustomerRefused),
        Self::Reason(DeliveryFailure::WrongAddress),
        Self::Reason(DeliveryFailure::CourierProblem),
        Self::CashDue,
        Self::CashOther,
        Self::Undo,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Answer(Answer::Accept) => "accept",
            Self::Answer(Answer::Refuse) => "refuse",
            Self::PickedUp => "picked_up",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Reason(DeliveryFailure::CustomerAbsent) => "reason_absent",
            Self::Reason(DeliveryFailure::CustomerRefused) => "reason_refused",
            Self::Reason(DeliveryFailure::WrongAddress) => "reason_address",
            Self::Reason(DeliveryFailure::CourierProblem) => "reason_courier",
            Self::CashDue => "cash_due",
            Self::CashOther => "cash_other",
            Self::Undo => "undo",
        }
    }
}

impl fmt::Display for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { of, attempt, action } = self;
        write!(f, "{FAMILY}:{}:{}:{attempt}:{}", of.seller, of.order, action.word())
    }
}

impl FromStr for Tap {
    type Err = UnknownTap;

    fn from_str(id: &str) -> Result<Self, UnknownTap> {
        let mut parts = id.split(':');
        let mut part = || parts.next().ok_or(UnknownTap);
        let (family, seller, order, attempt, word) = (part()?, part()?, part()?, part()?, part()?);
        if family != FAMILY || parts.next().is_some() {
            return Err(UnknownTap);
        }
        Ok(Self {
            of: OrderRef {
                seller: seller.parse().or(Err(UnknownTap))?,
                order: order.parse().or(Err(UnknownTap))?,
            },
            attempt: attempt.parse().or(Err(UnknownTap))?,
            action: Action::ALL.into_iter().find(|a| a.word() == word).ok_or(UnknownTap)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of() -> OrderRef {
        OrderRef {
            seller: "slr_00000000000000000000000004".parse().unwrap(),
            order: "ord_00000000000000000000000008".parse().unwrap(),
        }
    }

    #[test]
    fn every_button_reads_back_within_metas_limit() {
        for action in Action::ALL {
            let tap = Tap { of: of(), attempt: u32::MAX, action };
            assert_eq!(tap.to_string().parse(), Ok(tap.clone()));
            // A list row takes the shortest ids: 200 characters.
            assert!(tap.to_string().len() <= 200);
        }
    }

    #[test]
    fn the_button_that_pays_reads_back() {
        let tap = CancelTap { of: of(), booking: 2 };
        assert_eq!(tap.to_string().parse(), Ok(tap.clone()));
        for bad in ["svc", &tap.to_string().replace("pay", "take"), &format!("{tap}:x")] {
            assert_eq!(bad.parse::<CancelTap>(), Err(UnknownTap), "{bad}");
        }
    }

    #[test]
    fn other_ids_are_refused() {
        let good = Tap { of: of(), attempt: 1, action: Action::Delivered }.to_string();
        for bad in [
            "",
            "dlv",
            &good.replace("dlv", "xyz"),
            &good.replace("slr_", "ord_"),
            &good.replace(":1:", ":-1:"),
            &good.replace("delivered", "free"),
            &format!("{good}:more"),
        ] {
            assert_eq!(bad.parse::<Tap>(), Err(UnknownTap), "{bad}");
        }
    }
}
