//! The ids under our buttons: what a tap means, and nothing a prospect can make up.

use std::{fmt, str::FromStr};

use crate::ids::{OrderId, RecapId};

/// What a prospect may choose when no courier was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderChoice {
    Tomorrow,
    Pickup,
    Cancel,
}

/// A tap on one of our buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tap {
    Confirm(RecapId),
    Change(RecapId),
    Choose(OrderId, OrderChoice),
    /// Yes, cancel this order.
    Cancel(OrderId),
    /// No, keep it.
    Keep(OrderId),
    /// One of the answers offered under a question; its title is what was said.
    Pick(u8),
}

impl fmt::Display for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Confirm(recap) => write!(f, "{recap}:confirm"),
            Self::Change(recap) => write!(f, "{recap}:change"),
            Self::Choose(order, OrderChoice::Tomorrow) => write!(f, "{order}:tomorrow"),
            Self::Choose(order, OrderChoice::Pickup) => write!(f, "{order}:pickup"),
            Self::Choose(order, OrderChoice::Cancel) => write!(f, "{order}:cancel"),
            Self::Cancel(order) => write!(f, "{order}:yes_cancel"),
            Self::Keep(order) => write!(f, "{order}:keep"),
            Self::Pick(place) => write!(f, "pick:{place}"),
        }
    }
}

/// The id of a button that is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a button of ours")]
pub struct UnknownTap;

impl FromStr for Tap {
    type Err = UnknownTap;

    fn from_str(id: &str) -> Result<Self, UnknownTap> {
        let (subject, verb) = id.split_once(':').ok_or(UnknownTap)?;
        if subject == "pick" {
            return verb.parse().map(Self::Pick).or(Err(UnknownTap));
        }
        let recap = || subject.parse::<RecapId>().or(Err(UnknownTap));
        let order = || subject.parse::<OrderId>().or(Err(UnknownTap));
        match verb {
            "confirm" => Ok(Self::Confirm(recap()?)),
            "change" => Ok(Self::Change(recap()?)),
            "tomorrow" => Ok(Self::Choose(order()?, OrderChoice::Tomorrow)),
            "pickup" => Ok(Self::Choose(order()?, OrderChoice::Pickup)),
            "yes_cancel" => Ok(Self::Cancel(order()?)),
            "keep" => Ok(Self::Keep(order()?)),
            "cancel" => Ok(Self::Choose(order()?, OrderChoice::Cancel)),
            _ => Err(UnknownTap),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn taps_read_back_and_others_are_refused() {
        let recap = RecapId::from_uuid(Uuid::from_u128(1));
        let order = OrderId::from_uuid(Uuid::from_u128(2));
        for tap in [
            Tap::Confirm(recap.clone()),
            Tap::Change(recap.clone()),
            Tap::Choose(order.clone(), OrderChoice::Tomorrow),
            Tap::Choose(order.clone(), OrderChoice::Pickup),
            Tap::Choose(order.clone(), OrderChoice::Cancel),
            Tap::Cancel(order.clone()),
            Tap::Keep(order.clone()),
            Tap::Pick(9),
        ] {
            assert_eq!(tap.to_string().parse(), Ok(tap));
        }
        for id in [
            "",
            "confirm",
            ":confirm",
            &format!("{order}:confirm"),
            &format!("{recap}:free"),
            "pick:x",
        ] {
            assert_eq!(id.parse::<Tap>(), Err(UnknownTap), "{id}");
        }
    }
}
