//! What `live` keeps of open dashboards, and the log of a seller's changes.

use domain::ids::SellerId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{as_text, live::Change};

/// A ticket that opens one socket, or a socket that was opened: whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderRecord {
    #[serde(with = "as_text")]
    pub seller: SellerId,
}

/// A page that said hello and is told of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionRecord {
    #[serde(with = "as_text")]
    pub since: Timestamp,
}

/// How far a seller's feed has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CursorRecord {
    pub cursor: u64,
}

/// What changed in one step of the feed; the step is in its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRecord {
    pub items: Vec<Change>,
}
