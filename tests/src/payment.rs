//! Mobile money in a flow: a shop with Wave, and what Wave's page does.

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    phone::Phone,
    seller::{Seller, fresh_digits},
    stack::Stack,
    waiting,
};

/// The shop takes Wave by these rules; whether Wave calls back is the test's.
///
/// # Errors
/// A step is refused.
pub async fn with_wave(seller: &Seller, calls_back: bool, rules: &Value) -> Result<()> {
    let key = format!("wave_ci_prod_{}", fresh_digits(20));
    let secret = format!("wave_ci_WHS_{}", fresh_digits(20));
    let keys = json!({"api_key": key, "webhook_secret": secret});
    let (status, answer) = seller.call(Method::PUT, "/payment-providers/wave", Some(&keys)).await?;
    ensure!(status.is_success(), "{status}: {answer}");
    let settings = json!({"payment": rules});
    let (status, answer) = seller.call(Method::PATCH, "/me/settings", Some(&settings)).await?;
    ensure!(status.is_success(), "{status}: {answer}");
    if calls_back {
        let providers = seller.get("/payment-providers").await?;
        let mut items = providers["items"].as_array().into_iter().flatten();
        let wave = items.find(|provider| provider["id"] == "wave").context("wave is listed")?;
        let hook = json!({"key": key, "url": wave["callback_url"], "secret": secret});
        let hooks = seller.stack.simulator("/sim/wave/_control/webhooks");
        seller.stack.post(&hooks, &hook).await?;
    }
    Ok(())
}

/// Wave's id of the session behind the link that the prospect got.
///
/// # Errors
/// The link never comes.
pub async fn session_of(prospect: &Phone) -> Result<String> {
    let link = waiting::until("a link to pay", async || {
        let received = prospect.received().await?;
        Ok(received.into_iter().rev().find(|m| m.to_string().contains("/sim/wave/c/")))
    })
    .await?;
    let text = link.to_string();
    let rest = text.split("/sim/wave/c/").nth(1).context("a session in the link")?;
    Ok(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect())
}

/// Pays the session; `says` is what Wave will claim instead of the truth.
///
/// # Errors
/// The simulator refuses.
pub async fn pay(stack: &Stack, session: &str, says: Value) -> Result<()> {
    let body = json!({"id": session, "says": says});
    stack.post(&stack.simulator("/sim/wave/_control/pay"), &body).await?;
    Ok(())
}
