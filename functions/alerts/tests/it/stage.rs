//! A table, a queue and a push service of its own for each test.

use alerts::{Config, Deps};
use aws_adapters::{
    sdk::{Pace, SdkConfig, loader},
    secrets::SecretFields,
    table::{NewItem, Table, Write, keys},
};
use aws_credential_types::Credentials;
use aws_lambda_events::sqs::SqsEvent;
use axum::Router;
use contracts::{
    push::Endpoint,
    records::{
        conversation::ConversationRecord,
        device::{DeviceRecord, LanguageValue},
    },
};
use domain::{
    conversation::{Conversation, Owner},
    ids::{ConversationId, OrderId, PhoneNumberId, SellerId, WaId},
    person::Identity,
};
use jiff::Timestamp;
use lambda_runtime::{Context, LambdaEvent};
use lambda_support::{clock, env::Env};
use serde_json::{Value, json};
use simulators::push::PushService;
use uuid::Uuid;

use crate::emulator;

// The pair of the local stack (infra/local/settings.py).
const PRIVATE_KEY: &str = "NdBPs1C5LFfIwMntNe40lVO6dxZuXfXa-tCyCqe2tE4";
pub(crate) const PUBLIC_KEY: &str =
    "BEVrH0lNxss4v9J2huRi3Rn5k6onXZ9SpP53EcETbTkn6CR1AE71hYjYYQIstoe-zRce6oinAioErRuL1M2uxps";

pub(crate) struct Stage {
    pub(crate) table: Table,
    pub(crate) seller: SellerId,
    deps: Deps,
    /// Where the push service is.
    url: String,
    driver: reqwest::Client,
    dead: String,
}

/// A browser that was subscribed and registered.
pub(crate) struct Browser {
    /// The simulator's name for it.
    pub(crate) id: String,
    /// Ours.
    pub(crate) device: String,
}

pub(crate) fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "names of the tests, not ids of the product")]
    Uuid::new_v4()
}

fn table_name() -> String {
    let name = format!("t-{}", fresh().simple());
    let attribute = |name| json!({"AttributeName": name, "AttributeType": "S"});
    emulator::call(
        "dynamodb",
        "DynamoDB_20120810.CreateTable",
        &json!({
            "TableName": name, "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [attribute("pk"), attribute("sk")],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                          {"AttributeName": "sk", "KeyType": "RANGE"}],
        }),
    );
    name
}

fn queue(name: &str) -> String {
    let queue = json!({"QueueName": format!("{name}-{}", fresh().simple())});
    let queue = emulator::call("sqs", "AmazonSQS.CreateQueue", &queue);
    queue["QueueUrl"].as_str().unwrap().to_owned()
}

async fn sdk() -> SdkConfig {
    loader(Pace::Worker)
        .endpoint_url(format!("http://{}", emulator::address()))
        .region("eu-west-1")
        .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
        .load()
        .await
}

fn config(url: &str, table_name: &str, public_key: &str) -> Config {
    Config::from_env(Env::from_pairs(&[
        ("TABLE_NAME", table_name),
        ("ALERTS_QUEUE_URL", &queue("alerts")),
        ("ALERTS_DLQ_URL", &queue("alerts-dlq")),
        ("PUSH_SECRET_ARN", "nobody asks"),
        ("VAPID_PUBLIC_KEY", public_key),
        ("VAPID_SUBJECT", "mailto:ops@example.ci"),
        ("PUSH_ORIGINS", url),
    ]))
    .unwrap()
}

/// A client that speaks to this machine alone, and trusts nobody else.
fn driver() -> reqwest::Client {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().build().unwrap()
}

fn secret() -> SecretFields {
    SecretFields::of_pairs(&[("vapid_private_key", PRIVATE_KEY)])
}

/// Whether the function starts when pages were given this public key.
pub(crate) async fn starts_with(public_key: &str) -> bool {
    let config = config("https://push.example", &table_name(), public_key);
    Deps::new(&config, &sdk().await, secret()).is_ok()
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().nest("/push", PushService::new(&format!("{url}/push")).router());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let (sdk, table_name) = (sdk().await, table_name());
        let config = config(&url, &table_name, PUBLIC_KEY);
        Self {
            table: Table::new(&sdk, &table_name),
            seller: SellerId::from_uuid(fresh()),
            dead: config.alerts_dlq_url.clone(),
            deps: Deps::new(&config, &sdk, secret()).unwrap(),
            url,
            driver: driver(),
        }
    }

    async fn control(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/push/_control{path}", self.url);
        let answer = self.driver.post(url).json(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    }

    /// A browser that rings for the seller, subscribed with `key` and registered under the stage's.
    pub(crate) async fn browser_with(&self, key: &str, language: LanguageValue) -> Browser {
        let made = self.control("/subscriptions", &json!({"application_server_key": key})).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let address = text(&made["endpoint"]);
        let endpoint = Endpoint::read(&address, &self.url.parse().unwrap()).unwrap();
        let record = DeviceRecord {
            endpoint: address,
            p256dh: text(&made["keys"]["p256dh"]),
            auth: text(&made["keys"]["auth"]),
            key: key.to_owned(),
            language,
            seen_at: clock::now(),
        };
        self.table.register_device(&self.seller, &endpoint, &record).await.unwrap();
        Browser { id: text(&made["id"]), device: endpoint.device() }
    }

    pub(crate) async fn browser(&self) -> Browser {
        self.browser_with(PUBLIC_KEY, LanguageValue::French).await
    }

    /// What the next sends to a browser are answered.
    pub(crate) async fn answers(&self, browser: &Browser, fault: Value) {
        self.control(&format!("/subscriptions/{}/faults", browser.id), &fault).await;
    }

    /// The browser's subscription ends.
    pub(crate) async fn unsubscribe(&self, browser: &Browser) {
        let url = format!("{}/push/_control/subscriptions/{}", self.url, browser.id);
        self.driver.delete(url).send().await.unwrap();
    }

    /// What the browser was sent, decrypted.
    pub(crate) async fn heard(&self, browser: &Browser) -> Vec<Value> {
        let url = format!("{}/push/_control/subscriptions/{}/messages", self.url, browser.id);
        let heard: Value = self.driver.get(url).send().await.unwrap().json().await.unwrap();
        let heard = heard["messages"].as_array().unwrap();
        let bodies = heard.iter().map(|one| one["body"].as_str().map(serde_json::from_str));
        bodies.map(|body| body.unwrap().unwrap()).collect()
    }

    /// The names of the devices that ring.
    pub(crate) async fn ringing(&self) -> Vec<String> {
        let devices = self.table.devices(&self.seller, clock::now()).await.unwrap();
        devices.into_iter().map(|device| device.id).collect()
    }

    /// A thread of the seller's, who has it and how many messages wait.
    pub(crate) async fn thread(&self, id: &ConversationId, owner: Owner, unread: u32) {
        let who = Identity::new(Some(WaId::new("2250701020304")), None).unwrap();
        let number = PhoneNumberId::new("1");
        let thread = Conversation {
            owner,
            unread,
            contact_name: "Moussa".to_owned(),
            ..Conversation::new(id.clone(), self.seller.clone(), number, who)
        };
        let record = ConversationRecord::of(&thread, "Mon adresse".to_owned(), clock::now());
        let item = NewItem::new(keys::conversation(&self.seller, id), &record).unwrap();
        self.table.write(&Write::overwrite(item)).await.unwrap();
    }

    /// A thread that waits, and the alert about it.
    pub(crate) async fn waiting(&self) -> (ConversationId, Value) {
        let id = ConversationId::from_uuid(fresh());
        self.thread(&id, Owner::Human { until: None }, 1).await;
        let of = json!({"seller": self.seller.as_str(), "conversation": id.as_str()});
        let data = json!({"of": of, "why": "handed_over"});
        (id, alert("thread_waits.v1", &data, clock::now()))
    }

    /// A delivery in a state, and the alert about it.
    pub(crate) async fn stuck(&self, status: &Value, trouble: &str) -> (OrderId, Value) {
        let order = OrderId::from_uuid(fresh());
        let francs = json!({"amount": 46_500, "currency": "XOF"});
        let record = json!({
            "order": order.as_str(), "seller": self.seller.as_str(), "country": "CI",
            "requested_at": "2026-11-28T09:00:00Z", "due": francs, "code": "1234", "round": 1,
            "promised": {"day": "2026-11-28", "period": "afternoon"}, "status": status,
        });
        let item = NewItem::new(keys::delivery(&self.seller, &order), &record).unwrap();
        self.table.write(&Write::overwrite(item)).await.unwrap();
        let of = json!({"seller": self.seller.as_str(), "order": order.as_str()});
        let data = json!({"of": of, "trouble": trouble});
        (order, alert("delivery_stuck.v1", &data, clock::now()))
    }

    /// Hands one message over as SQS does; whether it comes back.
    pub(crate) async fn comes_back(&self, body: &Value) -> bool {
        let event: SqsEvent = serde_json::from_value(json!({"Records": [{
            "messageId": "m1", "receiptHandle": "r1", "body": body.to_string(),
            "attributes": {"ApproximateReceiveCount": "1"},
        }]}))
        .unwrap();
        let answer = alerts::handle(&self.deps, LambdaEvent::new(event, context())).await;
        !answer.batch_item_failures.is_empty()
    }

    /// Codes and bodies of what was parked.
    pub(crate) fn parked(&self) -> String {
        let peek = json!({"QueueUrl": self.dead, "MaxNumberOfMessages": 10,
            "MessageAttributeNames": ["All"]});
        emulator::call("sqs", "AmazonSQS.ReceiveMessage", &peek).to_string()
    }
}

fn context() -> Context {
    let mut context = Context::default();
    let end = clock::now().as_millisecond() + 60_000;
    context.deadline = u64::try_from(end).unwrap();
    context
}

/// A message of `alerts`, named anew.
pub(crate) fn alert(kind: &str, data: &Value, at: Timestamp) -> Value {
    json!({
        "id": format!("alert.{}", fresh().simple()), "at": at.to_string(),
        "body": {"type": kind, "data": data},
    })
}
