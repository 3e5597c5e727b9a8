//! One order of one shop with two couriers, for the tests.

use contracts::{
    messages::{self, OrderRef},
    records::order::OrderRecord,
};
use domain::{
    country::Country,
    courier::{Channel, Courier},
    dispatch::{Answer, DeliveryCode, DispatchEvent, Search, step},
    hours::Span,
    ids::{ConversationId, CourierId, OrderId, ProductId, SellerId, VariantId, WaId},
    moment::{Moment, Period},
    money::{Currency, Money},
    order::{Address, Amendment, Line, Order, OrderStatus, Totals, Units},
    phone::Phone,
    seller::{Seller, ShopSettings},
};
use jiff::Timestamp;

use crate::{amendment::Change, case::Case, decide::Ways};

pub(crate) const OFFER_SECONDS: u32 = 300;
const PRODUCT: &str = "prd_0000000000000000000000000c";

pub(crate) fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

pub(crate) fn of() -> OrderRef {
    OrderRef {
        seller: "slr_00000000000000000000000004".parse::<SellerId>().unwrap(),
        order: "ord_00000000000000000000000008".parse::<OrderId>().unwrap(),
    }
}

pub(crate) fn code() -> DeliveryCode {
    DeliveryCode::drawn("4821")
}

/// The phone courier 1 or 2 writes from.
pub(crate) fn sender(n: u8) -> WaId {
    WaId::new(format!("225070000000{n}"))
}

pub(crate) fn courier_id(n: u8) -> CourierId {
    // Of the last character only the multiples of four are the end of a UUID.
    let last = if n == 1 { '4' } else { '8' };
    format!("cou_0000000000000000000000000{last}").parse().unwrap()
}

fn courier(n: u8) -> Courier {
    let phone = Phone::parse(&format!("070000000{n}"), Country::IvoryCoast).unwrap();
    Courier::own(courier_id(n), format!("Livreur {n}"), phone)
}

/// An order nobody was asked for yet.
pub(crate) fn placed() -> Case {
    let line = |name: &str| Line {
        product: PRODUCT.parse::<ProductId>().unwrap(),
        variant: VariantId::of_label("42"),
        name: name.into(),
        quantity: 1,
        unit_price: Money::new(45_000, Currency::Xof),
    };
    let lines = vec![line("paire Air Max 42")];
    let order = Order {
        id: of().order,
        seller: of().seller,
        conversation: "cnv_0000000000000000000000000g".parse::<ConversationId>().unwrap(),
        status: OrderStatus::Pending,
        revision: 0,
        totals: Totals::of(&lines, Money::new(1_500, Currency::Xof)).unwrap(),
        lines,
        address: Address { commune: "Cocody".into(), ..Address::default() },
        contact_name: "Mariam".into(),
        contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
        recipient: None,
        payer: None,
        moment: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
        ad_id: None,
        placed_at: now(),
    };
    let seller = Seller {
        id: of().seller,
        first_name: "Awa".into(),
        last_name: "Koné".into(),
        shop_name: "Boutique Awa".into(),
        country: Country::IvoryCoast,
        phone: Phone::parse("0101010101", Country::IvoryCoast).unwrap(),
        email: "awa@example.com".into(),
        settings: ShopSettings::default(),
    };
    let record = OrderRecord::from(&order);
    Case { order, record, delivery: None, seller, couriers: vec![courier(1), courier(2)] }
}

/// The same after these events, one second each.
pub(crate) fn after(events: &[DispatchEvent]) -> Case {
    let mut case = placed();
    let search = search(&case);
    let first =
        DispatchEvent::Requested { request: case.request(&ways(), now()), code: code(), search };
    for (second, event) in std::iter::once(&first).chain(events).enumerate() {
        let at = now().as_second() + i64::try_from(second).unwrap();
        let at = Timestamp::from_second(at).unwrap();
        let next = step(case.state(), event, at).unwrap();
        case.order.status = next.state.order_status();
        case.delivery = Some((next.state, u64::try_from(second).unwrap() + 1));
    }
    case
}

pub(crate) fn ways() -> Ways {
    Ways {
        offer_seconds: OFFER_SECONDS,
        channels: vec![Channel::WhatsApp],
        call_hours: Span::ALL_DAY,
        lead_hours: 4,
    }
}

pub(crate) fn search(case: &Case) -> Search {
    case.search(&ways())
}

/// The placed order with so many of its only line, and what was taken from stock for it.
pub(crate) fn changed_to(quantity: u32, taken: u32) -> Change {
    let order = placed().order;
    let lines = vec![Line { quantity, ..order.lines[0].clone() }];
    let mut address = order.address.clone();
    address.landmark = "derrière la pharmacie".into();
    Change {
        to: Amendment {
            totals: Totals::of(&lines, order.totals.delivery_fee).unwrap(),
            lines,
            address,
            contact_phone: order.contact_phone,
            recipient: order.recipient,
            payer: order.payer,
            moment: order.moment,
        },
        by: messages::Party::Prospect,
        revision: None,
        taken: Units::from([((PRODUCT.parse().unwrap(), VariantId::of_label("42")), taken)]),
    }
}

/// Courier 1 has the parcel.
pub(crate) fn picked_up() -> DispatchEvent {
    DispatchEvent::PickedUp { courier: courier_id(1) }
}

/// Courier 1 accepted.
pub(crate) fn accepted() -> DispatchEvent {
    DispatchEvent::CourierAnswered {
        attempt: 1,
        courier: courier_id(1),
        answer: Answer::Accept,
        via: Channel::WhatsApp,
        search: search(&placed()),
    }
}

/// Courier 1 tapped « Livré ».
pub(crate) fn handed_over() -> DispatchEvent {
    DispatchEvent::HandedOver { courier: courier_id(1) }
}

/// Courier 1 typed the right code.
pub(crate) fn code_given() -> DispatchEvent {
    DispatchEvent::CodeGiven { courier: courier_id(1), code: code() }
}
