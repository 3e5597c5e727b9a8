//! Table items as serde types, one file per aggregate, each with `From<&Domain>` and
//! `TryFrom<Record>`: what is stored may be old or damaged, and reading it never panics.

pub mod activity;
pub mod call;
pub mod catalogue;
pub mod conversation;
pub mod courier;
pub mod deal;
pub mod delivery;
pub mod device;
pub mod figures;
pub mod health;
pub mod ledger;
pub mod link;
pub mod live;
pub mod order;
pub mod paper;
pub mod payment;
pub mod picture;
pub mod pool;
pub mod preparation;
pub mod seller;
pub mod service;
pub mod tag;
pub mod usage;
pub mod values;
pub mod zone;

/// An item does not read back as what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the field {field} of a stored {entity} is not valid")]
pub struct CorruptRecord {
    pub entity: &'static str,
    pub field: &'static str,
}

impl CorruptRecord {
    /// Names the field that did not read back.
    pub const fn new(entity: &'static str, field: &'static str) -> Self {
        Self { entity, field }
    }
}
