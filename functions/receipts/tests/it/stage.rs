//! A deployment of its own for each test: one seller with a number, one thread with a message.

use aws_adapters::{
    commit::{Aggregate, Commit, CommitOutcome, EffectId, EventId},
    sdk::{Pace, loader},
    table::{NewItem, Table, Write, keys},
};
use aws_credential_types::Credentials;
use aws_lambda_events::sqs::SqsEvent;
use contracts::{
    messages::{
        AccountEvent, ConversationMessage, DispatchMessage, Envelope, Notice, StatusMessage,
        ThreadCorrection,
    },
    records::{health::AccountSellerRecord, seller::NumberRecord, tag::SendTag},
};
use domain::{
    health::Health,
    ids::{ConversationId, MessageId, PhoneNumberId, RecapId, SellerId, WabaId},
};
use jiff::Timestamp;
use lambda_runtime::{Context, LambdaEvent};
use lambda_support::{clock, env::Env};
use receipts::{Config, Deps};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::emulator;

pub(crate) const PLATFORM: &str = "900";
pub(crate) const APP: &str = "7";

pub(crate) struct Stage {
    deps: Deps,
    pub(crate) table: Table,
    inbound: String,
    dispatch: String,
    pub(crate) seller: SellerId,
    conversation: ConversationId,
    message: MessageId,
    pub(crate) number: String,
    pub(crate) account: String,
    pub(crate) effect: EffectId,
}

fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "names of the tests, not ids of the product")]
    Uuid::new_v4()
}

/// A moment of the tests' own day.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_420_000 + seconds).unwrap()
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

impl Stage {
    pub(crate) async fn new() -> Self {
        let (table_name, inbound, dispatch) = (table_name(), queue(true), queue(true));
        let env = Env::from_pairs(&[
            ("TABLE_NAME", &table_name),
            ("INBOUND_QUEUE_URL", &inbound),
            ("DISPATCH_QUEUE_URL", &dispatch),
            ("STATUSES_DLQ_URL", &queue(false)),
            ("PLATFORM_PHONE_NUMBER_ID", PLATFORM),
            ("META_APP_ID", APP),
        ]);
        let sdk = loader(Pace::Worker)
            .endpoint_url(format!("http://{}", emulator::address()))
            .region(aws_config::Region::new("eu-west-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
            .load()
            .await;
        let (seller, conversation) =
            (SellerId::from_uuid(fresh()), ConversationId::from_uuid(fresh()));
        let effect = EffectId::new(
            Aggregate::conversation(&seller, &conversation),
            EventId::new("turn.1"),
            0,
        );
        let stage = Self {
            deps: Deps::new(&Config::from_env(env).unwrap(), &sdk),
            table: Table::new(&sdk, &table_name),
            inbound,
            dispatch,
            number: fresh().simple().to_string(),
            account: fresh().simple().to_string(),
            message: MessageId::from_uuid(fresh()),
            seller,
            conversation,
            effect,
        };
        stage.furnish().await;
        stage
    }

    async fn furnish(&self) {
        let number = PhoneNumberId::new(self.number.as_str());
        let claim = NumberRecord::new(&number, &self.seller, at(0));
        let row = AccountSellerRecord::new(&self.seller, &number, "+225 07 07 12 34 56");
        let account = keys::account_seller(&WabaId::new(self.account.as_str()), &self.seller);
        let thread = keys::conversation(&self.seller, &self.conversation);
        for item in [
            NewItem::new(keys::number(&number), &claim),
            NewItem::new(account, &row),
            NewItem::new(thread, &json!({"contact_name": "Mariam"})),
        ] {
            self.table.put_new(item.unwrap()).await.unwrap();
        }
        let message = json!({"text": "bonjour", "status": "pending", "error_code": null});
        let item = NewItem::new(self.message_key(), &message).unwrap();
        self.table.put_new(item).await.unwrap();
        let aggregate = self.effect.aggregate().clone();
        let mut commit = Commit::new(aggregate, EventId::new("turn.1"), at(1_000_000));
        commit.effects = vec![json!("send")];
        let committed = self.table.commit(&commit).await.unwrap();
        assert!(matches!(committed, CommitOutcome::Committed(_)));
    }

    pub(crate) fn message_key(&self) -> keys::Key {
        keys::message(&self.seller, &self.conversation, at(0), &self.message)
    }

    /// The status and the code of the kept message.
    pub(crate) async fn message(&self) -> (String, Option<i64>) {
        let kept = self.table.get::<Value>(&self.message_key()).await.unwrap().unwrap().value;
        (kept["status"].as_str().unwrap().to_owned(), kept["error_code"].as_i64())
    }

    /// What it is billed as, as far as that is known.
    pub(crate) async fn billed(&self) -> Option<String> {
        let kept = self.table.get::<Value>(&self.message_key()).await.unwrap().unwrap().value;
        kept["billed"].as_str().map(str::to_owned)
    }

    pub(crate) async fn health(&self) -> Health {
        self.table.health(&self.seller).await.unwrap()
    }

    /// A status of the message, from the seller's number.
    pub(crate) fn status(&self, state: &str, second: i64, code: Option<i64>) -> Value {
        let tag = SendTag {
            effect: self.effect.to_string(),
            message: self.message.to_string(),
            at: at(0),
        };
        let errors: Vec<Value> = code.iter().map(|code| json!({"code": code})).collect();
        json!({
            "phone_number_id": self.number, "waba_id": self.account, "wamid": "wamid.1",
            "state": state, "at": at(second).to_string(), "tag": tag.to_string(), "errors": errors,
        })
    }

    /// Delivers statuses in one batch; every record must end done.
    pub(crate) async fn report(&self, statuses: &[Value]) {
        let bodies = statuses
            .iter()
            .map(|status| StatusMessage::Status(serde_json::from_value(status.clone()).unwrap()));
        self.deliver(bodies.collect()).await;
    }

    /// Delivers an event of an account.
    pub(crate) async fn event(&self, field: &str, entry_id: &str, value: Value) {
        let event = AccountEvent {
            field: field.to_owned(),
            entry_id: entry_id.to_owned(),
            phone_number_id: None,
            value,
        };
        self.deliver(vec![StatusMessage::AccountEvent(event)]).await;
    }

    async fn deliver(&self, bodies: Vec<StatusMessage>) {
        let records: Vec<Value> = bodies
            .into_iter()
            .map(|body| {
                let envelope = Envelope { id: "event".to_owned(), at: at(50), body };
                let text = serde_json::to_string(&envelope).unwrap();
                json!({"messageId": fresh().to_string(), "body": text})
            })
            .collect();
        let event: SqsEvent = serde_json::from_value(json!({"Records": records})).unwrap();
        let mut context = Context::default();
        let end = clock::now().as_millisecond() + 30_000;
        context.deadline = u64::try_from(end).unwrap();
        let answer = receipts::handle(&self.deps, LambdaEvent::new(event, context)).await;
        assert!(answer.batch_item_failures.is_empty(), "{answer:?}");
    }

    /// What `dispatch` is asked to tell the seller, with the ids; the queue is empty afterwards.
    pub(crate) fn notices(&self) -> Vec<(String, Notice)> {
        let read: Vec<Envelope<DispatchMessage>> = drain(&self.dispatch);
        let notice = |envelope: Envelope<DispatchMessage>| {
            let DispatchMessage::SellerNotice(notice) = envelope.body else {
                panic!("{} is no notice", envelope.id);
            };
            assert_eq!(notice.seller, self.seller);
            (envelope.id, notice.notice)
        };
        read.into_iter().map(notice).collect()
    }

    /// What `reply` is asked, with the ids; the queue is empty afterwards.
    pub(crate) fn asked(&self) -> Vec<(String, ConversationMessage)> {
        let read: Vec<Envelope<ConversationMessage>> = drain(&self.inbound);
        read.into_iter().map(|envelope| (envelope.id, envelope.body)).collect()
    }

    /// What `reply` is asked to remember, when that is all it is asked.
    pub(crate) fn lessons(&self) -> Vec<ThreadCorrection> {
        let lesson = |(id, body)| {
            let ConversationMessage::ThreadCorrected(correction) = body else {
                panic!("{id} is no lesson");
            };
            assert_eq!(correction.of.conversation, self.conversation);
            correction
        };
        self.asked().into_iter().map(lesson).collect()
    }

    /// The message offers this recap to be confirmed.
    pub(crate) async fn offers(&self, recap: &RecapId) {
        let fields = vec![("recap".to_owned(), json!(recap.to_string()))];
        let write = Write::Update { key: self.message_key(), fields };
        self.table.write(&write).await.unwrap();
    }
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
