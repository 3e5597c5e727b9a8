//! Which order a delivery service's own reference is about. Written by `dispatch` in the commit
//! that keeps the booking, read by `callbacks`.

use serde::{Deserialize, Serialize};

use crate::messages::OrderRef;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceReferenceRecord {
    pub of: OrderRef,
}
