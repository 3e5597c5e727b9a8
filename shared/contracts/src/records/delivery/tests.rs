use domain::{
    conversation::DeliveryFailure,
    courier::{Channel, Tier},
    delivery_service::ServiceState,
    dispatch::{Actor, DeedKind, Outcome, Party, Rung, RungEnd, Tally},
    money::Currency,
    seller::DeliveryService,
};
use uuid::Uuid;

use super::*;
use crate::records::order::tests::order;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn courier() -> CourierId {
    CourierId::from_uuid(Uuid::from_u128(9))
}

fn delivery(status: DeliveryStatus) -> Delivery {
    let order = order();
    Delivery {
        order: order.id,
        seller: order.seller,
        requested_at: at(1_800_000_000),
        country: Country::IvoryCoast,
        zone: order.address.zone,
        due: order.totals.total,
        paid: Money::new(10_000, Currency::Xof),
        refunded: Money::new(2_500, Currency::Xof),
        payment_open: true,
        promised: order.moment,
        lead_hours: 6,
        code: DeliveryCode::drawn("0421"),
        round: 2,
        retried: true,
        units_returned: false,
        fetched: false,
        exhausted: true,
        position_asked: true,
        photo: Some(Photo {
            object: "S/slr_1/photos/ord_1/digest".into(),
            at: "2026-11-28T10:00:00Z".parse().unwrap(),
        }),
        attempts: vec![Attempt {
            number: 1,
            round: 1,
            courier: courier(),
            tier: Tier::Pool,
            offered_at: at(1_800_000_000),
            channels: vec![Channel::Call, Channel::Sms],
            rungs: vec![Rung {
                channel: Channel::Call,
                at: at(1_800_000_000),
                end: Some(RungEnd::NoKey),
            }],
            via: Some(Channel::Sms),
            outcome: Outcome::Expired,
        }],
        bookings: vec![Booking {
            unwanted: true,
            number: 1,
            round: 2,
            service: DeliveryService::Glovo,
            at: at(9),
            reference: Some("TN1".into()),
            state: Some(ServiceState::AtPickup),
            price: Some(Money::new(1_800, Currency::Xof)),
        }],
        undo: Some(Undo {
            at: at(1_800_000_000),
            status: Box::new(DeliveryStatus::Assigned { courier: courier() }),
            promised: order.moment,
            round: 1,
            retried: false,
        }),
        history: vec![
            Deed { at: at(7), by: Actor::Courier(courier()), what: DeedKind::PickedUp },
            Deed { at: at(8), by: Actor::Seller, what: DeedKind::Undone },
        ],
        status,
    }
}

#[test]
fn a_delivery_reads_back_in_every_state() {
    let courier = courier();
    for status in [
        DeliveryStatus::AwaitingDeposit {
            amount: Money::new(5_000, Currency::Xof),
            until: at(300),
        },
        DeliveryStatus::Offered {
            attempt: 1,
            courier: courier.clone(),
            expires_at: at(300),
            next_rung_at: Some(at(75)),
        },
        DeliveryStatus::WithService { booking: 1, check_at: at(60) },
        DeliveryStatus::Assigned { courier: courier.clone() },
        DeliveryStatus::PickedUp { courier: courier.clone() },
        DeliveryStatus::AwaitingCode { courier: courier.clone(), wrong: 2 },
        DeliveryStatus::CodeLocked { courier: courier.clone() },
        DeliveryStatus::AwaitingCash { courier: courier.clone() },
        DeliveryStatus::Delivered {
            courier: Some(courier),
            collected: Money::new(46_500, Currency::Xof),
            at: at(9),
        },
        DeliveryStatus::NobodyFound(Tally { asked: 4, refused: 2, silent: 1, unreachable: 1 }),
        DeliveryStatus::AwaitingRetry { at: at(5) },
        DeliveryStatus::PickupAtShop,
        DeliveryStatus::Failed { reason: DeliveryFailure::WrongAddress, at: at(5) },
        DeliveryStatus::Cancelled { by: Party::Seller },
    ] {
        let delivery = delivery(status);
        let json = serde_json::to_string(&DeliveryRecord::from(&delivery)).unwrap();
        let read: DeliveryRecord = serde_json::from_str(&json).unwrap();
        assert_eq!(Delivery::try_from(&read), Ok(delivery), "{json}");
    }
}

#[test]
fn what_is_stored_keeps_its_shape() {
    let status = DeliveryStatus::Offered {
        attempt: 1,
        courier: courier(),
        expires_at: at(300),
        next_rung_at: None,
    };
    let record = DeliveryRecord::from(&delivery(status));
    insta::assert_json_snapshot!(record);
    assert!(!format!("{record:?}").contains("0421"));
}

#[test]
fn a_delivery_kept_before_units_were_given_back_reads() {
    let record = DeliveryRecord::from(&delivery(DeliveryStatus::PickupAtShop));
    let mut old = serde_json::to_value(record).unwrap();
    old.as_object_mut().unwrap().remove("units_returned");
    let read: DeliveryRecord = serde_json::from_value(old).unwrap();
    assert!(!read.units_returned);
}

#[test]
fn a_damaged_delivery_names_the_field() {
    let good = DeliveryRecord::from(&delivery(DeliveryStatus::PickupAtShop));
    let damaged = |change: fn(&mut DeliveryRecord)| {
        let mut record = good.clone();
        change(&mut record);
        Delivery::try_from(&record).map_err(|error| error.field)
    };
    assert_eq!(damaged(|r| r.code = "42".into()), Err("code"));
    assert_eq!(damaged(|r| r.country = "FR".into()), Err("country"));
    assert_eq!(damaged(|r| r.zone = Some("x".into())), Err("zone"));
    assert_eq!(damaged(|r| r.attempts[0].courier = "ord_1".into()), Err("courier"));
}
