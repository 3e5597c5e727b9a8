//! A table of its own for each test, with the rows a test puts in.

use aws_adapters::{
    sdk::{Pace, loader},
    table::{NewItem, Table, Write, keys},
};
use aws_credential_types::Credentials;
use axum::{Router, body::to_bytes, http::StatusCode};
use contracts::records::{
    conversation::ConversationRecord, order::OrderRecord, seller::SellerRecord,
};
use dashboard_api::{Config, Deps, app};
use domain::{
    conversation::Conversation,
    country::Country,
    ids::{ConversationId, OrderId, PhoneNumberId, SellerId, WaId},
    onboarding::Onboarding,
    person::Identity,
    phone::Phone,
    seller::{Seller, ShopSettings},
};
use jiff::{SignedDuration, Timestamp};
use lambda_support::clock;
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

use crate::emulator;

pub(crate) struct Stage {
    table: Table,
    router: Router,
}

pub(crate) fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "names of the tests, not ids of the product")]
    Uuid::new_v4()
}

fn table_name() -> String {
    let name = format!("t-{}", fresh().simple());
    let attribute = |name| json!({"AttributeName": name, "AttributeType": "S"});
    let key = |hash, range| json!([{"AttributeName": hash, "KeyType": "HASH"}, {"AttributeName": range, "KeyType": "RANGE"}]);
    emulator::call(
        "dynamodb",
        "DynamoDB_20120810.CreateTable",
        &json!({
            "TableName": name, "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions":
                [attribute("pk"), attribute("sk"), attribute("gsi1pk"), attribute("gsi1sk")],
            "KeySchema": key("pk", "sk"),
            "GlobalSecondaryIndexes": [{"IndexName": "gsi1", "KeySchema": key("gsi1pk", "gsi1sk"),
                "Projection": {"ProjectionType": "ALL"}}],
        }),
    );
    name
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let table_name = table_name();
        let queue = |name: &str| format!("http://127.0.0.1:1/000000000000/{name}");
        let sdk = loader(Pace::Worker)
            .endpoint_url(format!("http://{}", emulator::address()))
            .region("eu-west-1")
            .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
            .load()
            .await;
        let config = Config {
            table_name: table_name.clone(),
            // Nobody listens there: what these tests ask for goes into no queue.
            inbound_queue_url: queue("inbound.fifo"),
            dispatch_queue_url: queue("dispatch.fifo"),
            payments_queue_url: queue("payments"),
            token_key_id: "key".to_owned(),
            public_api_url: "http://localhost/api".to_owned(),
            media_bucket: "media".to_owned(),
            documents_bucket: "documents".to_owned(),
            live_url: "ws://localhost/live".to_owned(),
            push_origins: "https://*.push.example".parse().unwrap(),
            push_key: "our-key".to_owned(),
        };
        Self { table: Table::new(&sdk, &table_name), router: app(Deps::new(&sdk, &config)) }
    }

    /// Somebody with a shop in Abidjan, by the `sub` of their token.
    pub(crate) async fn seller(&self) -> Uuid {
        let sub = fresh();
        let seller = SellerId::from_uuid(sub);
        let awa = Seller {
            id: seller.clone(),
            first_name: "Awa".into(),
            last_name: "Koné".into(),
            shop_name: "Boutique Awa".into(),
            country: Country::IvoryCoast,
            phone: Phone::parse("0707000001", Country::IvoryCoast).unwrap(),
            email: "awa@example.ci".into(),
            settings: ShopSettings::default(),
        };
        let since = "2026-11-01T10:00:00Z".parse().unwrap();
        let record = SellerRecord::new(&awa, &Onboarding::new(seller.clone()), since);
        let item = NewItem::new(keys::seller(&seller), &record).unwrap();
        self.table.put_new(item).await.unwrap();
        sub
    }

    /// A page that is told of changes.
    pub(crate) async fn listens(&self, seller: &SellerId, connection: &str) {
        self.table.listen(seller, connection, clock::now()).await.unwrap();
    }

    /// A thread of theirs, later with every `nth`.
    pub(crate) async fn thread(
        &self,
        seller: &SellerId,
        nth: u32,
        name: &str,
        change: impl FnOnce(&mut Conversation),
    ) {
        let phone = WaId::new(format!("22507{nth:08}"));
        let mut thread = Conversation::new(
            ConversationId::from_uuid(fresh()),
            seller.clone(),
            PhoneNumberId::new("1"),
            Identity::new(Some(phone), None).unwrap(),
        );
        name.clone_into(&mut thread.contact_name);
        change(&mut thread);
        let at = "2026-11-20T10:00:00Z".parse::<Timestamp>().unwrap();
        let at = at + SignedDuration::from_mins(i64::from(nth));
        let record = ConversationRecord::of(&thread, String::new(), at);
        let item = NewItem::new(keys::conversation(seller, &thread.id), &record).unwrap();
        let place = keys::in_conversations(seller, at, &thread.id);
        self.table.put_new(item.listed(place)).await.unwrap();
    }

    /// An order of theirs for the morning of 28 November 2026.
    pub(crate) async fn order(&self, sub: Uuid, status: &str, quantity: u32) -> OrderId {
        let (seller, order) = (SellerId::from_uuid(sub), OrderId::from_uuid(fresh()));
        self.put_order(&seller, &order, status, quantity).await;
        order
    }

    pub(crate) async fn put_order(
        &self,
        seller: &SellerId,
        order: &OrderId,
        status: &str,
        quantity: u32,
    ) {
        let placed_at: Timestamp = "2026-11-27T10:00:00Z".parse().unwrap();
        let record: OrderRecord = serde_json::from_value(json!({
            "id": order.as_str(), "seller": seller.as_str(),
            "conversation": "cnv_00000000000000000000000004", "status": status,
            "lines": [{"product": "prd_00000000000000000000000004", "variant": "m",
                "name": "Robe M", "quantity": quantity,
                "unit_price": {"amount": 15_000, "currency": "XOF"}}],
            "delivery_fee": {"amount": 1_500, "currency": "XOF"},
            "address": {"commune": "Cocody"}, "contact_name": "Moussa",
            "contact_phone": "+2250505123456",
            "moment": {"day": "2026-11-28", "period": "morning"},
            "placed_at": placed_at.to_string(),
        }))
        .unwrap();
        let item = NewItem::new(keys::order(seller, order), &record).unwrap();
        let item = item.listed(keys::in_orders(seller, placed_at, order));
        self.table.write(&Write::overwrite(item)).await.unwrap();
    }

    /// How many devices ring for a seller.
    pub(crate) async fn devices(&self, sub: Uuid) -> usize {
        let seller = SellerId::from_uuid(sub);
        self.table.devices(&seller, clock::now()).await.unwrap().len()
    }

    /// What the function answers to a signed-in seller.
    pub(crate) async fn ask(
        &self,
        sub: Uuid,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let event = json!({
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query,
            "headers": {"host": "h", "content-type": "application/json"},
            "requestContext": {
                "accountId": "1", "apiId": "a", "domainName": "d", "domainPrefix": "d",
                "http": {"method": method, "path": path, "protocol": "HTTP/1.1",
                    "sourceIp": "1.1.1.1", "userAgent": "t"},
                "authorizer": {"jwt": {
                    "claims": {"sub": sub.to_string(), "token_use": "id"}, "scopes": null}},
                "requestId": "r", "routeKey": "$default", "stage": "$default", "time": "t",
                "timeEpoch": 0
            },
            "body": body.map(|body| body.to_string()), "isBase64Encoded": false
        });
        let request = lambda_http::request::from_str(&event.to_string()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }
}
