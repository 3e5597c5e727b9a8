//! The health of a seller's number: read whole, changed by events, under its version.

use contracts::records::health::HealthRecord;
use domain::{
    Transition,
    health::{Alert, Health, HealthEvent, step},
    ids::SellerId,
};
use jiff::Timestamp;

use crate::table::{NewItem, StoreError, Stored, Table, Write, keys};

/// How often a change is tried again that somebody else came before.
const ROUNDS: u32 = 5;

impl Table {
    /// What is known of a seller's number; at first, nothing.
    pub async fn health(&self, seller: &SellerId) -> Result<Health, StoreError> {
        Ok(self.stored_health(seller).await?.0)
    }

    /// Applies events, in order, and tells what the seller must know of them. Events that came
    /// before write nothing and give the same alerts again: whoever tells them does so once.
    ///
    /// # Errors
    /// [`StoreError::Contended`] when others changed it all the time.
    pub async fn note_health(
        &self,
        seller: &SellerId,
        events: &[HealthEvent],
        at: Timestamp,
    ) -> Result<Vec<Alert>, StoreError> {
        for _round in 0..ROUNDS {
            let (before, version) = self.stored_health(seller).await?;
            let mut after = before.clone();
            let mut alerts = Vec::new();
            for event in events {
                let Transition { state, effects } = step(&after, event, at);
                after = state;
                alerts.extend(effects);
            }
            if after == before {
                return Ok(alerts);
            }
            let item = NewItem::new(keys::health(seller), &HealthRecord::from(&after))?;
            let write = match version {
                Some(version) => Write::replace(item, version),
                None => Write::insert(item),
            };
            match self.write(&write).await {
                Err(StoreError::Conflict { .. }) => {}
                written => return written.map(|()| alerts),
            }
        }
        Err(StoreError::Contended)
    }

    async fn stored_health(&self, seller: &SellerId) -> Result<(Health, Option<u64>), StoreError> {
        let key = keys::health(seller);
        let stored: Option<Stored<HealthRecord>> = self.get(&key).await?;
        let Some(stored) = stored else { return Ok((Health::default(), None)) };
        let health = Health::try_from(&stored.value).map_err(|corrupt| StoreError::Corrupt {
            key: key.to_string(),
            reason: corrupt.into(),
        })?;
        Ok((health, Some(stored.version)))
    }
}
