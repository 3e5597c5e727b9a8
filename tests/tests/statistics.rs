//! The statistics: from an ad to what its delivered order earned and cost, counted from the table's
//! stream.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::{Context, Result};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use system_tests::{model, phone::Phone, seller::Seller, stack::Stack, waiting};

/// A prospect who came by an ad and confirmed one pair of Air Max 42 to Cocody.
async fn ordered_by_ad(seller: &Seller, ad: &str) -> Result<Phone> {
    let products = seller.get("/products").await?;
    let id = products["items"][0]["id"].clone();
    let call = |name: &str, args: Value| json!({"call": {"name": name, "args": args}});
    let sale = [
        call("search_catalogue", json!({"query": "air max"})),
        call("update_cart", json!({"product_id": id, "variant": "42", "quantity": 1})),
        call(
            "set_delivery_address",
            json!({"commune": "Cocody", "landmark": "derrière la pharmacie"}),
        ),
        call("show_recap", json!({})),
    ];
    model::script(seller, &sale).await?;
    let prospect = Phone::facing(&seller.stack, &seller.phone_number_id);
    let referral = json!({"headline": "Air Max à 45 000", "body": "Promo", "source_id": ad,
        "source_url": "https://fb.me/x", "ctwa_clid": "clid-1"});
    let words = "Bonjour, je veux les Air Max en 42, livrées à Cocody";
    prospect.send(&json!({"type": "text", "text": words, "referral": referral})).await?;
    let recap = prospect.hears("Vous confirmez ?").await?;
    prospect.tap(&recap, "Confirmer").await?;
    prospect.hears("bien notée").await?;
    Ok(prospect)
}

fn xof(amount: i64) -> Value {
    json!({"amount": amount, "currency": "XOF"})
}

/// Waits until a report shows what is looked for.
async fn shows(
    seller: &Seller,
    path: &str,
    what: &str,
    is_it: impl Fn(&Value) -> bool,
) -> Result<Value> {
    let last = std::cell::RefCell::new(Value::Null);
    let found = waiting::until(what, async || {
        let report = seller.get(path).await?;
        last.replace(report.clone());
        Ok(is_it(&report).then_some(report))
    });
    found.await.with_context(|| format!("{path} showed {}", last.borrow()))
}

#[tokio::test]
async fn an_ads_delivered_order_shows_with_its_francs_and_its_cost() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, couriers) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let _prospect = ordered_by_ad(&seller, "120211990").await?;
    let courier = Phone::of_courier(&stack, &couriers[0]);
    let offer = courier.hears("46 500 FCFA").await?;
    courier.tap(&offer, "Accepter").await?;
    let order = seller.order_in("confirmed").await?;
    let placed =
        shows(&seller, "/ads", "the ad's order", |report| report["items"][0]["orders"] == 1)
            .await?;
    let ad = &placed["items"][0];
    assert_eq!((&ad["id"], &ad["headline"]), (&json!("120211990"), &json!("Air Max à 45 000")));
    assert_eq!((&ad["threads"], &ad["delivered"], &ad["sales"]), (&json!(1), &json!(0), &xof(0)));

    let id = order["id"].as_str().context("no id")?;
    let decision = json!({"kind": "delivered", "collected": xof(46_500)});
    seller.created(&format!("/deliveries/{id}/decision"), &decision).await?;
    seller.order_in("delivered").await?;
    let today =
        order["placed_at"].as_str().and_then(|at| at.get(..7)).context("no moment")?.to_owned();
    let month = format!("/ads?from={today}-01");
    let delivered =
        shows(&seller, &month, "the sale", |report| report["items"][0]["delivered"] == 1).await?;
    let ad = &delivered["items"][0];
    assert_eq!((&ad["sales"], &ad["net"]), (&xof(46_500), &xof(46_500)));
    assert_eq!((&ad["delivered_percent"], &ad["cost"]), (&json!(100), &Value::Null));

    let cost = json!({"month": today, "amount": xof(12_000)});
    let (status, kept) = seller.call(Method::PUT, "/ads/120211990/cost", Some(&cost)).await?;
    assert_eq!((status, &kept["amount"]), (StatusCode::OK, &xof(12_000)));
    let (unknown, _) = seller.call(Method::PUT, "/ads/7/cost", Some(&cost)).await?;
    assert_eq!(unknown, StatusCode::NOT_FOUND);
    let paid = seller.get(&month).await?;
    assert_eq!(paid["items"][0]["cost_per_delivered"], xof(12_000));
    let sold = seller.get("/figures/products").await?;
    assert_eq!(
        (&sold["items"][0]["name"], &sold["items"][0]["quantity"], &sold["items"][0]["sales"]),
        (&json!("Air Max"), &json!(1), &xof(45_000))
    );
    let rides = seller.get("/figures/couriers").await?;
    let blaise = &rides["items"][0];
    assert_eq!(
        (&blaise["name"], &blaise["asked"], &blaise["accepted"], &blaise["delivered"]),
        (&json!("Blaise"), &json!(1), &json!(1), &json!(1))
    );
    assert!(blaise["accept_seconds"].as_i64().is_some_and(|seconds| seconds < 60), "{blaise}");

    // What is undone is taken back, and nothing is lost or counted twice on the way.
    seller.created(&format!("/deliveries/{id}/decision"), &json!({"kind": "undo"})).await?;
    shows(&seller, &month, "the sale taken back", |report| {
        let ad = &report["items"][0];
        ad["delivered"] == 0 && ad["sales"] == xof(0) && ad["orders"] == 1
    })
    .await?;
    let (other, _) = Seller::with_a_shop(&stack, &[]).await?;
    assert_eq!(other.get("/ads").await?["items"], json!([]));
    Ok(())
}

#[tokio::test]
async fn messages_answers_and_hand_overs_are_counted_by_day() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    model::script(&seller, &[json!({"text": "Bonjour et bienvenue !"})]).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("Bonjour").await?;
    prospect.hears("bienvenue").await?;
    let of_ai = shows(&seller, "/activity", "the AI's answer", |report| {
        report["total"]["answers"]["ai"]["count"] == 1
    })
    .await?;
    let total = &of_ai["total"];
    assert_eq!(
        (&total["threads"], &total["received"], &total["by_ai"]),
        (&json!(1), &json!(1), &json!(1))
    );

    let thread = seller.get("/conversations").await?["items"][0]["id"].clone();
    let path = format!("/conversations/{}", thread.as_str().context("no thread")?);
    seller.created(&format!("{path}/takeover"), &json!({})).await?;
    shows(&seller, "/activity", "the hand-over", |report| report["total"]["hand_overs"] == 1)
        .await?;
    prospect.say("Vous êtes là ?").await?;
    shows(&seller, "/activity", "the question", |report| report["total"]["received"] == 2).await?;
    seller
        .created(&format!("{path}/messages"), &json!({"text": "Oui, Awa à votre écoute."}))
        .await?;
    prospect.hears("Awa à votre écoute").await?;
    let report = shows(&seller, "/activity", "the human's answer", |report| {
        report["total"]["answers"]["human"]["count"] == 1
    })
    .await?;
    let human = &report["total"]["answers"]["human"];
    assert!(human["average_seconds"].as_i64().is_some_and(|seconds| seconds < 60), "{human}");
    let total = &report["total"];
    assert_eq!((&total["by_human"], &total["by_ai"]), (&json!(1), &json!(1)));
    // Each of the two is billed once, though Meta names its price with every status.
    let report = shows(&seller, "/activity", "what is billed", |report| {
        report["total"]["billed"]["service"] == 2
    })
    .await?;
    assert_eq!(report["total"]["billed"]["free"], 0);
    let month = seller.get("/health").await?["month"].clone();
    assert_eq!(month, json!({"service": 2, "free_left": 998}));
    Ok(())
}
