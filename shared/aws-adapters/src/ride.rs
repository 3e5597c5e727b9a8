//! One offer with all that its courier may be told on the telephone or on the page behind a link.
//!
//! Read only, and read here only: whoever answers a courier outside of `dispatch` shows what is
//! kept, and asks `dispatch` for the rest.

use contracts::{
    callbacks::OfferTag,
    messages::OrderRef,
    records::{
        CorruptRecord, courier::CourierRecord, delivery::DeliveryRecord, order::OrderRecord,
        seller::SellerRecord,
    },
};
use domain::{
    courier::Courier, dispatch::Delivery, ids::CourierId, money::Money, order::Order,
    seller::Seller, standing::Standing,
};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::table::{Item, StoreError, Stored, Table, keys};

/// What was read of an offer.
#[derive(Debug, Clone)]
pub struct Ride {
    pub offer: OfferTag,
    pub order: Order,
    pub delivery: Delivery,
    /// The delivery's version: it moves with everything that happens to it.
    pub version: u64,
    pub seller: Seller,
    /// Who was made the offer; `None` when they are no longer registered.
    pub courier: Option<Courier>,
}

/// Why an offer cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum RideError {
    #[error("failed to use the table")]
    Store(#[from] StoreError),
    #[error("stored item does not read back")]
    Corrupt(#[from] CorruptRecord),
}

impl RideError {
    /// A stable word for the log's `error.code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Corrupt(_) => "corrupt_record",
        }
    }
}

impl Ride {
    /// Reads an offer; `None` when there is no such order, delivery or attempt.
    pub async fn load(table: &Table, offer: &OfferTag) -> Result<Option<Self>, RideError> {
        Self::find(table, &offer.of, |delivery| {
            delivery.attempt(offer.attempt).map(|attempt| attempt.number)
        })
        .await
    }

    /// The last offer of an order that was made to a courier.
    pub async fn latest(
        table: &Table,
        of: &OrderRef,
        courier: &CourierId,
    ) -> Result<Option<Self>, RideError> {
        Self::find(table, of, |delivery| {
            let mut newest_first = delivery.attempts.iter().rev();
            newest_first.find(|attempt| attempt.courier == *courier).map(|attempt| attempt.number)
        })
        .await
    }

    async fn find(
        table: &Table,
        of: &OrderRef,
        choose: impl FnOnce(&Delivery) -> Option<u32>,
    ) -> Result<Option<Self>, RideError> {
        let (seller, order) = (&of.seller, &of.order);
        let wanted =
            [keys::order(seller, order), keys::delivery(seller, order), keys::seller(seller)];
        let mut found = table.load(&wanted).await?.into_iter();
        let mut next = || found.next().flatten();
        let order: Option<Stored<OrderRecord>> = read(next())?;
        let delivery: Option<Stored<DeliveryRecord>> = read(next())?;
        let owner: Option<Stored<SellerRecord>> = read(next())?;
        let (Some(order), Some(delivery), Some(owner)) = (order, delivery, owner) else {
            return Ok(None);
        };
        let version = delivery.version;
        let delivery = Delivery::try_from(&delivery.value)?;
        let seller = Seller::try_from(&owner.value)?;
        let Some(attempt) = choose(&delivery).and_then(|number| delivery.attempt(number)) else {
            return Ok(None);
        };
        let courier = courier(table, &seller, &attempt.courier).await?;
        let offer = OfferTag { of: of.clone(), attempt: attempt.number };
        let order = Order { moment: delivery.promised, ..Order::try_from(&order.value)? };
        Ok(Some(Self { offer, order, delivery, version, seller, courier }))
    }

    /// Where the offer's courier stands at `now`.
    pub fn standing(&self, now: Timestamp) -> Standing {
        Standing::of(&self.delivery, self.offer.attempt, now)
    }

    /// What is to be collected at the door.
    pub fn to_collect(&self) -> Money {
        self.delivery.due
    }

    /// The courier's name; empty when they are no longer registered.
    pub fn courier_name(&self) -> &str {
        self.courier.as_ref().map_or("", |courier| courier.name.as_str())
    }
}

/// A courier of the seller's own, or else of the pool of the seller's country.
async fn courier(
    table: &Table,
    seller: &Seller,
    id: &CourierId,
) -> Result<Option<Courier>, RideError> {
    let wanted = [keys::courier(&seller.id, id), keys::pool_courier(seller.country, id)];
    let item = table.load(&wanted).await?.into_iter().flatten().next();
    let record: Option<Stored<CourierRecord>> = read(item)?;
    Ok(record.map(|stored| Courier::try_from(&stored.value)).transpose()?)
}

fn read<T: DeserializeOwned>(item: Option<Item>) -> Result<Option<Stored<T>>, StoreError> {
    item.map(|item| item.read()).transpose()
}
