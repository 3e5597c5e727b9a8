//! A record of the table's stream: whose row changed, what it was before and what it is now.
//!
//! Lambda hands records over in DynamoDB's own JSON, which is read here, beside the keys.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, de::DeserializeOwned};
use serde_dynamo::{AttributeValue, from_attribute_value};

use super::keys::{
    self, Key,
    row::{ForeignKey, Owned},
};

type Image = HashMap<String, AttributeValue>;

/// One change of one row, as Lambda hands it over.
#[derive(Deserialize)]
pub struct StreamRecord {
    /// The same each time the record is delivered.
    #[serde(rename = "eventID")]
    event: String,
    dynamodb: Changed,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Changed {
    keys: Image,
    /// Seconds since 1970.
    #[serde(default)]
    approximate_creation_date_time: Option<serde_json::Number>,
    #[serde(default)]
    new_image: Option<Image>,
    #[serde(default)]
    old_image: Option<Image>,
}

/// A record that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    #[error("not a record of the table's stream")]
    Malformed(#[from] serde_json::Error),
    #[error(transparent)]
    Key(#[from] ForeignKey),
    /// A row does not read as what it should be.
    #[error("a row of the table's stream cannot be read")]
    Image(#[source] serde_dynamo::Error),
}

impl StreamRecord {
    /// Reads a record as it was delivered.
    ///
    /// # Errors
    /// [`StreamError::Malformed`].
    pub fn read(record: &serde_json::Value) -> Result<Self, StreamError> {
        Ok(Self::deserialize(record)?)
    }

    /// What names this change, however often it is delivered.
    pub fn event(&self) -> &str {
        &self.event
    }

    /// When the row was written, to the second.
    pub fn at(&self) -> Option<Timestamp> {
        let seconds = self.dynamodb.approximate_creation_date_time.as_ref()?.as_f64()?;
        let since = SignedDuration::try_from_secs_f64(seconds).ok()?;
        Timestamp::from_duration(since).ok()
    }

    /// The key of the row.
    pub fn key(&self) -> Key {
        let text = |name| match self.dynamodb.keys.get(name) {
            Some(AttributeValue::S(text)) => text.as_str(),
            _ => "",
        };
        Key::read(text(keys::PK), text(keys::SK))
    }

    /// Whose row it is and which; `None` for an index row.
    ///
    /// # Errors
    /// [`StreamError::Key`].
    pub fn owned(&self) -> Result<Option<Owned>, StreamError> {
        let key = self.key();
        Ok(Owned::of(key.pk(), key.sk())?)
    }

    /// The value the row holds now; `None` when it is gone.
    ///
    /// # Errors
    /// [`StreamError::Image`].
    pub fn new_value<T: DeserializeOwned>(&self) -> Result<Option<T>, StreamError> {
        value(self.dynamodb.new_image.as_ref())
    }

    /// The value the row held before; `None` when it is new.
    ///
    /// # Errors
    /// [`StreamError::Image`].
    pub fn old_value<T: DeserializeOwned>(&self) -> Result<Option<T>, StreamError> {
        value(self.dynamodb.old_image.as_ref())
    }
}

fn value<T: DeserializeOwned>(image: Option<&Image>) -> Result<Option<T>, StreamError> {
    let data = image.and_then(|image| image.get(keys::DATA)).cloned();
    data.map(from_attribute_value).transpose().map_err(StreamError::Image)
}

impl std::fmt::Debug for StreamRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The images are people's words and addresses.
        f.debug_struct("StreamRecord").field("event", &self.event).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    struct Value {
        name: String,
        count: u32,
    }

    fn record(pk: &str) -> StreamRecord {
        StreamRecord::read(&json!({
            "eventID": "e1", "eventName": "MODIFY", "eventSource": "aws:dynamodb",
            "dynamodb": {
                "ApproximateCreationDateTime": 1_795_867_200.0, "SequenceNumber": "1", "SizeBytes": 1,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
                "Keys": {"pk": {"S": pk}, "sk": {"S": "profile"}},
                "NewImage": {
                    "pk": {"S": pk}, "sk": {"S": "profile"}, "version": {"N": "2"},
                    "data": {"M": {"name": {"S": "Awa"}, "count": {"N": "3"}}}
                }
            }
        }))
        .unwrap()
    }

    #[test]
    fn a_record_tells_whose_row_it_is_and_what_it_holds() {
        let found = record("S#slr_00000000000000000000000004#seller");
        assert_eq!(
            found.owned().unwrap().unwrap().seller.as_str(),
            "slr_00000000000000000000000004"
        );
        let value = Value { name: "Awa".to_owned(), count: 3 };
        assert_eq!(found.new_value().unwrap(), Some(value));
        assert_eq!(found.old_value::<Value>().unwrap(), None);
        assert_eq!(found.at(), Some(Timestamp::from_second(1_795_867_200).unwrap()));
        assert_eq!(found.key().sk(), "profile");
        assert!(!format!("{found:?}").contains("Awa"));
    }

    #[test]
    fn what_does_not_read_is_told_apart() {
        assert!(matches!(StreamRecord::read(&json!({"a": 1})), Err(StreamError::Malformed(_))));
        assert!(matches!(record("S#x#seller").owned(), Err(StreamError::Key(_))));
        let found = record("S#slr_00000000000000000000000004#seller");
        assert!(matches!(found.new_value::<u32>(), Err(StreamError::Image(_))));
    }
}
