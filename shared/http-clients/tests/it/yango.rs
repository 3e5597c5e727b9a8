use domain::{
    delivery_service::{CancelTerms, Seen, ServiceState},
    seller::DeliveryService,
};
use http_clients::delivery::{
    Booked, DeliveryServiceClient, Disposition, RefusalClass, ServiceError,
};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::world::{World, francs, request};

fn keys() -> SecretString {
    SecretString::from("token")
}

fn client(world: &World) -> DeliveryServiceClient<'_> {
    world.services.of(DeliveryService::Yango)
}

async fn booked(world: &World) -> Booked {
    client(world).create(&keys(), &request(1), None).await.unwrap()
}

async fn read(world: &World, reference: &str) -> Seen {
    client(world).read(&keys(), reference).await.unwrap()
}

async fn step(world: &World, reference: &str) {
    world.make("yango", &format!("claims/{reference}/advance"), Value::Null).await;
}

#[tokio::test]
async fn a_claim_goes_from_a_price_to_the_door() {
    use ServiceState::{Assigned, AtDropoff, AtPickup, Delivered, PickedUp, Searching};
    let world = World::new().await;
    let quote = client(&world).quote(&keys(), &request(1)).await.unwrap();
    assert_eq!((quote.price, quote.eta_minutes), (francs(1_500), Some(31)));
    let claim = booked(&world).await;
    assert_eq!(claim.seen.state, Some(ServiceState::AwaitingConfirm));
    let ready = read(&world, &claim.reference).await;
    assert_eq!((ready.awaits_us, ready.price), (true, Some(francs(1_500))));
    assert!(ready.expires_at.is_some() && ready.courier.is_none());
    let confirmed = client(&world).confirm(&keys(), &claim.reference, &ready).await.unwrap();
    assert_eq!(confirmed.state, Some(Searching));
    let mut states = Vec::new();
    let mut last = confirmed;
    while !last.state.is_some_and(ServiceState::is_over) {
        step(&world, &claim.reference).await;
        last = read(&world, &claim.reference).await;
        if last.state == Some(PickedUp) {
            let courier = last.courier.clone().unwrap();
            assert_eq!((courier.name.as_str(), courier.extension.as_deref()), ("Yao", Some("321")));
            assert_eq!(courier.phone.unwrap().e164(), "+2252722000000");
            assert!(last.tracking.as_ref().unwrap().ends_with(&claim.reference));
        }
        states.extend(last.state);
    }
    states.dedup();
    assert_eq!(states, [Searching, Assigned, AtPickup, PickedUp, AtDropoff, Delivered]);
}

#[tokio::test]
async fn what_is_asked_is_in_yangos_words() {
    let world = World::new().await;
    booked(&world).await;
    let asked = world.seen_by("yango", "requests").await;
    let create = asked.iter().find(|asked| asked["call"] == "claims/create").unwrap();
    assert!(asked.iter().all(|asked| asked["language"] == "fr"));
    let body = &create["body"];
    let text = body.to_string();
    assert!(text.contains("[-4.0713999,5.3364001]"), "longitude first, exactly: {text}");
    let item = &body["items"][0];
    assert_eq!((&item["cost_value"], &item["cost_currency"]), (&json!("15000.00"), &json!("XOF")));
    assert_eq!((&item["droppof_point"], &item["dropoff_point"]), (&json!(2), &json!(2)));
    assert!(body["comment"].as_str().unwrap().contains("derrière la mosquée"));
    assert_eq!(body["auto_accept"], false);
    let callback = body["callback_properties"]["callback_url"].as_str().unwrap();
    let request = request(1);
    let of = format!("of={}.{}&", request.seller, request.order);
    assert!(callback.ends_with(&of), "{callback}");
    assert!(callback.contains("?k=secret%26of%3Dme&"), "the secret is escaped: {callback}");
}

#[tokio::test]
async fn a_lost_answer_books_once() {
    let world = World::new().await;
    let lost = json!({"call": "claims/create", "fault": "lost_answer"});
    world.make("yango", "faults", lost).await;
    let error = client(&world).create(&keys(), &request(1), None).await.unwrap_err();
    assert!(matches!(error.disposition(), Disposition::Retry { .. }), "{error:?}");
    let first = booked(&world).await;
    assert_eq!(booked(&world).await.reference, first.reference);
    assert_eq!(world.seen_by("yango", "claims").await.len(), 1);
    client(&world).create(&keys(), &request(2), None).await.unwrap();
    assert_eq!(world.seen_by("yango", "claims").await.len(), 2, "another attempt is another claim");
}

#[tokio::test]
async fn a_confirmation_whose_answer_is_lost_is_repeated_without_harm() {
    let world = World::new().await;
    let claim = booked(&world).await;
    let ready = read(&world, &claim.reference).await;
    let lost = json!({"call": "claims/accept", "fault": "lost_answer"});
    world.make("yango", "faults", lost).await;
    let confirm = async || client(&world).confirm(&keys(), &claim.reference, &ready).await;
    assert!(matches!(confirm().await.unwrap_err(), ServiceError::Transport(_)));
    assert_eq!(confirm().await.unwrap().state, Some(ServiceState::Searching));
}

#[tokio::test]
async fn only_the_price_that_was_approved_is_confirmed() {
    let world = World::new().await;
    world.make("yango", "settings", json!({"claim_price": "1800.00"})).await;
    let claim = booked(&world).await;
    let ready = read(&world, &claim.reference).await;
    assert_eq!(ready.price, Some(francs(1_800)), "a claim may cost more than was quoted");
    let path = format!("claims/{}/status", claim.reference);
    let again = json!({"status": "", "price": "1800"});
    world.make("yango", &path, again).await;
    let stale = Seen { version: ready.version - 1, ..ready.clone() };
    let dearer = json!({"status": "", "price": "2500"});
    world.make("yango", &path, dearer).await;
    for seen in [&ready, &stale] {
        let error = client(&world).confirm(&keys(), &claim.reference, seen).await.unwrap_err();
        assert_eq!(error.class(), Some(RefusalClass::PriceChanged));
    }
    assert!(read(&world, &claim.reference).await.awaits_us);
    // The same price under another version is the price that was approved.
    let cheap = json!({"status": "", "price": "1800"});
    world.make("yango", &path, cheap).await;
    let confirmed = client(&world).confirm(&keys(), &claim.reference, &stale).await.unwrap();
    assert_eq!(confirmed.state, Some(ServiceState::Searching));
}

#[tokio::test]
async fn an_offer_that_is_too_old_is_not_confirmed() {
    let world = World::new().await;
    let claim = booked(&world).await;
    let ready = read(&world, &claim.reference).await;
    world.make("yango", "clock", json!({"advance_seconds": 601})).await;
    let error = client(&world).confirm(&keys(), &claim.reference, &ready).await.unwrap_err();
    assert_eq!(error.class(), Some(RefusalClass::OfferExpired));
    assert_eq!(error.disposition(), Disposition::GiveUp);
}

#[tokio::test]
async fn errors_inside_a_success_are_errors() {
    let world = World::new().await;
    let broken = |call: &str| json!({"call": call, "fault": "error_in_success"});
    world.make("yango", "faults", broken("check-price")).await;
    let error = client(&world).quote(&keys(), &request(1)).await.unwrap_err();
    assert_eq!(error.class(), Some(RefusalClass::NoRoute));
    world.make("yango", "faults", broken("claims/create")).await;
    let claim = booked(&world).await;
    let failed = read(&world, &claim.reference).await;
    assert_eq!(failed.state, Some(ServiceState::Failed));
    assert_eq!(failed.trouble.as_deref(), Some("estimating.cant_construct_route"));
}

#[tokio::test]
async fn nobody_found_and_words_nobody_knows_are_told_apart() {
    let world = World::new().await;
    let claim = booked(&world).await;
    for (status, state) in [
        ("performer_not_found", Some(ServiceState::NoCourier)),
        ("teleported", None),
        ("cancelled_by_taxi", Some(ServiceState::Cancelled)),
    ] {
        let path = format!("claims/{}/status", claim.reference);
        world.make("yango", &path, json!({"status": status})).await;
        assert_eq!(read(&world, &claim.reference).await.state, state, "{status}");
    }
}

#[tokio::test]
async fn a_claim_is_given_up_on_the_terms_that_were_agreed_to() {
    let world = World::new().await;
    let service = client(&world);
    let claim = booked(&world).await;
    let ready = read(&world, &claim.reference).await;
    let terms = service.cancel_terms(&keys(), &claim.reference).await.unwrap();
    assert_eq!(terms, CancelTerms::Free);
    let confirmed = service.confirm(&keys(), &claim.reference, &ready).await.unwrap();
    // Another version, the same terms: asked again by the client.
    let gone = service.cancel(&keys(), &claim.reference, ready.version, terms).await.unwrap();
    assert_eq!(gone.state, Some(ServiceState::Cancelled));
    let twice = service.cancel(&keys(), &claim.reference, confirmed.version, terms).await.unwrap();
    assert_eq!(twice.state, Some(ServiceState::Cancelled), "twice is once");

    let claim = service.create(&keys(), &request(2), None).await.unwrap();
    let ready = read(&world, &claim.reference).await;
    service.confirm(&keys(), &claim.reference, &ready).await.unwrap();
    for _ in 0..2 {
        step(&world, &claim.reference).await;
    }
    let found = read(&world, &claim.reference).await;
    assert_eq!(found.state, Some(ServiceState::Assigned));
    for version in [found.version, found.version - 1] {
        let refused = service.cancel(&keys(), &claim.reference, version, CancelTerms::Free).await;
        assert_eq!(refused.unwrap_err().class(), Some(RefusalClass::TermsChanged));
    }
    let terms = service.cancel_terms(&keys(), &claim.reference).await.unwrap();
    assert_eq!(terms, CancelTerms::Paid(Some(francs(500))), "the fee is known before it is paid");
    let gone = service.cancel(&keys(), &claim.reference, found.version, terms).await.unwrap();
    assert_eq!(gone.state, Some(ServiceState::Cancelled));
    let never = service.cancel(&keys(), &claim.reference, 1, CancelTerms::Unavailable).await;
    assert_eq!(never.unwrap_err().class(), Some(RefusalClass::WrongState));
}

#[tokio::test]
async fn pace_outages_and_bad_keys_say_what_to_do() {
    let world = World::new().await;
    let quote = async || client(&world).quote(&keys(), &request(1)).await.unwrap_err();
    world.make("yango", "faults", json!({"call": "check-price", "fault": "rate_limited"})).await;
    let limited = quote().await;
    let after = std::time::Duration::from_secs(7);
    assert_eq!(limited.disposition(), Disposition::Retry { after });
    world.make("yango", "faults", json!({"call": "check-price", "fault": "outage"})).await;
    assert_eq!(quote().await.class(), Some(RefusalClass::Outage));
    let wrong = SecretString::from("wrong");
    let error = client(&world).quote(&wrong, &request(1)).await.unwrap_err();
    let verdict = (error.class(), error.disposition(), error.code());
    assert_eq!(verdict, (Some(RefusalClass::BadKeys), Disposition::GiveUp, "service_refused"));
    let mut swapped = request(1);
    std::mem::swap(&mut swapped.dropoff.pin.latitude_e7, &mut swapped.dropoff.pin.longitude_e7);
    let error = client(&world).quote(&keys(), &swapped).await.unwrap_err();
    assert_eq!(error.class(), Some(RefusalClass::NoRoute));
}
