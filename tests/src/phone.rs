//! Somebody with WhatsApp: a prospect, a courier, a seller as a person.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::{seller::fresh_wa_id, stack::Stack, waiting};

/// One thread of one person with one business number.
#[derive(Debug, Clone)]
pub struct Phone {
    stack: Stack,
    /// The person.
    pub wa_id: String,
    /// The business.
    pub number: String,
}

impl Phone {
    /// A new person facing a business number.
    pub fn facing(stack: &Stack, number: &str) -> Self {
        Self { stack: stack.clone(), wa_id: fresh_wa_id(), number: number.to_owned() }
    }

    /// A known person facing a business number.
    pub fn of_prospect(stack: &Stack, wa_id: &str, number: &str) -> Self {
        Self { stack: stack.clone(), wa_id: wa_id.to_owned(), number: number.to_owned() }
    }

    /// A known person facing our own number.
    pub fn of_courier(stack: &Stack, wa_id: &str) -> Self {
        let number = stack.get("platform_phone_number_id").to_owned();
        Self { stack: stack.clone(), wa_id: wa_id.to_owned(), number }
    }

    /// The same person facing another business number.
    #[must_use]
    pub fn at(&self, number: &str) -> Self {
        Self { number: number.to_owned(), ..self.clone() }
    }

    fn thread(&self) -> String {
        self.stack.simulator(&format!("/sim/phone/threads/{}/{}", self.number, self.wa_id))
    }

    /// Sends anything the phone simulator takes.
    ///
    /// # Errors
    /// It refuses.
    pub async fn send(&self, body: &Value) -> Result<Value> {
        self.stack.post(&format!("{}/messages", self.thread()), body).await
    }

    /// Writes.
    ///
    /// # Errors
    /// The simulator refuses.
    pub async fn say(&self, text: &str) -> Result<Value> {
        self.send(&json!({"type": "text", "text": text})).await
    }

    /// Sends any kind of message, as Meta words it, without what every message has.
    ///
    /// # Errors
    /// The simulator refuses.
    pub async fn send_kind(&self, message: &Value) -> Result<Value> {
        self.send(&json!({"type": "raw", "message": message})).await
    }

    /// From now on webhooks show or hide the person's number.
    ///
    /// # Errors
    /// The simulator refuses.
    pub async fn hides_number(&self, hides: bool) -> Result<()> {
        let person = json!({
            "wa_id": self.wa_id, "name": "Moussa", "role": "prospect", "hides_phone": hides,
        });
        self.stack.post(&self.stack.simulator("/sim/phone/people"), &person).await?;
        Ok(())
    }

    /// How many messages the person received so far.
    ///
    /// # Errors
    /// The simulator refuses.
    pub async fn count(&self) -> Result<usize> {
        Ok(self.received().await?.len())
    }

    /// What the person received, oldest first.
    ///
    /// # Errors
    /// The simulator refuses.
    pub async fn received(&self) -> Result<Vec<Value>> {
        let thread = self.stack.get_json(&self.thread()).await?;
        let all = thread["messages"].as_array().cloned().unwrap_or_default();
        Ok(all.into_iter().filter(|message| message["direction"] == "to_person").collect())
    }

    /// Waits for a message whose words contain `words`.
    ///
    /// # Errors
    /// It never comes; what did come is said.
    pub async fn hears(&self, words: &str) -> Result<Value> {
        let found = waiting::until(&format!("« {words} »"), async || {
            let received = self.received().await?;
            Ok(received.into_iter().rev().find(|message| words_of(message).contains(words)))
        })
        .await;
        match found {
            Ok(message) => Ok(message),
            Err(error) => {
                let heard: Vec<String> = self.received().await?.iter().map(words_of).collect();
                Err(error.context(format!("{} heard {heard:#?}", self.wa_id)))
            }
        }
    }

    /// Taps the button of a message whose title starts with `title`.
    ///
    /// # Errors
    /// There is no such button.
    pub async fn tap(&self, message: &Value, title: &str) -> Result<Value> {
        let wamid = &message["wamid"];
        let buttons = &message["body"]["interactive"]["action"]["buttons"];
        let reply = buttons.as_array().into_iter().flatten().map(|button| &button["reply"]);
        for reply in reply {
            if reply["title"].as_str().is_some_and(|text| text.starts_with(title)) {
                return self.send(&json!({"type": "button_reply", "id": reply["id"], "title": reply["title"], "context_wamid": wamid})).await;
            }
        }
        let quick = message["rendered"]["buttons"]
            .as_array()
            .or(message["body"]["rendered"]["buttons"].as_array());
        let quick = quick
            .into_iter()
            .flatten()
            .find(|button| button["text"].as_str().is_some_and(|text| text.starts_with(title)));
        let button = quick.with_context(|| format!("no button {title} under {message}"))?;
        self.send(&json!({"type": "template_button", "payload": button["payload"], "text": button["text"], "context_wamid": wamid})).await
    }
}

/// The words a person reads in a message.
pub fn words_of(message: &Value) -> String {
    let places = [
        &message["rendered"]["body"],
        &message["body"]["rendered"]["body"],
        &message["body"]["text"]["body"],
        &message["body"]["interactive"]["body"]["text"],
    ];
    places.iter().find_map(|place| place.as_str()).unwrap_or_default().to_owned()
}
