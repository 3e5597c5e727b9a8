//! The one DynamoDB table: consistent reads, pages, conditional writes, transactions.
//!
//! Keys come from [`keys`] alone. A write that may race carries its condition, and a refusal names
//! the write and the reason; nothing is read first and written blindly after.

mod counters;
mod cursor;
mod error;
pub(crate) mod item;
pub mod keys;
mod stream;
mod write;

use std::{collections::HashMap, time::Duration};

use aws_config::SdkConfig;
use aws_sdk_dynamodb::{
    Client,
    error::SdkError,
    operation::transact_write_items::TransactWriteItemsError,
    types::{AttributeValue, CancellationReason, KeysAndAttributes},
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub use self::{
    error::{ConflictKind, StoreError},
    item::{Item, NewItem, StockRow, Stored},
    stream::{StreamError, StreamRecord},
    write::{Condition, Write},
};
use self::{
    item::{Attributes, key_attributes},
    keys::{Key, Range},
    write::Plan,
};
use crate::error::{CallError, CallFailure, failure_of_code};

/// The most items one transaction may write (DynamoDB, service quotas).
pub const MAX_TRANSACTION: usize = 100;
/// The most items one `BatchGetItem` may read (DynamoDB, service quotas).
const MAX_BATCH_GET: usize = 100;
/// How often keys that DynamoDB left unread are asked for again.
const BATCH_ROUNDS: u32 = 4;
const BATCH_PAUSE: Duration = Duration::from_millis(50);
/// Items per page when a whole range is read.
const FULL_PAGE: i32 = 200;

/// The table, through the client of this function.
#[derive(Debug, Clone)]
pub struct Table {
    client: Client,
    name: String,
}

/// The order of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    OldestFirst,
    NewestFirst,
}

/// Some items of a range, and where to go on.
#[derive(Debug, Clone)]
pub struct Page {
    pub items: Vec<Item>,
    /// For the next page; `None` after the last.
    pub next: Option<String>,
}

impl Table {
    /// The table of this name.
    pub fn new(config: &SdkConfig, name: &str) -> Self {
        Self { client: Client::new(config), name: name.to_owned() }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The value at a key, read consistently.
    pub async fn get<T: DeserializeOwned>(
        &self,
        key: &Key,
    ) -> Result<Option<Stored<T>>, StoreError> {
        self.item(key).await?.map(|item| item.read()).transpose()
    }

    /// The item at a key, read consistently.
    pub async fn item(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let output = self
            .client
            .get_item()
            .table_name(&self.name)
            .set_key(Some(key_attributes(key)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| CallError::of("GetItem", error))?;
        Ok(output.item.map(Item::new))
    }

    /// The items at several different keys in one call, read consistently, in the order asked for.
    pub async fn load(&self, wanted: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        let mut found: HashMap<Key, Item> = HashMap::new();
        for chunk in wanted.chunks(MAX_BATCH_GET) {
            self.load_chunk(chunk, &mut found).await?;
        }
        Ok(wanted.iter().map(|key| found.remove(key)).collect())
    }

    async fn load_chunk(
        &self,
        wanted: &[Key],
        found: &mut HashMap<Key, Item>,
    ) -> Result<(), StoreError> {
        let rejected = |error| CallError::new("BatchGetItem", CallFailure::Rejected, error);
        let keys = wanted.iter().map(key_attributes).collect();
        let request = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true);
        let mut left = HashMap::from([(self.name.clone(), request.build().map_err(rejected)?)]);
        for round in 0..BATCH_ROUNDS {
            if round > 0 {
                tokio::time::sleep(BATCH_PAUSE * round).await;
            }
            let output = self
                .client
                .batch_get_item()
                .set_request_items(Some(left))
                .send()
                .await
                .map_err(|error| CallError::of("BatchGetItem", error))?;
            for attributes in output.responses.into_iter().flatten().flat_map(|(_, items)| items) {
                let item = Item::new(attributes);
                found.insert(item.key(), item);
            }
            left = output.unprocessed_keys.unwrap_or_default();
            if left.is_empty() {
                return Ok(());
            }
        }
        Err(CallError::new("BatchGetItem", CallFailure::Throttled, "keys were left unread").into())
    }

    /// One page of a range. `cursor` is what the page before gave as `next`.
    ///
    /// Ranges are read consistently, lists (which live in an index) are not.
    pub async fn page(
        &self,
        range: &Range,
        direction: Direction,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page, StoreError> {
        let start = cursor.map(|text| cursor::decode(range, text)).transpose()?;
        self.query(range, direction, i32::from(limit.max(1)), start).await
    }

    /// The items of a range that come after a key, which need not be there, oldest first.
    pub(crate) async fn page_after(
        &self,
        range: &Range,
        key: &Key,
        limit: i32,
    ) -> Result<Page, StoreError> {
        self.query(range, Direction::OldestFirst, limit, Some(key_attributes(key))).await
    }

    /// The items of a range that come before a key, newest first.
    pub async fn before(
        &self,
        range: &Range,
        key: &Key,
        limit: i32,
    ) -> Result<Vec<Item>, StoreError> {
        let start = Some(key_attributes(key));
        Ok(self.query(range, Direction::NewestFirst, limit, start).await?.items)
    }

    /// Every item of a range, oldest first, however many pages that takes.
    pub async fn all(&self, range: &Range) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let start = cursor.as_deref().map(|text| cursor::decode(range, text)).transpose()?;
            let page = self.query(range, Direction::OldestFirst, FULL_PAGE, start).await?;
            items.extend(page.items);
            match page.next {
                Some(next) => cursor = Some(next),
                None => return Ok(items),
            }
        }
    }

    async fn query(
        &self,
        range: &Range,
        direction: Direction,
        limit: i32,
        start: Option<Attributes>,
    ) -> Result<Page, StoreError> {
        let (partition, sort) =
            if range.is_list { (keys::LIST_PK, keys::LIST_SK) } else { (keys::PK, keys::SK) };
        let mut query = self
            .client
            .query()
            .table_name(&self.name)
            .expression_attribute_names("#p", partition)
            .expression_attribute_values(":p", AttributeValue::S(range.pk.clone()))
            .scan_index_forward(direction == Direction::OldestFirst)
            .limit(limit)
            .set_exclusive_start_key(start);
        query = if range.is_list {
            query.index_name(keys::LIST_INDEX)
        } else {
            query.consistent_read(true)
        };
        query = if range.prefix.is_empty() {
            query.key_condition_expression("#p = :p")
        } else {
            query
                .key_condition_expression("#p = :p AND begins_with(#s, :s)")
                .expression_attribute_names("#s", sort)
                .expression_attribute_values(":s", AttributeValue::S(range.prefix.clone()))
        };
        let output = query.send().await.map_err(|error| CallError::of("Query", error))?;
        let next = output.last_evaluated_key.map(|last| cursor::encode(range, &last));
        Ok(Page { items: output.items.into_iter().flatten().map(Item::new).collect(), next })
    }

    /// Puts an item whatever was there.
    pub async fn put(&self, item: NewItem) -> Result<(), StoreError> {
        self.write(&Write::overwrite(item)).await
    }

    /// Puts an item where none is; a conflict is [`ConflictKind::AlreadyExists`].
    pub async fn put_new(&self, item: NewItem) -> Result<(), StoreError> {
        self.write(&Write::insert(item)).await
    }

    /// Puts an item in the place of the version that was read, and tells the new one; a conflict
    /// is [`ConflictKind::VersionMismatch`].
    pub async fn put_versioned(&self, item: NewItem, expected: u64) -> Result<u64, StoreError> {
        self.write(&Write::replace(item, expected)).await?;
        Ok(expected.saturating_add(1))
    }

    /// Deletes an item; one that is not there is deleted already.
    pub async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.write(&Write::Delete { key: key.clone(), condition: Condition::Always }).await
    }

    /// Does one write. A conflict has index 0.
    pub async fn write(&self, write: &Write) -> Result<(), StoreError> {
        let refused = |is_conflict: bool, error: CallError| {
            if is_conflict {
                StoreError::Conflict { index: 0, kind: write.conflict() }
            } else {
                error.into()
            }
        };
        match Plan::of(write)? {
            Plan::Put(attributes, expression) => {
                self.client
                    .put_item()
                    .table_name(&self.name)
                    .set_item(Some(attributes))
                    .set_condition_expression(expression.condition.clone())
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .send()
                    .await
                    .map_err(|error| {
                        refused(is_conditional(&error), CallError::of("PutItem", error))
                    })?;
            }
            Plan::Delete(key, expression) => {
                self.client
                    .delete_item()
                    .table_name(&self.name)
                    .set_key(Some(key))
                    .set_condition_expression(expression.condition.clone())
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .send()
                    .await
                    .map_err(|error| {
                        refused(is_conditional(&error), CallError::of("DeleteItem", error))
                    })?;
            }
            Plan::Update(key, expression) => {
                self.client
                    .update_item()
                    .table_name(&self.name)
                    .set_key(Some(key))
                    .update_expression(expression.update.clone())
                    .set_condition_expression(expression.condition.clone())
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .send()
                    .await
                    .map_err(|error| {
                        refused(is_conditional(&error), CallError::of("UpdateItem", error))
                    })?;
            }
        }
        Ok(())
    }

    /// Does all writes or none, at most [`MAX_TRANSACTION`], each on an item of its own.
    pub async fn transact(&self, writes: &[Write]) -> Result<(), StoreError> {
        if writes.is_empty() {
            return Ok(());
        }
        if writes.len() > MAX_TRANSACTION {
            return Err(StoreError::TooManyWrites { count: writes.len() });
        }
        let items = writes
            .iter()
            .map(|write| Plan::of(write)?.into_transact_item(&self.name))
            .collect::<Result<Vec<_>, _>>()?;
        // One token over the SDK's retries: a lost answer does not make the transaction fail on its
        // own traces. The SDK's own tokens come from a generator seeded by the clock and the
        // thread's number: two environments that start together draw the same.
        #[expect(clippy::disallowed_methods, reason = "nothing ever reads this token again")]
        let token = Uuid::new_v4().to_string();
        let call = self.client.transact_write_items().client_request_token(token);
        match call.set_transact_items(Some(items)).send().await {
            Ok(_) => Ok(()),
            Err(error) => Err(cancelled(writes, error)),
        }
    }
}

fn cancelled(
    writes: &[Write],
    error: SdkError<TransactWriteItemsError, HttpResponse>,
) -> StoreError {
    let reasons: &[CancellationReason] = match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
            canceled.cancellation_reasons()
        }
        _ => &[],
    };
    let position = |code: &str| reasons.iter().position(|reason| reason.code() == Some(code));
    // A condition that failed is a fact; what else stood in the way no longer matters.
    if let Some(index) = position("ConditionalCheckFailed") {
        let kind = writes.get(index).map_or(ConflictKind::VersionMismatch, Write::conflict);
        return StoreError::Conflict { index, kind };
    }
    if position("TransactionConflict").is_some() {
        return StoreError::Contended;
    }
    let code = reasons.iter().filter_map(CancellationReason::code).find(|code| *code != "None");
    match code {
        Some("ThrottlingError" | "ProvisionedThroughputExceeded") => {
            CallError::new("TransactWriteItems", CallFailure::Throttled, error).into()
        }
        Some("ValidationError" | "ItemCollectionSizeLimitExceeded") => {
            CallError::new("TransactWriteItems", CallFailure::Rejected, error).into()
        }
        Some(code) => CallError::new("TransactWriteItems", failure_of_code(code), error).into(),
        None => CallError::of("TransactWriteItems", error).into(),
    }
}

pub(crate) fn is_conditional<E>(error: &SdkError<E, HttpResponse>) -> bool
where
    E: aws_smithy_types::error::metadata::ProvideErrorMetadata,
{
    error.as_service_error().and_then(|service| service.code())
        == Some("ConditionalCheckFailedException")
}
