//! Mobile money through the real binaries: only what Wave says when it is asked counts.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use system_tests::{
    model,
    phone::{Phone, words_of},
    sale::{code_of, ordered},
    seller::{Seller, fresh_digits},
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
    let key = format!("wave_ci_prod_{}", fresh_digits(20));
    let secret = format!("wave_ci_WHS_{}", fresh_digits(20));
    let keys = json!({"api_key": key, "webhook_secret": secret});
    let (status, answer) = seller.call(Method::PUT, "/payment-providers/wave", Some(&keys)).await?;
    ensure!(status.is_success(), "{status}: {answer}");
    let (status, answer) =
        seller.call(Method::PATCH, "/me/settings", Some(&json!({"payment": settings}))).await?;
    ensure!(status.is_success(), "{status}: {answer}");
    if calls_back {
        let providers = seller.get("/payment-providers").await?;
        let wave = providers["items"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|provider| provider["id"] == "wave")
            .context("wave is listed")?;
        let hook = json!({"key": key, "url": wave["callback_url"], "secret": secret});
        stack.post(&stack.simulator("/sim/wave/_control/webhooks"), &hook).await?;
    }
    Ok((seller, couriers[0].clone()))
}

/// Wave's id of the session behind the link that the prospect got.
async fn session_of(prospect: &Phone) -> Result<String> {
    let link = waiting::until("a link to pay", async || {
        let received = prospect.received().await?;
        Ok(received.into_iter().rev().find(|m| m.to_string().contains("/sim/wave/c/")))
    })
    .await?;
    let text = link.to_string();
    let rest = text.split("/sim/wave/c/").nth(1).context("a session in the link")?;
    Ok(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect())
}

async fn pay(stack: &Stack, session: &str, says: Value) -> Result<()> {
    let body = json!({"id": session, "says": says});
    stack.post(&stack.simulator("/sim/wave/_control/pay"), &body).await?;
    Ok(())
}

/// The latest payment, once it stands so.
async fn payment_that_is(seller: &Seller, status: &str) -> Result<Value> {
    waiting::until(&format!("a payment that is {status}"), async || {
        let payments = seller.get("/payments").await?;
        let first = payments["items"][0].clone();
        Ok(Some(first).filter(|payment| payment["status"] == status))
    })
    .await
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
        let payment = payment_that_is(&seller, "suspicious").await?;
        assert!(payment["warning"].is_string(), "{lie}: {payment}");
        let received: Vec<String> = prospect.received().await?.iter().map(words_of).collect();
        assert!(!received.iter().any(|words| words.contains("bien reçu")), "{lie}: {received:?}");
        let deliveries = seller.get("/deliveries").await?;
        assert_eq!(deliveries["items"][0]["paid"], Value::Null, "{lie}: {deliveries}");
    }
    Ok(())
}

#[tokio::test]
async fn another_amount_counts_once_the_seller_takes_it() -> Result<()> {
    let stack = Stack::running()?;
    let rules = json!({"provider": "wave", "deposit": null});
    let (seller, number) = shop_with_wave(&stack, true, &rules).await?;
    let prospect = ordered(&seller).await?;
    let session = session_of(&prospect).await?;
    pay(&stack, &session, json!({"amount": "40000"})).await?;
    let payment = payment_that_is(&seller, "suspicious").await?;
    assert_eq!(payment["acceptable"], xof(40_000), "{payment}");
    let path = format!("/payments/{}/accept", payment["id"].as_str().context("no id")?);
    let other = Seller::signed_up(&stack).await?;
    let (status, _) = other.call(Method::POST, &path, None).await?;
    assert_eq!(status, StatusCode::NOT_FOUND, "another seller's payment");

    let (status, answer) = seller.call(Method::POST, &path, None).await?;
    assert_eq!(status, StatusCode::ACCEPTED, "{answer}");
    prospect.hears("Paiement reçu : 40 000 FCFA, merci ! Il vous reste 6 500 FCFA").await?;
    let owner = Phone::of_courier(&stack, &seller.phone);
    owner.hears("40 000 FCFA reçus par mobile money. Reste à encaisser : 6 500 FCFA.").await?;
    let payment = payment_that_is(&seller, "paid").await?;
    assert_eq!((&payment["received"], &payment["amount"]), (&xof(40_000), &xof(46_500)));
    let (status, answer) = seller.call(Method::POST, &path, None).await?;
    assert_eq!((status, &answer["code"]), (StatusCode::CONFLICT, &json!("payment_not_suspicious")));

    // What is left is collected at the door, and the receipt says both.
    let courier = Phone::of_courier(&stack, &number);
    let offer = courier.hears("Nouvelle course").await?;
    courier.tap(&offer, "Accepter").await?;
    let sheet = courier.hears("À encaisser : 6 500 FCFA").await?;
    let code = code_of(&prospect).await?;
    courier.tap(&sheet, "Livré").await?;
    courier.hears("code à 4 chiffres").await?;
    courier.say(&code).await?;
    let amount = courier.hears("Avez-vous encaissé 6 500 FCFA").await?;
    courier.tap(&amount, "6 500").await?;
    seller.order_in("delivered").await?;
    let cash = seller.get("/cash").await?;
    assert_eq!(cash["items"][0]["owed"], xof(6_500), "{cash}");
    let months = seller.get("/figures/months").await?;
    let month = months["items"].as_array().and_then(|months| months.last()).context("a month")?;
    assert_eq!((&month["mobile"], &month["cash"]), (&xof(40_000), &xof(6_500)), "{months}");
    Ok(())
}

#[tokio::test]
async fn another_currency_cannot_be_taken() -> Result<()> {
    let stack = Stack::running()?;
    let rules = json!({"provider": "wave", "deposit": null});
    let (seller, _) = shop_with_wave(&stack, true, &rules).await?;
    let prospect = ordered(&seller).await?;
    let session = session_of(&prospect).await?;
    pay(&stack, &session, json!({"currency": "XAF"})).await?;
    let payment = payment_that_is(&seller, "suspicious").await?;
    assert_eq!(payment["acceptable"], Value::Null, "{payment}");
    let path = format!("/payments/{}/accept", payment["id"].as_str().context("no id")?);
    let (status, problem) = seller.call(Method::POST, &path, None).await?;
    assert_eq!(status, StatusCode::CONFLICT, "{problem}");
    assert_eq!(problem["code"], "payment_not_acceptable", "{problem}");
    let detail = problem["detail"].as_str().unwrap_or_default();
    assert!(detail.contains("autre monnaie") && detail.contains("remboursez-le"), "{detail}");
    Ok(())
}

#[tokio::test]
async fn who_says_that_they_paid_is_told_what_the_operator_says() -> Result<()> {
    let stack = Stack::running()?;
    let rules = json!({"provider": "wave", "deposit": null});
    let (seller, _) = shop_with_wave(&stack, true, &rules).await?;
    let prospect = ordered(&seller).await?;
    let session = session_of(&prospect).await?;
    let tells = json!({"call": {"name": "tell_payment", "args": {}}});
    model::script(&seller, std::slice::from_ref(&tells)).await?;
    prospect.say("J'ai payé, voici la capture : reçu de 46 500 F").await?;
    prospect.hears("l'opérateur ne nous a pas encore confirmé de paiement").await?;
    let read = model::last_read(&seller).await?;
    assert!(read.contains("lien envoyé, pas encore payé"), "{read}");
    pay(&stack, &session, Value::Null).await?;
    prospect.hears("Paiement reçu : 46 500 FCFA").await?;
    waiting::until("a delivery that is paid", async || {
        let deliveries = seller.get("/deliveries").await?;
        Ok((deliveries["items"][0]["paid"] == xof(46_500)).then_some(()))
    })
    .await?;
    model::script(&seller, &[tells]).await?;
    prospect.say("Mon paiement est bien arrivé ?").await?;
    prospect.hears("est payée : 46 500 FCFA reçus").await?;
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
