//! Devices that sellers let ring, as the table keeps them.
//!
//! A browser has one address for all who sign in with it, so an index row says whose it is now. It
//! changes hands in one transaction with the device's row: there is no moment at which the former
//! seller's alerts still reach it.

use contracts::{
    push::Endpoint,
    records::{
        device::{DeviceRecord, ToldRecord},
        live::HolderRecord,
    },
};
use domain::ids::SellerId;
use jiff::{SignedDuration, Timestamp};

use crate::{
    commit::EventId,
    table::{Condition, NewItem, StoreError, Table, Write, keys},
};

/// Devices of one seller; another one takes the place of that whose page was not open for longest.
pub const DEVICES_MAX: usize = 10;
/// A device whose page is not opened any more rings no longer than a sign-in lasts.
const DEVICE_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// As long as markers of events: no message comes back later.
const TOLD_LIFE: SignedDuration = SignedDuration::from_hours(8 * 24);
/// How often a registration is tried again that somebody else came before.
const ROUNDS: u32 = 5;

/// A device and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: String,
    pub record: DeviceRecord,
}

fn after(now: Timestamp, life: SignedDuration) -> Timestamp {
    now.saturating_add(life).unwrap_or(Timestamp::MAX)
}

impl Table {
    /// From now on the device rings for this seller, and for nobody else; `endpoint` is the record's.
    ///
    /// # Errors
    /// [`StoreError::Contended`] when others registered it all the time.
    pub async fn register_device(
        &self,
        seller: &SellerId,
        endpoint: &Endpoint,
        record: &DeviceRecord,
    ) -> Result<(), StoreError> {
        let id = endpoint.device();
        let end = after(record.seen_at, DEVICE_LIFE);
        for _ in 0..ROUNDS {
            let holder = self.get::<HolderRecord>(&keys::device_holder(&id)).await?;
            let ours = HolderRecord { seller: seller.clone() };
            let index = NewItem::new(keys::device_holder(&id), &ours)?.expiring(end);
            let row = NewItem::new(keys::device(seller, &id), record)?.expiring(end);
            let mut writes = vec![Write::overwrite(row)];
            match holder {
                None => writes.push(Write::insert(index)),
                Some(holder) => {
                    writes.push(Write::replace(index, holder.version));
                    if holder.value.seller != *seller {
                        let key = keys::device(&holder.value.seller, &id);
                        writes.push(Write::Delete { key, condition: Condition::Always });
                    }
                }
            }
            match self.transact(&writes).await {
                Ok(()) => return self.drop_surplus(seller, record.seen_at).await,
                Err(StoreError::Conflict { .. } | StoreError::Contended) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Contended)
    }

    async fn drop_surplus(&self, seller: &SellerId, now: Timestamp) -> Result<(), StoreError> {
        let mut devices = self.devices(seller, now).await?;
        devices.sort_by_key(|device| std::cmp::Reverse(device.record.seen_at));
        for device in devices.iter().skip(DEVICES_MAX) {
            self.forget_device(seller, &device.id).await?;
        }
        Ok(())
    }

    /// The devices of a seller that ring.
    pub async fn devices(
        &self,
        seller: &SellerId,
        now: Timestamp,
    ) -> Result<Vec<Device>, StoreError> {
        let mut devices = Vec::new();
        for item in self.all(&keys::devices(seller)).await? {
            let stored = item.read::<DeviceRecord>()?;
            if stored.expires_at.is_some_and(|end| now < end) {
                let id = item.key().device().unwrap_or_default().to_owned();
                devices.push(Device { id, record: stored.value });
            }
        }
        Ok(devices)
    }

    /// The device rings for this seller no more; one that another seller has is left alone.
    pub async fn forget_device(&self, seller: &SellerId, id: &str) -> Result<(), StoreError> {
        // The row first: whatever fails after it, nothing rings.
        self.delete(&keys::device(seller, id)).await?;
        let key = keys::device_holder(id);
        let holder = self.get::<HolderRecord>(&key).await?;
        let Some(holder) = holder.filter(|holder| holder.value.seller == *seller) else {
            return Ok(());
        };
        let condition = Condition::Version(holder.version);
        match self.write(&Write::Delete { key, condition }).await {
            // It was registered anew meanwhile.
            Ok(()) | Err(StoreError::Conflict { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Which of these devices were told of an alert.
    pub async fn told_of(
        &self,
        seller: &SellerId,
        alert: &EventId,
        devices: &[Device],
    ) -> Result<Vec<bool>, StoreError> {
        let keys: Vec<_> =
            devices.iter().map(|device| keys::told(seller, &device.id, alert)).collect();
        Ok(self.load(&keys).await?.iter().map(Option::is_some).collect())
    }

    /// Writes down that a device was told of an alert.
    pub async fn tell(
        &self,
        seller: &SellerId,
        alert: &EventId,
        device: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let key = keys::told(seller, device, alert);
        self.put(NewItem::new(key, &ToldRecord { at: now })?.expiring(after(now, TOLD_LIFE))).await
    }
}
