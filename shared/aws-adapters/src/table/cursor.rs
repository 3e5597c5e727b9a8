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

#[cfg(test)]
mod tests {
    use domain::ids::{ProductId, SellerId};
    use uuid::Uuid;

    use super::*;
    use crate::table::item::key_attributes;

    fn seller(value: u128) -> SellerId {
        SellerId::from_uuid(Uuid::from_u128(value))
    }

    #[test]
    fn a_cursor_opens_the_range_it_was_made_for_and_no_other() {
        let key = keys::product(&seller(1), &ProductId::from_uuid(Uuid::from_u128(2)));
        let last = key_attributes(&key);
        let cursor = encode(&keys::products(&seller(1)), &last);
        assert_eq!(decode(&keys::products(&seller(1)), &cursor).unwrap(), last);
        for foreign in [keys::products(&seller(2)), keys::catalogue(&seller(1))] {
            assert!(matches!(decode(&foreign, &cursor), Err(StoreError::ForeignCursor)));
        }
    }

    #[test]
    fn a_forged_position_outside_the_range_is_refused() {
        let own = keys::products(&seller(1));
        let theirs = keys::product(&seller(2), &ProductId::from_uuid(Uuid::from_u128(2)));
        for outside in [theirs, keys::seller(&seller(1))] {
            let forged = encode(&own, &key_attributes(&outside));
            assert!(matches!(decode(&own, &forged), Err(StoreError::ForeignCursor)));
        }
    }
}
