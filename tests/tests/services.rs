//! A delivery service carries what no courier took: paid, with a point on the map, and never at a
//! price that the seller did not approve.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use system_tests::{
    payment::{pay, session_of, with_wave},
    phone::{Phone, words_of},
    sale::ordered,
    seller::{Seller, fresh_digits},
    stack::Stack,
    waiting,
};

fn xof(amount: i64) -> Value {
    json!({"amount": amount, "currency": "XOF"})
}

/// A shop without couriers, whose parcels Yango fetches for at most that price.
async fn shop_with_yango(stack: &Stack, max_price: i64) -> Result<Seller> {
    let (seller, _) = Seller::with_a_shop(stack, &[]).await?;
    with_wave(&seller, true, &json!({"provider": "wave", "deposit": null})).await?;
    let token = json!({"token": format!("y0_{}", fresh_digits(20))});
    let (status, answer) =
        seller.call(Method::PUT, "/delivery-services/yango", Some(&token)).await?;
    ensure!(status.is_success(), "{status}: {answer}");
    let rules = json!({"delivery": {
        "pickup_place": "Boutique Awa, marché de Cocody",
        "pickup_pin": {"lat": 5.3478, "lng": -3.9867},
        "services": [{"service": "yango", "max_price": xof(max_price)}],
    }});
    let (status, answer) = seller.call(Method::PATCH, "/me/settings", Some(&rules)).await?;
    ensure!(status.is_success(), "{status}: {answer}");
    Ok(seller)
}

/// A paid order whose prospect was asked where the door is.
async fn paid_order(seller: &Seller) -> Result<Phone> {
    let prospect = ordered(seller).await?;
    prospect.hears("pas encore trouvé de livreur").await?;
    pay(&seller.stack, &session_of(&prospect).await?, Value::Null).await?;
    let asked = prospect.hears("Il lui faut votre position exacte").await?;
    assert_eq!(asked["body"]["interactive"]["type"], "location_request_message", "{asked}");
    Ok(prospect)
}

async fn shares_a_position(prospect: &Phone) -> Result<()> {
    let place = json!({"latitude": 5.3599, "longitude": -3.9867});
    prospect.send_kind(&json!({"type": "location", "location": place})).await?;
    prospect.hears("votre position est transmise").await?;
    Ok(())
}

/// Yango's claim of the shop's only order.
async fn claim_of(seller: &Seller) -> Result<String> {
    let booking = waiting::until("a booking", async || {
        let deliveries = seller.get("/deliveries").await?;
        let booking = deliveries["items"][0]["bookings"][0].clone();
        Ok(booking["reference"].as_str().map(str::to_owned))
    });
    booking.await
}

async fn advance(stack: &Stack, claim: &str) -> Result<()> {
    let step = stack.simulator(&format!("/sim/yango/_control/claims/{claim}/advance"));
    stack.post(&step, &json!({})).await?;
    Ok(())
}

async fn yango_says(stack: &Stack, claim: &str, status: &str) -> Result<()> {
    let says = stack.simulator(&format!("/sim/yango/_control/claims/{claim}/status"));
    stack.post(&says, &json!({"status": status})).await?;
    Ok(())
}

#[tokio::test]
async fn a_paid_order_without_a_courier_is_carried_by_a_service() -> Result<()> {
    let stack = Stack::running()?;
    let seller = shop_with_yango(&stack, 3_000).await?;
    let prospect = paid_order(&seller).await?;
    shares_a_position(&prospect).await?;
    let claim = claim_of(&seller).await?;
    let owner = Phone::of_courier(&stack, &seller.phone);
    yango_says(&stack, &claim, "performer_found").await?;
    prospect.hears("Yango Delivery").await?;
    let told = words_of(&owner.hears("vient chercher la commande").await?);
    assert!(told.contains("FCFA"), "the price is said: {told}");
    yango_says(&stack, &claim, "pickuped").await?;
    prospect.hears("a récupéré votre colis").await?;
    yango_says(&stack, &claim, "delivered").await?;
    advance(&stack, &claim).await?;
    let order = seller.order_in("delivered").await?;
    assert_eq!(order["total"], xof(46_500), "{order}");
    prospect.hears("Votre commande est livrée").await?;
    let months = seller.get("/figures/months").await?;
    let month = months["items"].as_array().and_then(|months| months.last()).context("a month")?;
    assert_eq!((&month["mobile"], &month["cash"]), (&xof(46_500), &xof(0)), "{months}");
    Ok(())
}

#[tokio::test]
async fn a_service_that_costs_money_to_give_up_waits_for_the_seller() -> Result<()> {
    let stack = Stack::running()?;
    let seller = shop_with_yango(&stack, 3_000).await?;
    let prospect = paid_order(&seller).await?;
    shares_a_position(&prospect).await?;
    let claim = claim_of(&seller).await?;
    yango_says(&stack, &claim, "performer_found").await?;
    let order = seller.order_in("confirmed").await?;
    let id = order["id"].as_str().context("no order")?.to_owned();
    let settled = format!("/deliveries/{id}/decision");
    let early = json!({"kind": "cancel_service", "booking": 1});
    let (status, answer) = seller.call(Method::POST, &settled, Some(&early)).await?;
    assert_eq!(status.as_u16(), 409, "nobody gave it up yet: {answer}");
    // Yango asks for money once its courier waits at the shop.
    yango_says(&stack, &claim, "pickup_arrived").await?;
    waiting::until("the arrival", async || {
        let delivery = seller.get(&format!("/deliveries/{id}")).await?;
        Ok((delivery["bookings"][0]["state"] == "at_pickup").then_some(()))
    })
    .await?;
    seller.created(&format!("/orders/{id}/cancel"), &json!({})).await?;
    let owner = Phone::of_courier(&stack, &seller.phone);
    let question = owner.hears("l'annuler coûte").await?;
    let before = status_of(&stack, &claim).await?;
    assert!(!before.starts_with("cancel"), "nothing is paid without a word: {before}");
    owner.tap(&question, "Payer et annuler").await?;
    waiting::until("the claim's end", async || {
        let status = status_of(&stack, &claim).await?;
        Ok(status.starts_with("cancel").then_some(()))
    })
    .await?;
    Ok(())
}

async fn status_of(stack: &Stack, claim: &str) -> Result<String> {
    let claims = stack.get_json(&stack.simulator("/sim/yango/_control/claims")).await?;
    let ours = claims["claims"].as_array().into_iter().flatten().find(|known| known["id"] == claim);
    let status = ours.and_then(|claim| claim["status"].as_str());
    Ok(status.context("no such claim")?.to_owned())
}

#[tokio::test]
async fn glovo_is_told_where_to_call_and_keys_it_refuses_are_told_to_the_seller() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let keys = |secret: &str| {
        json!({
            "client_id": fresh_digits(12), "client_secret": secret,
            "address_id": "a-1", "partner_secret": fresh_digits(20),
        })
    };
    let told = async || {
        let all = stack.get_json(&stack.simulator("/sim/glovo/_control/requests")).await?;
        let calls = all["requests"].as_array().into_iter().flatten();
        anyhow::Ok(calls.filter(|call| call["call"] == "webhooks").count())
    };
    let before = told().await?;
    let path = "/delivery-services/glovo";
    let (status, answer) = seller.call(Method::PUT, path, Some(&keys("right"))).await?;
    ensure!(status.is_success(), "{status}: {answer}");
    waiting::until("Glovo's registration", async || Ok((told().await? > before).then_some(())))
        .await?;
    let (status, answer) = seller.call(Method::PUT, path, Some(&keys("wrong"))).await?;
    ensure!(status.is_success(), "{status}: {answer}");
    let owner = Phone::of_courier(&stack, &seller.phone);
    owner.hears("Glovo n'accepte pas les clés").await?;
    Ok(())
}
