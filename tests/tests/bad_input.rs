//! Bad input ends in a clear answer and changes nothing.

use anyhow::Result;
use reqwest::{Method, StatusCode};
use serde_json::json;
use system_tests::{
    aws,
    phone::Phone,
    seller::Seller,
    stack::{Stack, text_webhook},
};

#[tokio::test]
async fn a_wrong_signature_is_401_and_nothing_is_stored() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let raw = text_webhook(&seller.phone_number_id, "2250701020304", "wamid.forged", "bonjour")
        .to_string();
    let forged = format!("sha256={}", "0".repeat(64));
    assert_eq!(stack.webhook_signed(&raw, &forged).await?, StatusCode::UNAUTHORIZED);
    assert_eq!(stack.webhook_signed(&raw, "").await?, StatusCode::UNAUTHORIZED);
    // A true message after it shows that the forged one is not merely late.
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("bonjour").await?;
    system_tests::waiting::until("the true message", async || {
        let threads = seller.get("/conversations").await?;
        let items = threads["items"].as_array().cloned().unwrap_or_default();
        assert!(items.len() < 2, "the forged message made a thread");
        Ok((items.len() == 1).then_some(()))
    })
    .await
}

#[tokio::test]
async fn signed_garbage_is_acknowledged_and_set_aside() -> Result<()> {
    let stack = Stack::running()?;
    for garbage in [
        "",
        "not json",
        "[]",
        "{\"object\":\"page\"}",
        "{\"object\":\"whatsapp_business_account\"}",
    ] {
        assert_eq!(stack.webhook(garbage).await?, StatusCode::OK, "{garbage}");
    }
    Ok(())
}

#[tokio::test]
async fn strangers_are_401_and_other_sellers_ids_are_404() -> Result<()> {
    let stack = Stack::running()?;
    let (awa, _) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let other = Seller::signed_up(&stack).await?;
    for list in ["/products", "/zones", "/couriers"] {
        let id = awa.get(list).await?["items"][0]["id"].clone();
        let path = format!("{list}/{}", id.as_str().unwrap_or_default());
        assert_eq!(other.call(Method::GET, &path, None).await?.0, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(
            other.call(Method::DELETE, &path, None).await?.0,
            StatusCode::NOT_FOUND,
            "{path}"
        );
        assert_eq!(awa.call(Method::GET, &path, None).await?.0, StatusCode::OK, "{path}");
    }
    for token in ["", "nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."] {
        let call = stack.http.get(stack.api("/products")).bearer_auth(token);
        assert_eq!(call.send().await?.status(), StatusCode::UNAUTHORIZED, "{token}");
    }
    Ok(())
}

#[tokio::test]
async fn malformed_forms_name_their_fields() -> Result<()> {
    let stack = Stack::running()?;
    let answer = stack
        .http
        .post(stack.api("/signup"))
        .json(&json!({"country": "FR", "email": "x"}))
        .send()
        .await?;
    assert!(answer.status().is_client_error());
    let problem: serde_json::Value = answer.json().await?;
    let fields: Vec<&str> = problem["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|e| e["field"].as_str())
        .collect();
    for field in ["first_name", "last_name", "country", "phone", "email", "password", "shop_name"] {
        assert!(fields.contains(&field), "{field} is not in {problem}");
    }
    let seller = Seller::signed_up(&stack).await?;
    let (status, problem) =
        seller.call(Method::POST, "/products", Some(&json!({"price": "cher"}))).await?;
    assert!(status.is_client_error());
    assert!(problem["errors"].to_string().contains("name"), "{problem}");
    Ok(())
}

#[tokio::test]
async fn onboarding_refusals_end_on_a_french_page() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::signed_up(&stack).await?;
    for (outcome, words) in
        [("denied", "annulée"), ("no_waba", "compte WhatsApp"), ("no_number", "numéro")]
    {
        let page = stack.http.get(seller.consent(outcome).await?).send().await?;
        let (status, text) = (page.status(), page.text().await?);
        assert!(status.is_client_error(), "{outcome}: {status}");
        assert!(
            text.contains("<html") && text.to_lowercase().contains(&words.to_lowercase()),
            "{outcome}: {text}"
        );
    }
    let callback = seller.consent("success").await?;
    assert_eq!(stack.http.get(&callback).send().await?.status(), StatusCode::OK);
    let replayed = stack.http.get(&callback).send().await?;
    assert!(replayed.status().is_client_error(), "a replayed state passed");
    Ok(())
}

#[tokio::test]
async fn an_unreadable_queue_message_is_parked_and_its_neighbours_go_on() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let mark = system_tests::seller::fresh_digits(12);
    for queue in ["turns", "relaunch", "statuses"] {
        let body = format!("{{\"not ours\": \"{mark}\"}}");
        aws::put_into(&stack, stack.queue(queue), &body).await?;
    }
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("bonjour").await?;
    system_tests::waiting::until("an answer", async || {
        Ok((!prospect.received().await?.is_empty()).then_some(()))
    })
    .await?;
    for parked in ["turns-dlq", "relaunch-dlq", "statuses-dlq"] {
        system_tests::waiting::until(parked, async || {
            let waiting = aws::waiting_in(&stack, stack.queue(parked)).await?;
            Ok(waiting.contains(&mark).then_some(()))
        })
        .await?;
    }
    Ok(())
}
