//! When somebody else speaks, the AI is silent from that instant: drafts under way included.

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

async fn owned_by(seller: &Seller, thread: &str, owner: &str) -> Result<Value> {
    waiting::until(&format!("a thread of the {owner}'s"), async || {
        let state = seller.get(&format!("/conversations/{thread}")).await?;
        Ok((state["owner"] == owner).then_some(state))
    })
    .await
}

/// A webhook of a field that nothing in the simulators causes.
fn webhook(seller: &Seller, field: &str, value: &Value) -> String {
    let mut value = value.clone();
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] =
        json!({"display_phone_number": "225", "phone_number_id": seller.phone_number_id});
    json!({"object": "whatsapp_business_account", "entry": [{"id": "waba", "changes": [{"field": field, "value": value}]}]})
        .to_string()
}

#[expect(clippy::disallowed_methods, reason = "tests may read the clock")]
fn echo(to: &str, words: &str) -> Value {
    let id = format!("wamid.echo{}", system_tests::seller::fresh_digits(12));
    let now = jiff::Timestamp::now().as_second().to_string();
    json!({"message_echoes": [{"from": "225", "to": to, "id": id, "timestamp": now, "type": "text", "text": {"body": words}}]})
}

#[tokio::test]
async fn a_takeover_between_draft_and_send_lets_nothing_out() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    // The model is still thinking while the seller takes over.
    let slow = json!({"delay_ms": 4_000, "then": {"text": "Trop tard pour moi."}});
    model::script(&seller, &[slow, json!({"text": "Me revoilà."})]).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("bonjour").await?;
    let thread = the_thread(&seller).await?;
    waiting::until("the model at work", async || {
        Ok((!model::requests(&seller).await?.is_empty()).then_some(()))
    })
    .await?;
    let (status, _) =
        seller.call(Method::POST, &format!("/conversations/{thread}/takeover"), None).await?;
    assert_eq!(status, StatusCode::ACCEPTED);
    owned_by(&seller, &thread, "human").await?;
    prospect.say("vous êtes là ?").await?;
    seller.call(Method::POST, &format!("/conversations/{thread}/release"), None).await?;
    prospect.hears("Me revoilà").await?;
    let heard: Vec<String> = prospect.received().await?.iter().map(words_of).collect();
    assert_eq!(heard, ["Me revoilà."], "the draft under way must die");
    Ok(())
}

#[tokio::test]
async fn the_owners_phone_is_a_takeover_and_never_input() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    model::script(&seller, &[json!({"text": "Bonjour !"}), json!({"text": "Oui ?"})]).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("bonjour").await?;
    prospect.hears("Bonjour !").await?;
    let thread = the_thread(&seller).await?;
    let raw = webhook(
        &seller,
        "smb_message_echoes",
        &echo(&prospect.wa_id, "C'est Awa, je vous appelle"),
    );
    stack.webhook(&raw).await?;
    stack.webhook(&raw).await?;
    let state = owned_by(&seller, &thread, "human").await?;
    assert!(state["owner_until"].is_string(), "it ends by itself: {state}");
    prospect.say("d'accord, j'attends votre appel").await?;
    let page = waiting::until("the message that nobody answers", async || {
        let page = seller.get(&format!("/conversations/{thread}/messages")).await?;
        Ok(page.to_string().contains("j'attends votre appel").then_some(page))
    })
    .await?;
    let from: Vec<&str> =
        page["items"].as_array().into_iter().flatten().filter_map(|m| m["from"].as_str()).collect();
    assert_eq!(from, ["prospect", "ai", "human", "prospect"]);
    assert_eq!(model::requests(&seller).await?.len(), 1, "an echo is never input");
    assert_eq!(prospect.count().await?, 1);
    Ok(())
}

#[tokio::test]
async fn another_application_has_the_thread_until_it_passes_it() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    model::script(&seller, &[json!({"text": "Bonjour !"}), json!({"text": "Je reprends."})])
        .await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("bonjour").await?;
    prospect.hears("Bonjour !").await?;
    let thread = the_thread(&seller).await?;
    let control = |kind: &str| {
        json!({
            "type": kind,
            "sender": {"phone_number": prospect.wa_id},
            "recipient": {"phone_number_id": seller.phone_number_id, "display_phone_number": "225"},
        })
    };
    let taken = webhook(&seller, "messaging_handovers", &control("control_taken"));
    stack.webhook(&taken).await?;
    owned_by(&seller, &thread, "other_app").await?;
    prospect.say("allô ?").await?;
    let passed = webhook(&seller, "messaging_handovers", &control("control_passed"));
    stack.webhook(&passed).await?;
    owned_by(&seller, &thread, "ai").await?;
    prospect.hears("Je reprends").await?;
    assert_eq!(prospect.count().await?, 2);
    Ok(())
}

#[tokio::test]
async fn another_machine_is_not_talked_to_for_ever() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    model::script(&seller, &[json!({"text": "Bonjour, que cherchez-vous ?", "repeat": true})])
        .await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    let owner = Phone::of_courier(&stack, &seller.phone);
    prospect.say("Nous sommes absents, merci de patienter.").await?;
    let mut answered = 0;
    loop {
        let told = owner.received().await?.iter().any(|m| words_of(m).contains("robot"));
        if told {
            break;
        }
        let heard = prospect.count().await?;
        if heard > answered {
            answered = heard;
            assert!(answered <= 8, "{answered} answers were given to a machine");
            prospect.say("Nous sommes absents, merci de patienter.").await?;
        }
        waiting::until("an answer, or the end of it", async || {
            let told = owner.received().await?.iter().any(|m| words_of(m).contains("robot"));
            Ok((told || prospect.count().await? > answered).then_some(()))
        })
        .await?;
    }
    let thread = the_thread(&seller).await?;
    owned_by(&seller, &thread, "human").await?;
    Ok(())
}
