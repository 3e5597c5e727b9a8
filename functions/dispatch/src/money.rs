//! What a step does to the cash ledgers, the figures and the papers, in its own transaction.

use aws_adapters::{
    commit::{Aggregate, EffectId, EventId},
    figures,
    table::{Table, Write},
};
use contracts::messages::{CashReminder, OrderRef};
use domain::{
    dispatch::{Delivery, DeliveryStatus},
    figures::{Standing, figure_changes},
    ids::CourierId,
    ledger::{Balance, Kind, Movement, cash_moves},
    order::Order,
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};

use crate::{case::Case, decide::Decision, effect::StoredEffect, failure::Failure};

/// The hour of the shop's evening at which couriers are told what they hold.
const EVENING: i8 = 19;

/// What a decision changes in the books.
#[derive(Debug, Default)]
pub(crate) struct Booked {
    /// The lines of ledgers and the sums of the day.
    pub(crate) writes: Vec<Write>,
    /// Who holds as much cash as they may, and did not before.
    pub(crate) at_ceiling: Vec<(CourierId, Balance)>,
}

/// Books what a decision changes.
pub(crate) async fn booked(
    table: &Table,
    case: &Case,
    decision: &Decision,
    now: Timestamp,
) -> Result<Booked, Failure> {
    let mut booked = Booked::default();
    let Decision::Changed(transition) = decision else { return Ok(booked) };
    let after = &transition.state;
    let ceiling = case.seller.settings.delivery.cash_ceiling;
    for (courier, movements) in by_courier(cash_moves(case.state(), after)) {
        let currency = after.due.currency();
        let mut ledger = table.cash_ledger(&case.seller.id, &courier, currency).await?;
        let held = ledger.balance().owed().amount();
        for movement in &movements {
            ledger.post(movement, now).map_err(Failure::Ledger)?;
        }
        let balance = ledger.balance().clone();
        booked.writes.extend(ledger.into_writes()?);
        if held < ceiling && balance.owed().amount() >= ceiling {
            booked.at_ceiling.push((courier, balance));
        }
    }
    let before = case.state().map(|before| standing(before, &case.order));
    let changes = figure_changes(before, standing(after, &case.order));
    let sums = figures::additions(&case.seller.id, case.seller.today(now), &changes);
    booked.writes.extend(sums);
    Ok(booked)
}

fn standing<'a>(delivery: &'a Delivery, order: &'a Order) -> Standing<'a> {
    Standing { delivery, order, paid: delivery.paid, refunded: delivery.refunded }
}

/// A courier's movements together: a ledger is read and written once.
fn by_courier(moves: Vec<(CourierId, Movement)>) -> Vec<(CourierId, Vec<Movement>)> {
    let mut grouped: Vec<(CourierId, Vec<Movement>)> = Vec::new();
    for (courier, movement) in moves {
        match grouped.iter_mut().find(|(known, _)| *known == courier) {
            Some((_, movements)) => movements.push(movement),
            None => grouped.push((courier, vec![movement])),
        }
    }
    grouped
}

/// What must happen because of money: a receipt for what is delivered, the evening's reminder for
/// who took cash.
pub(crate) fn effects(
    case: &Case,
    of: &OrderRef,
    after: &Delivery,
    now: Timestamp,
) -> Vec<StoredEffect> {
    let mut effects = Vec::new();
    let is_delivered =
        |delivery: &Delivery| matches!(delivery.status, DeliveryStatus::Delivered { .. });
    // Money that comes or goes back after the delivery makes another edition of the receipt.
    let is_receipted = |before: &Delivery| {
        is_delivered(before) && (before.paid, before.refunded) == (after.paid, after.refunded)
    };
    if is_delivered(after) && !case.state().is_some_and(is_receipted) {
        effects.push(StoredEffect::MakeReceipt(of.clone()));
    }
    let took = cash_moves(case.state(), after).into_iter().find_map(|(courier, movement)| {
        matches!(movement.kind, Kind::Collected { .. }).then_some(courier)
    });
    if let Some(courier) = took
        && let Some((at, day)) = evening(now, &case.seller.time_zone())
    {
        let reminder = CashReminder { seller: of.seller.clone(), courier, day };
        effects.push(StoredEffect::ArmCashReminder { reminder, at });
    }
    effects
}

/// The next evening, at least an hour away, and its day.
fn evening(now: Timestamp, zone: &TimeZone) -> Option<(Timestamp, jiff::civil::Date)> {
    let soonest = now.checked_add(1.hour()).ok()?;
    let today = zone.to_datetime(soonest).date();
    [today, today.tomorrow().ok()?].into_iter().find_map(|day| {
        let at = zone.to_timestamp(day.at(EVENING, 0, 0, 0)).ok()?;
        (at >= soonest).then_some((at, day))
    })
}

/// The name of the evening's timer: one for each courier, seller and day.
pub(crate) fn reminder_id(reminder: &CashReminder) -> EffectId {
    let event = EventId::new(&format!("cash.{}.{}", reminder.courier, reminder.day));
    EffectId::new(Aggregate::Seller(reminder.seller.clone()), event, 0)
}

#[cfg(test)]
mod tests {
    use domain::{
        country::Country,
        dispatch::{DispatchEvent, step},
    };

    use super::*;
    use crate::fixture;

    #[test]
    fn a_receipt_follows_the_delivery_and_every_refund_after_it() {
        let case = fixture::placed();
        let (amount, search) = (case.order.totals.total, fixture::search(&case));
        let paid = |search| DispatchEvent::Paid { amount, as_deposit: false, search };
        let refunded = DispatchEvent::Refunded { amount };
        let life = [
            (fixture::accepted(), false),
            (paid(search.clone()), false),
            (fixture::picked_up(), false),
            (fixture::handed_over(), false),
            (fixture::code_given(), true),
            (refunded, true),
            (paid(search), true),
        ];
        let mut so_far = Vec::new();
        for (event, is_due) in life {
            let case = fixture::after(&so_far);
            let after = step(case.state(), &event, fixture::now()).unwrap().state;
            let due = effects(&case, &fixture::of(), &after, fixture::now());
            let receipts =
                due.iter().filter(|effect| matches!(effect, StoredEffect::MakeReceipt(_)));
            assert_eq!(receipts.count(), usize::from(is_due), "{event:?}");
            so_far.push(event);
        }
        let case = fixture::after(&so_far);
        let same = case.state().unwrap().clone();
        assert_eq!(effects(&case, &fixture::of(), &same, fixture::now()), []);
    }

    #[test]
    fn the_evening_is_the_next_one_with_time_left() {
        let zone = Country::Benin.time_zone();
        for (now, expected) in [
            ("2026-11-27T09:00:00Z", "2026-11-27T18:00:00Z"),
            ("2026-11-27T17:00:00Z", "2026-11-27T18:00:00Z"),
            ("2026-11-27T17:00:01Z", "2026-11-28T18:00:00Z"),
            ("2026-11-27T22:30:00Z", "2026-11-28T18:00:00Z"),
        ] {
            let (at, day) = evening(now.parse().unwrap(), &zone).unwrap();
            assert_eq!(at, expected.parse().unwrap(), "{now}");
            assert_eq!(zone.to_datetime(at).date(), day);
        }
    }
}
