//! What a seller does with threads: finds them, reads them, writes in them, also past the window.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::{Context, Result};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use system_tests::{
    phone::{Phone, words_of},
    seller::{Seller, fresh_wa_id},
    stack::{Stack, text_webhook},
    waiting,
};

/// The thread of a shop that has one, once it is as `is` says.
async fn thread_that(seller: &Seller, what: &str, is: impl Fn(&Value) -> bool) -> Result<Value> {
    waiting::until(what, async || {
        let threads = seller.get("/conversations").await?;
        Ok(Some(threads["items"][0].clone()).filter(|thread| thread.is_object() && is(thread)))
    })
    .await
}

fn id_of(value: &Value) -> Result<String> {
    Ok(value["id"].as_str().context("no id")?.to_owned())
}

/// Posts as the dashboard does, and expects that it is asked for.
async fn asked(seller: &Seller, path: &str, body: &Value) -> Result<String> {
    let (status, answer) = seller.call(Method::POST, path, Some(body)).await?;
    anyhow::ensure!(status == StatusCode::ACCEPTED, "POST {path} answered {status}: {answer}");
    id_of(&answer)
}

/// The messages of a thread, once `is` holds of them.
async fn messages_that(
    seller: &Seller,
    thread: &str,
    what: &str,
    is: impl Fn(&[Value]) -> bool,
) -> Result<Vec<Value>> {
    waiting::until(what, async || {
        let messages = seller.get(&format!("/conversations/{thread}/messages")).await?;
        let items = messages["items"].as_array().cloned().unwrap_or_default();
        Ok(Some(items).filter(|items| is(items)))
    })
    .await
}

#[tokio::test]
async fn what_was_read_on_one_device_is_read_on_all() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("Bonjour").await?;
    prospect.say("C’est combien ?").await?;
    let thread = thread_that(&seller, "two unread", |thread| thread["unread"] == 2).await?;
    let id = id_of(&thread)?;
    let said = messages_that(&seller, &id, "both messages", |said| {
        said.iter().filter(|message| message["from"] == "prospect").count() == 2
    })
    .await?;
    let said: Vec<&Value> = said.iter().filter(|message| message["from"] == "prospect").collect();
    let read = format!("/conversations/{id}/read");
    asked(&seller, &read, &json!({"through": said[0]["at"]})).await?;
    thread_that(&seller, "one unread", |thread| thread["unread"] == 1).await?;
    asked(&seller, &read, &json!({"through": said[1]["at"]})).await?;
    thread_that(&seller, "none unread", |thread| thread["unread"] == 0).await?;
    // The other device is late with what it saw; what comes now is unread all the same.
    asked(&seller, &read, &json!({"through": said[0]["at"]})).await?;
    prospect.say("Vous êtes là ?").await?;
    thread_that(&seller, "one more", |thread| thread["unread"] == 1).await?;
    let (status, problem) =
        seller.call(Method::POST, &read, Some(&json!({"through": "hier"}))).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    Ok(())
}

#[tokio::test]
async fn threads_are_found_by_what_is_read_of_them() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let words = ["Je veux la pointure 42", "Bonjour le sac", "Livrez à Yopougon"];
    let mut people = Vec::new();
    for said in words {
        let prospect = Phone::facing(&stack, &seller.phone_number_id);
        prospect.say(said).await?;
        people.push(prospect);
    }
    let all = waiting::until("three threads", async || {
        let all = seller.get("/conversations").await?["items"].as_array().cloned();
        Ok(all.filter(|all| all.len() == 3))
    })
    .await?;
    let found = async |query: &str| -> Result<Vec<String>> {
        let page = seller.get(&format!("/conversations?{query}")).await?;
        page["items"].as_array().context("no list")?.iter().map(id_of).collect()
    };
    for person in &people {
        let phone = person.wa_id.trim_start_matches("225");
        let thread = all.iter().find(|it| it["contact"]["phone"].to_string().contains(phone));
        assert_eq!(found(&format!("q={phone}")).await?, [id_of(thread.context("no thread")?)?]);
    }
    assert!(found("q=zzzzzz").await?.is_empty());
    let taken = id_of(&all[0])?;
    asked(&seller, &format!("/conversations/{taken}/takeover"), &json!({})).await?;
    waiting::until("the filter follows", async || {
        Ok((found("filter=human").await? == [taken.clone()]).then_some(()))
    })
    .await?;
    let others = found("filter=ai").await?;
    assert!(others.len() == 2 && !others.contains(&taken));
    // The cursor leads on, one by one, and to nothing twice.
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let query = format!("/conversations?filter=ai&limit=1&cursor={cursor}");
        let page = seller.get(&query).await?;
        for item in page["items"].as_array().context("no list")? {
            seen.push(id_of(item)?);
        }
        match page["cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(seen, others);
    let (status, _) = seller.call(Method::GET, "/conversations?filter=best", None).await?;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    Ok(())
}

#[tokio::test]
async fn a_sellers_message_keeps_the_id_it_was_asked_under() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("Bonjour").await?;
    let thread = id_of(&thread_that(&seller, "a thread", |_| true).await?)?;
    let path = format!("/conversations/{thread}/messages");
    let text = "Bonjour, ici Awa elle-même.";
    let send = async || -> Result<String> {
        let call = seller.stack.http.post(stack.api(&path)).bearer_auth(&seller.token);
        let call = call.header("idempotency-key", "the-same").json(&json!({"text": text}));
        id_of(&call.send().await?.error_for_status()?.json::<Value>().await?)
    };
    let (first, again) = (send().await?, send().await?);
    assert_eq!(first, again);
    prospect.hears(text).await?;
    let messages = messages_that(&seller, &thread, "the message left", |messages| {
        messages.iter().any(|message| message["id"] == first && message["status"] != "pending")
    })
    .await?;
    assert_eq!(messages.iter().filter(|message| message["text"] == text).count(), 1);
    let heard = prospect.received().await?;
    assert_eq!(heard.iter().filter(|message| words_of(message) == text).count(), 1);
    Ok(())
}

/// A prospect who last wrote more than a day ago, and their thread.
async fn long_silent(stack: &Stack, seller: &Seller) -> Result<(Phone, String)> {
    let wa_id = fresh_wa_id();
    let mut late =
        text_webhook(&seller.phone_number_id, &wa_id, &format!("wamid.{wa_id}"), "Bonjour");
    let message = &mut late["entry"][0]["changes"][0]["value"]["messages"][0];
    let sent: i64 = message["timestamp"].as_str().context("no time")?.parse()?;
    message["timestamp"] = json!((sent - 25 * 3_600).to_string());
    assert_eq!(stack.webhook(&late.to_string()).await?, StatusCode::OK);
    let phone = Phone::of_prospect(stack, &wa_id, &seller.phone_number_id);
    let thread = thread_that(seller, "a thread past its window", |thread| {
        thread["window"]["free_form_until"].is_null()
    })
    .await?;
    Ok((phone, id_of(&thread)?))
}

#[tokio::test]
async fn past_the_window_a_template_opens_the_conversation_again() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let (prospect, thread) = long_silent(&stack, &seller).await?;
    let path = format!("/conversations/{thread}/messages");
    let (status, problem) =
        seller.call(Method::POST, &path, Some(&json!({"text": "Bonjour"}))).await?;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("window_closed")));
    let template = waiting::until("an approved template", async || {
        let offered = seller.get(&format!("/conversations/{thread}/templates")).await?;
        Ok(Some(offered["items"][0].clone()).filter(|template| template["usable"] == true))
    })
    .await?;
    let text = template["text"].as_str().context("no text")?;
    assert!(text.contains(&seller.shop_name), "{text}");
    let sent = asked(&seller, &path, &json!({"template": template["name"]})).await?;
    let read = prospect.hears(text).await?;
    messages_that(&seller, &thread, "the template left", |messages| {
        messages.iter().any(|message| {
            message["id"] == sent && message["kind"] == "template" && message["status"] != "pending"
        })
    })
    .await?;
    prospect.tap(&read, "Je suis là").await?;
    // The seller has it, and is waited for.
    thread_that(&seller, "an open window", |thread| {
        thread["window"]["free_form_until"].is_string() && thread["waiting_since"].is_string()
    })
    .await?;
    asked(&seller, &path, &json!({"text": "Merci, nous en avons une en 42."})).await?;
    prospect.hears("nous en avons une en 42").await?;
    Ok(())
}

#[tokio::test]
async fn a_template_goes_neither_to_who_said_stop_nor_on_credit() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let (_, thread) = long_silent(&stack, &seller).await?;
    let templates = format!("/conversations/{thread}/templates");
    let usable = waiting::until("an approved template", async || {
        let offered = seller.get(&templates).await?;
        Ok(Some(offered["items"][0].clone()).filter(|template| template["usable"] == true))
    })
    .await?;
    let account = json!({"phone_number_id": seller.phone_number_id, "cannot_be_charged": true});
    stack.post(&stack.simulator("/sim/graph/_control/accounts"), &account).await?;
    let path = format!("/conversations/{thread}/messages");
    let sent = asked(&seller, &path, &json!({"template": usable["name"]})).await?;
    messages_that(&seller, &thread, "the refusal", |messages| {
        messages.iter().any(|it| it["id"] == sent && it["error_code"] == 131_042)
    })
    .await?;
    let checked = seller.created("/onboarding/check", &json!({})).await?;
    assert_eq!(checked["payment_method"], "trouble");
    assert_eq!(seller.get("/health").await?["payment_method"], "trouble");
    let mended = json!({"phone_number_id": seller.phone_number_id, "cannot_be_charged": false});
    stack.post(&stack.simulator("/sim/graph/_control/accounts"), &mended).await?;
    let checked = seller.created("/onboarding/check", &json!({})).await?;
    assert_eq!(checked["payment_method"], "ok");
    let health = seller.get("/health").await?;
    assert!(health["sending"].is_null(), "the card works again: {health}");

    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("STOP").await?;
    let stopped = thread_that(&seller, "who said STOP", |it| it["opted_out"] == true).await?;
    let stopped = id_of(&stopped)?;
    let offered = seller.get(&format!("/conversations/{stopped}/templates")).await?;
    assert_eq!(offered["items"][0]["reason"], "opted_out", "{offered}");
    let body = json!({"template": usable["name"]});
    let path = format!("/conversations/{stopped}/messages");
    let (status, problem) = seller.call(Method::POST, &path, Some(&body)).await?;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("template_unusable")));
    Ok(())
}

#[tokio::test]
async fn a_subscription_that_was_taken_away_is_renewed_by_the_check() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let account = json!({"phone_number_id": seller.phone_number_id, "subscribed": false});
    stack.post(&stack.simulator("/sim/graph/_control/accounts"), &account).await?;
    let checked = seller.created("/onboarding/check", &json!({})).await?;
    assert_eq!(checked["mended"], json!(["subscription"]));
    assert_eq!(seller.get("/health").await?["subscribed"], true);
    Phone::facing(&stack, &seller.phone_number_id).say("Bonjour").await?;
    thread_that(&seller, "a message arrives again", |_| true).await?;
    Ok(())
}

/// A PNG of 16 by 16 pixels, as far as anybody looks.
fn picture() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec();
    png.extend([0, 0, 0, 16, 0, 0, 0, 16, 8, 6, 0, 0, 0, 0, 0, 0, 0]);
    png
}

#[tokio::test]
async fn a_product_has_a_photo_that_only_its_address_shows() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    let id = id_of(&seller.get("/products").await?["items"][0])?;
    let put = async |bytes: Vec<u8>| {
        let call = stack.http.put(stack.api(&format!("/products/{id}/photo")));
        call.bearer_auth(&seller.token).header("content-type", "image/png").body(bytes).send().await
    };
    assert_eq!(put(b"<svg/>".to_vec()).await?.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let product: Value = put(picture()).await?.error_for_status()?.json().await?;
    assert_eq!(product["photo"]["width"], 16, "{product}");
    let url = product["photo"]["url"].as_str().context("no address")?;
    assert_eq!(stack.http.get(url).send().await?.bytes().await?, picture());
    let unsigned = url.split('?').next().unwrap_or_default();
    assert!(!stack.http.get(unsigned).send().await?.status().is_success());
    // Another change of the product leaves the photo alone.
    let path = format!("/products/{id}");
    let renamed = json!({"name": "Air Max 90"});
    let (_, changed) = seller.call(Method::PATCH, &path, Some(&renamed)).await?;
    assert_eq!((&changed["name"], &changed["photo"]["height"]), (&json!("Air Max 90"), &json!(16)));
    let (status, _) = seller.call(Method::DELETE, &format!("{path}/photo"), None).await?;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(seller.get(&path).await?["photo"].is_null());
    assert!(!stack.http.get(url).send().await?.status().is_success());
    Ok(())
}
