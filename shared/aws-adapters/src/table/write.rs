//! Conditional writes, alone or in one transaction, and what their refusal means.

use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem, Update};
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::{
    error::{ConflictKind, StoreError},
    item::{Attributes, NewItem, key_attributes},
    keys::{self, Key},
};
use crate::error::{CallError, CallFailure};

/// What must hold for a write to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Nothing: the last writer wins, and the item has version 0.
    Always,
    /// It is not there yet; its first version is 1.
    Absent,
    /// It still has the version it was read with; it gets the next one.
    Version(u64),
}

/// One write.
#[derive(Debug, Clone)]
pub enum Write {
    /// Puts a whole item.
    Put { item: NewItem, condition: Condition },
    /// Deletes an item; one that is not there only matters to `Condition::Version`.
    Delete { key: Key, condition: Condition },
    /// Takes `by` from a stock item if that many are available.
    Decrement { key: Key, by: u32 },
    /// Gives `by` back to a stock item that is still counted.
    Increment { key: Key, by: u32 },
    /// Adds to named sums of an item, which is made when it is not there; amounts may be below
    /// zero. In a transaction, and only there, each addition happens exactly once.
    Add { key: Key, amounts: Vec<(&'static str, i64)> },
    /// Sets fields of the value of an item that is there, whatever its version, which grows by one.
    Update { key: Key, fields: Vec<(String, serde_json::Value)> },
    /// The same for an item that still has the version it was read with.
    UpdateRead { key: Key, fields: Vec<(String, serde_json::Value)>, version: u64 },
}

impl Write {
    /// Puts a new item.
    pub fn insert(item: NewItem) -> Self {
        Self::Put { item, condition: Condition::Absent }
    }

    /// Puts an item in the place of the version that was read.
    pub fn replace(item: NewItem, version: u64) -> Self {
        Self::Put { item, condition: Condition::Version(version) }
    }

    /// Puts an item whatever was there.
    pub fn overwrite(item: NewItem) -> Self {
        Self::Put { item, condition: Condition::Always }
    }

    /// What a refusal of this write means.
    pub(crate) fn conflict(&self) -> ConflictKind {
        match self {
            Self::Put { condition, .. } | Self::Delete { condition, .. } => match condition {
                Condition::Absent => ConflictKind::AlreadyExists,
                Condition::Version(_) | Condition::Always => ConflictKind::VersionMismatch,
            },
            // An addition has no condition, so nothing refuses it.
            Self::UpdateRead { .. } | Self::Add { .. } => ConflictKind::VersionMismatch,
            Self::Decrement { .. } => ConflictKind::Insufficient,
            Self::Increment { .. } | Self::Update { .. } => ConflictKind::Missing,
        }
    }
}

/// The parts of a request that a single write and a transaction have in common.
#[derive(Debug, Default)]
pub(crate) struct Expression {
    pub(crate) condition: Option<String>,
    pub(crate) update: String,
    pub(crate) names: std::collections::HashMap<String, String>,
    pub(crate) values: Attributes,
}

impl Expression {
    fn name(mut self, placeholder: &str, name: &str) -> Self {
        self.names.insert(placeholder.to_owned(), name.to_owned());
        self
    }

    fn value(mut self, placeholder: &str, value: AttributeValue) -> Self {
        self.values.insert(placeholder.to_owned(), value);
        self
    }

    fn update(mut self, text: &str) -> Self {
        text.clone_into(&mut self.update);
        self
    }

    fn condition(mut self, text: &str) -> Self {
        self.condition = Some(text.to_owned());
        self
    }

    /// DynamoDB refuses empty maps of names or values.
    pub(crate) fn names(&self) -> Option<std::collections::HashMap<String, String>> {
        (!self.names.is_empty()).then(|| self.names.clone())
    }

    pub(crate) fn values(&self) -> Option<Attributes> {
        (!self.values.is_empty()).then(|| self.values.clone())
    }
}

/// A write as DynamoDB takes it.
pub(crate) enum Plan {
    Put(Attributes, Expression),
    Delete(Attributes, Expression),
    Update(Attributes, Expression),
}

fn number(value: u64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn condition_expression(condition: Condition) -> Expression {
    let expression = Expression::default();
    match condition {
        Condition::Always => expression,
        Condition::Absent => expression.name("#k", keys::PK).condition("attribute_not_exists(#k)"),
        Condition::Version(version) => {
            expression.name("#v", keys::VERSION).value(":v", number(version)).condition("#v = :v")
        }
    }
}

impl Plan {
    pub(crate) fn of(write: &Write) -> Result<Self, StoreError> {
        Ok(match write {
            Write::Put { item, condition } => {
                let version = match condition {
                    Condition::Always => 0,
                    Condition::Absent => 1,
                    Condition::Version(version) => version.saturating_add(1),
                };
                let item = item.clone().with(keys::VERSION, number(version));
                Self::Put(item.into_attributes(), condition_expression(*condition))
            }
            Write::Delete { key, condition } => {
                Self::Delete(key_attributes(key), condition_expression(*condition))
            }
            Write::Decrement { key, by } => {
                let expression = Expression::default()
                    .name("#a", keys::AVAILABLE)
                    .value(":by", number(u64::from(*by)))
                    .condition("#a >= :by")
                    .update("SET #a = #a - :by");
                Self::Update(key_attributes(key), expression)
            }
            Write::Increment { key, by } => {
                let expression = Expression::default()
                    .name("#a", keys::AVAILABLE)
                    .value(":by", number(u64::from(*by)))
                    .condition("attribute_exists(#a)")
                    .update("SET #a = #a + :by");
                Self::Update(key_attributes(key), expression)
            }
            Write::Add { key, amounts } => {
                Self::Update(key_attributes(key), addition_expression(amounts))
            }
            Write::Update { key, fields } => {
                Self::Update(key_attributes(key), update_expression(key, fields)?)
            }
            Write::UpdateRead { key, fields, version } => {
                let expression = update_expression(key, fields)?
                    .value(":v", number(*version))
                    .condition("attribute_exists(#d) AND #v = :v");
                Self::Update(key_attributes(key), expression)
            }
        })
    }

    pub(crate) fn into_transact_item(self, table: &str) -> Result<TransactWriteItem, StoreError> {
        let item = TransactWriteItem::builder();
        let built = match self {
            Self::Put(attributes, e) => Put::builder()
                .table_name(table)
                .set_item(Some(attributes))
                .set_condition_expression(e.condition.clone())
                .set_expression_attribute_names(e.names())
                .set_expression_attribute_values(e.values())
                .build()
                .map(|put| item.put(put).build()),
            Self::Delete(key, e) => Delete::builder()
                .table_name(table)
                .set_key(Some(key))
                .set_condition_expression(e.condition.clone())
                .set_expression_attribute_names(e.names())
                .set_expression_attribute_values(e.values())
                .build()
                .map(|delete| item.delete(delete).build()),
            Self::Update(key, e) => Update::builder()
                .table_name(table)
                .set_key(Some(key))
                .update_expression(e.update.clone())
                .set_condition_expression(e.condition.clone())
                .set_expression_attribute_names(e.names())
                .set_expression_attribute_values(e.values())
                .build()
                .map(|update| item.update(update).build()),
        };
        built.map_err(|error| {
            CallError::new("TransactWriteItems", CallFailure::Rejected, error).into()
        })
    }
}

fn addition_expression(amounts: &[(&'static str, i64)]) -> Expression {
    let mut expression = Expression::default();
    let mut additions = Vec::new();
    for (index, (name, amount)) in amounts.iter().enumerate() {
        expression = expression
            .name(&format!("#c{index}"), &format!("{}{name}", keys::COUNT))
            .value(&format!(":c{index}"), AttributeValue::N(amount.to_string()));
        additions.push(format!("#c{index} :c{index}"));
    }
    expression.update = format!("ADD {}", additions.join(", "));
    expression
}

fn update_expression(
    key: &Key,
    fields: &[(String, serde_json::Value)],
) -> Result<Expression, StoreError> {
    let mut expression = Expression::default()
        .name("#d", keys::DATA)
        .name("#v", keys::VERSION)
        .value(":one", number(1))
        .condition("attribute_exists(#d)");
    let mut assignments = vec!["#v = #v + :one".to_owned()];
    for (index, (field, value)) in fields.iter().enumerate() {
        let value = to_attribute_value(value).map_err(|error| StoreError::Unwritable {
            key: key.to_string(),
            reason: error.into(),
        })?;
        expression =
            expression.name(&format!("#f{index}"), field).value(&format!(":f{index}"), value);
        assignments.push(format!("#d.#f{index} = :f{index}"));
    }
    expression.update = format!("SET {}", assignments.join(", "));
    Ok(expression)
}
