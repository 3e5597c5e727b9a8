//! A table of its own for each test, and the ids and moments of them all.

use aws_adapters::{
    commit::{Aggregate, EventId},
    sdk::{Pace, SdkConfig, loader},
    table::Table,
};
use aws_credential_types::Credentials;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use domain::ids::{ConversationId, SellerId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::emulator;

/// Clients' configuration, pointed at the emulator.
pub(crate) async fn config() -> SdkConfig {
    let endpoint = format!("http://{}", emulator::address());
    loader(Pace::Worker)
        .endpoint_url(endpoint)
        .region(aws_config::Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
        .load()
        .await
}

/// A table of the shape `template.yaml` declares, for this test alone.
pub(crate) async fn table() -> Table {
    let config = config().await;
    let name = format!("t-{}", fresh().simple());
    let client = aws_sdk_dynamodb::Client::new(&config);
    let attribute = |name: &str| {
        AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::S)
            .build()
            .unwrap()
    };
    let schema = |hash: &str, range: &str| {
        [(hash, KeyType::Hash), (range, KeyType::Range)]
            .map(|(name, kind)| {
                KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap()
            })
            .to_vec()
    };
    let index = GlobalSecondaryIndex::builder()
        .index_name("gsi1")
        .set_key_schema(Some(schema("gsi1pk", "gsi1sk")))
        .projection(Projection::builder().projection_type(ProjectionType::All).build())
        .build()
        .unwrap();
    client
        .create_table()
        .table_name(&name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(["pk", "sk", "gsi1pk", "gsi1sk"].map(attribute).to_vec()))
        .set_key_schema(Some(schema("pk", "sk")))
        .global_secondary_indexes(index)
        .send()
        .await
        .unwrap();
    Table::new(&config, &name)
}

pub(crate) fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "names of test tables, not ids of the product")]
    Uuid::new_v4()
}

pub(crate) fn seller() -> SellerId {
    SellerId::from_uuid(fresh())
}

pub(crate) fn conversation(seller: &SellerId) -> (ConversationId, Aggregate) {
    let id = ConversationId::from_uuid(fresh());
    (id.clone(), Aggregate::conversation(seller, &id))
}

pub(crate) fn event(text: &str) -> EventId {
    EventId::new(text)
}

/// A moment of the tests' own day, `seconds` after ten o'clock.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).unwrap()
}
