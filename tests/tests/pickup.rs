//! An order that nobody can bring is fetched at the shop: no fee, no courier's ledger, a receipt.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use system_tests::{
    model,
    phone::{Phone, words_of},
    sale::ordered,
    seller::Seller,
    stack::Stack,
    waiting,
};

fn xof(amount: i64) -> Value {
    json!({"amount": amount, "currency": "XOF"})
}

/// An order whose only courier refuses and whose prospect comes to the shop; with its path.
async fn waits_at_the_shop(stack: &Stack) -> Result<(Seller, Phone, String)> {
    let (seller, couriers) = Seller::with_a_shop(stack, &["Blaise"]).await?;
    let prospect = ordered(&seller).await?;
    let blaise = Phone::of_courier(stack, &couriers[0]);
    let offer = blaise.hears("Nouvelle course").await?;
    blaise.tap(&offer, "Refuser").await?;
    let choice = prospect.hears("pas encore trouvé de livreur").await?;
    prospect.tap(&choice, "Retrait en boutique").await?;
    // The parcel stays at 45 000 FCFA: nobody is paid 1 500 FCFA for bringing it.
    prospect.hears("Sans livraison, il y a 45 000 FCFA à payer sur place").await?;
    let owner = Phone::of_courier(stack, &seller.phone);
    owner.hears("À encaisser en boutique : 45 000 FCFA").await?;
    let order = seller.order_in("confirmed").await?;
    assert_eq!(order["total"], xof(45_000), "{order}");
    let id = order["id"].as_str().context("no id")?.to_owned();
    Ok((seller, prospect, id))
}

async fn is_fetched(seller: &Seller, order: &str) -> Result<()> {
    let decision = json!({"kind": "delivered", "collected": xof(45_000)});
    seller.created(&format!("/deliveries/{order}/decision"), &decision).await?;
    seller.order_in("delivered").await?;
    Ok(())
}

async fn documents(prospect: &Phone) -> Result<Vec<Value>> {
    let received = prospect.received().await?;
    Ok(received.into_iter().filter(|message| message["body"]["type"] == "document").collect())
}

#[tokio::test]
async fn what_is_fetched_and_paid_is_a_sale_with_a_receipt_and_without_a_ledger() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, prospect, order) = waits_at_the_shop(&stack).await?;
    is_fetched(&seller, &order).await?;
    prospect.hears("retiré votre commande, 45 000 FCFA").await?;
    waiting::until("the receipt on WhatsApp", async || {
        Ok(documents(&prospect).await?.into_iter().next())
    })
    .await?;
    let receipt = seller.get(&format!("/orders/{order}/receipt")).await?;
    assert_eq!(receipt["total"], xof(45_000), "{receipt}");
    let cash = seller.get("/cash").await?;
    let owed = cash["items"].as_array().into_iter().flatten().filter(|it| it["owed"] != xof(0));
    assert_eq!(owed.count(), 0, "{cash}");
    let months = seller.get("/figures/months").await?;
    let month = months["items"].as_array().and_then(|months| months.last()).context("a month")?;
    let sums = ["delivered", "sales", "fees"].map(|name| month[name].clone());
    assert_eq!(sums, [json!(1), xof(45_000), xof(0)], "{months}");
    // A wrong tap, taken back: it waits at the shop again.
    let undo = json!({"kind": "undo"});
    seller.created(&format!("/deliveries/{order}/decision"), &undo).await?;
    seller.order_in("confirmed").await?;
    let deliveries = seller.get("/deliveries").await?;
    assert_eq!(deliveries["items"][0]["status"], "pickup_at_shop", "{deliveries}");
    Ok(())
}

#[tokio::test]
async fn a_receipt_past_the_window_leaves_once_when_the_prospect_writes_again() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, prospect, order) = waits_at_the_shop(&stack).await?;
    // Meta calls the window closed for the news, before the receipt is made.
    let fault = json!({
        "phone_number_id": seller.phone_number_id, "path_contains": "/messages",
        "to": prospect.wa_id, "effect": {"http": 400, "code": 131_047},
    });
    stack.post(&stack.simulator("/sim/graph/_control/faults"), &fault).await?;
    is_fetched(&seller, &order).await?;
    waiting::until("a receipt in the dashboard", async || {
        let order = seller.get(&format!("/orders/{order}")).await?;
        Ok((!order["receipt"].is_null()).then_some(()))
    })
    .await?;
    let thread = waiting::until("a closed window", async || {
        let thread = seller.get("/conversations").await?["items"][0].clone();
        Ok(Some(thread).filter(|thread| thread["window"]["free_form_until"].is_null()))
    })
    .await?;
    let answers = [json!({"text": "Bonjour !"}), json!({"text": "Avec plaisir, à demain !"})];
    model::script(&seller, &answers).await?;
    prospect.say("bonjour").await?;
    prospect.hears("Bonjour !").await?;
    let first = waiting::until("the receipt on WhatsApp", async || {
        Ok(documents(&prospect).await?.into_iter().next())
    })
    .await?;
    assert!(first.to_string().contains("Reçu "), "{first}");
    prospect.say("vous ouvrez à quelle heure demain ?").await?;
    prospect.hears("Avec plaisir").await?;
    let received = prospect.received().await?;
    let heard: Vec<String> = received.iter().map(words_of).collect();
    assert_eq!(documents(&prospect).await?.len(), 1, "{thread}: {heard:?}");
    Ok(())
}
