//! A seller's profile as it is loaded, changed and stored: under its version, or not at all.

use aws_adapters::table::{NewItem, StoreError, Stored, Table, Write, keys};
use contracts::records::{CorruptRecord, seller::SellerRecord};
use domain::{ids::SellerId, onboarding::Onboarding, seller::Seller};

/// A seller that was read, with the version to write it back under.
#[derive(Debug)]
pub(crate) struct Account {
    record: SellerRecord,
    version: u64,
    pub(crate) seller: Seller,
    pub(crate) onboarding: Onboarding,
}

impl Account {
    /// The seller with this id, if the form was ever accepted.
    pub(crate) async fn load(table: &Table, id: &SellerId) -> Result<Option<Self>, StoreError> {
        let stored: Option<Stored<SellerRecord>> = table.get(&keys::seller(id)).await?;
        stored.map(|stored| Self::read(id, stored)).transpose()
    }

    fn read(id: &SellerId, stored: Stored<SellerRecord>) -> Result<Self, StoreError> {
        let corrupt = |reason: CorruptRecord| StoreError::Corrupt {
            key: keys::seller(id).to_string(),
            reason: Box::new(reason),
        };
        let record = stored.value;
        Ok(Self {
            seller: Seller::try_from(&record).map_err(corrupt)?,
            onboarding: Onboarding::try_from(&record).map_err(corrupt)?,
            version: stored.version,
            record,
        })
    }

    /// The step's name, as it is stored and answered.
    pub(crate) const fn step_name(&self) -> &'static str {
        self.record.onboarding.step.name()
    }

    /// Stores the seller further on their way, and what must change with it; a conflict at
    /// [`Account::POSITION`] says that somebody else moved them meanwhile.
    pub(crate) async fn advance(
        &mut self,
        table: &Table,
        onboarding: Onboarding,
        with: Vec<Write>,
    ) -> Result<(), StoreError> {
        let record = self.record.with(&onboarding);
        let item = NewItem::new(keys::seller(&onboarding.seller), &record)?;
        let mut writes = vec![Write::replace(item, self.version)];
        writes.extend(with);
        match writes.as_slice() {
            [only] => table.write(only).await?,
            several => table.transact(several).await?,
        }
        self.version = self.version.saturating_add(1);
        self.record = record;
        self.onboarding = onboarding;
        Ok(())
    }

    /// The place of the profile among the writes of [`Account::advance`].
    pub(crate) const POSITION: usize = 0;

    /// Whether a refused [`Account::advance`] means that the seller moved meanwhile.
    pub(crate) fn moved_meanwhile(error: &StoreError) -> bool {
        matches!(error, StoreError::Conflict { index: Self::POSITION, .. } | StoreError::Contended)
    }
}
