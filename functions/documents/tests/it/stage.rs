//! A deployment of its own for each test: one seller, and orders that were delivered.

use aws_adapters::{
    objects::{ObjectKey, Objects},
    sdk::{Pace, SdkConfig, loader},
    table::{NewItem, Table, keys},
};
use aws_credential_types::Credentials;
use aws_lambda_events::sqs::SqsEvent;
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use contracts::{
    messages::{ConversationMessage, DocumentMessage, DocumentReady, Envelope, OrderRef},
    records::{order::OrderRecord, paper::PaperRecord, seller::SellerRecord},
};
use documents::{Config, Deps};
use domain::{
    country::Country,
    ids::{ConversationId, CourierId, OrderId, PaymentId, ProductId, SellerId, VariantId},
    moment::{Moment, Period},
    money::{Currency, Money},
    onboarding::{Onboarding, Step},
    order::{Address, Line, Order, OrderStatus, Totals},
    phone::Phone,
    seller::{Seller, ShopSettings},
};
use jiff::Timestamp;
use lambda_runtime::{Context, LambdaEvent};
use lambda_support::{clock, env::Env};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::emulator;

pub(crate) struct Stage {
    deps: Deps,
    table: Table,
    objects: Objects,
    inbound: String,
    seller: Seller,
    courier: CourierId,
}

fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "names of the tests, not ids of the product")]
    Uuid::new_v4()
}

fn at() -> Timestamp {
    Timestamp::from_second(1_795_420_000).unwrap()
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

fn queue(is_fifo: bool) -> String {
    let name = fresh().simple().to_string();
    let body = if is_fifo {
        json!({"QueueName": format!("{name}.fifo"), "Attributes": {"FifoQueue": "true"}})
    } else {
        json!({"QueueName": name})
    };
    let made = emulator::call("sqs", "AmazonSQS.CreateQueue", &body);
    made["QueueUrl"].as_str().unwrap().to_owned()
}

async fn bucket(sdk: &SdkConfig) -> String {
    let settings = aws_sdk_s3::config::Builder::from(sdk).force_path_style(true).build();
    let client = aws_sdk_s3::Client::from_conf(settings);
    let name = format!("b-{}", fresh().simple());
    let here = CreateBucketConfiguration::builder()
        .location_constraint(BucketLocationConstraint::EuWest1)
        .build();
    client.create_bucket().bucket(&name).create_bucket_configuration(here).send().await.unwrap();
    name
}

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let sdk = loader(Pace::Worker)
            .endpoint_url(format!("http://{}", emulator::address()))
            .region(aws_config::Region::new("eu-west-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
            .load()
            .await;
        let (table_name, inbound, bucket) = (table_name(), queue(true), bucket(&sdk).await);
        let env = Env::from_pairs(&[
            ("TABLE_NAME", &table_name),
            ("INBOUND_QUEUE_URL", &inbound),
            ("DOCUMENTS_DLQ_URL", &queue(false)),
            ("DOCUMENTS_BUCKET", &bucket),
        ]);
        let seller = Seller {
            id: SellerId::from_uuid(fresh()),
            first_name: "Awa".into(),
            last_name: "Touré".into(),
            shop_name: "Awa Mode".into(),
            country: Country::IvoryCoast,
            phone: Phone::parse("0707123456", Country::IvoryCoast).unwrap(),
            email: "awa@example.ci".into(),
            settings: ShopSettings::default(),
        };
        let stage = Self {
            deps: Deps::new(&Config::from_env(env).unwrap(), &sdk).unwrap(),
            table: Table::new(&sdk, &table_name),
            objects: Objects::new(&sdk, &bucket),
            inbound,
            courier: CourierId::from_uuid(fresh()),
            seller,
        };
        stage.furnish().await;
        stage
    }

    async fn furnish(&self) {
        let id = &self.seller.id;
        let onboarding = Onboarding {
            seller: id.clone(),
            step: Step::Registered,
            refusal: None,
            connected: None,
        };
        let profile = SellerRecord::new(&self.seller, &onboarding, at());
        let courier = json!({
            "id": self.courier.to_string(), "name": "Kouassi Yao", "phone": "+2250101020304",
            "available": true,
        });
        self.put(keys::seller(id), &profile).await;
        self.put(keys::courier(id, &self.courier), &courier).await;
    }

    async fn put(&self, key: keys::Key, value: &impl serde::Serialize) {
        self.table.put(NewItem::new(key, value).unwrap()).await.unwrap();
    }

    /// An order of 46,500 F that was handed over against so much cash.
    pub(crate) async fn delivered(&self, collected: i64) -> OrderRef {
        let id = OrderId::from_uuid(fresh());
        let lines = vec![Line {
            product: ProductId::from_uuid(fresh()),
            variant: VariantId::of_label("m"),
            name: "Robe wax".into(),
            quantity: 3,
            unit_price: francs(15_000),
        }];
        let order = Order {
            id: id.clone(),
            seller: self.seller.id.clone(),
            conversation: ConversationId::from_uuid(Uuid::from_u128(4)),
            status: OrderStatus::Delivered,
            revision: 0,
            totals: Totals::of(&lines, francs(1_500)).unwrap(),
            lines,
            address: Address { commune: "Cocody".into(), ..Address::default() },
            contact_name: "Mariam Koné".into(),
            contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
            moment: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
            recipient: None,
            payer: None,
            ad_id: None,
            placed_at: at(),
        };
        self.put(keys::order(&self.seller.id, &id), &OrderRecord::from(&order)).await;
        let of = OrderRef { seller: self.seller.id.clone(), order: id };
        self.closed(&of, collected).await;
        of
    }

    /// The courier closes the delivery with so much cash in hand.
    pub(crate) async fn closed(&self, of: &OrderRef, collected: i64) {
        let status = json!({
            "kind": "delivered", "courier": self.courier.to_string(),
            "collected": {"amount": collected, "currency": "XOF"}, "at": at().to_string(),
        });
        self.delivery(of, &status).await;
    }

    /// The delivery is not closed any more.
    pub(crate) async fn reopened(&self, of: &OrderRef) {
        let status = json!({"kind": "picked_up", "courier": self.courier.to_string()});
        self.delivery(of, &status).await;
    }

    async fn delivery(&self, of: &OrderRef, status: &Value) {
        let delivery = json!({
            "order": of.order.to_string(), "seller": of.seller.to_string(),
            "requested_at": at().to_string(), "country": "CI",
            "due": {"amount": 46_500, "currency": "XOF"},
            "promised": {"day": "2026-11-24", "period": "morning"},
            "code": "4821", "round": 1, "status": status,
        });
        self.put(keys::delivery(&of.seller, &of.order), &delivery).await;
    }

    /// A payment of 46,500 F by Wave, in this state.
    pub(crate) async fn payment(&self, of: &OrderRef, status: &Value) {
        let id = PaymentId::from_uuid(Uuid::from_u128(9));
        let payment = json!({
            "id": id.to_string(), "provider": "wave", "status": status,
            "amount": {"amount": 46_500, "currency": "XOF"},
        });
        self.put(keys::payment(&of.seller, &id), &payment).await;
        let row = json!({"payment": id.to_string()});
        self.put(keys::payment_of_order(&of.seller, &of.order, &id), &row).await;
    }

    /// The shop has a picture.
    pub(crate) async fn logo(&self, bytes: &[u8]) {
        let key = ObjectKey::logo(&self.seller.id);
        self.objects.put(&key, bytes.to_vec(), "image/png").await.unwrap();
        let logo = json!({
            "mime_type": "image/png", "width": 2, "height": 1, "set_at": at().to_string(),
        });
        let fields = vec![("logo".to_owned(), logo)];
        let key = keys::seller(&self.seller.id);
        self.table.write(&aws_adapters::table::Write::Update { key, fields }).await.unwrap();
    }

    /// Delivers the messages in one batch and tells how many came back to the queue.
    pub(crate) async fn due(&self, orders: &[OrderRef]) -> usize {
        let records: Vec<Value> = orders
            .iter()
            .map(|of| {
                let id = format!("receipt.{}", of.order);
                let body = DocumentMessage::ReceiptDue(of.clone());
                let text = serde_json::to_string(&Envelope { id, at: at(), body }).unwrap();
                json!({"messageId": fresh().to_string(), "body": text})
            })
            .collect();
        let event: SqsEvent = serde_json::from_value(json!({"Records": records})).unwrap();
        let mut context = Context::default();
        let end = clock::now().as_millisecond() + 60_000;
        context.deadline = u64::try_from(end).unwrap();
        let answer = documents::handle(&self.deps, LambdaEvent::new(event, context)).await;
        answer.batch_item_failures.len()
    }

    /// The receipt that is registered.
    pub(crate) async fn receipt(&self, of: &OrderRef) -> Option<PaperRecord> {
        let key = keys::receipt(&of.seller, &of.order);
        self.table.get(&key).await.unwrap().map(|stored| stored.value)
    }

    /// The file of one edition.
    pub(crate) async fn file(&self, of: &OrderRef, edition: u32) -> Option<Vec<u8>> {
        let key = ObjectKey::receipt(&of.seller, &of.order, edition);
        self.objects.get(&key, 1_000_000).await.unwrap()
    }

    /// What `reply` is asked to hand over, with the ids; the queue is empty afterwards.
    pub(crate) fn handed_over(&self) -> Vec<(String, DocumentReady)> {
        let mut ready = Vec::new();
        loop {
            let ask = json!({"QueueUrl": self.inbound, "MaxNumberOfMessages": 10});
            let answer = emulator::call("sqs", "AmazonSQS.ReceiveMessage", &ask);
            let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
            if messages.is_empty() {
                return ready;
            }
            for message in messages {
                let envelope: Envelope<ConversationMessage> =
                    serde_json::from_str(message["Body"].as_str().unwrap()).unwrap();
                let ConversationMessage::DocumentReady(document) = envelope.body else {
                    panic!("{} is no document", envelope.id);
                };
                ready.push((envelope.id, document));
                let handle = &message["ReceiptHandle"];
                let done = json!({"QueueUrl": self.inbound, "ReceiptHandle": handle});
                emulator::call("sqs", "AmazonSQS.DeleteMessage", &done);
            }
        }
    }
}
