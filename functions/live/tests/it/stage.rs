//! A table and a WebSocket API of its own for each test.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use aws_adapters::{
    sdk::{Pace, loader},
    table::{Table, keys},
};
use aws_credential_types::Credentials;
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
    routing::post,
};
use domain::ids::SellerId;
use lambda_runtime::{Context, LambdaEvent};
use lambda_support::{BoxError, clock, env::Env};
use live::{Config, Deps};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::emulator;

/// What a page does with what is posted to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    Reads,
    IsGone,
    Hangs,
}

#[derive(Default)]
struct Pages {
    behaviour: HashMap<String, Page>,
    told: HashMap<String, Vec<Value>>,
}

type Shared = Arc<Mutex<Pages>>;

pub(crate) struct Stage {
    pub(crate) table: Table,
    deps: Deps,
    pages: Shared,
    dead: String,
    alerts: String,
}

pub(crate) fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "names of the tests, not ids of the product")]
    Uuid::new_v4()
}

async fn posted(
    State(pages): State<Shared>,
    Path(connection): Path<String>,
    body: Bytes,
) -> axum::response::Response {
    let behaviour = pages.lock().unwrap().behaviour.get(&connection).copied();
    match behaviour {
        Some(Page::Reads) => {
            let frame = serde_json::from_slice(&body).unwrap();
            pages.lock().unwrap().told.entry(connection).or_default().push(frame);
            StatusCode::OK.into_response()
        }
        Some(Page::Hangs) => std::future::pending().await,
        Some(Page::IsGone) | None => {
            let kind = [("x-amzn-errortype", "GoneException")];
            (StatusCode::GONE, kind, "{}").into_response()
        }
    }
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

impl Stage {
    pub(crate) async fn new() -> Self {
        let pages = Shared::default();
        let app = Router::new()
            .route("/live/@connections/{id}", post(posted))
            .with_state(Arc::clone(&pages));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let sdk = loader(Pace::Worker)
            .endpoint_url(format!("http://{}", emulator::address()))
            .region("eu-west-1")
            .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
            .load()
            .await;
        let (dead, alerts) = (queue("live-dlq"), queue("alerts"));
        let table_name = table_name();
        let env = Env::from_pairs(&[
            ("TABLE_NAME", table_name.as_str()),
            ("SOCKETS_URL", &format!("http://{address}/live")),
            ("ALERTS_QUEUE_URL", &alerts),
            ("LIVE_DLQ_URL", &dead),
        ]);
        let config = Config::from_env(env).unwrap();
        let deps = Deps::new(&config, &sdk);
        Self { table: Table::new(&sdk, &table_name), deps, pages, dead, alerts }
    }

    pub(crate) async fn call(&self, event: Value) -> Result<Value, BoxError> {
        let event = serde_json::from_value(event).unwrap();
        live::handle(&self.deps, LambdaEvent::new(event, Context::default())).await
    }

    async fn socket(&self, step: &str, connection: &str, more: Value) -> Value {
        let mut event = json!({
            "requestContext": {"eventType": step, "connectionId": connection, "routeKey": "$default"},
        });
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call(event).await.unwrap()["statusCode"].clone()
    }

    /// What the handshake is answered.
    pub(crate) async fn connect(&self, connection: &str, ticket: &str) -> Value {
        let asked = json!({"queryStringParameters": {"ticket": ticket}});
        self.socket("CONNECT", connection, asked).await
    }

    pub(crate) async fn say(&self, connection: &str, frame: &Value) -> Value {
        self.socket("MESSAGE", connection, json!({"body": frame.to_string()})).await
    }

    pub(crate) async fn disconnect(&self, connection: &str) {
        self.socket("DISCONNECT", connection, json!({})).await;
    }

    /// A page of the seller's that has said hello.
    pub(crate) async fn page(&self, seller: &SellerId, connection: &str, page: Page) {
        self.pages.lock().unwrap().behaviour.insert(connection.to_owned(), page);
        let ticket = format!("ticket of {connection}");
        self.table.issue_ticket(seller, &ticket, clock::now()).await.unwrap();
        assert_eq!(self.connect(connection, &ticket).await, 200);
        self.say(connection, &json!({"type": "hello", "cursor": null})).await;
    }

    pub(crate) fn behaves(&self, connection: &str, page: Page) {
        self.pages.lock().unwrap().behaviour.insert(connection.to_owned(), page);
    }

    /// The frames a page was told since it was last asked for.
    pub(crate) fn told(&self, connection: &str) -> Vec<Value> {
        self.pages.lock().unwrap().told.remove(connection).unwrap_or_default()
    }

    /// What is to ring, in no order.
    pub(crate) fn alerts(&self) -> Vec<Value> {
        let peek =
            json!({"QueueUrl": self.alerts, "MaxNumberOfMessages": 10, "VisibilityTimeout": 0});
        let found = emulator::call("sqs", "AmazonSQS.ReceiveMessage", &peek);
        let found = found["Messages"].as_array().cloned().unwrap_or_default();
        let bodies = found.iter().map(|one| serde_json::from_str(one["Body"].as_str().unwrap()));
        bodies.collect::<Result<_, _>>().unwrap()
    }

    /// Codes and bodies of what was parked.
    pub(crate) fn parked(&self) -> String {
        let peek = json!({"QueueUrl": self.dead, "MaxNumberOfMessages": 10,
            "MessageAttributeNames": ["All"]});
        emulator::call("sqs", "AmazonSQS.ReceiveMessage", &peek).to_string()
    }
}

/// A record of the table's stream.
pub(crate) fn record(pk: &str, sk: &str, sequence: &str) -> Value {
    json!({
        "eventID": format!("event {sequence}"), "eventName": "MODIFY",
        "dynamodb": {
            "Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "SequenceNumber": sequence,
            "NewImage": {"pk": {"S": pk}, "sk": {"S": sk},
                "data": {"M": {"id": {"S": "wamid.1"}, "text": {"S": "Bonjour, c'est secret"}}}},
        }
    })
}

/// The record of an order of theirs.
pub(crate) fn order(seller: &SellerId, n: u128) -> (String, Value) {
    let id = domain::ids::OrderId::from_uuid(Uuid::from_u128(n)).to_string();
    let record = record(&format!("S#{seller}#order#{id}"), "order", &n.to_string());
    (id, record)
}

/// The record of an article of theirs, which no sum of the statistics is made of.
pub(crate) fn article(seller: &SellerId, n: u128) -> Value {
    let id = domain::ids::ProductId::from_uuid(Uuid::from_u128(n));
    let key = keys::product(seller, &id).to_string();
    let (pk, sk) = key.split_once('/').unwrap();
    record(pk, sk, &n.to_string())
}
