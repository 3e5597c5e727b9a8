//! The telephone call that makes an offer, so that it can be hung up.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::as_text;

/// Which provider placed a call, and its own name for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRecord {
    pub provider: String,
    pub id: String,
    #[serde(with = "as_text")]
    pub at: Timestamp,
}
