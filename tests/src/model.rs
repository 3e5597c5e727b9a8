//! The model's puppeteer: what the Gemini simulator answers for one shop.

use anyhow::Result;
use serde_json::{Value, json};

use crate::{seller::Seller, stack::Stack};

/// Scripts the next answers to requests about this seller's shop.
///
/// # Errors
/// The simulator refuses.
pub async fn script(seller: &Seller, responses: &[Value]) -> Result<()> {
    let stack: &Stack = &seller.stack;
    let control = stack.simulator("/sim/gemini/_control/scripts");
    let script = json!({"when_contains": seller.shop_name, "responses": responses});
    stack.post(&control, &script).await?;
    Ok(())
}

/// What the model read in the requests about this seller's shop, oldest first.
///
/// # Errors
/// The simulator refuses.
pub async fn requests(seller: &Seller) -> Result<Vec<Value>> {
    let stack: &Stack = &seller.stack;
    let list = format!("/sim/gemini/_control/requests?contains={}", seller.shop_name);
    let answer = stack.get_json(&stack.simulator(&list)).await?;
    Ok(answer.as_array().cloned().unwrap_or_default())
}

/// The words of the last turn that the model was asked to answer.
///
/// # Errors
/// The simulator refuses.
pub async fn last_read(seller: &Seller) -> Result<String> {
    let requests = requests(seller).await?;
    let contents = requests.last().map(|request| request["body"]["contents"].clone());
    Ok(contents.unwrap_or_default().to_string())
}
