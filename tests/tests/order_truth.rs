//! An order in depth: units kept aside, corrections, cancellation, and the same again.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::Result;
use serde_json::{Value, json};
use system_tests::{
    model,
    phone::{Phone, words_of},
    seller::Seller,
    stack::Stack,
    waiting,
};

fn call(name: &str, args: &Value) -> Value {
    json!({"call": {"name": name, "args": args}})
}

async fn product(seller: &Seller) -> Result<Value> {
    Ok(seller.get("/products").await?["items"][0].clone())
}

/// What is left of size 42; a shop of these tests begins with five.
async fn left(seller: &Seller) -> Result<i64> {
    let product = product(seller).await?;
    let variants = product["variants"].as_array().cloned().unwrap_or_default();
    let found = variants.iter().find(|variant| variant["label"] == "42");
    Ok(found.and_then(|variant| variant["stock"].as_i64()).unwrap_or(-1))
}

async fn left_is(seller: &Seller, count: i64) -> Result<()> {
    waiting::until(&format!("{count} units left"), async || {
        Ok((left(seller).await? == count).then_some(()))
    })
    .await
}

/// The answers of a model that puts `quantity` of size 42 into a recap.
async fn sale(seller: &Seller, quantity: u32) -> Result<Vec<Value>> {
    let id = product(seller).await?["id"].clone();
    Ok(vec![
        call("update_cart", &json!({"product_id": id, "variant": "42", "quantity": quantity})),
        call("set_delivery_address", &json!({"commune": "Cocody"})),
        call("show_recap", &json!({})),
    ])
}

/// The recap a prospect is shown of so many pairs.
async fn shown(seller: &Seller, prospect: &Phone, quantity: u32) -> Result<Value> {
    let sale = sale(seller, quantity).await?;
    model::script(seller, &sale).await?;
    prospect.say(&format!("je veux {quantity} paires en 42 à Cocody")).await?;
    prospect.hears("Vous confirmez ?").await
}

async fn ordered(seller: &Seller, prospect: &Phone, quantity: u32) -> Result<Value> {
    let recap = shown(seller, prospect, quantity).await?;
    prospect.tap(&recap, "Confirmer").await?;
    seller.order_in("pending").await
}

#[tokio::test]
async fn units_of_an_open_recap_are_kept_from_others_and_come_back() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    let first = Phone::facing(&stack, &seller.phone_number_id);
    let recap = shown(&seller, &first, 4).await?;
    left_is(&seller, 1).await?;
    // Another prospect cannot be promised what the first may still confirm.
    let second = Phone::facing(&stack, &seller.phone_number_id);
    let mut two = sale(&seller, 2).await?;
    two.truncate(1);
    two.push(json!({"text": "Il n'en reste pas assez en 42."}));
    model::script(&seller, &two).await?;
    second.say("deux paires en 42").await?;
    second.hears("pas assez").await?;
    // The hold ends by itself, and the recap can still be confirmed.
    left_is(&seller, 5).await?;
    first.tap(&recap, "Confirmer").await?;
    seller.order_in("pending").await?;
    left_is(&seller, 1).await
}

#[tokio::test]
async fn what_went_to_somebody_else_is_said_and_makes_no_order() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    let first = Phone::facing(&stack, &seller.phone_number_id);
    let recap = shown(&seller, &first, 4).await?;
    left_is(&seller, 5).await?;
    let second = Phone::facing(&stack, &seller.phone_number_id);
    ordered(&seller, &second, 3).await?;
    first.tap(&recap, "Confirmer").await?;
    first.hears("Air Max 42").await?;
    waiting::until("an honest word", async || {
        let heard = first.received().await?;
        Ok(heard.iter().any(|message| words_of(message).contains("n'en reste")).then_some(()))
    })
    .await?;
    assert_eq!(seller.orders().await?.len(), 1);
    left_is(&seller, 2).await
}

#[tokio::test]
async fn a_confirmed_order_is_corrected_until_the_parcel_leaves() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, couriers) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    let order = ordered(&seller, &prospect, 1).await?;
    let reference = order["reference"].clone();
    let id = product(&seller).await?["id"].clone();
    let two = json!({"product_id": id, "variant": "42", "quantity": 2});
    let correction = [
        call("change_order", &json!({"order": reference})),
        call("update_cart", &two),
        call("show_recap", &json!({})),
    ];
    model::script(&seller, &correction).await?;
    prospect.say("finalement j'en veux deux").await?;
    let recap = waiting::until("the recap of the change", async || {
        let heard = prospect.received().await?;
        Ok(heard.into_iter().rev().find(|m| words_of(m).contains("91 500 FCFA")))
    })
    .await?;
    assert_eq!(seller.orders().await?[0]["total"]["amount"], 46_500, "not before the button");
    prospect.tap(&recap, "Confirmer").await?;
    waiting::until("the corrected order", async || {
        Ok((seller.orders().await?[0]["total"]["amount"] == 91_500).then_some(()))
    })
    .await?;
    assert_eq!(seller.orders().await?.len(), 1, "a correction is no second order");
    left_is(&seller, 3).await?;
    prospect.tap(&recap, "Confirmer").await?;
    left_is(&seller, 3).await?;

    // A courier has it and leaves: too late.
    let courier = Phone::of_courier(&stack, &couriers[0]);
    let offer = courier.hears("91 500 FCFA").await?;
    courier.tap(&offer, "Accepter").await?;
    seller.order_in("confirmed").await?;
    let job = waiting::until("the « Récupéré » button", async || {
        let received = courier.received().await?;
        Ok(received.into_iter().rev().find(|message| message.to_string().contains("Récupéré")))
    })
    .await?;
    courier.tap(&job, "Récupéré").await?;
    prospect.hears("a récupéré votre colis").await?;
    model::script(&seller, &[call("cancel_order", &json!({"order": reference}))]).await?;
    prospect.say("annulez tout").await?;
    let question = waiting::until("the question", async || {
        let heard = prospect.received().await?;
        Ok(heard.into_iter().rev().find(|m| m.to_string().contains("Oui, annuler")))
    })
    .await?;
    let before = prospect.count().await?;
    prospect.tap(&question, "Oui, annuler").await?;
    waiting::until("a word that it is too late", async || {
        Ok((prospect.count().await? > before).then_some(()))
    })
    .await?;
    assert_eq!(seller.orders().await?[0]["status"], "confirmed");
    left_is(&seller, 3).await
}

#[tokio::test]
async fn a_cancelled_order_gives_its_units_back_and_can_be_had_again() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    let order = ordered(&seller, &prospect, 2).await?;
    let reference = order["reference"].clone();
    model::script(&seller, &[call("cancel_order", &json!({"order": reference}))]).await?;
    prospect.say("je veux annuler").await?;
    let question = waiting::until("the question", async || {
        let heard = prospect.received().await?;
        Ok(heard.into_iter().rev().find(|m| m.to_string().contains("Oui, annuler")))
    })
    .await?;
    assert_eq!(seller.orders().await?[0]["status"], "pending", "asking cancels nothing");
    prospect.tap(&question, "Oui, annuler").await?;
    seller.order_in("cancelled").await?;
    left_is(&seller, 5).await?;
    let again = [call("order_again", &json!({"order": reference})), call("show_recap", &json!({}))];
    model::script(&seller, &again).await?;
    prospect.say("non finalement la même chose").await?;
    let recap = waiting::until("the new recap", async || {
        let heard = prospect.received().await?;
        let recap = |m: &Value| words_of(m).contains("Vous confirmez ?");
        Ok(heard.iter().filter(|m| recap(m)).nth(1).cloned())
    })
    .await?;
    prospect.tap(&recap, "Confirmer").await?;
    seller.order_in("pending").await?;
    assert_eq!(seller.orders().await?.len(), 2);
    left_is(&seller, 3).await
}
