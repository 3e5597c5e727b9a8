//! What Meta refuses teaches: the thread, the number, the seller.

use anyhow::Result;
use serde_json::{Value, json};
use system_tests::{aws, model, phone::Phone, seller::Seller, stack::Stack, waiting};

async fn shop(answers: &[&str]) -> Result<(Stack, Seller, Phone)> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    let answers: Vec<Value> = answers.iter().map(|text| json!({"text": text})).collect();
    model::script(&seller, &answers).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    Ok((stack, seller, prospect))
}

/// The next message to this person meets a fault.
async fn fault(stack: &Stack, seller: &Seller, to: &Phone, effect: &Value) -> Result<()> {
    let fault = json!({
        "phone_number_id": seller.phone_number_id, "path_contains": "/messages",
        "to": to.wa_id, "effect": effect,
    });
    stack.post(&stack.simulator("/sim/graph/_control/faults"), &fault).await?;
    Ok(())
}

async fn me_until(seller: &Seller, what: &str, is_so: impl Fn(&Value) -> bool) -> Result<Value> {
    waiting::until(what, async || {
        let me = seller.get("/me").await?;
        Ok(is_so(&me).then_some(me))
    })
    .await
}

#[tokio::test]
async fn a_revoked_token_stops_the_number_and_the_seller_is_told() -> Result<()> {
    let (stack, seller, prospect) = shop(&["Bonjour !", "Personne ne lira ceci."]).await?;
    prospect.say("bonjour").await?;
    prospect.hears("Bonjour !").await?;
    let order = json!({"phone_number_id": seller.phone_number_id});
    stack.post(&stack.simulator("/sim/graph/_control/revoke"), &order).await?;
    prospect.say("vous livrez ?").await?;
    let me = me_until(&seller, "a number that is cut off", |me| me["health"]["connected"] == false)
        .await?;
    assert_eq!(me["health"]["sending"]["code"], "token_revoked", "{me}");
    let owner = Phone::of_courier(&stack, &seller.phone);
    owner.hears("accès à votre numéro").await?;
    assert_eq!(prospect.count().await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_window_that_meta_calls_closed_is_closed_until_they_write() -> Result<()> {
    let (stack, seller, prospect) = shop(&["Refusé.", "Reçu."]).await?;
    fault(&stack, &seller, &prospect, &json!({"http": 400, "code": 131_047})).await?;
    prospect.say("bonjour").await?;
    let window = async || -> Result<Value> {
        let threads = seller.get("/conversations").await?;
        Ok(threads["items"][0]["window"]["free_form_until"].clone())
    };
    waiting::until("a corrected window", async || {
        let has_message = seller.get("/conversations").await?["items"][0]["id"].is_string();
        Ok((has_message && window().await?.is_null()).then_some(()))
    })
    .await?;
    prospect.say("vous êtes là ?").await?;
    prospect.hears("Reçu.").await?;
    assert!(window().await?.is_string(), "their words open it again");
    Ok(())
}

#[tokio::test]
async fn a_late_failure_stops_the_number_for_its_reason() -> Result<()> {
    let (stack, seller, prospect) = shop(&["Bonjour !"]).await?;
    fault(&stack, &seller, &prospect, &json!({"failed": 131_042})).await?;
    prospect.say("bonjour").await?;
    let me = me_until(&seller, "a number without payment", |me| {
        me["health"]["sending"]["code"] == "payment"
    })
    .await?;
    assert_eq!(me["health"]["connected"], true, "{me}");
    let threads = seller.get("/conversations").await?;
    let thread = threads["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    let page = seller.get(&format!("/conversations/{thread}/messages")).await?;
    let ours = page["items"].as_array().cloned().unwrap_or_default();
    let ours = ours.iter().find(|message| message["from"] == "ai");
    assert_eq!(ours.map(|message| message["status"].clone()), Some(json!("failed")), "{page}");
    Ok(())
}

#[tokio::test]
async fn a_send_without_an_answer_is_settled_by_its_status_and_not_repeated() -> Result<()> {
    let (stack, seller, prospect) = shop(&["Une seule fois."]).await?;
    fault(&stack, &seller, &prospect, &json!({"accept_then_drop": true})).await?;
    prospect.say("bonjour").await?;
    prospect.hears("Une seule fois.").await?;
    waiting::until("a settled message", async || {
        let threads = seller.get("/conversations").await?;
        let Some(thread) = threads["items"][0]["id"].as_str() else { return Ok(None) };
        let page = seller.get(&format!("/conversations/{thread}/messages")).await?;
        let ours = page["items"].as_array().into_iter().flatten();
        let mut ours = ours.filter(|message| message["from"] == "ai");
        Ok(ours
            .any(|message| {
                ["sent", "delivered", "read"].iter().any(|status| message["status"] == *status)
            })
            .then_some(()))
    })
    .await?;
    assert_eq!(prospect.count().await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_recap_whose_sending_was_unclear_can_be_confirmed_in_words_once_it_is_known() -> Result<()>
{
    let (stack, seller, prospect) = shop(&[]).await?;
    let id = seller.get("/products").await?["items"][0]["id"].clone();
    let call = |name: &str, args: Value| json!({"call": {"name": name, "args": args}});
    let sale = [
        call("update_cart", json!({"product_id": id, "variant": "42", "quantity": 1})),
        call("set_delivery_address", json!({"commune": "Cocody"})),
        call("show_recap", json!({})),
    ];
    model::script(&seller, &sale).await?;
    fault(&stack, &seller, &prospect, &json!({"accept_then_drop": true})).await?;
    prospect.say("une paire en 42 à Cocody").await?;
    prospect.hears("Vous confirmez ?").await?;
    waiting::until("a thread that knows its recap was shown", async || {
        let whole = aws::whole_table(&stack).await?;
        let pages = serde_json::Deserializer::from_str(&whole).into_iter::<Value>();
        for page in pages {
            let page = page?;
            let rows = page["Items"].as_array().into_iter().flatten();
            let mut threads =
                rows.map(Value::to_string).filter(|row| row.contains(&prospect.wa_id));
            if threads.any(|row| row.contains("\"left_at\":{\"S\"")) {
                return Ok(Some(()));
            }
        }
        Ok(None)
    })
    .await?;
    prospect.say("Oui, je confirme").await?;
    seller.order_in("pending").await?;
    Ok(())
}
