//! What rings while the page is closed: on whose devices, with which words, how often.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::{Context, Result};
use serde_json::{Value, json};
use system_tests::{
    aws, browser::Browser, model, phone::Phone, sale::recapitulated, seller::Seller, stack::Stack,
    waiting,
};

/// A prospect who asks for a person, and their thread.
async fn handed_over(seller: &Seller) -> Result<(Phone, String)> {
    let call = json!({"call": {"name": "hand_over_to_human", "args": {"reason": "asked"}}});
    model::script(seller, &[call]).await?;
    let prospect = Phone::facing(&seller.stack, &seller.phone_number_id);
    prospect.say("Je veux parler à une personne de la boutique").await?;
    let thread = waiting::until("the thread in the seller's hands", async || {
        let threads = seller.get("/conversations").await?;
        let thread = &threads["items"][0];
        Ok((thread["owner"] == "human").then(|| thread["id"].as_str().map(str::to_owned)).flatten())
    })
    .await?;
    Ok((prospect, thread))
}

/// The same exchange once more: the seller answers, the prospect writes.
async fn wrote_again(seller: &Seller, prospect: &Phone, thread: &str) -> Result<()> {
    let path = format!("/conversations/{thread}/messages");
    seller.created(&path, &json!({"text": "Bonjour, c’est Awa."})).await?;
    prospect.hears("c’est Awa").await?;
    prospect.say("Mon code secret est 4711").await?;
    Ok(())
}

#[tokio::test]
async fn a_hand_over_rings_once_on_each_device_of_its_seller() -> Result<()> {
    let stack = Stack::running()?;
    let (awa, fatou) = (Seller::connected(&stack).await?, Seller::signed_up(&stack).await?);
    let (well, busy, gone) =
        (Browser::of(&awa).await?, Browser::of(&awa).await?, Browser::of(&awa).await?);
    let others = Browser::of(&fatou).await?;
    busy.is_answered(&json!({"status": 429, "retry_after": 1})).await?;
    gone.disappears().await?;
    let (prospect, thread) = handed_over(&awa).await?;
    let first = well.hears(1).await?[0].clone();
    assert!(first["title"].as_str().context("no title")?.ends_with(" vous attend"), "{first}");
    assert_eq!(first["body"], "L’IA vous passe la main.");
    assert_eq!(first["hash"], format!("#/conversations/{thread}"));
    assert_eq!(first["lang"], "fr");
    assert_eq!(busy.hears(1).await?, std::slice::from_ref(&first));
    waiting::until("the device that is gone forgotten", async || {
        Ok((!aws::whole_table(&stack).await?.contains(&gone.device)).then_some(()))
    })
    .await?;
    wrote_again(&awa, &prospect, &thread).await?;
    for browser in [&well, &busy] {
        let heard = browser.hears(2).await?;
        assert_eq!(heard.len(), 2, "{heard:?}");
        assert_eq!((&heard[0], &heard[1]["body"]), (&first, &json!("Nouveau message.")));
        // A name is all that passes of a prospect.
        assert!(!format!("{heard:?}").contains("4711"), "{heard:?}");
    }
    assert_eq!(others.heard().await?, Vec::<Value>::new());
    Ok(())
}

#[tokio::test]
async fn a_browser_rings_for_who_signed_in_last() -> Result<()> {
    let stack = Stack::running()?;
    let (awa, fatou) = (Seller::connected(&stack).await?, Seller::connected(&stack).await?);
    let (shared, witness) = (Browser::of(&awa).await?, Browser::of(&awa).await?);
    let left = Browser::of(&awa).await?;
    shared.ring_for(&fatou).await?;
    left.ring_no_more_for(&awa).await?;
    handed_over(&awa).await?;
    witness.hears(1).await?;
    let (_, thread) = handed_over(&fatou).await?;
    let heard = shared.hears(1).await?;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0]["hash"], format!("#/conversations/{thread}"));
    assert!(left.heard().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_delivery_that_nobody_takes_rings() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, couriers) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let browser = Browser::of(&seller).await?;
    let (prospect, recap) = recapitulated(&seller).await?;
    prospect.tap(&recap, "Confirmer").await?;
    let courier = Phone::of_courier(&stack, &couriers[0]);
    let offer = courier.hears("46 500 FCFA").await?;
    courier.tap(&offer, "Refuser").await?;
    let choice = prospect.hears("pas encore trouvé de livreur").await?;
    browser.hears(1).await?;
    prospect.tap(&choice, "Annuler").await?;
    let order = seller.order_in("cancelled").await?;
    let reference = order["reference"].as_str().context("no reference")?;
    assert_eq!(
        browser.heard().await?,
        [json!({
            "title": format!("Livraison {reference}"),
            "body": "Aucun livreur trouvé. À vous de décider.",
            "hash": format!("#/deliveries/{}", order["id"].as_str().context("no id")?),
            "lang": "fr",
        })]
    );
    Ok(())
}
