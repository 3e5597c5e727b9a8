//! The main job through the real binaries: from an ad click to a delivered order.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::Result;
use futures::future::join_all;
use serde_json::{Value, json};
use system_tests::{
    model,
    phone::{Phone, words_of},
    seller::Seller,
    stack::{Stack, text_webhook},
    waiting,
};

/// A model that sells one pair of Air Max 42 to Cocody as soon as it is spoken to.
async fn scripted_sale(seller: &Seller) -> Result<()> {
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
    model::script(seller, &sale).await
}

/// A prospect who was shown the recap, and the bubble with its buttons.
async fn recapitulated(seller: &Seller) -> Result<(Phone, Value)> {
    scripted_sale(seller).await?;
    let prospect = Phone::facing(&seller.stack, &seller.phone_number_id);
    prospect
        .send(&json!({
            "type": "text", "text": "Bonjour, je veux les Air Max en 42, livrées à Cocody",
            "referral": {"headline": "Air Max à 45 000", "body": "Promo", "source_id": "ad-1", "source_url": "https://fb.me/x", "ctwa_clid": "clid-1"},
        }))
        .await?;
    let recap = prospect.hears("Vous confirmez ?").await?;
    Ok((prospect, recap))
}

#[tokio::test]
async fn an_ad_click_becomes_a_delivered_order() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, couriers) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let (prospect, recap) = recapitulated(&seller).await?;
    assert!(words_of(&recap).contains("46 500 FCFA"), "{}", words_of(&recap));
    assert!(seller.orders().await?.is_empty(), "an order before the confirmation");
    prospect.tap(&recap, "Confirmer").await?;
    prospect.hears("bien notée").await?;
    assert_eq!(
        seller.order_in("pending").await?["total"],
        json!({"amount": 46_500, "currency": "XOF"})
    );

    let courier = Phone::of_courier(&stack, &couriers[0]);
    let offer = courier.hears("46 500 FCFA").await?;
    courier.tap(&offer, "Accepter").await?;
    let told = words_of(
        &prospect
            .hears(
                "Votre commande est confirmée ! Livraison prévue demain avant 12h avec Blaise, 07",
            )
            .await?,
    );
    let owner = Phone::of_courier(&stack, &seller.phone);
    owner.hears("Nouvelle commande confirmée - À préparer : Air Max 42 - livraison demain").await?;
    seller.order_in("confirmed").await?;

    let code: String =
        told.rsplit("livraison : *").next().unwrap_or_default().chars().take(4).collect();
    assert!(code.len() == 4 && code.chars().all(|c| c.is_ascii_digit()), "{told}");
    let job = courier.hears("Cocody").await?;
    courier.tap(&job, "Récupéré").await?;
    prospect.hears("a récupéré votre colis").await?;
    let on_the_way = waiting::until("the « Livré » button", async || {
        let received = courier.received().await?;
        Ok(received.into_iter().rev().find(|message| message.to_string().contains("Livré")))
    })
    .await?;
    courier.tap(&on_the_way, "Livré").await?;
    let asked = courier.received().await?.len();
    courier.say("0000").await?;
    waiting::until("a word about the wrong code", async || {
        Ok((courier.received().await?.len() > asked).then_some(()))
    })
    .await?;
    assert_eq!(seller.orders().await?[0]["status"], "confirmed", "a wrong code closes nothing");
    courier.say(&code).await?;
    let cash = waiting::until("the question about the cash", async || {
        let received = courier.received().await?;
        Ok(received
            .into_iter()
            .rev()
            .find(|message| message["body"]["interactive"].to_string().contains("\"46 500 F")))
    })
    .await?;
    courier.tap(&cash, "46 500").await?;
    prospect.hears("est livrée").await?;
    seller.order_in("delivered").await?;
    Ok(())
}

#[tokio::test]
async fn an_expired_offer_goes_to_the_next_courier() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, couriers) = Seller::with_a_shop(&stack, &["Blaise", "Koffi"]).await?;
    let (prospect, recap) = recapitulated(&seller).await?;
    prospect.tap(&recap, "Confirmer").await?;
    let phones: Vec<Phone> =
        couriers.iter().map(|wa_id| Phone::of_courier(&stack, wa_id)).collect();
    let asked = async |than: Option<usize>| {
        waiting::until("an offer", async || {
            for (index, phone) in phones.iter().enumerate() {
                if Some(index) != than
                    && let Some(offer) = phone.received().await?.into_iter().next()
                {
                    return Ok(Some((index, offer)));
                }
            }
            Ok(None)
        })
        .await
    };
    let (first, dead) = asked(None).await?;
    let (second, offer) = asked(Some(first)).await?;
    // The first courier's offer is dead: a kind refusal, and no courier.
    phones[first].tap(&dead, "Accepter").await?;
    waiting::until("a kind refusal", async || {
        Ok((phones[first].received().await?.len() > 1).then_some(()))
    })
    .await?;
    phones[second].tap(&offer, "Accepter").await?;
    let name = ["Blaise", "Koffi"][second];
    prospect.hears(&format!("avec {name}")).await?;
    seller.order_in("confirmed").await?;
    Ok(())
}

#[tokio::test]
async fn nobody_found_is_said_to_both() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, couriers) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let (prospect, recap) = recapitulated(&seller).await?;
    prospect.tap(&recap, "Confirmer").await?;
    let courier = Phone::of_courier(&stack, &couriers[0]);
    let offer = courier.hears("46 500 FCFA").await?;
    courier.tap(&offer, "Refuser").await?;
    let choice = prospect.hears("pas encore trouvé de livreur").await?;
    let owner = Phone::of_courier(&stack, &seller.phone);
    waiting::until("a word to the seller", async || {
        Ok((!owner.received().await?.is_empty()).then_some(()))
    })
    .await?;
    prospect.tap(&choice, "Annuler").await?;
    seller.order_in("cancelled").await?;
    Ok(())
}

#[tokio::test]
async fn one_message_twenty_times_is_one_reply_and_one_order() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    scripted_sale(&seller).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    let again = async |text: &str, wamid: &str| {
        let raw = text_webhook(&seller.phone_number_id, &prospect.wa_id, wamid, text).to_string();
        let answers = join_all((0..20).map(|_| stack.webhook(&raw))).await;
        for answer in answers {
            assert_eq!(answer?.as_u16(), 200);
        }
        anyhow::Ok(())
    };
    // The simulator only knows of a window what came through it.
    prospect.say("bonjour").await?;
    prospect.hears("Vous confirmez ?").await?;
    let before = prospect.received().await?.len();
    again("oui je confirme", &format!("wamid.yes.{}", prospect.wa_id)).await?;
    seller.order_in("pending").await?;
    prospect.hears("bien notée").await?;
    // Whatever the copies cause comes before what is said after them.
    model::script(&seller, &[json!({"text": "Avec plaisir !"})]).await?;
    prospect.say("et il y a une garantie ?").await?;
    prospect.hears("Avec plaisir").await?;
    let received: Vec<String> = prospect.received().await?.iter().map(words_of).collect();
    // Nobody has answered the courier's offer: what that makes known is no reply to the yes.
    let replies = received.iter().skip(before).filter(|words| !words.contains("livreur pour"));
    let replies: Vec<&String> = replies.collect();
    assert_eq!(replies.len(), 2, "one confirmation, one answer: {received:#?}");
    assert_eq!(seller.orders().await?.len(), 1);
    Ok(())
}
