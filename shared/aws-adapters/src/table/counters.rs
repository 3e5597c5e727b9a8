//! Counters that many writers add to without reading: no version, no condition, no conflict.
//!
//! An addition is not idempotent: a process that dies right after it may add again when its
//! message comes back. They are for budgets, never for money or stock: sums that must be exact are
//! added to in a transaction, by [`super::Write::Add`].

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::{
    Table,
    error::StoreError,
    item::key_attributes,
    keys::{self, Key},
};
use crate::error::CallError;

impl Table {
    /// Adds to the named counters of an item, which is made when it is not there.
    pub async fn count(
        &self,
        key: &Key,
        amounts: &[(&str, u64)],
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let expires = AttributeValue::N(expires_at.as_second().to_string());
        let mut update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key_attributes(key)))
            .expression_attribute_names("#e", keys::EXPIRES_AT)
            .expression_attribute_values(":e", expires);
        let mut additions = Vec::new();
        for (place, (name, amount)) in amounts.iter().enumerate() {
            let amount = AttributeValue::N(amount.to_string());
            update = update
                .expression_attribute_names(format!("#c{place}"), format!("{}{name}", keys::COUNT))
                .expression_attribute_values(format!(":c{place}"), amount);
            additions.push(format!("#c{place} :c{place}"));
        }
        let expression = format!("SET #e = :e ADD {}", additions.join(", "));
        let sent = update.update_expression(expression).send().await;
        sent.map_err(|error| CallError::of("UpdateItem", error))?;
        Ok(())
    }

    /// The counters of an item; none of one that is not there.
    pub async fn counters(&self, key: &Key) -> Result<BTreeMap<String, u64>, StoreError> {
        Ok(self.item(key).await?.map(|item| item.counters()).unwrap_or_default())
    }
}
