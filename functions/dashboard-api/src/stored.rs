//! Values out of the items of a query.

use aws_adapters::table::{Item, StoreError};
use serde::de::DeserializeOwned;

/// The values of items of one kind, in their order.
pub(crate) fn values<T: DeserializeOwned>(items: &[Item]) -> Result<Vec<T>, StoreError> {
    items.iter().map(|item| Ok(item.read()?.value)).collect()
}
