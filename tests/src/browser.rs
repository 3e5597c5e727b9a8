//! A seller's browser whose page is closed: subscribed at the simulated push service, registered with
//! the API as the page does it, listening.

use anyhow::{Context, Result, ensure};
use contracts::fingerprint;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{seller::Seller, stack::Stack, waiting};

/// One browser.
#[derive(Debug, Clone)]
pub struct Browser {
    stack: Stack,
    /// The push service's name for it.
    id: String,
    /// What `PushSubscription.toJSON()` says.
    subscription: Value,
    /// The key it was subscribed with.
    key: Value,
    /// The API's name for it.
    pub device: String,
}

impl Browser {
    /// A browser that rings for the seller, in French.
    ///
    /// # Errors
    /// The simulator or the API refuses.
    pub async fn of(seller: &Seller) -> Result<Self> {
        let stack = seller.stack.clone();
        let key = seller.get("/push/key").await?["key"].clone();
        let url = format!("{}/_control/subscriptions", stack.get("push"));
        let subscription = stack.post(&url, &json!({"application_server_key": key})).await?;
        let text = |name: &str| subscription[name].as_str().context("not a subscription");
        let device = fingerprint::of(text("endpoint")?.as_bytes());
        let id = text("id")?.to_owned();
        let browser = Self { stack, id, subscription, key, device };
        browser.ring_for(seller).await?;
        Ok(browser)
    }

    /// Another seller signs in, or the same one opens the page again.
    ///
    /// # Errors
    /// The API refuses.
    pub async fn ring_for(&self, seller: &Seller) -> Result<()> {
        let body = json!({
            "endpoint": self.subscription["endpoint"], "keys": self.subscription["keys"],
            "application_server_key": self.key, "language": "fr",
        });
        self.change(seller, Method::PUT, Some(&body)).await
    }

    /// The seller signs out of it.
    ///
    /// # Errors
    /// The API refuses.
    pub async fn ring_no_more_for(&self, seller: &Seller) -> Result<()> {
        self.change(seller, Method::DELETE, None).await
    }

    async fn change(&self, seller: &Seller, method: Method, body: Option<&Value>) -> Result<()> {
        let path = format!("/push/subscriptions/{}", self.device);
        let (status, answer) = seller.call(method, &path, body).await?;
        ensure!(status == StatusCode::NO_CONTENT, "{path} answered {status}: {answer}");
        Ok(())
    }

    fn control(&self, path: &str) -> String {
        format!("{}/_control/subscriptions/{}{path}", self.stack.get("push"), self.id)
    }

    /// What the next alert to it is answered, such as `{"status": 429}`.
    ///
    /// # Errors
    /// The simulator refuses.
    pub async fn is_answered(&self, fault: &Value) -> Result<()> {
        self.stack.post(&self.control("/faults"), fault).await?;
        Ok(())
    }

    /// The browser is uninstalled, and nobody is told.
    ///
    /// # Errors
    /// The simulator does not answer.
    pub async fn disappears(&self) -> Result<()> {
        self.stack.http.delete(self.control("")).send().await?.error_for_status()?;
        Ok(())
    }

    /// All it was sent, as it decrypted it, oldest first.
    ///
    /// # Errors
    /// Something does not decrypt.
    pub async fn heard(&self) -> Result<Vec<Value>> {
        let heard = self.stack.get_json(&self.control("/messages")).await?;
        let messages = heard["messages"].as_array().context("no list")?;
        let bodies = messages.iter().map(|message| {
            let body = message["body"].as_str().context("it does not decrypt")?;
            Ok(serde_json::from_str(body)?)
        });
        bodies.collect()
    }

    /// Waits until it was sent so many alerts.
    ///
    /// # Errors
    /// It never was.
    pub async fn hears(&self, count: usize) -> Result<Vec<Value>> {
        waiting::until(&format!("alert {count}"), async || {
            Ok(Some(self.heard().await?).filter(|heard| heard.len() >= count))
        })
        .await
    }
}
