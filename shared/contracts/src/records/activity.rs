//! What is kept of ads beside their sums.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::values::MoneyValue;
use crate::as_text;

/// An ad as the latest thread it brought told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdAboutRecord {
    /// As Meta calls it.
    pub id: String,
    #[serde(default)]
    pub headline: String,
    #[serde(with = "as_text")]
    pub seen_at: Timestamp,
}

/// What a seller says an ad cost in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdCostRecord {
    pub amount: MoneyValue,
}
