//! The machine seen whole: every state against every event, then long random lives.

mod ladder;
mod matrix;
mod money;
mod properties;
mod services;
mod stories;

use jiff::{Timestamp, civil::date};
use uuid::Uuid;

use super::*;
use crate::{
    conversation::{CancellationRefusal, DeliveryFailure, OrderChoice},
    country::Country,
    courier::{Channel, Courier, USUAL_CHANNELS},
    hours::Span,
    ids::{CourierId, OrderId, SellerId, ZoneId},
    moment::{Moment, Period},
    money::{Currency, Money},
    phone::Phone,
};

/// Monday, 10h in Abidjan.
fn start() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// So many seconds after the start.
fn after(seconds: i64) -> Timestamp {
    Timestamp::from_second(start().as_second() + seconds).unwrap()
}

fn courier(n: u32) -> CourierId {
    CourierId::from_uuid(Uuid::from_u128(u128::from(n)))
}

/// The couriers 1 to `count`, asked in that order.
fn search(count: u32) -> Search {
    let phone = Phone::parse("0707123456", Country::IvoryCoast).unwrap();
    let couriers =
        (1..=count).map(|n| Courier::own(courier(n), format!("Livreur {n}"), phone.clone()));
    Search {
        wants_position: false,
        couriers: couriers.collect(),
        offer_seconds: 300,
        channels: USUAL_CHANNELS.to_vec(),
        call_hours: Span::new(7 * 60, 21 * 60).unwrap(),
        cash_ceiling: 100_000,
        max_rounds: 3,
        services: Vec::new(),
    }
}

fn goods() -> Money {
    Money::new(45_000, Currency::Xof)
}

fn due() -> Money {
    Money::new(46_500, Currency::Xof)
}

fn code() -> DeliveryCode {
    DeliveryCode::drawn("4821")
}

fn moment(day: i8, period: Period) -> Moment {
    Moment { day: date(2026, 11, day), period }
}

/// What the shop promises next.
fn usual() -> Moment {
    moment(24, Period::Morning)
}

fn requested(couriers: u32) -> DispatchEvent {
    requested_paying(couriers, Payment::Cash)
}

fn requested_paying(couriers: u32, payment: Payment) -> DispatchEvent {
    let request = Request {
        order: OrderId::from_uuid(Uuid::from_u128(7)),
        seller: SellerId::from_uuid(Uuid::from_u128(1)),
        country: Country::IvoryCoast,
        zone: None,
        due: due(),
        promised: moment(24, Period::Morning),
        lead_hours: 4,
        payment,
    };
    DispatchEvent::Requested { request, code: code(), search: search(couriers) }
}

fn answer(attempt: u32, n: u32, answer: Answer) -> DispatchEvent {
    let via = Channel::WhatsApp;
    DispatchEvent::CourierAnswered { attempt, courier: courier(n), answer, via, search: search(3) }
}

/// Another version of the order, for the couriers 1 to `count`.
fn amended(to: Terms, by: Party, count: u32) -> DispatchEvent {
    DispatchEvent::Amended { to, by, search: search(count) }
}

/// What was agreed at first.
fn terms() -> Terms {
    Terms {
        due: due(),
        zone: None,
        promised: moment(24, Period::Morning),
        is_elsewhere: false,
        is_outdated: false,
    }
}

/// A zone, of which all couriers of [`search`] are, since they go everywhere.
fn zone() -> ZoneId {
    ZoneId::from_uuid(Uuid::from_u128(70))
}

/// The couriers 1 to `count`, the first of whom only serves some other zone.
fn search_without_the_first(count: u32) -> Search {
    let mut search = search(count);
    search.couriers[0].zones = vec![ZoneId::from_uuid(Uuid::from_u128(71))];
    search
}

/// A life so far: every event must be accepted.
fn lived(events: &[(DispatchEvent, i64)]) -> Delivery {
    let mut state = None;
    for (event, seconds) in events {
        let step = step(state.as_ref(), event, after(*seconds));
        state = Some(step.unwrap_or_else(|e| panic!("{event:?}: {e}")).state);
    }
    state.unwrap()
}

/// A status or an effect without its identifiers.
fn brief(text: &str) -> String {
    let mut words = text.to_owned();
    for n in 1..=9 {
        words = words.replace(courier(n).as_str(), &format!("#{n}"));
    }
    words
        .replace("DeliveryStatus::", "")
        .replace("Money { amount: ", "")
        .replace(", currency: Xof }", " F")
        .replace("courier: ", "")
        .replace("2026-11-", "")
}
