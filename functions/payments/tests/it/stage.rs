//! A deployment of its own for each test: one seller with keys of a provider that is simulated on a
//! port of its own, and an order of 15 000 francs.

use std::sync::Arc;

use aws_adapters::{
    sdk::{Pace, SdkConfig, loader},
    table::{NewItem, Table, Write, keys},
    vault::{AccessToken, TokenPurpose, TokenVault},
};
use aws_credential_types::Credentials;
use aws_lambda_events::sqs::SqsEvent;
use axum::Router;
use contracts::{
    messages::{
        ConversationMessage, DispatchMessage, Envelope, News, Notice, OrderRef, PaymentAcceptance,
        PaymentCheck, PaymentFact, PaymentHint, PaymentMessage, PaymentProvider, PaymentPurpose,
        PaymentRequest, PaymentTrouble, PaymentWithdrawal,
    },
    records::{
        payment::{PawapayKeys, PaymentRecord, WaveKeys, WebhookStrategy},
        seller::SellerRecord,
        values::MoneyValue,
    },
};
use domain::{
    country::Country,
    ids::{ConversationId, OrderId, PaymentId, SellerId},
    onboarding::{Onboarding, Step},
    phone::Phone,
    seller::{Seller, ShopSettings},
};
use jiff::Timestamp;
use lambda_runtime::{Context, LambdaEvent};
use lambda_support::{clock, env::Env};
use payments::{Config, Deps};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use simulators::{pawapay::Pawapay, wave::Wave};
use uuid::Uuid;

use crate::{emulator, wire::Wire};

pub(crate) struct Stage {
    deps: Deps,
    pub(crate) table: Table,
    inbound: String,
    dispatch: String,
    provider: PaymentProvider,
    /// The provider's address.
    url: String,
    /// What the seller's account is used with.
    key: String,
    http: reqwest::Client,
    pub(crate) of: OrderRef,
    conversation: ConversationId,
}

fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "names of the tests, not ids of the product")]
    Uuid::new_v4()
}

pub(crate) fn francs(amount: i64) -> MoneyValue {
    MoneyValue { amount, currency: "XOF".to_owned() }
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

async fn sdk_at(url: &str) -> SdkConfig {
    loader(Pace::Worker)
        .endpoint_url(url)
        .region(aws_config::Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
        .load()
        .await
}

async fn provider_at(provider: PaymentProvider) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router: Router = match provider {
        PaymentProvider::Wave => Wave::new(&url).unwrap().router(),
        PaymentProvider::Pawapay => Pawapay::new(&url).unwrap().router(),
    };
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

impl Stage {
    pub(crate) async fn new(provider: PaymentProvider) -> Self {
        Self::behind(&Wire::new(client()), provider).await
    }

    /// The same, with all that the function calls at the other end of a wire.
    pub(crate) async fn behind(wire: &Arc<Wire>, provider: PaymentProvider) -> Self {
        let (table_name, inbound, dispatch) = (table_name(), queue(true), queue(true));
        let created = emulator::call("kms", "TrentService.CreateKey", &json!({}));
        let key_id = created["KeyMetadata"]["KeyId"].as_str().unwrap().to_owned();
        let url = provider_at(provider).await;
        let wired = wire.to(&url).await;
        let env = Env::from_pairs(&[
            ("TABLE_NAME", &table_name),
            ("TOKEN_KEY_ID", &key_id),
            ("PAYMENTS_QUEUE_URL", &queue(false)),
            ("PAYMENTS_DLQ_URL", &queue(false)),
            ("INBOUND_QUEUE_URL", &inbound),
            ("DISPATCH_QUEUE_URL", &dispatch),
            ("WAVE_URL", &wired),
            ("PAWAPAY_URL", &wired),
        ]);
        let emulator = format!("http://{}", emulator::address());
        let (sdk, wired) =
            tokio::join!(sdk_at(&emulator), async { sdk_at(&wire.to(&emulator).await).await });
        let of =
            OrderRef { seller: SellerId::from_uuid(fresh()), order: OrderId::from_uuid(fresh()) };
        let stage = Self {
            deps: Deps::new(&Config::from_env(env).unwrap(), &wired).unwrap(),
            table: Table::new(&sdk, &table_name),
            inbound,
            dispatch,
            provider,
            url,
            key: format!("wave_ci_prod_{}", fresh().simple()),
            http: client(),
            of,
            conversation: ConversationId::from_uuid(fresh()),
        };
        stage.furnish(&TokenVault::new(&sdk, &key_id)).await;
        stage
    }

    async fn furnish(&self, vault: &TokenVault) {
        let seller = Seller {
            id: self.of.seller.clone(),
            first_name: "Awa".into(),
            last_name: "Koné".into(),
            shop_name: "Chez Awa".into(),
            country: Country::IvoryCoast,
            phone: Phone::of_e164("+2250707123456").unwrap(),
            email: "awa@example.com".into(),
            settings: ShopSettings::default(),
        };
        let onboarding = Onboarding {
            step: Step::Registered,
            connected: None,
            refusal: None,
            seller: seller.id.clone(),
        };
        let record = SellerRecord::new(&seller, &onboarding, clock::now());
        let order = json!({
            "id": self.of.order.to_string(), "seller": self.of.seller.to_string(),
            "conversation": self.conversation.to_string(), "status": "pending",
            "lines": [{"product": "prd_00000000000000000000000004", "variant": "m",
                "name": "Robe M", "quantity": 1, "unit_price": francs(13_500)}],
            "delivery_fee": francs(1_500), "address": {"commune": "Cocody"},
            "contact_phone": "+2250505123456",
            "moment": {"day": "2026-11-24", "period": "morning"},
            "placed_at": "2026-11-23T10:00:00Z",
        });
        let (purpose, text) = match self.provider {
            PaymentProvider::Wave => (
                TokenPurpose::Wave,
                WaveKeys {
                    api_key: self.key.clone(),
                    webhook_secret: "wave_ci_WHS_secret".into(),
                    webhook_strategy: WebhookStrategy::Signature,
                }
                .to_text(),
            ),
            PaymentProvider::Pawapay => {
                (TokenPurpose::Pawapay, PawapayKeys { token: self.key.clone() }.to_text())
            }
        };
        let sealed = vault.seal(&seller.id, purpose, &AccessToken::new(text)).await.unwrap();
        for item in [
            NewItem::new(keys::seller(&seller.id), &record),
            NewItem::new(keys::order(&seller.id, &self.of.order), &order),
            NewItem::new(keys::sealed_token(&seller.id, purpose), &sealed),
        ] {
            self.table.put_new(item.unwrap()).await.unwrap();
        }
    }

    /// Delivers a message for the `tries`-th time; whether it is done.
    pub(crate) async fn deliver(&self, id: &str, body: PaymentMessage, tries: u32) -> bool {
        let envelope = Envelope { id: id.to_owned(), at: clock::now(), body };
        let record = json!({
            "messageId": fresh().to_string(), "receiptHandle": "none",
            "body": serde_json::to_string(&envelope).unwrap(),
            "attributes": {"ApproximateReceiveCount": tries.to_string()},
        });
        let event: SqsEvent = serde_json::from_value(json!({"Records": [record]})).unwrap();
        let mut context = Context::default();
        let end = clock::now().as_millisecond() + 60_000;
        context.deadline = u64::try_from(end).unwrap();
        let answer = payments::handle(&self.deps, LambdaEvent::new(event, context)).await;
        answer.batch_item_failures.is_empty()
    }

    pub(crate) fn request(&self, amount: i64) -> PaymentMessage {
        PaymentMessage::Requested(PaymentRequest {
            of: self.of.clone(),
            conversation: self.conversation.clone(),
            purpose: if amount == 15_000 { PaymentPurpose::Full } else { PaymentPurpose::Deposit },
            amount: francs(amount),
        })
    }

    pub(crate) fn withdrawal(&self) -> PaymentMessage {
        PaymentMessage::Withdrawn(PaymentWithdrawal { of: self.of.clone() })
    }

    pub(crate) fn acceptance(&self, payment: &PaymentId, amount: i64) -> PaymentMessage {
        PaymentMessage::Accepted(PaymentAcceptance {
            seller: self.of.seller.clone(),
            payment: payment.clone(),
            amount: francs(amount),
        })
    }

    pub(crate) fn hint(&self, payment: Option<&PaymentId>, reference: &str) -> PaymentMessage {
        PaymentMessage::Hint(PaymentHint {
            seller: self.of.seller.clone(),
            provider: self.provider,
            payment: payment.cloned(),
            reference: reference.to_owned(),
        })
    }

    /// Asks for a payment and gives its id, the page opened.
    pub(crate) async fn opened(&self, id: &str, amount: i64) -> PaymentRecord {
        assert!(self.deliver(id, self.request(amount), 1).await);
        let all = self.payments().await;
        let is_it = |it: &PaymentRecord| it.amount.amount == amount && it.status.word() == "opened";
        all.into_iter().find(is_it).unwrap()
    }

    /// Every payment of the order.
    pub(crate) async fn payments(&self) -> Vec<PaymentRecord> {
        let rows = keys::payments_of_order(&self.of.seller, &self.of.order);
        let mut found = Vec::new();
        for row in self.table.all(&rows).await.unwrap() {
            let id = row.read::<Value>().unwrap().value["payment"].as_str().unwrap().to_owned();
            found.push(self.payment(&id.parse().unwrap()).await);
        }
        found
    }

    pub(crate) async fn payment(&self, id: &PaymentId) -> PaymentRecord {
        let key = keys::payment(&self.of.seller, id);
        self.table.get::<PaymentRecord>(&key).await.unwrap().unwrap().value
    }

    pub(crate) async fn word(&self, id: &PaymentId) -> &'static str {
        self.payment(id).await.status.word()
    }

    /// The next look's moment has come, and so has the page's end if `is_end`.
    pub(crate) async fn look(&self, id: &PaymentId, is_end: bool) {
        let past: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let mut fields = vec![("next_check_at".to_owned(), json!(past.to_string()))];
        if is_end {
            fields.push(("ends_at".to_owned(), json!(past.to_string())));
        }
        let key = keys::payment(&self.of.seller, id);
        self.table.write(&Write::Update { key, fields }).await.unwrap();
        let round = self.payment(id).await.round;
        let (seller, payment) = (self.of.seller.clone(), id.clone());
        let check = PaymentMessage::Check(PaymentCheck { seller, payment, round });
        assert!(self.deliver(&format!("check.{id}.{round}"), check, 1).await);
    }

    /// The prospect pays another amount than was asked for, and the provider is asked.
    pub(crate) async fn doubted(&self, id: &str, amount: i64, came: i64) -> PaymentRecord {
        let payment = self.opened(id, amount).await;
        let page = self.pages().await.pop().unwrap();
        let page = page.get("id").or_else(|| page.get("checkoutId")).unwrap().clone();
        let says = json!({"amount": came.to_string()});
        self.control("pay", &json!({"id": page, "says": says})).await;
        self.look(&payment.id, false).await;
        assert_eq!(self.word(&payment.id).await, "suspicious");
        payment
    }

    /// `dispatch` has the order in another status.
    pub(crate) async fn order_is(&self, status: &str) {
        let key = keys::order(&self.of.seller, &self.of.order);
        let fields = vec![("status".to_owned(), json!(status))];
        self.table.write(&Write::Update { key, fields }).await.unwrap();
    }

    /// A control of the simulated provider.
    pub(crate) async fn control(&self, path: &str, body: &Value) {
        let url = format!("{}/_control/{path}", self.url);
        let answer = self.http.post(url).json(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    /// The seller gives a session's money back in Wave's own pages.
    pub(crate) async fn given_back_at_wave(&self, page: &str) {
        let url = format!("{}/v1/checkout/sessions/{page}/refund", self.url);
        let answer = self.http.post(url).bearer_auth(&self.key).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
    }

    /// What the provider has of this seller: every session or checkout.
    pub(crate) async fn pages(&self) -> Vec<Value> {
        let list = match self.provider {
            PaymentProvider::Wave => "sessions",
            PaymentProvider::Pawapay => "checkouts",
        };
        let url = format!("{}/_control/{list}", self.url);
        let answer: Value = self.http.get(url).send().await.unwrap().json().await.unwrap();
        answer[list].as_array().unwrap().clone()
    }

    /// The provider's only page.
    pub(crate) async fn page_id(&self) -> String {
        let pages = self.pages().await;
        assert_eq!(pages.len(), 1, "{pages:?}");
        let id = pages[0].get("id").or_else(|| pages[0].get("checkoutId"));
        id.unwrap().as_str().unwrap().to_owned()
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// What the prospect is told; the queue is empty afterwards.
    pub(crate) fn told(&self) -> Vec<News> {
        let read: Vec<Envelope<ConversationMessage>> = drain(&self.inbound);
        let news = |envelope: Envelope<ConversationMessage>| {
            let ConversationMessage::OrderNews(news) = envelope.body else { panic!() };
            assert_eq!((&news.of, &news.conversation), (&self.of, &self.conversation));
            news.news
        };
        read.into_iter().map(news).collect()
    }

    /// What `dispatch` is told of payments, and the seller of trouble with them.
    pub(crate) fn announced(&self) -> (Vec<PaymentFact>, Vec<PaymentTrouble>) {
        let read: Vec<Envelope<DispatchMessage>> = drain(&self.dispatch);
        let (mut facts, mut troubles) = (Vec::new(), Vec::new());
        for envelope in read {
            if let DispatchMessage::PaymentNews(news) = envelope.body {
                assert_eq!(news.of, self.of);
                facts.push(news.fact);
            } else if let DispatchMessage::SellerNotice(notice) = envelope.body {
                let Notice::PaymentTrouble { trouble, .. } = notice.notice else { panic!() };
                troubles.push(trouble);
            }
        }
        (facts, troubles)
    }

    pub(crate) fn facts(&self) -> Vec<PaymentFact> {
        let (facts, troubles) = self.announced();
        assert!(troubles.is_empty(), "{troubles:?}");
        facts
    }

    /// Nobody has heard anything yet, from here on.
    pub(crate) fn forget(&self) {
        self.told();
        self.announced();
    }
}

pub(crate) fn client() -> reqwest::Client {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().build().unwrap()
}

fn drain<T: DeserializeOwned>(queue: &str) -> Vec<T> {
    let mut bodies = Vec::new();
    loop {
        let ask = json!({"QueueUrl": queue, "MaxNumberOfMessages": 10});
        let answer = emulator::call("sqs", "AmazonSQS.ReceiveMessage", &ask);
        let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
        if messages.is_empty() {
            return bodies;
        }
        for message in messages {
            bodies.push(serde_json::from_str(message["Body"].as_str().unwrap()).unwrap());
            let done = json!({"QueueUrl": queue, "ReceiptHandle": message["ReceiptHandle"]});
            emulator::call("sqs", "AmazonSQS.DeleteMessage", &done);
        }
    }
}
