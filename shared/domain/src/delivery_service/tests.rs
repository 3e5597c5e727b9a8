use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    country::Country,
    ids::{ConversationId, OrderId, ProductId, SellerId, VariantId},
    moment::{Moment, Period},
    money::Currency,
    order::{Address, Line, Order, OrderStatus, Pin, Recipient, Totals},
    seller::{Seller, ServiceRule, ShopSettings},
};

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn phone(written: &str) -> Phone {
    Phone::parse(written, Country::IvoryCoast).unwrap()
}

fn shop() -> Seller {
    let mut settings = ShopSettings::default();
    settings.delivery.pickup_place = "Cocody Angré, face à la pharmacie".into();
    settings.delivery.pickup_pin = Some(Pin { latitude_e7: 53_600_000, longitude_e7: -39_857_000 });
    settings.delivery.services = vec![
        ServiceRule { service: DeliveryService::Yango, max_price: 2_000 },
        ServiceRule { service: DeliveryService::Glovo, max_price: 3_000 },
    ];
    Seller {
        id: SellerId::from_uuid(Uuid::from_u128(1)),
        first_name: "Awa".into(),
        last_name: "Koné".into(),
        shop_name: "Boutique Awa".into(),
        country: Country::IvoryCoast,
        phone: phone("0707000001"),
        email: "awa@example.ci".into(),
        settings,
    }
}

fn order(price: i64) -> Order {
    let lines = vec![Line {
        product: ProductId::from_uuid(Uuid::from_u128(1)),
        variant: VariantId::only(),
        name: "Robe wax".into(),
        quantity: 2,
        unit_price: francs(price),
    }];
    Order {
        id: OrderId::from_uuid(Uuid::from_u128(2)),
        seller: SellerId::from_uuid(Uuid::from_u128(1)),
        conversation: ConversationId::from_uuid(Uuid::from_u128(3)),
        status: OrderStatus::Pending,
        revision: 0,
        totals: Totals::of(&lines, francs(1_500)).unwrap(),
        lines,
        address: Address {
            commune: "Yopougon".into(),
            landmark: "derrière la mosquée".into(),
            pin: Some(Pin { latitude_e7: 53_364_000, longitude_e7: -40_713_000 }),
            ..Address::default()
        },
        contact_name: "Moussa".into(),
        contact_phone: phone("0701020304"),
        recipient: Some(Recipient { name: "Mariam".into(), phone: phone("0505123456") }),
        payer: None,
        moment: Moment { day: jiff::civil::date(2026, 11, 28), period: Period::Morning },
        ad_id: None,
        placed_at: "2026-11-27T10:00:00Z".parse().unwrap(),
    }
}

fn any_state() -> impl Strategy<Value = ServiceState> {
    proptest::sample::select(&ServiceState::ALL[..])
}

proptest! {
    #[test]
    fn whatever_is_said_in_whatever_order_a_booking_never_goes_back(
        said in proptest::collection::vec(any_state(), 0..40),
    ) {
        let place = |state: ServiceState| ServiceState::ALL.iter().position(|s| *s == state);
        let mut state = ServiceState::AwaitingConfirm;
        for next in said {
            let was_over = state.is_over();
            if let Some(after) = state.advance(next) {
                prop_assert!(!was_over, "{state:?} was left for {after:?}");
                prop_assert_eq!(after, next);
                prop_assert!(place(state) < place(after), "{:?} went back to {:?}", state, after);
                state = after;
            }
            prop_assert_eq!(state.advance(next), None, "the same news twice is no news");
        }
    }

    #[test]
    fn the_last_word_is_heard_however_many_are_lost(lost in any_state(), last in any_state()) {
        prop_assume!(!lost.is_over() && last.is_over());
        prop_assert_eq!(lost.advance(last), Some(last));
    }
}

#[test]
fn only_an_end_before_the_pick_up_sends_the_order_back_to_the_search() {
    use ServiceState::{AtDropoff, AtPickup, Cancelled, Delivered, NoCourier, PickedUp, Searching};
    assert!(NoCourier.frees_the_order(Searching) && Cancelled.frees_the_order(AtPickup));
    assert!(!Cancelled.frees_the_order(PickedUp) && !NoCourier.frees_the_order(AtDropoff));
    assert!(!Delivered.frees_the_order(AtPickup));
}

#[test]
fn a_service_needs_two_pins_and_an_order_that_is_paid() {
    let services = |order: &Order, shop: &Seller, paid, tried: &[DeliveryService]| {
        bookable(order, shop, paid, tried)
            .map(|rules| rules.iter().map(|rule| rule.service).collect::<Vec<_>>())
    };
    let (full, yango, glovo) = (order(15_000), DeliveryService::Yango, DeliveryService::Glovo);
    assert_eq!(services(&full, &shop(), true, &[]), Ok(vec![yango, glovo]));
    assert_eq!(services(&full, &shop(), true, &[yango]), Ok(vec![glovo]));
    assert_eq!(services(&full, &shop(), true, &[glovo, yango]), Err(NotBookable::NoServiceLeft));
    assert_eq!(services(&full, &shop(), false, &[]), Err(NotBookable::CashDue));
    assert_eq!(
        services(&order(PARCEL_VALUE_MAX), &shop(), true, &[]),
        Err(NotBookable::TooValuable)
    );
    let mut nowhere = full.clone();
    nowhere.address.pin = None;
    assert_eq!(services(&nowhere, &shop(), true, &[]), Err(NotBookable::NoDropoffPin));
    let mut unplaced = shop();
    unplaced.settings.delivery.pickup_pin = None;
    assert_eq!(services(&full, &unplaced, true, &[]), Err(NotBookable::NoPickupPin));
    unplaced.settings.delivery.services.clear();
    assert_eq!(services(&full, &unplaced, true, &[]), Err(NotBookable::NoServiceLeft));
}

#[test]
fn a_price_is_approved_up_to_the_sellers_limit_in_the_shops_currency_only() {
    let rule = ServiceRule { service: DeliveryService::Yango, max_price: 2_000 };
    let asked = |price| rule.approve(price, &shop());
    assert_eq!(asked(Some(francs(2_000))), Approval::Allowed);
    assert_eq!(asked(Some(francs(2_001))), Approval::TooDear);
    assert_eq!(asked(None), Approval::Unknown);
    assert_eq!(asked(Some(Money::new(10, Currency::Xaf))), Approval::Unknown);
    assert_eq!(asked(Some(francs(-1))), Approval::Unknown);
}

#[test]
fn a_request_goes_to_who_receives_and_each_attempt_is_a_new_one() {
    let request = ServiceRequest::of(&order(15_000), &shop(), 2).unwrap();
    assert_eq!(request.request_id, format!("{}-2", order(1).id));
    assert_eq!(
        (request.dropoff.name.as_str(), &request.dropoff.phone),
        ("Mariam", &phone("0505123456"))
    );
    assert_eq!(request.pickup.words, "Cocody Angré, face à la pharmacie");
    assert_eq!(request.dropoff.landmark, "derrière la mosquée");
    let shown = format!("{request:?}");
    assert!(!shown.contains("Mariam") && !shown.contains("mosquée"), "{shown}");
}
