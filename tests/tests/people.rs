//! A human and the AI in one thread, and the one reminder of a silence.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::Result;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use system_tests::{
    model,
    phone::{Phone, words_of},
    seller::Seller,
    stack::Stack,
    waiting,
};

async fn the_thread(seller: &Seller) -> Result<String> {
    waiting::until("the thread", async || {
        let threads = seller.get("/conversations").await?;
        Ok(threads["items"][0]["id"].as_str().map(str::to_owned))
    })
    .await
}

async fn owned_by(seller: &Seller, thread: &str, owner: &str) -> Result<()> {
    waiting::until(&format!("a thread of the {owner}'s"), async || {
        let state = seller.get(&format!("/conversations/{thread}")).await?;
        Ok((state["owner"] == owner).then_some(()))
    })
    .await
}

async fn asked(seller: &Seller, path: &str, body: Option<&Value>) -> Result<()> {
    let (status, answer) = seller.call(Method::POST, path, body).await?;
    assert_eq!(status, StatusCode::ACCEPTED, "{path}: {answer}");
    Ok(())
}

#[tokio::test]
async fn a_human_takes_over_answers_and_gives_back() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    let said = |words: &str| json!({"text": words});
    model::script(&seller, &[said("Bonjour ! Que cherchez-vous ?"), said("Me revoilà.")]).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("bonjour").await?;
    prospect.hears("Que cherchez-vous").await?;
    let thread = the_thread(&seller).await?;
    asked(&seller, &format!("/conversations/{thread}/takeover"), None).await?;
    owned_by(&seller, &thread, "human").await?;
    prospect.say("vous êtes là ?").await?;
    let words = json!({"text": "Bonjour, c'est Awa en personne."});
    asked(&seller, &format!("/conversations/{thread}/messages"), Some(&words)).await?;
    prospect.hears("Awa en personne").await?;
    prospect.say("super, je vous attends").await?;
    asked(&seller, &format!("/conversations/{thread}/release"), None).await?;
    prospect.hears("Me revoilà").await?;
    let heard: Vec<String> = prospect.received().await?.iter().map(words_of).collect();
    assert_eq!(heard.len(), 3, "the AI spoke while a human had the thread: {heard:#?}");
    let kept = seller.get(&format!("/conversations/{thread}/messages")).await?;
    let from: Vec<&str> =
        kept["items"].as_array().into_iter().flatten().filter_map(|m| m["from"].as_str()).collect();
    assert_eq!(from, ["prospect", "ai", "prospect", "human", "prospect", "ai"]);
    Ok(())
}

#[tokio::test]
async fn three_fragments_get_one_answer() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    let said = |words: &str| json!({"text": words});
    model::script(
        &seller,
        &[said("Une seule réponse."), said("Une de trop."), said("Encore une.")],
    )
    .await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    for fragment in ["bonjour", "je cherche", "des chaussures"] {
        prospect.say(fragment).await?;
    }
    prospect.hears("Une seule réponse").await?;
    // What a second turn would have said comes before what is said to the next message.
    prospect.say("en 42 si possible").await?;
    prospect.hears("Une de trop").await?;
    assert_eq!(prospect.received().await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_silent_prospect_is_reminded_once() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    let products = seller.get("/products").await?;
    let id = &products["items"][0]["id"];
    let add = json!({"call": {"name": "update_cart", "args": {"product_id": id, "variant": "42", "quantity": 1}}});
    model::script(&seller, &[add, json!({"text": "C'est noté. Où dois-je livrer ?"})]).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("une paire en 42").await?;
    prospect.hears("Où dois-je livrer").await?;
    let shown = async |state: &str| -> Result<()> {
        waiting::until(&format!("a reminder that is {state}"), async || {
            let found = seller.get("/conversations?filter=reminder").await?;
            Ok((found["items"][0]["reminder"]["state"] == state).then_some(()))
        })
        .await
    };
    shown("planned").await?;
    let reminder = prospect.hears("Votre sélection vous attend toujours : Air Max 42").await?;
    assert_eq!(prospect.received().await?.last(), Some(&reminder));
    shown("sent").await?;
    prospect.say("Je suis là").await?;
    waiting::until("no reminder any more", async || {
        let found = seller.get("/conversations?filter=reminder").await?;
        Ok(found["items"].as_array().is_some_and(Vec::is_empty).then_some(()))
    })
    .await
}
