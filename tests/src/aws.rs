//! Looking behind the API: what the emulator holds.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::stack::Stack;

/// Calls a service of the emulator in its JSON protocol, as the account's root.
async fn call(
    stack: &Stack,
    service: &str,
    target: &str,
    version: &str,
    body: &Value,
) -> Result<String> {
    let scope = format!("test/20260101/{}/{service}/aws4_request", stack.get("region"));
    let answer = stack
        .http
        .post(stack.get("aws_endpoint"))
        .header("x-amz-target", target)
        .header("content-type", format!("application/x-amz-json-{version}"))
        .header("x-amz-date", "20260101T000000Z")
        .header(
            "authorization",
            format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"),
        )
        .body(body.to_string())
        .send()
        .await?;
    let (status, text) = (answer.status(), answer.text().await?);
    ensure!(status.is_success(), "{target} answered {status}: {text}");
    Ok(text)
}

/// Everything the table holds, as DynamoDB writes it.
///
/// # Errors
/// The emulator refuses.
pub async fn whole_table(stack: &Stack) -> Result<String> {
    let mut whole = String::new();
    let mut start = Value::Null;
    loop {
        let mut scan = json!({"TableName": stack.get("table")});
        if !start.is_null() {
            scan["ExclusiveStartKey"] = start;
        }
        let page = call(stack, "dynamodb", "DynamoDB_20120810.Scan", "1.0", &scan).await?;
        start = serde_json::from_str::<Value>(&page)?["LastEvaluatedKey"].clone();
        whole.push_str(&page);
        if start.is_null() {
            return Ok(whole);
        }
    }
}

/// Writes an item behind everybody's back.
///
/// # Errors
/// The emulator refuses.
pub async fn put_item(stack: &Stack, item: &Value) -> Result<()> {
    let put = json!({"TableName": stack.get("table"), "Item": item});
    call(stack, "dynamodb", "DynamoDB_20120810.PutItem", "1.0", &put).await?;
    Ok(())
}

/// What waits in a queue, without taking it out.
///
/// # Errors
/// The emulator refuses.
pub async fn waiting_in(stack: &Stack, url: &str) -> Result<String> {
    let peek = json!({"QueueUrl": url, "MaxNumberOfMessages": 10, "VisibilityTimeout": 0});
    call(stack, "sqs", "AmazonSQS.ReceiveMessage", "1.0", &peek).await
}

/// Puts a body into a queue behind everybody's back.
///
/// # Errors
/// The emulator refuses.
pub async fn put_into(stack: &Stack, url: &str, body: &str) -> Result<()> {
    let message = json!({"QueueUrl": url, "MessageBody": body});
    call(stack, "sqs", "AmazonSQS.SendMessage", "1.0", &message).await?;
    Ok(())
}
