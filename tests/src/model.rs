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
