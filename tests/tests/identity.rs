//! Who is speaking: a phone, a business-scoped id, both, and what changes.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::Result;
use serde_json::{Value, json};
use system_tests::{model, phone::Phone, seller::Seller, stack::Stack, waiting};

async fn threads(seller: &Seller) -> Result<Vec<Value>> {
    Ok(seller.get("/conversations").await?["items"].as_array().cloned().unwrap_or_default())
}

async fn answering(answers: &[&str]) -> Result<(Stack, Seller, Phone)> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    let answers: Vec<Value> = answers.iter().map(|text| json!({"text": text})).collect();
    model::script(&seller, &answers).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    Ok((stack, seller, prospect))
}

/// What the simulator sends as this person's business-scoped id.
async fn last_sent(stack: &Stack, phone: &Phone) -> Result<Value> {
    let list =
        format!("/sim/graph/_control/messages?phone_number_id={}&to={}", phone.number, phone.wa_id);
    let sent = stack.get_json(&stack.simulator(&list)).await?;
    Ok(sent["messages"].as_array().and_then(|all| all.last().cloned()).unwrap_or_default())
}

#[tokio::test]
async fn a_hidden_phone_is_answered_by_its_id_and_asked_for_before_an_order() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let id = seller.get("/products").await?["items"][0]["id"].clone();
    let call = |name: &str, args: Value| json!({"call": {"name": name, "args": args}});
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.hides_number(true).await?;
    model::script(
        &seller,
        &[
            call("update_cart", json!({"product_id": id, "variant": "42", "quantity": 1})),
            call("set_delivery_address", json!({"commune": "Cocody"})),
            call("show_recap", json!({})),
            json!({"text": "Quel numéro le livreur peut-il appeler ?"}),
            call("set_contact_phone", json!({"phone": "0505050505"})),
            call("show_recap", json!({})),
        ],
    )
    .await?;
    prospect.say("une paire en 42 à Cocody").await?;
    prospect.hears("Quel numéro").await?;
    let sent = last_sent(&stack, &prospect).await?;
    assert!(sent["body"]["recipient"].is_string(), "sent by the id alone: {sent}");
    assert!(sent["body"]["to"].is_null(), "{sent}");
    prospect.say("05 05 05 05 05").await?;
    let recap = prospect.hears("Vous confirmez ?").await?;
    prospect.tap(&recap, "Confirmer").await?;
    let order = seller.order_in("pending").await?;
    assert_eq!(order["contact"]["phone"], "+2250505050505", "{order}");
    Ok(())
}

#[tokio::test]
async fn a_phone_that_is_shown_later_completes_the_thread() -> Result<()> {
    let (_, seller, prospect) = answering(&["Bonjour !", "Re-bonjour !"]).await?;
    prospect.hides_number(true).await?;
    prospect.say("bonjour").await?;
    prospect.hears("Bonjour !").await?;
    prospect.hides_number(false).await?;
    prospect.say("c'est encore moi, vous avez du 43 ?").await?;
    prospect.hears("Re-bonjour").await?;
    let threads = threads(&seller).await?;
    assert_eq!(threads.len(), 1, "{threads:#?}");
    Ok(())
}

/// A webhook of this person's that carries only what the value says.
fn webhook(seller: &Seller, field: &str, value: &Value) -> String {
    let mut value = value.clone();
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] =
        json!({"display_phone_number": "225", "phone_number_id": seller.phone_number_id});
    json!({"object": "whatsapp_business_account", "entry": [{"id": "waba", "changes": [{"field": field, "value": value}]}]})
        .to_string()
}

#[expect(clippy::disallowed_methods, reason = "tests may read the clock")]
fn message(from: &Value, kind: &Value) -> Value {
    let mut message = kind.clone();
    for (key, value) in from.as_object().into_iter().flatten() {
        message[key] = value.clone();
    }
    message["id"] = json!(format!("wamid.{}", system_tests::seller::fresh_digits(16)));
    message["timestamp"] = json!(jiff::Timestamp::now().as_second().to_string());
    json!({"messages": [message]})
}

#[tokio::test]
async fn two_threads_of_one_person_become_one() -> Result<()> {
    let (stack, seller, prospect) = answering(&["Un.", "Deux.", "Trois.", "Quatre."]).await?;
    let phone = json!({"from": prospect.wa_id});
    let text = |words: &str| json!({"type": "text", "text": {"body": words}});
    let hidden = json!({"from_user_id": format!("CI.{}", system_tests::seller::fresh_digits(16))});
    // An old thread by phone alone, a younger one by id alone.
    for (who, words) in [(&phone, "je suis le téléphone"), (&hidden, "je suis l'identifiant")] {
        stack.webhook(&webhook(&seller, "messages", &message(who, &text(words)))).await?;
    }
    waiting::until("two threads", async || Ok((threads(&seller).await?.len() == 2).then_some(())))
        .await?;
    let mut both = phone.clone();
    both["from_user_id"] = hidden["from_user_id"].clone();
    let raw = webhook(&seller, "messages", &message(&both, &text("c'est la même personne")));
    stack.webhook(&raw).await?;
    stack.webhook(&raw).await?;
    let one = waiting::until("one thread", async || {
        let threads = threads(&seller).await?;
        Ok((threads.len() == 1).then(|| threads[0].clone()))
    })
    .await?;
    let path = format!("/conversations/{}/messages", one["id"].as_str().unwrap_or_default());
    let kept = waiting::until("all messages in it", async || {
        let page = seller.get(&path).await?;
        let all = page["items"].as_array().cloned().unwrap_or_default();
        let theirs = all.iter().filter(|message| message["from"] == "prospect").count();
        Ok((theirs >= 3).then_some(all))
    })
    .await?;
    let said: Vec<&str> = kept
        .iter()
        .filter(|message| message["from"] == "prospect")
        .filter_map(|message| message["text"].as_str())
        .collect();
    assert_eq!(said, ["je suis le téléphone", "je suis l'identifiant", "c'est la même personne"]);
    Ok(())
}

#[tokio::test]
async fn a_changed_number_keeps_its_thread_and_a_number_given_away_does_not() -> Result<()> {
    let (stack, seller, prospect) = answering(&["Un.", "Deux.", "Trois."]).await?;
    let person = |phone: &str, id: &str| json!({"from": phone, "from_user_id": id});
    let text = |words: &str| json!({"type": "text", "text": {"body": words}});
    let (first, second) = ("CI.1000000000000001", "CI.1000000000000002");
    let moved = system_tests::seller::fresh_wa_id();
    let post = async |who: Value, kind: &Value| {
        stack.webhook(&webhook(&seller, "messages", &message(&who, kind))).await
    };
    post(person(&prospect.wa_id, first), &text("bonjour")).await?;
    waiting::until("a thread", async || Ok((threads(&seller).await?.len() == 1).then_some(())))
        .await?;
    let system = json!({"type": "system", "system": {"type": "user_changed_number", "wa_id": moved, "body": "…"}});
    post(person(&prospect.wa_id, first), &system).await?;
    post(person(&moved, first), &text("nouveau numéro")).await?;
    let only = waiting::until("the same thread under the new number", async || {
        let threads = threads(&seller).await?;
        let found = threads.iter().find(|thread| thread["preview"] == "nouveau numéro").cloned();
        Ok(found.filter(|_| threads.len() == 1))
    })
    .await?;
    // The old number comes back with another id: somebody else, who must meet nothing of it.
    post(person(&prospect.wa_id, second), &text("je viens d'acheter cette puce")).await?;
    let both = waiting::until("a thread of their own", async || {
        let threads = threads(&seller).await?;
        Ok((threads.len() == 2).then_some(threads))
    })
    .await?;
    let other = both.iter().find(|thread| thread["id"] != only["id"]);
    assert_eq!(
        other.map(|thread| &thread["preview"]),
        Some(&json!("je viens d'acheter cette puce"))
    );
    // A changed id without a word keeps the thread, too.
    let third = "CI.1000000000000003";
    let update = json!({"user_id_update": [{"wa_id": moved, "user_id": {"previous": first, "current": third}}]});
    stack.webhook(&webhook(&seller, "user_id_update", &update)).await?;
    post(json!({"from_user_id": third}), &text("toujours moi")).await?;
    waiting::until("the same thread under the new id", async || {
        let threads = threads(&seller).await?;
        let same = threads.iter().any(|t| t["id"] == only["id"] && t["preview"] == "toujours moi");
        Ok((same && threads.len() == 2).then_some(()))
    })
    .await
}

#[tokio::test]
async fn a_thread_goes_on_at_the_number_its_person_writes_to() -> Result<()> {
    let (_, mut seller, prospect) = answering(&["Bonjour !", "Nous voilà ici."]).await?;
    prospect.say("bonjour").await?;
    prospect.hears("Bonjour !").await?;
    let former = seller.phone_number_id.clone();
    seller.connect_number().await?;
    assert_ne!(seller.phone_number_id, former);
    let here = prospect.at(&seller.phone_number_id);
    here.say("vous avez changé de numéro ?").await?;
    here.hears("Nous voilà ici.").await?;
    assert_eq!(prospect.count().await?, 1, "nothing more comes by the former number");
    assert_eq!(threads(&seller).await?.len(), 1, "the same person, the same thread");
    Ok(())
}
