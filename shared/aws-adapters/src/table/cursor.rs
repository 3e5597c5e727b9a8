//! Where a page ended, as opaque text bound to the range it belongs to.
//!
//! A cursor of another list, of another seller above all, is refused rather than followed.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::{
    error::StoreError,
    item::Attributes,
    keys::{self, Range},
};

#[derive(Serialize, Deserialize)]
struct Position {
    /// Of the range: partition key and prefix.
    range: (String, String),
    /// The key attributes of the last item.
    last: HashMap<String, String>,
}

pub(super) fn encode(range: &Range, last: &Attributes) -> String {
    let last = last
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.as_s().ok()?.clone())))
        .collect();
    let position = Position { range: (range.pk.clone(), range.prefix.clone()), last };
    // Strings always serialise; an empty text is a cursor that `decode` refuses.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&position).unwrap_or_default())
}

pub(super) fn decode(range: &Range, cursor: &str) -> Result<Attributes, StoreError> {
    let position = read(cursor).ok_or(StoreError::ForeignCursor)?;
    let (partition, sort) =
        if range.is_list { (keys::LIST_PK, keys::LIST_SK) } else { (keys::PK, keys::SK) };
    let in_range = position.range == (range.pk.clone(), range.prefix.clone())
        && position.last.get(partition) == Some(&range.pk)
        && position.last.get(sort).is_some_and(|sort| sort.starts_with(&range.prefix));
    if !in_range {
        return Err(StoreError::ForeignCursor);
    }
    Ok(position.last.into_iter().map(|(name, value)| (name, AttributeValue::S(value))).collect())
}

fn read(cursor: &str) -> Option<Position> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}
