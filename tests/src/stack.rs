//! Where the stack is, and how to talk to it.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context, Result, ensure};
use contracts::signature;
use reqwest::{Client, StatusCode, redirect::Policy};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use secrecy::SecretString;
use serde_json::{Value, json};

/// The deployed local stack. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Stack {
    pub http: Client,
    described: Arc<Value>,
}

impl Stack {
    /// Reads where it is from `STACK_FILE`, or from `make run`'s file.
    ///
    /// # Errors
    /// No stack runs.
    pub fn running() -> Result<Self> {
        let path = std::env::vars()
            .find(|(name, _)| name == "STACK_FILE")
            .map_or_else(default_file, |(_, path)| PathBuf::from(path));
        let text = fs::read_to_string(&path).with_context(|| {
            format!("no stack runs ({}); use `make system-tests`", path.display())
        })?;
        let http = client()?;
        Ok(Self { http, described: Arc::new(serde_json::from_str(&text)?) })
    }

    /// An address or a name of `stack.json`.
    ///
    /// # Panics
    /// When it is not there: the contract of design §7 is broken.
    pub fn get(&self, name: &str) -> &str {
        self.described[name].as_str().unwrap_or_else(|| panic!("stack.json has no {name}"))
    }

    /// The URL of a queue, such as `turns-dlq`.
    ///
    /// # Panics
    /// When there is no such queue.
    pub fn queue(&self, name: &str) -> &str {
        self.described["queues"][name].as_str().unwrap_or_else(|| panic!("no queue {name}"))
    }

    /// The HTTP API and a path.
    pub fn api(&self, path: &str) -> String {
        format!("{}{path}", self.get("http_api"))
    }

    /// The front door and a path of the simulators'.
    pub fn simulator(&self, path: &str) -> String {
        format!("{}{path}", self.get("dashboard").trim_end_matches('/'))
    }

    /// Posts JSON and expects success.
    ///
    /// # Errors
    /// Any other status, with the answer.
    pub async fn post(&self, url: &str, body: &Value) -> Result<Value> {
        let answer = self.http.post(url).json(body).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status.is_success(), "{url} answered {status}: {text}");
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// Gets JSON and expects success.
    ///
    /// # Errors
    /// Any other status, with the answer.
    pub async fn get_json(&self, url: &str) -> Result<Value> {
        let answer = self.http.get(url).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status.is_success(), "{url} answered {status}: {text}");
        Ok(serde_json::from_str(&text)?)
    }

    /// Calls Cognito as the dashboard does.
    ///
    /// # Errors
    /// The pool refuses.
    pub async fn cognito(&self, action: &str, body: &Value) -> Result<Value> {
        let answer = self
            .http
            .post(self.get("aws_endpoint"))
            .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{action}"))
            .header("content-type", "application/x-amz-json-1.1")
            .body(body.to_string())
            .send()
            .await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status.is_success(), "Cognito {action} answered {status}: {text}");
        Ok(serde_json::from_str(&text)?)
    }

    /// Posts a webhook signed as Meta does, and says how it was answered.
    ///
    /// # Errors
    /// The stack does not answer.
    pub async fn webhook(&self, raw: &str) -> Result<StatusCode> {
        let secret = SecretString::from(app_secret()?);
        self.webhook_signed(raw, &signature::sign(&secret, raw.as_bytes())).await
    }

    /// Posts a webhook under any signature.
    ///
    /// # Errors
    /// The stack does not answer.
    pub async fn webhook_signed(&self, raw: &str, signature: &str) -> Result<StatusCode> {
        let call = self.http.post(self.api("/webhooks/meta"));
        let call = call.header("x-hub-signature-256", signature).body(raw.to_owned());
        Ok(call.header("content-type", "application/json").send().await?.status())
    }
}

/// A client that follows no redirect: the tests look at them.
fn client() -> Result<Client> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let client = Client::builder().tls_backend_preconfigured(tls).redirect(Policy::none());
    Ok(client.no_proxy().timeout(Duration::from_mins(1)).build()?)
}

fn default_file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/local/stack.json")
}

fn app_secret() -> Result<String> {
    let found = std::env::vars().find(|(name, _)| name == "META_APP_SECRET");
    Ok(found.context("META_APP_SECRET is set by `make system-tests`")?.1)
}

/// The body of a webhook with one text message, sent right now.
#[expect(clippy::disallowed_methods, reason = "tests may read the clock")]
pub fn text_webhook(phone_number_id: &str, from: &str, wamid: &str, text: &str) -> Value {
    let now = jiff::Timestamp::now().as_second().to_string();
    json!({"object": "whatsapp_business_account", "entry": [{"id": "waba", "changes": [{
        "field": "messages",
        "value": {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "225", "phone_number_id": phone_number_id},
            "contacts": [{"wa_id": from, "profile": {"name": "Moussa"}}],
            "messages": [{"id": wamid, "from": from, "timestamp": now, "type": "text", "text": {"body": text}}],
        },
    }]}]})
}
