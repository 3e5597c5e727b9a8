//! What payment providers say of an order, and what that changes for its delivery.
//!
//! Only their word counts: `payments` re-reads it before it tells us. Money is written down in
//! every state, also when it comes too late.

use jiff::Timestamp;

use super::{
    CourierNote, Delivery, DeliveryStatus, DispatchEffect, DispatchRejection, Party, ProspectNews,
    Search, SellerNote, Step, search, service,
};
use crate::{Transition, money::Money};

/// A page to pay on is open.
pub(super) fn opened(mut delivery: Delivery) -> Step {
    if delivery.payment_open {
        return Err(DispatchRejection::Stale);
    }
    if is_over(&delivery) {
        return Ok(Transition { state: delivery, effects: vec![DispatchEffect::WithdrawPayment] });
    }
    delivery.payment_open = true;
    Ok(Transition { state: delivery, effects: Vec::new() })
}

/// The provider has so much more of the order's money. `as_deposit`: the seller lets it be the
/// deposit, be it less.
pub(super) fn paid(
    mut delivery: Delivery,
    amount: Money,
    as_deposit: bool,
    search: &Search,
    now: Timestamp,
) -> Transition<Delivery, DispatchEffect> {
    delivery.payment_open = false;
    delivery.paid = sum(delivery.paid, amount);
    if is_over(&delivery) {
        let late = DispatchEffect::TellSeller(SellerNote::PaidTooLate { amount });
        return Transition { state: delivery, effects: vec![late] };
    }
    let (left, over) = (delivery.left(), delivery.over());
    let mut effects = vec![DispatchEffect::TellSeller(SellerNote::Paid { amount, left, over })];
    if let DeliveryStatus::AwaitingDeposit { amount: wanted, .. } = delivery.status
        && (as_deposit || delivery.kept().amount() >= wanted.amount())
    {
        return search::ask_next(delivery, search, now, effects);
    }
    if let DeliveryStatus::NobodyFound(_) = delivery.status {
        // Services carry what is paid: now one can come, or could with a point on the map.
        if service::next(&delivery, search).is_some() {
            return search::ask_next(delivery, search, now, effects);
        }
        effects.extend(service::ask_position(&mut delivery, search));
    }
    if let Some(courier) = delivery.courier() {
        let courier = courier.clone();
        effects.push(DispatchEffect::TellCourier { courier, note: CourierNote::Paid });
    }
    Transition { state: delivery, effects }
}

/// The page closed and nothing was paid. The deposit's own deadline says what that means.
pub(super) fn lapsed(mut delivery: Delivery) -> Step {
    if !delivery.payment_open {
        return Err(DispatchRejection::Stale);
    }
    delivery.payment_open = false;
    Ok(Transition { state: delivery, effects: Vec::new() })
}

/// Money went back: it is owed at the door again, if there still is one.
pub(super) fn refunded(
    mut delivery: Delivery,
    amount: Money,
) -> Transition<Delivery, DispatchEffect> {
    delivery.refunded = sum(delivery.refunded, amount);
    let courier = delivery.courier().filter(|_| !is_over(&delivery)).cloned();
    let tell = |courier| DispatchEffect::TellCourier { courier, note: CourierNote::Paid };
    Transition { effects: courier.map(tell).into_iter().collect(), state: delivery }
}

/// The time for the deposit is over.
pub(super) fn deposit_missing(mut delivery: Delivery) -> Transition<Delivery, DispatchEffect> {
    let mut effects = vec![
        DispatchEffect::TellProspect(ProspectNews::Cancelled),
        DispatchEffect::TellSeller(SellerNote::DepositMissing),
    ];
    effects.extend(delivery.return_units());
    effects.extend(delivery.withdraw_payment());
    if delivery.kept().amount() > 0 {
        effects.push(DispatchEffect::TellSeller(SellerNote::RefundDue { paid: delivery.kept() }));
    }
    delivery.status = DeliveryStatus::Cancelled { by: Party::Prospect };
    Transition { state: delivery, effects }
}

fn sum(so_far: Money, more: Money) -> Money {
    Money::new(so_far.amount().saturating_add(more.amount()), so_far.currency())
}

/// Whether money that comes now comes too late.
pub(super) const fn is_over(delivery: &Delivery) -> bool {
    match delivery.status {
        DeliveryStatus::Delivered { .. }
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => true,
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
        | DeliveryStatus::PickupAtShop => false,
    }
}
