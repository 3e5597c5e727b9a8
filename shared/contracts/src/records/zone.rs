//! Delivery zones.

use domain::{money::Money, zone::Zone};
use serde::{Deserialize, Serialize};

use super::{CorruptRecord, values::MoneyValue};

/// A zone, its communes, its fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneRecord {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub communes: Vec<String>,
    pub fee: MoneyValue,
}

impl From<&Zone> for ZoneRecord {
    fn from(zone: &Zone) -> Self {
        Self {
            id: zone.id.to_string(),
            name: zone.name.clone(),
            communes: zone.communes.clone(),
            fee: zone.fee.into(),
        }
    }
}

impl TryFrom<&ZoneRecord> for Zone {
    type Error = CorruptRecord;

    fn try_from(record: &ZoneRecord) -> Result<Self, CorruptRecord> {
        Ok(Self {
            id: record.id.parse().map_err(|_bad_id| CorruptRecord::new("zone", "id"))?,
            name: record.name.clone(),
            communes: record.communes.clone(),
            fee: Money::try_from(&record.fee)?,
        })
    }
}
