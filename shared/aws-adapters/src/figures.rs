//! The figures of a shop's days and months, added to in the transaction of the step they count.

use contracts::records::figures::FiguresRecord;
use domain::{figures::Figures, ids::SellerId};
use jiff::civil::Date;

use crate::table::{
    StoreError, Table, Write,
    keys::{self, Key},
};

/// The writes that add to the figures of that day of the shop's and of its month; none when there
/// is nothing to add.
pub fn additions(seller: &SellerId, day: Date, changes: &Figures) -> Vec<Write> {
    let amounts = FiguresRecord::from(changes).additions();
    if amounts.is_empty() {
        return Vec::new();
    }
    let add = |key| Write::Add { key, amounts: amounts.clone() };
    vec![add(keys::figures_of_day(seller, day)), add(keys::figures_of_month(seller, day))]
}

impl Table {
    /// The figures at these keys, in their order; zero where nothing was counted.
    pub async fn figures(&self, wanted: &[Key]) -> Result<Vec<Figures>, StoreError> {
        let items = self.load(wanted).await?;
        let figures = items.iter().map(|item| {
            let sums = item.as_ref().map(super::table::Item::sums).unwrap_or_default();
            Figures::from(&FiguresRecord::of_counters(&sums))
        });
        Ok(figures.collect())
    }
}
