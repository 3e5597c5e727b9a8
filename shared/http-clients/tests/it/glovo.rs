use domain::{
    delivery_service::{CancelTerms, ServiceState},
    seller::DeliveryService,
};
use http_clients::delivery::{DeliveryServiceClient, Disposition, RefusalClass, ServiceError};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::world::{World, francs, request};

fn keys_of(client: &Value, secret: &str) -> SecretString {
    let keys = json!({"client_id": client, "client_secret": secret, "address_id": "addr",
                      "partner_secret": "hush"});
    SecretString::from(keys.to_string())
}

fn keys() -> SecretString {
    keys_of(&json!("awa"), "s3cret")
}

fn client(world: &World) -> DeliveryServiceClient<'_> {
    world.services.of(DeliveryService::Glovo)
}

#[tokio::test]
async fn a_quote_becomes_a_parcel_that_is_followed_to_the_door() {
    use ServiceState::{Assigned, AtDropoff, AtPickup, Delivered, PickedUp, Searching};
    let world = World::new().await;
    let quote = client(&world).quote(&keys(), &request(1)).await.unwrap();
    assert_eq!((quote.price, quote.eta_minutes), (francs(1_700), Some(45)));
    assert!(quote.expires_at.is_some());
    let parcel = client(&world).create(&keys(), &request(1), Some(&quote)).await.unwrap();
    assert_eq!(parcel.seen.state, Some(ServiceState::AwaitingConfirm));
    assert_eq!((parcel.seen.awaits_us, parcel.seen.price), (false, Some(francs(1_700))));
    let kept = world.seen_by("glovo", "parcels").await;
    let place = &kept[0]["asked"]["quote"]["deliveryAddress"]["coordinates"];
    assert_eq!(place.to_string(), r#"{"latitude":5.3364001,"longitude":-4.0713999}"#);
    assert_eq!(kept[0]["asked"]["pickupOrderCode"], "C4F2A1");
    let mut states = Vec::new();
    for _ in 0..6 {
        let path = format!("parcels/{}/advance", parcel.reference);
        world.make("glovo", &path, Value::Null).await;
        let seen = client(&world).read(&keys(), &parcel.reference).await.unwrap();
        if seen.state == Some(PickedUp) {
            assert_eq!(seen.courier.unwrap().phone.unwrap().e164(), "+2250101020304");
            assert!(seen.tracking.unwrap().ends_with(&parcel.reference));
        }
        states.extend(seen.state);
    }
    assert_eq!(states, [Searching, Assigned, AtPickup, PickedUp, AtDropoff, Delivered]);
}

#[tokio::test]
async fn a_token_is_fetched_once_and_again_when_it_ends() {
    let world = World::new().await;
    let tokens = async || {
        let asked = world.seen_by("glovo", "requests").await;
        asked.iter().filter(|asked| asked["call"] == "oauth/token").count()
    };
    for _ in 0..3 {
        client(&world).quote(&keys(), &request(1)).await.unwrap();
    }
    assert_eq!(tokens().await, 1);
    world.make("glovo", "expire-tokens", Value::Null).await;
    client(&world).quote(&keys(), &request(1)).await.unwrap();
    assert_eq!(tokens().await, 2);
    // Another seller's keys never get this one's token.
    let wrong = client(&world).quote(&keys_of(&json!("awa"), "wrong"), &request(1)).await;
    assert_eq!(wrong.unwrap_err().class(), Some(RefusalClass::BadKeys));
    client(&world).quote(&keys_of(&json!(4_711), "s3cret"), &request(1)).await.unwrap();
    let malformed = client(&world).quote(&SecretString::from("{}"), &request(1)).await;
    assert!(matches!(malformed.unwrap_err(), ServiceError::UnusableKeys));
}

#[tokio::test]
async fn a_booking_whose_answer_is_lost_is_unclear_and_not_for_repeating() {
    let world = World::new().await;
    let quote = client(&world).quote(&keys(), &request(1)).await.unwrap();
    world.make("glovo", "faults", json!({"fault": "lost_booking"})).await;
    let book = async || client(&world).create(&keys(), &request(1), Some(&quote)).await;
    let lost = book().await.unwrap_err();
    assert_eq!((lost.disposition(), lost.code()), (Disposition::Unclear, "service_maybe_booked"));
    let used = book().await.unwrap_err();
    assert_eq!(used.class(), Some(RefusalClass::OfferExpired));
    assert_eq!(world.seen_by("glovo", "parcels").await.len(), 1);
}

#[tokio::test]
async fn a_parcel_is_given_up_until_a_courier_has_it() {
    let world = World::new().await;
    let book = async || client(&world).create(&keys(), &request(1), None).await.unwrap().reference;
    let first = book().await;
    let terms = client(&world).cancel_terms(&keys(), &first).await.unwrap();
    assert_eq!(terms, CancelTerms::Free);
    for _ in 0..2 {
        let gone = client(&world).cancel(&keys(), &first, 0, terms).await.unwrap();
        assert_eq!(gone.state, Some(ServiceState::Cancelled));
    }
    let second = book().await;
    let become_picked = json!({"state": "PICKED"});
    world.make("glovo", &format!("parcels/{second}/status"), become_picked).await;
    let terms = client(&world).cancel_terms(&keys(), &second).await.unwrap();
    assert_eq!(terms, CancelTerms::Unavailable);
    let forced = client(&world).cancel(&keys(), &second, 0, CancelTerms::Free).await.unwrap_err();
    assert_eq!(forced.class(), Some(RefusalClass::WrongState));
}

#[tokio::test]
async fn an_address_is_registered_and_outside_its_country_glovo_has_no_way() {
    let world = World::new().await;
    world
        .glovo
        .register_webhook(&keys(), "https://api.example.com/callbacks/glovo/s")
        .await
        .unwrap();
    let mut dakar = request(1);
    dakar.dropoff.pin.latitude_e7 = 147_000_000;
    dakar.dropoff.pin.longitude_e7 = -174_000_000;
    let error = client(&world).quote(&keys(), &dakar).await.unwrap_err();
    assert_eq!(error.class(), Some(RefusalClass::NoRoute));
}
