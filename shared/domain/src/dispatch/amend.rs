//! What prospect and seller may change: cancel, move, amend, or choose when nobody was found.
//!
//! Until the parcel leaves the shop the order is the prospect's, and until the code is given the
//! seller's; afterwards the parcel is in the prospect's hands and only the amount is missing.

use jiff::Timestamp;

use super::{
    CourierNote, Delivery, DeliveryStatus, DispatchEffect, DispatchEvent, DispatchRejection,
    Outcome, Party, ProspectNews, Search, SellerNote, Step, Terms, search, service,
};
use crate::{
    Transition,
    conversation::{AmendmentRefusal, CancellationRefusal, DeliveryFailure, OrderChoice},
    courier::Courier,
    ids::CourierId,
    moment::Moment,
    money::Money,
};

fn tell(courier: &CourierId, note: CourierNote) -> DispatchEffect {
    DispatchEffect::TellCourier { courier: courier.clone(), note }
}

/// The courier on the road is told `note`; one who was only asked learns it from a tap.
fn tell_courier(delivery: &Delivery, note: CourierNote) -> Vec<DispatchEffect> {
    delivery.courier().map(|courier| tell(courier, note)).into_iter().collect()
}

/// Whether this side can still cancel or move the order.
fn changeable(delivery: &Delivery, by: Party) -> Result<(), DispatchRejection> {
    match delivery.status {
        DeliveryStatus::WithService { .. } if service::has_left(delivery) => {
            Err(DispatchRejection::Left)
        }
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. } => Ok(()),
        DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. } => match by {
            Party::Prospect => Err(DispatchRejection::Left),
            Party::Seller => Ok(()),
        },
        DeliveryStatus::AwaitingCash { .. } => Err(DispatchRejection::HandedOver),
        DeliveryStatus::Delivered { .. } | DeliveryStatus::Cancelled { .. } => {
            Err(DispatchRejection::Over)
        }
    }
}

/// The order is given up; its goods can be sold again.
pub(super) fn cancelled(mut delivery: Delivery, by: Party) -> Step {
    changeable(&delivery, by)?;
    let mut effects = tell_courier(&delivery, CourierNote::Cancelled);
    effects.push(DispatchEffect::TellProspect(ProspectNews::Cancelled));
    match by {
        Party::Prospect => effects.push(DispatchEffect::TellSeller(SellerNote::Cancelled)),
        Party::Seller => {}
    }
    effects.extend(delivery.return_units());
    effects.extend(delivery.withdraw_payment());
    if delivery.kept().amount() > 0 {
        effects.push(DispatchEffect::TellSeller(SellerNote::RefundDue { paid: delivery.kept() }));
    }
    effects.extend(delivery.end_offer(Outcome::Withdrawn, None));
    effects.extend(service::leave(&delivery));
    delivery.status = DeliveryStatus::Cancelled { by };
    Ok(Transition { state: delivery, effects })
}

/// Another moment: a new round, in which everybody may be asked again.
pub(super) fn rescheduled(
    mut delivery: Delivery,
    promised: Moment,
    by: Party,
    search: &Search,
    now: Timestamp,
) -> Step {
    changeable(&delivery, by)?;
    let mut effects = tell_courier(&delivery, CourierNote::Rescheduled);
    effects.push(DispatchEffect::TellProspect(ProspectNews::Rescheduled { promised }));
    match by {
        Party::Prospect => {
            effects.push(DispatchEffect::TellSeller(SellerNote::Rescheduled { promised }));
        }
        Party::Seller => {}
    }
    effects.extend(delivery.take_units());
    effects.extend(service::leave(&delivery));
    // Without its deposit nobody is sent then either: only the promise moves.
    if let DeliveryStatus::AwaitingDeposit { .. } = delivery.status {
        delivery.promised = promised;
        return Ok(Transition { state: delivery, effects });
    }
    Ok(search::another_round(delivery, promised, Some(search), now, effects))
}

/// The prospect chose what to do when nobody was found, or when the delivery failed. Giving up is
/// possible later, too.
pub(super) fn chosen(
    mut delivery: Delivery,
    choice: OrderChoice,
    usual: Moment,
    goods: Money,
    now: Timestamp,
) -> Step {
    match choice {
        OrderChoice::Tomorrow => {
            while_in_suspense(&delivery)?;
            if delivery.exhausted {
                return Err(DispatchRejection::Stale);
            }
            let promised = usual;
            let mut effects = vec![
                DispatchEffect::TellProspect(ProspectNews::Rescheduled { promised }),
                DispatchEffect::TellSeller(SellerNote::Rescheduled { promised }),
            ];
            effects.extend(delivery.take_units());
            Ok(search::another_round(delivery, promised, None, now, effects))
        }
        OrderChoice::Pickup => {
            while_in_suspense(&delivery)?;
            delivery.status = DeliveryStatus::PickupAtShop;
            let mut effects = vec![
                DispatchEffect::TellProspect(ProspectNews::PickupAgreed),
                DispatchEffect::TellSeller(SellerNote::PickupChosen),
            ];
            effects.extend(delivery.take_units());
            // Nobody is paid for bringing it; a page that asks for the fee as well is closed.
            if delivery.due != goods {
                delivery.due = goods;
                effects.extend(delivery.withdraw_payment());
            }
            Ok(Transition { state: delivery, effects })
        }
        OrderChoice::Cancel => cancelled(delivery, Party::Prospect),
    }
}

/// Whether the delivery waits for somebody to say what now. What the customer refused at the door
/// is not brought again by a tap.
fn while_in_suspense(delivery: &Delivery) -> Result<(), DispatchRejection> {
    match delivery.status {
        DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::Failed {
            reason:
                DeliveryFailure::CustomerAbsent
                | DeliveryFailure::WrongAddress
                | DeliveryFailure::CourierProblem,
            ..
        } => Ok(()),
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::Delivered { .. }
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { reason: DeliveryFailure::CustomerRefused, .. }
        | DeliveryStatus::Cancelled { .. } => Err(DispatchRejection::Stale),
    }
}

/// What an amendment does to couriers.
enum Consequence {
    /// Whoever is asked or waited for stays so.
    Stays,
    /// The courier on the way to the shop keeps the delivery and is told what is true now.
    TellsCourier(CourierId),
    /// The offer's words are wrong: it is made again, to the same courier if they serve the place.
    AsksAnew(CourierId),
    /// The offer's time is up although its timer was not heard: this does the timer's work.
    Expires,
    /// Somebody is asked at once, in this round.
    Asks,
    /// A new round, at once; whoever had the delivery loses it.
    SearchesAgain,
    /// A new round for the new moment; whoever had the delivery loses it.
    Moves,
}

/// What the terms mean for the couriers of a delivery that has not left.
fn consequence(
    delivery: &Delivery,
    to: &Terms,
    search: &Search,
    now: Timestamp,
) -> Result<Consequence, DispatchRejection> {
    let is_moved = delivery.promised != to.promised;
    let is_rezoned = delivery.zone != to.zone;
    let is_other = is_moved || is_rezoned || to.is_elsewhere || delivery.due != to.due;
    Ok(match &delivery.status {
        DeliveryStatus::Offered { expires_at, .. } if *expires_at <= now => Consequence::Expires,
        DeliveryStatus::Offered { courier, .. } if is_other => {
            Consequence::AsksAnew(courier.clone())
        }
        DeliveryStatus::Assigned { .. } | DeliveryStatus::NobodyFound(_) if is_moved => {
            Consequence::Moves
        }
        DeliveryStatus::Assigned { courier } if is_rezoned && !serves(search, courier, to) => {
            Consequence::SearchesAgain
        }
        DeliveryStatus::Assigned { courier } => Consequence::TellsCourier(courier.clone()),
        DeliveryStatus::NobodyFound(_) if is_rezoned => Consequence::SearchesAgain,
        // A delivery just born asks for the first time, whatever its moment.
        DeliveryStatus::AwaitingRetry { at }
            if *at <= now && (!is_moved || delivery.attempts.is_empty()) =>
        {
            Consequence::Asks
        }
        DeliveryStatus::AwaitingRetry { .. } if is_moved => Consequence::Moves,
        // A service carries what it was booked for: the seller gives it up first.
        DeliveryStatus::WithService { .. } if is_other || service::has_left(delivery) => {
            return Err(DispatchRejection::Left);
        }
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop => Consequence::Stays,
        DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. } => return Err(DispatchRejection::Left),
        DeliveryStatus::Delivered { .. }
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => return Err(DispatchRejection::Over),
    })
}

fn serves(search: &Search, courier: &CourierId, to: &Terms) -> bool {
    let mut couriers = search.couriers.iter();
    couriers.any(|known| known.id == *courier && known.serves(to.zone.as_ref()))
}

/// The courier whose offer was taken back, if they can be made another one.
fn may_be_asked<'a>(search: &'a Search, courier: &CourierId, to: &Terms) -> Option<&'a Courier> {
    let mut couriers = search.couriers.iter();
    couriers.find(|c| c.id == *courier && c.available && c.serves(to.zone.as_ref()))
}

/// The order is another one now, if its parcel has not left.
pub(super) fn amended(
    mut delivery: Delivery,
    to: &Terms,
    by: Party,
    search: &Search,
    now: Timestamp,
) -> Step {
    let consequence = consequence(&delivery, to, search, now)?;
    if to.is_outdated {
        return Err(DispatchRejection::Outdated);
    }
    let news = ProspectNews::Amended { total: to.due, promised: to.promised };
    let mut told = vec![DispatchEffect::TellProspect(news)];
    match by {
        Party::Prospect => told.push(DispatchEffect::TellSeller(SellerNote::Amended)),
        Party::Seller => {}
    }
    delivery.due = to.due;
    delivery.zone.clone_from(&to.zone);
    delivery.promised = to.promised;
    Ok(match consequence {
        Consequence::Stays => Transition { state: delivery, effects: told },
        Consequence::TellsCourier(courier) => {
            told.insert(0, tell(&courier, CourierNote::Amended));
            Transition { state: delivery, effects: told }
        }
        Consequence::AsksAnew(courier) => {
            told.extend(delivery.end_offer(Outcome::Withdrawn, None));
            if let Some(known) = may_be_asked(search, &courier, to) {
                told.insert(0, tell(&courier, CourierNote::OfferChanged));
                search::ask(delivery, known, search, now, told)
            } else {
                told.insert(0, tell(&courier, CourierNote::OfferGone));
                search::ask_next(delivery, search, now, told)
            }
        }
        Consequence::Expires => {
            told.extend(delivery.end_offer(Outcome::Expired, None));
            search::ask_next(delivery, search, now, told)
        }
        Consequence::Asks => search::ask_next(delivery, search, now, told),
        Consequence::SearchesAgain => {
            let mut effects = tell_courier(&delivery, CourierNote::Reassigned);
            effects.extend(told);
            delivery.round = delivery.round.saturating_add(1);
            search::ask_next(delivery, search, now, effects)
        }
        Consequence::Moves => {
            let mut effects = tell_courier(&delivery, CourierNote::Rescheduled);
            effects.extend(told);
            search::another_round(delivery, to.promised, Some(search), now, effects)
        }
    })
}

/// What prospect and seller wish for.
enum Wish {
    Change,
    Cancellation,
    /// One of the ways out that are open only while nobody is found.
    WayOut,
}

/// What is said to the side whose wish was rejected; nothing for timers, couriers and duplicates.
pub fn answer_to(event: &DispatchEvent, rejection: &DispatchRejection) -> Vec<DispatchEffect> {
    let (by, wish) = match event {
        DispatchEvent::Amended { by, .. } | DispatchEvent::Rescheduled { by, .. } => {
            (*by, Wish::Change)
        }
        DispatchEvent::Cancelled { by } => (*by, Wish::Cancellation),
        DispatchEvent::Decided { .. } => (Party::Seller, Wish::Change),
        DispatchEvent::ProspectChose { choice: OrderChoice::Cancel, .. } => {
            (Party::Prospect, Wish::Cancellation)
        }
        DispatchEvent::ProspectChose {
            choice: OrderChoice::Tomorrow | OrderChoice::Pickup,
            ..
        } => (Party::Prospect, Wish::WayOut),
        DispatchEvent::Requested { .. }
        | DispatchEvent::CourierAnswered { .. }
        | DispatchEvent::OfferExpired { .. }
        | DispatchEvent::RungDue { .. }
        | DispatchEvent::RungEnded { .. }
        | DispatchEvent::Undone { .. }
        | DispatchEvent::ServiceDue { .. }
        | DispatchEvent::ServiceSaid { .. }
        | DispatchEvent::PaymentOpened
        | DispatchEvent::Paid { .. }
        | DispatchEvent::PaymentLapsed
        | DispatchEvent::Refunded { .. }
        | DispatchEvent::RetryDue { .. }
        | DispatchEvent::Located { .. }
        | DispatchEvent::PickedUp { .. }
        | DispatchEvent::HandedOver { .. }
        | DispatchEvent::CodeGiven { .. }
        | DispatchEvent::Photographed { .. }
        | DispatchEvent::OtherAmount { .. }
        | DispatchEvent::CashReported { .. }
        | DispatchEvent::FailureStarted { .. }
        | DispatchEvent::FailureReported { .. } => return Vec::new(),
    };
    let Some(why) = refusal(rejection) else { return Vec::new() };
    match (by, wish) {
        (Party::Seller, Wish::Change | Wish::Cancellation | Wish::WayOut) => {
            vec![DispatchEffect::TellSeller(SellerNote::Refused(why))]
        }
        (Party::Prospect, Wish::Change) => {
            vec![DispatchEffect::TellProspect(ProspectNews::Refused(why))]
        }
        (Party::Prospect, Wish::Cancellation) => uncancelled(why),
        (Party::Prospect, Wish::WayOut) => {
            vec![DispatchEffect::TellProspect(ProspectNews::ChoiceOutdated)]
        }
    }
}

/// Why a wish is not granted; `None` when it is not the wish that was rejected.
const fn refusal(rejection: &DispatchRejection) -> Option<AmendmentRefusal> {
    match rejection {
        DispatchRejection::Left | DispatchRejection::HandedOver => Some(AmendmentRefusal::Left),
        DispatchRejection::Over => Some(AmendmentRefusal::Over),
        DispatchRejection::Outdated | DispatchRejection::Stale => Some(AmendmentRefusal::Outdated),
        DispatchRejection::Unknown
        | DispatchRejection::AlreadyRequested
        | DispatchRejection::Early { .. }
        | DispatchRejection::Late
        | DispatchRejection::Gone
        | DispatchRejection::AlreadyAnswered
        | DispatchRejection::AlreadyAccepted
        | DispatchRejection::NotYours
        | DispatchRejection::NotNow { .. }
        | DispatchRejection::NoUndo
        | DispatchRejection::Locked => None,
    }
}

/// What follows from a prospect's cancellation that came too late.
fn uncancelled(why: AmendmentRefusal) -> Vec<DispatchEffect> {
    let told = |why| DispatchEffect::TellProspect(ProspectNews::CancellationRefused(why));
    match why {
        AmendmentRefusal::Left => vec![
            told(CancellationRefusal::Left),
            DispatchEffect::TellSeller(SellerNote::CancellationWanted),
        ],
        AmendmentRefusal::Over => vec![told(CancellationRefusal::Over)],
        // An order is given up whatever it was changed to, and for that no units are needed.
        AmendmentRefusal::Outdated | AmendmentRefusal::SoldOut => Vec::new(),
    }
}
