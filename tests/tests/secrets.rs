//! No token in clear in the table, the queues or any log of a run.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use system_tests::{
    aws, model,
    phone::Phone,
    seller::{PASSWORD, Seller},
    stack::Stack,
    waiting,
};

/// Every access token the Graph simulator has given out, from its saved state.
fn tokens(folder: &Path) -> Vec<String> {
    let saved = fs::read_to_string(folder.join("simulators.json")).unwrap_or_default();
    let quoted = saved.split('"').filter(|text| text.starts_with("EAA") && text.len() > 20);
    quoted.map(str::to_owned).collect()
}

#[tokio::test]
async fn no_secret_is_in_the_table_the_queues_or_a_log() -> Result<()> {
    let stack = Stack::running()?;
    let logs = Path::new(stack.get("logs")).to_owned();
    let folder = logs.parent().context("the logs have a folder")?.to_owned();
    let before = tokens(&folder).len();
    let (seller, _) = Seller::with_a_shop(&stack, &[]).await?;
    model::script(&seller, &[json!({"text": "Bonjour et bienvenue !"})]).await?;
    let canary = format!("mot-secret-{}", system_tests::seller::fresh_digits(12));
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say(&format!("bonjour, je suis {canary}")).await?;
    prospect.hears("bienvenue").await?;
    let mut secrets = waiting::until("the simulator's saved state", async || {
        let found = tokens(&folder);
        Ok((found.len() > before).then_some(found))
    })
    .await?;
    secrets.push(PASSWORD.to_owned());
    secrets.push("system-tests-app-secret".to_owned());

    let table = aws::whole_table(&stack).await?;
    assert!(table.contains(&canary), "the table was not read");
    let mut queues = String::new();
    let described: Value = serde_json::from_str(&fs::read_to_string(folder.join("stack.json"))?)?;
    for url in described["queues"].as_object().context("no queues")?.values() {
        queues.push_str(&aws::waiting_in(&stack, url.as_str().unwrap_or_default()).await?);
    }
    let mut logged = String::new();
    for entry in fs::read_dir(&logs)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("fluxasync-") {
            logged.push_str(&fs::read_to_string(path)?);
        }
    }
    assert!(logged.contains("webhook enqueued"), "the logs were not read");
    for secret in &secrets {
        assert!(!table.contains(secret.as_str()), "a secret is in the table");
        assert!(!queues.contains(secret.as_str()), "a secret is in a queue");
        assert!(!logged.contains(secret.as_str()), "a secret is in a log");
    }
    // A person's words and phones are in the table and nowhere else.
    for personal in [&canary, &prospect.wa_id, &seller.phone] {
        assert!(!logged.contains(personal.as_str()), "something personal is in a log");
    }
    Ok(())
}
