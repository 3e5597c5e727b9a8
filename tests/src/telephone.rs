//! A courier's telephone: calls that ring and take keys, text messages with a link.

use anyhow::{Context, Result};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{stack::Stack, waiting};

/// One person's telephone.
#[derive(Debug, Clone)]
pub struct Telephone {
    stack: Stack,
    /// With the country code, without `+`.
    pub number: String,
}

impl Telephone {
    /// The telephone of that number.
    pub fn of(stack: &Stack, number: &str) -> Self {
        Self { stack: stack.clone(), number: number.to_owned() }
    }

    fn control(&self, path: &str) -> String {
        self.stack.simulator(&format!("/sim/telephony/_control{path}"))
    }

    /// All calls so far, oldest first.
    ///
    /// # Errors
    /// The simulator refuses.
    pub async fn calls(&self) -> Result<Vec<Value>> {
        let url = self.control(&format!("/calls?phone={}", self.number));
        Ok(self.stack.get_json(&url).await?["calls"].as_array().cloned().unwrap_or_default())
    }

    /// All text messages so far, oldest first.
    ///
    /// # Errors
    /// The simulator refuses.
    pub async fn texts(&self) -> Result<Vec<Value>> {
        let url = self.control(&format!("/texts?phone={}", self.number));
        Ok(self.stack.get_json(&url).await?["texts"].as_array().cloned().unwrap_or_default())
    }

    /// Waits for a call that rings, and takes it.
    ///
    /// # Errors
    /// It never rings.
    pub async fn picks_up(&self) -> Result<Call> {
        let ringing = waiting::until("a call", async || {
            Ok(self.calls().await?.into_iter().find(|call| call["status"] == "ringing"))
        })
        .await?;
        let call = self.call(&ringing)?;
        call.act("answer", &json!({})).await?;
        Ok(call)
    }

    /// Calls our number.
    ///
    /// # Errors
    /// The simulator refuses.
    pub async fn calls_in(&self) -> Result<Call> {
        let line = self.stack.post(&self.control("/calls"), &json!({"phone": self.number})).await?;
        self.call(&line)
    }

    fn call(&self, line: &Value) -> Result<Call> {
        let id = line["id"].as_str().context("a call without an id")?.to_owned();
        Ok(Call { telephone: self.clone(), id })
    }

    /// Waits for a text message with these words.
    ///
    /// # Errors
    /// It never comes.
    pub async fn reads(&self, words: &str) -> Result<String> {
        waiting::until(&format!("the text « {words} »"), async || {
            let texts = self.texts().await?;
            let mut bodies = texts.iter().rev().filter_map(|text| text["body"].as_str());
            Ok(bodies.find(|body| body.contains(words)).map(str::to_owned))
        })
        .await
    }

    /// The page behind the link of a text message.
    ///
    /// # Errors
    /// There is no link.
    pub fn page_of(&self, text: &str) -> Result<Page> {
        let link = text.split_whitespace().find(|word| word.starts_with("http"));
        Ok(Page { stack: self.stack.clone(), url: link.context("no link")?.to_owned() })
    }
}

/// A call under way.
#[derive(Debug, Clone)]
pub struct Call {
    telephone: Telephone,
    id: String,
}

impl Call {
    async fn act(&self, what: &str, body: &Value) -> Result<Value> {
        let url = self.telephone.control(&format!("/calls/{}/{what}", self.id));
        self.telephone.stack.post(&url, body).await
    }

    /// The call as it stands.
    ///
    /// # Errors
    /// It is gone.
    pub async fn line(&self) -> Result<Value> {
        let mut calls = self.telephone.calls().await?.into_iter();
        calls.find(|call| call["id"] == *self.id).context("the call is gone")
    }

    /// Presses keys.
    ///
    /// # Errors
    /// Nobody listens.
    pub async fn presses(&self, digits: &str) -> Result<()> {
        self.act("press", &json!({"digits": digits})).await?;
        Ok(())
    }

    /// Waits for words to be said in the call, after what was said before.
    ///
    /// # Errors
    /// They are never said.
    pub async fn hears(&self, words: &str) -> Result<()> {
        waiting::until(&format!("the spoken « {words} »"), async || {
            let line = self.line().await?;
            let heard = line["heard"].as_array().cloned().unwrap_or_default();
            let said = heard
                .iter()
                .any(|part| part["text"].as_str().is_some_and(|text| text.contains(words)));
            Ok(said.then_some(()))
        })
        .await
    }

    /// Waits until keys are listened to.
    ///
    /// # Errors
    /// They never are.
    pub async fn is_asked(&self) -> Result<()> {
        waiting::until("a question in the call", async || {
            Ok((!self.line().await?["waiting"].is_null()).then_some(()))
        })
        .await
    }
}

/// A courier's page.
#[derive(Debug, Clone)]
pub struct Page {
    stack: Stack,
    pub url: String,
}

impl Page {
    /// What it shows.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn shows(&self) -> Result<(StatusCode, String)> {
        let answer = self.stack.http.get(&self.url).send().await?;
        Ok((answer.status(), answer.text().await?))
    }

    /// Waits until it shows these words.
    ///
    /// # Errors
    /// It never does.
    pub async fn says(&self, words: &str) -> Result<String> {
        waiting::until(&format!("the page's « {words} »"), async || {
            let (_, html) = self.shows().await?;
            Ok(html.contains(words).then_some(html))
        })
        .await
    }

    /// Sends the form of an act as the page has it, with what was typed.
    ///
    /// # Errors
    /// The page has no such form, or refuses.
    pub async fn does(&self, act: &str, typed: &[(&str, &str)]) -> Result<StatusCode> {
        let (_, html) = self.shows().await?;
        let step = html
            .split("name=\"step\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .with_context(|| format!("no form on the page: {html}"))?;
        let mut form = vec![("act", act), ("step", step)];
        form.extend_from_slice(typed);
        let answer = self.stack.http.post(&self.url).form(&form).send().await?;
        Ok(answer.status())
    }
}
