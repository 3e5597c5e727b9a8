//! What is known of an order's money, for who asks about it.

use crate::{
    dispatch::{Delivery, DeliveryStatus},
    money::Money,
};

/// By the providers' word, and by that of who collected the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Nothing is left to pay.
    Paid { came: Money },
    /// A part came before the delivery.
    Part { came: Money, left: Money },
    /// A page to pay on was sent, and nothing has come.
    Asked,
    /// Nothing has come.
    Nothing,
    /// The order ended otherwise than paid; so much had come, and so much of it went back.
    Over { came: Money, back: Money },
}

impl Known {
    /// What is known of the money of an order by its delivery; of one that nobody has been asked to
    /// bring yet, nothing.
    pub fn of(delivery: Option<&Delivery>) -> Self {
        let Some(delivery) = delivery else { return Self::Nothing };
        let plus = |money: Money| {
            Money::new(delivery.paid.amount().saturating_add(money.amount()), money.currency())
        };
        match &delivery.status {
            DeliveryStatus::Delivered { collected, .. } => {
                let back = delivery.refunded;
                let came = plus(*collected);
                if came.amount().saturating_sub(back.amount()) >= delivery.due.amount() {
                    Self::Paid { came }
                } else {
                    Self::Over { came, back }
                }
            }
            DeliveryStatus::Failed { .. } | DeliveryStatus::Cancelled { .. } => {
                Self::Over { came: delivery.paid, back: delivery.refunded }
            }
            DeliveryStatus::AwaitingDeposit { .. }
            | DeliveryStatus::Offered { .. }
            | DeliveryStatus::WithService { .. }
            | DeliveryStatus::Assigned { .. }
            | DeliveryStatus::PickedUp { .. }
            | DeliveryStatus::AwaitingCode { .. }
            | DeliveryStatus::CodeLocked { .. }
            | DeliveryStatus::AwaitingCash { .. }
            | DeliveryStatus::NobodyFound(_)
            | DeliveryStatus::AwaitingRetry { .. }
            | DeliveryStatus::PickupAtShop => underway(delivery),
        }
    }

    /// Amounts that it names.
    pub fn amounts(self) -> Vec<Money> {
        match self {
            Self::Paid { came } => vec![came],
            Self::Part { came, left } => vec![came, left],
            Self::Over { came, back } => vec![came, back],
            Self::Asked | Self::Nothing => Vec::new(),
        }
    }
}

fn underway(delivery: &Delivery) -> Known {
    let came = delivery.kept();
    if delivery.is_paid() {
        Known::Paid { came }
    } else if came.amount() > 0 {
        Known::Part { came, left: delivery.left() }
    } else if delivery.payment_open {
        Known::Asked
    } else {
        Known::Nothing
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::{
        country::Country,
        dispatch::{DeliveryCode, Party, Payment, Request},
        ids::{OrderId, SellerId},
        moment::{Moment, Period},
        money::Currency,
    };

    fn francs(amount: i64) -> Money {
        Money::new(amount, Currency::Xof)
    }

    fn delivery(status: DeliveryStatus, paid: i64, refunded: i64) -> Delivery {
        let request = Request {
            order: OrderId::from_uuid(Uuid::from_u128(1)),
            seller: SellerId::from_uuid(Uuid::from_u128(2)),
            country: Country::IvoryCoast,
            zone: None,
            due: francs(46_500),
            promised: Moment { day: jiff::civil::date(2026, 11, 28), period: Period::Morning },
            lead_hours: 4,
            payment: Payment::Offered,
        };
        let born = Delivery::born(&request, &DeliveryCode::drawn("4821"), Timestamp::UNIX_EPOCH);
        Delivery { status, paid: francs(paid), refunded: francs(refunded), ..born }
    }

    fn known(status: DeliveryStatus, paid: i64, refunded: i64) -> Known {
        Known::of(Some(&delivery(status, paid, refunded)))
    }

    #[test]
    fn only_what_a_provider_has_counts_before_the_delivery() {
        let waits = || DeliveryStatus::PickupAtShop;
        assert_eq!(Known::of(None), Known::Nothing);
        assert_eq!(known(waits(), 0, 0), Known::Nothing);
        let asked = Delivery { payment_open: true, ..delivery(waits(), 0, 0) };
        assert_eq!(Known::of(Some(&asked)), Known::Asked);
        let part = Known::Part { came: francs(4_500), left: francs(42_000) };
        assert_eq!(known(waits(), 4_500, 0), part);
        let rest_asked = Delivery { payment_open: true, ..delivery(waits(), 4_500, 0) };
        assert_eq!(Known::of(Some(&rest_asked)), part);
        assert_eq!(known(waits(), 46_500, 0), Known::Paid { came: francs(46_500) });
        assert_eq!(known(waits(), 50_000, 0), Known::Paid { came: francs(50_000) });
        assert_eq!(known(waits(), 46_500, 46_500), Known::Nothing);
    }

    #[test]
    fn what_is_over_is_said_as_it_ended() {
        let delivered = |collected| DeliveryStatus::Delivered {
            courier: None,
            collected: francs(collected),
            at: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(known(delivered(42_000), 4_500, 0), Known::Paid { came: francs(46_500) });
        let short = Known::Over { came: francs(46_000), back: francs(0) };
        assert_eq!(known(delivered(46_000), 0, 0), short);
        let back = Known::Over { came: francs(46_500), back: francs(46_500) };
        assert_eq!(known(delivered(0), 46_500, 46_500), back);
        let gone = || DeliveryStatus::Cancelled { by: Party::Prospect };
        assert_eq!(known(gone(), 0, 0), Known::Over { came: francs(0), back: francs(0) });
        assert_eq!(known(gone(), 4_500, 0), Known::Over { came: francs(4_500), back: francs(0) });
    }
}
