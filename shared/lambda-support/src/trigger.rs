//! The events of a function that both serves a WebSocket API and reads a table's stream, told
//! apart by their shape.
//!
//! Neither is ever logged: bodies, tickets and images are people's.

use std::{collections::HashMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the function was called with.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Trigger {
    Stream(StreamEvent),
    Socket(SocketEvent),
}

/// Records of a table's stream, in order.
///
/// They are not read here: a malformed one must fail alone, inside the handler.
#[derive(Deserialize)]
pub struct StreamEvent {
    #[serde(rename = "Records")]
    pub records: Vec<Value>,
}

/// Something about one connection of a WebSocket API.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SocketEvent {
    request_context: SocketContext,
    #[serde(default)]
    query_string_parameters: Option<HashMap<String, String>>,
    #[serde(default)]
    body: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SocketContext {
    event_type: SocketStep,
    connection_id: String,
}

/// What happened to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SocketStep {
    /// Somebody asks for it; it is there once the function has answered.
    Connect,
    Message,
    Disconnect,
}

impl SocketEvent {
    /// What happened.
    pub fn step(&self) -> SocketStep {
        self.request_context.event_type
    }

    /// Which connection it happened to.
    pub fn connection(&self) -> &str {
        &self.request_context.connection_id
    }

    /// A parameter of the address that was asked for, with [`SocketStep::Connect`] alone.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        Some(self.query_string_parameters.as_ref()?.get(name)?.as_str())
    }

    /// What the page said, with [`SocketStep::Message`] alone.
    pub fn body(&self) -> &str {
        self.body.as_deref().unwrap_or_default()
    }
}

/// Which records of a stream's batch come again: those named and all after them.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StreamAnswer {
    batch_item_failures: Vec<ItemFailure>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemFailure {
    item_identifier: String,
}

impl StreamAnswer {
    /// From this record on, the batch comes again.
    pub fn again_from(record: &Value) -> Self {
        let number = sequence_number(record).to_owned();
        Self { batch_item_failures: vec![ItemFailure { item_identifier: number }] }
    }
}

/// A record's place in its stream; empty for what is no record, which repeats the whole batch.
pub fn sequence_number(record: &Value) -> &str {
    record.pointer("/dynamodb/SequenceNumber").and_then(Value::as_str).unwrap_or_default()
}

impl fmt::Debug for StreamEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamEvent").field("records", &self.records.len()).finish()
    }
}

impl fmt::Debug for SocketEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocketEvent").field("step", &self.step()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    fn socket(step: &str) -> Value {
        json!({
            "requestContext": {
                "routeKey": "$default", "eventType": step, "connectionId": "abc=",
                "stage": "live", "apiId": "a", "domainName": "d", "requestTimeEpoch": 1,
            },
            "queryStringParameters": {"ticket": "secret"},
            "body": "{\"type\":\"ping\"}", "isBase64Encoded": false,
        })
    }

    #[test]
    fn an_event_is_known_by_its_shape() {
        let records = json!({"Records": [{"eventID": "1"}, 7]});
        let Trigger::Stream(stream) = from_value(records).unwrap() else { panic!("a stream") };
        assert_eq!(stream.records.len(), 2);
        for (text, step) in [
            ("CONNECT", SocketStep::Connect),
            ("MESSAGE", SocketStep::Message),
            ("DISCONNECT", SocketStep::Disconnect),
        ] {
            let Trigger::Socket(event) = from_value(socket(text)).unwrap() else {
                panic!("a socket")
            };
            assert_eq!((event.step(), event.connection()), (step, "abc="));
            assert_eq!(event.parameter("ticket"), Some("secret"));
            assert_eq!(event.body(), "{\"type\":\"ping\"}");
            assert!(!format!("{event:?}").contains("secret"));
        }
        assert!(from_value::<Trigger>(json!({"version": "2.0"})).is_err());
    }

    #[test]
    fn the_answer_names_where_to_begin_again() {
        assert_eq!(to_value(StreamAnswer::default()).unwrap(), json!({"batchItemFailures": []}));
        let record = json!({"dynamodb": {"SequenceNumber": "42"}});
        assert_eq!(
            to_value(StreamAnswer::again_from(&record)).unwrap(),
            json!({"batchItemFailures": [{"itemIdentifier": "42"}]})
        );
    }
}
