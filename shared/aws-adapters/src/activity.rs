//! Sums of a shop's days, each change counted once, and reading them.

use std::collections::{BTreeMap, BTreeSet};

use contracts::records::activity::{AdAboutRecord, AdCostRecord};
use domain::{
    activity::{Measure, Of, Sums},
    ids::SellerId,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

use crate::{
    commit::EventId,
    table::{
        Item, NewItem, StoreError, Table, Write,
        keys::{self, Key, Range},
    },
};

/// Longer than the stream or Meta repeat anything.
const MARKER_LIFE: SignedDuration = SignedDuration::from_hours(9 * 24);
/// Writes of one transaction that are left to counting; the log takes the others.
const WRITES_MAX: usize = 80;

/// What one change adds to the sums of one day of the shop's.
#[derive(Debug, Clone)]
pub struct Counted {
    /// What it is counted once by.
    pub change: EventId,
    pub day: Date,
    pub sums: Sums,
}

/// Amounts by measure.
pub type Amounts = BTreeMap<Measure, i64>;

/// Amounts of one day by what they are of: nothing for the shop, else an identifier in keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRow {
    pub day: Date,
    pub subject: String,
    pub amounts: Amounts,
}

/// Changes of one transaction, and the rows they add to.
type Group<'a> = (BTreeSet<(Date, &'a Of)>, Vec<&'a Counted>);

/// Changes that are counted together, each once: a group fits into one transaction, which may
/// touch a trace only once.
pub(crate) fn grouped(counted: &[Counted]) -> Vec<Vec<&Counted>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut seen = BTreeSet::new();
    for one in counted.iter().filter(|one| seen.insert(one.change.as_str())) {
        let rows: Vec<(Date, &Of)> = one.sums.additions().map(|(of, _, _)| (one.day, of)).collect();
        let fits = |(known, changes): &&mut Group<'_>| {
            let new = rows.iter().filter(|row| !known.contains(*row)).count();
            known.len() + changes.len() + new < WRITES_MAX
        };
        if let Some((known, changes)) = groups.last_mut().filter(|group| fits(group)) {
            known.extend(rows);
            changes.push(one);
        } else {
            groups.push((rows.into_iter().collect(), vec![one]));
        }
    }
    groups.into_iter().map(|(_, changes)| changes).collect()
}

/// The traces of changes, one write for each, in their order.
pub(crate) fn marks(seller: &SellerId, counted: &[&Counted], now: Timestamp) -> Vec<Write> {
    let end = now.saturating_add(MARKER_LIFE).unwrap_or(Timestamp::MAX);
    let mark = |one: &&Counted| {
        Write::insert(NewItem::bare(keys::counted(seller, &one.change)).expiring(end))
    };
    counted.iter().map(mark).collect()
}

/// What all of them add, one write for each row.
pub(crate) fn additions(seller: &SellerId, counted: &[&Counted]) -> Vec<Write> {
    let mut rows: BTreeMap<(Date, Of), Amounts> = BTreeMap::new();
    for one in counted {
        for (of, measure, amount) in one.sums.additions() {
            let row = rows.entry((one.day, of.clone())).or_default();
            *row.entry(measure).or_default() += amount;
        }
    }
    let add = |((day, of), amounts): ((Date, Of), Amounts)| {
        let named = amounts.into_iter().filter(|(_, amount)| *amount != 0);
        let amounts: Vec<_> = named.map(|(measure, sum)| (measure.word(), sum)).collect();
        (!amounts.is_empty()).then(|| Write::Add { key: keys::activity(seller, day, &of), amounts })
    };
    rows.into_iter().filter_map(add).collect()
}

impl Table {
    /// The shop's own days from one to another, those without anything left out.
    pub async fn activity(
        &self,
        seller: &SellerId,
        from: Date,
        to: Date,
    ) -> Result<Vec<DayRow>, StoreError> {
        self.days(from, to, |month| keys::activity_of_month(seller, month)).await
    }

    /// What ads brought on those days.
    pub async fn ad_days(
        &self,
        seller: &SellerId,
        from: Date,
        to: Date,
    ) -> Result<Vec<DayRow>, StoreError> {
        self.days(from, to, |month| keys::ads_of_month(seller, month)).await
    }

    /// What was sold on those days, by product.
    pub async fn product_days(
        &self,
        seller: &SellerId,
        from: Date,
        to: Date,
    ) -> Result<Vec<DayRow>, StoreError> {
        self.days(from, to, |month| keys::sold_of_month(seller, month)).await
    }

    /// What couriers did on those days.
    pub async fn courier_days(
        &self,
        seller: &SellerId,
        from: Date,
        to: Date,
    ) -> Result<Vec<DayRow>, StoreError> {
        self.days(from, to, |month| keys::rides_of_month(seller, month)).await
    }

    async fn days(
        &self,
        from: Date,
        to: Date,
        range: impl Fn(Date) -> Range,
    ) -> Result<Vec<DayRow>, StoreError> {
        let mut rows = Vec::new();
        for month in from.first_of_month().series(1.month()).take_while(|month| *month <= to) {
            let items = self.all(&range(month)).await?;
            rows.extend(
                items.iter().filter_map(row).filter(|row| row.day >= from && row.day <= to),
            );
        }
        Ok(rows)
    }

    /// Every ad that brought somebody, by its identifier in keys.
    pub async fn known_ads(
        &self,
        seller: &SellerId,
    ) -> Result<BTreeMap<String, AdAboutRecord>, StoreError> {
        let items = self.all(&keys::ads(seller)).await?;
        by_ad(&items)
    }

    /// What ads cost in a month, by their identifiers in keys.
    pub async fn ad_costs(
        &self,
        seller: &SellerId,
        month: Date,
    ) -> Result<BTreeMap<String, AdCostRecord>, StoreError> {
        let items = self.all(&keys::ad_costs(seller, month)).await?;
        by_ad(&items)
    }

    /// Keeps what is known of an ad.
    pub async fn keep_ad(
        &self,
        seller: &SellerId,
        about: &AdAboutRecord,
    ) -> Result<(), StoreError> {
        let key = keys::ad(seller, &keys::ad_in_keys(Some(&about.id)));
        self.put(NewItem::new(key, about)?).await
    }

    /// Keeps what the seller says of an ad's cost.
    pub async fn keep_ad_cost(
        &self,
        seller: &SellerId,
        month: Date,
        ad: &str,
        cost: &AdCostRecord,
    ) -> Result<(), StoreError> {
        self.put(NewItem::new(keys::ad_cost(seller, month, ad), cost)?).await
    }
}

fn row(item: &Item) -> Option<DayRow> {
    let key: Key = item.key();
    let (day, subject) = key.day_and_subject()?;
    let sums = item.sums();
    let amounts =
        Measure::ALL.iter().filter_map(|measure| Some((*measure, *sums.get(measure.word())?)));
    Some(DayRow { day, subject: subject.to_owned(), amounts: amounts.collect() })
}

fn by_ad<T: serde::de::DeserializeOwned>(
    items: &[Item],
) -> Result<BTreeMap<String, T>, StoreError> {
    let mut found = BTreeMap::new();
    for item in items {
        if let Some(ad) = item.key().ad() {
            found.insert(ad.to_owned(), item.read::<T>()?.value);
        }
    }
    Ok(found)
}
