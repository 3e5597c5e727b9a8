//! Items as they are written and read: a value of the caller's under `data`, beside the keys, the
//! version and the few attributes the table itself works with.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::{ProductId, VariantId};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use serde_dynamo::aws_sdk_dynamodb_1::{from_attribute_value, to_attribute_value};

use super::{
    error::StoreError,
    keys::{self, Entity, Key, ListPlace},
};

pub(crate) type Attributes = HashMap<String, AttributeValue>;

/// An item to write.
#[derive(Debug, Clone)]
pub struct NewItem {
    key: Key,
    attributes: Attributes,
}

impl NewItem {
    /// An item that holds `value` at `key`.
    pub fn new<T: Serialize>(key: Key, value: &T) -> Result<Self, StoreError> {
        let data = to_attribute_value(value).map_err(|error| StoreError::Unwritable {
            key: key.to_string(),
            reason: error.into(),
        })?;
        Ok(Self::bare(key).with(keys::DATA, data))
    }

    /// A stock item: nothing but how many are available.
    pub fn stock(key: Key, available: u32) -> Self {
        Self::bare(key).with(keys::AVAILABLE, AttributeValue::N(available.to_string()))
    }

    pub(crate) fn bare(key: Key) -> Self {
        let attributes = key_attributes(&key);
        Self { key, attributes }
    }

    pub(crate) fn with(mut self, name: &str, value: AttributeValue) -> Self {
        self.attributes.insert(name.to_owned(), value);
        self
    }

    /// The same item, shown in one of the seller's lists.
    #[must_use]
    pub fn listed(self, place: ListPlace) -> Self {
        self.with(keys::LIST_PK, AttributeValue::S(place.pk))
            .with(keys::LIST_SK, AttributeValue::S(place.sk))
    }

    /// The same item, deleted by DynamoDB some time (up to days) after `moment`: whoever reads it
    /// compares the moment itself.
    #[must_use]
    pub fn expiring(self, moment: Timestamp) -> Self {
        self.with(keys::EXPIRES_AT, AttributeValue::N(moment.as_second().to_string()))
    }

    /// Where it will be.
    pub fn key(&self) -> &Key {
        &self.key
    }

    pub(crate) fn into_attributes(self) -> Attributes {
        self.attributes
    }
}

/// A value that was read, with the version to write it back under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    pub value: T,
    /// For `Condition::Version`; 0 for an item written without a condition.
    pub version: u64,
    /// When it ceases to count, if it does.
    pub expires_at: Option<Timestamp>,
}

/// What is left of a variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockRow {
    pub product: ProductId,
    pub variant: VariantId,
    /// Never negative: taking more than there is was refused.
    pub available: u32,
}

/// An item that was read, not yet turned into a value.
#[derive(Clone)]
pub struct Item {
    attributes: Attributes,
}

impl Item {
    pub(crate) fn new(attributes: Attributes) -> Self {
        Self { attributes }
    }

    /// The key it was found at.
    pub fn key(&self) -> Key {
        Key::read(self.text(keys::PK).unwrap_or_default(), self.text(keys::SK).unwrap_or_default())
    }

    /// What kind of thing it is, in a range of several kinds.
    pub fn entity(&self) -> Entity {
        self.key().entity()
    }

    /// The value it holds.
    pub fn read<T: DeserializeOwned>(&self) -> Result<Stored<T>, StoreError> {
        let data = self.attributes.get(keys::DATA).cloned();
        let data = data.ok_or_else(|| self.corrupt("it holds no value"))?;
        Ok(Stored {
            value: from_attribute_value(data).map_err(|error| self.corrupt(error))?,
            version: self.number(keys::VERSION).unwrap_or(0),
            expires_at: self.number(keys::EXPIRES_AT).and_then(|s| Timestamp::from_second(s).ok()),
        })
    }

    /// The stock it counts; an error if it counts none.
    pub fn stock(&self) -> Result<StockRow, StoreError> {
        let key = self.key();
        let (product, variant) =
            key.stock_of().ok_or_else(|| self.corrupt("its key is not that of stock"))?;
        let available = self.number(keys::AVAILABLE);
        let available = available.ok_or_else(|| self.corrupt("it counts nothing"))?;
        Ok(StockRow { product, variant, available })
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)?.as_s().ok().map(String::as_str)
    }

    pub(crate) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attributes.get(name)?.as_n().ok()?.parse().ok()
    }

    /// What [`super::Table::count`] added up.
    pub(crate) fn counters(&self) -> std::collections::BTreeMap<String, u64> {
        self.counted()
    }

    /// What [`super::Write::Add`] added up; a sum may be below zero.
    pub fn sums(&self) -> std::collections::BTreeMap<String, i64> {
        self.counted()
    }

    fn counted<N: std::str::FromStr>(&self) -> std::collections::BTreeMap<String, N> {
        let named = self.attributes.keys().filter_map(|name| {
            let counter = name.strip_prefix(keys::COUNT)?;
            Some((counter.to_owned(), self.number(name)?))
        });
        named.collect()
    }

    pub(crate) fn moment(&self, name: &str) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.number(name)?).ok()
    }

    pub(crate) fn corrupt(&self, reason: impl Into<crate::error::Source>) -> StoreError {
        StoreError::Corrupt { key: self.key().to_string(), reason: reason.into() }
    }
}

impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The attributes are people's words and addresses.
        f.debug_struct("Item").field("key", &self.key()).finish_non_exhaustive()
    }
}

pub(crate) fn key_attributes(key: &Key) -> Attributes {
    HashMap::from([
        (keys::PK.to_owned(), AttributeValue::S(key.pk().to_owned())),
        (keys::SK.to_owned(), AttributeValue::S(key.sk().to_owned())),
    ])
}

/// A moment as it is compared in conditions: milliseconds, a number.
pub(crate) fn millis(moment: Timestamp) -> AttributeValue {
    AttributeValue::N(moment.as_millisecond().to_string())
}
