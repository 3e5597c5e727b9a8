//! Whatever the model does, no wrong amount leaves, the prospect reads a sentence, a human is
//! called.

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

/// Plays one bad model, and answers what the prospect read.
async fn play(responses: &[Value]) -> Result<Vec<String>> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    model::script(&seller, responses).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("C'est combien les Air Max ?").await?;
    prospect.hears("une personne reprend cette conversation").await?;
    let owner = Phone::of_courier(&stack, &seller.phone);
    waiting::until("the call for a human", async || {
        Ok((!owner.received().await?.is_empty()).then_some(()))
    })
    .await?;
    let threads = seller.get("/conversations").await?;
    assert_eq!(threads["items"][0]["owner"], "human", "{threads}");
    Ok(prospect.received().await?.iter().map(words_of).collect())
}

fn repeated(response: Value) -> [Value; 1] {
    let mut response = response;
    response["repeat"] = json!(true);
    [response]
}

#[tokio::test]
async fn a_wrong_price_does_not_leave() -> Result<()> {
    let heard = play(&repeated(json!({"text": "Les Air Max sont à 15 000 FCFA !"}))).await?;
    assert!(heard.iter().all(|words| !words.contains("15 000")), "{heard:?}");
    Ok(())
}

#[tokio::test]
async fn an_unknown_tool_ends_in_a_human() -> Result<()> {
    play(&repeated(json!({"call": {"name": "confirm_order_now", "args": {"price": 1}}}))).await?;
    Ok(())
}

#[tokio::test]
async fn an_empty_candidate_ends_in_a_human() -> Result<()> {
    play(&repeated(json!({"empty": true}))).await?;
    Ok(())
}

#[tokio::test]
async fn a_model_that_is_down_ends_in_a_human() -> Result<()> {
    play(&repeated(json!({"status": 503}))).await?;
    Ok(())
}

#[tokio::test]
async fn a_model_that_says_nothing_for_30_seconds_ends_in_a_human() -> Result<()> {
    play(&repeated(json!({"delay_ms": 30_000, "then": {"text": "Trop tard"}}))).await?;
    Ok(())
}
