//! Mobile money through the real binaries: only what Wave says when it is asked counts.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::Result;
use serde_json::{Value, json};
use system_tests::{
    payment::{pay, session_of, with_wave},
    phone::{Phone, words_of},
    sale::{code_of, ordered},
    seller::Seller,
    stack::Stack,
    waiting,
};

fn xof(amount: i64) -> Value {
    json!({"amount": amount, "currency": "XOF"})
}

/// A shop that takes Wave; whether Wave calls back is the test's.
async fn shop_with_wave(
    stack: &Stack,
    calls_back: bool,
    settings: &Value,
) -> Result<(Seller, String)> {
    let (seller, couriers) = Seller::with_a_shop(stack, &["Blaise"]).await?;
    with_wave(&seller, calls_back, settings).await?;
    Ok((seller, couriers[0].clone()))
}

#[tokio::test]
async fn a_paid_order_is_brought_without_cash() -> Result<()> {
    let stack = Stack::running()?;
    let rules = json!({"provider": "wave", "deposit": null});
    let (seller, number) = shop_with_wave(&stack, true, &rules).await?;
    let prospect = ordered(&seller).await?;
    let session = session_of(&prospect).await?;
    pay(&stack, &session, Value::Null).await?;
    prospect.hears("46 500 FCFA").await?;
    let owner = Phone::of_courier(&stack, &seller.phone);
    owner.hears("reçus par mobile money").await?;
    let courier = Phone::of_courier(&stack, &number);
    let offer = courier.hears("Nouvelle course").await?;
    courier.tap(&offer, "Accepter").await?;
    let sheet = courier.hears("PAYÉ").await?;
    let code = code_of(&prospect).await?;
    courier.tap(&sheet, "Livré").await?;
    courier.hears("code à 4 chiffres").await?;
    courier.say(&code).await?;
    seller.order_in("delivered").await?;
    let cash = seller.get("/cash").await?;
    let held = cash["items"].as_array().map_or(0, Vec::len);
    assert!(held == 0 || cash["items"][0]["owed"] == xof(0), "{cash}");
    let payments = seller.get("/payments").await?;
    assert_eq!(payments["items"][0]["status"], "paid", "{payments}");
    Ok(())
}

#[tokio::test]
async fn what_is_not_exactly_what_was_asked_for_is_not_money() -> Result<()> {
    let stack = Stack::running()?;
    let rules = json!({"provider": "wave", "deposit": null});
    for lie in [json!({"amount": "46499"}), json!({"currency": "XAF"})] {
        let (seller, _) = shop_with_wave(&stack, true, &rules).await?;
        let prospect = ordered(&seller).await?;
        let session = session_of(&prospect).await?;
        pay(&stack, &session, lie.clone()).await?;
        let payment = waiting::until("a suspicion", async || {
            let payments = seller.get("/payments").await?;
            let first = payments["items"][0].clone();
            Ok(Some(first).filter(|payment| payment["status"] == "suspicious"))
        })
        .await?;
        assert!(payment["warning"].is_string(), "{lie}: {payment}");
        let received: Vec<String> = prospect.received().await?.iter().map(words_of).collect();
        assert!(!received.iter().any(|words| words.contains("bien reçu")), "{lie}: {received:?}");
        let deliveries = seller.get("/deliveries").await?;
        assert_eq!(deliveries["items"][0]["paid"], Value::Null, "{lie}: {deliveries}");
    }
    Ok(())
}

#[tokio::test]
async fn without_any_callback_the_provider_is_asked() -> Result<()> {
    let stack = Stack::running()?;
    let deposit = json!({"percent": 20, "from_total": 10_000, "minutes": 30});
    let rules = json!({"provider": "wave", "deposit": deposit});
    let (seller, number) = shop_with_wave(&stack, false, &rules).await?;
    let prospect = ordered(&seller).await?;
    let session = session_of(&prospect).await?;
    // Nobody is sent before the deposit is there.
    let courier = Phone::of_courier(&stack, &number);
    assert_eq!(courier.count().await?, 0);
    let deliveries = seller.get("/deliveries").await?;
    assert_eq!(deliveries["items"][0]["status"], "awaiting_deposit", "{deliveries}");
    pay(&stack, &session, Value::Null).await?;
    // A fifth of 46 500 FCFA; the rest is collected at the door.
    courier.hears("à encaisser 37 200 FCFA").await?;
    Ok(())
}
