//! Couriers of the platform's shared pool.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A courier who delivers for any shop. `phone` is E.164; no communes means all of them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolCourierRecord {
    pub id: String,
    pub name: String,
    pub phone: String,
    #[serde(default)]
    pub communes: Vec<String>,
    pub available: bool,
}

/// That a person is a courier of the pool, and of which country's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipRecord {
    pub courier: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// The phone and the name are never in a log.
impl fmt::Debug for PoolCourierRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolCourierRecord")
            .field("id", &self.id)
            .field("available", &self.available)
            .finish_non_exhaustive()
    }
}
