//! What was ticked off while an order was prepared. Only the dashboard writes it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{as_text, messages::Units};

/// The tick of an order, and what it was put behind: an order that is changed afterwards is to be
/// looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparationRecord {
    pub order: String,
    pub prepared: bool,
    #[serde(with = "as_text")]
    pub at: Timestamp,
    /// The units the order had then.
    #[serde(default)]
    pub units: Vec<Units>,
}
