//! What a dashboard and `live` say to each other over the socket.

use domain::{
    ids::{ConversationId, CourierId, OrderId, PaymentId, ProductId, ZoneId},
    live::{Cursor, Resume, Stretch},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::as_text;

/// A thing that changed, and nothing of its contents: `{"kind":"order","id":"ord_…"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    Conversation {
        #[serde(with = "as_text")]
        id: ConversationId,
    },
    Message {
        /// As the API calls it: the wamid of a prospect's, our own of ours.
        id: String,
        #[serde(with = "as_text")]
        conversation: ConversationId,
    },
    Order {
        #[serde(with = "as_text")]
        id: OrderId,
    },
    Delivery {
        #[serde(with = "as_text")]
        id: OrderId,
    },
    Payment {
        #[serde(with = "as_text")]
        id: PaymentId,
    },
    Preparation {
        #[serde(with = "as_text")]
        id: OrderId,
    },
    /// What a courier holds of the seller's cash.
    Cash {
        #[serde(with = "as_text")]
        id: CourierId,
    },
    /// A product or what is left of it.
    Product {
        #[serde(with = "as_text")]
        id: ProductId,
    },
    Zone {
        #[serde(with = "as_text")]
        id: ZoneId,
    },
    Courier {
        #[serde(with = "as_text")]
        id: CourierId,
    },
    Receipt {
        #[serde(with = "as_text")]
        id: OrderId,
    },
    /// Sums of one day of the shop's.
    Figures {
        #[serde(with = "as_text")]
        id: Date,
    },
    /// Profile, settings, connection, health.
    Shop,
    /// Written by a newer version of ours.
    #[serde(other)]
    Unknown,
}

/// What a page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PageFrame {
    Hello {
        /// What it last had.
        #[serde(default)]
        cursor: Option<String>,
    },
    Ping,
    #[serde(other)]
    Unknown,
}

/// What a page is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Frame {
    Ready {
        #[serde(with = "as_text")]
        cursor: Cursor,
    },
    Changes {
        #[serde(with = "as_text")]
        previous: Cursor,
        #[serde(with = "as_text")]
        cursor: Cursor,
        items: Vec<Change>,
    },
    Reset {
        #[serde(with = "as_text")]
        cursor: Cursor,
    },
    Pong,
}

impl From<Stretch<Change>> for Frame {
    fn from(stretch: Stretch<Change>) -> Self {
        let Stretch { previous, cursor, changes } = stretch;
        Self::Changes { previous, cursor, items: changes }
    }
}

impl Frame {
    /// The frames that answer a hello.
    pub fn answers(resume: Resume<Change>) -> Vec<Self> {
        match resume {
            Resume::Ready { missed, cursor } => {
                let ready = Self::Ready { cursor };
                missed.into_iter().map(Self::from).chain([ready]).collect()
            }
            Resume::Reset { cursor } => vec![Self::Reset { cursor }],
        }
    }
}

/// The answer to `POST /live/tickets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketAnswer {
    /// Opens one socket, once.
    pub ticket: String,
    pub url: String,
    #[serde(with = "as_text")]
    pub expires_at: jiff::Timestamp,
}

#[cfg(test)]
mod tests {
    use domain::live::CHANGES_MAX;
    use serde_json::{from_value, json, to_value};
    use uuid::Uuid;

    use super::*;

    fn conversation() -> ConversationId {
        ConversationId::from_uuid(Uuid::from_u128(2))
    }

    #[test]
    fn frames_are_written_as_the_page_reads_them() {
        let id = conversation();
        let items = vec![
            Change::Message { id: "wamid.1".to_owned(), conversation: id.clone() },
            Change::Figures { id: jiff::civil::date(2026, 11, 28) },
            Change::Shop,
        ];
        let frame = Frame::Changes { previous: Cursor::new(42), cursor: Cursor::new(43), items };
        let text = json!({"type": "changes", "previous": "42", "cursor": "43", "items": [
            {"kind": "message", "id": "wamid.1", "conversation": id.as_str()},
            {"kind": "figures", "id": "2026-11-28"},
            {"kind": "shop"},
        ]});
        assert_eq!(to_value(&frame).unwrap(), text);
        assert_eq!(from_value::<Frame>(text).unwrap(), frame);
        assert_eq!(to_value(Frame::Pong).unwrap(), json!({"type": "pong"}));
    }

    #[test]
    fn what_a_page_says_is_read_leniently() {
        let read = |value| from_value::<PageFrame>(value).unwrap();
        let hello = |cursor: Option<&str>| PageFrame::Hello { cursor: cursor.map(str::to_owned) };
        assert_eq!(read(json!({"type": "hello", "cursor": null})), hello(None));
        assert_eq!(read(json!({"type": "hello"})), hello(None));
        assert_eq!(
            read(json!({"type": "hello", "cursor": "17", "page": "orders"})),
            hello(Some("17"))
        );
        assert_eq!(read(json!({"type": "ping"})), PageFrame::Ping);
        assert_eq!(read(json!({"type": "wave", "hands": 2})), PageFrame::Unknown);
    }

    #[test]
    fn a_kind_of_a_newer_version_is_read() {
        let newer = json!({"kind": "campaign", "id": "cmp_1"});
        assert_eq!(from_value::<Change>(newer).unwrap(), Change::Unknown);
    }

    #[test]
    fn the_longest_frame_fits() {
        // Meta's identifiers of messages are some 60 characters; twice that is left room for.
        let long = Change::Message { id: "w".repeat(128), conversation: conversation() };
        let items = vec![long; CHANGES_MAX];
        let end = Cursor::new(u64::MAX);
        let frame = Frame::Changes { previous: end, cursor: end, items };
        assert!(serde_json::to_string(&frame).unwrap().len() < 32 * 1024);
    }
}
